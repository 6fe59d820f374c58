"""One row of the history, and the state of an item that rows make (`ledger/telling.py`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
    MERGED = "merged"
    """合并: the work goes on under another number."""
    CANCELLED = "cancelled"
    """撤销: taken out of the plan; the item and its history stay."""

    @property
    def shelved(self) -> bool:
        """Whether the work rests by the office's word."""
        return self in {Status.SUSPENDED, Status.STOPPED}

    @property
    def removed(self) -> bool:
        """Whether the item is no longer one of the plan's, by an admin's word."""
        return self in {Status.MERGED, Status.CANCELLED}

    @property
    def at_rest(self) -> bool:
        """Whether nobody works on the item under its number: no light, no reminder."""
        return self in _AT_REST


_AT_REST = frozenset(status for status in Status if status.shelved or status.removed)


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
    """An item's text, units or deadline changed, by a new import or by an admin in chat."""
    ADDED = "added"
    """新增: an admin added the item in chat."""
    MERGED = "merged"
    """合并: the item goes on as part of another."""
    ABSORBED = "absorbed"
    """并入: another item goes on as part of this one."""
    CANCELLED = "cancelled"
    """撤销: the item was taken out of the plan."""
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
    MILESTONE_ADOPTED = "milestone_adopted"
    """采纳里程碑: a date inside the text is reminded of from now on."""
    REMINDERS_PAUSED = "reminders_paused"
    """暂停提醒"""
    REMINDERS_RESUMED = "reminders_resumed"
    """恢复提醒"""
    SENSITIVE_ON = "sensitive_on"
    """标记敏感: report text of the item stays out of groups."""
    SENSITIVE_OFF = "sensitive_off"
    NOTED = "noted"
    """知道了: a contact has read the reminder of an item."""
    BINDING_ASKED = "binding_asked"
    """绑定: somebody asks to stand for a unit; this and the following rows have no item."""
    BOUND = "bound"
    """The office agreed, or wrote the person into the roster."""
    BINDING_REFUSED = "binding_refused"
    UNBOUND = "unbound"
    """A person no longer stands for the unit; for none at all where the row names no unit."""
    UNIT_SUCCEEDED = "unit_succeeded"
    """单位更名, 单位合并: from `until` on, `unit` goes on as the unit that `note` names."""
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
    """代报: the office reported in the unit's place; of its decision: 自审, on its own report."""
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
    was: Item | None = None
    """The item as it was worded before the row, where the row changes its wording."""
    other: ItemRef | None = None
    """The other item of a merger: the one that went on, or the one that was taken in."""


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
    extended_on: date | None = None
    """The day on which the date in force was granted, or worded anew."""
    milestones: tuple[date, ...] = ()
    """The adopted dates inside the text that were not reported as reached, earliest first."""
    noted: Mapping[str, date] = field(default_factory=dict, hash=False)
    """When each unit's contact last answered a reminder with 知道了."""
    taken_note: tuple[str, ...] = ()
    """The units that have taken note of the item (签收)."""
    first_closed: date | None = None
    """The day of the first closing, also where the item was taken up again."""
    sensitive: bool = False
    """An admin flagged the item (敏感)."""
    merged_into: ItemRef | None = None
    """The item this one goes on in."""
    absorbed: tuple[ItemRef, ...] = ()
    """The items that go on in this one."""
    history: "History | None" = field(default=None, repr=False)
    """Every row there is of the item."""
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
