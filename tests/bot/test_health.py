import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Self

import aiohttp
import pytest

from bot.config import Settings
from bot.scheduler import Scheduler
from storage.store import Store
from tests.bot.conftest import OpenApp
from tests.fakes import FakeChannel


async def test_healthz_is_good_only_with_database_scheduler_and_channel(
    open_app: OpenApp, channel: FakeChannel, unused_tcp_port: int
) -> None:
    async with open_app() as app:
        web = app.settings.web.model_copy(update={"port": unused_tcp_port})
        app.settings = app.settings.model_copy(update={"web": web})
        url = f"http://127.0.0.1:{unused_tcp_port}/healthz"
        running = asyncio.ensure_future(app.serve())
        await app.ready.wait()
        await _until(lambda: app.scheduler.alive)
        async with aiohttp.ClientSession() as session:
            async with session.get(url) as good:
                assert (good.status, await good.json()) == (
                    200,
                    {"database": True, "scheduler": True, "channel": True},
                )
            channel.up = False
            async with session.get(url) as bad:
                assert bad.status == 503
                assert not (await bad.json())["channel"]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 - what is awaited has no event of its own
            await asyncio.sleep(0.02)


async def test_a_tick_that_fails_is_no_beat_and_stops_nothing() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        raise RuntimeError("broken")

    scheduler = Scheduler(tick)
    scheduler.start()
    await _until(lambda: ticks == 1)
    assert not scheduler.alive
    scheduler.stop()


async def test_a_wall_clock_that_is_set_back_does_not_put_off_the_next_tick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticks: list[float] = []

    async def tick() -> None:
        ticks.append(time.monotonic())

    scheduler = Scheduler(tick, period=0.2)
    scheduler.start()
    await _until(lambda: len(ticks) == 1)
    an_hour = timedelta(hours=1)
    for module in ("bot.clock", "apscheduler.schedulers.base", "apscheduler.executors.base"):
        monkeypatch.setattr(f"{module}.datetime", _clock_moved_by(-an_hour))
    await _until(lambda: len(ticks) > 2)
    scheduler.stop()


def _clock_moved_by(distance: timedelta) -> type[datetime]:
    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + distance

    return Moved


def test_a_read_only_look_beside_the_running_bot_is_possible(settings: Settings) -> None:
    with Store.open(settings.database.url), contextlib.ExitStack() as stack:
        stack.enter_context(Store.open(settings.database.url, read_only=True))
