"""Items reworded or added after the plan was issued; what was said of them stays said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ledger.due import milestones_in, targets_in
from ledger.plan import Deadline, Item, ItemRef
from ledger.progress import Entry, ItemState, initial
from ledger.telling import apply
from ledger.unit_cell import UnitCell

Part = Literal["lead", "deadline", "text"]
"""What no item is without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemVersion:
    """An item as it is worded from a moment on; `since` is aware."""

    plan: str
    item: Item
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an amendment says anew; what is empty stays as it is."""

    lead: tuple[str, ...] = ()
    units: UnitCell | None = None
    deadline: Deadline | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an admin is about to do to one item: shown first, carried out after 确认."""

    entry: Entry
    """The row it would make."""
    before: Item | None = None
    """The item as it is worded now; None for a new one."""
    after: Item
    other: Item | None = None
    """The item it goes on in."""
    reason: str = ""
    """Why, in the admin's words."""

    @property
    def version(self) -> ItemVersion | None:
        """The new wording, where there is one."""
        if self.before == self.after:
            return None
        return ItemVersion(plan=self.entry.plan, item=self.after, since=self.entry.at)


def missing_of(item: Item) -> tuple[Part, ...]:
    """Name what an item lacks."""
    dated = item.deadline.due is not None or item.deadline.ongoing
    parts: tuple[tuple[Part, bool], ...] = (
        ("lead", bool(item.lead)),
        ("deadline", dated),
        ("text", bool(item.text)),
    )
    return tuple(part for part, there in parts if not there)


def changed(item: Item, change: Change) -> Item:
    """Give the item with the change in it; dates and targets are read again from a new text."""
    found = replace(item, lead=change.lead or item.lead, deadline=change.deadline or item.deadline)
    if change.units is not None:
        cell = change.units
        found = replace(found, units=cell.units, units_text=cell.text, units_open=cell.open)
    if not change.text:
        return found
    year = found.deadline.due.year if found.deadline.due else None
    return replace(
        found,
        text=change.text,
        milestones=milestones_in(change.text, year),
        targets=targets_in(change.text),
    )


def new_item(ref: ItemRef, beside: Item, change: Change) -> Item:
    """Make an item of the same section and objective as the one it stands beside."""
    nobody = UnitCell(units=(), open=False, text="")
    bare = replace(
        beside, ref=ref, text="", lead=(), deadline=Deadline(words=""), milestones=(), targets=()
    )
    return changed(bare, replace(change, units=change.units or nobody))


def placed(items: Sequence[Item], item: Item) -> tuple[Item, ...]:
    """Put an item in the place of its old wording, or among its objective in order of number.

    Raises ValueError where the objective has no item to stand beside.
    """
    refs = [each.ref for each in items]
    if item.ref in refs:
        return tuple(item if each.ref == item.ref else each for each in items)
    anchor = anchor_of(refs, item.ref)
    at = refs.index(anchor) + (anchor < item.ref)
    return (*items[:at], item, *items[at:])


def anchor_of(refs: Sequence[ItemRef], new: ItemRef) -> ItemRef:
    """Give the item that a new one stands behind, or before where it would be the first.

    Raises ValueError where the objective has no item.
    """
    siblings = [ref for ref in refs if ref.objective == new.objective]
    lower = [ref for ref in siblings if ref < new]
    return max(lower) if lower else min(siblings)


def reworded(state: ItemState, item: Item) -> ItemState:
    """Tell an item's whole history again under its new wording, as a restart does."""
    told = initial(state.plan, item)
    for row in reversed(tuple(state.history or ())):
        told = apply(told, row)
    # The rows that are shown keep the name a unit had when they were written.
    return replace(told, reports=state.reports)
