"""What `verify` finds in a database that somebody, or a fault, has changed."""

from datetime import date
from pathlib import Path

import pytest

from ledger.plan import ItemRef
from ledger.progress import EntryKind, Status
from storage.mail import OutgoingState
from storage.store import Batch, Store
from storage.verify import verify
from tests.storage.samples import (
    NOON,
    fact,
    message,
    reminder,
    report,
    reported,
    rows,
    small_plan,
    tamper,
    url,
)

DAY = date(2023, 11, 15)
SENT = {
    "state": OutgoingState.SENT,
    "attempts": 1,
    "sent_at": NOON,
    "sent_to": "zhang",
    "text": "请报送",
}


def codes(path: Path) -> set[str]:
    with Store.open(url(path), read_only=True, check=False) as store:
        return {finding.code for finding in verify(store)}


def a_working_day(store: Store) -> None:
    store.commit(reported(1))
    store.commit(reported(2))
    done = report(3, after=Status.PENDING)
    store.commit(Batch(entries=(done,), received=(message(3),)))
    closed = report(4, kind=EntryKind.CLOSED, before=Status.PENDING, after=Status.CLOSED)
    store.commit(Batch(entries=(closed,), received=(message(4),)))
    store.commit(
        Batch(
            outgoing=(reminder("县税务局", DAY, **SENT), reminder("县财政局", DAY)),
            reminders=(fact("县税务局", DAY), fact("县财政局", DAY)),
        )
    )


def test_nothing_is_found_in_a_good_database(store: Store) -> None:
    a_working_day(store)
    assert verify(store) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE entry SET words = 'x' WHERE seq = 2", "history"),
        ("DELETE FROM entry WHERE seq = 2", "history"),
        ("DELETE FROM entry WHERE seq = 4", "message_without_entry"),
        ("UPDATE item_version SET retired = 1 WHERE seq = 1", "item"),
        ("UPDATE plan SET members = '[]'", "plan"),
        ("UPDATE inbox SET reply = '[]' WHERE key = 'm1'", "inbox"),
        ("UPDATE inbox SET reply = '{' WHERE key = 'm1'", "unreadable"),
        ("DELETE FROM inbox WHERE key = 'm1'", "entry_without_message"),
        ("UPDATE entry SET objective = 99 WHERE seq = 1", "entry_without_item"),
        ("UPDATE entry SET status_before = 'open' WHERE seq = 4", "status_chain"),
        ("UPDATE outbox SET state = 'flying'", "outbox"),
        ("UPDATE outbox SET sent_at = NULL", "outbox"),
        ("UPDATE outbox SET kind = 'poem'", "outbox"),
        ("DELETE FROM outbox", "reminder_without_outgoing"),
        ("DELETE FROM outbox", "integrity"),
        ("DROP INDEX ix_entry_at", ""),
    ],
)
def test_each_kind_of_change_is_named(store: Store, path: Path, change: str, code: str) -> None:
    a_working_day(store)
    tamper(path, change)
    assert (code in codes(path)) if code else codes(path) == set()


def test_missing_protection_is_named(store: Store, path: Path) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entry_no_delete")
    assert codes(path) == {"unprotected"}


def test_same_fact_sent_in_two_messages_is_named(store: Store) -> None:
    second = reminder("县税务局", DAY, key="again", **SENT)
    twice = fact("县税务局", DAY, ref=ItemRef(9), outgoing_key="again")
    store.commit(
        Batch(
            outgoing=(reminder("县税务局", DAY, **SENT), second),
            reminders=(fact("县税务局", DAY), twice),
        )
    )
    (finding,) = verify(store)
    assert finding.code == "reminder_sent_twice"


def test_torn_file_is_named_not_raised(store: Store, path: Path) -> None:
    a_working_day(store)
    store.save_plan(small_plan(), (), NOON)
    (root,) = rows(path, "SELECT rootpage FROM sqlite_master WHERE name = 'entry'")
    (size,) = rows(path, "PRAGMA page_size")
    store.close()
    torn = bytearray(path.read_bytes())
    start = (root[0] - 1) * size[0]
    torn[start : start + size[0]] = b"\xff" * size[0]
    path.write_bytes(torn)
    assert "unreadable" in codes(path)
