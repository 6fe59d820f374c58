"""Numbers with a unit in a report, and what they are against the item's own targets."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from ledger.folding import fold
from ledger.plan import Target


class Span(StrEnum):
    """What stretch of time a number covers."""

    UNSAID = "unsaid"
    TOTAL = "total"
    """累计: since the work, or the year, began."""
    PART = "part"
    """本月, 本季度: only a part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number as reported: `累计退税1200户`."""

    name: str
    value: float
    unit: str
    span: Span = Span.UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A reported number beside the target it is measured by."""

    target: Target
    figure: Figure
    met: bool


_CLAUSE = re.compile(r"[^,。;!?\n]+")
_NUMBER = re.compile(
    r"(?<![\d.])(?P<value>\d{1,9}(?:\.\d{1,4})?)\s?"
    r"(?P<unit>%|个百分点|个工作日|万元|亿元|万户|[户家件项次人个宗起天元])"
)
_TOTAL = re.compile(r"累计|截[至止]|总共|共计|合计|今年以来|至今|全年|目前共|总数")
_PART = re.compile(r"[本当上][月季周期旬]|本季度|\d{1,2}月份?|第[一二三四]季度|新增")
_SAID_OF = re.compile(
    r"(?:累计|截[至止]目前|目前|已经?|现在?|约|达到?|为|至|到|提升到|仅|只有|控制在|压到|是|在|有"
    r"|共|平均|了|[本当上]月|本季度?|今年|\s)+$"
)
_GOAL = re.compile(r"目标|要求|任务数|指标")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,24}$")
_OPENING = re.compile(
    r"^(?:已经?|累计|[本当上][月季周期旬](?:度)?|截[至止]目前|目前|共|新增|其中)+"
)
_SHORTEST = 2
_CLIPPED = 3
_SURE = 4
"""Characters at the end of two names that make them the same measure."""


def figures_in(words: str) -> tuple[Figure, ...]:
    """Find the measured numbers in a report, in their order; what only repeats a goal is left."""
    found: list[Figure] = []
    for clause in _CLAUSE.finditer(fold(words).text):
        for figure in _in_clause(clause[0]):
            goes_on = not figure.name and found and figure.span is not Span.UNSAID
            same = goes_on and found[-1].unit == figure.unit
            # 调解率本月14%，累计15%: the second is of the same measure.
            found.append(replace(figure, name=found[-1].name) if same else figure)
    return tuple(found)


def _in_clause(clause: str) -> Iterable[Figure]:
    start = 0
    span = _span(clause)
    for match in _NUMBER.finditer(clause):
        before = clause[start : match.start()]
        start = match.end()
        if _GOAL.search(before):
            continue
        name = _NAME.search(_SAID_OF.sub("", before))
        yield Figure(
            name=_OPENING.sub("", name[0]) if name else "",
            value=float(match["value"]),
            unit=match["unit"],
            span=span,
        )


def _span(clause: str) -> Span:
    if _TOTAL.search(clause):
        return Span.TOTAL
    return Span.PART if _PART.search(clause) else Span.UNSAID


def compare(words: str, targets: Iterable[Target]) -> tuple[Comparison, ...]:
    """Hold the numbers of a report against an item's targets, each target at most once.

    A total counts before a number that does not say what it covers; what is said of a month is
    held against a rate only, since a count is a target for the whole time.
    """
    figures = figures_in(words)
    goals = tuple(targets)
    found: list[Comparison] = []
    for target in goals:
        alone = sum(goal.unit == target.unit for goal in goals) == 1
        fitting = [f for f in figures if _fits_best(f, target, goals, alone=alone)]
        if not fitting:
            continue
        figure = min(
            fitting, key=lambda f: (_ORDER.index(f.span), -_likeness(f.name, target.name))
        )
        above = target.relation == ">="
        met = figure.value >= target.value if above else figure.value <= target.value
        found.append(Comparison(target=target, figure=figure, met=met))
    return tuple(found)


def _fits_best(figure: Figure, target: Target, goals: tuple[Target, ...], *, alone: bool) -> bool:
    """Whether a number is about a target and about no other one still more."""
    nearest = max(_likeness(figure.name, goal.name) for goal in goals)
    near = _likeness(figure.name, target.name) == nearest
    return near and _measures(figure, target, alone=alone)


_ORDER = (Span.TOTAL, Span.UNSAID, Span.PART)


def _measures(figure: Figure, target: Target, *, alone: bool) -> bool:
    """Whether a number is about a target: same unit, and the same name where one is said."""
    if figure.unit != target.unit or (figure.span is Span.PART and figure.unit != "%"):
        return False
    if not figure.name:
        return alone and figure.unit != "%"
    shared = _shared(figure.name, target.name)
    whole = shared in {len(figure.name), len(target.name)}
    return shared >= (_SHORTEST if whole else _SURE) or _clipped(figure.name, target.name)


def _likeness(said: str, name: str) -> int:
    """Say how alike two names are, so that a number goes to the target it fits best."""
    return max(_shared(said, name), len(said) if _clipped(said, name) else 0)


def _clipped(said: str, name: str) -> bool:
    """Whether a name is said in short: 网拍率 for 网络拍卖率, 执转破 for 执转破案件数."""
    if len(said) < _CLIPPED:
        return False
    rest = iter(name)
    in_order = all(char in rest for char in said)
    ends = said[-1] == name[-1] and (said[0] == name[0] or len(said) > _SURE)
    return said in name or (in_order and ends)


def _shared(said: str, name: str) -> int:
    """Count the characters both end with; people shorten a name from its front."""
    count = 0
    for one, other in zip(reversed(said), reversed(name), strict=False):
        if one != other:
            break
        count += 1
    return count
