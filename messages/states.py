"""What a stretch of text says of the work: its state, percent, measured values; or doubt."""

import re
from dataclasses import dataclass

from ledger.numerals import DIGITS
from ledger.progress import Progress
from messages.sentence import PERCENT

_FULL = 100
_CLAUSE = re.compile(r"[\s,。;!?、:\"“”()]")

_DONE_WORD = (
    r"(?:已经?|早就?|早已|全部|全都|全面|均|都|也|就|顺利|圆满|按时|提前|按期|如期|正式|终于"
    r"|总算|刚刚?|现|今天|昨天){0,4}"
    r"(?:完成|办结|办理完毕|办完|办好|办妥|弄完|弄好|搞定|搞完|搞好|做完|做好|干完|完工|完结"
    r"|收官|落实到位|落实完毕|整改到位|归一|归整"
    r"|结束|销号|完毕|妥了|搞掂|ok|okay|done|搞妥|整完|完事|闭环|达标|落地)"
    r"(?:完毕|到位)?(?:任务|工作)?(?:了|啦|咯|喽|哈|呢|的|哒|哩|嘞|噻|咧){0,2}(?:已经|都)?"
)
_DONE = re.compile(rf"(?P<done>{_DONE_WORD})(?!\w|\s?[\d-])")
_STRONG = re.compile(r"已|全部|全都|早|都|均|了|办结|搞定|销号|完毕")
_NEGATED = re.compile(
    r"(?:没有?|未|尚未|还没有?|不能|无法|没法|不算|并未|没能|未能|难以|不是|并非|没全部?|未全部?"
    r"|还未|暂未|尚没|别|不要|勿|不用|不曾|不可能|不算是)"
    r"(?:完全|全部|按时|如期|按期|真正|标记?为?|算|写)?(?:完成|办结|办完|弄完|搞定|做完|办好"
    r"|弄好|搞完|已完成|销号)|完不成|办不完|做不完|完成不了"
    r"|(?:完成|办结|搞|弄|做)(?:不了|不成)"
    r"|(?:已经?|全部|都).{0,2}(?:完成|办结|弄完|搞完)了?[,\s]?(?:但|不过|只是|就是|可).{0,6}(?:没|未|还|差|缺)"
)
_FUTURE = re.compile(
    r"(?:预计|预期|计划|争取|力争|准备|打算|拟|有望|能够?|可以?|将|将要|会|要|确保|保证|力求"
    r"|目标|底前|月前|之前|前|明天|下周|下月)"
    r"[^,。;!\n]{0,12}?(?:完成|办结|办完|搞定|弄完|做完)"
)
_NEARLY = re.compile(
    r"快要?(?:完成|办结|弄完|搞定|好了|完了)|即将(?:完成|办结)|基本(?:上)?(?:完成|办结|搞定)"
    r"|接近(?:完成|尾声)|差一点|差点|差一些|还差|就差"
    r"|只差|差不多|收尾|尾声|大体完成|初步完成|部分完成|完成(?:了)?(?:一?部分|大部分|大半|过半)"
    r"|未全部|剩余?|还剩|还有(?:一点|点|些|部分|一些|尾巴|几)"
    r"|尾巴|临近完成|快了|马上(?:就)?(?:好|完|能完)|就好了?$|就快"
)
_BEHIND = re.compile(
    r"滞后|落后|延误|偏慢|较慢|有点慢|太慢|慢了|进度慢|进展慢|进展缓慢|缓慢|没跟上|赶不上|拖后"
    r"|拖延了|拖了|未达(?:到)?(?:序时)?进度|低于序时"
)
_STUCK = re.compile(
    r"有困难|困难(?!群|职|企|户|学)|卡住|卡在|卡壳|受阻|遇阻|推不动|推进不(?:动|下去|了)"
    r"|需要?(?:县里|上级|办公室|U|你们|领导)?(?:协调|支持)"
    r"|请(?:求|帮忙|予)?(?:县里|上级|领导|U|优化办)?协调|难度(?:较|很|比较)?大|搞不(?:动|了|定)"
    r"|弄不(?:动|了)|停滞|停了|瓶颈|存在(?:问题|困难)"
    r"|有(?:问题|难度|阻力)|资金(?:缺口|不足|没到位|未到位|还没到)|办不了|做不(?:了|下去)"
)
_NOT_STARTED = re.compile(
    r"(?:未|没有?|尚未|还没有?|暂未|还未)(?:正式|全面|实质)?(?:启动|开始|开展|动工|开工|动起来"
    r"|进场|着手|动)(?!态)|没动静|零进展|没开头|待启动"
)
_UNDER_WAY = re.compile(
    r"推进中|(?:正在|正|在|持续|有序|稳步|正常|加快|全力|扎实|抓紧|积极|按计划|继续|同步|一直在"
    r"|常态化|按序时|均|都|顺利)(?:地)?(?:推进|推|办理?|办|开展|进行|做|弄|搞|落实|整改|抓|协调"
    r"|对接)"
    r"|按.{0,8}(?:节点|要求|计划|方案|部署|安排)(?:有序|正常)?(?:推进|落实|开展|进行)"
    r"|进行中|办理中|在办|进展顺利|进展正常|进展良好|进度正常|按计划|按序时|正常(?!化)|一切顺利"
    r"|在推|顺利推进|有序|达到序时|实施中|建设中|整改中"
    r"|办着|弄着|跟进|落实中|开展中|处理中|在走流程|走流程|在弄|在搞|在做|推进着|持续中"
)
_NO_CHANGE = re.compile(
    r"无(?:新|明显|实质)?(?:的)?(?:进展|变化|更新)|没有?(?:什么)?(?:新|明显)?(?:的)?(?:进展|变化"
    r"|动静)|[跟和与同](?:上次|上期|上周|上个?月|之前|以前)(?:一样|差不多|没区别|没变)|(?:保持|维持)不变"
    r"|没(?:什么|有)?变化?(?=$|\W)|同上(?:期|月|周|次)|与上(?:期|月|周)(?:一致|相同|持平)|维持原状|暂无(?:新)?进展"
)
_DOUBT = re.compile(
    r"应该(?!是|为)|应当是|好像|大概|估计|可能|也许|似乎|如果|要是|假如|倘若|假设|万一|说不定|不确定"
    r"|不知道|听说|据说|算(?:是)?.{0,6}吧|吧$|吧[,。!\s]|是否|能不能算|没说错|等.{0,8}(?:完成"
    r"|办结)(?:了)?(?:再|后|之后)|以为"
    r"|(?:完成|办结|[弄搞做办]完|[弄搞办]好|搞定)(?:了|之?后|以后){0,2}[,\s]?(?:我们?|就|才){0,2}"
    r"(?:再|告诉|通知|跟[你您]|和[你您]|给[你您]|反馈|另行)"
)
_FUZZY = re.compile(
    r"过半|大半|一大半|多半|近半|大部分|绝大部分|绝大多数|七七八八|八九不离十"
    r"|[一二三四五六七八九][一二三四五六七八九]成|三分之[一二]|四分之[一三]|小部分|一小半|快一半"
    r"|差不多一半"
)
_RATE = re.compile(
    r"(?<!完成)(?<!进度)(?<!推进)(?<!办结)率|增速|占比|比例|比重|增长|同比|环比|目标|下降|降低"
    r"|提升|提高了|压减|缩减|覆盖|达标|要求|高于|低于|余额"
    r"|减少|降|节约|税率|利率|合格|满意|任务数|指标"
)
_BEFORE_VALUE = re.compile(
    r"(?:目前|已经?|现在?|约|达到?|为|至|到|提升到|仅|只有|控制在|压到|已压到|是|在|有|平均)+$"
)
_VALUE = re.compile(
    r"(?<![\d.])\d{1,9}(?:\.\d{1,4})?\s?(?:个工作日|亿元|万元|亿|万户|户|元|万(?!家))"
    r"|(?<![\d.])\d{1,6}\.\d{1,4}\s?[个家件天倍]"
)
_BARE_PERCENT = re.compile(
    r"^\s?(?:进度|进展|目前|现在|已|已经|完成|完成度|完成率|推进到|推进至|到|达到|干到|做到|弄到"
    r"|推进|大约|约|改成|改为|调整|变为|更正为|应为|应该是|是|为|\s|[:,]){0,4}"
    r"(\d{1,3})(?=$|\s*[,。;!]|\s+(?!%)[^\d\s个项家户])"
)
_ACHIEVED = re.compile(
    r"已(?!知|阅|读|婚|有)|\d\s?(?:多|余)?(?:次|场|家|户|件|个|项|份|人|车|万|元|亩|批|期|笔|起"
    r"|宗|条|套|台|名|篇|张|辆|单|票|例)"
    r"|完(?:毕|了|$|[,。])|(?<=[办做开发设建签印改搞弄退查访增降压清理调解审批接报交送培训宣讲选立结出制招引谈落用推"
    r"入录拿达成收处拆修装铺通换传投放减免缩整归享对设备齐位])了|全部|上线|到位|落实(?!上级|国|中央|省|好|各)"
    r"|(?:印发|出台|召开|开展|组织|完成|建成|签订|通过|启动|办理|新增|发放|走访|更新|公示"
    r"|对接)了?"
)
_ELEMENT = re.compile(r"<(\w{1,40})[^<>]{0,200}>[^<>]{0,400}</\1\s?>")
_TAG = re.compile(r"</?[\w!?/][^<>]{0,400}>?")
_LONGEST_READ = 1000
_LONGEST_FREE = 600
"""A longer text without a state is no report (nobody could check what was understood)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a stretch of text says; `progress` None where it says nothing of the state.

    `trouble` names why nothing may be recorded (see `AskBack.why`).
    """

    progress: Progress | None = None
    percent: int | None = None
    percent_words: str = ""
    metric: str = ""
    trouble: str = ""
    explicit: bool = False
    """A word for the state or a percent, not only an account of what was done."""


def without_markup(text: str) -> str:
    """Take out what imitates markup; what stands inside an element is not said by a person."""
    return _TAG.sub(" ", _ELEMENT.sub(" ", text)) if "<" in text else text


def judge(text: str) -> Judgement:
    """Read what a stretch of folded text says of an item."""
    said = without_markup(text[:_LONGEST_READ]).strip(' \n:,.、-"“”()')
    percents, metric, unclear = _percents(said)
    fuzzy = _FUZZY.search(said)
    states = _states(said)
    trouble = _trouble(said, states, percents, unclear=unclear)
    if trouble:
        shown = percents[-1] if percents else None
        return Judgement(trouble=trouble, percent=shown, explicit=True)
    percent = percents[-1] if percents else None
    progress = _progress(states, percent, fuzzy=fuzzy is not None)
    if progress is Progress.DONE:
        percent = _FULL
    explicit = progress is not None
    if progress is None and len(text) <= _LONGEST_FREE and (metric or _ACHIEVED.search(said)):
        progress = Progress.UNDER_WAY
    words = fuzzy[0] if fuzzy and percent is None else ""
    return Judgement(
        progress=progress,
        percent=percent,
        percent_words=words,
        metric=metric,
        explicit=explicit,
    )


_WORDS: tuple[tuple[Progress, re.Pattern[str]], ...] = (
    (Progress.NOT_STARTED, _NOT_STARTED),
    (Progress.STUCK, _STUCK),
    (Progress.BEHIND, _BEHIND),
    (Progress.NO_CHANGE, _NO_CHANGE),
    (Progress.UNDER_WAY, _UNDER_WAY),
)


def _states(said: str) -> dict[Progress, int]:
    """Say which states are named, each with the place of its first word."""
    found = {progress: match.start() for progress, p in _WORDS if (match := p.search(said))}
    at = _done_at(said)
    if at is not None:
        found[Progress.DONE] = at
    elif not found and (nearly := _NEARLY.search(said)):
        found[Progress.UNDER_WAY] = nearly.start()
    return found


def _done_at(said: str) -> int | None:
    """Find a word that says the item itself is done, not one of its steps."""
    for match in _DONE.finditer(said):
        before = said[max(0, match.start() - 24) : match.start()]
        clause = _CLAUSE.split(before)[-1]
        if _FILLER.fullmatch(clause):
            return match.start()
        whole = len(clause) <= _LONGEST_TITLE and not _STEP.search(clause)
        if whole and _STRONG.search(match[0]) and _ENDS_DONE.search(match[0]):
            return match.start()
    return None


_LONGEST_TITLE = 14
_ENDS_DONE = re.compile(r"(?:完成|办结|搞定|销号|办理完毕|落实到位)(?:了|啦)?$")
_FILLER = re.compile(
    r"(?:我们?|咱们?|局|单位|这边|这块|这项|这个|该|此|项|条|任务|工作|事项|进度|进展|情况|目前"
    r"|现在|现|本月|本周|本期|今年|状态|为|是|改为|改成|更正"
    r"|更新|已经?|都|均|也|全部|的|基本情况|报告|汇报|反馈|应为|应该是|就|于|在|U|O|D|R|报送?"
    r"|标记?|今天|昨天|日|号|上?月|\d|年|之|以上|两项|三项|几项|各项|四项|和|:|嗯|哦|啊|那个|哈|呢|嘛|呀|诶|哎|我这|好了|您好|你好|领导|一下|跟|说){0,8}"
)
_STEP = re.compile(
    r"快要?$|即将|基本|接近|马上|差不多|大体|初步|预计|计划|争取|力争|准备|有望|将|能|会|要|才"
    r"|再|后|前|底|部分|环节|阶段|前期|一期|二期|第[一二三\d]|方案|清单|系统|平台|招标|采购|调研"
    r"|征集|培训|会议|签订|材料|资料|初稿|草案|文件|报告|合同|设计|测绘"
    r"|评估|宣传|宣讲|对接|更新|公示|备案|排查|摸底|梳理|收集|统计|\d|一个|两个|几个|半|场|次|家"
    r"|户|件|不|没|未|还|等|待|如|若|据"
)


def _trouble(said: str, states: dict[Progress, int], percents: list[int], *, unclear: bool) -> str:
    """Name what keeps a stretch from being recorded, or nothing."""
    done = Progress.DONE in states
    negated = _NEGATED.search(said) is not None
    others = states.keys() & {Progress.STUCK, Progress.BEHIND, Progress.NOT_STARTED}
    if unclear or any(not 0 <= p <= _FULL for p in percents):
        return "contradiction"
    if _DOUBT.search(said) and (done or negated or not states or _NEARLY.search(said)):
        return "doubt" if done or negated or percents or _DONE_LOOSE.search(said) else ""
    if done:
        less = any(p < _FULL for p in percents)
        if negated or others or less or _NEARLY.search(said):
            return "contradiction"
    elif negated and not states and not percents and not _FUTURE.search(said):
        return "doubt"
    return ""


_DONE_LOOSE = re.compile(r"完成|办结|搞定|弄完|做完|办完")


def _progress(states: dict[Progress, int], percent: int | None, *, fuzzy: bool) -> Progress | None:
    """Choose the one state: what needs attention before what goes well, the first said first."""
    if Progress.DONE in states or percent == _FULL:
        return Progress.DONE
    urgent = {p: at for p, at in states.items() if p in {Progress.STUCK, Progress.BEHIND}}
    if urgent:
        return min(urgent, key=lambda p: urgent[p])
    if states:
        return min(states, key=lambda p: states[p])
    return Progress.UNDER_WAY if percent is not None or fuzzy else None


def _percents(said: str) -> tuple[list[int], str, bool]:
    """Tell the item's own progress from other percents and values.

    Returns the progress percents, the first measured value, and whether they contradict.
    """
    own: list[int] = []
    steps: list[int] = []
    metric = ""
    for match in PERCENT.finditer(said):
        before = _BREAK.split(said[max(0, match.start() - 24) : match.start()])[-1]
        if _RATE.search(before) or "百分点" in match[0]:
            if not metric and "目标" not in before:
                metric = _BEFORE_VALUE.sub("", before).strip() + match[0]
        elif _OF_A_WHILE.search(before):
            steps.append(percent_of(match))
        else:
            own.append(percent_of(match))
    own = own or steps
    if not own and (bare := _BARE_PERCENT.match(said)):
        own.append(int(bare[1]))
    if not metric and (value := _VALUE.search(said)):
        metric = value[0].strip()
    differ = len(set(own)) > 1
    unclear = _BELOW_ZERO.search(said) is not None or (differ and not _MOVES.search(said))
    return (own[-1:] if differ else own[:1]), metric, unclear


_OF_A_WHILE = re.compile(r"(?:本|这个?|当|上个?)(?:月|周|季度?|期)|新增|环比|比上")
"""A percent of one month is not the item's own where the total is told too."""
_BELOW_ZERO = re.compile(r"(?:完成|达到?|为|是|到)-\d")
_BREAK = re.compile(r"[,。;!\n、]")
_MOVES = re.compile(
    r"从|不是|由|由原|原来|→|->|提高到|提升到|升到|涨到|改成|改为|更正|应为|上次|上周|上月|原先|之前"
)


def percent_of(match: re.Match[str]) -> int:
    """Read a match of PERCENT as a whole number: 60%, 百分之六十, 六成五, 一半."""
    figures, spoken, tenths, units, _ = match.groups()
    if figures:
        return int(float(figures))
    if spoken:
        return _spoken(spoken)
    if tenths:
        whole = int(tenths) if tenths.isdigit() else DIGITS[tenths]
        return whole * 10 + DIGITS.get(units or "", 0)
    return 50


def _spoken(words: str) -> int:
    """Read what follows 百分之: 六十五, 百, 8."""
    whole = words.partition("点")[0]
    if whole.isascii() and whole.isdigit():
        return int(whole)
    if "百" in whole:
        return _FULL if whole in {"百", "一百"} else _FULL + 1
    tens, ten, units = whole.partition("十")
    if not ten:
        return int("".join(str(DIGITS.get(char, 0)) for char in whole) or "0")
    return (DIGITS.get(tens, 1) if tens else 1) * 10 + DIGITS.get(units, 0)
