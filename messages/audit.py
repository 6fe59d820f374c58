"""The whole history as a table: its columns, and each row in words."""

from collections.abc import Mapping
from datetime import datetime

from ledger.plan import ItemRef
from ledger.progress import Entry
from messages import labels, rows

TITLE = "历史记录"

COLUMNS: tuple[tuple[str, int], ...] = (
    ("序号", 8),
    ("时间", 20),
    ("方案", 10),
    ("编号", 8),
    ("事项", 28),
    ("动作", 12),
    ("单位", 16),
    ("经办人", 10),
    ("用户ID", 16),
    ("标记", 10),
    ("原话", 50),
    ("进展", 12),
    ("进度", 8),
    ("数据", 20),
    ("说明", 30),
    ("涉及的人", 20),
    ("针对第几行", 12),
    ("新期限", 12),
    ("原状态", 10),
    ("新状态", 10),
    ("消息编号", 30),
    ("封印", 66),
)
"""Each heading with its width in characters."""

Row = tuple[str | int | datetime | None, ...]


def row(entry: Entry, seal: str, titles: Mapping[tuple[str, ItemRef | None], str]) -> Row:
    """Write one history row; `titles` names the items as they now stand."""
    progress = labels.PROGRESS_WORDS[entry.progress] if entry.progress else None
    percent = f"{entry.percent}%" if entry.percent is not None else entry.percent_words
    return (
        entry.seq,
        entry.at,
        entry.plan,
        str(entry.ref) if entry.ref else None,
        titles.get((entry.plan, entry.ref)),
        labels.KIND_WORDS[entry.kind],
        entry.unit,
        entry.actor_name,
        entry.actor,
        "、".join(rows.marks(entry)),
        entry.words,
        progress,
        percent,
        entry.metric,
        entry.note,
        rows.person(entry),
        entry.concerns,
        entry.until.isoformat() if entry.until else None,
        labels.STATUS_WORDS[entry.before],
        labels.STATUS_WORDS[entry.after],
        entry.message_key,
        seal,
    )


def exported(path: str, count: int, seal: str) -> str:
    """Say what was written, and which seal is worth keeping elsewhere."""
    if not count:
        return f"已导出到 {path}：还没有历史记录。"
    return (
        f"已导出到 {path}：{count}条历史记录。\n"
        f"最后一条的封印是 {seal}\n"
        "请把这一串另处留存（例如写进工作记录）：以后同一序号的封印变了，就是历史被改过。"
    )


FILE_EXISTS = "{path} 已经有了，没有覆盖。请换个文件名，或加 --force。"
NOT_XLSX = "文件名要以 .xlsx 结尾，例：duban audit -o 历史.xlsx"
NOT_WRITTEN = "写不了 {path}（{detail}）。请换个目录或检查磁盘空间。"
SEAL = "封印 {seal}"
