"""One row of the history, and how rows become the state of an item."""

from collections.abc import Iterator, Mapping
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
    SUSPENDED = "suspended"
    """挂账: set aside for a reason; nobody is reminded until it is resumed."""
    STOPPED = "stopped"
    """停办: not to be done any more; it can be resumed."""

    @property
    def shelved(self) -> bool:
        """Whether the work rests by the office's word."""
        return self in {Status.SUSPENDED, Status.STOPPED}


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
    ACKNOWLEDGED = "acknowledged"
    """签收: a unit has taken note of the item."""
    CORRECTED = "corrected"
    """更正: a report in the place of an earlier one."""
    SUSPENDED = "suspended"
    """挂账"""
    STOPPED = "stopped"
    """停办"""
    RESUMED = "resumed"
    """恢复: work goes on after 挂账 or 停办."""
    REOPENED = "reopened"
    """回头看: closed work is taken up again; the first closing is kept."""
    PROPOSED = "proposed"
    """The office asks an admin for one of these; the words say which."""
    WITHDRAWN = "withdrawn"
    """撤回: an earlier row no longer counts."""
    BINDING_ASKED = "binding_asked"
    """绑定: somebody asks to stand for a unit; this and the following rows have no item."""
    BOUND = "bound"
    """The office agreed, or wrote the person into the roster."""
    BINDING_REFUSED = "binding_refused"
    UNBOUND = "unbound"
    """A person no longer stands for the unit; for none at all where the row names no unit."""
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
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
    concerns: int | None = None
    """The `seq` of the earlier row that is withdrawn or corrected."""
    person: str = ""
    """The user id of the person whom a row about people is about."""
    person_name: str = ""
    post: str = ""
    """`main`, `backup`, or the role that was given or taken."""


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
    taken_note: tuple[str, ...] = ()
    """The units that have taken note of the item (签收)."""
    first_closed: date | None = None
    """The day of the first closing, also where the item was taken up again."""
    history: "History | None" = field(default=None, repr=False)
    """Every row there is of the item."""
    parts: Mapping[str, Entry] = field(default_factory=dict, hash=False)
    """Each unit's last word on the item, leads and helpers alike, by canonical name."""
    difficulties: tuple[Difficulty, ...] = ()
    """What waits to be coordinated, one for a unit, oldest first."""
    applied: tuple[str, ...] = ()
    """The lead units whose word that it is done waits for the office."""

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


@dataclass(frozen=True, slots=True)
class History:
    """A row and the ones before it; states share what they have in common."""

    last: Entry
    before: "History | None" = field(repr=False)

    def __iter__(self) -> Iterator[Entry]:
        """Go from the newest row to the oldest."""
        link: History | None = self
        while link is not None:
            yield link.last
            link = link.before


def initial(plan: str, item: Item) -> ItemState:
    """Give the state of an item that nobody has said anything about."""
    return ItemState(plan=plan, item=item, due=item.deadline.due)


def apply(state: ItemState, entry: Entry) -> ItemState:
    """Fold one history row into a state; rows are applied in the order of `seq`."""
    history = History(entry, state.history)
    if entry.kind is EntryKind.WITHDRAWN:
        told = _without_withdrawn(state, history)
    else:
        told = _fold(state, entry)
    reports = (*state.reports, entry)[-KEPT_REPORTS:]
    return replace(told, status=entry.after, reports=reports, history=history)


def _without_withdrawn(state: ItemState, history: History) -> ItemState:
    """Tell the whole history again, less the rows that were taken back."""
    rows = tuple(reversed(tuple(history)))
    withdrawn = {row.concerns for row in rows if row.kind is EntryKind.WITHDRAWN}
    told = initial(state.plan, state.item)
    for row in rows:
        if row.seq not in withdrawn and row.kind is not EntryKind.WITHDRAWN:
            told = replace(_fold(told, row), status=_moved(told.status, row))
    return told


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
    status = Status.OPEN
    for kept in reversed(standing(state)):
        if kept.seq != row.seq:
            status = _moved(status, kept)
    return status


def _fold(state: ItemState, entry: Entry) -> ItemState:
    """Take over what a row says, its status apart."""
    told = replace(_of_the_item(state, entry), applied=_applied(state, entry))
    if entry.kind in _SAID_OF_WORK:
        difficulties = _difficulties(state.difficulties, entry)
        return replace(told, parts={**state.parts, entry.unit: entry}, difficulties=difficulties)
    if entry.kind is EntryKind.COORDINATED or entry.after is Status.CLOSED:
        return replace(told, difficulties=())
    return told


def _applied(state: ItemState, entry: Entry) -> tuple[str, ...]:
    """Keep who said it is done, until he says otherwise or the office has answered."""
    if entry.after is not Status.PENDING:
        return ()
    if entry.kind not in _SAID_OF_WORK or entry.part:
        return state.applied
    rest = tuple(unit for unit in state.applied if unit != entry.unit)
    if entry.kind is EntryKind.APPLIED or entry.progress is Progress.DONE:
        return (*rest, entry.unit)
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


def _of_the_item(state: ItemState, entry: Entry) -> ItemState:
    """Fold what the row says of the item as a whole."""
    if entry.kind in _EXTENSION:
        return _extend(state, entry)
    if entry.kind in _SAID_OF_WORK:
        return _report(state, entry)
    match entry.kind:
        case EntryKind.CLOSED:
            day = state.first_closed or entry.at.date()
            return replace(state, request=None, first_closed=day)
        case EntryKind.RETURNED | EntryKind.REOPENED:
            return replace(state, done_on=None)
        case EntryKind.ACKNOWLEDGED:
            units = dict.fromkeys((*state.taken_note, entry.unit))
            return replace(state, taken_note=tuple(units))
        case _:
            return state


def _report(state: ItemState, entry: Entry) -> ItemState:
    day = entry.at.date()
    if entry.part:
        # A helper's word is not the lead's report of the period.
        return replace(state, reported_on=state.reported_on if state.item.lead else day)
    done = entry.kind is EntryKind.APPLIED or entry.progress is Progress.DONE
    closed = entry.after is Status.CLOSED
    waiting = state.done_on if entry.after is Status.PENDING or closed else None
    return replace(
        state,
        request=None if closed else state.request,
        first_closed=(state.first_closed or day) if closed else state.first_closed,
        reported_on=day,
        done_on=(state.done_on or day) if done else waiting,
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


def _extend(state: ItemState, entry: Entry) -> ItemState:
    """Fold what was asked or answered of the date; the status stays."""
    if entry.kind is EntryKind.EXTENSION_REQUESTED:
        return replace(state, request=entry)
    if entry.kind is EntryKind.EXTENSION_REFUSED or entry.until is None or state.due is None:
        return replace(state, request=None)
    # A later document may have printed a date beyond the granted one: nothing is shortened.
    return replace(state, request=None, due=max(state.due, entry.until))
