"""Which years' holidays would be needed and are not known: said aloud, never guessed silently."""

from collections.abc import Iterable
from datetime import date, timedelta

from ledger.progress import ItemState, Status
from ledger.workdays import WorkCalendar

_NEAR = timedelta(days=31)
"""A year that begins within this is needed already: steps are counted over its first days."""


def years_near(day: date) -> tuple[int, ...]:
    """Give this year, and the next where it is near."""
    return tuple(sorted({day.year, (day + _NEAR).year}))


def years_needed(states: Iterable[ItemState], day: date) -> tuple[int, ...]:
    """Give the years near, and those in which open work falls due."""
    due = (s.due.year for s in states if s.due and s.due >= day and s.status is Status.OPEN)
    return tuple(sorted({*years_near(day), *due}))


def unknown(years: Iterable[int], calendar: WorkCalendar) -> tuple[int, ...]:
    """Give those of the years whose holidays were neither published nor given by the county."""
    return tuple(year for year in years if not calendar.is_known(year))
