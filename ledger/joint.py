"""Joint work: what each unit of an item last said of its part, and who is silent."""

from dataclasses import dataclass
from datetime import date

from ledger.book import Book
from ledger.periods import period_of
from ledger.progress import Entry, ItemState
from ledger.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One unit's part of an item."""

    unit: str
    """Canonical name."""
    leads: bool
    last: Entry | None = None
    """The unit's last word; None where it is silent (in this period, if the item has no date)."""


def parts_of(state: ItemState, book: Book, today: date, rules: Rules) -> tuple[Part, ...]:
    """List the parts of an item: leads first, then the helpers, in the order of the plan."""
    period = rules.of(state.plan, state.ref).period
    since = period_of(today, period).first if state.item.ongoing else None

    def last(unit: str) -> Entry | None:
        said = state.parts.get(unit)
        return said if said is None or since is None or said.at.date() >= since else None

    leads, helpers = book.leads.get(state.ref, ()), book.helpers.get(state.ref, ())
    return (
        *(Part(unit=unit, leads=True, last=last(unit)) for unit in leads),
        *(Part(unit=unit, leads=False, last=last(unit)) for unit in helpers),
    )
