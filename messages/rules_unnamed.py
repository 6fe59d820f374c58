"""Rules for a state that is told without a number: asked which item, never guessed."""

import re

from messages.commands import AskBack
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence
from messages.states import judge, part_done
from messages.topics import topic_of


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
        return AskBack(why="no_item", percent=part_done([found]))
    return PASS


_SAID_OF_WORK = re.compile(
    r"已经?|全部|全都|都|均|早就|早|完成|办结|办完|弄完|弄好|搞完|搞好|干完|做好|搞定|做完|办好"
    r"|销号|完毕|落实|到位"
    r"|推进中|正在|持续|有序|稳步|正常|加快|推进|进行中|办理中|在办|进展|顺利|按计划"
    r"|滞后|落后|有困难|困难|卡住|受阻|未|没有?|尚|还|启动|开始|开展|本期|无|新|变化|进度|目前"
    r"|现在|我们|这边|任务|工作|事项|情况|基本|一切|良好|了|的|啦|哈|呀|咯|哦|吧|报|更新|一下|本月"
    r"|本周|所有"
    r"|各项|差不多|应该|算"
    r"|O|U|P|D|[,。.!~:\s]|\d{1,3}$|是|这|那|个|项|今年|到|大半|过半|一半|左右|多|大约|约|快|要"
    r"|即将|好|上"
)


def _topical(sentence: Sentence) -> Result:
    """税费支持政策那个进度70: words instead of a number are asked about before a record."""
    if sentence.refs or re.search(
        r"[?]|吗|没有?啊?$|什么|谁|哪|多少|怎么|几|[要需该](?:完成|办结|交)", sentence.shape
    ):
        return PASS
    text = sentence.text
    match = _TOPIC_STATE.search(text)
    if match is None:
        return PASS
    found = judge(text[match.start("said") :])
    if not found.explicit and found.percent is None:
        return PASS
    keyword = topic_of(sentence)
    about = re.sub(r"[已经完成办结推进正常进度全部都均滞后搞弄\d%]", "", keyword)
    known = sentence.vocabulary.is_topic
    named = re.search(r"那个|这个|那项|这项|任务|事项|工作|进度", text) is not None
    if len(about) < _SHORTEST_TOPIC or not (named or (known is not None and known(about))):
        return PASS
    return AskBack(why="keyword_report", name=about, percent=part_done([found]))


_SHORTEST_TOPIC = 2


_TOPIC_STATE = re.compile(
    r"^[^\n]{2,24}?(?:那个|这个|那项|这项|的)?(?P<said>(?:进度|进展|已经?|全部|都|均|正在|正常"
    r"|持续|有序){0,3}(?:完成|办结|搞定|[弄做搞办干整]完|[弄做搞办]好|推进|滞后|有困难|未启动"
    r"|没启动|\d{1,3}%?"
    r"|百分之|[一二三四五六七八九]成).{0,20})$"
)


UNNAMED = (
    rule(
        "state without a number",
        "ambiguous_ask_back",
        r"",
        _numberless,
        ("已完成", "进度正常", "进度60%"),
    ),
    rule(
        "correction without a number",
        "ambiguous_ask_back",
        r"^\W*(?:我们?|O)?(?:要|想)?(?:更正|订正|改)(?:一下|一个)?(?:进度|上报|报送|数据|刚才的"
        r"|信息|的|\s)*[。!]*$",
        lambda _: AskBack(why="no_item"),
        ("更正", "我要更正一下进度"),
    ),
    rule(
        "a report to come",
        "ambiguous_ask_back",
        r"^\W*(?:我们?|O)?(?:想|要|来|想要)(?:上报|报送|填报|报)(?:一下|个)?(?:进[度展]"
        r"|工作进[度展])(?:了)?[。!]*$",
        lambda _: AskBack(why="no_item"),
        ("我要报进度", "想报一下进展"),
    ),
    rule("state of a topic", "ambiguous_ask_back", r"", _topical, ("税费支持政策那个进度70",)),
)
