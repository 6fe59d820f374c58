"""Reads a plan's own words for time and number: deadlines, dates inside texts, targets."""

import re
from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from ledger.plan import Deadline, Milestone, Target

_ONGOING = re.compile(r"长期|持续|常态|常年|全年坚持|每[年月季周]|适时|按要求")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_YEAR = r"(?:(?P<year>20\d\d)\s?年?|(?P<this>今年|本年|当年))?"
_DATE = re.compile(
    rf"(?<!\d){_YEAR}(?P<month>1[0-2]|0?[1-9])月"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]?|(?P<part>底|末|上旬|中旬|下旬))?"
)
# In figures only with the year: 6-9月 is a span, not the ninth of June.
_FIGURES = re.compile(
    r"(?<!\d)(?P<year>20\d\d)[.\-/](?P<month>1[0-2]|0?[1-9])[.\-/](?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?!\d)(?P<part>)"
)
_PERIOD = re.compile(
    rf"{_YEAR}(?:第?(?P<quarter>[一二三四1-4])季度?|(?P<half>上半年|下半年)|(?P<end>(?:(?<=\d年)"
    rf"|(?<=[今本当]年))[底末内]|(?<!每)年[底末内]))"
)
_PART_DAYS = {"上旬": 10, "中旬": 20}
_LAST_DAY = 31


def parse_deadline(words: str, year: int | None) -> Deadline:
    """Read a deadline cell; `year` is the plan's, for words without one. The last day counts.

    月底前 is the last day of that month. Words that name neither a day nor open-ended work come
    back with neither, so that the reader can raise a doubt; the words themselves are kept.
    """
    text = re.sub(r"\s+", "", words)
    for pattern, read in ((_FIGURES, _day_of), (_DATE, _day_of), (_PERIOD, _period_end)):
        days = [read(match, year) for match in pattern.finditer(text)]
        if days:
            # One impossible day among them makes the cell unreadable, not the others right.
            due = None if None in days else max(day for day in days if day is not None)
            return Deadline(words=text, due=due)
    return Deadline(words=text, ongoing=_ONGOING.search(text) is not None)


def _year_of(match: re.Match[str], year: int | None) -> int | None:
    return int(match["year"]) if match["year"] else year


def _day_of(match: re.Match[str], year: int | None) -> date | None:
    """Give the day a month and its part mean; None for a day that does not exist."""
    found = _year_of(match, year)
    if found is None:
        return None
    month = int(match["month"])
    if match["day"]:
        try:
            return date(found, month, int(match["day"]))
        except ValueError:
            return None
    day = _PART_DAYS.get(match["part"] or "", _LAST_DAY)
    return date(found, month, 1) + relativedelta(day=day)


def _period_end(match: re.Match[str], year: int | None) -> date | None:
    found = _year_of(match, year)
    if found is None:
        return None
    if match["quarter"]:
        month = _QUARTERS[match["quarter"]] * 3
    else:
        month = 6 if match["half"] == "上半年" else 12
    return date(found, month, 1) + relativedelta(day=_LAST_DAY)


_IN_TEXT = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d)\s?年)?(?:"
    r"(?P<month>1[0-2]|0?[1-9])\s?月(?:(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号]|(?P<part>底|末|上旬"
    r"|中旬|下旬))"
    r"|(?P<end>[底末内])"
    r")(?:之前|以前|前)?(?!起|以来|以后|之后|后|印发|发布|施行)"
)
# The end above needs its year: what stands before 底 is then never part of another word.


def milestones_in(text: str, year: int | None) -> tuple[Milestone, ...]:
    """Find the dates inside an item's text, in the order they stand there, each once.

    A year alone, a count and a number of working days are none; neither is a day that does not
    exist.
    """
    found: dict[date, Milestone] = {}
    for match in _IN_TEXT.finditer(text):
        if match["end"]:
            if not match["year"]:
                continue
            day: date | None = date(int(match["year"]), 12, 31)
        else:
            day = _day_of(match, year)
        if day is not None:
            found.setdefault(day, Milestone(day=day, words=match[0]))
    return tuple(found.values())


_CLAUSE = re.compile(r"[^，。；;,！？、\n]+(?:、[^，。；;,！？、\n]+)*")
_GOAL = re.compile(
    r"(?:(?P<least>(?=100[%％]全覆盖)|不得?低于|不得?少于|不低|高于|超过|均?达到?|为|实现)"
    r"|(?P<most>不得?高于|不得?超过|控制在|低于)|(?<=率))"
    r"(?P<value>\d+(?:\.\d+)?)(?P<unit>%|％|件|户|家|项|个百分点|万元|亿元)"
    r"(?P<over>以上|以下|全覆盖)?"
)
_NAME = re.compile(
    r"[\u4e00-\u9fff“”]{1,40}?(?:率|增速|比例|件数|户数|数|额|覆盖率|占比)(?=均?(?:达|不|高|低|超"
    r"|控|为|\d|$))"
)
_LEAD_IN = re.compile(r"^(?:力争|其中|确保|实现|做到|对)+")
_MEASURE = re.compile(r"[\u4e00-\u9fff]+(?:率|比例|覆盖面)")
_NAME_LENGTH = 24
_NAME_TAIL = re.compile(r"[\u4e00-\u9fff]{2,24}$")


def targets_in(text: str) -> tuple[Target, ...]:
    """Find the numbers an item must reach; limits in working days are standards, not targets."""
    found: list[Target] = []
    for clause in _CLAUSE.finditer(text):
        found += _targets_of(clause[0])
    return tuple(found)


def _targets_of(clause: str) -> Iterator[Target]:
    start = 0
    for match in _GOAL.finditer(clause):
        # 实现10个 and 为3件 tell a fact; with a percent they set a goal.
        vague = match["least"] in {"为", "实现"} and match["unit"] not in {"%", "％"}
        if not vague or match["over"]:
            for name in _names_before(clause[start : match.start()], match["least"] or ""):
                yield Target(
                    name=name,
                    relation="<=" if match["most"] or match["over"] == "以下" else ">=",
                    value=float(match["value"]),
                    unit=match["unit"].replace("％", "%"),
                    words=clause[start : match.end()].strip("、 "),
                )
        start = match.end()


def _names_before(words: str, goal: str) -> list[str]:
    """Give the names a number is set for: several where each of them (均) must reach it."""
    parts = [_LEAD_IN.sub("", part) for part in words.split("、")]
    if goal.startswith("均") and all(_MEASURE.fullmatch(part) for part in parts):
        return parts
    return [_name_before(words)]


def _name_before(words: str) -> str:
    """Give the short name of what is measured: the last …率 or …数, else the last words."""
    names = _NAME.findall(words)
    tail = _NAME_TAIL.search(words.rstrip("“”、 "))
    name = names[-1] if names else tail[0] if tail else words
    return _LEAD_IN.sub("", name)[-_NAME_LENGTH:]
