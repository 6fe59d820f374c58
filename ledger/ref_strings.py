"""Numbers strung on to one another: 15(1)(4)(5), 5(1)-(3), 15(4)、5, and what ends them."""

from dataclasses import replace

from ledger import ref_patterns as patterns
from ledger.numerals import number
from ledger.ref_numbers import FoundRef, Numbers

MOST = 120
"""Nobody names more items in a message; the rest of a flood stays text."""
_LONGEST_RANGE = 60


def is_count(text: str, at: int) -> bool:
    """Whether a measure follows; a number's own tail (项, 条) is none."""
    if patterns.DAY_NEXT.match(text, at):
        return False
    tail = patterns.ITEM_TAIL.match(text, at)
    return patterns.COUNT.match(text, tail.end() if tail else at) is not None


def span_of(first: int, last: int) -> range:
    """Give the numbers of a range, both ends included; only the first of one that is too long."""
    return range(first, last + 1 if 0 < last - first <= _LONGEST_RANGE else first + 1)


def strung_on(found: list[FoundRef], text: str, numbers: Numbers) -> list[FoundRef]:
    """Read on where the objective is not repeated: (4)(5), 、(7), -(5), 、4、5."""
    refs = list(found)
    while len(refs) < MOST and (more := _next(refs[-1], text, numbers)):
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
        run = span_of(last.ref.number, to)[1:]
        return [numbers.found(objective, n, match.start(), match.end()) for n in run]
    if match := patterns.NEXT_BARE.match(text, last.end):
        item = number(match["b"])
        if numbers.has(objective, item) and not numbers.has(item):
            return [numbers.found(objective, item, match.start(), match.end())]
    return []


def with_tail(refs: list[FoundRef], text: str) -> list[FoundRef]:
    """Let the last number take in its own tail (项, 小项)."""
    tail = patterns.ITEM_TAIL.match(text, refs[-1].end)
    return [*refs[:-1], replace(refs[-1], end=tail.end())] if tail else refs
