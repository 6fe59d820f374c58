"""What the command line says: refusals, what was understood of a document, the console's words."""

from collections.abc import Mapping, Sequence

from ledger.people import Roster
from ledger.plan import Plan
from messages import labels

_REFUSALS = {
    "damaged": (
        "数据库文件{path}损坏了（{detail}），没有打开。"
        "请用最近的备份替换它（连同 .id 文件），再启动。"
    ),
    "newer": "数据库{path}是更新版本的 duban 建的（{detail}），这个版本不能打开。请换回新版本。",
    "in_use": "数据库{path}正被另一个 duban 使用{pid}，不能同时打开。请先停掉那一个再试。",
    "missing": (
        "{path}不见了，但这里以前有过台账，所以没有另建空账。请把备份放回原处；"
        "确实要重新开始，先删掉 {path}.id。"
    ),
    "none": "{path}还没有台账。请先导入方案：duban import 方案文件 --yes",
    "empty": (
        "{path}是空文件，不是台账，没有打开。"
        "请用备份替换它；确实要重新开始，先删掉它和 {path}.id。"
    ),
    "not_a_ledger": "{path}是别的程序的数据库，不是台账。请换一个文件名（--db sqlite:///文件名.db）。",
    "unwritable": "{path}不能读写（{detail}）。请检查目录是否存在、权限和磁盘空间。",
    "unsupported": "不认识的数据库地址“{path}”，要写成 sqlite:///文件名.db 这样。",
    "outdated": "数据库{path}是旧版本建的，请先启动一次 duban run，它会备份并升级。",
    "other": (
        "{path}不是原来放在这里的那本台账（{detail}）。"
        "请放回原来的文件；确实要换，先删掉 {path}.id。"
    ),
}


def refused(reason: str, path: str, detail: str, pid: int | None, *, marked: bool = True) -> str:
    """Say why the database was not opened, and the way out."""
    key = "none" if reason == "missing" and not marked else reason
    by = f"（进程号{pid}）" if pid else ""
    return _REFUSALS[key].format(path=path, detail=detail, pid=by)


_SETTING_FAULTS = {
    "extra_forbidden": "没有这个设置，请核对拼写",
    "missing": "必须填写",
    "item_name": "事项编号要写成 5(2) 或 方案名 5(2)，括号用半角",
    "never_open": "quiet_from 要晚于 group_list_at 和 contacts_at，否则什么也发不出去",
    "off_and_worked": "同一天不能既写在 off 里又写在 worked 里",
    "no_file": "找不到这个设置文件",
    "not_toml": "设置文件格式不对：{detail}",
    "unreadable": "设置文件打不开：{detail}",
}


# By the beginning of pydantic's code for what is wrong with a value.
_VALUE_FAULTS = {
    "int": "要填整数",
    "bool": "要填 true 或 false",
    "time": '要填时间，例 "08:30:00"',
    "date": "要填日期，例 2027-02-15",
    "string": "要填文字，不能空着",
    "tuple": "要填列表，例 [1, 2]",
    "list": "要填列表，例 [1, 2]",
    "dict": "要填成一组设置",
    "model": "要填成一组设置",
    "greater": "数值太小",
    "less": "数值太大",
    "enum": "只能填 {detail}",
    "literal": "只能填 {detail}",
}


_SECRETS = frozenset({"secret", "token", "encoding_aes_key"})


def bad_setting(file: str, key: str, code: str, detail: str) -> str:
    """Name the setting that cannot be used and why."""
    about_value = _VALUE_FAULTS.get(code.split("_", 1)[0], "取值不对（{detail}）")
    known = detail.removeprefix("Input should be ").replace(" or ", "、").replace(", ", "、")
    reason = _SETTING_FAULTS.get(code, about_value).format(detail=known)
    if code == "missing" and key.rpartition(".")[2] in _SECRETS and "[" not in key:
        variable = f"DUBAN_{key.replace('.', '__').upper()}"
        reason += f"。密钥一般放环境变量 {variable}，这个终端里没有读到（docs/wecom.md 的“自检”）"
    return f"{file}{' 里的 ' + key if key else ''}：{reason}。"


def fault(number: str) -> str:
    """Apologise for a fault of the program."""
    return f"程序出错（编号{number}）。请把编号和刚才的命令告诉管理员；加 DUBAN_DEBUG=1 可看详情。"


def storage_fault(detail: str) -> str:
    """Say that the disk did not take what was to be written."""
    return f"数据库写不进去（{detail}），这次没有记录。请检查磁盘后再试。"


_CLOSED = {
    "bad_credentials": (
        "企业微信不认 [smart_bot] 的 bot_id 或 secret，已停止。"
        "请到管理后台核对 BotID，重新生成 Secret，改好再启动（duban doctor 可以自检）。"
    ),
    "bad_app_credentials": (
        "企业微信不认 [own_app] 的 corp_id 或 secret，已停止。请到管理后台核对后再启动。"
    ),
}


def channel_closed(reason: str) -> str:
    """Say why a surface can never work as it is configured."""
    return _CLOSED[reason]


WRONG_COMMAND = "命令写得不对（{detail}），用法请看 duban --help 或 duban 命令 --help。"
BAD_MOMENT = "看不懂时间“{text}”，请写成 2023-10-16 09:30 或 2023-10-16。"
BAD_SPAN = "--to 要不早于 --from，并且不超过十年，例：--from 2023-01-03 --to 2024-01-10"
UNKNOWN_PLAN = "没有叫“{name}”的方案；已有：{known}。"
UNKNOWN_REF = "没有“{ref}”这个事项。"
UNKNOWN_WHO = "名册里没有“{who}”。可用：用户编号、unit:单位名、office、none。"
NOTHING_TO_SAY = '请写要说的话，例：duban say "15(6)" --as unit:县税务局；或用 --file。'
ISOLATED_ONLY_FILE = "--isolated 要和 --file 一起用。"
NO_LINES_FILE = "读不了文件“{name}”：{detail}。"
BAD_LINE = "第{number}行不是 JSON 对象，或没有 text。"
PORT_TAKEN = "{host}:{port} 不能监听（{detail}）。请改 config.toml 的 [web] port，或设为 0 关掉。"
NOT_SAVED = "没有保存。确认无误后加 --yes 再导入。"
ASK_SAVE = "保存到台账吗？输入 yes 保存："
VERIFIED = "核对无误：{items}个事项，{entries}条记录，{outgoing}条待发和已发消息。"
READY = "duban 已启动：{items}个事项，{path}，接入：{surfaces}，健康检查 {health}"
SURFACES = {
    "smart_bot": "智能机器人（长连接）",
    "smart_bot_callback": "智能机器人（回调）",
    "own_app": "自建应用",
    "webhook": "消息推送",
    "console": "本机终端",
}
NO_HEALTH = "未开启"
STOPPED = "duban 已停止。"


def understood(
    plan: Plan, merged: Mapping[str, str], doubts: Sequence[tuple[str, str, str]]
) -> list[str]:
    """Tell the clerk what was read from a document."""
    dated = [item for item in plan.items if item.deadline.due]
    ongoing = [item for item in plan.items if item.ongoing]
    leads: dict[str, int] = {}
    for item in plan.items:
        for name in item.lead:
            unit = merged.get(name, name)
            leads[unit] = leads.get(unit, 0) + 1
    sections = len({item.section for item in plan.items})
    objectives = len({item.objective for item in plan.items})
    other = len(plan.items) - len(dated) - len(ongoing)
    days = "、".join(f"{day} {count}项" for day, count in sorted(_by_day(plan).items()))
    named = "、".join(f"{unit} {count}" for unit, count in leads.items())
    said = [
        f"方案：{plan.title}（台账名：{plan.name}）",
        f"共{len(plan.items)}项，{sections}个板块，{objectives}项任务",
        f"限期{len(dated)}项，长期{len(ongoing)}项，其他{other}项",
        f"牵头单位{len(leads)}个：{named}",
        f"到期日：{days or '没有'}",
        f"没有点名责任单位：{sum(item.units_open for item in plan.items)}项",
    ]
    said += [
        f"正文里的日期 {item.ref}：" + "、".join(f"{m.words}→{m.day}" for m in item.milestones)
        for item in plan.items
        if item.milestones
    ]
    said += [
        f"正文里的指标 {item.ref}：" + "；".join(t.words for t in item.targets)
        for item in plan.items
        if item.targets
    ]
    said += [f"同一单位：{printed} = {unit}" for printed, unit in merged.items()]
    said.append(f"请留意{len(doubts)}处：" if doubts else "没有疑点。")
    said += [f"  {place}：{words}（{reason}）" for place, words, reason in doubts]
    return said


def _by_day(plan: Plan) -> dict[str, int]:
    days: dict[str, int] = {}
    for item in plan.items:
        if item.deadline.due:
            day = item.deadline.due.isoformat()
            days[day] = days.get(day, 0) + 1
    return days


def changes(added: Sequence[str], amended: Sequence[str], dropped: Sequence[str]) -> str:
    """Say what saving would change of the plan that is there."""
    return (
        f"与台账里的同一方案相比：新增{_some(added)}，调整{_some(amended)}，撤下{_some(dropped)}"
        "；已有的进展记录全部保留。"
    )


def _some(refs: Sequence[str]) -> str:
    shown = " ".join(refs[:12]) + ("…" if len(refs) > 12 else "")
    return f"{len(refs)}项" + (f"（{shown}）" if refs else "")


def saved(name: str, count: int) -> str:
    """Confirm that a plan is in the ledger."""
    return f"已保存：{name}，{count}项。"


def push(to: str, text: str, *, group: bool) -> str:
    """Show a push with its addressee."""
    where = f"发到群 {to}" if group else f"私信 {to}"
    body = "\n".join(f"  │ {line}" for line in text.split("\n"))
    return f"  ┌ 【推送】{where}\n{body}"


def spoken(who: str, text: str) -> str:
    """Show what somebody said in a rehearsed dialogue."""
    return f"{who}> {text}"


def replied(name: str, text: str) -> str:
    """Show what the bot answered."""
    return f"{name}> " + text.replace("\n", "\n  ")


SILENT = "（不回应）"

BANNER = """\
督办助手 —— 终端里的群聊（{plan}，{items}项；现在是 {now}）
直接打字就是在群里说话。例：县税务局 有哪些任务 ｜ 15(6) ｜ 进度 15(6) 已完成 ｜ 汇总
  /as 谁      换人说话：unit:县税务局、office、none，或名册里的编号、姓名（现在是 {who}）
  /at 时间    拨钟，例：/at 2023-11-15 08:30
  /again      把上一条原样再发一次（同一编号）
  /who        看名册        /help 再看这些        /quit 退出"""

COMMANDS = "可用：/as 谁  /at 2023-11-15 08:30  /again  /who  /help  /quit"
NO_SUCH_COMMAND = "没有 {name} 这个命令。" + COMMANDS
NOW_SPEAKS = "现在由 {who} 说话。"
NOW_IS = "现在是 {now}。"
CLOCK_FIXED = "正式运行时不能拨钟；在 make run（duban demo）里可以。"
NOTHING_AGAIN = "还没有说过话。"
REHEARSED = "以上是在临时台账上演示的一天，没有保存。在终端里运行 make run 可以自己试。"


_POSTS = {"main": "", "backup": "（备）", "head": "（负责人）"}


def roster(people: Roster) -> str:
    """List who may speak as whom."""
    rows = [f"  {c.user_id} {c.name} {labels.ROLE_WORDS[c.role]}" for c in people.colleagues]
    rows += [f"  {c.user_id} {c.name} {c.unit}{_POSTS[c.post]}" for c in people.contacts]
    return "\n".join(["名册：", *rows])
