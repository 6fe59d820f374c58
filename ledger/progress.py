"""One row of the history, and how rows become the state of an item."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from ledger.plan import Item, ItemRef

KEPT_REPORTS = 5
"""How many last reports a state carries; the whole history stays on disk."""


class Status(StrEnum):
    """The stored state of an item; being overdue is never stored, it follows from dates."""

    OPEN = "open"
    """办理中"""
    PENDING = "pending"
    """待审核: reported as done, waiting for the office."""
    CLOSED = "closed"
    """销号: confirmed by the office."""


class Progress(StrEnum):
    """What a report says of the work."""

    DONE = "done"
    UNDER_WAY = "under_way"
    BEHIND = "behind"
    STUCK = "stuck"
    NOT_STARTED = "not_started"
    NO_CHANGE = "no_change"
    """本期无新进展: counts as reported."""

    @property
    def needs_help(self) -> bool:
        """Whether the office should look at it (需协调)."""
        return self is Progress.STUCK


class EntryKind(StrEnum):
    """What a history row records."""

    IMPORTED = "imported"
    """A plan was saved; the row has no item."""
    AMENDED = "amended"
    """An item's text, units or deadline changed by a new import."""
    REPORTED = "reported"
    """报送"""
    APPLIED = "applied"
    """申请办结"""
    CLOSED = "closed"
    """销号"""
    RETURNED = "returned"
    """退回"""
    EXTENSION_REQUESTED = "extension_requested"
    """申请延期"""
    EXTENSION_GRANTED = "extension_granted"
    """同意延期"""
    EXTENSION_REFUSED = "extension_refused"
    """不同意延期"""
    COORDINATED = "coordinated"
    """协调答复: the office answered the difficulties that were reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody says of one item, in values; the original words are kept beside it."""

    ref: ItemRef
    progress: Progress | None = None
    percent: int | None = None
    percent_words: str = ""
    metric: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One append-only history row: who, when, the original words, before and after."""

    seq: int = 0
    """Assigned by storage when the row is committed; rises by one."""
    plan: str
    ref: ItemRef | None
    kind: EntryKind
    at: datetime
    actor: str
    actor_name: str = ""
    unit: str = ""
    """Canonical name of the unit spoken for; empty for acts of the office."""
    on_behalf: bool = False
    """代报: the office reported in the unit's place."""
    part: bool = False
    """The unit is only responsible, not leading: the row is its part of the work."""
    words: str = ""
    progress: Progress | None = None
    percent: int | None = None
    percent_words: str = ""
    metric: str = ""
    note: str = ""
    until: date | None = None
    """The new date that was asked for or granted."""
    before: Status = Status.OPEN
    after: Status = Status.OPEN
    message_key: str = ""
    """The inbox key of the message that caused the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difficulty:
    """需协调: what a unit said stands in its way, not answered yet."""

    since: datetime
    """When the unit first said so; saying it again does not start anew."""
    entry: Entry
    """The unit's last report of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """An item and what its history made of it."""

    plan: str
    item: Item
    status: Status = Status.OPEN
    due: date | None = None
    """The date in force; differs from the printed one after an extension."""
    done_on: date | None = None
    """Day of the report that said done: this, not the approval, decides on time or late."""
    reported_on: date | None = None
    """Day of the last report of a lead unit; of any unit where the plan names no lead."""
    percent: int | None = None
    progress: Progress | None = None
    reports: tuple[Entry, ...] = ()
    """The last rows that changed the item, oldest first."""
    request: Entry | None = None
    """The application for a later date that the office has not answered yet."""
    parts: Mapping[str, Entry] = field(default_factory=dict, hash=False)
    """Each unit's last word on the item, leads and helpers alike, by canonical name."""
    difficulties: tuple[Difficulty, ...] = ()
    """What waits to be coordinated, one for a unit, oldest first."""
    applied: tuple[Entry, ...] = ()
    """The words of lead units that it is done, one for a unit, that wait for the office."""

    @property
    def ref(self) -> ItemRef:
        """The item's number."""
        return self.item.ref

    @property
    def first_due(self) -> date | None:
        """The printed date, whatever was granted since."""
        return self.item.deadline.due

    @property
    def extended(self) -> bool:
        """Whether the date in force is a later one than the printed."""
        return self.due != self.first_due


def initial(plan: str, item: Item) -> ItemState:
    """Give the state of an item that nobody has said anything about."""
    return ItemState(plan=plan, item=item, due=item.deadline.due)


def apply(state: ItemState, entry: Entry) -> ItemState:
    """Fold one history row into a state; rows are applied in the order of `seq`."""
    after, applied = _moved(state, entry), _applied(state, entry)
    if entry.kind in _SPOKEN:
        return replace(
            after,
            applied=applied,
            parts={**state.parts, entry.unit: entry},
            difficulties=_difficulties(state.difficulties, entry),
        )
    answered = entry.kind is EntryKind.COORDINATED or entry.after is Status.CLOSED
    return replace(after, applied=applied, difficulties=() if answered else state.difficulties)


_SPOKEN = frozenset({EntryKind.REPORTED, EntryKind.APPLIED})


def _applied(state: ItemState, entry: Entry) -> tuple[Entry, ...]:
    """Keep who said it is done, until he says otherwise or the office has answered."""
    if entry.after is not Status.PENDING:
        return ()
    if entry.kind not in _SPOKEN or entry.part:
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


def _moved(state: ItemState, entry: Entry) -> ItemState:
    """Fold what the row says of the item as a whole."""
    reports = (*state.reports, entry)[-KEPT_REPORTS:]
    request = state.request if entry.after is not Status.CLOSED else None
    if entry.kind in _EXTENSION:
        return _extend(replace(state, reports=reports), entry)
    if entry.kind is EntryKind.COORDINATED:
        return replace(state, reports=reports)
    if entry.kind in {EntryKind.CLOSED, EntryKind.AMENDED}:
        return replace(state, status=entry.after, reports=reports, request=request)
    if entry.kind is EntryKind.RETURNED:
        return replace(state, status=entry.after, reports=reports, done_on=None)
    day = entry.at.date()
    if entry.part:
        # A helper's word is not the lead's report of the period.
        reported_on = state.reported_on if state.item.lead else day
        return replace(state, status=entry.after, reports=reports, reported_on=reported_on)
    done = entry.kind is EntryKind.APPLIED or entry.progress is Progress.DONE
    waiting = state.done_on if entry.after is Status.PENDING else None
    return replace(
        state,
        status=entry.after,
        reports=reports,
        request=request,
        reported_on=day,
        done_on=(state.done_on or day) if done else waiting,
        progress=entry.progress or state.progress,
        percent=entry.percent if entry.percent is not None else state.percent,
    )


_EXTENSION = frozenset(
    {
        EntryKind.EXTENSION_REQUESTED,
        EntryKind.EXTENSION_GRANTED,
        EntryKind.EXTENSION_REFUSED,
    }
)


def _extend(state: ItemState, entry: Entry) -> ItemState:
    """Fold what was asked or answered of the date; the status stays."""
    if entry.kind is EntryKind.EXTENSION_REQUESTED:
        return replace(state, request=entry)
    if entry.kind is EntryKind.EXTENSION_REFUSED or entry.until is None or state.due is None:
        return replace(state, request=None)
    # A later document may have printed a date beyond the granted one: nothing is shortened.
    return replace(state, request=None, due=max(state.due, entry.until))
