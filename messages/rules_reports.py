"""Rules for reports: what was said of which item, and when to ask instead of recording."""

import re
from dataclasses import replace
from itertools import pairwise

from ledger.plan import ItemRef
from ledger.progress import Claim, Progress
from messages.behalf import on_behalf_of, unit_named
from messages.commands import AskBack, ReportProgress
from messages.doubts import asked_back
from messages.rule import PASS, SILENCE, Result, rule
from messages.sentence import Sentence
from messages.states import Judgement, judge
from messages.topics import topic_of

_CORRECTION = re.compile(
    r"更正|改成|改为|修正|应为|应该是|订正|报错|写错|填错|更改|纠正|刚才.{0,6}错|重报|修改为"
    r"|调整为"
)
_INJECTION = re.compile(
    r"<\w|</|\{\{|\$\{|\(\(\w|\$\(|javascript:|--|drop\s|select\s|%[sdn]\b|\\x|&#"
)
_LONGEST_NOTE = 500
_JOINS = re.compile(r"[\s、,和及与跟;:/+&]*|\s?(?:以及|还有)\s?")


def _groups(sentence: Sentence) -> list[tuple[list[ItemRef], str, str]]:
    """Cut the text at its numbers: the items of each stretch, what is said, the note."""
    refs = sentence.refs
    text = sentence.text
    groups: list[tuple[list[ItemRef], str, str]] = []
    held: list[ItemRef] = []
    for this, following in [*pairwise(refs), (refs[-1], None)]:
        if this.ref is not None:
            held.append(this.ref)
        end = following.start if following else len(text)
        said = text[this.end : max(end, this.end)]
        if following is not None and _JOINS.fullmatch(said):
            continue
        groups.append((held, said, sentence.folded.words(this.end, max(end, this.end))))
        held = []
    return groups


def _report(sentence: Sentence) -> Result:
    if not sentence.refs:
        return PASS
    groups = _groups(sentence)
    lead_in = sentence.text[: sentence.refs[0].start]
    judged = [_judged(said, lead_in, first=at == 0) for at, (_, said, _) in enumerate(groups)]
    if sentence.bare and not any(j.explicit for j in judged) and not _told(sentence, judged):
        return PASS
    if problem := asked_back(sentence, percent=_part_done(judged)):
        return problem
    return _claims(sentence, groups, judged)


def _told(sentence: Sentence, judged: list[Judgement]) -> bool:
    """Whether a number on its own is set apart and what follows has a measured value."""
    alone = re.match(r"\W*R[.、:\s]", sentence.shape) is not None
    return alone and not sentence.wholes and any(j.metric for j in judged)


def _judged(said: str, lead_in: str, *, first: bool) -> Judgement:
    """Read what follows a number; where nothing does, what stands before it."""
    found = judge(said)
    if first and found.progress is None and not found.trouble:
        before = judge(lead_in)
        if before.explicit:
            return before
    if first and _UNSURE.search(lead_in) and not found.trouble:
        return Judgement(trouble="doubt", percent=found.percent, explicit=True)
    return found


_UNSURE = re.compile(
    r"如果|要是|假如|应该|可能|好像|听说|据说|据.{1,6}反映|[他她]们?说|有人说|谁说|谣传|估计|也许|似乎|以为"
    r"|测试|例[:如]|举例|比如|示例|样例|格式|误报|上次|希望|但愿|不要|别|等到?|难道"
)
_FAR = 200
"""A feast just gone by is read as the next one (国庆前就完成了)."""
_LATER = re.compile(
    r"D(?:之?前|底)?(?:就|才|再)?(?:能|可以?|会|将|要)?(?:就|全部|基本|可)?(?:完成|办结|搞定|弄完|做完|办完)"
)


def _not_yet(sentence: Sentence) -> bool:
    """Whether the day of finishing that is told has not come yet: 12月20日完成."""
    today = sentence.vocabulary.today
    days = ((d.start, d.span.last - today) for d in sentence.dates if d.span is not None)
    ahead = {start for start, far in days if 0 < far.days <= _FAR}
    found = _LATER.finditer(sentence.shape) if ahead else ()
    return any(sentence.places[match.start()] in ahead for match in found)


def _claims(
    sentence: Sentence,
    groups: list[tuple[list[ItemRef], str, str]],
    judged: list[Judgement],
) -> Result:
    injection = _INJECTION.search(sentence.text) is not None
    if _not_yet(sentence):
        judged = [_planned(found) for found in judged]
    trouble = next((j.trouble for j in judged if j.trouble), "")
    if trouble:
        return AskBack(
            why=trouble, refs=sentence.items, percent=_part_done(judged), injection=injection
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


def _says_two_things(
    groups: list[tuple[list[ItemRef], str, str]], judged: list[Judgement]
) -> bool:
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


def _part_done(judged: list[Judgement]) -> int | None:
    """Give the percent somebody named, for a question that must not forget it."""
    said = (j.percent for j in judged if j.progress is not Progress.DONE)
    return next((percent for percent in said if percent is not None), None)


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
    if plain.explicit or not inside.explicit:
        return PASS
    return AskBack(why="markup", refs=sentence.items, bad_refs=sentence.bad_refs, injection=True)


_TAG = re.compile(r"<[^<>]{0,200}>")


def _numberless(sentence: Sentence) -> Result:
    """Ask which item a state without a number is said of, if it is said of work at all."""
    if sentence.refs:
        return PASS
    shape = sentence.shape.strip(" 。.!~,")
    found = judge(sentence.text)
    if not found.explicit or re.fullmatch(r"\d+|\W*", shape) or "." in sentence.text.strip("."):
        return PASS
    if re.search(r"[?]|吗|没有?啊?(?:大家)?$", shape):
        return PASS
    rest = _SAID_OF_WORK.sub("", shape)
    if not rest:
        return AskBack(why="no_item", percent=_part_done([found]))
    return PASS


_SAID_OF_WORK = re.compile(
    r"已经?|全部|全都|都|均|早就|早|完成|办结|办完|弄完|搞定|做完|办好|销号|完毕|落实|到位"
    r"|推进中|正在|持续|有序|稳步|正常|加快|推进|进行中|办理中|在办|进展|顺利|按计划"
    r"|滞后|落后|有困难|困难|卡住|受阻|未|没有?|尚|还|启动|开始|开展|本期|无|新|变化|进度|目前"
    r"|现在|我们|这边|任务|工作|事项|情况|基本|一切|良好|了|的|啦|吧|报|更新|一下|本月|本周|所有"
    r"|各项|差不多|应该|算"
    r"|O|U|P|D|[,。.!~:\s]|\d{1,3}$|是|这|那|个|项|今年|到|大半|过半|一半|左右|多|大约|约|快|要"
    r"|即将|好|上"
)


def _topical(sentence: Sentence) -> Result:
    """税费支持政策那个进度70: words instead of a number are asked about before a record."""
    if sentence.refs or re.search(r"[?]|吗|没有?啊?$|什么|谁|哪|多少|怎么|几", sentence.shape):
        return PASS
    text = sentence.text
    match = _TOPIC_STATE.search(text)
    if match is None:
        return PASS
    found = judge(text[match.start("said") :])
    if not found.explicit and found.percent is None:
        return PASS
    keyword = topic_of(sentence)
    about = re.sub(r"[已经完成办结推进正常进度全部都均滞后\d%]", "", keyword)
    known = sentence.vocabulary.is_topic
    named = re.search(r"那个|这个|那项|这项|任务|事项|工作|进度", text) is not None
    if len(about) < _SHORTEST_TOPIC or not (named or (known is not None and known(about))):
        return PASS
    return AskBack(why="keyword_report", name=about, percent=_part_done([found]))


_SHORTEST_TOPIC = 2
_TOPIC_STATE = re.compile(
    r"^[^\n]{2,24}?(?:那个|这个|那项|这项|的)?(?P<said>(?:进度|进展|已经?|全部|都|均|正在|正常"
    r"|持续|有序){0,3}(?:完成|办结|搞定|弄完|做完|推进|滞后|有困难|未启动|没启动|\d{1,3}%?"
    r"|百分之|[一二三四五六七八九]成).{0,20})$"
)


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
        r"^\W*\"?(?:ref|refs|status|state|id|item|items|progress|json|update|set)s?\"?\s?[:=]|^\(\s?\"",
        _machine,
        ('{"ref":"5(5)","status":"已完成"}', "status=已完成 ref=5(5)"),
    ),
    rule(
        "markup for words",
        "ambiguous_ask_back",
        r"<",
        _markup,
        ("5(5) <status>已完成</status>",),
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
        ),
    ),
    rule(
        "state without a number",
        "ambiguous_ask_back",
        r"",
        _numberless,
        ("已完成", "进度正常", "进度60%"),
    ),
    rule("state of a topic", "ambiguous_ask_back", r"", _topical, ("税费支持政策那个进度70",)),
)
