"""Days, spans of days and lengths of time, as values."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from ledger.workdays import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """A span of days, both ends included; `code` is its canonical name (`this_week`)."""

    code: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A length of time, counted from a day that the sentence does not name (半个月)."""

    days: int = 0
    months: int = 0
    working_days: int = 0

    def after(self, start: date, calendar: WorkCalendar) -> date:
        """Give the day this long after `start`; raises OverflowError past the year 9999."""
        try:
            day = start + relativedelta(months=self.months, days=self.days)
        except ValueError as error:
            raise OverflowError(str(error)) from error
        return calendar.shift(day, self.working_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A day, span or length found at text[start:end].

    `span` None: a length of time (`shift`), or a day that does not exist (`impossible`).
    `before`: the words say by then (前, 之前). `span.last` is the day a deadline would mean.
    """

    start: int
    end: int
    span: DateRange | None = None
    shift: Shift | None = None
    before: bool = False
    impossible: bool = False

    @property
    def day(self) -> date | None:
        """The one day meant by a deadline in these words."""
        return self.span.last if self.span else None
