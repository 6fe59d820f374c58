"""Rules for who has not reported, and what is late."""

import re

from messages.chatter import CHATTER
from messages.commands import NotReported, Overdue
from messages.doubts import ambiguous_unit, own_asked
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence
from messages.topics import section_of

_NOT_YET = (
    r"(?:没有?|未|尚未|还没有?|漏|缺)(?:人|有)?"
    r"(?:报(?!名|销|警|错|修|考|废)|上报|报送|填报|填(?!空|坑)|交(?!通|易)|更新|反馈|提交|回复"
    r"|动静|填(?!空|坑|饱|平))"
    r"|(?:迟迟|一直|还是?)不(?:报|交|填)|没(?:有)?把.{0,6}报(?:上来|送|过来)"
)


_LIGHTS = {
    "红灯": "red",
    "亮红": "red",
    "红牌": "red",
    "黄灯": "yellow",
    "亮黄": "yellow",
    "黄牌": "yellow",
    "绿灯": "green",
    "蓝灯": "blue",
}


def _fits(sentence: Sentence) -> bool:
    """Whether a word as common as this is about the ledger here: alone, or beside its words."""
    about = (
        sentence.units
        or sentence.own
        or section_of(sentence)
        or re.search(
            r"任务|事项|单位|部门|科室|进度|清单|项目|台账|督办|哪[些家]|几家|多少|几[项个]",
            sentence.shape,
        )
    )
    return bool(about or _alone(sentence.shape)) and not CHATTER.search(sentence.shape)


_CORE = re.compile(
    r"[该应]当?|逾期|超期|超时|拖期|脱期|过期|预警|红灯|亮红|黄灯|亮黄|[红黄]牌|绿灯|蓝灯|已经"
    r"|到现在|又|超[过了出]|材料|滞后|落后|延误|拖后腿|掉队|进[度展]慢|亮灯|过了|时限|期限|没完成"
    r"|没办完|办结|时间|到期|按[时期]|截[止至]|没报|未报|还没报|上报"
    r"|报(?:上来|送)?|上来|把|进[展度]|迟迟|一直|不|交|更新|反馈|提交|填报|完成|办结|本期|人|谁|齐"
    r"|情况|名单|全县|全部|所有|各|统计|目前|现在|今天|最近|大家|乡镇|[镇乡县]里|县直|部门|查询"
    r"|最久|最长|至今|至目前|国庆|节|之?后|以来|报过|列|出来|显示"
    r"|麻烦|请问|想问下?|帮忙|帮我"
    r"|[\s?。!,的了吗呢该应查看一下有没请帮我都还未哪些几家个啊呀哦噻DO]"
)


_MOST_BESIDE = 1


def _alone(shape: str) -> bool:
    """Whether nothing else is said than the word itself and what asks."""
    return len(_CORE.sub("", shape)) <= _MOST_BESIDE


def _not_reported(sentence: Sentence) -> Result:
    if sentence.items or sentence.bad_refs:
        return PASS
    if not _fits(sentence):
        return PASS
    return ambiguous_unit(sentence) or NotReported(
        units=sentence.units,
        own=own_asked(sentence),
        range=next((d.span for d in sentence.dates if d.span), None),
        never=re.search(r"没人报|从没|从未|一次[都也]?没|没有人报|没报过|未报过", sentence.shape)
        is not None,
        section=section_of(sentence),
    )


_NOT_LATE_YET = re.compile(r"(?:快要?|即将|将要|马上就?要?)(?:逾期|超期)")
"""快逾期的 asks what falls due soon."""


def _overdue(sentence: Sentence) -> Result:
    shape = sentence.shape
    if sentence.refs or not _fits(sentence) or _NOT_LATE_YET.search(shape):
        return PASS
    light = next((name for word, name in _LIGHTS.items() if word in shape), "")
    return ambiguous_unit(sentence) or Overdue(
        units=sentence.units, own=own_asked(sentence), light=light, section=section_of(sentence)
    )


LATE = (
    rule(
        "who has not reported",
        "not_reported",
        rf"{_NOT_YET}|(?<![通月周日年简电申])(?:报|交|填报|上报|报送|反馈)(?:了)?(?:没有?|吗|否"
        rf"|没)(?=$|[\s?,。!啊呀呢])"
        rf"|谁(?:已经)?(?:报|交)了|报没报|交没交|都报了|报(?:送)?(?:进度)?情况$|(?:报|交)了(?:几"
        rf"|多少)(?:家|个?单位)|报(?:过|了)?进[度展](?:了)?(?:没有?|吗|否)(?=$|[\s?,。!啊呀呢])"
        rf"|几家(?:没|未"
        rf"|还没)?(?:报|交)|本期未报|有(?:没有)?报|报齐|交齐",
        _not_reported,
        ("谁还没报", "我们单位还有什么没报", "各乡镇谁没报", "法院这周报了没", "哪些任务还没人报"),
    ),
    rule(
        "overdue",
        "overdue",
        r"逾期(?!不候|作废|费|金|还款|罚)|超期|超时|拖期|脱期|过期(?!作废)|预警|红灯|亮红|黄灯"
        r"|亮黄|[红黄]牌|绿灯|落后(?:的|任务|事项|单位)|滞后(?:的|任务"
        r"|项目|事项|清单|情况|项|了?哪|有哪|单位|$)|落后(?:的)?(?:单位|任务|事项|项目|有)|(?:哪"
        r"|谁|有|多少|几).{0,8}(?:滞后|落后"
        r"|没按时|未按时|拖后腿|掉队)|(?:过了?|超了?|超出)(?:了)?(?:时限|期限|规定时间|限期"
        r"|D)(?:的?$|.{0,6}(?:没|未))|(?:没|未)(?:完成|办结|办完)[^,。]{0,4}(?:过了?|超了?)(?:时限"
        r"|期限)|时间过了.{0,4}(?:没|未)|进[度展](?:太|偏|较|比较|很|最)?慢的?(?:有|是|任务|事项"
        r"|单位|项目|$)|拖(?:了|着|延|拉).{0,8}(?:任务|事项|项目|哪)|延误|(?:没|未)按[时期](?:完成"
        r"|办结)|到期(?:了)?(?:还)?(?:没|未)(?:完成|办结)"
        r"|亮灯|[该应](?:当|要)?(?:完成|办结|做完|办完|销号|办)[^,。]{0,4}(?:没|未)",
        _overdue,
        (
            "逾期",
            "哪些该办结没办结",
            "查 县住建局 逾期",
            "红灯",
            "我局有没有逾期",
            "滞后任务",
            "预警清单",
        ),
    ),
)
