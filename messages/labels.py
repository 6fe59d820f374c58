"""Words and lights for the codes of the ledger; the only place with emoji."""

from datetime import date, datetime

from ledger.lights import Light
from ledger.plan import Item
from ledger.progress import Claim, Entry, EntryKind, Progress, Status
from ledger.rights import Role

STATUS_WORDS: dict[Status, str] = {
    Status.OPEN: "办理中",
    Status.PENDING: "待审核",
    Status.CLOSED: "销号",
    Status.SUSPENDED: "挂账",
    Status.STOPPED: "停办",
    Status.MERGED: "已合并",
    Status.CANCELLED: "已撤销",
}

LIGHT_WORDS: dict[Light, str] = {
    Light.NORMAL: "正常",
    Light.SOON: "临期",
    Light.OVERDUE: "逾期",
    Light.CLOSED: "已办结",
    Light.UNREPORTED: "本期未报",
    Light.SHELVED: "暂停",
    Light.REMOVED: "不再单列",
}

_LIGHT_SIGNS: dict[Light, str] = {
    Light.NORMAL: "🟢",
    Light.SOON: "🟡",
    Light.OVERDUE: "🔴",
    Light.CLOSED: "🔵",
    Light.UNREPORTED: "⚪",
    Light.SHELVED: "⏸",
    Light.REMOVED: "⏹",
}

_LIGHTS = {shown: f"{_LIGHT_SIGNS[shown]} {LIGHT_WORDS[shown]}" for shown in Light}

PROGRESS_WORDS: dict[Progress, str] = {
    Progress.DONE: "已完成",
    Progress.UNDER_WAY: "推进中",
    Progress.BEHIND: "滞后",
    Progress.STUCK: "有困难",
    Progress.NOT_STARTED: "未启动",
    Progress.NO_CHANGE: "本期无新进展",
}

MACHINES = {"import": "导入"}
"""What is done on the server, as the history names who did it."""

KIND_WORDS: dict[EntryKind, str] = {
    EntryKind.IMPORTED: "导入方案",
    EntryKind.AMENDED: "事项调整",
    EntryKind.REPORTED: "报送",
    EntryKind.APPLIED: "申请办结",
    EntryKind.CLOSED: "销号",
    EntryKind.RETURNED: "退回",
    EntryKind.EXTENSION_REQUESTED: "申请延期",
    EntryKind.EXTENSION_GRANTED: "同意延期",
    EntryKind.EXTENSION_REFUSED: "不同意延期",
    EntryKind.ACKNOWLEDGED: "签收",
    EntryKind.CORRECTED: "更正",
    EntryKind.SUSPENDED: "挂账",
    EntryKind.STOPPED: "停办",
    EntryKind.RESUMED: "恢复办理",
    EntryKind.REOPENED: "回头看",
    EntryKind.PROPOSED: "提议",
    EntryKind.WITHDRAWN: "撤回",
    EntryKind.MILESTONE_ADOPTED: "采纳里程碑",
    EntryKind.REMINDERS_PAUSED: "暂停提醒",
    EntryKind.REMINDERS_RESUMED: "恢复提醒",
    EntryKind.NOTED: "知道了",
    EntryKind.SENSITIVE_ON: "标记敏感",
    EntryKind.SENSITIVE_OFF: "取消敏感",
    EntryKind.ADDED: "新增事项",
    EntryKind.MERGED: "合并",
    EntryKind.ABSORBED: "并入",
    EntryKind.CANCELLED: "撤销事项",
    EntryKind.BINDING_ASKED: "申请绑定",
    EntryKind.BOUND: "登记联络员",
    EntryKind.BINDING_REFUSED: "不同意绑定",
    EntryKind.UNBOUND: "解绑",
    EntryKind.ROLE_GIVEN: "任命",
    EntryKind.ROLE_TAKEN: "免去",
    EntryKind.COORDINATED: "协调答复",
    EntryKind.UNIT_SUCCEEDED: "单位更名",
}

ROLE_WORDS: dict[Role, str] = {
    Role.LEADER: "召集人",
    Role.OFFICE: "优化办工作人员",
    Role.ADMIN: "管理员",
    Role.CONTACT: "单位联络员",
    Role.UNIT_HEAD: "单位负责人",
    Role.MEMBER: "群成员",
}


def light(shown: Light) -> str:
    """Give the light as people read it: colour and word always together."""
    return _LIGHTS[shown]


def day(value: date, today: date | None = None) -> str:
    """Write a date; the year is left out where it is this year's."""
    short = f"{value.month}月{value.day}日"
    return short if today is not None and value.year == today.year else f"{value.year}年{short}"


def moment(value: datetime, today: date | None = None) -> str:
    """Write a date with its time of day."""
    return f"{day(value.date(), today)} {value:%H:%M}"


def claim(said: Claim | Entry) -> str:
    """Say in standard words what was reported: `推进中 80%，已退税1200户`."""
    percent = f"{said.percent}%" if said.percent is not None else said.percent_words
    if said.progress is Progress.DONE:
        percent = ""
    head = " ".join(
        part for part in (PROGRESS_WORDS[said.progress] if said.progress else "", percent) if part
    )
    note = _rest(said.note, (*head.split(), said.metric))
    metric = "" if said.metric in note else said.metric
    return "，".join(part for part in (head, metric, note) if part) or "情况说明"


def _rest(note: str, said: tuple[str, ...]) -> str:
    """Leave out of a note's beginning what the standard words before it already say."""
    rest = note
    while True:
        rest = rest.lstrip(" ，。,.：:；;！!")
        word = next((w for w in said if w and rest.startswith(w)), "")
        if not word:
            return rest
        rest = rest.removeprefix(word)


def wording(item: Item) -> str:
    """Write an item as the plan had it, for the history of an amendment."""
    units = f"牵头 {'、'.join(item.lead)}；责任 {item.units_text}；时限 {item.deadline.words}"
    return f"{item.text}（{units}）"
