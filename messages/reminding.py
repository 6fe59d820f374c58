"""Words about reminding by hand: the preview, the message, milestones, 知道了."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ledger.errors import LedgerError
from ledger.progress import Entry, ItemState
from messages import errors, items, labels
from messages.items import Reader
from messages.reminders import Due
from messages.text import Blocks


def preview(
    by_unit: Mapping[str, Sequence[Due]], at_rest: Sequence[ItemState], until: date | None
) -> Blocks:
    """Show to whom a reminder would go before it goes to more than one unit."""
    by = f"，请他们{labels.day(until)}前报" if until else ""
    return (
        f"将催办{len(by_unit)}个单位，每个单位一条{by}：",
        *(f"· {unit}：{_refs(dues)}" for unit, dues in by_unit.items()),
        *_left_out(at_rest),
        "确认发送请回：确认；不发请回：算了",
    )


def urged(
    by_unit: Mapping[str, Sequence[Due]], at_rest: Sequence[ItemState], opens: datetime | None
) -> Blocks:
    """Say that reminders are on their way, or from when on."""
    units = "；".join(f"{unit}（{_refs(dues)}）" for unit, dues in by_unit.items())
    later = f"现在不在工作时间，{labels.moment(opens)}发出。" if opens else ""
    return (f"已催办{len(by_unit)}个单位：{units}。{later}", *_left_out(at_rest))


def _left_out(at_rest: Sequence[ItemState]) -> Blocks:
    """Name the items nobody is urged about, as nobody works on them now."""
    named = "、".join(f"{s.ref} {labels.STATUS_WORDS[s.status]}" for s in at_rest)
    return (f"不用催的没有发：{named}",) if at_rest else ()


def _refs(dues: Sequence[Due]) -> str:
    return " ".join(dict.fromkeys(due.name for due in dues))


def urge(unit: str, dues: Sequence[Due], reader: Reader, by: str) -> Blocks:
    """Write what a unit gets when the office urges it; `by` says until when."""
    return (
        f"【催办】{unit} {labels.day(reader.today)} 优化办请报一下这几项的进展{by}：",
        *(_line(due, reader) for due in dues),
        f"回一句就行，例：进度 {dues[0].name} 60% 正在推进",
    )


def _line(due: Due, reader: Reader) -> str:
    plan = f"{due.plan} " if due.plan else ""
    return f"{plan}{items.line(due.state, reader)}{'' if due.leads else '（配合）'}"


def wanted_by(until: date | None, today: date) -> str:
    """Say by when the office wants to hear."""
    return f"，请{labels.day(until, today)}前报" if until else ""


def adopted(entries: Sequence[Entry], refused: Sequence[LedgerError]) -> Blocks:
    """Repeat the adopted dates, and say which of them are over already."""
    lines = (
        f"已采纳 {entry.ref} 的里程碑：{entry.note}"
        f"（{labels.day(entry.until) if entry.until else ''}），{_when(entry)}。"
        for entry in entries
    )
    return (*lines, *(f"未记录：{block}" for error in refused for block in errors.say(error)))


def _when(entry: Entry) -> str:
    over = entry.until is not None and entry.until < entry.at.date()
    return "已经过了，按逾期提醒" if over else "到时提醒"


def noted(count: int) -> Blocks:
    """Thank for 知道了 in one line."""
    return (f"好的，今天这{count}项不再提醒；有进展时报一句就行。",)
