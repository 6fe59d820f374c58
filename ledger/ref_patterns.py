"""The spellings of an item's number, as patterns over folded text (see `ledger.folding`)."""

import re

from ledger.numerals import NUMBER

# Behind a number, these make it a count, a date, a time or a measure, not an item.
_MEASURES = (
    "个|项|条|件|家|户|次|场|份|人|天|日|号|月|年|周|季|度|点|时|分|秒|元|万|千|百(?!分之)|亿|公里"
    "|米|平"
    "|亩|吨"
    "|台(?!账)|套|辆|车|页|批(?!准|复|示)|期(?![限满])|级|名|位|种|类|款|村|镇|乡|所|间|栋|小时|倍"
    "|成|折|楼|层|块|斤|本(?![月周期季年次局院委单])|张"
    "|只|起(?![草步动])|宗"
    "|笔|多|余|来|几|旬|版|届|局|岁|轮|部|篇|字|路|线|寸|瓶|杯|口|遍|趟|回|把|股|司"
    "|大(?![概约体致部])|小|比|星"
    "|米|克"
)
COUNT = re.compile(
    rf"\s?(?:{_MEASURES}|%)|\s?[、和及~到至-]\s?(?:1[0-2]|[1-9])月(?![底末初])|[a-z\d]"
    rf"|[-./~+*]\s?\d"
    r"|:\s?[0-5]\d(?!\s?[\d%个项条家户次件])"
)
FIGURE = re.compile(
    r"\d{4,}(?:\.\d+)?%?|\d{1,3}(?:\.\d{1,4})?(?:%"
    r"|[户次家人元万千百亿年天份场台套辆车页批期级名位米亩吨村镇件](?!任务|账|准|复|示|限|满))"
)
"""What is no item's number at first sight; most figures of an account are such."""
PEOPLE_NEXT = re.compile(r"\s?(?:[个名位人份套台辆件张间家户天元万]|项(?!任务|目))")
"""5(五)个人: what was counted, behind a count that is written out once more."""
DAY_NEXT = re.compile(r"\s(?:月[底末初]|年[底末内终])")
"""15.6 月底完成: a day behind the number, not its measure."""
CLOCK_NEXT = re.compile(r"\s?点")
"""5-7点开会: hours, not an item; nobody says 点 behind a dash."""
DAY_AFTER = re.compile(
    r"\s?(?:前|后|之前|之后|放假|假期|国庆|劳动|左右|开会|当天|当日|晚|早|上午|下午|中午|凌晨|买"
    r"|那天|以来)"
)
DAY_BEFORE = re.compile(r"(?:到|至|延期|延长|截止|年|期限|时间|日期|定在|改在|放在)\s?$")

_LEAD = r"(?:(?:第|任务|事项|编号|序号|no\.|#)\s?)"
_HEAD_TAIL = r"(?:号任务|项任务|条任务|个任务|任务|大项|大条|大点|条|项|号)"
_TAIL = r"(?:小项|子项|分项|小点|小条|项|点|款|条|号)(?![目级报据清议])"

BRACKETED = re.compile(
    # 15(6) 十五(六) 第15条(6) 任务5第(2)项 15.(6) 15(1-6) 15(1、4、5); also left unclosed
    rf"{_LEAD}{{0,2}}(?P<a>{NUMBER}){_HEAD_TAIL}?\s{{0,2}}[.、-]?的?(?:第\s?)?"
    rf"\({{1,2}}\s?第?(?P<b>{NUMBER})(?:\s?[-~到至]\s?(?P<to>{NUMBER})"
    rf"|(?P<list>(?:\s?[、,]\s?{NUMBER}){{1,20}}))?"
    rf"项?\s?(?P<shut>\){{1,2}})?"
)
NTH_OF = re.compile(
    # 第15条第6项 任务5第2小项 15条第6
    rf"(?P<lead>{_LEAD}){{0,2}}(?P<a>{NUMBER})\s?{_HEAD_TAIL}?\s?(?:里面的|里的|里|下的|下|中的"
    rf"|的|,)?\s?"
    rf"(?:第|事项|小项|子项)\s?(?P<b>{NUMBER})(?P<tail>\s?(?:个?{_TAIL}|小))?"
)
WORDED = re.compile(
    # 15项6 15的6 15之6 15条6项
    rf"{_LEAD}{{0,2}}(?P<a>{NUMBER})\s?(?:{_HEAD_TAIL}的?"
    rf"|[的之])\s?(?P<b>{NUMBER})(?!\s?[项个条]\s?(?:分别|都|各|全|一共|任务"
    rf"|事项))(?P<tail>\s?{_TAIL})?"
)
BRACKET_SAID = re.compile(
    # 十五括号六 15杠6
    rf"{_LEAD}{{0,2}}(?P<a>{NUMBER})\s?(?:左?小?括号|括弧|括|横杠|横线|横|杠|减)\s?(?P<b>{NUMBER})"
    r"(?:\s?右?(?:小?括号|括弧|括))?"
)
MARKED = re.compile(
    # 15-6 15.6 15/6 15_6 15点6 十五点六
    rf"{_LEAD}{{0,2}}(?P<a>{NUMBER})(?:\s?(?:--|[-~_/])\s?|[.·]\s?|点)(?P<b>{NUMBER})"
)
APART = re.compile(
    # 15 6 已完成
    r"(?P<a>\d{1,2})\s(?P<b>\d{1,2})(?!\d)(?=\s?(?:$|[\s,:]|已|完成|办结|均|都|正|推进|滞后|申请"
    r"|销号|详情|进度"
    r"|有困难|未启动|没启动|搞|弄|\d{1,3}%)(?!\s?\d+\s))"
)
IN_ONE_BREATH = re.compile(
    # 五二, 十五六
    r"(?P<a>[一二三四五六七八九]?十[一二三四五六七八九]"
    r"|[一二三四五六七八九])(?P<b>[一二三四五六七八九])"
    r"(?=\s|$|[,:]|申请|已|完成|办结|销号|进度|推进|滞后|延期|延到|详情|谁|是(?=什么|啥|谁|哪)"
    r"|什么|到哪|的|搞|弄"
    r"|历史|正|撤回|内容|报"
    r"|(?<=十[一二三四五六七八九][一二三四五六七八九])(?:还|都|全|没|未|尚|在))"
)
LISTED = re.compile(
    # 第7、8、9项
    rf"第\s?(?P<a>{NUMBER})(?P<list>(?:\s?[、,和及与]\s?{NUMBER}){{1,12}})\s?(?:大?项|条"
    rf"|号)(?:任务|事项)?"
    r"(?![目级报据清议])"
)
BARE = re.compile(
    # 9, 任务11, 第8项, 9号任务
    rf"(?P<lead>{_LEAD}){{0,2}}(?P<n>{NUMBER})"
    r"(?P<tail>\s?(?:项任务|号任务|个任务|条任务|号事项|大项|项|条|号)(?![目级报据清议]))?"
)
START = re.compile(
    r"(?<![\da-z])(?<!\d[.:/~\-])(?:\d|第|任务|事项|编号|序号|no\.|#)"
    r"|(?<![一二三四五六七八九十百千万零两\d])[一二三四五六七八九十两]"
)

SPOKEN_NEXT = re.compile(
    r"是(?:什么|啥|谁|哪)|(?:这个)?(?:任务|事项)?(?:由|归)?谁牵头|(?:的)?详情|(?:都|均)(?:已|完成"
    r"|推进|办结|在|正)"
    r"|[和跟与、](?=[一二三四五六七八九十]{1,3}(?:都|均|已|完成|推进|办结|申请|[和跟与、]))"
)
"""What follows a task's number said in words: 八是什么任务, 八和九都完成70%."""
STATE_NEXT = re.compile(
    r"\s?(?:已|完成\s?(?:了|\d|$)|办结|推进中|\d{1,3}%|申请(?:办结|延期|销号))"
)
NEXT_ITEM = re.compile(rf"\s?(?:[、,和及与跟;/&]|以及)?\s?第?\(\s?(?P<b>{NUMBER})\s?\)")
NEXT_BARE = re.compile(
    r"\s?(?:[、,和及与]|以及)\s?第?(?P<b>\d{1,2})(?=\s?[、,和及与\s均都全已项正推完办滞申小条点款]"
    r"|$)(?!\s?\()"
)
UP_TO = re.compile(
    rf"\s?[-~到至]\s?(?:(?P<a>{NUMBER})\s?[-._/]\s?)?(?P<b>{NUMBER}"
    rf"|\(\s?{NUMBER}\s?\))(?!\s?[\d%月.(年天日号-])"
)
ITEM_TAIL = re.compile(rf"\s?(?:{_TAIL}|任务|事项)(?![目级报据清议])")
BETWEEN_RANGE = re.compile(r"\s?[-~到至]\s?")
BETWEEN_LIST = re.compile(r"[\s、,和及与跟;]{0,3}|\s?以及\s?")

_WORDS_BEFORE = (
    "进度|更正|牵头|责任|负责|查|看|查询|查看|撤回|撤销|取消|收回|删掉|删除|删|作废|同意|批准|准予"
    "|退回|驳回|申请"
    "|催办|催|提醒|关于|把"
    "|给我|帮我|发我|我要|对|将|说明|是|和|及|与|或|还有|那|就|报的|报|给|请问|显示|打开|发|配合"
    "|参与|局|办|委|院|部|中心"
    "|公司|营商|更新|修改"
    "|我们|[局院委办们]的|单位的|中心的|完成|办结|以及|改|历史|详情|落实|推进|事项|编号|序号|任务"
    "|情况|状态|汇报|通过|刚才|刚刚|一下|报的|填的"
)
RANGE_BEFORE = re.compile(r"[\d一二三四五六七八九十]\s?[到至~-]\s?$")
CLAUSE_START = re.compile(
    rf"(?:^|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\s、,;。:!?()\"“”'@#>]|{_WORDS_BEFORE})$"
)
