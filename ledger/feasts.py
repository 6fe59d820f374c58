"""The days of the year that people name instead of a date: 元旦, 春节前, 国庆前."""

from datetime import date

_FIXED = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "十一": (10, 1),
    "国庆": (10, 1),
}
# By the lunar calendar and the sun, which no rule short of astronomy gives: one row a year.
_MOVING: dict[str, dict[int, tuple[int, int]]] = {
    "春节": {
        2023: (1, 22),
        2024: (2, 10),
        2025: (1, 29),
        2026: (2, 17),
        2027: (2, 6),
        2028: (1, 26),
        2029: (2, 13),
        2030: (2, 3),
    },
    "元宵": {
        2023: (2, 5),
        2024: (2, 24),
        2025: (2, 12),
        2026: (3, 3),
        2027: (2, 20),
        2028: (2, 9),
        2029: (2, 27),
        2030: (2, 17),
    },
    "清明": {
        2023: (4, 5),
        2024: (4, 4),
        2025: (4, 4),
        2026: (4, 5),
        2027: (4, 5),
        2028: (4, 4),
        2029: (4, 4),
        2030: (4, 5),
    },
    "端午": {
        2023: (6, 22),
        2024: (6, 10),
        2025: (5, 31),
        2026: (6, 19),
        2027: (6, 9),
        2028: (5, 28),
        2029: (6, 16),
        2030: (6, 5),
    },
    "中秋": {
        2023: (9, 29),
        2024: (9, 17),
        2025: (10, 6),
        2026: (9, 25),
        2027: (9, 15),
        2028: (10, 3),
        2029: (9, 22),
        2030: (9, 12),
    },
}
_SAME = {"过年": "春节"}


def feast_day(name: str, year: int) -> date | None:
    """Give the day of a feast in a year; None for a year whose calendar is not known here."""
    known = _SAME.get(name, name)
    if known in _FIXED:
        return date(year, *_FIXED[known])
    found = _MOVING.get(known, {}).get(year)
    return date(year, *found) if found else None
