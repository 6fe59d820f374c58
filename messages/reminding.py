"""Words about reminding by hand: the preview, the message, milestones, 知道了."""

from collections.abc import Mapping, Sequence
from datetime import date

from ledger.errors import LedgerError
from ledger.progress import Entry
from messages import errors, items, labels
from messages.items import Reader
from messages.reminders import Due
from messages.text import Blocks


def preview(by_unit: Mapping[str, Sequence[Due]]) -> Blocks:
    """Show to whom a reminder would go before it goes to more than one unit."""
    return (
        f"将催办{len(by_unit)}个单位，每个单位一条：",
        *(f"· {unit}：{_refs(dues)}" for unit, dues in by_unit.items()),
        "确认发送请回：确认；不发请回：算了",
    )


def urged(by_unit: Mapping[str, Sequence[Due]]) -> Blocks:
    """Say that reminders are on their way."""
    units = "；".join(f"{unit}（{_refs(dues)}）" for unit, dues in by_unit.items())
    return (f"已催办{len(by_unit)}个单位：{units}。不在工作时间的，下个工作日上班后发。",)


def _refs(dues: Sequence[Due]) -> str:
    return " ".join(dict.fromkeys(due.name for due in dues))


def urge(unit: str, day: date, dues: Sequence[Due], reader: Reader) -> Blocks:
    """Write what a unit gets when the office urges it."""
    return (
        f"【催办】{unit} {labels.day(day)} 优化办请报一下这几项的进展：",
        *(items.line(due.state, reader) for due in dues),
        f"回一句就行，例：进度 {dues[0].state.ref} 60% 正在推进",
    )


def adopted(entries: Sequence[Entry], refused: Sequence[LedgerError]) -> Blocks:
    """Repeat the adopted dates."""
    lines = (
        f"已采纳 {entry.ref} 的里程碑：{entry.note}"
        f"（{labels.day(entry.until) if entry.until else ''}），到时提醒。"
        for entry in entries
    )
    return (*lines, *(f"未记录：{block}" for error in refused for block in errors.say(error)))


def noted(count: int) -> Blocks:
    """Thank for 知道了 in one line."""
    return (f"好的，今天这{count}项不再提醒；有进展时报一句就行。",)
