"""What came in and what is to go out, as values: the inbox and the outbox."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ledger.plan import ItemRef


class OutgoingKind(StrEnum):
    """What a row is for; all but notices are worded at the moment of sending."""

    NOTICE = "notice"
    REMINDER = "reminder"
    GROUP_LIST = "group_list"
    OFFICE_NOTE = "office_note"
    """What the office must see in the morning."""
    URGE = "urge"
    """What the office sends a unit by hand (催办); it keeps to the hours."""
    LEADER_NOTE = "leader_note"
    """The leader's six lines of the week."""
    ANSWER = "answer"
    """An answer that could not go out at once; those to one chat may be merged."""


class AddressKind(StrEnum):
    """What `Outgoing.to` names."""

    PERSON = "person"
    GROUP = "group"
    UNIT = "unit"
    """Resolved to a contact at the moment of sending."""
    OFFICE = "office"
    """Resolved to the office's people at the moment of sending; `to` is empty."""


class OutgoingState(StrEnum):
    """Where a row stands: queued → sending → sent, or one of the other ends."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """No longer due when its turn came."""
    UNKNOWN = "unknown"
    """结果不明: the process died, or the answer was lost, between sending and sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button: pressing it is saying `says`."""

    label: str
    says: str
    about: str
    """What it was offered for, so that an old button cannot answer something newer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message on its way out; `key` is unique for ever."""

    id: int = 0
    key: str
    kind: OutgoingKind
    to_kind: AddressKind
    to: str
    due_at: datetime
    day: date | None = None
    text: str = ""
    """The words of a notice; for the other kinds, what was sent, known after sending."""
    state: OutgoingState = OutgoingState.QUEUED
    attempts: int = 0
    not_before: datetime | None = None
    late: bool = False
    """It was sent as 补发."""
    sent_to: str = ""
    sent_at: datetime | None = None
    """When it went out, failed for good, or was found to be of unknown outcome."""
    error: str = ""
    channel: str = ""
    """The surface it must go by; empty where any that reaches the addressee will do."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderKey:
    """One fact to remind of; unique, so that it is queued once whatever crashes."""

    step: str
    plan: str
    ref: ItemRef
    unit: str
    day: date
    outgoing_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundKey:
    """A round of the clock (`morning`, `group_list`) that was issued for a day."""

    name: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message that changed something, with the reply that was given; kept for good."""

    key: str
    at: datetime
    digest: str
    """SHA-256 of the content, hex: the same key with other content is an alarm."""
    reply: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A conversation somebody spoke to the bot in; there is no other way to learn of one."""

    channel: str
    kind: AddressKind
    """PERSON or GROUP."""
    id: str
    first_at: datetime
    last_at: datetime
    reachable: bool = True
    """False after the surface refused a push into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What a person and the bot last said to each other in a chat, so that it can be answered."""

    chat: str
    person: str
    at: datetime
    content: str
    """In the form of whoever reads it again; storage only keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A person's number by user id; empty where it is to be deleted."""

    person: str
    number: str
