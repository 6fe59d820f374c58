"""暂停提醒: what nobody is reminded of for a while, by the office's word."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ledger.plan import ItemRef
from ledger.progress import Entry, EntryKind, ItemState

FOREVER = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a pause covers: one item, one unit's items, or, where both are empty, everything."""

    plan: str = ""
    ref: ItemRef | None = None
    unit: str = ""


@dataclass(slots=True)
class Pauses:
    """Which scopes rest, each to its last day."""

    until: dict[Scope, date] = field(default_factory=dict)

    def draft(self) -> "Pauses":
        """Give a copy that takes changes without touching this one."""
        return Pauses(dict(self.until))

    def apply(self, entry: Entry) -> None:
        """Fold one row; rows of other kinds change nothing."""
        scope = scope_of(entry)
        if entry.kind is EntryKind.REMINDERS_PAUSED:
            self.until[scope] = entry.until or FOREVER
        elif entry.kind is EntryKind.REMINDERS_RESUMED:
            if scope == Scope():
                self.until.clear()
            self.until.pop(scope, None)

    def covers(self, state: ItemState, units: Iterable[str], day: date) -> bool:
        """Whether an item of these units is not to be reminded of on a day."""
        if not self.until:
            return False
        scopes = [Scope(), Scope(plan=state.plan, ref=state.ref)]
        scopes += (Scope(unit=unit) for unit in units)
        return any(self.until.get(scope, date.min) >= day for scope in scopes)


def scope_of(entry: Entry) -> Scope:
    """Tell what a row about pausing is about."""
    if entry.ref is not None:
        return Scope(plan=entry.plan, ref=entry.ref)
    return Scope(unit=entry.unit)
