"""What one transaction puts on disk, and how it comes back."""

import dataclasses
import sqlite3
from contextlib import closing
from datetime import UTC, date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ledger.plan import ItemRef
from ledger.progress import EntryKind
from storage.mail import OutgoingState, RoundKey
from storage.seals import require_storable
from storage.store import AlreadyReceived, Batch, StorageFault, Store
from tests.storage.samples import (
    NOON,
    PLAN,
    fact,
    later,
    message,
    reminder,
    report,
    reported,
    rows,
    small_plan,
)

DAY = date(2023, 11, 15)


def counts(path: Path) -> tuple[int, int, int]:
    """Count history, inbox and outbox."""
    (found,) = rows(
        path,
        "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM inbox), "
        "(SELECT count(*) FROM outbox)",
    )
    entries, messages, outgoing = found
    return entries, messages, outgoing


def test_report_and_message_are_on_disk_together(store: Store, path: Path) -> None:
    (written,) = store.commit(reported(7))
    assert written == dataclasses.replace(report(7), seq=1)
    assert rows(path, "SELECT seq, words, message_key FROM entry") == [
        (1, "进度 15(6) 完成7%", "m7")
    ]
    assert rows(path, "SELECT key, reply FROM inbox") == [("m7", '["已记录", "7%"]')]


def test_numbers_rise_by_one_over_batches(store: Store) -> None:
    first = store.commit(Batch(entries=(report(1), report(2))))
    second = store.commit(Batch(entries=(report(3),)))
    assert [entry.seq for entry in (*first, *second)] == [1, 2, 3]
    assert store.last_entry_seq() == 3


def test_same_message_twice_writes_nothing_the_second_time(store: Store, path: Path) -> None:
    store.commit(reported(1))
    with pytest.raises(AlreadyReceived) as caught:
        store.commit(Batch(entries=(report(2), report(1)), received=(message(2), message(1))))
    assert caught.value.key == "m1"
    assert rows(path, "SELECT message_key FROM entry") == [("m1",)]
    assert rows(path, "SELECT key FROM inbox") == [("m1",)]


def test_same_message_twice_in_one_batch_is_refused(store: Store, path: Path) -> None:
    with pytest.raises(AlreadyReceived):
        store.commit(Batch(entries=(report(1), report(1)), received=(message(1), message(1))))
    assert rows(path, "SELECT count(*) FROM entry") == [(0,)]


def test_reply_of_a_handled_message_is_found(store: Store) -> None:
    store.commit(reported(1))
    assert store.received("m1") == message(1)
    assert store.received("m2") is None


def test_moments_are_utc_on_disk_and_local_when_read(store: Store, path: Path) -> None:
    (written,) = store.commit(Batch(entries=(report(1, at=NOON.astimezone(UTC)),)))
    (read,) = store.entries()
    assert rows(path, "SELECT at FROM entry") == [("2023-11-15 04:00:00.000000",)]
    assert read.at == NOON
    assert read.at.tzinfo == written.at.tzinfo == ZoneInfo("Asia/Shanghai")


def test_history_is_read_by_plan_item_and_moment(store: Store) -> None:
    other = report(3, ref=ItemRef(9), message_key="")
    store.commit(Batch(entries=(report(1), report(2), other)))
    assert [e.seq for e in store.entries(ref=ItemRef(15, 6))] == [1, 2]
    assert [e.seq for e in store.entries(plan=PLAN, ref=ItemRef(9))] == [3]
    assert [e.seq for e in store.entries(until=later(seconds=2))] == [1, 2]
    assert list(store.entries(plan="别的")) == []


def test_history_row_of_a_whole_plan_has_no_item(store: Store) -> None:
    imported = report(1, ref=None, kind=EntryKind.IMPORTED, message_key="")
    store.commit(Batch(entries=(imported,)))
    (read,) = store.entries()
    assert read.ref is None


def test_long_history_is_read_whole_in_order(store: Store) -> None:
    store.commit(Batch(entries=tuple(report(n) for n in range(12_000))))
    assert [entry.seq for entry in store.entries()] == list(range(1, 12_001))


@pytest.mark.parametrize("poison", ["\ud800", "a\0b", "好\udfff"])
def test_text_that_would_poison_the_file_is_refused_before(
    store: Store, path: Path, poison: str
) -> None:
    for batch in (
        Batch(entries=(report(1, words=poison),)),
        Batch(received=(dataclasses.replace(message(1), reply=("好", poison)),)),
        Batch(received=(dataclasses.replace(message(1), key=poison),)),
        Batch(outgoing=(reminder("县税务局", DAY, text=poison),)),
    ):
        with pytest.raises(ValueError, match=r"surrogate|NUL|unicode"):
            store.commit(batch)
    with pytest.raises(ValueError, match=r"surrogate|NUL|unicode"):
        store.save_plan(dataclasses.replace(small_plan(), title=poison), (), NOON)
    assert counts(path) == (0, 0, 0)
    assert store.plans() == (small_plan(),)


@pytest.mark.parametrize("value", [2**64, float("nan"), NOON.replace(tzinfo=None), {"a": ["\0"]}])
def test_values_no_column_holds_are_named(value: object) -> None:
    with pytest.raises(ValueError, match=r"64 bits|finite|zone|NUL"):
        require_storable(value)


def test_moment_without_zone_and_boundless_number_are_refused(store: Store) -> None:
    for wrong in (report(1, at=NOON.replace(tzinfo=None)), report(1, percent=2**70)):
        with pytest.raises(ValueError, match=r"zone|64 bits"):
            store.commit(Batch(entries=(wrong,)))
    assert store.last_entry_seq() == 0


def test_a_failing_part_takes_the_whole_batch_back(store: Store, path: Path) -> None:
    batch = Batch(
        entries=(report(1),),
        received=(message(1),),
        outgoing=(reminder("县税务局", DAY),),
        rounds=(RoundKey(name="morning\0", day=DAY),),
    )
    with pytest.raises(ValueError, match="NUL"):
        store.commit(batch)
    assert counts(path) == (0, 0, 0)


def test_round_is_issued_once_for_a_day(store: Store, path: Path) -> None:
    assert store.last_round("morning", DAY) is None
    earlier = RoundKey(name="morning", day=date(2023, 11, 14))
    for key in (RoundKey(name="morning", day=DAY), RoundKey(name="morning", day=DAY), earlier):
        store.commit(Batch(rounds=(key,)))
    assert store.last_round("morning", DAY) == DAY
    assert store.last_round("morning", DAY - timedelta(days=1)) == date(2023, 11, 14)
    assert store.last_round("morning", date(2023, 11, 13)) is None
    assert rows(path, "SELECT count(*) FROM round") == [(2,)]


def test_queueing_a_reminder_again_adds_nothing(store: Store) -> None:
    batch = Batch(
        outgoing=(reminder("县税务局", DAY),),
        reminders=(fact("县税务局", DAY), fact("县税务局", DAY, ref=ItemRef(9))),
    )
    store.commit(batch)
    store.commit(batch)
    (queued,) = store.outbox()
    assert queued == dataclasses.replace(reminder("县税务局", DAY), id=queued.id)
    assert store.reminders_of(queued.key) == batch.reminders


def test_disk_full_is_a_passing_fault_and_nothing_is_half_written(
    store: Store, path: Path
) -> None:
    store.commit(reported(1))
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # no room for one page more
    with pytest.raises(StorageFault) as caught:
        store.commit(Batch(entries=tuple(report(n, words="多" * 500) for n in range(50))))
    assert caught.value.transient
    assert rows(path, "SELECT count(*) FROM entry") == [(1,)]
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    store.commit(Batch(entries=tuple(report(n, words="多" * 500) for n in range(50))))
    assert store.last_entry_seq() == 51


def test_locked_by_another_is_a_passing_fault(store: Store, path: Path) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageFault) as caught:
            store.commit(reported(1))
        assert caught.value.transient
        other.execute("ROLLBACK")
    assert store.commit(reported(1))[0].seq == 1


def test_every_connection_is_durable(store: Store) -> None:
    wanted = {
        "journal_mode": "truncate",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }
    with store.engine.connect() as connection:
        for name, value in wanted.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value
    assert store.facts().journal_mode == "truncate"
    store.probe_writable()


def test_outbox_is_listed_by_day(store: Store) -> None:
    store.commit(Batch(outgoing=(reminder("县税务局", DAY),)))
    assert [row.state for row in store.outbox(day=DAY)] == [OutgoingState.QUEUED]
    assert store.outbox(day=date(2023, 1, 1)) == ()
