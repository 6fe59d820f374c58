"""The alarm clock: wakes the tick at start and every 30 s; what is due is rows and a query."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import ZONE, SystemClock

_LOG = logging.getLogger(__name__)

PERIOD_SECONDS = 30
STALE_SECONDS = 60.0
"""A beat older than this means the scheduler stands still."""


class Scheduler:
    """APScheduler with its memory store: it forgets everything, because it need not remember."""

    def __init__(self, tick: Callable[[], Awaitable[None]]) -> None:
        self._tick = tick
        self._beat: float | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=ZONE,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to tick, the first time at once."""
        self._scheduler.add_job(
            self._run,
            "interval",
            seconds=PERIOD_SECONDS,
            next_run_time=SystemClock().now(),
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def alive(self) -> bool:
        """Whether the last tick is younger than a minute."""
        return self._beat is not None and time.monotonic() - self._beat < STALE_SECONDS

    def beat(self) -> None:
        """Note that something moves: a tick ended well, or a long one sent another message."""
        self._beat = time.monotonic()

    async def _run(self) -> None:
        try:
            await self._tick()
        except asyncio.CancelledError:
            _LOG.info("a tick was cut short by the stop")  # the next start catches up
        except Exception:  # noqa: BLE001 - one bad tick must not stop the clock
            _LOG.exception("tick failed")
        else:
            self.beat()
