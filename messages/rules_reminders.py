"""Rules for reminders: 催办, 提醒没报的, 明天会提醒谁."""

import re
from collections.abc import Iterable

from messages.announcements import TOLD_TO_ALL, orders_progress
from messages.commands import AskBack, ShowStatus
from messages.doubts import ambiguous_unit, asked_back
from messages.reminder_commands import (
    AdoptMilestone,
    DraftSupervision,
    PauseReminders,
    ReminderNoted,
    RemindNow,
)
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence
from messages.states import judge


def _remind(sentence: Sentence) -> Result:
    shape = sentence.shape
    if _no_order(sentence):
        return PASS
    if sentence.bad_refs:
        return AskBack(why="bad_reference", refs=sentence.items, bad_refs=sentence.bad_refs)
    if doubt := ambiguous_unit(sentence) or _nobody_of_that_name(sentence):
        return doubt
    until = next((d for d in sentence.dates if d.span), None)
    return RemindNow(
        units=sentence.units,
        refs=(*sentence.items, *sentence.wholes),
        target=_target(shape),
        own=sentence.own,
        until=until.day if until else None,
        date_words=sentence.folded.words(until.start, until.end) if until else "",
    )


def _no_order(sentence: Sentence) -> bool:
    """Whether the words only speak of reminding, or of other reminding than that of work."""
    shape = sentence.shape
    if _NO_ORDER.search(shape):
        return True
    if shape.startswith("R") and judge(sentence.text[sentence.refs[-1].end :]).progress:
        return True
    return _of_something_else(sentence)


def _of_something_else(sentence: Sentence) -> bool:
    """Whether people are to be told something that is not the plan's."""
    shape = sentence.shape
    named = sentence.units or sentence.refs or sentence.own
    if _CHATTER.search(shape) and not named:
        return True
    if "通知" in shape and not _OF_WORK.search(shape):
        return True
    other = _OTHER_BUSINESS.search(shape) and not re.search(r"进[展度]", shape)
    return bool(other and not sentence.refs)


_NO_ORDER = re.compile(
    r"已经?(?:电话)?(?:提醒|催)|提醒我|谢谢.{0,2}提醒|(?:收到|感谢|已?看到|接到|按照?"
    r"|根据).{0,4}(?:提醒|通知|催办)"
    r"|(?:不要|别|莫|不用|勿)(?:再)?(?:催|提醒|@)|催(?:命|什么|个|婚|生|泪|眠)"
)
_CHATTER = re.compile(r"外卖|快递|吃饭|奶茶|菜|酒|作业|缴费|话费|水电费|物业")
_OTHER_BUSINESS = re.compile(
    r"参会|参加|与会|人数|名单|报名|值班|放假|带(?:好|上|伞|身|个)|体检|党费|团建|聚餐|捐款|疫苗"
    r"|短信|开会|会议|培训|降温|降雨|保暖|防[火汛溺]|停[水电]"
)
"""What offices tell each other besides the plan's progress."""
_OF_WORK = re.compile(r"报|交|进[展度]|任务|材料|截止|R|到期|尽快|抓紧|办|催|提醒|填")


_URGED = re.compile(
    r"(?:催一?催|催办|催一?下|催|提醒一?下|提醒|督促一?下|督促)\s?"
    r"(?!各|所有|全|大家|没|未|那|他|她|逾|到|牵|责)"
    r"(?P<name>[\u4e00-\u9fff]{1,10}?(?:局|委|办|院|中心|公司|集团|镇|乡|街道|支行|大队))(?!理)"
)


def _announced(sentence: Sentence) -> Result:
    """Take 各单位周五前报进度 for a reminder; who asks or tells of it wants none."""
    return _remind(sentence) if orders_progress(sentence.shape) else PASS


def _nobody_of_that_name(sentence: Sentence) -> AskBack | None:
    """Ask where the only unit named is none of the plan's: not everybody is meant then."""
    found = _URGED.search(sentence.shape)
    if found is None or sentence.units or sentence.refs:
        return None
    near = sentence.vocabulary.units.near(found["name"])
    return AskBack(why="which_unit", name=found["name"], candidates=near)


def _target(shape: str) -> str:
    if re.search(r"(?:没|未)(?:有?报|上报|交|反馈|更新|填|动)", shape):
        return "not_reported"
    if re.search(r"逾期|超期|滞后|过期", shape):
        return "overdue"
    if re.search(r"到期|临期|快到|截止", shape):
        return "due"
    if re.search(r"牵头", shape):
        return "leads"
    if re.search(r"(?:责任|配合)(?:单位|部门)", shape):
        return "helpers"
    return ""


def _dry_run(sentence: Sentence) -> Result:
    day = next((d.day for d in sentence.dates if d.span), None)
    return RemindNow(dry_run=True, day=day, units=sentence.units, own=sentence.own)


def _pause(sentence: Sentence) -> Result:
    if re.search(r"[?]|吗|怎么|如何|为什么", sentence.shape):
        return PASS
    if sentence.bad_refs:
        return AskBack(why="bad_reference", refs=sentence.items, bad_refs=sentence.bad_refs)
    plans = tuple(name for name in sentence.vocabulary.plans if name in sentence.text)
    if doubt := ambiguous_unit(sentence) or _unclear_pause(sentence, plans):
        return doubt
    until = next((d.day for d in sentence.dates), None)
    return PauseReminders(
        refs=(*sentence.items, *sentence.wholes),
        units=sentence.units,
        plans=plans,
        until=until,
        resume=re.match(r"\s*(?:请)?(?:恢复|继续|重新开始)", sentence.shape) is not None,
    )


def _unclear_pause(sentence: Sentence, plans: Iterable[str]) -> AskBack | None:
    """Ask rather than let everything rest because a name or a day was not understood."""
    for day in sentence.dates:
        if day.impossible:
            words = sentence.folded.words(day.start, day.end)
            return AskBack(why="bad_date", date_words=words)
        if day.day is not None and day.day < sentence.vocabulary.today:
            return AskBack(why="past_date")
    rest = sentence.shape
    for name in plans:
        rest = rest.replace(name, "")
    lasting = any(day.day is None for day in sentence.dates)
    return AskBack(why="pause_scope") if lasting or _SCOPE_WORDS.sub("", rest) else None


_SCOPE_WORDS = re.compile(
    r"请|暂停|停止|先停|恢复|继续|重新开始|先|提醒|发送|消息|的|了|吧|一下|所有|全部|全体|一切"
    r"|事项"
    r"|任务|单位|方案|清单|针对|对|给|把|将|到|至|为止|以?前|之前|[RUD,。!、和及\s]"
)
"""What may stand beside the names of what is to rest; anything else was meant to be one."""


def _adopt(sentence: Sentence) -> Result:
    if not sentence.refs:
        return PASS
    day = next((d.day for d in sentence.dates if d.day), None)
    return asked_back(sentence) or AdoptMilestone(refs=sentence.items, day=day)


def _noted(_: Sentence) -> Result:
    return ReminderNoted()


def _supervision(sentence: Sentence) -> Result:
    if not sentence.refs:
        return PASS
    return asked_back(sentence) or DraftSupervision(refs=sentence.items)


def _status(_: Sentence) -> Result:
    return ShowStatus()


NOTED = (
    rule(
        "reminder noted",
        "smalltalk_ignore",
        r"^(?:好的?,?|嗯,?|哦,?)?知道了?啦?[。!~\s]*$",
        _noted,
        ("知道了", "好的，知道了"),
    ),
)

REMIND = (
    rule(
        "pause reminders",
        "pause_reminders",
        r"^\s*(?:请)?(?:暂停|停止|先停|恢复|继续|重新开始)(?:[^,。]{0,12})?提醒",
        _pause,
        (
            "暂停提醒",
            "暂停提醒 15(6) 到12月1日",
            "恢复提醒 县税务局",
            "暂停15(6)的提醒",
            "暂停提醒 营商",
        ),
    ),
    rule(
        "adopt a milestone",
        "adopt_milestone",
        r"采纳",
        _adopt,
        ("采纳 17(3) 里程碑", "采纳17(3)的里程碑 3月25日"),
    ),
    rule(
        "draft a letter",
        "draft_supervision",
        r"督办单|催办函|督办函",
        _supervision,
        ("督办单 5(7)", "出一份5(7)的督办单"),
    ),
    rule(
        "how the bot is",
        "summary",
        r"^(?:系统|机器人|运行)?状态[?。\s]*$",
        _status,
        ("状态", "系统状态"),
    ),
    rule(
        "who would be reminded",
        "remind_now",
        r"(?:会|要|将|该)(?:被)?(?:提醒|催)(?:到)?(?:谁|哪|什么|几)|提醒(?:谁|哪些(?:人|单位))"
        r"|(?:谁|哪些(?:人|单位)?)(?:会|要|将)?(?:收到|被)(?:提醒|催)|提醒(?:预演|计划|安排|名单"
        r"|预览)",
        _dry_run,
        ("明天会提醒谁", "明天提醒哪些单位"),
    ),
    rule(
        "remind",
        "remind_now",
        r"(?:让|叫|要求)(?:各|所有|没报的?|未报的?)[^,。]{0,4}(?:单位|部门)?[^,。]{0,8}(?:报(?!名"
        r"|销|道|到|纸|表|案|警|价|考)|交(?!通|易|费|钱)|更新)[^,。]{0,4}$|(?:到期|逾期|未报"
        r"|没报)的?[^,。]{0,3}(?:推送|催|提醒)一?[下遍次]|请(?:未|没)[^,。]{0,8}(?:单位"
        r"|的)[^,。]{0,8}(?:报|交)|请(?:U|各|大家|所有)[^,。]{0,8}(?:报送?(?:进|工作|材料|D|R"
        r"|情况)|上报|提交|填报|更新|反馈|报一?下|报R|报D)|催(?:一?催|再?一?遍|还没|还未|下"
        r"|一[遍次轮]|一?下|办|促|报|R|U|各|所有|全部|他|她|没|未|还没|尚未|那|D|$|\s|单)|(?:发|推"
        r"|推送"
        r"|群发|再发|补发)[^,。]{0,8}(?:提醒|催办|通知|消息|提示)|提醒\s?(?:一?下|一[次遍轮]|U|R"
        r"|各|所有|全部|大家"
        r"|他|还?没|还未|尚未|未|逾|到|那|那些|O|牵|责|\s?@|$)|群发|(?:吆喝|吼)一?[下声嗓]"
        r"|通知(?:一?下)?(?:U|各|所有|全部|还?没|还未|尚未|未"
        r"|大家|牵|责|R)|敲一?下(?:U|各|牵头|责任|还?没报|未报|逾期)|提示(?:一?下|U|各|所有|没|未"
        r"|大家)|督促(?:一?下)?(?:U|各|R|没|未|所有)"
        r"|(?:艾特|@|喊|敲|叫)(?:一?下)?(?:U|所有|各|没报|未报|全体)[^,。]{0,8}(?:报|交|提醒)"
        r"|推送(?:一?下)?(?:D的?)?(?:R|到期|提醒|逾期)|(?:给|跟)U[^,。]{0,4}提个?醒|(?:让|叫"
        r"|喊)U[^,。]{0,4}(?:抓紧|尽快|赶紧)"
        r"|(?:提醒|催办)都?再?发(?:一?[下遍次]|出去)|督办一?下\s?(?:R|U)",
        _remind,
        (
            "群发提醒",
            "催办5(7)",
            "催一催科工信",
            "给没报的发个提醒",
            "通知各单位周五前报进展",
            "提醒 18(4) 的责任单位",
        ),
    ),
    rule(
        "announcement with a day",
        "remind_now",
        TOLD_TO_ALL,
        _announced,
        (
            "通知：各责任单位10月25日前把进度报上来",
            "各单位注意，本周五前报进度",
            "还没报的单位请抓紧",
        ),
    ),
)
