"""Days and spans as people write them in a chat: 12月20日, 月底, 下周五, 明年一季度, 半个月."""

from datetime import date
from itertools import islice

from ledger import date_patterns as patterns
from ledger.date_reader import Reader
from ledger.spans import DateRange, FoundDate, Shift

__all__ = ["DateRange", "FoundDate", "Shift", "find_dates"]

_MOST = 40
"""Nobody names more days in a message; the rest of a flood stays text."""


def find_dates(text: str, today: date, *, past: bool = False) -> tuple[FoundDate, ...]:
    """Find the days, spans and lengths of time in a folded text, left to right.

    A day or month without a year is the one nearest ahead, or this year's where it has just
    gone by (the caller asks about it); with `past`, the last one gone by.
    """
    if patterns.LANDMARK.search(text) is None:
        return ()
    reader = Reader(today, past=past)
    matches = islice((m for m in patterns.ANY.finditer(text) if m[0]), _MOST)
    found = map(reader.read, matches)
    return tuple(each for each in found if each is not None)
