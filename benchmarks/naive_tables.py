"""The tables of the naive version, normalised and indexed as one would by the textbook."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import MetaData
from sqlmodel import Field, SQLModel


class NaiveTable(SQLModel):
    """Keeps these tables apart from the bot's own."""

    metadata: ClassVar[MetaData] = MetaData()


class NaivePlan(NaiveTable, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    open_count: int
    """Counted at import, so that no question has to."""


class NaiveUnit(NaiveTable, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class NaiveItem(NaiveTable, table=True):
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="naiveplan.id")
    ref: str = Field(unique=True)
    position: int
    text: str
    deadline_words: str
    due: date | None
    ongoing: bool
    status: str = "open"
    percent: int | None = None
    done_on: date | None = None
    reported_on: date | None = None


class NaiveLead(NaiveTable, table=True):
    unit_id: int = Field(foreign_key="naiveunit.id", primary_key=True)
    item_id: int = Field(foreign_key="naiveitem.id", primary_key=True)


class NaiveHelper(NaiveTable, table=True):
    unit_id: int = Field(foreign_key="naiveunit.id", primary_key=True)
    item_id: int = Field(foreign_key="naiveitem.id", primary_key=True)


class NaiveContact(NaiveTable, table=True):
    user_id: str = Field(primary_key=True)
    name: str
    unit_id: int = Field(foreign_key="naiveunit.id")


class NaiveReport(NaiveTable, table=True):
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="naiveitem.id", index=True)
    unit_id: int = Field(foreign_key="naiveunit.id")
    at: datetime
    actor: str
    words: str
    percent: int | None
    before: str
    after: str


class NaiveInbox(NaiveTable, table=True):
    key: str = Field(primary_key=True)
    at: datetime
    reply: str
