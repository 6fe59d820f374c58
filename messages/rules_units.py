"""Rules for questions about units: tasks, contacts, who has not reported, what is late."""

import re

from ledger.standings import Standing
from messages.chatter import CHATTER
from messages.commands import AskBack, AskContact, ListTasks
from messages.doubts import ambiguous_unit, own_asked
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence
from messages.standings import standing_of
from messages.states import judge
from messages.unit_questions import NO_LEAD, asks_for_tasks

_LEAD_ONLY = re.compile(r"(?:只|仅)?(?:看|列|要)?牵头")

_NO_HELP = re.compile(
    r"(?:配合|责任|参与|协助)(?:的|单位|任务)?[^,]{0,2}(?:不用|不要|不算|除外|不列|别列|不看|去掉)"
    r"|(?:除了|不含|不要|去掉|不算)(?:配合|责任|参与)"
)
_HELPS = re.compile(r"责任(?=\s|$|的|方|事项)|配合|参与|协助|责任单位|协办")

ONGOING = re.compile(r"长期|常年|持续推进|常态")


_ASKS = re.compile(r"任务|清单|事项|哪|什么|啥|几|多少|吗|[?]|情况|怎么样|列")


def _contact(sentence: Sentence) -> Result:
    if sentence.bad_refs:
        return AskBack(why="no_such_item", refs=sentence.items, bad_refs=sentence.bad_refs)
    refs = (*sentence.items, *sentence.wholes)
    if refs and judge(sentence.text).explicit and not _ASKS.search(sentence.shape):
        return PASS
    alone = re.fullmatch(
        r"[\s请查看发给我各单位的全部所有]*(?:联系人|联络员|通讯录|联系方式)(?:名单|名册|表|清单"
        r"|有哪些|是谁|发一下|发我|给我|列表){0,2}[\s?]*",
        sentence.shape,
    )
    if not (sentence.units or sentence.own or refs or alone or sentence.mentions):
        return PASS
    return ambiguous_unit(sentence) or AskContact(
        units=sentence.units, own=own_asked(sentence), refs=refs
    )


def _tells(sentence: Sentence) -> bool:
    """Whether the state of items with numbers is told: 我局的7、8、9三项任务均按序时推进."""
    if _ALL_DONE.search(sentence.shape):
        return True
    if not sentence.items or _ASKS_FOR.search(sentence.shape):
        return False
    return judge(sentence.text[sentence.refs[-1].end :]).explicit


_ASKS_FOR = re.compile(r"哪|什么|啥|几[项个]|多少|吗|呢|[?]|列|清单|是不是|有没有|除了|以外")


_ALL_DONE = re.compile(
    r"^[OU][^,。?]{0,4}(?:任务|工作|事项)(?:已经?|全部|全都|都|均|也){1,3}(?:完成|办结|[搞弄做]完"
    r"|搞定)了?[。!\s]*$"
)
"""我局任务全部完成 tells; 我局已完成的任务 asks."""


def list_tasks(sentence: Sentence) -> Result:
    """List the tasks of the units named, or of the sender's own, narrowed as the words say."""
    shape = sentence.shape
    if not (sentence.units or sentence.own):
        return ambiguous_unit(sentence) or PASS
    if _tells(sentence):
        return PASS
    no_lead = NO_LEAD.search(shape) is not None
    lead = _LEAD_ONLY.search(shape) is not None and not no_lead and "和责任" not in shape
    no_help = _NO_HELP.search(shape) is not None
    helps = no_lead or (_HELPS.search(shape) is not None and not lead)
    return ambiguous_unit(sentence) or ListTasks(
        units=sentence.units,
        lead_only=lead and (no_help or _HELPS.search(shape) is None),
        resp_only=helps,
        ongoing_only=ONGOING.search(shape) is not None,
        refs=sentence.items,
        standing=_standing(shape),
    )


def _standing(shape: str) -> Standing | None:
    """Give the state that is listed; what asks how the work stands asks for all of it."""
    return None if _HOW_IT_STANDS.search(shape) else standing_of(shape)


_HOW_IT_STANDS = re.compile(
    r"完成(?:得|的?情况|率|多少|度|时限)|完成[^,。]{0,4}(?:没有?|吗)$|要完成|办理?情况|怎么?样"
    r"|如何|(?:完成|办结)和"
)


_SURELY_UNITS = ("局", "委", "镇", "乡", "街道", "集团", "银行")
"""Endings that make a name a unit's, even where some item's text has such words (教育)."""
_NO_UNIT = re.compile(
    r"[全内外干局本总西东南北中]部$|^全[局县市]|难办|怎么办|咋办|未办|没办|已办|在办|催办|督办"
    r"|不办"
)


def _unknown_unit(sentence: Sentence) -> Result:
    """Ask about what looks like a unit and is none."""
    found = re.search(
        r"^(?:请问|查一?下?|看一?下?|\s)*([\u4e00-\u9fff]{1,8}?(?:局|委|办|院|中心|公司|集团|银行"
        r"|镇"
        r"|乡|街道|部)|局|银行|中心|公司)",
        sentence.shape,
    )
    if found is None or sentence.refs or sentence.own or sentence.units:
        return PASS
    name = found[1]
    topic = sentence.vocabulary.is_topic
    titled = not name.endswith(_SURELY_UNITS) and topic is not None and topic(name)
    if titled or _NO_UNIT.search(name):
        return PASS
    near = sentence.vocabulary.units.near(name)
    return AskBack(why="which_unit", name=name, candidates=near)


def _mine(sentence: Sentence) -> Result:
    return PASS if sentence.refs else ListTasks(ongoing_only=bool(ONGOING.search(sentence.shape)))


def _list_asked(sentence: Sentence) -> Result:
    """List where a unit is named with what asks for its tasks, or with nothing else at all."""
    shape = sentence.shape
    alone = re.fullmatch(
        r"[\s?。!,]*(?:查|看|请问|查询|查一下|看一下|那|列)?[\s:]?(?:UO?|O)(?:的?呢"
        r"|\s?[查列看])?[\s?。!,]*",
        shape,
    )
    if alone and not sentence.units:
        return PASS
    if sentence.refs and not re.search(r"任务|哪些|清单", shape):
        return PASS
    if not _ASKS.search(shape) and judge(sentence.text).explicit:
        return PASS
    if alone or (asks_for_tasks(shape) and not CHATTER.search(shape)):
        return list_tasks(sentence)
    return PASS


def _led(sentence: Sentence) -> Result:
    if _WHETHER_IT_LEADS.search(sentence.shape):
        return PASS
    return list_tasks(sentence) if asks_for_tasks(sentence.shape) else PASS


_WHETHER_IT_LEADS = re.compile(r"[^\W_]是(?:不是)?U(?:来|在)?(?:牵头|负责)的?(?:吗|么|吧|[?]|$)")
"""清欠是科工信局牵头吗 asks who leads it."""


LISTS = (
    rule(
        "what a unit leads",
        "list_unit_tasks",
        r"^(?!.{0,40}还是)[^。]{0,40}(?:U|O)(?:都|只|一共|总共|今年)?牵头(?:的|了)?(?:有)?(?:哪"
        r"|什么|啥|几|多少|任务|事项"
        r"|项目|$|\?)",
        _led,
        ("县城管执法局牵头哪些？", "我局牵头的任务"),
    ),
    rule(
        "whether that is all",
        "list_unit_tasks",
        r"^[^R]{0,6}(?:U|O)的?(?:任务|事项|清单)[^R]{0,12}R"
        r"|^[^R]{0,6}(?:U|O)[^R,。]{0,4}除了?\s?R[^R,。]{0,6}(?:还|别的|其他|其它|另外)",
        list_tasks,
        ("开发区的任务是不是就14(3)", "发改局除了15(2)还有哪些"),
    ),
    rule(
        "whether there is no more than these",
        "list_unit_tasks",
        r"^[^R,。]{0,8}(?:U|O)[^R,。]{0,6}(?:只有?|就|仅)[^R,。没未]{0,4}R(?:[这一二两三四五六\d]"
        r"|[项个条件]|任务|事项"
        r"|[对是]|不|吗|吧|么|[?]|\s){0,6}$",
        list_tasks,
        ("住建局是不是只牵头5(5)", "气象局就5(1)和5(6)两项吧"),
    ),
)

CONTACTS = (
    rule(
        "contact",
        "contact",
        r"联系人|联络[员人]|联系方式|(?<![打接回来警线修])电话(?!没|来|打|会|费|里|报|通知|卡|说"
        r"|讲|线)|手机号?|号码|通讯录|对接人|经办人|(?:该)?找(?:谁|哪位"
        r"|哪个人?|什么人)|谁(?:来|在|负责)?(?:对接|联系|经办)|U的?(?:负责人|主要领导"
        r"|分管领导)(?:是|叫)?(?:谁|哪)|U[^,。]{0,6}(?:谁|哪[个位])(?:来|在)?(?:管|负责|跟|对接|弄"
        r"|办)|(?:怎么|如何|咋)联系|找(?:一?下)?U的?(?:人|同志)|联系(?:谁"
        r"|哪)",
        _contact,
        ("住建局联系人", "供电公司找谁", "住建局谁对接的", "我局联系人是谁", "5(2)找谁"),
    ),
)


def _misspelt(sentence: Sentence) -> Result:
    """Offer the units that a name is near to where it has no ending of a unit's."""
    if sentence.refs or sentence.units or sentence.own:
        return PASS
    found = _NAME_THEN_TASKS.match(sentence.shape)
    near = sentence.vocabulary.units.near(found[1]) if found else ()
    return AskBack(why="which_unit", name=found[1], candidates=near) if found and near else PASS


_NAME_THEN_TASKS = re.compile(
    r"^(?:请问|查一?下?|看一?下?|\s)?([\u4e00-\u9fff]{3,8}?)的?\s?(?:任务|有(?:哪些|什么|几项)任务"
    r"|联系人|联络员)"
    r"(?:清单|有哪些|是什么)?[?\s]*$"
)


TASKS = (
    rule(
        "tasks of a unit",
        "list_unit_tasks",
        r"(?:U|O)",
        _list_asked,
        (
            "县税务局 有哪些任务",
            "税务局的任务",
            "我局任务",
            "科工信局长期坚持的那些列一下",
            "住建局要配合的有哪些，牵头的不用列",
            "县税务局",
        ),
    ),
    rule(
        "one's own tasks",
        "list_unit_tasks",
        r"^(?:请|查|看|查看|列出?|显示|一下|\s){0,3}(?:我(?:的|有|要|该|负责|今年)?(?:哪些|什么"
        r"|多少|几项)?(?:的)?)?(?:任务|待办|清单|工作任务|任务清单|事项清单|所有任务|全部任务"
        r"|任务列表|有哪些任务|有什么任务)(?:有哪些|清单|列表|是什么)?[\s?]*$|我(?:有|要)(?:哪些"
        r"|什么|多少|几[项个])(?:任务|事项|要)",
        _mine,
        ("任务清单", "我有哪些任务"),
    ),
    rule(
        "tasks of nobody we know",
        "list_unit_tasks",
        r"^(?:请问|查|看)?(?:[\u4e00-\u9fff]{1,10}(?:局|委|办|院|中心|公司|集团|银行|镇|乡|街道"
        r"|部)|局|银行|中心|公司)\s?的?里?"
        r"(?:任务|事项|清单|有(?:没有?)?(?:哪|什么|几|多少|任务|逾期)|牵头|逾期|联系[人方]|联络员"
        r"|负责|要[做干交完]|领了|配合|参与|承担|归口"
        r"|还有|没报|报了|进展|完成情况|电话|找谁|对接|号码)",
        _unknown_unit,
        ("环保局有哪些任务",),
    ),
    rule(
        "tasks of a name gone wrong",
        "list_unit_tasks",
        r"任务|联系人|联络员",
        _misspelt,
        ("人民银航任务",),
    ),
)
