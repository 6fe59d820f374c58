"""Answers to taking note, setting aside, taking up again and taking back."""

from collections.abc import Sequence

from ledger.errors import LedgerError
from ledger.plan import ItemRef
from ledger.progress import Entry, EntryKind, ItemState
from ledger.rights import Action
from messages import errors, items, labels
from messages.buttons import Buttons
from messages.text import Blocks

_ACTS = {
    Action.SUSPEND: "挂账",
    Action.STOP: "停办",
    Action.RESUME: "恢复",
    Action.REOPEN: "回头看",
}
_AFTERWARDS = {
    EntryKind.SUSPENDED: "不再提醒，在汇总里单列；恢复请发：恢复 {ref}",
    EntryKind.STOPPED: "不再提醒，在汇总里单列；恢复请发：恢复 {ref}",
    EntryKind.RESUMED: "状态回到办理中，照常提醒。",
    EntryKind.REOPENED: "状态回到办理中，原销号日保留在历史里。",
}


def acknowledged(states: Sequence[ItemState], refused: Sequence[LedgerError]) -> Blocks:
    """Repeat what was taken note of."""
    lines = (f"· {state.ref} {items.title(state.item)}" for state in states)
    return (f"已签收{len(states)}项：", *lines, *_not(refused))


def moved(rows: Sequence[tuple[ItemState, Entry]], refused: Sequence[LedgerError]) -> Blocks:
    """Repeat what was set aside or taken up again."""
    return (*(_moved(state, entry) for state, entry in rows), *_not(refused))


def _moved(state: ItemState, entry: Entry) -> str:
    act, name = labels.KIND_WORDS[entry.kind], items.title(state.item)
    after = _AFTERWARDS[entry.kind].format(ref=state.ref)
    return f"已{act} {state.ref} {name}{_because(entry)}。{after}"


def _because(entry: Entry) -> str:
    return f"：{entry.note}" if entry.note else ""


def proposed(
    rows: Sequence[tuple[ItemState, Entry]], action: Action, refused: Sequence[LedgerError]
) -> Blocks:
    """Say that an admin was asked."""
    act = _ACTS[action]
    lines = (
        f"已提议{act} {state.ref} {items.title(state.item)}：{entry.note}。等管理员决定。"
        for state, entry in rows
    )
    return (*lines, *_not(refused))


def to_admin(state: ItemState, entry: Entry, action: Action) -> str:
    """Tell an admin what the office proposes, and how to carry it out."""
    return (
        f"【提议{_ACTS[action]}】{state.ref} {items.title(state.item)}\n"
        f"{entry.actor_name or entry.actor}：{entry.note}\n"
        f"同意请回：{carried_out(state.ref, action, entry.note)}"
    )


def carried_out(ref: ItemRef, action: Action, reason: str) -> str:
    """Write the command that carries a proposal out."""
    return f"{_ACTS[action]} {ref} {reason}"


def buttons(ref: ItemRef, action: Action, reason: str) -> Buttons:
    """Offer to carry a proposal out."""
    return (("同意", carried_out(ref, action, reason)),)


def to_units(state: ItemState, entry: Entry) -> str:
    """Tell a unit what became of its item."""
    act = labels.KIND_WORDS[entry.kind]
    return f"【{act}】{state.ref} {items.title(state.item)}{_because(entry)}。"


def withdrawn(
    rows: Sequence[tuple[ItemState, Entry, Entry]], refused: Sequence[LedgerError]
) -> Blocks:
    """Say what was taken back and how the item stands now; rows: before, taken back, new."""
    return (*(_withdrawn(*row) for row in rows), *_not(refused))


def _withdrawn(state: ItemState, taken: Entry, entry: Entry) -> str:
    what, when = labels.KIND_WORDS[taken.kind], labels.moment(taken.at, entry.at.date())
    now = labels.STATUS_WORDS[entry.after]
    said = f"（原话：{taken.words}）" if taken.words else ""
    return (
        f"已撤回 {state.ref} {items.title(state.item)} {when}的{what}{said}。"
        f"现在是“{now}”；历史里两条都保留。"
    )


def to_its_author(state: ItemState, taken: Entry) -> str:
    """Tell whoever wrote a row that it was taken back."""
    what = labels.KIND_WORDS[taken.kind]
    return f"【撤回】{state.ref} {items.title(state.item)} 的{what}已由优化办撤回。"


def _not(refused: Sequence[LedgerError]) -> Blocks:
    return tuple(f"未记录：{block}" for error in refused for block in errors.say(error))
