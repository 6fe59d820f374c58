"""Background work of the simulator: owned, cancelled at the end, its failures never lost."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """A set of running tasks; `close` cancels them and raises what went wrong in any."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._failures: list[Exception] = []

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run in the background until done or until `close`."""
        task = asyncio.create_task(work)  # noqa: TID251 - the simulator owns its tasks here
        self._running.add(task)
        task.add_done_callback(self._ended)

    def later(self, seconds: float, work: Coroutine[Any, Any, Any]) -> None:
        """Run after so many seconds."""
        self.start(_after(seconds, work))

    def __len__(self) -> int:
        return len(self._running)

    async def close(self) -> None:
        """Cancel what still runs; raises an ExceptionGroup of all failures."""
        for task in tuple(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        failures, self._failures = self._failures, []
        if failures:
            raise ExceptionGroup("the simulator itself failed", failures)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Exception):
            self._failures.append(error)


async def _after(seconds: float, work: Coroutine[Any, Any, Any]) -> None:
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        work.close()
        raise
    with contextlib.suppress(ConnectionError):
        await work
