"""A report cut at its numbers: the items of each stretch, what is said of them, the note."""

import re
from functools import partial
from itertools import islice, pairwise

from ledger.plan import ItemRef
from messages.sentence import PERCENT, Sentence
from messages.states import judge
from messages.vocabulary import Vocabulary

Stretch = tuple[list[ItemRef], str, str]
"""The items, the folded words said of them, the sender's own words."""
_JOINS = re.compile(r"[\s、,和及与跟;:/+&~-]*|\s?(?:以及|还有|到|至)\s?")


def stretches(sentence: Sentence) -> list[Stretch]:
    """Cut a sentence with numbers into what is said of which of them."""
    return [_beyond_the_plan(each, sentence.vocabulary) for each in _apart(_cut(sentence))]


_PIECE = re.compile(r"[^,。;:\n]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHORT, _FEW, _SENTENCE, _ROW, _MOST_PIECES = 12, 2, 10, 2, 60
_NEWS = re.compile(
    r"已|了|正在|完成|办结|[搞弄做办]完|滞后|困难|协调|启动|\d\s?[%户件家次场个项万亿笔人]|百分之"
    r"|成$|没|未"
)
"""Without any of these the rest of a row is its other columns: units, date."""


def _beyond_the_plan(stretch: Stretch, vocabulary: Vocabulary) -> Stretch:
    """Take out what is copied from the item's own text: its targets are no achievements."""
    refs, said, words = stretch
    if vocabulary.quotes is None or len(refs) != 1 or len(said) < _SHORT:
        return stretch
    quotes = partial(vocabulary.quotes, refs[0])
    pieces = list(islice(_PIECE.finditer(said), _MOST_PIECES))
    # Hardly anything is copied: the first piece that is not ends the one look, length the other.
    whole = len(pieces) > 1 and all(len(p[0]) >= _FEW and quotes(p[0]) for p in pieces)
    long = (p[0] for p in pieces if len(_HAN.findall(p[0])) >= _SENTENCE)
    if not whole and not any(map(quotes, long)):
        return stretch
    copied = [p for p in pieces if len(p[0]) >= _FEW and quotes(p[0])]
    for piece in copied:
        said = said[: piece.start()] + " " * len(piece[0]) + said[piece.end() :]
    row = len(copied) >= _ROW and _NEWS.search(said) is None
    return refs, "" if row else said, words


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
    if not label or not (own := judge(said)).explicit:
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
        each = len(refs) > 1 and _EACH.search(said) is not None
        percents = [match[0] for match in PERCENT.finditer(said)] if each else []
        if each and len(refs) == len(percents):
            apart += [([ref], percent, note) for ref, percent in zip(refs, percents, strict=True)]
        else:
            apart.append((refs, said, note))
    return apart
