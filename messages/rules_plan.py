"""Rules for questions about the whole plan: what falls due in a span, how it stands."""

import re
from datetime import timedelta

from ledger.dates import DateRange
from messages.chatter import PRIVATE
from messages.commands import AskBack, DueList, Summarise
from messages.doubts import ambiguous_unit, own_asked
from messages.due_questions import asks_what_is_due
from messages.plan_questions import asks_how_it_stands
from messages.rule import PASS, Result, rule
from messages.rules_units import ONGOING, list_tasks
from messages.sentence import Sentence
from messages.topics import section_of, topic_of
from messages.unit_questions import LONGEST, asks_for_tasks

_SOON_DAYS = 14

_LONG = 300
"""A whole year is no span to ask a unit's dates of: 今年领了多少任务 asks for its list."""


_SPAN_CODES = {"mon", "qua", "thi", "nex"}
"""A month, quarter or week alone is asked about; a day or a year alone is chatter."""
_WHEN = re.compile(r"什么时候|何时|几号|哪天|哪一天|多久")


_FIRST_TO_COME = re.compile(r"下一?[批个项]|最[近早先快]|近期|第一[批个项]")
_SUM = re.compile(
    r"汇总|总结|通报|简报|小结|截[至止](?!日期|时间|的|在).{0,14}(?:情况|进展|进度|怎么样|多少"
    r"|完成了)"
)


def _of_work(sentence: Sentence) -> bool:
    """Whether what falls due is the ledger's: nothing of private life is named beside it."""
    return PRIVATE.search(sentence.shape) is None


def _asks_for_dates(sentence: Sentence) -> bool:
    """Whether due dates are asked for, and not what is late, a summary or one item's day."""
    shape = sentence.shape
    late = re.search(r"(?<![快要将上])(?:逾期|超期)", shape) and "到期" not in shape
    if sentence.refs or late or not _of_work(sentence) or _SUM.search(shape):
        return False
    about = sentence.units or sentence.own or sentence.dates or _FIRST_TO_COME.search(shape)
    return bool(about or not _WHEN.search(shape)) and asks_what_is_due(shape)


def _due(sentence: Sentence) -> Result:
    if not _asks_for_dates(sentence):
        return PASS
    span = _span(sentence)
    if span is not None and _says_too_little(sentence, span):
        return PASS
    if span is None:
        bad = next((d for d in sentence.dates if d.impossible), None)
        if bad is None:
            return PASS
        return AskBack(why="bad_date", date_words=sentence.folded.words(bad.start, bad.end))
    return ambiguous_unit(sentence) or DueList(
        range=span,
        units=sentence.units,
        own=own_asked(sentence),
        section=section_of(sentence),
    )


def _says_too_little(sentence: Sentence, span: DateRange) -> bool:
    """Whether a year is named beside a unit, or a day and nothing else."""
    if sentence.units or sentence.own:
        return (span.last - span.first).days > _LONG
    return (
        span.code[:3] not in _SPAN_CODES and re.fullmatch(r"\W*D\W*", sentence.shape) is not None
    )


_SEVERAL = re.compile(r"D\s?[、和及与跟到至~-]\s?D")
"""11月和12月, 12月20日至12月31日: one stretch of days."""


def _span(sentence: Sentence) -> DateRange | None:
    """Give the span a list of due items is asked for; soon where none is named."""
    today = sentence.vocabulary.today
    spans = [found.span for found in sentence.dates if found.span is not None]
    if len(spans) > 1 and _SEVERAL.search(sentence.shape):
        first, last = min(s.first for s in spans), max(s.last for s in spans)
        return DateRange(code=f"{spans[0].code}..{spans[-1].code}", first=first, last=last)
    for found in sentence.dates:
        if found.span is not None:
            return found.span
        if found.shift is not None:
            days = found.shift.days + 30 * found.shift.months
            if found.shift.working_days:
                last = found.shift.after(today, sentence.vocabulary.calendar)
                days = (last - today).days
            days = min(days, 3660)
            return DateRange(code=f"days:{days}", first=today, last=today + timedelta(days=days))
    if sentence.dates:
        return None
    return DateRange(code="soon", first=today, last=today + timedelta(days=_SOON_DAYS))


def _summary(sentence: Sentence) -> Result:
    shape = sentence.shape
    if sentence.refs:
        return PASS
    section = section_of(sentence)
    as_of = None
    if re.search(r"截[至止]|为止", shape):
        as_of = next((d.day for d in sentence.dates if d.span), None)
        bad = next((d for d in sentence.dates if d.impossible), None)
        if bad:
            return AskBack(why="bad_date", date_words=sentence.folded.words(bad.start, bad.end))
    span = None if as_of else next((d.span for d in sentence.dates if d.span), None)
    if span is not None and span.last < sentence.vocabulary.today:
        as_of = span.last  # a month gone by is told as it stood at its end
    return Summarise(
        as_of=as_of,
        section=section,
        bulletin=re.search(r"通报|简报", shape) is not None,
        range=span,
        ongoing_only=ONGOING.search(shape) is not None,
        units=sentence.units,
        own=own_asked(sentence),
    )


def _section(sentence: Sentence) -> Result:
    named = "" if sentence.refs else section_of(sentence)
    if not named or not asks_how_it_stands(sentence.shape, named):
        return PASS
    return _summary(sentence)


def _summary_or_list(sentence: Sentence) -> Result:
    """县住建局进展情况 asks for the unit's items, with the state of each."""
    if (sentence.units or sentence.own) and not re.search(
        r"汇总|通报|总结|统计|简报", sentence.shape
    ):
        return (
            PASS if sentence.refs or not asks_for_tasks(sentence.shape) else list_tasks(sentence)
        )
    section = section_of(sentence)
    asks = re.search(r"(?:情况|进展|进度)(?:如何|怎么样|怎样|咋样)", sentence.shape)
    of_all = re.search(r"整体|总体|全局|全县|全部|所有|各单位|大家|目前|现在|总的", sentence.shape)
    if asks and not of_all and not section and topic_of(sentence):
        return PASS
    return _summary(sentence) if asks_how_it_stands(sentence.shape, section) else PASS


COUNTS = (
    rule(
        "counts by state",
        "summary",
        r"(?:几|多少)[项个件](?:已经?)?(?:逾期|正常|完成|推进|滞后|办结|临期)[^。]{0,6}(?:几"
        r"|多少)[项个件](?:已经?)?(?:逾期|正常|完成|推进|滞后|办结|临期)"
        r"|(?:完成|办结|销号|推进中?|在办|启动|困难)了?(?:的)?(?:有)?(?:几"
        r"|多少)[项个件]?.{0,12}(?:滞后|推进|逾期|启动|困难"
        r"|完成|在办)",
        _summary,
        ("已完成几项、推进中几项、滞后几项",),
    ),
)

SPANS = (
    rule(
        "due",
        "due_list",
        r"D[^,。]{0,8}(?:到期|截止|要完成|该完成|应完成|需完成|要办结|该办结|要交|[要该得]结账"
        r"|几[项个件]?结账|要做完"
        r"|完成的有|完成哪|完成多少|完成几|必须完成|得完成|的?任务(?!已?完成|结束|搞|做完)|清单"
        r"|事项|节点|要干|要做"
        r"|有哪些|有什么|到点)|(?:到期|截止|临期|要完成|要办结)[^,。]{0,8}(?:D|任务|清单|事项|的"
        r"|有|提醒|$)|临期|快(?:要)?到(?:期|时间|时限|期限|点)|即将到期|马上到期|(?:快要?|即将"
        r"|将要|马上就?要?)(?:逾期|超期)|(?:最近|近期|近段|马上|接下来"
        r"|快).{0,6}(?:到期|截止|要完成|要交|该完成)|到期|^(?:U|O)?\s?D(?:呢|的|的呢)?\??$"
        r"|哪[些几][^,。]{0,6}是D[前的]{0,2}$|D[前底]?有(?:几|多少)(?:项|[个条件](?:任务|事项))"
        r"|^(?:最近"
        r"|近期)(?:的)?(?:任务|有哪些|有什么)",
        _due,
        (
            "本周到期",
            "11月到期的",
            "12月份要完成多少项",
            "四季度到期清单",
            "到期任务",
            "我们局最近有到期的没",
            "一个月内到期的",
        ),
        longest=LONGEST,
    ),
    rule(
        "state of the plan",
        "summary",
        r"汇总|总数(?!据)|(?:完成|推进|做|落实|办|干|开展|搞)得(?:如何|怎么?样|咋样)|(?:没有?|未"
        r"|还没)(?:完成|办结)[^,。]{0,6}(?:多少|几)|(?<!写)总结(?!得|的?好|写|会|好)"
        r"|(?<!被)通报(?!批评|了|表扬|过|会)|统计(?!局)|简报|[周月季年]报|概况|总览|总体|总的|整体"
        r"|全局|全县|盘点|小结|完成率|(?:完成|办结|销号)比例"
        r"|(?:汇报|上会|开会)(?:用|要|要用)?的?(?:数据|情况)|(?:各个?|[二三四几]大"
        r"|[二三四几]个)(?:板块|部分|方面|领域).{0,4}(?:进[度展]|情况|完成)"
        r"|(?:单位|进[度展]|完成|任务)(?:情况|率)?的?排[名行]|(?:在办|推进中|办理中|没动)的(?:任务"
        r"|事项)?(?:还|一共|总共|共)?有?(?:多少|几)|各[种个类]?状态[^,。]{0,4}(?:几|多少|数)"
        r"|(?:各项?|各个|所有|全部)(?:任务|工作|事项)[^,。]{0,4}到(?:什么|哪|啥)"
        r"|(?:^|[,\s])(?:目前|现在|整体|总体|工作|任务|方案|都|大家|的){0,3}(?:推进|进行|做"
        r"|进展)到(?:什么|哪|啥)"
        r"|[跟和与比较同]\s?(?:D|上一?[次期回轮]|之前|前期|上个?月)(?:相?比|对比|比较|有"
        r"|\s){0,3}[^,。没无]{0,4}(?:变化|进展|变动|进步)"
        r"|^D[有的](?:什么|啥|哪些)(?:新|大)?(?:变化|进展)"
        r"|(?:全部|所有)(?:的)?(?:任务|事项)?.{0,4}(?:进展|进度|到哪|状态)"
        r"|(?:长期|限期|持续推进)的?(?:任务|事项)?(?:一共)?有?(?:多少|几[项个件])"
        r"|(?:长期|限期|持续推进|坚持)[^,。]{0,8}(?:报了|完成了?|办结了?)(?:多少|几)|办结率|销号率"
        r"|总进度|态势|大盘|一览|(?:完成|办结|推进|进展|工作|总)(?:情况|数据"
        r"|概览)(?!说明)|(?:完成|办结|销号)了?(?:多少|几)[项个件]?|(?:多少"
        r"|几)[项个件]?(?:已经?)?(?:按[期时])?(?:完成|办结|销号|滞后|在推进|没完成|未完成|没办结"
        r"|未办结|没销号)|(?:长期"
        r"|持续)[^,。]{0,12}(?:状态|情况|进展|怎么样)|(?:目前|现在|当前)(?:是)?(?:什么"
        r"|啥)(?:情况|状态|进度)|(?:情况|进展|进度)(?:如何|怎么样|怎样|咋样)|^状态$"
        r"|调度(?:会)?(?:材料|数据|情况)|数据(?:汇|统|总)",
        _summary_or_list,
        (
            "汇总",
            "截至6月30日 汇总",
            "通报",
            "完成率多少了",
            "整体推进情况如何",
            "三季度总结数据",
            "长期坚持的现在什么状态",
        ),
        longest=LONGEST,
    ),
)

SECTIONS = (rule("section", "summary", r"", _section, ("法治部分怎么样", "第四部分")),)
