"""A bot in the same process: its tasks can be counted, and its time set forward."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.app import App
from bot.chat_book import ChatBook
from bot.config import load
from bot.importer import prepare, save
from bot.wecom.surfaces import surfaces
from bot.wecom.timing import Timing
from documents.sample import sample_plan
from storage.store import Store
from tests.bot.wecom.conftest import (
    CONFIG,
    QUICK,
    Passing,
    address,
    configured,
    free_port,
    own_app_of,
    smart_bot_of,
    webhook_of,
)
from tests.wecom_simulator.simulator import Simulator

STEADY = replace(QUICK, ack=4.0, ping=10.0)
"""For what is not about the connection: a busy machine is no reason to give it up."""


@contextlib.asynccontextmanager
async def everywhere(
    sim: Simulator, folder: Path, passing: Passing, timing: Timing = STEADY
) -> AsyncIterator[App]:
    """Run it on the long connection, the own app with its callback and a group's webhook."""
    port = free_port()
    sim.set_callbacks(app=address(port, "own-app"))
    sections: dict[str, Any] = smart_bot_of(sim) | own_app_of(sim) | webhook_of(sim)
    sections["smart_bot"]["answers_per_minute"] = 0
    url = f"sqlite:///{folder / 'ledger.db'}"
    settings = configured(load(CONFIG, db=url), **sections, web={"port": port})
    with Store.open(url) as store:
        if not store.plans():
            save(store, prepare(store, sample_plan(), settings, named=True), passing.clock.now())
        chats = ChatBook(store.chats())
        channels = surfaces(settings, passing.clock, chats, timing, passing.monotonic)
        app = App(settings, store, passing.clock, channels, chats)
        running = asyncio.ensure_future(app.run())
        try:
            await app.ready.wait()
            assert await sim.until(lambda: all(one.up for one in channels), within=20)
            yield app
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
