"""Each refusal as one helpful Chinese sentence with the next step, and as facts for machines."""

from collections.abc import Callable, Iterable
from typing import Any

from ledger import errors as e
from ledger.plan import ItemRef
from ledger.progress import Status
from ledger.rights import Action
from ledger.secrecy import Secret
from messages import choosing, labels
from messages.exchange import NO_QUESTION, Asked, Question
from messages.text import Blocks

_ACTION_WORDS = {
    "report": "报送进度",
    "report_on_behalf": "代报",
    "apply": "申请办结",
    "close": "销号",
    "return": "退回",
    "extend": "申请延期",
    "grant": "批准延期",
    "grant_further": "批准第二次或较长的延期",
    "refuse": "答复延期",
    "dry_run": "看提醒预演",
    "see_difficulties": "看需协调清单",
    "export_history": "导出历史",
    "rename_unit": "单位更名、合并",
    "ask": "查询",
    "acknowledge": "签收",
    "correct": "更正",
    "withdraw": "撤回",
    "suspend": "挂账",
    "stop": "停办",
    "resume": "恢复",
    "reopen": "回头看",
    "propose": "提议",
    "see_history": "看办理历史",
    "see_contact": "看联络员",
    "see_phone": "看电话",
    "summarise": "看汇总",
    "coordinate": "答复需协调的事",
    "mark_sensitive": "标记敏感",
    "amend_item": "调整事项",
    "cancel_item": "撤销事项",
    "export": "导出",
    "bind": "申请绑定",
    "approve_binding": "审核绑定",
    "unbind": "解绑",
    "see_unbound": "看未绑定的单位",
    "assign_role": "任免优化办和管理员",
    "remind": "催办",
    "pause_reminders": "暂停提醒",
    "adopt_milestone": "采纳里程碑",
}

_NOT_OFFERED = {
    "bind": "在群里授予这个身份（优化办和管理员由管理员任命）",
    "export": "导出文件",
}


_SECRET_WORDS = {
    Secret.CLASSIFIED: "密级标志",
    Secret.INTERNAL: "内部资料标志",
    Secret.IDENTITY_CARD: "身份证号",
    Secret.BANK_CARD: "银行卡号",
    Secret.MOBILE: "手机号",
}


_PART_WORDS = {"lead": "牵头单位", "deadline": "期限", "text": "内容"}


def _refs(refs: Iterable[ItemRef]) -> str:
    return " ".join(str(ref) for ref in refs)


def _unknown_item(error: e.UnknownItem) -> str:
    near = f"这一项下有 {_refs(error.near)}，" if error.near else ""
    return f"没有 {_refs(error.refs)} 这个事项。{near}请核对编号再发，或发“我们单位的任务”看清单。"


def _whole_objective(error: e.WholeObjective) -> str:
    many = len(error.candidates)
    return f"{error.objective} 下有{many}个事项，请写明是哪个，例：{error.candidates[0]}。"


def _no_item(error: e.NoItemNamed) -> str:
    if not error.candidates:
        return "请写明是哪个事项，例：进度 15(6) 已完成"
    return f"请写明是哪个事项，例：进度 {error.candidates[0]} 已完成。"


def _unknown_unit(error: e.UnknownUnit) -> str:
    if not error.name:
        return "请写明是哪个单位，例：绑定 县税务局 李华"
    if error.near:
        return f"没有“{error.name}”这个单位，您是指{'、'.join(error.near)}？"
    return f"没有“{error.name}”这个单位，请写清单上的名称再发。"


def _not_your_unit(error: e.NotYourUnit) -> str:
    lead = "、".join(error.lead)
    if error.named:
        return (
            f"{error.named}不是 {error.ref} 的牵头或责任单位（牵头：{lead}），没有记录；"
            f"代报请写对单位，例：代 {error.lead[0] if error.lead else '单位'} {error.ref} …"
        )
    return f"{error.ref} 不是您单位的事项，由{lead}牵头报送；若编号写错请改正再发。"


def _lead_only(error: e.LeadOnly) -> str:
    act = "延期" if error.action is Action.EXTEND else "办结"
    lead = "、".join(error.lead)
    return f"{error.ref} 的{act}由牵头单位{lead}申请；您单位可报配合进度，例：进度 {error.ref} …"


def _no_request(error: e.NoRequest) -> str:
    nothing = f"{error.ref} 没有等答复的延期申请"
    if error.action is Action.GRANT:
        return f"{nothing}；要直接延期请写上日期，例：同意 {error.ref} 延期到…月…日"
    return f"{nothing}；发“{error.ref} 历史”看最近记录。"


def _not_allowed(error: e.NotAllowed) -> str:
    act = _ACTION_WORDS[error.action.value]
    may = "、".join(labels.ROLE_WORDS[role] for role in error.may)
    return f"{act}要由{may}来办，请找他们。"


_WAYS_ON = {
    (Status.CLOSED, Action.CLOSE): "已有人销号，不用再办；发“{ref} 历史”看谁办的",
    (Status.CLOSED, Action.RETURN): "销号有误请发：撤回 {ref} 的销号",
    (Status.CLOSED, Action.REPORT): "确需重新办理，请优化办发：回头看 {ref} 原因",
    (Status.CLOSED, Action.APPLY): "已经办结，不用再申请；发“{ref} 历史”看谁办的",
    (Status.CLOSED, Action.EXTEND): "确需重新办理，请优化办发：回头看 {ref} 原因",
    (Status.OPEN, Action.RETURN): "没有等审核的办结申请；发“{ref} 历史”看是谁答复的",
    (Status.OPEN, Action.REOPEN): "本来就在办理，不用恢复",
    (Status.PENDING, Action.REOPEN): "还没有销号；不通过请发：退回 {ref} 原因",
    (Status.PENDING, Action.EXTEND): "正等优化办审核；还没办完请先发：撤回 {ref}",
    (Status.SUSPENDED, Action.SUSPEND): "已经挂账，不用再办",
    (Status.STOPPED, Action.STOP): "已经停办，不用再办",
}
"""What to do instead, where an act does not fit the state."""
_WAYS_BACK = {
    Status.SUSPENDED: "要接着办请管理员先发：恢复 {ref}",
    Status.STOPPED: "要接着办请管理员先发：恢复 {ref}",
    Status.MERGED: "发“{ref}”看并到了哪一项，请到那一项报送；要分开请管理员发：撤回 {ref} 的合并",
    Status.CANCELLED: "要恢复请管理员发：恢复 {ref}",
}


def _wrong_status(error: e.WrongStatus) -> str:
    act = _ACTION_WORDS[error.action.value]
    status = labels.STATUS_WORDS[error.status]
    way = _WAYS_ON.get((error.status, error.action)) or _WAYS_BACK.get(error.status)
    on = way.format(ref=error.ref) if way else f"发“{error.ref}”看详情，有疑问请找优化办。"
    return f"{error.ref} 现在是“{status}”，不能{act}；{on}"


_SENTENCES: dict[type[e.LedgerError], Callable[[Any], str]] = {
    e.EmptyLedger: lambda _: "台账还是空的，请管理员先导入方案（duban import 文件）。",
    e.UnknownItem: _unknown_item,
    e.WholeObjective: _whole_objective,
    e.AmbiguousPlan: lambda x: (
        f"{x.ref} 在{'、'.join(x.plans)}里都有，请在前面写上方案名，例：{x.plans[0]} {x.ref}。"
    ),
    e.NoItemNamed: _no_item,
    e.UnknownUnit: _unknown_unit,
    e.AmbiguousUnit: lambda x: f"“{x.name}”是指{'、'.join(x.candidates)}中的哪一个？",
    e.NothingFound: lambda x: f"没有找到和“{x.keyword}”有关的事项，请换个词或直接发编号。",
    e.NotBound: lambda _: (
        "您还没有绑定单位，只能查询、不能报送；请发“绑定 单位名称”，优化办同意后再报一遍。"
    ),
    e.NoUnitOfYours: lambda _: (
        "您还没有绑定单位，不知道要查哪个单位。请写上单位名称，例：县税务局 有哪些任务；"
        "联络员请发“绑定 单位名称”。"
    ),
    e.NotYourUnit: _not_your_unit,
    e.LeadOnly: _lead_only,
    e.NotAllowed: _not_allowed,
    e.SelfApproval: lambda x: (
        f"{x.ref} 是您自己报的，请优化办另一位同事来{_ACTION_WORDS[x.action.value]}。"
    ),
    e.WrongStatus: _wrong_status,
    e.Superseded: lambda x: (
        f"{x.ref} 的这份申请后来有变动，按钮已失效；发“{x.ref}”看最新情况，再用文字答复。"
    ),
    e.NotDated: lambda x: f"{x.ref} 是长期事项，没有到期日，不用延期；按期报进展就行。",
    e.PastDue: lambda x: (
        f"{x.ref} 的期限{labels.day(x.due)}已经过了，到期前才能延期；"
        f"办理情况请照常报，例：进度 {x.ref} 80%"
    ),
    e.NoNewDate: lambda x: (
        f"请写明延到哪天和原因（现在的期限是{labels.day(x.due)}），没有记录。"
        f"例：{x.ref} 申请延期到…月…日 因…"
    ),
    e.NotLater: lambda x: (
        f"{x.ref} 现在的期限是{labels.day(x.due)}，"
        f"{labels.day(x.until)}不比它晚，没有记录；请写更晚的日期再发。"
    ),
    e.NoRequest: _no_request,
    e.NothingToWithdraw: lambda x: (
        f"{f'{x.ref} 上' if x.ref else ''}没有您可以撤回的记录；"
        f"发“{x.ref or '15(6)'} 历史”看最近记录，要撤别人的请找优化办。"
    ),
    e.NotTakenBack: lambda x: (
        f"您最近一次办的是“{labels.KIND_WORDS[x.kind]}”，不能用“撤回”取消，没有改动；"
        "要撤回别的请写编号，例：撤回 15(6)"
    ),
    e.TooLate: lambda x: (
        f"{x.ref} 上您{labels.day(x.day)}的记录已过当天或已经审核，撤回请找优化办；"
        f"有新情况请发：更正 {x.ref} …"
    ),
    e.NoReason: lambda x: (
        f"{_ACTION_WORDS[x.action.value]}要写明原因，没有记录，"
        f"例：{_ACTION_WORDS[x.action.value]} {x.ref} 原因…"
    ),
    e.NothingToAmend: lambda x: (
        f"{x.ref} 没有要改的（没写改什么，或和现在一样），没有记录；"
        f"例：调整 {x.ref} 牵头 县财政局 期限 11月底前"
    ),
    e.ItemIncomplete: lambda x: (
        f"新增 {x.ref} 还缺{'、'.join(_PART_WORDS[part] for part in x.missing)}，没有记录；"
        f"例：新增 {x.ref} 牵头 县税务局 责任 县财政局 期限 12月底前 内容 …"
    ),
    e.UnclearDeadline: lambda x: (
        f"看不懂期限“{x.words}”，没有记录；请写成“2023年11月底前”或“长期坚持”这样再发。"
    ),
    e.NumberTaken: lambda x: (
        f"{x.ref} 已经有这个事项了，没有记录；新增请用 {x.free}，要改它请发：调整 {x.ref} …"
    ),
    e.NoSubItems: lambda x: (
        f"{x.ref.objective} 下没有分项，加不了 {x.ref}；"
        "新增只能加在有分项的任务下，例：新增 15(7) …；整项新任务请导入新的方案文件。"
    ),
    e.UnknownPerson: lambda x: (
        f"“{x.name}”有几位：{'、'.join(x.candidates)}，请写编号再发。"
        if x.candidates
        else f"没有找到“{x.name}”，请写姓名或编号再发；发“未绑定”看哪些单位还缺人。"
    ),
    e.AlreadyBound: lambda x: f"您已经是{x.unit}的联络员，不用再绑定；发“我是谁”可以查看。",
    e.ForSomebodyElse: lambda x: (
        f"绑定要本人来发（按企业微信编号登记），请{x.name}自己发：绑定 单位名称 姓名；"
        "一批人可以用名册导入。没有记录。"
    ),
    e.NoApplication: lambda x: (
        f"没有“{x.name}”等答复的绑定申请（答复过，或后来有变动）；发“未绑定”看有哪些申请。"
    ),
    e.OwnApplication: lambda _: "这是您自己的申请，请优化办另一位同事来答复。",
    e.UnitTaken: lambda x: (
        f"已经有{x.new}这个单位，没有改动；"
        + (f"并过去请发：单位合并 {x.old} 并入 {x.new}" if x.old != x.new else "不用再改")
    ),
    e.NotAContact: lambda x: (
        f"{x.name} 没有登记为{x.unit or '哪个单位'}的联络员，没有改动；"
        "免去优化办或管理员请发：免去 姓名 优化办"
    ),
    e.LastAdmin: lambda _: "只剩这一位管理员，先任命另一位，例：任命 姓名 管理员",
    e.UnfitWords: lambda x: (
        f"消息里有{'、'.join(_SECRET_WORDS[secret] for secret in x.secrets)}，"
        "没有记录，原文也没有保存；请马上撤回这条消息，这类内容走规定的渠道报送。"
    ),
    e.NoDifficulty: lambda x: (
        f"{x.ref} 没有等答复的困难，没有记录；发“需协调”看有哪些，发“{x.ref} 历史”看已答复的。"
    ),
    e.NoAnswerWords: lambda x: (
        f"请写明怎样协调的，没有记录。例：答复 {x.ref} 已协调县财政局，资金下周到位"
    ),
    e.NothingToRemind: lambda _: (
        "没有要催的：逾期、临期和本期未报的都没有；要催哪项请写编号，例：催办 5(7)"
    ),
    e.NoUnitNamed: lambda x: (
        f"{x.ref} 的责任单位没有点名到具体单位{f'（写的是“{x.words}”）' if x.words else ''}，"
        f"没有发。催牵头单位请发：催办 {x.ref}"
    ),
    e.NoMilestone: lambda x: (
        f"{x.ref} 文中的时间有{'、'.join(map(labels.day, x.days))}，"
        "已采纳或不含您写的日期；没有记录。"
        if x.days
        else f"{x.ref} 的文字里没有写具体日期，没有可采纳的里程碑。"
    ),
    e.NotOffered: lambda x: (
        f"看懂了，但现在还不能{_NOT_OFFERED.get(x.what, '这样办')}，请直接找优化办；台账没有改动。"
    ),
}


def fault(number: str) -> Blocks:
    """Apologise for a fault of the machine, with the number it has in the log."""
    return (f"系统出错（编号{number}），这条没有处理，请稍后再发一遍；再不行请把编号告诉管理员。",)


def say(error: e.LedgerError) -> Blocks:
    """Word a refusal: one sentence that says what is wrong and what to do next."""
    return (_SENTENCES[type(error)](error),)


def answer(error: e.LedgerError) -> Blocks:
    """Word a refusal that is the whole answer: with its choices, to be answered by number."""
    choices = question(error).choices
    if not choices:
        return say(error)
    how = choosing.answer_by_number(choices)
    return (f"{_SENTENCES[type(error)](error)}{how}", *choosing.numbered(choices))


def question(error: e.LedgerError) -> Question:
    """Tell what a refusal asks, so that a number or a few words can answer it."""
    ask = _QUESTIONS.get(type(error))
    return ask(error) if ask else NO_QUESTION


def _which_item(refs: Iterable[ItemRef]) -> Question:
    return Question(asked=Asked.ITEM, choices=tuple(map(str, refs)))


def _which_name(about: str, choices: Iterable[str]) -> Question:
    return Question(asked=Asked.NAME, about=about, choices=tuple(choices))


_QUESTIONS: dict[type[e.LedgerError], Callable[[Any], Question]] = {
    e.WholeObjective: lambda x: _which_item(x.candidates),
    e.NoItemNamed: lambda x: _which_item(x.candidates),
    e.UnknownItem: lambda x: _which_item(x.near),
    e.AmbiguousPlan: lambda x: _which_name(str(x.ref), (f"{plan} {x.ref}" for plan in x.plans)),
    e.AmbiguousUnit: lambda x: _which_name(x.name, x.candidates),
    e.UnknownUnit: lambda x: _which_name(x.name, x.near),
    e.NoNewDate: lambda _: Question(asked=Asked.MORE),
    e.NoReason: lambda _: Question(asked=Asked.MORE),
    e.ItemIncomplete: lambda _: Question(asked=Asked.MORE),
    e.NothingToAmend: lambda _: Question(asked=Asked.MORE),
}


_KEEPS_INTENT = (
    e.NotBound,
    e.NotAllowed,
    e.NotOffered,
    e.SelfApproval,
    e.WrongStatus,
    e.EmptyLedger,
    e.NotDated,
    e.PastDue,
    e.NotLater,
    e.NoRequest,
    e.NothingToWithdraw,
    e.NotTakenBack,
    e.TooLate,
    e.NoReason,
    e.NothingToAmend,
    e.ItemIncomplete,
    e.UnclearDeadline,
    e.NumberTaken,
    e.NoSubItems,
    e.UnknownPerson,
    e.AlreadyBound,
    e.ForSomebodyElse,
    e.NoApplication,
    e.OwnApplication,
    e.UnitTaken,
    e.NotAContact,
    e.LastAdmin,
    e.UnfitWords,
    e.NoDifficulty,
    e.NoAnswerWords,
    e.NothingToRemind,
    e.NoUnitNamed,
    e.NoMilestone,
)


def facts(error: e.LedgerError) -> tuple[str | None, dict[str, Any]]:
    """Give the intent a refusal turns the request into (None: it stays) and its facts."""
    if isinstance(error, _KEEPS_INTENT):
        return None, {}
    found: dict[str, Any] = {}
    match error:
        case e.UnknownItem():
            found = {"bad_refs": [str(ref) for ref in error.refs]}
        case e.WholeObjective():
            found = {
                "task": error.objective,
                "candidates": [str(ref) for ref in error.candidates],
            }
        case e.NoItemNamed():
            found = {"candidates": [str(ref) for ref in error.candidates]}
        case e.NotYourUnit() | e.LeadOnly():
            theirs = "part" if isinstance(error, e.LeadOnly) else "wrong_unit"
            found = {"refs": [str(error.ref)], theirs: True}
        case e.UnknownUnit():
            found = {"candidates": list(error.near), "unknown_unit": True}
        case e.AmbiguousUnit():
            found = {"candidates": list(error.candidates)}
    return "ambiguous_ask_back", found
