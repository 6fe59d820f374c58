"""Working-day arithmetic over a published calendar with make-up days (调休)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

_ONE = timedelta(days=1)
_SATURDAY = 5
_MOST_SPANS = 4096


class WorkCalendar:
    """Which days are worked.

    `published` holds, for each year whose holiday notice is out, the days that differ from
    Monday-to-Friday (True: a worked weekend day, False: a day off in the week). `overrides` is
    the county's own list and wins. In a year that is neither, weekends are off and `is_known`
    says so: the caller warns, nobody guesses silently.
    """

    def __init__(
        self,
        published: Mapping[date, bool] | None = None,
        *,
        known_years: Iterable[int] = (),
        overrides: Mapping[date, bool] | None = None,
    ) -> None:
        self._exceptions = dict(published or {}) | dict(overrides or {})
        # Many items share few due dates, and every answer asks for the days to them.
        self._spans: dict[tuple[date, date], int] = {}
        self._known = frozenset(known_years) | {day.year for day in (overrides or {})}

    def is_known(self, year: int) -> bool:
        """Whether the year's holidays were published or given by the county."""
        return year in self._known

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        return self._exceptions.get(day, day.weekday() < _SATURDAY)

    def on_or_before(self, day: date) -> date:
        """Give the last working day on or before `day`."""
        while not self.is_working(day):
            day -= _ONE
        return day

    def on_or_after(self, day: date) -> date:
        """Give the first working day on or after `day`."""
        while not self.is_working(day):
            day += _ONE
        return day

    def shift(self, day: date, count: int) -> date:
        """Go `count` working days on (or back where negative) from `day`."""
        step = _ONE if count > 0 else -_ONE
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def until(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative if past."""
        if end < start:
            return -self.until(end, start)
        known = self._spans.get((start, end))
        if known is None:
            days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
            known = sum(map(self.is_working, days))
            if len(self._spans) >= _MOST_SPANS:
                self._spans.clear()
            self._spans[start, end] = known
        return known
