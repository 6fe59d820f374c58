"""Day by day, what a plan would send to whom if nobody ever reported."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.config import Settings
from bot.county import directory_of, roster_of
from bot.previews import Preview, preview
from bot.world import World
from ledger.bindings import Bindings
from ledger.book import Ledger
from ledger.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one unit would get in the whole span."""

    unit: str
    messages: int
    items: int
    """How often an item would be named in them."""


def untouched(plans: Iterable[Plan], settings: Settings, issued: date) -> Ledger:
    """Open plans that were issued on a day and that nobody has reported on."""
    known = tuple(plans)
    directory = directory_of(known, settings)
    people = Bindings.of(roster_of(settings.people, directory))
    ledger = Ledger.of(known, directory, people)
    for book in ledger.books.values():
        book.issued = issued
    return ledger


def rehearse(ledger: Ledger, world: World, first: date, last: date) -> Iterator[Preview]:
    """Go through the days on which anything would be sent."""
    day = first
    while day <= last:
        found = preview(ledger, world, day)
        if found.working and (found.planned or not found.board.is_empty):
            yield found
        day += timedelta(days=1)


def totals(days: Iterable[Preview]) -> tuple[Sent, ...]:
    """Count what each unit would get, by name: nobody is ranked."""
    messages: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for day in days:
        for message in day.planned:
            messages[message.unit] += 1
            named[message.unit] += len(message.due)
    return tuple(
        Sent(unit=unit, messages=messages[unit], items=named[unit]) for unit in sorted(messages)
    )
