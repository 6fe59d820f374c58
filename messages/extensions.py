"""Answers about 延期: what was applied for, what the office decided, what others are told."""

from dataclasses import dataclass
from datetime import date

from ledger.errors import LedgerError
from ledger.progress import Entry, EntryKind, ItemState
from messages import errors, items, labels
from messages.buttons import Buttons
from messages.text import Blocks

_NO_REASON = "未写原因"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One history row about to be committed, with the item's state before it."""

    before: ItemState
    entry: Entry


def requested(steps: tuple[Step, ...], refused: tuple[LedgerError, ...]) -> Blocks:
    """Repeat the applications that were recorded, and ask for what is missing."""
    return (*map(_requested, steps), *_not_recorded(refused))


def _requested(step: Step) -> str:
    state, entry = step.before, step.entry
    behalf = "代报，" if entry.on_behalf else ""
    when = labels.moment(entry.at, entry.at.date())
    instead = "此前的延期申请由这次代替。" if state.request else ""
    missing = "" if entry.note else f"还缺原因，请连原因再发一遍，例：{_again(step)} 因…"
    return (
        f"已记录 {_name(step)} 的延期申请：{_move(step)}（{behalf}{entry.unit}，{when}）。"
        f"{instead}等优化办答复，答复前仍按{_day(state.due, step)}办理。{missing}"
    )


def _again(step: Step) -> str:
    return f"{step.before.ref} 申请延期到{_day(step.entry.until, step)}"


def answered(steps: tuple[Step, ...], refused: tuple[LedgerError, ...]) -> Blocks:
    """Repeat each decision of the office."""
    return (*map(_answered, steps), *_not_recorded(refused))


def _answered(step: Step) -> str:
    state, entry = step.before, step.entry
    if entry.kind is EntryKind.EXTENSION_REFUSED:
        return f"未同意 {_name(step)} 延期：{_refusal(step)}"
    if entry.kind is EntryKind.PROPOSED:
        return (
            f"{_name(step)} 延到{_day(entry.until, step)}不是第一次延期，或比原期限晚得多，"
            f"要由管理员同意，已转管理员；现在仍按{_day(state.due, step)}办理。"
        )
    direct = "" if state.request else "此前没有延期申请，按您的意见直接延期。"
    asked = state.request.until if state.request else entry.until
    other = "" if asked == entry.until else f"申请的是{_day(asked, step)}。"
    own = "（自审）" if entry.on_behalf else ""
    return f"已同意 {_name(step)} 延期：{_granted(step)}{own}。{other}{direct}"


def to_office(step: Step) -> str:
    """Tell the office that an application waits, and how to answer it."""
    ref, entry = step.before.ref, step.entry
    who = " ".join(part for part in (entry.unit, entry.actor_name) if part)
    behalf = "（代报）" if entry.on_behalf else ""
    return (
        f"【延期申请】{_name(step)}\n"
        f"{who}{behalf} {labels.moment(entry.at)}：{_move(step)}\n"
        f"同意请回：同意 {ref} 延期\n不同意请回：不同意 {ref} 延期 原因"
    )


def to_unit(step: Step) -> str:
    """Tell a unit that the office applied in its place."""
    entry = step.entry
    return (
        f"优化办已代{entry.unit}申请延期：{_name(step)} {_move(step)}"
        f"（{labels.moment(entry.at)}）。有出入请告诉优化办。"
    )


def grant(step: Step) -> Buttons:
    """Offer an admin to grant the date the office proposes."""
    return (("同意", _carried_out(step)),)


def to_admin(step: Step) -> str:
    """Tell an admin which date the office proposes to grant, and how to grant it."""
    entry = step.entry
    return (
        f"【提议延期】{_name(step)}\n"
        f"{entry.actor_name or entry.actor}：由{_day(step.before.due, step)}延到"
        f"{_day(entry.until, step)}（原期限{_day(step.before.first_due, step)}）\n"
        f"同意请回：{_carried_out(step)}"
    )


def _carried_out(step: Step) -> str:
    return f"同意 {step.before.ref} 延期到{_day(step.entry.until, step)}"


def to_applicant(step: Step) -> str:
    """Tell whoever applied how the office decided."""
    if step.entry.kind is EntryKind.EXTENSION_REFUSED:
        return f"【未同意延期】{_name(step)}：{_refusal(step)}"
    note = f"（{step.entry.note}）" if step.entry.note else ""
    return f"【同意延期】{_name(step)}：{_granted(step)}{note}。"


def _name(step: Step) -> str:
    return f"{step.before.ref} {items.title(step.before.item)}"


def _move(step: Step) -> str:
    dates = f"由{_day(step.before.due, step)}延到{_day(step.entry.until, step)}"
    return f"{dates}，{step.entry.note or _NO_REASON}"


def _granted(step: Step) -> str:
    first = _day(step.before.first_due, step)
    return f"原期限{first}，已延期到{_day(step.entry.until, step)}"


def _refusal(step: Step) -> str:
    return f"{step.entry.note or _NO_REASON}。仍按{_day(step.before.due, step)}办理。"


def _day(day: date | None, step: Step) -> str:
    return labels.day(day, step.entry.at.date()) if day else ""


def _not_recorded(refused: tuple[LedgerError, ...]) -> Blocks:
    return tuple(f"未记录：{block}" for error in refused for block in errors.say(error))
