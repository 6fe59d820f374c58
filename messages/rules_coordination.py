"""Rules for difficulties: the list 需协调, and the office's answer to one."""

import re

from messages.commands import Coordinate, ListDifficulties
from messages.doubts import asked_back
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence

_ANSWER = re.compile(
    r"^\W*(?:(?:答复|回复|协调|协调答复|协调意见)\s?(?:事项|第)?R(?!的)|R\s?(?:的)?(?:困难"
    r"|问题)?的?"
    r"(?:协调)?(?:答复|协调结果|协调意见)(?![吗?]))"
)
_OTHER_ACT = re.compile(r"延期|销号|办结申请|[?]|吗$|了没有?$")


def _listed(sentence: Sentence) -> Result:
    return PASS if sentence.refs or sentence.units else ListDifficulties()


def _answered(sentence: Sentence) -> Result:
    match = _ANSWER.search(sentence.shape)
    if match is None or _OTHER_ACT.search(sentence.shape):
        return PASS
    if problem := asked_back(sentence):
        return problem
    words = sentence.words(match.end(), len(sentence.shape)).strip(" ,，。:：、;；\n")
    return Coordinate(refs=sentence.items, answer=words)


COORDINATE = (
    rule(
        "difficulties",
        "difficulties",
        r"^\W*(?:查|看|查看|列|列出|现在|目前|还有|有)?(?:一下|哪些|什么)?(?:事项|任务|问题|困难)?"
        r"(?:还)?(?:是|有)?(?:需要?|待|要|等)协调(?:解决)?的?"
        r"(?:事项|问题|困难|任务|清单|名单|列表|情况)?(?:有哪些|有什么|是哪些|有没有)?[?吗。!]*$",
        _listed,
        ("需协调", "需协调事项", "哪些事项需要协调", "待协调的有哪些"),
    ),
    rule(
        "answer to a difficulty",
        "coordinate",
        _ANSWER.pattern,
        _answered,
        (
            "答复 15(6) 已协调县财政局，下周拨付",
            "协调 15(6) 已请县财政局安排",
            "15(6) 答复：已协调县财政局",
        ),
    ),
)
