"""The writer's thread: many senders, work in order, honest answers."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.store import AlreadyReceived, Batch, Store
from storage.writer import StorageFault, Writer
from tests.storage.samples import message, report, reported, rows


def tear(store: Store, path: Path) -> bytes:
    """Overwrite all but the first page, and return what was there."""
    store.engine.dispose()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    return whole


def mend(store: Store, path: Path, whole: bytes) -> None:
    store.engine.dispose()
    path.write_bytes(whole)


@pytest.fixture
async def writer(store: Store) -> AsyncIterator[Writer]:
    opened = Writer(store)
    yield opened
    opened.close()


async def test_answer_comes_after_the_commit(writer: Writer, path: Path) -> None:
    (written,) = await writer.commit(reported(1))
    assert rows(path, "SELECT seq, message_key FROM entry") == [(written.seq, "m1")]


async def test_many_senders_get_their_own_rows(writer: Writer, store: Store) -> None:
    answers = await asyncio.gather(*(writer.commit(reported(n)) for n in range(300)))
    assert [entry.message_key for (entry,) in answers] == [f"m{n}" for n in range(300)]
    assert sorted(entry.seq for (entry,) in answers) == list(range(1, 301))
    assert {entry.seq: entry for (entry,) in answers} == {e.seq: e for e in store.entries()}


async def test_one_bad_batch_does_not_take_the_others_with_it(writer: Writer, path: Path) -> None:
    await writer.commit(reported(1))
    batches = [reported(2), reported(1), Batch(entries=(report(8, words="\ud800"),)), reported(3)]
    answers = await asyncio.gather(*map(writer.commit, batches), return_exceptions=True)
    assert isinstance(answers[1], AlreadyReceived)
    assert isinstance(answers[2], ValueError)
    assert rows(path, "SELECT message_key FROM entry") == [("m1",), ("m2",), ("m3",)]
    assert rows(path, "SELECT count(*) FROM inbox") == [(3,)]


async def test_same_message_from_two_sides_at_once_is_written_once(
    writer: Writer, path: Path
) -> None:
    answers = await asyncio.gather(
        *(writer.commit(reported(1)) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(answer, AlreadyReceived) for answer in answers) == 4
    assert rows(path, "SELECT count(*) FROM entry") == [(1,)]


async def test_any_method_runs_on_the_writers_thread(writer: Writer, store: Store) -> None:
    await writer.commit(reported(1))
    assert await writer.call(store.received, "m1") == message(1)
    with pytest.raises(LookupError):
        await writer.call({}.__getitem__, "nothing")


async def test_calls_and_commits_keep_their_order(writer: Writer, store: Store) -> None:
    _, seen, _, after = await asyncio.gather(
        writer.commit(reported(1)),
        writer.call(store.last_entry_seq),
        writer.commit(reported(2)),
        writer.call(store.last_entry_seq),
    )
    assert (seen, after) == (1, 2)


async def test_cancelled_sender_does_not_undo_what_was_handed_in(
    writer: Writer, store: Store
) -> None:
    waiting = asyncio.ensure_future(writer.commit(reported(1)))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await writer.call(store.received, "m1") == message(1)


async def test_close_finishes_what_was_handed_in(store: Store, path: Path) -> None:
    writer = Writer(store)
    waiting = [asyncio.ensure_future(writer.commit(reported(n))) for n in range(20)]
    await asyncio.sleep(0)
    writer.close()
    writer.close()
    await asyncio.gather(*waiting)
    assert rows(path, "SELECT count(*) FROM entry") == [(20,)]
    with pytest.raises(RuntimeError):
        await writer.commit(reported(99))


async def test_passing_fault_is_told_and_work_goes_on(
    writer: Writer, store: Store, path: Path
) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answers = await asyncio.gather(
            *(writer.commit(reported(n)) for n in range(5)), return_exceptions=True
        )
        assert all(isinstance(answer, StorageFault) and answer.transient for answer in answers)
        other.execute("ROLLBACK")
    assert (await writer.commit(reported(1)))[0].seq == 1


async def test_nothing_is_written_after_a_fault_of_the_disk(
    writer: Writer, store: Store, path: Path
) -> None:
    await writer.commit(reported(1))
    whole = tear(store, path)
    with pytest.raises(StorageFault) as caught:
        await writer.commit(reported(2))
    assert not caught.value.transient
    mend(store, path, whole)
    with pytest.raises(StorageFault):
        await writer.commit(reported(3))
    assert rows(path, "SELECT count(*) FROM entry") == [(1,)]
