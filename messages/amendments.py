"""What an admin changes of the plan, as it is shown before 确认, answered and told."""

from collections.abc import Iterable, Sequence
from itertools import chain as joined

from ledger.amendments import Draft
from ledger.errors import LedgerError
from ledger.plan import Deadline, Item
from ledger.progress import EntryKind
from messages import errors, items, labels
from messages.text import Blocks

_ACTS = {
    EntryKind.ADDED: "新增",
    EntryKind.AMENDED: "调整",
    EntryKind.MERGED: "合并",
    EntryKind.CANCELLED: "撤销",
}
_NOBODY = "未写明"


def difference(before: Item, after: Item) -> Blocks:
    """Say what is worded otherwise, part by part: the old words and the new."""
    parts = (
        ("牵头", _lead(before), _lead(after)),
        ("责任", before.units_text or _NOBODY, after.units_text or _NOBODY),
        ("期限", _deadline(before.deadline), _deadline(after.deadline)),
        ("内容", before.text, after.text),
    )
    return tuple(f"{name}：{old} → {new}" for name, old, new in parts if old != new)


def _lead(item: Item) -> str:
    return "、".join(item.lead) or _NOBODY


def _deadline(deadline: Deadline) -> str:
    words = deadline.words or _NOBODY
    return f"{words}（{labels.day(deadline.due)}）" if deadline.due else words


def whole(item: Item) -> Blocks:
    """Say all of a new item, part by part."""
    return (
        f"任务：{item.objective}",
        f"牵头：{_lead(item)}",
        f"责任：{item.units_text or _NOBODY}",
        f"期限：{_deadline(item.deadline)}",
        f"内容：{item.text}",
    )


def note(draft: Draft, reason: str) -> str:
    """Write what a draft changes into one line, for the history row."""
    changes = difference(draft.before, draft.after) if draft.before else whole(draft.after)
    return "；".join((*changes, *([f"原因：{reason}"] if reason and changes else [reason]))).strip(
        "；"
    )


def preview(drafts: Sequence[Draft], refused: Sequence[LedgerError]) -> Blocks:
    """Show what would be done, and ask for the word that does it."""
    return (
        *joined.from_iterable(map(_shown, drafts)),
        *_not(refused),
        "还没有改动。十分钟内回“确认”执行，回“取消”作罢。",
    )


def proposed(drafts: Sequence[Draft], refused: Sequence[LedgerError]) -> Blocks:
    """Show an office colleague what an admin was asked to do."""
    return (
        *joined.from_iterable(map(_shown, drafts)),
        *_not(refused),
        "这是草稿，已提请管理员决定，台账没有改动。",
    )


def to_admin(drafts: Sequence[Draft], words: str) -> str:
    """Tell an admin what the office proposes; the words carry it out."""
    who = drafts[0].entry.actor_name or drafts[0].entry.actor
    lines = joined.from_iterable(map(_shown, drafts))
    return "\n".join((f"【提议】{who}", *lines, f"同意请回：{words}"))


def buttons(words: str) -> tuple[tuple[str, str], ...]:
    """Offer to look at the draft, and so to carry it out."""
    return (("查看并确认", words),)


def done(drafts: Sequence[Draft], refused: Sequence[LedgerError]) -> Blocks:
    """Say what was done, and how it is taken back."""
    return (*(_done(draft) for draft in drafts), *_not(refused))


def _done(draft: Draft) -> str:
    act, ref = _ACTS[draft.entry.kind], draft.after.ref
    kept = "" if draft.entry.kind is EntryKind.ADDED else "原文和历史都保留；"
    return f"已{act} {_named(draft)}：{_words(draft)}。{kept}改回请发：撤回 {ref} 的{act}"


def _words(draft: Draft) -> str:
    return "；".join(part for part in (draft.entry.note, _fate(draft)) if part)


def _shown(draft: Draft) -> Iterable[str]:
    yield f"【{_ACTS[draft.entry.kind]}】{_named(draft)}"
    if draft.before is None:
        yield from whole(draft.after)
    else:
        yield f"现在：{labels.STATUS_WORDS[draft.entry.before]}"
        yield from difference(draft.before, draft.after)
    if fate := _fate(draft):
        yield fate
    if draft.reason:
        yield f"原因：{draft.reason}"


def _named(draft: Draft) -> str:
    into = f" 到 {draft.other.ref} {items.title(draft.other)}" if draft.other else ""
    return f"{draft.after.ref} {items.title(draft.after)}{into}"


def _fate(draft: Draft) -> str:
    match draft.entry.kind:
        case EntryKind.MERGED if draft.other is not None:
            return f"以后在 {draft.other.ref} 里办理和报送，不再提醒，汇总里单列"
        case EntryKind.CANCELLED:
            return "不再办理和提醒，汇总里单列"
        case _:
            return ""


def to_units(draft: Draft) -> str:
    """Tell a unit what became of its item."""
    return f"【事项{_ACTS[draft.entry.kind]}】{_named(draft)}：{_words(draft)}。"


def _not(refused: Sequence[LedgerError]) -> Blocks:
    return tuple(f"不能改：{block}" for error in refused for block in errors.say(error))
