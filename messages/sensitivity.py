"""Words about 敏感 items."""

from collections.abc import Sequence

from ledger.errors import LedgerError
from ledger.progress import Entry
from messages import errors
from messages.text import Blocks

HIDDEN = "（敏感事项，内容不在群里显示）"
ONLY_PRIVATELY = "敏感事项，报送内容不在群里显示；需要看的请单独问我。"


def marked(entries: Sequence[Entry], refused: Sequence[LedgerError], *, clear: bool) -> Blocks:
    """Repeat what was flagged or unflagged."""
    refs = " ".join(str(entry.ref) for entry in entries)
    word = (
        f"已取消敏感标记：{refs}。" if clear else f"已标记敏感：{refs}。报送内容不再在群里显示。"
    )
    return (word, *(f"未记录：{block}" for error in refused for block in errors.say(error)))
