"""How the rows of an item's history, told one after the other, make its state."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypedDict

from ledger.plan import ItemRef
from ledger.progress import (
    KEPT_REPORTS,
    Difficulty,
    Entry,
    EntryKind,
    History,
    ItemState,
    Progress,
    Status,
    initial,
)


class Changes(TypedDict, total=False):
    """What a row changes of an item's state, by field; gathered, since each copy costs."""

    due: date | None
    done_on: date | None
    reported_on: date | None
    percent: int | None
    progress: Progress | None
    request: Entry | None
    extended_on: date | None
    milestones: tuple[date, ...]
    noted: Mapping[str, date]
    taken_note: tuple[str, ...]
    first_closed: date | None
    sensitive: bool
    merged_into: ItemRef | None
    absorbed: tuple[ItemRef, ...]
    parts: Mapping[str, Entry]
    difficulties: tuple[Difficulty, ...]
    applied: tuple[Entry, ...]


def apply(state: ItemState, entry: Entry) -> ItemState:
    """Fold one history row into a state; rows are applied in the order of `seq`."""
    history = History(entry, state.history)
    reports = (*state.reports, entry)[-KEPT_REPORTS:]
    withdrawn = entry.kind is EntryKind.WITHDRAWN
    told = _without_withdrawn(state, history) if withdrawn else state
    changes = Changes() if withdrawn else _fold(state, entry)
    return replace(told, **changes, status=entry.after, reports=reports, history=history)


def _without_withdrawn(state: ItemState, history: History) -> ItemState:
    """Tell the whole history again, less the rows that were taken back."""
    rows = tuple(reversed(tuple(history)))
    withdrawn = {row.concerns for row in rows if row.kind is EntryKind.WITHDRAWN}
    told = replace(initial(state.plan, state.item), status=_begun(rows, withdrawn))
    for row in rows:
        if row.seq not in withdrawn and row.kind is not EntryKind.WITHDRAWN:
            told = replace(told, **_fold(told, row), status=_moved(told.status, row))
    return told


def _begun(rows: Iterable[Entry], withdrawn: Container[int | None]) -> Status:
    """Give the status an item begins in: out of the plan where its 新增 was taken back."""
    undone = any(row.kind is EntryKind.ADDED and row.seq in withdrawn for row in rows)
    return Status.CANCELLED if undone else Status.OPEN


def _moved(status: Status, row: Entry) -> Status:
    """Give the status after a row that is told again without one before it."""
    waits = row.kind in _SAID_OF_WORK and row.after is Status.PENDING and not row.part
    return row.after if waits or row.before is not row.after else status


def standing(state: ItemState) -> tuple[Entry, ...]:
    """List the rows that still count, newest first: no withdrawn ones and no withdrawals."""
    rows = tuple(state.history or ())
    withdrawn = {row.concerns for row in rows if row.kind is EntryKind.WITHDRAWN}
    return tuple(
        row for row in rows if row.seq not in withdrawn and row.kind is not EntryKind.WITHDRAWN
    )


def status_without(state: ItemState, row: Entry) -> Status:
    """Give the status an item has once a row is withdrawn."""
    told = tuple(state.history or ())
    withdrawn = {each.concerns for each in told if each.kind is EntryKind.WITHDRAWN}
    status = _begun(told, withdrawn | {row.seq})
    for kept in reversed(standing(state)):
        if kept.seq != row.seq:
            status = _moved(status, kept)
    return status


def _fold(state: ItemState, entry: Entry) -> Changes:
    """Take over what a row says, its status apart."""
    told = _of_the_item(state, entry)
    told["applied"] = _applied(state, entry)
    if entry.kind in _SAID_OF_WORK:
        told["parts"] = {**state.parts, entry.unit: entry}
        told["difficulties"] = _difficulties(state.difficulties, entry)
        return told
    over = entry.after is Status.CLOSED or entry.after.removed
    if entry.kind is EntryKind.COORDINATED or over:
        told["difficulties"] = ()
    return told


def _applied(state: ItemState, entry: Entry) -> tuple[Entry, ...]:
    """Keep who said it is done, until he says otherwise or the office has answered."""
    if entry.after is not Status.PENDING:
        return ()
    if entry.kind not in _SAID_OF_WORK or entry.part:
        return state.applied
    rest = tuple(said for said in state.applied if said.unit != entry.unit)
    if entry.kind is EntryKind.APPLIED or entry.progress is Progress.DONE:
        return (*rest, entry)
    return rest if entry.progress is not None else state.applied


def _difficulties(open_ones: tuple[Difficulty, ...], entry: Entry) -> tuple[Difficulty, ...]:
    """Keep what still waits for the office after a unit's word.

    A unit that says how the work stands, and no difficulty with it, has none any more. A note
    without a state, and 本期无新进展, say nothing of it.
    """
    if entry.after is Status.CLOSED:
        return ()
    if entry.progress is None or entry.progress is Progress.NO_CHANGE:
        return open_ones
    rest = tuple(d for d in open_ones if d.entry.unit != entry.unit)
    if not entry.progress.needs_help:
        return rest
    since = next((d.since for d in open_ones if d.entry.unit == entry.unit), entry.at)
    return tuple(sorted((*rest, Difficulty(since=since, entry=entry)), key=lambda d: d.since))


def _of_the_item(state: ItemState, entry: Entry) -> Changes:
    """Fold what the row says of the item as a whole."""
    if entry.kind in _EXTENSION:
        return _extend(state, entry)
    if entry.kind in _SAID_OF_WORK:
        return _report(state, entry)
    fold = _FOLDS.get(entry.kind)
    return fold(state, entry) if fold else Changes()


def _close(state: ItemState, entry: Entry) -> Changes:
    return Changes(request=None, first_closed=state.first_closed or entry.at.date())


def _back_to_work(_state: ItemState, _entry: Entry) -> Changes:
    return Changes(done_on=None)


def _adopt(state: ItemState, entry: Entry) -> Changes:
    new = {entry.until} if entry.until else set()
    return Changes(milestones=tuple(sorted({*state.milestones, *new})))


def _note(state: ItemState, entry: Entry) -> Changes:
    return Changes(noted={**state.noted, entry.unit: entry.at.date()})


def _acknowledge(state: ItemState, entry: Entry) -> Changes:
    return Changes(taken_note=tuple(dict.fromkeys((*state.taken_note, entry.unit))))


def _remove(_state: ItemState, entry: Entry) -> Changes:
    return Changes(request=None, merged_into=entry.other)


def _take_in(state: ItemState, entry: Entry) -> Changes:
    absorbed = state.absorbed if entry.other is None else (*state.absorbed, entry.other)
    return Changes(absorbed=absorbed)


def _amend(state: ItemState, entry: Entry) -> Changes:
    """Put the printed date in force where the row changed it, whatever was granted before.

    The item is worded as it now stands from the first row on, so a row that changed the date
    is known by an earlier date in its old wording.
    """
    printed = state.item.deadline.due
    if entry.was is None or entry.was.deadline.due == printed:
        return Changes()
    request = state.request if printed else None
    return Changes(due=printed, request=request, extended_on=entry.at.date())


def _flag(_state: ItemState, entry: Entry) -> Changes:
    return Changes(sensitive=entry.kind is EntryKind.SENSITIVE_ON)


_FOLDS = {
    EntryKind.SENSITIVE_ON: _flag,
    EntryKind.SENSITIVE_OFF: _flag,
    EntryKind.AMENDED: _amend,
    EntryKind.MERGED: _remove,
    EntryKind.CANCELLED: _remove,
    EntryKind.ABSORBED: _take_in,
    EntryKind.CLOSED: _close,
    EntryKind.RETURNED: _back_to_work,
    EntryKind.REOPENED: _back_to_work,
    EntryKind.MILESTONE_ADOPTED: _adopt,
    EntryKind.NOTED: _note,
    EntryKind.ACKNOWLEDGED: _acknowledge,
}


def _report(state: ItemState, entry: Entry) -> Changes:
    day = entry.at.date()
    if entry.part:
        # A helper's word is not the lead's report of the period.
        return Changes(reported_on=state.reported_on if state.item.lead else day)
    done = entry.kind is EntryKind.APPLIED or entry.progress is Progress.DONE
    closed = entry.after is Status.CLOSED
    waiting = state.done_on if entry.after is Status.PENDING or closed else None
    return Changes(
        request=None if closed else state.request,
        first_closed=(state.first_closed or day) if closed else state.first_closed,
        reported_on=day,
        done_on=(state.done_on or day) if done else waiting,
        # What is said to be done is the next thing that was wanted.
        milestones=state.milestones[1:] if done else state.milestones,
        progress=entry.progress or state.progress,
        percent=entry.percent if entry.percent is not None else state.percent,
    )


_SAID_OF_WORK = frozenset({EntryKind.REPORTED, EntryKind.APPLIED, EntryKind.CORRECTED})
_EXTENSION = frozenset(
    {
        EntryKind.EXTENSION_REQUESTED,
        EntryKind.EXTENSION_GRANTED,
        EntryKind.EXTENSION_REFUSED,
    }
)


def _extend(state: ItemState, entry: Entry) -> Changes:
    """Fold what was asked or answered of the date; the status stays."""
    if entry.kind is EntryKind.EXTENSION_REQUESTED:
        return Changes(request=entry)
    if entry.kind is EntryKind.EXTENSION_REFUSED or entry.until is None or state.due is None:
        return Changes(request=None)
    # A later document may have printed a date beyond the granted one: nothing is shortened.
    due = max(state.due, entry.until)
    return Changes(request=None, due=due, extended_on=entry.at.date())
