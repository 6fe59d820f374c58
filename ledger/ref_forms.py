"""One reader for each way of spelling an item's number, in the order they are tried."""

import re
from collections.abc import Callable
from dataclasses import replace

from ledger import ref_patterns as patterns
from ledger.numerals import DIGITS, number
from ledger.ref_numbers import FoundRef, Numbers
from ledger.ref_strings import MOST, is_count, span_of, strung_on, with_tail

_LOOK_BACK = 4


def _bracketed(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    objective, first = number(match["a"]), number(match["b"])
    if _said_twice(match) and patterns.PEOPLE_NEXT.match(text, match.end()):
        return []
    if not match["shut"]:
        # 15(6 left open is taken only where it is surely meant.
        end = match.end("b")
        spoken_on = text[end : end + 1] in DIGITS or text[end : end + 1] == "十"
        if spoken_on or not numbers.has(objective, first) or patterns.COUNT.match(text, end):
            return []
        return [numbers.found(objective, first, match.start(), end)]
    inside = [first]
    if match["to"]:
        inside = list(span_of(first, number(match["to"])))
    elif match["list"]:
        inside += [number(part.strip()) for part in re.split("[、,]", match["list"])[1:]]
    found = [numbers.found(objective, n, match.start(), match.end()) for n in inside]
    return with_tail(strung_on(found, text, numbers), text)


def _said_twice(match: re.Match[str]) -> bool:
    """Whether a count is written out behind itself, as in a receipt: 5(五)个人."""
    first, again = match["a"], match["b"]
    return first.isdigit() != again.isdigit() and number(first) == number(again)


def _nth_of(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    objective, item = number(match["a"]), number(match["b"])
    clear = bool(match["lead"] and match["tail"])
    counts = not match["tail"] and patterns.COUNT.match(text, match.end())
    if counts or not (clear or numbers.has(objective, item)):
        return []
    found = [numbers.found(objective, item, match.start(), match.end())]
    return found if match["tail"] else with_tail(strung_on(found, text, numbers), text)


def _worded(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    objective, item = number(match["a"]), number(match["b"])
    counts = not match["tail"] and patterns.COUNT.match(text, match.end())
    if counts or not numbers.has(objective, item):
        return []
    found = [numbers.found(objective, item, match.start(), match.end())]
    return found if match["tail"] else strung_on(found, text, numbers)


def _bracket_said(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    found: list[FoundRef] = []
    said: re.Match[str] | None = match
    while said is not None and len(found) < MOST:
        objective, item, end = _heard(said, text, numbers)
        if objective not in numbers.objectives or is_count(text, end):
            break
        found.append(numbers.found(objective, item, said.start(), end))
        said = patterns.BRACKET_SAID.match(text, end)
    return with_tail(found, text) if found else []


def _heard(match: re.Match[str], text: str, numbers: Numbers) -> tuple[int, int, int]:
    """Give both numbers and where they end.

    十五括号四十五括号五: what is heard as 四十五 is 四, and the next number begins.
    """
    objective, item = number(match["a"]), number(match["b"])
    if not numbers.has(objective, item) and match["b"][0] in DIGITS:
        first, behind = DIGITS[match["b"][0]], match.start("b") + 1
        if numbers.has(objective, first) and patterns.BRACKET_SAID.match(text, behind):
            return objective, first, behind
    return objective, item, match.end()


def _marked(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    """15-6 and 15.6 stand where a reference can, and are no day, count or measure."""
    objective, item = number(match["a"]), number(match["b"])
    before = max(0, match.start() - _LOOK_BACK)
    if (
        not patterns.CLAUSE_START.search(text, before, match.start())
        or patterns.DAY_BEFORE.search(text, before, match.start())
        or patterns.DAY_AFTER.match(text, match.end())
        or is_count(text, match.end())
        or patterns.CLOCK_NEXT.match(text, match.end())
    ):
        return []
    if "点" in match[0] and match["b"].startswith("0"):
        return []
    if "/" in match[0] and _could_be_day(objective, item):
        return []
    if numbers.has(objective, item):
        found = [numbers.found(objective, item, match.start(), match.end())]
        return with_tail(strung_on(found, text, numbers), text)
    if "-" in match[0] or "~" in match[0]:
        return _bare_range(match, objective, item, numbers)
    return _no_such(match, objective, item, numbers)


def _bare_range(match: re.Match[str], first: int, last: int, numbers: Numbers) -> list[FoundRef]:
    """Read 7-9 as three tasks where each of them stands on its own."""
    run = span_of(first, last)
    if len(run) > 1 and all(numbers.has(n) for n in run):
        found = [numbers.found(n, None, match.start(), match.end()) for n in run]
        return [replace(ref, bare=True) for ref in found]
    return _no_such(match, first, last, numbers)


def _could_be_day(month: int, day: int) -> bool:
    return month <= 12 and 0 < day <= 31


def _no_such(match: re.Match[str], objective: int, item: int, numbers: Numbers) -> list[FoundRef]:
    """Report 16-9 as an item that does not exist, unless it could be a day of the year."""
    subs = numbers.objectives.get(objective, ())
    if _could_be_day(objective, item) or len(subs) <= 1 or match.start() > 0:
        return []
    return [numbers.found(objective, item, match.start(), match.end())]


def _in_one_breath(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    objective, item = number(match["a"]), number(match["b"])
    before = max(0, match.start() - _LOOK_BACK)
    if not numbers.has(objective, item) or not patterns.CLAUSE_START.search(
        text, before, match.start()
    ):
        return []
    return [numbers.found(objective, item, match.start(), match.end())]


def _apart(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    """15 6: two numbers with a blank, where what follows a reference follows."""
    return [] if numbers.has(number(match["a"])) else _in_one_breath(match, text, numbers)


def _listed(match: re.Match[str], _: str, numbers: Numbers) -> list[FoundRef]:
    """第7、8、9项: tasks by their numbers, each of which there is."""
    tasks = [number(match["a"])]
    tasks += [number(part.strip()) for part in re.split("[、,和及与]", match["list"])[1:]]
    if not all(task in numbers.objectives for task in tasks):
        return []
    return [numbers.found(task, None, match.start(), match.end()) for task in tasks]


def _bare(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    """Read 任务11 and 第8项 as said; 9 alone only as a number that may be meant so."""
    task = number(match["n"])
    lead, tail = match["lead"] or "", match["tail"] or ""
    if not lead and not tail and _is_beyond(match["n"], text, match, numbers):
        return [numbers.found(task, None, match.start(), match.end("n"))]
    nth = lead.strip() == "第"
    end = match.end() if tail else match.end("n")
    if (not lead and tail.strip() in _COUNTED) or _goes_on(match["n"], text[end : end + 1]):
        return []
    named = bool(lead and not nth and not tail) or "任务" in tail or "事项" in tail
    if named or (nth and tail):
        spoken_before_figures = not match["n"].isdigit() and text[end : end + 1].isdigit()
        if not tail and not spoken_before_figures and patterns.COUNT.match(text, end):
            return []
        return [numbers.found(task, None, match.start(), end)]
    before = max(0, match.start() - _LOOK_BACK)
    if (
        lead
        or task not in numbers.objectives
        or patterns.COUNT.match(text, match.end("n"))
        or not _may_stand(text, before, match.start())
        or not (match["n"].isdigit() or _said_alone(text, match.end("n")))
    ):
        return []
    found = numbers.found(task, None, match.start(), match.end("n"))
    return [replace(found, bare=True)]


def _is_beyond(words: str, text: str, match: re.Match[str], numbers: Numbers) -> bool:
    """Whether a message begins with a number past the last task, and a state: 27已完成."""
    return (
        match.start() <= _LOOK_BACK
        and words.isdigit()
        and text[: match.start()].strip() in {"", "进度"}
        and number(words) > max(numbers.objectives, default=0)
        and number(words) < _A_HUNDRED
        and patterns.STATE_NEXT.match(text, match.end("n")) is not None
    )


_A_HUNDRED = 100
_COUNTED = {"项任务", "个任务", "条任务"}
"""11项任务 is how many; 第11项任务 is which one."""


_WORDS_WITH_ONE = frozenset("览下般直起定些共样切旦律致并键")


def _goes_on(task: str, following: str) -> bool:
    """Whether a spoken number is part of a longer word: 任务一览, 任务七八九."""
    if task.isdigit() or not following:
        return False
    return (
        following in DIGITS or following == "十" or (task == "一" and following in _WORDS_WITH_ONE)
    )


def _may_stand(text: str, before: int, at: int) -> bool:
    """Whether a number may begin here; what is in brackets of a program, alert(1), is none."""
    if text[at - 1 : at] == "(" and "a" <= text[max(0, at - 2) : at - 1] <= "z":
        return False
    return bool(
        patterns.CLAUSE_START.search(text, before, at)
        or patterns.RANGE_BEFORE.search(text, before, at)
    )


def _said_alone(text: str, at: int) -> bool:
    """Whether a spoken number is followed by what follows a reference (九 已完成)."""
    return (
        text[at : at + 1] in {" ", "已", ",", "申"}
        or text.startswith(_BEHIND_ONE_SAID, at)
        or patterns.SPOKEN_NEXT.match(text, at) is not None
    )


_BEHIND_ONE_SAID = ("完成", "推进", "办结", "是什么任务", "是啥任务", "谁牵头", "的内容", "详情")


FORMS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str], str, Numbers], list[FoundRef]]], ...
] = (
    (patterns.BRACKETED, _bracketed),
    (patterns.NTH_OF, _nth_of),
    (patterns.WORDED, _worded),
    (patterns.BRACKET_SAID, _bracket_said),
    (patterns.MARKED, _marked),
    (patterns.APART, _apart),
    (patterns.IN_ONE_BREATH, _in_one_breath),
    (patterns.LISTED, _listed),
    (patterns.BARE, _bare),
)
