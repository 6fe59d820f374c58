"""How an item's history is written in chat, page by page, and where all of it is to be had."""

from collections.abc import Iterable, Sequence

from ledger.progress import Entry, ItemState
from ledger.rights import Role
from messages import items, labels, sensitivity
from messages.items import Reader
from messages.rows import Rows, report_line
from messages.text import Blocks

ON_A_PAGE = 10
"""Rows; a message of WeCom holds about that many with their original words."""

WHERE_TO_EXPORT: Blocks = (
    "全部历史在服务器上取：请管理员运行 duban audit -o 历史.xlsx，用 Excel 或 WPS 打开。",
    "现在还不能把文件发到聊天里；看单个事项请发：15(6) 历史",
)


def page(state: ItemState, rows: Sequence[Entry], number: int, reader: Reader) -> Blocks:
    """Write one page of an item's history, newest first; `rows` are all of it, oldest first.

    A number beyond the last page gives the last one.
    """
    moved = items.extended(state, reader.today)
    head = f"{state.ref} {items.title(state.item)} 的历史{f'（{moved}）' if moved else ''}"
    if not rows:
        return (f"{head}：还没有记录。",)
    count = -(-len(rows) // ON_A_PAGE)
    shown = min(number, count)
    newest_first = [*reversed(rows)][(shown - 1) * ON_A_PAGE : shown * ON_A_PAGE]
    of_pages = f"，第{shown}/{count}页，新的在前" if count > 1 else ""
    told = Rows.of(rows)
    lines = (report_line(entry, reader.today, told) for entry in newest_first)
    more = (f"更早的请发：{state.ref} 历史 第{shown + 1}页",) if shown < count else ()
    return (f"{head}（共{len(rows)}条{of_pages}）：", *lines, *more)


def closed(state: ItemState, reader: Reader, may: Iterable[Role], *, bound: bool) -> Blocks:
    """Say how an item stands to somebody its history is not for, and for whom it is.

    `bound`: the reader is a contact, of another unit.
    """
    who = "、".join(labels.ROLE_WORDS[role] for role in may if role is not Role.CONTACT)
    ask = "要看请找优化办" if bound else "您是联络员的话，请找优化办登记"
    return (
        items.line(state, reader),
        *items.last_status(state, reader.today),
        f"历史和原话只给本事项的单位联络员和{who}看；{ask}。",
    )


def hushed(state: ItemState, reader: Reader) -> Blocks:
    """Say how a sensitive item stands, without a word of what was written."""
    return (
        items.line(state, reader),
        *items.last_status(state, reader.today),
        sensitivity.ONLY_PRIVATELY,
    )
