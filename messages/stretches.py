"""A report cut at its numbers: the items of each stretch, what is said of them, the note."""

import re
from itertools import pairwise

from ledger.plan import ItemRef
from messages.sentence import PERCENT, Sentence
from messages.states import judge

Stretch = tuple[list[ItemRef], str, str]
"""The items, the folded words said of them, the sender's own words."""
_JOINS = re.compile(r"[\s、,和及与跟;:/+&~-]*|\s?(?:以及|还有|到|至)\s?")


def stretches(sentence: Sentence) -> list[Stretch]:
    """Cut a sentence with numbers into what is said of which of them."""
    return _apart(_cut(sentence))


def _cut(sentence: Sentence) -> list[Stretch]:
    """Cut the text at its numbers: the items of each stretch, what is said, the note."""
    refs = sentence.refs
    text = sentence.text
    groups: list[Stretch] = []
    held: list[ItemRef] = []
    label = heading = _label(text, 0, refs[0].start)
    for this, following in [*pairwise(refs), (refs[-1], None)]:
        if this.ref is not None:
            held.append(this.ref)
        end = max(following.start if following else len(text), this.end)
        said = text[this.end : end]
        if following and _JOINS.fullmatch(said) and not (label and _ENDS.search(said)):
            continue
        headed = _label(text, this.end, end) if label and following else ""
        if headed:
            end -= len(headed)
            said = text[this.end : end]
        words = sentence.folded.words(this.end, end)
        groups += _under(heading, label, held, said, words)
        held, label, heading = [], headed or label, headed
    return groups


def _under(heading: str, label: str, held: list[ItemRef], said: str, words: str) -> list[Stretch]:
    """Put a heading before what is said: it holds on where nothing else is.

    已完成：5(5)、5(6)，5(7)推进中: the word behind the last number is of that one.
    """
    own = judge(said)
    if not label or not own.explicit:
        return [(held, f"{label}{said}", words)]
    if own.percent is None and own.progress is not judge(heading).progress:
        before = [(held[:-1], heading, "")] if heading and held[:-1] else []
        return [*before, (held[-1:], said, words)]
    return [(held, f"{heading}{said}", words)]


_ENDS = re.compile(r"[;\n]")
_LABEL = re.compile(r"(?:^|(?<=[;。,\n]))[^;。,\n:]{0,10}:\s?$")


def _label(text: str, start: int, end: int) -> str:
    """Give the state that heads the numbers behind it: 已完成：5(5)；推进中：5(7)."""
    found = _LABEL.search(text, max(start, end - _LONGEST_LABEL), end)
    return found[0] if found and judge(found[0]).explicit else ""


_LONGEST_LABEL = 13


_EACH = re.compile(r"分别|依次|各(?:自|为)")


def _apart(groups: list[Stretch]) -> list[Stretch]:
    """Give each item its own percent where as many are told: 5(5)、5(7)分别完成80%、60%."""
    apart: list[Stretch] = []
    for refs, said, note in groups:
        percents = [match[0] for match in PERCENT.finditer(said)]
        if len(refs) > 1 and len(refs) == len(percents) and _EACH.search(said):
            apart += [([ref], percent, note) for ref, percent in zip(refs, percents, strict=True)]
        else:
            apart.append((refs, said, note))
    return apart
