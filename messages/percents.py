"""Percents and measured values: which are the item's own progress, which are something else's."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from ledger.numerals import DIGITS
from messages.sentence import PERCENT

FULL = 100
FUZZY = re.compile(
    r"一半多|一半以上|超过一半|过半|大半|一大半|多半|近半|大部分|绝大部分|绝大多数|七七八八"
    r"|八九不离十"
    r"|[一二三四五六七八九][一二三四五六七八九]成|三分之[一二]|四分之[一三]|小部分|一小半|快一半"
    r"|差不多一半"
)
_RATE = re.compile(
    r"(?:件|案|诉求|投诉|工单|抽查|公示|诉|户|企业|问题|线索|热线|信访"
    r"|复议)[\u4e00-\u9fff]{0,4}(?:办结|完成)率|(?<!完成)(?<!进度)(?<!推进)(?<!办结)率|增速|占比"
    r"|比例|比重|增长|同比|环比|目标(?!的|任务|已|完成)|下降|降低"
    r"|提升|提高了|压减|缩减|覆盖|达标|要求|高于|低于|余额"
    r"|减少|降|节约|税率|利率|合格|满意|任务数|指标"
)
_BEFORE_VALUE = re.compile(
    r"(?:目前|已经?|现在?|约|达到?|为|至|到|提升到|仅|只有|控制在|压到|已压到|是|在|有|均|都|平均"
    r"|累计|[本当]月|本季度?|今年以?来?)+$"
)
_VALUE = re.compile(
    r"(?<![\d.])\d{1,9}(?:\.\d{1,4})?\s?(?:个工作日|亿元|万元|亿|万户|户|元|万(?!家))"
    r"|(?<![\d.])\d{1,6}\.\d{1,4}\s?[个家件天倍]"
)
_BARE_PERCENT = re.compile(
    r"^\s?(?:进度|进展|目前|现在|已|已经|完成|完成度|完成率|推进到|推进至|到|达到|干到|做到|弄到"
    r"|推进|大约|约|改成|改为|调整|变为|更正为|应为|应该是|是|为|\s|[:,]){0,4}"
    r"(\d{1,3})(?=$|\s*[,。;!]|\s+(?!%)[^\d\s个项家户])"
)
_BARE_AT_END = re.compile(r"进[度展]\s?[到为:]?\s?(\d{1,3})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The percents and values of a stretch, told apart."""

    own: tuple[int, ...] = ()
    """The item's own progress; the last one counts."""
    metric: str = ""
    """The first measured value, with its name (诉前调解率15.8%)."""
    contradict: bool = False
    wanted: bool = False
    """A figure is named as a target (要达到15%) or as not reached (不到60%)."""


def percents_in(said: str) -> Figures:
    """Tell the item's own progress from other percents and values."""
    sorted_out: dict[_Kind, list[int]] = {kind: [] for kind in _Kind}
    metric = ""
    parts, cases = _PART_OF_IT.search(said), _OF_CASES.search(said)
    for match in PERCENT.finditer(said):
        before = _BREAK.split(said[max(0, match.start() - 24) : match.start()])[-1]
        kind = _kind_of(before, match, listed=bool(metric))
        told = parts is not None and sorted_out[kind] and match.start() > parts.start()
        of_cases = cases is not None and match.start() >= cases.end()
        if kind is _Kind.OWN and (told or of_cases):
            kind = _Kind.METRIC
        if kind is _Kind.METRIC and not metric:
            metric = _BEFORE_VALUE.sub("", before).strip() + match[0]
        sorted_out[kind].append(percent_of(match))
    found = next((sorted_out[kind] for kind in _BY_WEIGHT if sorted_out[kind]), [])
    if not found and (bare := _BARE_PERCENT.match(said) or _BARE_AT_END.search(said)):
        found = [int(bare[1])]
    if not metric and (value := _VALUE.search(said)):
        metric = value[0].strip()
    differ = len(set(found)) > 1
    unclear = _BELOW_ZERO.search(said) is not None or (differ and not _MOVES.search(said))
    chosen = tuple(found[-1:] if differ else found[:1])
    wanted = bool(sorted_out[_Kind.WANTED])
    return Figures(own=chosen, metric=metric, contradict=unclear, wanted=wanted)


class _Kind(Enum):
    """What a percent is of, by the words in front of it."""

    OWN = auto()
    OF_A_WHILE = auto()
    EARLIER = auto()
    METRIC = auto()
    WANTED = auto()
    LEFT_OR_DENIED = auto()


_BY_WEIGHT = (_Kind.OWN, _Kind.OF_A_WHILE, _Kind.EARLIER)
"""The total counts before this month's, and this month's before the last one's."""


def _kind_of(before: str, match: re.Match[str], *, listed: bool) -> _Kind:
    """Say what a percent is of; `listed`: a measured value was named before it."""
    kind = next((kind for kind, pattern in _KINDS if pattern.search(before)), None)
    if kind is None and _WANTED_BEHIND.match(match.string, match.end()):
        kind = _Kind.WANTED
    if kind in {_Kind.LEFT_OR_DENIED, _Kind.WANTED}:
        return kind
    if "百分点" in match[0] or (listed and not _PROGRESS.search(before)):
        return _Kind.METRIC
    return kind or _Kind.OWN


_WANTED = re.compile(
    r"要求|目标(?!的|任务|已|完成)|计划(?!内|外)|应完成|务必|限期|序时|(?<![主重需])要(?:达|到|够"
    r"|有)|[应须]达|必须|力争|确保|争取|不低于|不高于|不少于"
    r"|(?:没有?|没到|不到|不足|不够|未到|未达到?|不满|不止|不只)\s?$"
)
_WANTED_BEHIND = re.compile(r"\s?(?:就[行好]|才[算行能]|够不够|以上才)")
_PROGRESS = re.compile(r"进[度展]|完成|推进|办结|总体|[:]$")
"""Behind a measured value only these bring back the item: 调解率本月14%，累计15% goes on."""
_OF_A_WHILE = re.compile(r"(?:本|这个?|当)(?:月|周|季度?|期)|新增|环比|比上")
"""A percent of one month is not the item's own where the total is told too."""
_EARLIER = re.compile(r"(?:上个?|前)(?:月|周|季度?|期|次)|原来|原先|之前|去年")
_LEFT = re.compile(r"(?:不是|而非|并非|剩余?的?|剩下的?|还差|差|余下的?)\s?$")
"""Denied, or what is left to do."""

_PART_OF_IT = re.compile(r"[,。;(]\s?(?:其中|包括|分项)")
"""80%，其中联合验收100%: what follows is of parts, where the whole is told before."""

_OF_CASES = re.compile(r"\d\s?[件起宗户][^\n]{0,40}办结率")
"""受理5件，办结5件，办结率100%: of the cases, not of the item."""

_BELOW_ZERO = re.compile(r"(?:完成|达到?|为|是|到)-\d")
_BREAK = re.compile(r"[,。;!\n、]")
_KINDS: tuple[tuple[_Kind, re.Pattern[str]], ...] = (
    (_Kind.LEFT_OR_DENIED, _LEFT),
    (_Kind.WANTED, _WANTED),
    (_Kind.METRIC, _RATE),
    (_Kind.EARLIER, _EARLIER),
    (_Kind.OF_A_WHILE, _OF_A_WHILE),
)
_MOVES = re.compile(
    r"从|不是|由|由原|原来|→|->|提高到|提升到|升到|涨到|改成|改为|更正|应为|上次|上周|上月|原先"
    r"|之前"
)


def percent_of(match: re.Match[str]) -> int:
    """Read a match of PERCENT as a whole number: 60%, 百分之六十, 六成五, 一半."""
    figures, spoken, tenths, units, _ = match.groups()
    if figures:
        return int(float(figures))
    if spoken:
        return _spoken(spoken)
    if tenths:
        whole = int(tenths) if tenths.isdigit() else DIGITS[tenths]
        return whole * 10 + (5 if units == "半" else DIGITS.get(units or "", 0))
    return 50


def _spoken(words: str) -> int:
    """Read what follows 百分之: 六十五, 百, 8."""
    whole = words.partition("点")[0]
    if whole.isascii() and whole.isdigit():
        return int(whole)
    if "百" in whole:
        return FULL if whole in {"百", "一百"} else FULL + 1
    tens, ten, units = whole.partition("十")
    if not ten:
        return int("".join(str(DIGITS.get(char, 0)) for char in whole) or "0")
    return (DIGITS.get(tens, 1) if tens else 1) * 10 + DIGITS.get(units, 0)
