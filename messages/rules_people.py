"""Rules for the office's words about people: 同意绑定, 离任, 设为备用, 任命, 未绑定."""

import re

from ledger.people import Post
from ledger.rights import Role
from messages.people_commands import (
    AnswerBinding,
    AssignRole,
    Bind,
    ChangePost,
    SucceedUnit,
    Unbound,
)
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence

_PERSON = re.compile(r"[\s:：,，]*([\w.@-]{2,64})")
_ROLES = {
    "优化办": Role.OFFICE,
    "专班": Role.OFFICE,
    "办公室": Role.OFFICE,
    "管理员": Role.ADMIN,
    "领导": Role.LEADER,
    "召集人": Role.LEADER,
}
_POSTS: tuple[tuple[str, Post], ...] = (
    ("设为备用", "backup"),
    ("负责人", "head"),
    ("设为主", "main"),
)
_ACT = re.compile(
    r"不同意绑定|拒绝绑定|驳回绑定|同意绑定|批准绑定|通过绑定|设为(?:(?:备用|主)(?:联络员|联系人)?"
    r"|(?:单位)?负责人)|离任|调离"
    r"|解绑|解除绑定|任命|免去|免掉"
)

_SUCCESSION = re.compile(
    r"单位(?P<act>更名|改名|合并)[\s:,]+(?P<old>\S+?)\s*"
    r"(?:更名为|改名为|改为|改成|变更为|并入|合并到|合并为|→|->|到|为)\s*"
    r"(?P<new>[^\s,。]+?)(?=\s*[自从]\s?\d|[\s,。]|$)"
)


def _rest(sentence: Sentence) -> str:
    """Give the original words behind the act."""
    act = _ACT.search(sentence.text)
    end = act.end() if act else 0
    return sentence.folded.words(end, len(sentence.text)) if end < len(sentence.text) else ""


def _who(sentence: Sentence) -> tuple[str, str]:
    """Give the person named behind the act, and the words behind the person."""
    rest = _rest(sentence)
    found = _PERSON.match(rest)
    return (found[1], rest[found.end() :].strip(" ,，。:：")) if found else ("", "")


def _answer(sentence: Sentence, *, approve: bool) -> Result:
    person, after = _who(sentence)
    if not person:
        return PASS
    reason = "" if approve else after
    return AnswerBinding(person=person, units=sentence.units, approve=approve, reason=reason)


def _approve(sentence: Sentence) -> Result:
    return _answer(sentence, approve=True)


def _refuse(sentence: Sentence) -> Result:
    return _answer(sentence, approve=False)


def _leave(sentence: Sentence) -> Result:
    """`解绑 李华`; without a person the general rule for 解绑 reads it."""
    person, _ = _who(sentence)
    if sentence.vocabulary.units.find(person):
        person = _behind_the_unit(sentence)
    if not person:
        return PASS
    leaves = re.match(r"离任|调离", sentence.text) is not None
    return Bind(unbind=True, units=sentence.units, person=person, leaves=leaves)


def _behind_the_unit(sentence: Sentence) -> str:
    """Give the person named behind his unit (`解绑 县税务局 李华`)."""
    end = sentence.mentions[0].end if sentence.mentions else len(sentence.text)
    rest = sentence.folded.words(end, len(sentence.text)) if end < len(sentence.text) else ""
    found = _PERSON.match(rest.removeprefix("的"))
    return found[1] if found else ""


def _post(sentence: Sentence) -> Result:
    person, _ = _who(sentence)
    post = next(code for word, code in _POSTS if word in sentence.text)
    return ChangePost(person=person, post=post) if person else PASS


def _role(sentence: Sentence) -> Result:
    person, after = _who(sentence)
    role = next((role for word, role in _ROLES.items() if word in after), None)
    if not person or role is None:
        return PASS
    return AssignRole(person=person, role=role, take="免" in sentence.text[:4])


def _succeed(sentence: Sentence) -> Result:
    said = _SUCCESSION.match(sentence.text)
    if said is None:
        return PASS
    since = next((d.day for d in sentence.dates if d.start >= said.end("new")), None)
    words = sentence.folded.words
    return SucceedUnit(
        old=words(*said.span("old")),
        new=words(*said.span("new")),
        since=since,
        merge=said["act"] == "合并",
    )


def _unbound(_: Sentence) -> Result:
    return Unbound()


PEOPLE = (
    rule(
        "a unit goes on as another",
        "succeed_unit",
        r"^单位(?:更名|改名|合并)[\s:,]",
        _succeed,
        (
            "单位更名 县医保局 改为 县医疗保障局 自11月1日起",
            "单位合并 县税务局 并入 县财政局",
        ),
    ),
    rule(
        "refuse a binding",
        "bind",
        r"^(?:不同意|拒绝|驳回)绑定",
        _refuse,
        ("不同意绑定 李华 不是本单位的人", "拒绝绑定 lihua"),
    ),
    rule(
        "approve a binding",
        "bind",
        r"^(?:同意|批准|通过)绑定",
        _approve,
        ("同意绑定 李华", "同意绑定 lihua 县税务局"),
    ),
    rule(
        "somebody leaves",
        "bind",
        r"^(?:离任|调离|解绑|解除绑定)[\s:,U]",
        _leave,
        ("离任 李华", "解绑 lihua", "解绑县税务局的李华"),
    ),
    rule(
        "main or backup",
        "bind",
        r"^设为(?:备用|主|(?:单位)?负责人)",
        _post,
        ("设为备用 李华", "设为主联络员 李华", "设为负责人 李华"),
    ),
    rule(
        "give or take a role",
        "assign_role",
        r"^(?:任命|免去|免掉)",
        _role,
        ("任命 何梅 优化办", "免去 hemei 优化办", "任命 zhoulead 领导"),
    ),
    rule(
        "units without contact",
        "unbound",
        r"^(?:(?:还)?(?:有)?(?:哪些|哪个|谁|什么)?(?:单位)?(?:还)?)?(?:未"
        r"|没有?)(?:人)?绑定(?:的)?(?:单位)?"
        r"(?:有哪些|名单|清单)?[?]*$|(?:没有?|缺|未登记)(?:联络员|联系人)的?(?:单位|有哪些)",
        _unbound,
        ("未绑定", "哪些单位没绑定", "没有联络员的单位"),
    ),
)
