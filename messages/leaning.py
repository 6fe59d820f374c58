"""Reads what leans on the words last said: `那15(5)呢`, `15(5)也是`, `改成70%`, `谁牵头`."""

import re
from collections.abc import Callable

from messages.commands import (
    AskContact,
    DueList,
    ListItems,
    ListTasks,
    NotReported,
    Overdue,
    ReportProgress,
    ShowItem,
    Summarise,
    WhoLeads,
)
from messages.exchange import Asked, Exchange
from messages.grammar import Vocabulary, parse
from messages.sentence import Sentence, read
from messages.substitution import put
from messages.topics import section_of

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
    r"(?:那|它们?|[这那]几?[个项条])?(?:的|看看?|查|由|是)?(?:详情|详细|历史|记录|谁牵头|谁负责"
    r"|牵头单位|联系人|联络员|找谁|牵头的?是谁|责任单位|什么时候到期"
    r"|到期时间|期限|几号到期|原文|内容|目标)(?:是什么|是谁|有哪些|呢)?"
)
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
_FEW = 5
_IT = re.compile(r"^(?:那|它们?|[这那]几?[个项条])的?")
_BY_SECTION = (DueList, ListItems, NotReported, Overdue, Summarise)


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


def _named(sentence: Sentence, letter: str) -> str:
    if letter == "R":
        refs = (*sentence.items, *sentence.wholes)
        return "、".join(map(str, refs))
    found = sentence.mentions if letter == "U" else sentence.dates
    words = sentence.folded.words(found[0].start, found[0].end) if found else ""
    return words.removesuffix("的")


LEANING: tuple[Callable[[str, Exchange, Vocabulary], str], ...] = (
    _what_of,
    _section,
    _same,
    _amended,
    _aspect,
)
"""Each gives the whole sentence that a text stands for after an exchange, or nothing."""
