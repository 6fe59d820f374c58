"""Rules for reports: what was said of which item, and when to ask instead of recording."""

import re
from dataclasses import replace

from ledger.plan import ItemRef
from ledger.progress import Claim, Progress
from messages.behalf import for_nobody_known, on_behalf_of, unit_named
from messages.chatter import PERSONAL
from messages.commands import AskBack, ReportProgress
from messages.doubts import asked_back
from messages.rule import PASS, SILENCE, Result, rule
from messages.sentence import Sentence
from messages.states import Judgement, judge, part_done
from messages.stretches import Stretch, stretches

_CORRECTION = re.compile(
    r"更正|勘误|不是\d{1,3}%[,\s]{0,2}(?:而|应该?)?是|改成|改为|修正|应为|应该是|订正|报错"
    r"|[写填打记发][错多少]|有误|报[高低多少]了|更改|修改[^,。]{0,10}为|纠正|刚才.{0,6}错|重报"
    r"|修改为"
    r"|调整为"
)
_INJECTION = re.compile(
    r"<\w|</|\{\{|\$\{|\(\(\w|\$\(|javascript:|(?<!\d)--|drop\s|select\s|%[sdn]\b|\\x|&#"
)
_LONGEST_NOTE = 500


def _report(sentence: Sentence) -> Result:
    if not sentence.refs or PERSONAL.search(sentence.text):
        return PASS
    groups = stretches(sentence)
    lead_in = sentence.text[: sentence.refs[0].start]
    judged = [_judged(said, lead_in, first=at == 0) for at, (_, said, _) in enumerate(groups)]
    judged = _beside_others(groups, judged)
    if sentence.bare and not any(j.explicit for j in judged) and not _told(sentence, judged):
        return PASS
    if problem := for_nobody_known(sentence) or _ordered(sentence) or _all_but_some(sentence):
        return problem
    if problem := asked_back(sentence, percent=part_done(judged)):
        return problem
    return _claims(sentence, groups, judged)


_ORDER = re.compile(
    r"请(?:U|各?(?:牵头|责任|有关|相关)?单位)(?![^,。]{0,6}(?:协调|支持|帮|解决|审|核|批|查收|知悉"
    r"|予以))[^,。]{0,8}"
    r"(?:抓紧|尽快|加快|加强|说明|落实|整改|重视|跟进|推进|对照|报|补|完成|办结)"
    r"|(?:予以|进行|点名|全县)通报|通报批评|请(?:说明|解释)|(?:要|将|予以)(?:约谈|问责)|批示|(?:要"
    r"|务必|必须|须|应当?)确保"
)


_ALL_BUT = re.compile(
    r"除了?[^。\n]{0,12}(?:R[^。\n]{0,8}|\d{1,2}(?:[、,和]\d{1,2}){0,4}(?:两?[项个条]|事项)?[之以]?)外"
)


def _all_but_some(sentence: Sentence) -> AskBack | None:
    """Ask where some of the items named are left out again (`15(1)到(6)除2、3外`)."""
    found = _ALL_BUT.search(sentence.shape)
    return AskBack(why="all_but", refs=sentence.items) if found else None


def _ordered(sentence: Sentence) -> AskBack | None:
    """Ask where others are told to do something: 5(7)滞后，请住建局抓紧."""
    if _ORDER.search(sentence.shape) is None:
        return None
    return AskBack(why="order", refs=sentence.items, bad_refs=sentence.bad_refs)


_NOT_DONE = re.compile(
    r"[\s,]*(?:还|都|也|尚|暂)?(?:没有?|未)(?:全部|完全)?(?:完成|办结|[办搞弄做]完"
    r"|搞定)[\s了。,;!]*"
)


def _beside_others(groups: list[Stretch], judged: list[Judgement]) -> list[Judgement]:
    """Take 还没完成 for work that goes on where the state of another item is told beside it.

    5(5)完成了，5(7)还没完成 sorts the two; alone, 5(7)还没完成 says nothing of how it stands.
    """
    if all(found.trouble or found.progress is None for found in judged):
        return judged
    return [
        Judgement(progress=Progress.UNDER_WAY, explicit=True)
        if found.trouble and _NOT_DONE.fullmatch(said)
        else found
        for (_, said, _), found in zip(groups, judged, strict=True)
    ]


def _told(sentence: Sentence, judged: list[Judgement]) -> bool:
    """Whether what follows a number on its own has a measured value, or is that item's subject.

    12跨省通办事项新增23项: the words are out of item 12's own text.
    """
    if sentence.wholes or not re.match(r"\W*R", sentence.shape):
        return False
    if re.match(r"\W*R[.、:\s]", sentence.shape) and any(j.metric for j in judged):
        return True
    tells_of = sentence.vocabulary.tells_of
    ref, end = sentence.refs[0].ref, sentence.refs[0].end
    if tells_of is None or ref is None or judged[0].progress is None:
        return False
    return tells_of(ref, sentence.text[end : end + _SUBJECT])


_SUBJECT = 30


def _judged(said: str, lead_in: str, *, first: bool) -> Judgement:
    """Read what follows a number; where nothing does, what stands before it."""
    found = judge(said)
    if first and not found.explicit and not found.trouble:
        before = judge(lead_in)
        if before.explicit:
            return before
    untold = _UNSURE.search(lead_in) or _UNTOLD_BEFORE.search(lead_in)
    claims = found.progress is Progress.DONE or not found.explicit
    if first and not found.trouble and (_UNSURE.search(lead_in) or (untold and claims)):
        trouble = "doubt" if _HEARD.search(lead_in) and claims else "unsure"
        return Judgement(trouble=trouble, percent=found.percent, explicit=True)
    return found


_UNSURE = re.compile(
    r"如果|要是|假如|应该|可能|好像|听说|据说|据.{1,6}反映|[他她]们?说|有人说|谁说|谣传"
    r"|听[^,。]{0,6}[说讲]|估计|也许|似乎|以为"
    r"|测试|试试|试[一着]?下|试着|比方|例[:如]|举例|比如|示例|样例|格式|误报|上[次回]|希望|但愿"
    r"|有人|通报[里中上]|会上[说讲提]|(?:祝贺|恭喜|表扬|点赞|感谢)[^,。]{0,8}$|不要|别|等到?|难道"
)
_HEARD = re.compile(r"应该|可能|好像|听|据|估计|也许|似乎|以为|[说讲称]|反映|反馈|提到|告诉|有人")
"""What was heard may be confirmed by 是的; an order, a wish or an example may not."""
_FAR = 200
"""A feast just gone by is read as the next one (国庆前就完成了)."""
_UNTOLD_BEFORE = re.compile(
    r"(?:没有?|还没|都没|尚未|从未|并非|不算|未|未必|不(?:能|会|该|应|准|一定|见得|可能)|无法|难以"
    r"|没法|说不定"
    r"|一旦|只要|只有|除非|即使|倘若|万一|前提是?|条件是?|标准是?|目标是?|时限是?|禁止|严禁|停止"
    r"|暂停|暂缓|推迟"
    r"|必须|务必|(?<![按照据])要求|尽快|抓紧|建议|请|请问|需要?|争取|预计|计划|力争|快要?|即将"
    r"|差点|几乎|基本|大致|差不多|下周|下个?月|明天"
    r"|年底|月底|打算|准备|拟|想|确保|保证|承诺|重新|继续|负责|协助|配合|督促|假装|传闻|(?:准备"
    r"|打算|计划|晚点|等下|明天|下周|回头)[^,。]{0,4}报|请[^,。]{0,6}填写?|(?:队|(?<!我)局|委|办"
    r"|院|中心|公司|他们|对方|那边|人家|单位)反馈|[问说称讲]|同意|批准|准予|提到|反映|告诉(?:我们?"
    r"|[你您]))(?:要|会|能|将|是)?\s?$"
)
"""Words right before a number that make what follows a plan, an order, a question or hearsay."""
_LATER = re.compile(
    r"D(?:之?前|底)?(?P<already>已经?)?(?:就|才|再)?(?:能|可以?|会|将|要)?(?:就|全部|基本"
    r"|可)?(?:完成|办结|搞定|弄完|做完|办完)"
)


def _not_yet(sentence: Sentence) -> bool:
    """Whether the day of finishing that is told has not come yet: 12月20日完成."""
    today = sentence.vocabulary.today
    spans = {d.start: d.span for d in sentence.dates if d.span is not None}
    for match in _LATER.finditer(sentence.shape) if spans else ():
        span = spans.get(sentence.places[match.start()])
        if span is None:
            continue
        # 10月份已完成 is told of a month that runs; 12月20日已完成 cannot be.
        if match["already"] and span.first.year > today.year:
            continue  # 5月份已完成, said in autumn, is told of the May gone by
        day = span.first if match["already"] else span.last
        if 0 < (day - today).days <= _FAR:
            return True
    return False


def _claims(
    sentence: Sentence,
    groups: list[Stretch],
    judged: list[Judgement],
) -> Result:
    injection = _INJECTION.search(sentence.text) is not None
    if _not_yet(sentence):
        judged = [_planned(found) for found in judged]
    trouble = next((j.trouble for j in judged if j.trouble), "")
    if trouble:
        return AskBack(
            why=trouble, refs=sentence.items, percent=part_done(judged), injection=injection
        )
    if any(j.progress is None for j in judged):
        return AskBack(why="no_state", refs=sentence.items, injection=injection)
    if _says_two_things(groups, judged):
        return AskBack(why="contradiction", refs=sentence.items, injection=injection)
    claims = {
        ref: Claim(
            ref=ref,
            progress=found.progress,
            percent=found.percent,
            percent_words=found.percent_words,
            metric=found.metric,
            note=_note(words),
        )
        for (refs, _, words), found in zip(groups, judged, strict=True)
        for ref in refs
    }
    return ReportProgress(
        claims=tuple(claims.values()),
        on_behalf_of=on_behalf_of(sentence),
        unit=unit_named(sentence),
        correction=_CORRECTION.search(sentence.text) is not None,
        injection=injection,
    )


def _planned(found: Judgement) -> Judgement:
    """Take what will be done for what goes on."""
    if found.progress is not Progress.DONE:
        return found
    return replace(found, progress=Progress.UNDER_WAY, percent=None)


def _says_two_things(groups: list[Stretch], judged: list[Judgement]) -> bool:
    """Whether one item is named twice with different states or percents."""
    said: dict[ItemRef, tuple[object, object]] = {}
    for (refs, _, _), found in zip(groups, judged, strict=True):
        for ref in refs:
            if said.setdefault(ref, (found.progress, found.percent)) != (
                found.progress,
                found.percent,
            ):
                return True
    return False


def _note(words: str) -> str:
    """Keep the sender's own words, shortened where nobody would read them."""
    note = words.strip(" \n\t:：,，。.、;；-")
    return note if len(note) <= _LONGEST_NOTE else note[: _LONGEST_NOTE - 1] + "…"


def _markup(sentence: Sentence) -> Result:
    """Ask where the state stands only inside something that imitates markup."""
    if not sentence.refs:
        return PASS
    tail = sentence.text[sentence.refs[-1].end :]
    plain, inside = judge(tail), judge(_TAG.sub(" ", tail))
    opened = _OPENED.search(sentence.text, 0, sentence.refs[0].start)
    inside_a_tag = _IN_A_TAG.search(sentence.text, 0, sentence.refs[0].start) is not None
    held = inside_a_tag or (opened is not None and not sentence.bare)
    if not held and (plain.explicit or not inside.explicit):
        return PASS
    return AskBack(why="markup", refs=sentence.items, bad_refs=sentence.bad_refs, injection=True)


_TAG = re.compile(r"<[^<>]{0,200}>")
_IN_A_TAG = re.compile(r"<[a-z][^<>]{0,200}$")
"""<item ref="15(6)"/>: the number is an attribute."""
_OPENED = re.compile(r"<[!/]?[a-z][^<>]{0,200}>[^<>]{0,40}$")
"""An element that begins before the number: number and state are inside it."""


def _machine(sentence: Sentence) -> Result:
    """Ask about what is written for a program, not by a person."""
    return (
        AskBack(why="markup", refs=sentence.items, bad_refs=sentence.bad_refs, injection=True)
        if sentence.refs
        else SILENCE
    )


MARKUP = (
    rule(
        "written for a program",
        "ambiguous_ask_back",
        r"^\W*\"?(?:ref|refs|status|state|id|item|items|progress|json|update|set)s?\"?\s?[:=]"
        r"|^\(\s?\""
        r"|[({,;&?\[]\s?\"?(?:ref|status|state|progress|percent|item)s?\"?\s?[:=]|&[lg]t;"
        r"|[({]\s?[\"'][a-z_]{1,20}[\"']\s?:",
        _machine,
        ('{"ref":"5(5)","status":"已完成"}', '5(5) {"status":"已完成"}', "status=已完成 ref=5(5)"),
    ),
    rule(
        "markup for words",
        "ambiguous_ask_back",
        r"<",
        _markup,
        ("5(5) <status>已完成</status>", "<p>15(6)已完成</p>"),
    ),
)
REPORTS = (
    rule(
        "report",
        "report_progress",
        r"R",
        _report,
        (
            "进度 15(6) 已完成",
            "15(6)已办结",
            "进度15.6 完成80%，已退税1200户",
            "15(1)(4)(5) 正常推进",
            "9 已完成",
            "更正 15(6) 70%",
            "代 县税务局 15(6) 60%",
            "15(6)己完成",
            "5-7 70",
            "已完成：5(5)；推进中：5(7) 80%",
            "5(5)、5(7)分别完成80%、60%",
        ),
    ),
)
