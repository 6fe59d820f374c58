"""The wording of what the clock sends: a unit's merged reminder, the group's list, a dry run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.lights import Light, days_left
from ledger.progress import ItemState
from ledger.reminders import DueBoard
from messages import items, labels
from messages.items import Reader
from messages.text import Blocks

_LATE = "【补发】"
_SHOWN_IN_GROUP = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An item in a reminder, and whether the unit leads it."""

    state: ItemState
    leads: bool
    step: str = ""
    """Why it is in the message (`ledger/steps.py`)."""
    over: bool = False
    """The report period it is about has ended since: the bot was down at its end."""
    plan: str = ""
    """Its plan's name, where the number alone could be another plan's item too."""

    @property
    def name(self) -> str:
        """The number to answer with."""
        return f"{self.plan} {self.state.ref}" if self.plan else str(self.state.ref)


def sent_again(text: str, *, late: bool) -> Blocks:
    """Put a notice into blocks; one that may have arrived before says that it comes again."""
    return tuple(f"{_LATE if late else ''}{text}".split("\n"))


def unit_reminder(
    unit: str, day: date, found: Sequence[Due], reader: Reader, *, late: bool, todays: bool = True
) -> Blocks:
    """Write the one merged message a unit gets in a day, by what is wanted.

    知道了 answers a step of today; where there is none (`todays`) it is not asked for.
    """
    groups: dict[str, list[Due]] = {}
    for due in found:
        groups.setdefault(_group(due, reader), []).append(due)
    blocks = [f"{_LATE if late else ''}【督办提醒】{unit} {labels.day(day)}"]
    for name in _GROUPS:
        if dues := groups.get(name):
            blocks += [f"{name}{len(dues)}项：", *(_line(d, reader) for d in dues)]
    seen = "；看过了回：知道了" if todays else ""
    blocks.append(f"回一句就行，例：进度 {found[0].name} 已完成{seen}")
    return tuple(blocks)


_TODAY, _SOON, _AHEAD, _LATE_ONES, _PERIOD, _PERIOD_OVER, _MILESTONE = (
    "今日到期",
    "临期",
    "预先提醒",
    "已逾期",
    "本期未报",
    "上期没有报",
    "里程碑",
)
_GROUPS = (_TODAY, _LATE_ONES, _SOON, _AHEAD, _MILESTONE, _PERIOD, _PERIOD_OVER)


def _group(due: Due, reader: Reader) -> str:
    if due.step.startswith("milestone"):
        return _MILESTONE
    if due.state.due is None:
        return _PERIOD_OVER if due.over else _PERIOD
    if reader.light(due.state) is Light.OVERDUE:
        return _LATE_ONES
    left = days_left(due.state.due, reader.today, reader.calendar)
    if left <= 0:
        return _TODAY
    return _SOON if left <= reader.rules.soon_days else _AHEAD


def _line(found: Due, reader: Reader) -> str:
    plan = f"{found.plan} " if found.plan else ""
    helps = "" if found.leads else "（配合）"
    if found.step.startswith("milestone"):
        return f"{plan}{found.state.ref} {items.title(found.state.item)} {_node(found)}{helps}"
    return f"{plan}{items.line(found.state, reader)}{helps}"


def _node(found: Due) -> str:
    """Write which date inside the text it is about, and whether that is over."""
    _, day, step = found.step.split("-", 2)
    words = f"{int(day[:2])}月{int(day[2:])}日"
    return f"{labels.light(Light.OVERDUE)} {words}" if step.startswith("overdue") else words


def office_note(
    day: date, found: Sequence[tuple[str, Sequence[Due]]], reader: Reader, *, late: bool
) -> Blocks:
    """Tell the office which units should be reminded but have nobody on the roster."""
    rows = (f"{unit}：{'；'.join(_brief(d, reader) for d in due)}" for unit, due in found)
    head = f"{_LATE if late else ''}【请转告】{labels.day(day)} 以下单位没有登记联络员："
    return (head, *rows)


def _brief(found: Due, reader: Reader) -> str:
    if found.step.startswith("milestone"):
        return f"{found.name} {_node(found)}"
    return f"{found.name} {items.when(found.state, reader.today)}"


def group_list(day: date, board: DueBoard, reader: Reader, *, late: bool) -> Blocks:
    """Write the group's daily list: today, within the threshold, and overdue as a count."""
    blocks = [f"{_LATE if late else ''}【今日督办】{labels.day(day)}"]
    if board.today:
        blocks += [f"今日到期{len(board.today)}项：", *_shown(board.today, reader)]
    if board.soon:
        blocks += [
            f"{reader.rules.soon_days}个工作日内到期{len(board.soon)}项：",
            *_shown(board.soon, reader),
        ]
    if board.overdue:
        blocks.append(f"{labels.light(Light.OVERDUE)} {len(board.overdue)}项，发“逾期”看明细。")
    return tuple(blocks)


def _shown(states: Sequence[ItemState], reader: Reader) -> Blocks:
    rows = items.lines(states[:_SHOWN_IN_GROUP], reader, with_lead=True)
    rest = len(states) - _SHOWN_IN_GROUP
    return (*rows, f"……另{rest}项，发“本周到期”看全部。") if rest > 0 else rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One message a dry run says would go out."""

    unit: str
    to: str
    """The person it would reach, or the group; an empty text where nobody is on the roster."""
    due: tuple[Due, ...]


def dry_run(
    day: date, planned: Sequence[Planned], board: DueBoard, reader: Reader, *, working: bool
) -> Blocks:
    """Show the office what would go out on a day, without sending anything."""
    known = reader.calendar.is_known(day.year)
    doubt = () if known else (f"（{day.year}年的放假安排还没有，暂按周末休息计算）",)
    if not working:
        return (f"{labels.day(day)}不上班，不发提醒。", *doubt)
    blocks = [f"{labels.day(day)} 预演（只看不发）：", *doubt]
    if not planned:
        blocks.append("不提醒任何单位。")
    for message in planned:
        refs = " ".join(dict.fromkeys(due.name for due in message.due))
        blocks.append(f"· {message.unit} → {message.to or '没有登记联络员，转优化办'}：{refs}")
    if board.is_empty:
        blocks.append("群内清单：没有到期事项，不发。")
    else:
        blocks += ["群内清单：", *group_list(day, board, reader, late=False)]
    return tuple(blocks)
