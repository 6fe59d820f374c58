"""The alarm clock: wakes the tick at start and every 30 s; what is due is rows and a query."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import ZONE, SystemClock

_LOG = logging.getLogger(__name__)

PERIOD_SECONDS = 30.0
STALE_SECONDS = 60.0
"""A beat older than this means the scheduler stands still."""


class Scheduler:
    """APScheduler with its memory store: it forgets everything, because it need not remember."""

    def __init__(
        self, tick: Callable[[], Awaitable[None]], period: float = PERIOD_SECONDS
    ) -> None:
        self._tick = tick
        self._period = period
        self._beat: float | None = None
        self._job: Job | None = None
        self._watch: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=ZONE,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to tick, the first time at once."""
        self._job = self._scheduler.add_job(
            self._run, "interval", seconds=self._period, next_run_time=SystemClock().now()
        )
        self._scheduler.start()
        self._watch_clock()

    def stop(self) -> None:
        """Tick no more."""
        if self._watch is not None:
            self._watch.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def alive(self) -> bool:
        """Whether the last tick is younger than a minute."""
        return self._beat is not None and time.monotonic() - self._beat < STALE_SECONDS

    def beat(self) -> None:
        """Note that something moves: a tick ended well, or a long one sent another message."""
        self._beat = time.monotonic()

    def _watch_clock(self) -> None:
        """Tick now where the wall clock was set back, by a clock that nobody sets.

        APScheduler waits for a time of day: set back by an hour, it would wait an hour more.
        """
        now, job = SystemClock().now(), self._job
        if job is not None and (job.next_run_time - now).total_seconds() > self._period:
            job.modify(next_run_time=now)
        self._watch = asyncio.get_running_loop().call_later(self._period, self._watch_clock)

    async def _run(self) -> None:
        try:
            await self._tick()
        except asyncio.CancelledError:
            _LOG.info("a tick was cut short by the stop")  # the next start catches up
        except Exception:  # noqa: BLE001 - one bad tick must not stop the clock
            _LOG.exception("tick failed")
        else:
            self.beat()
