"""Report periods of open-ended work: when one begins, ends, and its report is wanted."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from ledger.rules import Period
from ledger.workdays import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One period, its first and last day."""

    first: date
    last: date

    def wanted(self, day: int, calendar: WorkCalendar) -> date:
        """Give the working day, on or before `day` of the last month, that ends the wait."""
        return calendar.on_or_before(self.last.replace(day=min(day, self.last.day)))


def period_of(day: date, period: Period) -> Span:
    """Give the month, quarter or half-year that a day lies in."""
    months = period.months
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(first=first, last=first + relativedelta(months=months) - timedelta(days=1))
