"""How a rehearsed year is printed: a line a message, then what each unit would get."""

from collections.abc import Sequence
from datetime import date

from ledger.reminders import DueBoard
from messages.reminders import Planned
from messages.text import Blocks

_WEEKDAYS = "一二三四五六日"


def day(on: date, planned: Sequence[Planned], board: DueBoard) -> Blocks:
    """Write one day: the group's list as counts, then each unit's message."""
    listed = (
        f"  群内清单：今日到期{len(board.today)} 临期{len(board.soon)} 逾期{len(board.overdue)}"
    )
    return (
        f"{on} 星期{_WEEKDAYS[on.weekday()]}",
        *(() if board.is_empty else (listed,)),
        *(_message(message) for message in planned),
    )


def _message(message: Planned) -> str:
    items = " ".join(f"{due.name}[{due.step}]" for due in message.due)
    return f"  {message.unit} → {message.to or '没有联络员，转优化办'}：{items}"


def total(rows: Sequence[tuple[str, int, int]], days: int) -> Blocks:
    """Write what each unit would get: unit, messages, items named in them."""
    messages = sum(count for _, count, _ in rows)
    return (
        f"合计：{days}天有消息，{len(rows)}个单位，{messages}条",
        *(f"  {unit} {count}条，点到事项{named}次" for unit, count, named in rows),
    )
