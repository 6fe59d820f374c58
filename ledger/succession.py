"""A unit goes on under another name, or as part of another unit, from a day on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from ledger.plan import Item
from ledger.progress import Entry, EntryKind, History, ItemState

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """From `since` on, what was `old` is `new`; both are canonical names."""

    old: str
    new: str
    since: date

    def name(self, unit: str) -> str:
        """Give the name a unit goes by."""
        return self.new if unit == self.old else unit


def succession_of(entry: Entry) -> Succession | None:
    """Read a succession from its history row; other rows are none."""
    if entry.kind is not EntryKind.UNIT_SUCCEEDED:
        return None
    return Succession(old=entry.unit, new=entry.note, since=entry.until or entry.at.date())


def renamed_item(item: Item, change: Succession, canonical: Callable[[str], str]) -> Item:
    """Put the new name where the old unit is named; the document's wording stays on disk."""

    def named(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(change.new if canonical(n) == change.old else n for n in names))

    lead, units, text = named(item.lead), named(item.units), item.units_text
    if units != item.units:
        for name in item.units:
            if canonical(name) == change.old:
                text = text.replace(name, change.new)
        if len(units) < len(item.units):
            text = "、".join(units)
    return replace(item, lead=lead, units=units, units_text=text)


def renamed_state(state: ItemState, item: Item, change: Succession) -> ItemState:
    """Let the new unit answer for what the old one said; the rows as shown keep the old name."""

    def moved(entry: Entry) -> Entry:
        return replace(entry, unit=change.name(entry.unit))

    history: History | None = None
    for row in reversed(tuple(state.history or ())):
        history = History(moved(row), history)
    return replace(
        state,
        item=item,
        history=history,
        request=moved(state.request) if state.request else None,
        applied=tuple(map(moved, state.applied)),
        difficulties=tuple(replace(d, entry=moved(d.entry)) for d in state.difficulties),
        taken_note=tuple(dict.fromkeys(map(change.name, state.taken_note))),
        noted=_joined(state.noted, change, lambda day: day),
        parts=_joined(
            {unit: moved(entry) for unit, entry in state.parts.items()}, change, lambda e: e.at
        ),
    )


def _joined(known: Mapping[str, T], change: Succession, when: Callable[[T], date]) -> dict[str, T]:
    """Put what the old unit had under the new name; of two the later one counts."""
    found: dict[str, T] = {}
    for unit, value in known.items():
        name = change.name(unit)
        if name not in found or when(value) >= when(found[name]):
            found[name] = value
    return found
