"""The tables, as SQLModel rows; they never leave this package.

Codes of enums are plain text, moments are UTC. The columns change only together with a new file
in `migrations/versions/`. What every report writes is filled in as a plain model (`…Columns`),
which is checked, and an order of magnitude cheaper than an instance of a table.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

# Set before the first table: Alembic can only drop or alter a constraint that has a name.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class LedgerRow(SQLModel, table=True):
    """One row: which ledger this file is; the marker beside the file says the same."""

    __tablename__: ClassVar[str] = "ledger"
    uuid: str = Field(primary_key=True)


class PlanRow(SQLModel, table=True):
    """The head of a plan; its items are versions."""

    __tablename__: ClassVar[str] = "plan"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text, unique=True)
    title: str = Field(sa_type=Text)
    members: list[str] = Field(sa_type=JSON)
    sample: bool
    digest: str


class ItemVersionRow(SQLModel, table=True):
    """An item as it stood from `since` on; append-only."""

    __tablename__: ClassVar[str] = "item_version"
    __table_args__: ClassVar[tuple[Any, ...]] = (Index(None, "plan_id", "objective", "number"),)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    plan_id: int = Field(foreign_key="plan.id")
    position: int
    objective: int
    number: int
    since: datetime
    definition: dict[str, Any] = Field(sa_type=JSON)
    retired: bool
    """A later document no longer has the item."""
    digest: str


class EntryColumns(SQLModel):
    """One row of the history; append-only, each chained to the one before."""

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    plan: str = Field(sa_type=Text, foreign_key="plan.name")
    objective: int | None
    number: int | None
    kind: str
    at: datetime = Field(index=True)
    actor: str = Field(sa_type=Text)
    actor_name: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    on_behalf: bool
    part: bool
    words: str = Field(sa_type=Text)
    progress: str | None
    percent: int | None
    percent_words: str = Field(sa_type=Text)
    metric: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)
    status_before: str
    status_after: str
    message_key: str = Field(sa_type=Text)
    chain: str
    until: date | None
    concerns: int | None
    person: str | None = Field(sa_type=Text)
    person_name: str | None = Field(sa_type=Text)
    post: str | None
    was: str | None = Field(sa_type=Text)
    """The item's former wording, as JSON."""
    other: str | None = Field(sa_type=Text)


class EntryRow(EntryColumns, table=True):
    """The table of the history."""

    __tablename__: ClassVar[str] = "entry"
    __table_args__: ClassVar[tuple[Any, ...]] = (Index(None, "plan", "objective", "number"),)


class InboxColumns(SQLModel):
    """A message that changed something, with the reply it got."""

    key: str = Field(sa_type=Text, primary_key=True)
    at: datetime
    digest: str
    reply: list[str] = Field(sa_type=JSON)
    seal: str


class InboxRow(InboxColumns, table=True):
    """The table of handled messages."""

    __tablename__: ClassVar[str] = "inbox"


class OutboxRow(SQLModel, table=True):
    """A message on its way out."""

    __tablename__: ClassVar[str] = "outbox"
    __table_args__: ClassVar[tuple[Any, ...]] = (Index(None, "state", "due_at"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_type=Text, unique=True)
    kind: str
    to_kind: str
    recipient: str = Field(sa_type=Text)
    due_at: datetime
    day: date | None
    text: str = Field(sa_type=Text)
    state: str
    attempts: int
    not_before: datetime | None
    late: bool
    sent_to: str = Field(sa_type=Text)
    sent_at: datetime | None
    error: str = Field(sa_type=Text)
    resends: int = 0
    """How often a row of unknown outcome was put back in the queue; once is the most."""
    channel: str = Field(
        default="", sa_type=Text, sa_column_kwargs={"server_default": sql_text("''")}
    )
    choices: list[dict[str, str]] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": sql_text("'[]'")}
    )


class ReminderRow(SQLModel, table=True):
    """One fact a unit is reminded of, and the message that carries it."""

    __tablename__: ClassVar[str] = "reminder"
    __table_args__: ClassVar[tuple[Any, ...]] = (
        UniqueConstraint("step", "plan", "objective", "number", "unit", "day"),
    )
    id: int | None = Field(default=None, primary_key=True)
    step: str
    plan: str = Field(sa_type=Text)
    objective: int
    number: int
    unit: str = Field(sa_type=Text)
    day: date
    outgoing_key: str = Field(sa_type=Text, foreign_key="outbox.key", index=True)


class RoundRow(SQLModel, table=True):
    """A round of the clock that was issued."""

    __tablename__: ClassVar[str] = "round"
    name: str = Field(primary_key=True)
    day: date = Field(primary_key=True)


class ChatRow(SQLModel, table=True):
    """A conversation the bot may push into."""

    __tablename__: ClassVar[str] = "chat"
    channel: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    id: str = Field(sa_type=Text, primary_key=True)
    first_at: datetime
    last_at: datetime
    reachable: bool


class MarkRow(SQLModel, table=True):
    """When something last held, such as a connection."""

    __tablename__: ClassVar[str] = "mark"
    name: str = Field(sa_type=Text, primary_key=True)
    at: datetime


class ExchangeRow(SQLModel, table=True):
    """The last exchange of a person in a chat, where an answer to it is awaited."""

    __tablename__: ClassVar[str] = "exchange"
    chat: str = Field(sa_type=Text, primary_key=True)
    person: str = Field(sa_type=Text, primary_key=True)
    at: datetime = Field(index=True)
    content: str = Field(sa_type=Text)


class PhoneRow(SQLModel, table=True):
    """A phone number; the one thing about a person that can be deleted."""

    __tablename__: ClassVar[str] = "phone"
    person: str = Field(sa_type=Text, primary_key=True)
    number: str = Field(sa_type=Text)


_TABLES = SQLModel.metadata.tables
LEDGER, PLAN, ITEM_VERSION = _TABLES["ledger"], _TABLES["plan"], _TABLES["item_version"]
ENTRY, INBOX, OUTBOX = _TABLES["entry"], _TABLES["inbox"], _TABLES["outbox"]
REMINDER, ROUND = _TABLES["reminder"], _TABLES["round"]
CHAT, MARK = _TABLES["chat"], _TABLES["mark"]
EXCHANGE, PHONE = _TABLES["exchange"], _TABLES["phone"]
APPEND_ONLY = (ENTRY.name, ITEM_VERSION.name)
"""Tables whose rows the database itself refuses to change."""
