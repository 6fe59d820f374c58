"""Getting a happening to the bot once, twice at the same instant, late, repeated or reordered."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.wecom_simulator.faults import Fault, FaultKind, Faults
from tests.wecom_simulator.tasks import Tasks

Send = Callable[[], Awaitable[str]]
"""Delivers once; returns the reason when it was lost."""

_RETRIES = 3
_RETRY_SECONDS = 5.0
_REORDER_SECONDS = 2.0


class Delivery:
    """Applies the delivery faults."""

    def __init__(self, faults: Faults, tasks: Tasks) -> None:
        self._faults = faults
        self._tasks = tasks
        self._held: list[tuple[Send, asyncio.Future[str]]] = []

    async def deliver(self, send: Send) -> str:
        """Deliver as the waiting faults will have it; the reason when it was lost."""
        fault = self._faults.take(FaultKind.REORDER)
        if fault is not None:
            return await self._hold(fault, send)
        fault = self._faults.take(FaultKind.DUPLICATE)
        if fault is not None:
            return await self._copies(fault, send)
        fault = self._faults.take(FaultKind.RETRIES)
        if fault is not None:
            pause = _RETRY_SECONDS if fault.seconds is None else fault.seconds
            self._tasks.start(_repeat(send, _RETRIES, pause))
        return await send()

    async def _copies(self, fault: Fault, send: Send) -> str:
        if fault.seconds:
            self._tasks.start(_repeat(send, fault.copies - 1, fault.seconds))
            return await send()
        return (await asyncio.gather(*(send() for _ in range(fault.copies))))[0]

    async def _hold(self, fault: Fault, send: Send) -> str:
        """Wait for the others of the batch, at most `seconds` (2), then go out backwards."""
        fate: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._held.append((send, fate))
        if fault.times == 0:
            await self._release()
        else:
            pause = _REORDER_SECONDS if fault.seconds is None else fault.seconds
            self._tasks.later(pause, self._release())
        return await fate

    async def _release(self) -> None:
        held, self._held = self._held, []
        for send, fate in reversed(held):
            fate.set_result(await send())


async def _repeat(send: Send, times: int, pause: float) -> None:
    for _ in range(times):
        await asyncio.sleep(pause)
        await send()
