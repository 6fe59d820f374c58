"""Every spelling of an item's number: 15(6), 15-6, 十五（六）, 第15条第6项, 15(1)(4)(5), 9."""

import re
from dataclasses import replace

from ledger import ref_patterns as patterns
from ledger.plan import ItemRef
from ledger.ref_forms import FORMS
from ledger.ref_numbers import FoundRef, Numbers, numbers_of
from ledger.ref_strings import MOST, span_of

__all__ = ["FoundRef", "find_refs", "numbers_of"]

_MOST_TRIES = 300
_NUMBERED = re.compile(r"(?:^|(?<=[\n;,]))[1-9]\d?[.、)]\s?(?=\d{1,2}\s?\(\s?\d)")
"""1.15(1) 2.15(4): the lines of a list are numbered; 5(1)、5(2) is one number after another."""


def find_refs(text: str, known: frozenset[ItemRef]) -> tuple[FoundRef, ...]:
    """Find the item numbers in a folded text, left to right, ranges spelt out.

    Dates, percents, amounts, telephone numbers and counts are no references; a number that has
    the form of one but names no item is returned with `known` false, so that it can be said.
    """
    numbers = numbers_of(known)
    text = _NUMBERED.sub(lambda match: " " * len(match[0]), text)
    found: list[FoundRef] = []
    at = tries = 0
    while len(found) < MOST and tries < _MOST_TRIES:
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
    for pattern, read in FORMS:
        match = pattern.match(text, at)
        if match is not None and (refs := read(match, text, numbers)):
            return refs
    return []


def _filled(found: list[FoundRef], ref: FoundRef, text: str, numbers: Numbers) -> list[FoundRef]:
    """Spell out 5(1)到5(3): what lies between two numbers of one objective."""
    if not found or found[-1].ref is None or ref.ref is None:
        return []
    last = found[-1].ref
    if not patterns.BETWEEN_RANGE.fullmatch(text, found[-1].end, ref.start):
        return []
    if last.number and last.objective == ref.ref.objective:
        run = span_of(last.number, ref.ref.number)[1:-1]
        pairs: list[tuple[int, int | None]] = [(last.objective, n) for n in run]
    elif not last.number and not ref.ref.number:
        pairs = [(n, None) for n in span_of(last.objective, ref.ref.objective)[1:-1]]
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
