"""Answers to the office's decisions, and what the unit is told of them."""

from datetime import date

from ledger.errors import LedgerError
from ledger.progress import EntryKind, ItemState
from messages import errors, items, joint, labels
from messages.reports import Recorded
from messages.text import Blocks


def decided(
    rows: tuple[tuple[Recorded, ItemState], ...], refused: tuple[LedgerError, ...]
) -> Blocks:
    """Repeat each decision; `rows` carry the state before it."""
    blocks = [_line(row, before) for row, before in rows]
    for error in refused:
        blocks += [f"未记录：{block}" for block in errors.say(error)]
    return tuple(blocks)


def _line(row: Recorded, before: ItemState) -> str:
    ref, name = row.item.ref, items.title(row.item)
    if row.entry.kind is EntryKind.RETURNED:
        return f"已退回 {ref} {name}：{row.entry.note or '未写原因'}。状态回到办理中。"
    direct = "" if before.done_on else "此前没有办结申请，按您的意见直接销号。"
    when = _on_time(before, row.entry.at.date())
    silent = joint.silent_leads(row.parts) if before.done_on else ""
    own = "，自审" if row.entry.on_behalf else ""
    return f"已销号 {ref} {name}（{when}{own}）。{direct}{silent}"


def _on_time(before: ItemState, today: date) -> str:
    done = before.done_on or today
    if before.due is None:
        return "长期事项，按办结处理"
    word = "按期" if done <= before.due else "逾期"
    return f"{word}办结，办结日 {labels.day(done)}"


def to_reporter(row: Recorded) -> str:
    """Tell whoever reported the item how the office decided."""
    ref, name = row.item.ref, items.title(row.item)
    if row.entry.kind is EntryKind.RETURNED:
        reason = row.entry.note or "未写原因"
        return f"【退回】{ref} {name}：{reason}。请补充后再报：进度 {ref} …"
    return f"【销号】{ref} {name} 已经优化办审核销号。"
