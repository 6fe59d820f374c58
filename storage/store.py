"""The door to the database: open, load, commit."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from sqlalchemy import Engine, func, select

from ledger.amendments import ItemVersion
from ledger.plan import ItemRef, Plan
from ledger.progress import Entry
from storage import chats, exchanges, history, inbox, outbox, phones, plans
from storage.database import probe_writable, reading, writing
from storage.faults import AlreadyReceived, StorageFault
from storage.head import Head, contradiction, read_head
from storage.history import Sealed
from storage.locking import give_back
from storage.mail import Chat, Outgoing, Phone, Received, Remembered, ReminderKey, RoundKey
from storage.opening import Opened, open_to_read, open_to_write
from storage.tables import ROUND

__all__ = ["AlreadyReceived", "Batch", "StorageFault", "Store", "StoreFacts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one decision, or several decided together, put on disk in one transaction."""

    entries: tuple[Entry, ...] = ()
    received: tuple[Received, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    reminders: tuple[ReminderKey, ...] = ()
    rounds: tuple[RoundKey, ...] = ()
    exchanges: tuple[Remembered, ...] = ()
    phones: tuple[Phone, ...] = ()
    versions: tuple[ItemVersion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFacts:
    """What 状态 and the start-up log say of the database."""

    path: str
    ledger_id: str
    revision: str
    sqlite_version: str
    journal_mode: str


class Store:
    """One county database. Blocking; `storage.writer.Writer` gives it a thread and a queue.

    Every method may raise StorageFault; what writes raises ValueError, before the database sees
    it, for text with NUL or lone surrogates, for moments without a zone, and for numbers beyond
    64 bits.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        writes = opened.lock is not None
        self._head = Head(opened.path, opened.ledger_id, opened.engine) if writes else None

    @classmethod
    def open(cls, url: str, *, read_only: bool = False, check: bool = True) -> Self:
        """Open, check and if need be migrate the database, or make a new one.

        A new one is made only where none ever was. `read_only` looks on beside the process that
        writes: it takes no lock, makes and migrates nothing. `check=False` leaves the content
        unread, for `storage.verify`. Raises RefusedToOpen.
        """
        opener = open_to_read if read_only else open_to_write
        return cls(opener(url, check=check))

    def close(self) -> None:
        """Give the database back; nothing else may be asked of the store afterwards."""
        if self._head is not None:
            self._head.close()
        self._opened.engine.dispose()
        if self._opened.lock is not None:
            give_back(self._opened.path, self._opened.lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def engine(self) -> Engine:
        """The engine, for the rest of this package only."""
        return self._opened.engine

    def facts(self) -> StoreFacts:
        """Tell which ledger this is and what it runs on."""
        with reading(self.engine) as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        return StoreFacts(
            path=str(self._opened.path),
            ledger_id=self._opened.ledger_id,
            revision=self._opened.revision,
            sqlite_version=sqlite3.sqlite_version,
            journal_mode=mode,
        )

    def probe_writable(self) -> None:
        """Try a write and take it back; raises StorageFault where the disk takes none."""
        probe_writable(self.engine)

    def plans(self) -> tuple[Plan, ...]:
        """Load every plan as it now stands."""
        with reading(self.engine) as connection:
            return plans.load(connection)

    def plans_as_of(self, moment: datetime) -> tuple[Plan, ...]:
        """Load every plan as it stood then (first versions count from the beginning)."""
        with reading(self.engine) as connection:
            return plans.load(connection, moment)

    def save_plan(self, plan: Plan, entries: tuple[Entry, ...], at: datetime) -> tuple[Entry, ...]:
        """Save a new plan, or new versions of the items that differ, with their history rows."""
        with writing(self.engine) as connection:
            plans.save(connection, plan, at)
            written, seal = history.append(connection, entries)
        self._note(written, seal)
        return written

    def entries(
        self, *, plan: str = "", ref: ItemRef | None = None, until: datetime | None = None
    ) -> Iterator[Entry]:
        """Go through the history in order of `seq`."""
        return history.entries(self.engine, plan=plan, ref=ref, until=until)

    def sealed(self, *, plan: str = "", ref: ItemRef | None = None) -> Iterator[Sealed]:
        """Go through the history in order of `seq`, each row with its seal."""
        return history.sealed(self.engine, plan=plan, ref=ref)

    def cut_short(self) -> str:
        """Say where the history falls short of its last noted seal; empty where it does not."""
        noted = read_head(self._opened.path, self._opened.ledger_id)
        return contradiction(self.engine, noted)

    def last_entry_seq(self) -> int:
        """Give the number of the newest history row; 0 where there is none."""
        with reading(self.engine) as connection:
            return history.last(connection)[0]

    def commit(self, batch: Batch) -> tuple[Entry, ...]:
        """Write it all or nothing; return the entries with their `seq`.

        Raises AlreadyReceived. Outgoing messages, reminders and rounds that are there already
        are left as they are.
        """
        with writing(self.engine) as connection:
            if batch.received:
                inbox.add_received(connection, batch.received)
            plans.add_versions(connection, batch.versions)
            written, seal = history.append(connection, batch.entries)
            outbox.enqueue(connection, batch.outgoing)
            outbox.add_reminders(connection, batch.reminders)
            outbox.add_rounds(connection, batch.rounds)
            exchanges.remember(connection, batch.exchanges)
            phones.note(connection, batch.phones)
        self._note(written, seal)
        return written

    def _note(self, written: tuple[Entry, ...], seal: str) -> None:
        if written and self._head is not None:
            self._head.note(written[-1].seq, seal)

    def received(self, key: str) -> Received | None:
        """Find a message that was handled before."""
        with reading(self.engine) as connection:
            return inbox.find_received(connection, key)

    def received_keys(self) -> tuple[str, ...]:
        """List the keys of all messages that were handled before."""
        with reading(self.engine) as connection:
            return inbox.keys(connection)

    def last_round(self, name: str, until: date) -> date | None:
        """Tell the last day up to `until` that the round was issued for.

        A later one was issued while the clock was wrong, and says nothing of the days before it.
        """
        with reading(self.engine) as connection:
            query = select(func.max(ROUND.c.day)).where(ROUND.c.name == name, ROUND.c.day <= until)
            last: date | None = connection.scalar(query)
            return last

    def reminders_of(self, outgoing_key: str) -> tuple[ReminderKey, ...]:
        """List the facts a queued reminder stands for."""
        with reading(self.engine) as connection:
            return outbox.reminders_of(connection, outgoing_key)

    def claim(self, now: datetime, limit: int = 10) -> tuple[Outgoing, ...]:
        """Take rows whose time has come: conditional update to `sending`, committed."""
        with writing(self.engine) as connection:
            return outbox.claim(connection, now, limit)

    def claim_beside(self, first: Outgoing, limit: int) -> tuple[Outgoing, ...]:
        """Take further answers that wait for the conversation a claimed answer goes to."""
        with writing(self.engine) as connection:
            return outbox.claim_beside(connection, first, limit)

    def settle(self, *outgoing: Outgoing) -> None:
        """Store how claimed rows ended (their state, text, error, not_before)."""
        with writing(self.engine) as connection:
            for one in outgoing:
                outbox.settle(connection, one)

    def recover(self, now: datetime, *, resend: bool = False) -> tuple[Outgoing, ...]:
        """End what a dead process left in `sending`; to be called once, before the first claim.

        The outcome is unknown; with `resend` the message is queued once more, marked late, and
        only a second interruption ends it as unknown. Returns the rows as they now are.
        """
        with writing(self.engine) as connection:
            return outbox.recover(connection, now, resend=resend)

    def outbox(self, *, day: date | None = None) -> tuple[Outgoing, ...]:
        """List outgoing rows, newest last."""
        with reading(self.engine) as connection:
            return outbox.listed(connection, day)

    def last_note(self, note: Outgoing) -> datetime | None:
        """Tell when the addressee of a morning note was last told what is in trouble."""
        with reading(self.engine) as connection:
            return outbox.last_note(connection, note)

    def in_trouble(self, since: datetime, day: date | None = None) -> tuple[Outgoing, ...]:
        """List what failed or was found of unknown outcome since, or waits since before a day."""
        with reading(self.engine) as connection:
            return outbox.in_trouble(connection, since, day)

    def waiting(self) -> int:
        """Count the messages that wait for their turn."""
        with reading(self.engine) as connection:
            return outbox.waiting(connection)

    def phones(self) -> dict[str, str]:
        """Give all phone numbers, by user id."""
        with reading(self.engine) as connection:
            return phones.listed(connection)

    def exchanges(self, since: datetime) -> tuple[Remembered, ...]:
        """List the last exchanges since a moment that await an answer."""
        with reading(self.engine) as connection:
            return exchanges.since(connection, since)

    def forget_exchanges(self, before: datetime) -> None:
        """Drop the exchanges nobody can refer to any more."""
        with writing(self.engine) as connection:
            exchanges.forget(connection, before)

    def chats(self) -> tuple[Chat, ...]:
        """List the conversations somebody ever spoke to the bot in."""
        with reading(self.engine) as connection:
            return chats.listed(connection)

    def note_chat(self, chat: Chat) -> None:
        """Remember a conversation, or what is now known of it; its `first_at` stays."""
        with writing(self.engine) as connection:
            chats.note(connection, chat)

    def mark(self, name: str, at: datetime) -> None:
        """Remember that something held at this moment."""
        with writing(self.engine) as connection:
            chats.mark(connection, name, at)

    def marked(self, name: str) -> datetime | None:
        """Tell when something last held."""
        with reading(self.engine) as connection:
            return chats.marked(connection, name)
