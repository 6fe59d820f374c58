"""The one thread that writes: whoever waits gets its answer after the commit, together."""

import asyncio
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from ledger.progress import Entry
from storage.faults import StorageFault
from storage.store import Batch, Store

__all__ = ["StorageFault", "Writer"]

T = TypeVar("T")
_MERGED = 256
"""The most batches that share one transaction."""


@dataclass(frozen=True, slots=True, eq=False)
class _Commit:
    batch: Batch
    done: Future[tuple[Entry, ...]] = field(default_factory=Future)


@dataclass(frozen=True, slots=True, eq=False)
class _Call:
    work: Callable[[], Any]
    done: Future[Any] = field(default_factory=Future)


class Writer:
    """A store with a thread of its own; made in the event loop's thread, closed by its maker.

    Work once handed in is done even when the caller is cancelled while it waits. After a
    StorageFault that is not transient every further call is answered with the same fault.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._work: queue.SimpleQueue[_Commit | _Call | None] = queue.SimpleQueue()
        self._fatal: StorageFault | None = None
        self._closed = False
        # A daemon: a commit cut off at the end of the process was never acknowledged.
        self._thread = threading.Thread(target=self._run, name="storage-writer", daemon=True)
        self._thread.start()

    async def commit(self, batch: Batch) -> tuple[Entry, ...]:
        """Make a batch durable; return its entries with their `seq`.

        Raises AlreadyReceived, ValueError or StorageFault; then nothing of it is on disk.
        """
        job = _Commit(batch)
        self._hand_in(job)
        return await asyncio.shield(asyncio.wrap_future(job.done))

    async def call(self, work: Callable[..., T], *arguments: Any) -> T:
        """Run a method of the store in the writer's thread and give back what it returns."""
        job = _Call(partial(work, *arguments))
        self._hand_in(job)
        done: Future[T] = job.done
        return await asyncio.shield(asyncio.wrap_future(done))

    def close(self) -> None:
        """Finish what was handed in and end the thread; the store stays open."""
        if not self._closed:
            self._closed = True
            self._work.put(None)
        self._thread.join()

    def _hand_in(self, job: _Commit | _Call) -> None:
        if self._closed:
            raise RuntimeError("the writer is closed")
        job.done.set_running_or_notify_cancel()  # from here on nobody can cancel it
        self._work.put(job)

    def _run(self) -> None:
        waiting: deque[_Commit | _Call | None] = deque()
        while True:
            if not waiting:
                waiting.append(self._work.get())
            while not self._work.empty():
                waiting.append(self._work.get())
            job = waiting.popleft()
            if job is None:
                return
            if isinstance(job, _Call):
                self._settle(job.done, job.work)
            else:
                self._commit([job, *_leading_commits(waiting)])

    def _commit(self, commits: Sequence[_Commit]) -> None:
        if len(commits) > 1 and self._fatal is None and self._commit_together(commits):
            return
        for one in commits:
            self._settle(one.done, partial(self._store.commit, one.batch))

    def _commit_together(self, commits: Sequence[_Commit]) -> bool:
        """Write several batches in one transaction; False where each must stand for itself."""
        batches = [one.batch for one in commits]
        merged = Batch(
            entries=tuple(entry for batch in batches for entry in batch.entries),
            received=tuple(message for batch in batches for message in batch.received),
            outgoing=tuple(row for batch in batches for row in batch.outgoing),
            reminders=tuple(key for batch in batches for key in batch.reminders),
            rounds=tuple(key for batch in batches for key in batch.rounds),
        )
        try:
            written = iter(self._store.commit(merged))
        except StorageFault as fault:
            for one in commits:
                self._fail(one.done, fault)
            return True
        except Exception:  # noqa: BLE001 - one bad batch must not take the others with it
            return False
        for one in commits:
            one.done.set_result(tuple(next(written) for _ in one.batch.entries))
        return True

    def _settle(self, done: Future[Any], work: Callable[[], Any]) -> None:
        if self._fatal is not None:
            done.set_exception(self._fatal)
            return
        try:
            result = work()
        except StorageFault as fault:
            self._fail(done, fault)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for it
            done.set_exception(error)
        else:
            done.set_result(result)

    def _fail(self, done: Future[Any], fault: StorageFault) -> None:
        if not fault.transient:
            self._fatal = fault
        done.set_exception(fault)


def _leading_commits(waiting: deque[_Commit | _Call | None]) -> Iterator[_Commit]:
    """Take the commits at the head of what waits, as many as may share a transaction."""
    for _ in range(_MERGED - 1):
        head = waiting[0] if waiting else None
        if not isinstance(head, _Commit):
            return
        waiting.popleft()
        yield head
