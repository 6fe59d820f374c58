"""Reads what only makes sense after what was said before: `2`, `第二个`, `是的`, `那15(5)呢`.

A follow-up is turned into the whole sentence the person could have typed, which the grammar
then reads like any other; so nothing can be said by a follow-up that cannot be said in full.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from ledger.folding import fold
from messages.amendment_commands import AddItem, AmendItem, CancelItem
from messages.commands import (
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Shelve,
    Undo,
)
from messages.exchange import Asked, Exchange
from messages.grammar import Vocabulary, parse
from messages.leaning import LEANING
from messages.sentence import Sentence, read
from messages.substitution import complete, put

_LONGEST = 60
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"两": 2}

_NUMBER = r"(\d{1,2}|十[一二三四五六七八九]?|[一二三四五六七八九两])"
_PICK = re.compile(rf"(?:我?选|就|是)?{_NUMBER}(?:号|吧|的)?")
_ORDINAL = re.compile(
    rf"(?:我?选|就|是|那)?第{_NUMBER}[个项条件](?:事项)?(?:吧|呢)?(?:的(?=.))?\s*(.*)"
)
_LAST = re.compile(r"最后[一那]?[个项条件](?:吧|呢)?(?:的(?=.))?\s*(.*)")
_ALL = re.compile(r"(?:全部|全都|都|所有|每个|全)(?:是|选|要|的)?")
_YES = re.compile(
    r"(?:是|对|嗯|好)?(?:是的|是|对的?|没错|正确|确认|确定|就是|就这个|可以|行|要得|嗯+|yes|y|ok)"
    r"(?:的|了|啦|吧|呀|啊|发吧|执行)?"
)
_NO = re.compile(r"(?:不是|不对|不|错了|不用了?|取消|算了|不要了?|否|不发了?|no|n)(?:的|吧)?")
_NEXT = re.compile(r"下一?页|再来|继续|还有呢|接着|往下|更多|下面呢|后面呢|下一?批")
_ROUND_IT = re.compile(r"^(?:我说的)?(?:就是|是|说的是|指)?\s*|(?:的|吧|这[个项]|那[个项])$")
_TRAILING = " \n\t,，.。!！?？~、;；"


_TAKES_MORE = (
    AddItem,
    AmendItem,
    CancelItem,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Shelve,
    Undo,
)


class Turn(Enum):
    """What a follow-up asks for."""

    SAY = auto()
    """Read `words` in the message's place."""
    CONFIRM = auto()
    """Carry the proposal out."""
    DROP = auto()
    """Leave it."""
    NEXT_PAGE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A message that was understood by what was said before it."""

    turn: Turn
    words: str = ""


def follow_up(text: str, last: Exchange, vocabulary: Vocabulary) -> FollowUp | None:
    """Read a message without mention by the person's last exchange; None: it stands alone."""
    plain = fold(text).text.strip(_TRAILING)
    if not plain or len(plain) > _LONGEST:
        return None
    if _NEXT.fullmatch(plain):
        return FollowUp(turn=Turn.NEXT_PAGE) if last.rest else None
    if last.question.asked is not Asked.NOTHING and _NO.fullmatch(plain):
        return FollowUp(turn=Turn.DROP)
    if _YES.fullmatch(plain):
        return _yes(last, vocabulary)
    words = next((w for read_as in _READERS if (w := read_as(plain, last, vocabulary))), "")
    return FollowUp(turn=Turn.SAY, words=words) if words else None


def agrees(text: str) -> bool:
    """Whether somebody says no more than yes."""
    return _YES.fullmatch(fold(text).text.strip(_TRAILING)) is not None


def _yes(last: Exchange, vocabulary: Vocabulary) -> FollowUp | None:
    question = last.question
    if question.asked is Asked.CONFIRM:
        return FollowUp(turn=Turn.CONFIRM)
    if question.asked is Asked.NOTHING or len(question.choices) != 1:
        return None
    return FollowUp(turn=Turn.SAY, words=_chosen(question.choices[0], last, vocabulary))


def _picked(plain: str, last: Exchange, vocabulary: Vocabulary) -> str:
    """Read a choice by its place: a bare number only where a question is open."""
    choices = last.question.choices
    asked = last.question.asked
    if asked is Asked.ITEM and _ALL.fullmatch(plain):
        return complete(last.words, "、".join(choices), vocabulary)
    if asked is not Asked.NOTHING and (found := _PICK.fullmatch(plain)):
        place, tail = _number(found[1]), ""
    elif found := _ORDINAL.fullmatch(plain):
        place, tail = _number(found[1]), found[2]
    elif found := _LAST.fullmatch(plain):
        place, tail = len(choices), found[1]
    else:
        return ""
    if not 1 <= place <= len(choices):
        return ""
    if asked is Asked.NOTHING or tail:
        return f"{choices[place - 1]} {tail}".strip()
    return _chosen(choices[place - 1], last, vocabulary)


def _chosen(choice: str, last: Exchange, vocabulary: Vocabulary) -> str:
    match last.question.asked:
        case Asked.ITEM:
            return complete(last.words, choice, vocabulary)
        case Asked.NAME if last.question.about in last.words:
            return last.words.replace(last.question.about, choice, 1)
        case Asked.NAME:  # a number written another way
            return put(last.words, "R", choice, vocabulary)
        case _:
            return choice


def _answered(plain: str, last: Exchange, vocabulary: Vocabulary) -> str:
    """Read the item, the name or the missing rest that was asked for, in words."""
    asked = last.question.asked
    if asked in {Asked.MORE, Asked.WORDS}:
        return _continued(plain, last, vocabulary)
    if asked not in {Asked.ITEM, Asked.NAME}:
        return ""
    named = _bare_shape(plain, vocabulary)
    # A bare 7 where six are offered is a slip rather than item 7.
    if asked is Asked.ITEM and named.shape == "R" and not (named.bare and last.question.choices):
        return complete(last.words, "、".join(map(str, named.items)), vocabulary)
    if asked is Asked.NAME and named.units and named.shape == "U":
        return last.words.replace(last.question.about, named.units[0], 1)
    return ""


def _continued(plain: str, last: Exchange, vocabulary: Vocabulary) -> str:
    """Put the rest behind the words, where they say something whole only together.

    Where the words themselves stood in the way (应该完成了吧), behind their number alone.
    """
    if read(plain, vocabulary).refs:
        return ""
    wholes = [f"{last.words} {plain}"]
    if len(refs := read(last.words, vocabulary).items) == 1:
        wholes.append(f"{refs[0]} {plain}")
    if last.question.asked is Asked.WORDS:
        wholes = wholes[1:]
    return next((w for w in wholes if isinstance(parse(w, vocabulary), _TAKES_MORE)), "")


_READERS: tuple[Callable[[str, Exchange, Vocabulary], str], ...] = (
    _picked,
    _answered,
    *LEANING,
)


def _bare_shape(plain: str, vocabulary: Vocabulary) -> Sentence:
    """Read an answer without the words people put round it (`是15(2)`, `就是县税务局吧`)."""
    return read(_ROUND_IT.sub("", plain), vocabulary)


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    if len(words) > 1:
        return _DIGITS["十"] + _DIGITS[words[1]]
    return _DIGITS[words]
