"""From one match of the date patterns to what it means on a day."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from ledger import date_patterns as patterns
from ledger.feasts import feast_day
from ledger.numerals import number
from ledger.spans import DateRange, FoundDate, Shift

_ONE = timedelta(days=1)


_LONG_PAST = timedelta(days=120)
"""A day without a year this far back is meant for next year (in October: 1月底)."""


def _month_end(day: date) -> date:
    return day + relativedelta(day=31)


class Reader:
    """Turns one match into what it means on a day."""

    def __init__(self, today: date, *, past: bool) -> None:
        self.today = today
        self.past = past
        self.month = today.replace(day=1)

    def read(self, match: re.Match[str]) -> FoundDate | None:
        """Read one match of the date pattern; None where it is nothing after all."""
        kind = next(kind for kind in patterns.KINDS if match[kind] is not None)
        read: Callable[[re.Match[str]], DateRange | Shift | None] = getattr(self, f"_{kind}")
        try:
            meaning = read(match)
        except (ValueError, OverflowError):
            return FoundDate(start=match.start(), end=match.end(), impossible=True)
        if meaning is None:
            return None
        by = match["by"] is not None
        if isinstance(meaning, Shift):
            return FoundDate(start=match.start(), end=match.end(), shift=meaning, before=by)
        within = by and kind in _WHOLES and match["by"].strip() in _INSIDE
        if by and not within:
            meaning = self._until(meaning.last)
        return FoundDate(start=match.start(), end=match.end(), span=meaning, before=by)

    def _until(self, last: date) -> DateRange:
        return DateRange(code=f"until:{last}", first=min(self.today, last), last=last)

    def _on(self, day: date) -> DateRange:
        names = {self.today: "today", self.today + _ONE: "tomorrow"}
        return DateRange(code=names.get(day, f"on:{day}"), first=day, last=day)

    def _year_of(self, match: re.Match[str], prefix: str) -> int | None:
        if match[f"{prefix}year"]:
            return int(match[f"{prefix}year"])
        if match[f"{prefix}short"]:
            return 2000 + int(match[f"{prefix}short"])
        word = match[f"{prefix}word"]
        return self.today.year + _YEAR_WORDS[word] if word else None

    def _dated(self, year: int | None, month: int, day: int) -> date:
        """Give a day; without a year, one in the year that people would mean."""
        if year is not None:
            return date(year, month, day)
        # 29 February is a day of some year: ask for the right one before refusing it.
        found = date(self.today.year, month, day)
        if self.past:
            return found if found <= self.today else date(found.year - 1, month, day)
        return found if self.today - found <= _LONG_PAST else date(found.year + 1, month, day)

    def _day(self, match: re.Match[str]) -> DateRange:
        year = self._year_of(match, "d_")
        return self._on(self._dated(year, number(match["d_month"]), number(match["d_day"])))

    def _dotted(self, match: re.Match[str]) -> DateRange:
        parts = (match["dot_year"], match["dot_month"], match["dot_day"])
        return self._on(date(*map(int, parts)))

    def _brief(self, match: re.Match[str]) -> DateRange:
        return self._on(self._dated(None, int(match["b_month"]), int(match["b_day"])))

    def _brief_by(self, match: re.Match[str]) -> DateRange:
        return self._on(self._dated(None, int(match["c_month"]), int(match["c_day"])))

    def _months(self, match: re.Match[str]) -> DateRange | None:
        begins, ends = number(match["ms_first"]), number(match["ms_last"])
        if begins >= ends:
            return None
        first = date(self.today.year, begins, 1)
        last = _month_end(date(self.today.year, ends, 1))
        if not self.past and self.today - last > _LONG_PAST:
            first, last = first + relativedelta(years=1), last + relativedelta(years=1)
        return DateRange(code=f"month:{first:%Y-%m}..{last:%Y-%m}", first=first, last=last)

    def _month(self, match: re.Match[str]) -> DateRange:
        first = self._first_of_month(match)
        if match["m_part"]:
            return self._part_of(first, match["m_part"])
        if match["m_day"]:
            return self._on(first.replace(day=number(match["m_day"])))
        code = f"month:{first:%Y-%m}"
        if match["m_name"]:
            ahead = _MONTH_CODES.get(
                (first.year - self.month.year) * 12 + first.month - self.month.month
            )
            code = ahead or code
        return DateRange(code=code, first=first, last=_month_end(first))

    def _first_of_month(self, match: re.Match[str]) -> date:
        if match["m_name"]:
            return self.month + relativedelta(months=_ahead(match["m_name"]))
        year, month = self._year_of(match, "m_"), number(match["m_number"])
        if year is not None:
            return date(year, month, 1)
        end = _month_end(date(self.today.year, month, 1))
        if self.past and end.replace(day=1) > self.today:
            return date(self.today.year - 1, month, 1)
        late = not self.past and self.today - end > _LONG_PAST
        return date(self.today.year + late, month, 1)

    def _part_of(self, first: date, part: str) -> DateRange:
        end = _month_end(first)
        if part in {"底", "末", "月底", "月末"}:
            return self._until(end)
        begins, ends = _THIRDS[part.removeprefix("月")]
        last = first.replace(day=min(ends, end.day))
        return DateRange(code=f"until:{last}", first=first.replace(day=begins), last=last)

    def _part(self, match: re.Match[str]) -> DateRange:
        found = self._part_of(self.month, match["p_part"])
        if found.last < self.today and not self.past:
            return self._part_of(self.month + relativedelta(months=1), match["p_part"])
        return found

    def _quarter(self, match: re.Match[str]) -> DateRange:
        figure = match["q_number"] or match["q_letter"]
        now = (self.today.month + 2) // 3
        if figure:
            year, quarter = self._year_of(match, "q_"), number(figure)
        else:
            step = self.today.year * 4 + now - 1 + _ahead(match["q_name"])
            year, quarter = step // 4, step % 4 + 1
        first = date(year or self.today.year, quarter * 3 - 2, 1)
        if year is None and not self.past and self.today - first > _LONG_PAST + timedelta(days=92):
            first += relativedelta(years=1)
        elif year is None and self.past and first > self.today:
            first -= relativedelta(years=1)
        code = f"quarter:{first.year}Q{quarter}"
        return DateRange(code=code, first=first, last=_month_end(first + relativedelta(months=2)))

    def _half(self, match: re.Match[str]) -> DateRange:
        year = self._year_of(match, "h_") or self.today.year
        first, last = date(year, 1, 1), date(year, 6, 30)
        if match["h_part"] == "下半年":
            first, last = date(year, 7, 1), date(year, 12, 31)
        return DateRange(code=f"until:{last}", first=first, last=last)

    def _year(self, match: re.Match[str]) -> DateRange | None:
        name, part = match["y_name"] or "", match["y_part"] or ""
        if not name and part not in {"年底", "年末", "年终", "年内", "全年"}:
            return None
        year = int(name[:4]) if name[:1].isdigit() else self.today.year + _YEAR_WORDS.get(name, 0)
        if part:
            return self._until(date(year, 12, 31))
        return DateRange(
            code=f"until:{year}-12-31", first=date(year, 1, 1), last=date(year, 12, 31)
        )

    def _week(self, match: re.Match[str]) -> DateRange | None:
        name, day = match["w_name"] or "", match["w_day"]
        if not (name or day):
            return None
        ahead = _ahead(name)
        monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=ahead)
        if day is None:
            code = {0: "this_week", 1: "next_week"}.get(ahead)
            last = monday + timedelta(days=6)
            return DateRange(code=code or f"until:{last}", first=monday, last=last)
        found = monday + timedelta(days=6 if day in "天末" else patterns.WEEKDAYS.index(day))
        if not name and found < self.today and not self.past:
            found += timedelta(weeks=1)
        return self._on(found)

    def _feast(self, match: re.Match[str]) -> DateRange | None:
        ahead = _YEAR_WORDS.get(match["f_year"] or "今年", 0)
        day = feast_day(match["f_name"], self.today.year + ahead)
        if day is not None and day < self.today and not self.past and not ahead:
            day = feast_day(match["f_name"], self.today.year + 1)
        if day is None:
            return None
        return self._on(day - _ONE if match["by"] else day)

    def _near(self, match: re.Match[str]) -> DateRange:
        return self._on(self.today + timedelta(days=_NEAR[match["n_day"]]))

    def _lone(self, match: re.Match[str]) -> DateRange | None:
        day = number(match["l_day"])
        if day > _MOST_DAYS + 9:
            return None
        if day > _month_end(self.month).day:
            raise ValueError(day)
        found = self.month.replace(day=day)
        if found < self.today and not self.past:
            found += relativedelta(months=1)
        return self._on(found)

    def _length(self, match: re.Match[str]) -> Shift | None:
        half, unit = match["amount"] == "半", match["unit"]
        amount = 0 if half else number(match["amount"])
        if unit == "日" and match["by"] is None:
            return None
        if unit == "个半月":
            return Shift(months=amount, days=15)
        if half:
            return {"个月": Shift(days=15), "年": Shift(months=6), "天": Shift(days=1)}.get(unit)
        return {
            "工作日": Shift(working_days=amount),
            "个月": Shift(months=amount),
            "个季度": Shift(months=3 * amount),
            "年": Shift(months=12 * amount),
            "天": Shift(days=amount),
            "日": Shift(days=amount),
        }.get(unit.removeprefix("个") if "工作" in unit else unit, Shift(days=7 * amount))


_WHOLES = frozenset({"week", "month", "months", "quarter"})
_INSIDE = frozenset({"内", "之内", "以内"})
"""本周内 is the week and not a day to be done by."""


_MOST_DAYS = 31


_YEAR_WORDS = {"去年": -1, "今年": 0, "本年": 0, "本年度": 0, "明年": 1, "后年": 2}


_MONTH_CODES = {0: "this_month", 1: "next_month"}


_THIRDS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


_NEAR = {
    **dict.fromkeys(("今天", "今日", "今晚", "今早"), 0),
    **dict.fromkeys(("明天", "明日", "明早", "明晚"), 1),
    "后天": 2,
    "大后天": 3,
    "昨天": -1,
    "前天": -2,
}


def _ahead(name: str) -> int:
    """How many weeks, months or quarters a word goes on: 本 0, 下 1, 下下 2, 上 -1."""
    return name.count("下") - name.startswith("上")
