"""暂停提醒: what nobody is reminded of for a while, by the office's word."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from ledger.plan import ItemRef
from ledger.progress import Entry, EntryKind, ItemState
from ledger.succession import Succession

FOREVER = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a pause covers: an item, a unit's items, a plan, or, where all is empty, everything."""

    plan: str = ""
    ref: ItemRef | None = None
    unit: str = ""


EVERYTHING = Scope()


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
            if scope == EVERYTHING:
                self.until.clear()
            self.until.pop(scope, None)

    def rename(self, change: Succession) -> None:
        """Let a pause of a unit hold for its successor."""
        self.until = {
            replace(scope, unit=change.name(scope.unit)): last
            for scope, last in self.until.items()
        }

    def standing(self, day: date) -> tuple[tuple[Scope, date], ...]:
        """List what rests on a day, each with its last day (`FOREVER`: until it is resumed)."""
        return tuple((scope, last) for scope, last in self.until.items() if last >= day)

    def holds(self, scope: Scope, day: date) -> bool:
        """Whether this very scope rests on a day."""
        return self.until.get(scope, date.min) >= day

    def covers(self, state: ItemState, unit: str, day: date) -> bool:
        """Whether a unit is not to be reminded of an item on a day."""
        if not self.until:
            return False
        return self._rests_itself(state, day) or self.holds(Scope(unit=unit), day)

    def rests(self, state: ItemState, leads: Iterable[str], day: date) -> bool:
        """Whether an item is not to be called for at all: by itself, or with all its leads."""
        if not self.until:
            return False
        units = tuple(leads)
        return self._rests_itself(state, day) or (
            bool(units) and all(self.holds(Scope(unit=unit), day) for unit in units)
        )

    def _rests_itself(self, state: ItemState, day: date) -> bool:
        own = Scope(plan=state.plan, ref=state.ref)
        return any(self.holds(s, day) for s in (EVERYTHING, Scope(plan=state.plan), own))


def scope_of(entry: Entry) -> Scope:
    """Tell what a row about pausing is about."""
    if entry.ref is not None:
        return Scope(plan=entry.plan, ref=entry.ref)
    # A row about everything or a unit stands under some plan too: a whole plan is in the note.
    return Scope(unit=entry.unit, plan=entry.note)
