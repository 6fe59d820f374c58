"""Rules for questions about items: by number, by words of their text, who leads them."""

import re

from messages.commands import AskBack, ShowItem, WhoLeads
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence
from messages.states import judge
from messages.topics import LONGEST_NAMED, topic_of
from messages.unit_questions import NO_LEAD

_FIELDS = (
    (
        "deadline",
        re.compile(
            r"截止|几天|多少天|啥时|到期|什么时候|何时|节点|时间|时限|期限|几号|哪天|多久|最晚"
            r"|deadline"
        ),
    ),
    ("targets", re.compile(r"目标|指标|要求|多少|(?<!第)几[件个项家]|标准|比例|率")),
    ("history", re.compile(r"历史|历次|历来|上次|往期|以前报|之前报|记录|变更|谁改|改过|报过")),
    ("units", re.compile(r"责任单位|配合|参与")),
    ("status", re.compile(r"状态|进展|进度|到哪|怎么样|咋样|完成|办结|销号|情况|现状|没有|批")),
)

_QUESTION = re.compile(
    r"[?]|吗|么(?=$|[\s,。])|(?<!着)呢(?=$|[\s,。])|(?<![没无有])什么|有什么(?!问题)|(?<![没无])啥"
    r"|谁|哪|百分之几|多远|怎么样|怎样|咋样|如何|多少"
    r"|干[嘛吗]|几(?=[件项个家次号天成时])|可不可以|能否|能[^,。]{1,8}不(?=$|[\s?,])|会不会|要不要"
    r"|怎么(?!样?[都也])|为什么|为何|咋(?!样?都)|是不是|是[^,。]{1,8}还是|有没有|到哪|何时|多久"
    r"|行不行|可否"
    r"|(?:了|过|完|成|报|结|定|好|批|号)(?:没有?|没得|不)[啊呀呢嘛噻哦]{0,2}(?=$|[\s,。])|是否"
    r"|能不能|(?:没有?|未)(?=$)"
)

_SHOW_BEFORE = re.compile(
    r"(?:查|看|显示|打开|调(?!\s?[:,]|解|度|研|整|试|查|剂)|搜|找|给我|发|(?<!需)要|列|瞅|读|念"
    r"|讲讲|讲下|说说|了解|介绍)[^R]{0,6}R"
)

_SHOW_AFTER = re.compile(
    r"R[^,。]{0,10}(?:详情|内容|标题|题目|历史|历次|往期|原文|全文|正文|介绍|明细|记录|发来"
    r"|发一?下|发我|发出来"
    r"|发(?:到|在|进)?群里?|列一?下|列出来|看看|看一?下|给我看|查一?下|查询|查看|念一?下|展示"
    r"|贴(?:一?下|出来)|(?:拿|调|打|放)出来|发(?:到|在)?群里?|讲一?下|说说"
    r"|拉出来)"
    r"|R[^,。已按达符]{0,8}(?:要求|目标值?|指标值?|标准|任务数)[\s。!]*$"
    r"|R\s?(?:的)?(?:全部|所有|下面?|里面?)的?(?:事项|小项|任务|内容)"
    r"|R\s?(?:这个|这项|这条|任务|事项|项目|目前|现在|最近|最新|当前|整体|完成|办理|的"
    r"|,)*(?:进展|进度|情况|状态|现状|说明|要求|标准|目标|指标|时限|期限|截止(?:日期|时间)?"
    r"|到期(?:日期?|时间)?|节点|时间(?:节点"
    r"|要求)?|是什么|文字|材料|表述|责任单位|配合单位)(?:情况)?[\s。!]*$"
)


def _who_leads(sentence: Sentence) -> Result:
    if sentence.bad_refs:
        return AskBack(why="no_such_item", refs=sentence.items, bad_refs=sentence.bad_refs)
    refs = (*sentence.items, *sentence.wholes)
    if refs:
        return WhoLeads(refs=refs)
    if (sentence.units or sentence.own) and NO_LEAD.search(sentence.shape):
        return PASS
    keyword = topic_of(sentence)
    if not keyword and _NOTHING_NAMED.fullmatch(sentence.shape):
        return AskBack(why="no_item_asked")
    return WhoLeads(keyword=keyword) if keyword else PASS


_NOTHING_NAMED = re.compile(
    r"[\s?,。]*(?:(?:是|由)?谁(?:来|在)?牵头|牵头(?:单位)?是?谁)[\s?的啊呀]*"
)


def _is_question(sentence: Sentence, *, only: bool) -> bool:
    """Whether something is asked of the numbers, or nothing else than them is said."""
    shape = sentence.shape
    if not sentence.refs:
        return False
    asks = _QUESTION.search(shape) or _SHOW_AFTER.search(shape)
    if asks is None and not judge(sentence.text[sentence.refs[-1].end :]).explicit:
        asks = _SHOW_BEFORE.search(shape)
    return only or (asks is not None and (not sentence.bare or _about_number(shape)))


def _show(sentence: Sentence) -> Result:
    """Show what is asked about, or is nothing else than numbers."""
    shape = sentence.shape
    only = _ASIDE.sub("", shape) in {"R", "RR"}
    if not _is_question(sentence, only=only):
        return PASS
    if sentence.bad_refs:
        return AskBack(why="no_such_item", refs=sentence.items, bad_refs=sentence.bad_refs)
    if only and sentence.bare and shape.strip(" 。.!,、") == "R":
        return _bare_numbers(sentence)
    if only and re.match(r"\W*进度", shape):
        return AskBack(why="no_state", refs=sentence.items)
    field = next((name for name, pattern in _FIELDS if pattern.search(shape)), "")
    history = field == "history"
    return ShowItem(
        refs=(*sentence.items, *sentence.wholes),
        field="" if history else field,
        history=history,
        page=_page(shape) if history else 1,
    )


_PAGE = re.compile(r"第\s?(\d{1,4}|[一二三四五六七八九十])\s?页")
_DIGITS = "一二三四五六七八九十"


def _page(shape: str) -> int:
    """Give the page that is named; the first where none is."""
    match = _PAGE.search(shape)
    if match is None:
        return 1
    words = match[1]
    return max(int(words), 1) if words.isdecimal() else _DIGITS.index(words) + 1


_ASIDE = re.compile(
    r"请|查|看|帮我|麻烦|一?下|询|问|任务|事项|营商|的|第|\s|进度(?=\s*R\s*$)|[,。!、.:()\"“”'‘’]"
)


def _about_number(shape: str) -> bool:
    """Whether a question is about a number on its own: 7是什么任务, 9详情, 查13."""
    return (
        re.search(
            r"^\W*(?:查|看|显示|请问)?[^R]{0,6}R[.\s]?(?:是|说|讲|写|具|标|题|这|的|下|里|全|都|共"
            r"|包|归|由|什么|啥|谁|哪|到|详|内|历|原"
            r"|进|完|有|要|目|情|状|截|什|怎|牵|办|现|讲|说的|任务[内详具要]|具体|明细|责任|配合)",
            shape,
        )
        is not None
    )


def _bare_numbers(sentence: Sentence) -> Result:
    """7 is an item; 15 is six; 7、8、9 may be a question or a report begun."""
    if len(sentence.items) == 1 and not sentence.wholes:
        return ShowItem(refs=sentence.items)
    if sentence.wholes and not sentence.items and len(sentence.wholes) == 1:
        objective = sentence.wholes[0].objective
        return AskBack(why="whole_objective", objective=objective)
    refs = (*sentence.items, *sentence.wholes)
    return AskBack(why="show_or_report", candidates=tuple(map(str, refs)))


def _show_topic(sentence: Sentence) -> Result:
    """湘易办进展怎么样: a question by words of the item's text."""
    told = judge(sentence.text).explicit and not _QUESTION.search(sentence.shape)
    if sentence.refs or told:
        return PASS
    keyword = topic_of(sentence)
    field = next((name for name, pattern in _FIELDS if pattern.search(sentence.shape)), "")
    return ShowItem(keyword=keyword, field=field) if keyword else PASS


LEADS = (
    rule(
        "who leads",
        "who_leads",
        r"谁(?:来|在|是)?(?:牵头|负责|管|主抓|主管|承办|组织|主办|落实|抓|办|的任务|的活|的责任"
        r"|干的|做的)|(?:哪一?个?|哪家|什么)(?:单位|部门|局|科室)(?:是|来|在|的)?(?:牵头|负责|管"
        r"|主抓|承办|组织|主办|落实|抓|办|$|\?|啊|呀|的(?:$|\?))|牵头(?:单位|部门|领导|的?人"
        r"|的)?(?:\s|是"
        r"|:)?(?:谁|哪|什么|\?|$)|(?:牵头|主办|承办|主管)(?:单位|部门)|R[^,]{0,6}(?:责任|主责"
        r"|配合)(?:单位|部门)"
        r"|(?:责任|主责)(?:人|单位|部门)(?:是|有)?(?:谁|哪)|归(?:谁|哪)|R.{0,3}是U(?:来)?(?:牵头"
        r"|负责|管)的?(?:吗|么|吧|[?])|(?:是)?谁的(?:任务|活|事"
        r"|责任|啊|呀)?\??$|哪家的|谁家的|(?<!有)谁(?:来|在|去)[\u4e00-\u9fff]{1,4}[?]?$|哪(?:个"
        r"|家)?(?:单位|部门|局)?的(?:事|活)|哪(?:一?个|家|位)(?:单位|部门|局)?(?:来|在|是)?(?:牵头"
        r"|负责|主管|管(?!理)|搞|抓|承办|主抓|跟进|弄|做|办)|找谁[?\s]*$|找哪(?:家|个(?:单位|部门"
        r"|局))|谁(?:来|在)?(?:搞|弄|跟进|打通|推进|推动|整治|监管|查处|推广"
        r"|对接)(?:[?啊呀呢]{0,2}$)|是哪家[?啊呀呢]{0,2}$|R\s?(?:是|归|由|的|在)?(?:谁"
        r"|哪家)[\s?啊呀呢]*$|[\u4e00-\u9fff]{4}是谁(?:啊|呀|来)?[?]?$|^谁(?:来)?牵头[\s?]*$|主责"
        r"|还是U(?:来)?(?:牵头|负责|管)|是U还是U|是(?:不是)?U(?:来|在)?(?:牵头|负责)的?(?:吗|么"
        r"|吧|[?]|$)|谁来[\s?]*$",
        _who_leads,
        (
            "谁牵头5(5)",
            "湘易办谁牵头",
            "15-6 牵头单位？",
            "清欠谁牵头啊",
            "信易贷哪个单位",
            "20这个任务谁牵头",
        ),
    ),
)

SHOW = (
    rule(
        "item",
        "show_item",
        r"R",
        _show,
        (
            "15(6)",
            "15（6）详情",
            "15(6) 历史",
            "15(6) 历史 第2页",
            "任务5第2小项什么时候截止",
            "19(1)-(5)都发来",
            "7是什么任务",
            "15(6)完成了吗",
        ),
    ),
)

TOPICS = (
    rule(
        "item by its words",
        "show_item",
        r"(?:查|看|找|搜|显示)..|..(?:是什么|的?内容|详情|[的条项](?:原文|全文)|的?进展|的?进度"
        r"|到哪|怎么样|怎样|咋样"
        r"|如何|什么时候|截止|到期|多久|时限|期限|要求|目标|指标|第几"
        r"|[是在]?(?:哪[一几]?[项条个])(?:任务|事项)?)|关键[词字]|几[次家场]|^.{0,6}(?:关于|涉及"
        r"|有关|包含|含有?)[^,。]{2,16}(?:任务|事项|有哪|哪|吗|没有?)|^[^,。]{2,12}(?:有关"
        r"|相关)的?(?:任务|事项)",
        _show_topic,
        ("湘易办进展怎么样", "查 留抵退税", "双随机什么时候截止"),
        longest=LONGEST_NAMED,
    ),
)
