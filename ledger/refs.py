"""Every spelling of an item's number: 15(6), 15-6, 十五（六）, 第15条第6项, 15(1)(4)(5), 9."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ledger import ref_patterns as patterns
from ledger.numerals import DIGITS, number
from ledger.plan import ItemRef

_MOST = 200
"""Nobody names more items in a message; the rest of a flood stays text."""
_MOST_TRIES = 600
_LONGEST_RANGE = 60
_LOOK_BACK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRef:
    """An item's number at text[start:end]; `words` is its canonical spelling.

    `ref` is None where the words can be no item's number (`15(0)`). `known`: an item has it.
    `whole`: the number of an objective that has sub-items. `bare`: a number on its own, which
    is a reference only if the sentence treats it as one.
    """

    start: int
    end: int
    words: str
    ref: ItemRef | None = None
    known: bool = False
    whole: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers that exist."""

    items: frozenset[ItemRef]
    objectives: Mapping[int, tuple[ItemRef, ...]]

    def found(self, objective: int, item: int | None, start: int, end: int) -> FoundRef:
        """Say what a pair of numbers is; `item` None is a number on its own."""
        words = str(objective) if item is None else f"{objective}({item})"
        if objective <= 0 or item == 0:
            return FoundRef(start=start, end=end, words=words)
        ref = ItemRef(objective, item or 0)
        known = ref in self.items
        whole = not known and item is None and objective in self.objectives
        return FoundRef(start=start, end=end, words=words, ref=ref, known=known, whole=whole)

    def has(self, objective: int, item: int = 0) -> bool:
        """Whether an item has this number."""
        return objective > 0 and ItemRef(objective, item) in self.items


@lru_cache(maxsize=8)
def numbers_of(known: frozenset[ItemRef]) -> Numbers:
    """Index the numbers of a ledger, once for each set."""
    objectives: dict[int, list[ItemRef]] = {}
    for ref in sorted(known):
        objectives.setdefault(ref.objective, []).append(ref)
    return Numbers(items=known, objectives={n: tuple(refs) for n, refs in objectives.items()})


def find_refs(text: str, known: frozenset[ItemRef]) -> tuple[FoundRef, ...]:
    """Find the item numbers in a folded text, left to right, ranges spelt out.

    Dates, percents, amounts, telephone numbers and counts are no references; a number that has
    the form of one but names no item is returned with `known` false, so that it can be said.
    """
    numbers = numbers_of(known)
    found: list[FoundRef] = []
    at = tries = 0
    while len(found) < _MOST and tries < _MOST_TRIES:
        start = patterns.START.search(text, at)
        if start is None:
            break
        if figure := patterns.FIGURE.match(text, start.start()):
            at = figure.end()
            continue
        tries += 1
        refs = _read_at(text, start.start(), numbers)
        if refs:
            found += [*_filled(found, refs[0], text, numbers), *refs]
            at = refs[-1].end
        else:
            at = _past_number(text, start.start())
    return _settled(found, text)


def _past_number(text: str, at: int) -> int:
    """Go past what is no reference, so that no part of a longer number is read as one."""
    end = at + 1
    while end < len(text) and text[end].isdigit() and text[at].isdigit():
        end += 1
    return end


def _read_at(text: str, at: int, numbers: Numbers) -> list[FoundRef]:
    """Read the spelling that begins at a place, with all that is strung on to it."""
    for pattern, read in _FORMS:
        match = pattern.match(text, at)
        if match is not None and (refs := read(match, text, numbers)):
            return refs
    return []


def _bracketed(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    objective, first = number(match["a"]), number(match["b"])
    if not match["shut"]:
        # 15(6 left open is taken only where it is surely meant.
        end = match.end("b")
        if not numbers.has(objective, first) or patterns.COUNT.match(text, end):
            return []
        return [numbers.found(objective, first, match.start(), end)]
    inside = [first]
    if match["to"]:
        inside = list(_range(first, number(match["to"])))
    elif match["list"]:
        inside += [number(part.strip()) for part in re.split("[、,]", match["list"])[1:]]
    found = [numbers.found(objective, n, match.start(), match.end()) for n in inside]
    return _with_tail(_strung_on(found, text, numbers), text)


def _nth_of(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    objective, item = number(match["a"]), number(match["b"])
    clear = bool(match["lead"] and match["tail"])
    counts = not match["tail"] and patterns.COUNT.match(text, match.end())
    if counts or not (clear or numbers.has(objective, item)):
        return []
    found = [numbers.found(objective, item, match.start(), match.end())]
    return found if match["tail"] else _with_tail(_strung_on(found, text, numbers), text)


def _worded(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    objective, item = number(match["a"]), number(match["b"])
    counts = not match["tail"] and patterns.COUNT.match(text, match.end())
    if counts or not numbers.has(objective, item):
        return []
    found = [numbers.found(objective, item, match.start(), match.end())]
    return found if match["tail"] else _strung_on(found, text, numbers)


def _bracket_said(match: re.Match[str], text: str, numbers: Numbers) -> list[FoundRef]:
    found: list[FoundRef] = []
    said: re.Match[str] | None = match
    while said is not None and len(found) < _MOST:
        objective, item, end = _heard(said, text, numbers)
        if objective not in numbers.objectives or _is_count(text, end):
            break
        found.append(numbers.found(objective, item, said.start(), end))
        said = patterns.BRACKET_SAID.match(text, end)
    return _with_tail(found, text) if found else []


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
        or _is_count(text, match.end())
    ):
        return []
    if numbers.has(objective, item):
        found = [numbers.found(objective, item, match.start(), match.end())]
        return _with_tail(_strung_on(found, text, numbers), text)
    if "-" in match[0] or "~" in match[0]:
        return _bare_range(match, objective, item, numbers)
    return _no_such(match, objective, item, numbers)


def _bare_range(match: re.Match[str], first: int, last: int, numbers: Numbers) -> list[FoundRef]:
    """Read 7-9 as three tasks where each of them stands on its own."""
    run = _range(first, last)
    if len(run) > 1 and all(numbers.has(n) for n in run):
        found = [numbers.found(n, None, match.start(), match.end()) for n in run]
        return [replace(ref, bare=True) for ref in found]
    return _no_such(match, first, last, numbers)


def _no_such(match: re.Match[str], objective: int, item: int, numbers: Numbers) -> list[FoundRef]:
    """Report 16-9 as an item that does not exist, unless it could be a day of the year."""
    could_be_day = objective <= 12 and 0 < item <= 31
    subs = numbers.objectives.get(objective, ())
    if could_be_day or len(subs) <= 1 or match.start() > 0:
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


_COUNTED = {"项任务", "个任务", "条任务"}
"""11项任务 is how many; 第11项任务 is which one."""
_WORDS_WITH_ONE = frozenset("览下般直起定些共样切旦律致并键")


def _goes_on(task: str, following: str) -> bool:
    """Whether a spoken number is part of a longer word: 任务一览, 任务七八九."""
    if task.isdigit() or not following:
        return False
    return following in DIGITS or (task == "一" and following in _WORDS_WITH_ONE)


def _may_stand(text: str, before: int, at: int) -> bool:
    return bool(
        patterns.CLAUSE_START.search(text, before, at)
        or patterns.RANGE_BEFORE.search(text, before, at)
    )


def _said_alone(text: str, at: int) -> bool:
    """Whether a spoken number is followed by what follows a reference (九 已完成)."""
    return text[at : at + 1] in {" ", "已", ",", "申"} or text.startswith(
        ("完成", "推进", "办结"), at
    )


_FORMS: tuple[
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


def _is_count(text: str, at: int) -> bool:
    """Whether a measure follows; a number's own tail (项, 条) is none."""
    if patterns.DAY_NEXT.match(text, at):
        return False
    tail = patterns.ITEM_TAIL.match(text, at)
    return patterns.COUNT.match(text, tail.end() if tail else at) is not None


def _range(first: int, last: int) -> range:
    return range(first, last + 1 if 0 < last - first <= _LONGEST_RANGE else first + 1)


def _strung_on(found: list[FoundRef], text: str, numbers: Numbers) -> list[FoundRef]:
    """Read on where the objective is not repeated: (4)(5), 、(7), -(5), 、4、5."""
    refs = list(found)
    while len(refs) < _MOST and (more := _next(refs[-1], text, numbers)):
        refs += more
    return refs


def _next(last: FoundRef, text: str, numbers: Numbers) -> list[FoundRef]:
    if last.ref is None:
        return []
    objective = last.ref.objective
    if match := patterns.NEXT_ITEM.match(text, last.end):
        return [numbers.found(objective, number(match["b"]), match.start(), match.end())]
    if match := patterns.UP_TO.match(text, last.end):
        to = number(match["b"].strip("() "))
        same = match["a"] is None or number(match["a"]) == objective
        if not same or to <= last.ref.number or not numbers.has(objective, to):
            return []
        run = _range(last.ref.number, to)[1:]
        return [numbers.found(objective, n, match.start(), match.end()) for n in run]
    if match := patterns.NEXT_BARE.match(text, last.end):
        item = number(match["b"])
        if numbers.has(objective, item) and not numbers.has(item):
            return [numbers.found(objective, item, match.start(), match.end())]
    return []


def _with_tail(refs: list[FoundRef], text: str) -> list[FoundRef]:
    tail = patterns.ITEM_TAIL.match(text, refs[-1].end)
    return [*refs[:-1], replace(refs[-1], end=tail.end())] if tail else refs


def _filled(found: list[FoundRef], ref: FoundRef, text: str, numbers: Numbers) -> list[FoundRef]:
    """Spell out 5(1)到5(3): what lies between two numbers of one objective."""
    if not found or found[-1].ref is None or ref.ref is None:
        return []
    last = found[-1].ref
    if not patterns.BETWEEN_RANGE.fullmatch(text, found[-1].end, ref.start):
        return []
    if last.number and last.objective == ref.ref.objective:
        run = _range(last.number, ref.ref.number)[1:-1]
        pairs: list[tuple[int, int | None]] = [(last.objective, n) for n in run]
    elif not last.number and not ref.ref.number:
        pairs = [(n, None) for n in _range(last.objective, ref.ref.objective)[1:-1]]
    else:
        return []
    between = [numbers.found(a, b, found[-1].end, ref.start) for a, b in pairs]
    return [replace(each, bare=found[-1].bare and ref.bare) for each in between]


def _settled(found: list[FoundRef], text: str) -> tuple[FoundRef, ...]:
    """Take a bare number strung to a full reference for one too: 任务7、8、9."""
    settled: list[FoundRef] = []
    for ref in found:
        last = settled[-1] if settled else None
        sure = (
            ref.bare
            and last is not None
            and not last.bare
            and last.ref is not None
            and not last.ref.number
            and patterns.BETWEEN_LIST.fullmatch(text, last.end, ref.start) is not None
        )
        settled.append(replace(ref, bare=False) if sure else ref)
    return tuple(settled)
