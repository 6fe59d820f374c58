"""Totals that add up, counted from states on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from ledger.book import Ledger
from ledger.lights import Light, light
from ledger.progress import ItemState, Status
from ledger.rules import Rules
from ledger.workdays import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Every item is counted once in `total` and once in exactly one of the other numbers."""

    total: int = 0
    closed: int = 0
    """Dated items the office confirmed."""
    pending: int = 0
    normal: int = 0
    soon: int = 0
    overdue: int = 0
    ongoing_reported: int = 0
    ongoing_unreported: int = 0
    ongoing_closed: int = 0
    suspended: int = 0
    """挂账, dated or not; listed apart."""
    stopped: int = 0
    """停办, dated or not; listed apart."""
    merged: int = 0
    """合并, dated or not; listed apart."""
    cancelled: int = 0
    """撤销, dated or not; listed apart."""

    @property
    def dated(self) -> int:
        """How many items have a date and are at work or closed."""
        return self.closed + self.pending + self.normal + self.soon + self.overdue

    @property
    def ongoing(self) -> int:
        """How many items are open-ended and at work or closed."""
        return self.ongoing_reported + self.ongoing_unreported + self.ongoing_closed

    @property
    def add_up(self) -> bool:
        """Whether the parts make the whole; anything else is a fault of the program."""
        apart = self.suspended + self.stopped + self.merged + self.cancelled
        return self.dated + self.ongoing + apart == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTotals:
    """One unit's numbers, the items it leads and those it is only responsible for apart."""

    unit: str
    lead: Totals
    responsible: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """汇总: one or all plans on a day."""

    day: date
    plans: tuple[str, ...]
    whose: tuple[str, ...] = ()
    """The units it was asked for; empty: all."""
    totals: Totals
    sections: tuple[tuple[str, Totals], ...]
    units: tuple[UnitTotals, ...]
    overdue: tuple[ItemState, ...]
    soon: tuple[ItemState, ...]
    pending: tuple[ItemState, ...]
    stuck: tuple[ItemState, ...]
    """Items with a difficulty that a unit reported and the office has not answered."""
    shelved: tuple[ItemState, ...]
    """Items that rest by the office's word (挂账, 停办)."""
    removed: tuple[ItemState, ...]
    """Items that are no longer the plan's (合并, 撤销)."""
    asked: tuple[ItemState, ...]
    """Items for which a later date was applied for and not answered yet."""


def bucket(state: ItemState, shown: Light) -> str:
    """Name the one field of Totals that an item is counted in."""
    if state.status.at_rest:
        return state.status.value
    if state.item.ongoing or state.due is None:
        if state.status is Status.CLOSED:
            return "ongoing_closed"
        return "ongoing_unreported" if shown is Light.UNREPORTED else "ongoing_reported"
    if state.status is Status.CLOSED:
        return "closed"
    if state.status is Status.PENDING:
        return "pending"
    return {Light.SOON: "soon", Light.OVERDUE: "overdue"}.get(shown, "normal")


def count(buckets: Iterable[str]) -> Totals:
    """Add up items by the bucket each is in."""
    numbers = dict.fromkeys((field.name for field in fields(Totals)), 0)
    for name in buckets:
        numbers[name] += 1
        numbers["total"] += 1
    return Totals(**numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is counted; empty: everything."""

    section: str = ""
    """Words in the section's name."""
    units: frozenset[str] = frozenset()
    """Items that one of these leads or is responsible for."""

    def holds(self, state: ItemState, ledger: Ledger) -> bool:
        """Whether an item is counted."""
        if self.section not in state.item.section:
            return False
        book = ledger.books[state.plan]
        concerned = (*book.leads[state.ref], *book.helpers[state.ref]) if self.units else ()
        return not self.units or not self.units.isdisjoint(concerned)


EVERYTHING = Scope()


def summarise(
    ledger: Ledger,
    day: date,
    calendar: WorkCalendar,
    rules: Rules,
    scope: Scope = EVERYTHING,
) -> Summary:
    """Count every item of every plan, or those of a scope, once."""
    buckets: dict[tuple[str, str], str] = {}
    states = [s for s in ledger if scope.holds(s, ledger)]
    sections: dict[str, list[str]] = {}
    for state in states:
        name = bucket(state, light(state, day, calendar, rules))
        buckets[state.plan, str(state.ref)] = name
        sections.setdefault(state.item.section, []).append(name)
    named = {
        name: tuple(s for s in states if buckets[s.plan, str(s.ref)] == name)
        for name in ("overdue", "soon", "pending")
    }
    return Summary(
        day=day,
        plans=tuple(ledger.books),
        whose=tuple(sorted(scope.units)),
        totals=count(buckets.values()),
        sections=tuple((name, count(names)) for name, names in sections.items()),
        units=tuple(
            found
            for found in _by_unit(ledger, buckets)
            if not scope.units or found.unit in scope.units
        ),
        overdue=named["overdue"],
        soon=named["soon"],
        pending=named["pending"],
        stuck=tuple(s for s in states if s.difficulties),
        shelved=tuple(s for s in states if s.status.shelved),
        removed=tuple(s for s in states if s.status.removed),
        asked=tuple(s for s in states if s.request is not None),
    )


_NO_ONES = frozenset(status.value for status in Status if status.removed)
"""Buckets of items that no unit has any more."""


def _by_unit(ledger: Ledger, buckets: dict[tuple[str, str], str]) -> tuple[UnitTotals, ...]:
    lead: dict[str, list[str]] = {}
    responsible: dict[str, list[str]] = {}
    for plan, book in ledger.books.items():
        for unit, share in book.shares.items():
            for refs, into in ((share.lead, lead), (share.responsible, responsible)):
                found = [
                    name
                    for name in (buckets.get((plan, str(r)), "") for r in refs)
                    if name and name not in _NO_ONES
                ]
                into.setdefault(unit, []).extend(found)
    return tuple(
        UnitTotals(unit=unit, lead=count(lead[unit]), responsible=count(responsible[unit]))
        for unit in lead
        if lead[unit] or responsible[unit]
    )
