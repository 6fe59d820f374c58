"""Rules for taking back, and for what the office decides: 撤回, 同意, 退回."""

import re

from messages.commands import AskBack, RequestCompletion, Undo, UndoKind, Verdict
from messages.doubts import asked_back
from messages.rule import PASS, Result, rule
from messages.rules_requests import EXTENSION, extension, reason_in
from messages.sentence import Sentence

_ASKED = re.compile(
    r"[?]|吗|么$|呢$|没有?$|能不能|可不可以|行不行|是不是|是否|要不要|该不该|能否|可否|同意不|还是"
    r"|为[什啥何]|谁|怎么|咋|如何|何时|什么时候"
)

_BEGGED = re.compile(
    r"(?:(?<!申)请|[望求])(?:领导|优化办|U|县里|上级|予以|给予|尽快|审核){0,2}(?:批准|同意|准予"
    r"|核准|审批|确认)"
)
"""请同意延期 asks for it and grants nothing."""
_COMPLETION = re.compile(r"办结|销号|结案|完成|验收|结项")

_UNDO_FILLER = re.compile(
    r"上午|下午|早上|前面|中午|不好意思|对不起|抱歉|刚才|刚刚|上午|早上|下午|上一?条|上次|上面"
    r"|最后一?条?|那条|这条|那个|这个|我|要|想|把|的|请|先|再|重新"
    r"|重报|重发|报错|报重|发错|写错|打错|填错|弄错|搞错|说错|错|重|点|了|进度"
    r"|报告|消息|报送|上报|报|记录|汇报|申请|群里?|内容|一下|吧|哈|帮|麻烦|,|。|!|\s|O|办结|销号"
    r"|延期"
    r"|完成|不算|发的|D|呢|啊|刚|一?条|全部|都|掉|能|可以|数据|信息|下(?=$|[,。!])"
)

_TAKES_BACK = re.compile(
    r"撤回|^撤(?=[!。了吧]{0,2}$)|撤销|取消|收回|作废|撤掉|删[掉除了]|去掉|不算数"
)

_SHORT = 30


_KINDS: tuple[tuple[UndoKind, re.Pattern[str]], ...] = (
    (
        "amendment",
        re.compile(
            r"(?:撤回|取消|撤销|收回)\s?R?\s?的?(?:事项)?(?:新增|调整|合并|撤销)"
            r"|R\s?的(?:事项)?(?:新增|调整|合并)"
        ),
    ),
    ("answer", re.compile(r"答复|协调")),
    ("sensitive", re.compile(r"敏感")),
    ("shelving", re.compile(r"(?<!恢复)(?<!重新)(?:挂账|停办)")),
    (
        "reopen",
        re.compile(
            r"重新(?:挂|打开|启动|开|督|列|纳)|恢复|重启|回头看|(?:取消|撤销"
            r"|收回)对?R?的?(?:已?销号"
            r"|办结(?!申请))|销号(?:撤销|取消)"
        ),
    ),
    ("approval", re.compile(r"批准|同意|准予|审批|审核通过|通过的")),
    ("extension", EXTENSION),
    ("completion", re.compile(r"办结|销号|结案")),
    ("report", re.compile(r"进度|进展|报送|上报|汇报|记录")),
)


def _kind(shape: str) -> UndoKind:
    return next((kind for kind, said in _KINDS if said.search(shape)), "")


_REPORTS_TOO = re.compile(
    r"(?:撤[回销掉了]|取消|删[掉除])[^R]{0,8}R[^R]{0,10}[,。;\n][^R]{0,10}R[^,。]{0,8}(?:P|完成"
    r"|办结了|推进)"
)
"""撤回15(6)，改报15(5) 60%: two things at once, of two items."""


def _undo(sentence: Sentence) -> Result:
    shape = sentence.shape
    if not sentence.refs:
        rest = _UNDO_FILLER.sub("", _TAKES_BACK.sub("", shape))
        return PASS if rest or len(shape) > _SHORT else Undo(kind=_kind(shape))
    if re.search(r"(?:怎么|如何|能不能|可以|能)[^,]{0,4}(?:撤|取消)[^,]{0,4}(?:吗|\?|$)", shape):
        return PASS
    if re.search(r"(?:不|别|勿|没有?)(?:要|用|能|想)?(?:撤|取消)", shape):
        return PASS
    problem = asked_back(sentence)
    if not problem and _REPORTS_TOO.search(shape):
        problem = AskBack(why="contradiction", refs=sentence.items)
    kind = _kind(shape)
    closing = kind == "completion" and re.search(r"R\s?的?销号(?!申请)", shape) is not None
    return problem or Undo(refs=sentence.items, kind=kind, closing=closing)


def _decided(sentence: Sentence, action: Verdict) -> Result:
    shape = sentence.shape
    if _BEGGED.search(shape):
        return PASS
    if _ASKED.search(shape) or (not sentence.refs and len(shape) <= len("同意")):
        return PASS
    if not sentence.refs:
        return (
            AskBack(why="no_item")
            if _COMPLETION.search(shape) or EXTENSION.search(shape)
            else PASS
        )
    if problem := asked_back(sentence) or _conditional(sentence, action) or _mixed(sentence):
        return problem
    if EXTENSION.search(shape):
        return extension(sentence, action)
    return RequestCompletion(refs=sentence.items, action=action, reason=reason_in(sentence))


_IF_ONLY = re.compile(
    r"前提|条件是|(?:补[齐充正全]|完善|整改|到位|签字|盖章|齐全?)[^,。]{0,4}(?:之?后|再|才|就)"
    r"|如果|要是|(?:准备|打算|拟|考虑|倾向于?|原则|有待|建议)(?:上|予以)?(?:同意|批准|准予|核准)"
    r"|(?:还没有?|尚未|没有?|未|暂未|还未|等|待)(?:领导|U|获得?|得到|被)?(?:同意|批准|准予|核准)"
)
"""Granted on a condition, or not granted yet: nothing is decided."""


def _conditional(sentence: Sentence, action: Verdict) -> AskBack | None:
    """Ask where a yes hangs on something; a no may say what is to come first."""
    if action == "approve" and _IF_ONLY.search(sentence.shape):
        extends = EXTENSION.search(sentence.shape) is not None
        why = "conditional_extension" if extends else "conditional"
        return AskBack(why=why, refs=sentence.items)
    return None


_GRANTS = re.compile(r"(?<![不未没])(?:同意|批准|准予|通过|予以)")
_REFUSES = re.compile(
    r"退回|驳回|打回|不同意|不予|不批|不准|拒绝|不通过|未通过|没通过|不能销|暂不|不可以?"
)


def _mixed(sentence: Sentence) -> AskBack | None:
    """Ask where one item is granted and another refused in one breath: one at a time."""
    shape = sentence.shape
    if shape.count("R") > 1 and _GRANTS.search(shape) and _REFUSES.search(shape):
        return AskBack(why="contradiction", refs=sentence.items)
    return None


def _approve(sentence: Sentence) -> Result:
    return _decided(sentence, "approve")


def _reject(sentence: Sentence) -> Result:
    return _decided(sentence, "reject")


def _verdict_alone(_: Sentence) -> Result:
    return AskBack(why="no_item")


UNDO = (
    rule(
        "take back",
        "undo",
        r"撤回|^撤[!。了吧]{0,2}$|R[^,。]{0,8}(?:撤了|撤掉|撤下)(?=$|[,。])|R[^,。]{0,6}(?:申请"
        r"|进度|上报|记录|报送)[^,。]{0,3}(?:撤|删)[了掉下]?吧?(?=$|[,。!])"
        r"|R[^,。\d]{0,4}(?:[填报写发][错重多]|多[报填发])[^。\d]{0,5}撤|销号[^。]{0,8}(?:恢复"
        r"|销错)|R[^,。\d]{0,3}销错|^R\s?恢复(?:办理|推进)?[。!]?$"
        r"|R[^,。\d]{0,6}[报填发]的(?:都)?(?:不算|不作数|别算)|(?:那条|上一?条|刚才的?"
        r"|这条)(?:不算|别算|不要)(?:数|了)?$|撤销(?!\d|了?\d|机构)|撒回|作废|撤掉|收回(?!\d)(?=R"
        r"|我[^,。]{0,2}报的R|$|[^\d]{0,4}(?:申请|进度|记录"
        r"|批准|销号))|(?:恢复|重启|重新打开|重新挂)\s?R|R.{0,8}(?:重新挂|重新打开|重新[督列纳]"
        r"|恢复为?(?:未完成|在办|督办|推进)|恢复办理"
        r"|恢复挂账|重启)|(?:取消|删除|删掉)(?:R|刚才|上一?条|那条|这条|我的?|之?前的?|掉|办结"
        r"|销号|延期|进度|申请)|R\s?(?:的|进度|报送|上报|填报|申请|记录|办结|销号|延期|刚才|刚|报"
        r"|那条|这条|我|请|先|把|给|都|全部|汇报|数据|信息|内容|上次|之前|[\sOD]){0,6}(?:取消|删除"
        r"|删掉)(?:吧|了|掉"
        r"|一下)?(?:[\s,。]|$)|(?:进度|申请|记录|报送|汇报|上一条|刚才的)(?:取消|删除|删掉|作废)"
        r"|R[^,。\d]{0,4}(?:[填报写搞弄发点说][错重多]|重复|多[报填发]"
        r"|[报发填]了[两二三][次遍])[^。\d]{0,6}(?:取消|删(?!减|繁)|不要|不算|去掉)"
        r"|^[^R,。]{0,8}(?:[填报写发][错重])[^R,。]{0,3}[\s,。](?:帮我|麻烦)?(?:取消|删(?:除|掉"
        r"|了)|不算|去掉)(?:了|吧)?$",
        _undo,
        (
            "撤回",
            "刚才报错了，撤回",
            "取消15(6)的进度",
            "5(5)报错了，撤回重报",
            "5(2)销号撤销，重新挂上",
            "撤回5(5)的延期申请",
        ),
    ),
)

DECIDE = (
    rule(
        "a verdict on nothing named",
        "ambiguous_ask_back",
        r"^(?:退回|驳回|打回|准予|不予|不准|(?:同意|准予|予以|批准|确认|不予|不同意|暂不"
        r"|可以)(?:销号|办结|延期)|销号|审核(?:不)?通过"
        r"|退回(?:重报|修改|补充|重新报))(?:了|吧)?[。!]*$",
        _verdict_alone,
        ("退回", "准予销号", "审核通过"),
    ),
    rule(
        "refuse",
        "request_completion",
        r"^(?:R)?[\s,]*(?:不得延|退回|驳回|打回|不同意|不予|不批|不准|拒绝|不通过|不认可|暂不同意"
        r"|暂缓(?:R|办结|销号|延期|通过|同意))"
        r"|(?:R|申请|办结|销号|延期)[^,。]{0,6}(?:退回|驳回|打回|不同意|不予|不批|不准|拒绝"
        r"|不通过|未通过|没通过|不能销|暂不)|[,\s](?:退回|驳回|打回|不同意|不予)(?:R|$|重|补|修"
        r"|通过"
        r"|办|销|延|,|申请)|^R[^。?]{0,16}[,\s](?:不能|不得|不可以?|暂不)(?:予以)?(?:销号|办结"
        r"|延期)$|^R[\s,]*不(?:能|得|可)(?:再|予)?延期[。!]?$",
        _reject,
        (
            "退回 5(5) 缺联合验收名单",
            "5(5)不予销号，材料不全",
            "驳回5(2)的办结申请",
            "5(5)没达标，不能销号",
        ),
    ),
    rule(
        "approve",
        "request_completion",
        r"^(?:准了?|批了?|同意|可以|行|通过)[,\s]{1,2}R[^,。\d]{0,6}(?:销号|办结|延期)[。!]?$"
        r"|^(?:已)?(?:同意|批准|准(?!备|时|确|点)予?|准许|核准|审核通过|审批通过|通过|确认|认可"
        r"|予以)[^,。]{0,3}R"
        r"|^R[^,。\d]{0,10}(?:同意|批准|准予|准了|批了|核准|审核通过|审批通过|予以(?:办结|销号)"
        r"|确认(?:完成|办结|销号)|审核无误|可以?(?:办结|销号)了?$|(?:的?(?:办结|销号"
        r"|审核))?(?:审核|审批)?通过了?(?=$|[,。]\s?(?:销号|办结|同意|准予|可以)))"
        r"|^经[^R]{0,16}R[^,。\d]{0,6}(?:同意|准予|批准|予以)(?:办结|销号|延期|结案)"
        r"|^R[^。?]{0,24}[,\s](?:同意|批准|准予)[。!]?$"
        r"|^R[^。]{0,24}[,\s](?:现|经审核,?)?(?:同意|准予|批准|予以)R?的?(?:办结|销号|延期)"
        r"|^(?:经|材料|资料|现|已?(?:核实|核查|审核|验收|审阅|看过))[^R]{0,16}(?:同意|准予|批准)R"
        r"|^(?:同意|批准|准予"
        r"|确认|审核通过)[^,。]{0,4}(?:办结|销号|延期|完成|申请)",
        _approve,
        (
            "同意 5(5) 销号",
            "15(6)确认完成",
            "准予5(2)销号",
            "15(6)审核通过",
            "5(5)材料齐全，同意销号",
            "经审核，同意5(5)销号",
            "5(5)通过，销号",
            "经查，5(5)准予办结",
        ),
    ),
)
