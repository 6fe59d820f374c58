"""The one thread that touches the database while the bot runs: work in order, honest answers."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from ledger.progress import Entry
from storage.faults import StorageFault
from storage.store import Batch, Store

__all__ = ["StorageFault", "Writer"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    work: Callable[[], Any]
    done: Future[Any] = field(default_factory=Future)


class Writer:
    """A store with a thread of its own; made in the event loop's thread, closed by its maker.

    Work once handed in is done even when the caller is cancelled while it waits. After a
    StorageFault that is not transient every further call is answered with the same fault.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._fatal: StorageFault | None = None
        self._closed = False
        # A daemon: a commit cut off at the end of the process was never acknowledged.
        self._thread = threading.Thread(target=self._run, name="storage-writer", daemon=True)
        self._thread.start()

    async def commit(self, batch: Batch) -> tuple[Entry, ...]:
        """Make a batch durable; return its entries with their `seq`.

        Raises AlreadyReceived, ValueError or StorageFault; then nothing of it is on disk.
        """
        return await self.call(self._store.commit, batch)

    async def call(self, work: Callable[..., T], *arguments: Any) -> T:
        """Run a method of the store in the writer's thread and give back what it returns."""
        if self._closed:
            raise RuntimeError("the writer is closed")
        job = _Job(partial(work, *arguments))
        job.done.set_running_or_notify_cancel()  # from here on nobody can cancel it
        self._jobs.put(job)
        done: Future[T] = job.done
        return await asyncio.shield(asyncio.wrap_future(done))

    def close(self) -> None:
        """Finish what was handed in and end the thread; the store stays open."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._settle(job)

    def _settle(self, job: _Job) -> None:
        if self._fatal is not None:
            job.done.set_exception(self._fatal)
            return
        try:
            result = job.work()
        except StorageFault as fault:
            if not fault.transient:
                self._fatal = fault
            job.done.set_exception(fault)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for it
            job.done.set_exception(error)
        else:
            job.done.set_result(result)
