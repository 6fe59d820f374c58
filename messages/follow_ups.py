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
    AskContact,
    DueList,
    ListItems,
    ListTasks,
    NotReported,
    Overdue,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Shelve,
    ShowItem,
    Summarise,
    Undo,
    WhoLeads,
)
from messages.exchange import Asked, Exchange
from messages.grammar import Vocabulary, parse
from messages.sentence import Sentence, read
from messages.substitution import complete, put
from messages.topics import section_of

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
_WHAT_OF = re.compile(
    r"(?:那么?|换成?|再?查|再?看|还有)[,\s]?([RUD])(?:的?呢|怎么样|咋样|的)?|([RUD])(?:的?呢|咋样)"
)
_MAYBE_WHAT_OF = re.compile(r"^(?:那|换|再?查|再?看|还有)|(?:呢|怎么样|咋样|的)$")
_SAME = re.compile(r"(?:还有|那)?(R)(?:也是|也一样|同上|一样|相同)(?:的)?")
_MAYBE_SAME = re.compile(r"也是|一样|同上|相同")
_AMENDS = re.compile(
    r"(?:不对|错了|[写报打说填发]错了?|不好意思|更正|改一?下|应该?[是为]|改[成为]|更正为|修改为)"
)
_ASPECT = re.compile(
    r"(?:那|它们?|[这那]几?[个项条])?(?:的|看看?|查|由|是)?(?:详情|详细|历史|记录|谁牵头|谁负责|牵头单位|联系人|联络员|找谁|牵头的?是谁|责任单位|什么时候到期"
    r"|到期时间|期限|几号到期|原文|内容|目标)(?:是什么|是谁|有哪些|呢)?"
)
_ROUND_IT = re.compile(r"^(?:我说的)?(?:就是|是|说的是|指)?\s*|(?:的|吧|这[个项]|那[个项])$")
_TRAILING = " \n\t,，.。!！?？~、;；"
_QUESTIONS = (
    AskContact,
    DueList,
    ListItems,
    ListTasks,
    NotReported,
    Overdue,
    ShowItem,
    Summarise,
    WhoLeads,
)


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


def _what_of(plain: str, last: Exchange, vocabulary: Vocabulary) -> str:
    """Ask the last question of something else; after a report it is a question all the same."""
    if not _MAYBE_WHAT_OF.search(plain):
        return ""
    sentence = read(plain, vocabulary)
    found = _WHAT_OF.fullmatch(sentence.shape)
    if found is None:
        return ""
    letter = found[1] or found[2]
    named = _named(sentence, letter)
    before = parse(last.words, vocabulary)
    if isinstance(before, _QUESTIONS) and (words := put(last.words, letter, named, vocabulary)):
        return words
    return named if letter != "D" else ""


def _same(plain: str, last: Exchange, vocabulary: Vocabulary) -> str:
    """Report of another item what was just reported."""
    if not _MAYBE_SAME.search(plain):
        return ""
    sentence = read(plain, vocabulary)
    if not _SAME.fullmatch(sentence.shape):
        return ""
    before = parse(last.words, vocabulary)
    reported = isinstance(before, ReportProgress)
    return put(last.words, "R", _named(sentence, "R"), vocabulary) if reported else ""


def _amended(plain: str, last: Exchange, vocabulary: Vocabulary) -> str:
    """Correct the one report that was just made: 改成70%, 不对，是已完成."""
    if not _AMENDS.match(plain) or read(plain, vocabulary).refs:
        return ""
    before = parse(last.words, vocabulary)
    if not isinstance(before, ReportProgress) or len(before.claims) != 1:
        return ""
    behalf = f"代{before.on_behalf_of} " if before.on_behalf_of else ""
    whole = f"{behalf}更正 {before.claims[0].ref} {plain.removeprefix('不对').lstrip(' ,')}"
    return whole if isinstance(parse(whole, vocabulary), ReportProgress) else ""


def _aspect(plain: str, last: Exchange, vocabulary: Vocabulary) -> str:
    """Ask for one more thing about the one item that was shown, or the few."""
    choices = last.question.choices
    if last.question.asked is not Asked.NOTHING or not _ASPECT.fullmatch(plain):
        return ""
    few = len(choices) <= _FEW and isinstance(parse(last.words, vocabulary), (ShowItem, WhoLeads))
    known = len(choices) == 1 or (choices and few)
    return f"{'、'.join(choices)} {_IT.sub('', plain)}" if known else ""


_FEW = 5
_IT = re.compile(r"^(?:那|它们?|[这那]几?[个项条])的?")


def _section(plain: str, last: Exchange, vocabulary: Vocabulary) -> str:
    """Ask the last question of one section: 那法治板块呢 after 逾期."""
    named = _MAYBE_WHAT_OF.sub("", plain).removesuffix("的")
    if named == plain or not section_of(read(named, vocabulary)):
        return ""
    if section_of(read(last.words, vocabulary)):
        return ""
    whole = f"{named}{last.words}"
    asked, before = parse(whole, vocabulary), parse(last.words, vocabulary)
    same = type(asked) is type(before) and isinstance(asked, _BY_SECTION)
    return whole if same else ""


_BY_SECTION = (DueList, ListItems, NotReported, Overdue, Summarise)


_READERS: tuple[Callable[[str, Exchange, Vocabulary], str], ...] = (
    _picked,
    _answered,
    _what_of,
    _section,
    _same,
    _amended,
    _aspect,
)


def _bare_shape(plain: str, vocabulary: Vocabulary) -> Sentence:
    """Read an answer without the words people put round it (`是15(2)`, `就是县税务局吧`)."""
    stripped = re.sub(
        r"^(?:我说的)?(?:就是|是|说的是|指)?\s*|(?:的|吧|这[个项]|那[个项])$", "", plain
    )
    return read(stripped, vocabulary)


def _named(sentence: Sentence, letter: str) -> str:
    if letter == "R":
        refs = (*sentence.items, *sentence.wholes)
        return "、".join(map(str, refs))
    found = sentence.mentions if letter == "U" else sentence.dates
    words = sentence.folded.words(found[0].start, found[0].end) if found else ""
    return words.removesuffix("的")


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    if len(words) > 1:
        return _DIGITS["十"] + _DIGITS[words[1]]
    return _DIGITS[words]
