"""A bot connected to the simulated platform over real sockets, on a database of its own."""

import asyncio
import contextlib
import logging
import shutil
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.app import App
from bot.chat_book import ChatBook
from bot.clock import RehearsalClock
from bot.config import Settings, load
from bot.desk import Ruling
from bot.importer import prepare, save
from bot.wecom.surfaces import surfaces
from bot.wecom.timing import Timing
from documents.sample import sample_plan
from handlers.router import Decision
from storage.mail import Outgoing
from storage.store import Store
from tests.factories import at
from tests.wecom_simulator.simulator import Simulator

CONFIG = Path(__file__).parents[3] / "config.toml"
GROUP = "wrGROUP0000000001"
OFFICE = ("hemei", "tangwei")
QUICK = Timing(
    connect=10.0,
    ack=10.0,
    ping=1.0,
    first_backoff=0.05,
    longest_backoff=0.3,
    steady_after=0.2,
    stand_aside=0.4,
    longest_aside=2.0,
    deaf_after=3_600.0,
    worth_telling=60.0,
    last_words=1.0,
    few_kicks=600.0,
)
"""As in the field where a slow machine could be taken for a fault; the rests are short."""
HASTY = replace(QUICK, ack=1.0, ping=0.3)
"""For what is shown by an ack or a ping that never comes."""

OpenBot = Callable[..., AbstractAsyncContextManager[App]]


def smart_bot_of(sim: Simulator) -> dict[str, Any]:
    """Give the sections that connect a bot to the simulator."""
    return {
        "smart_bot": {"bot_id": sim.account.bot_id, "secret": sim.account.bot_secret},
        "wecom": {"gateway_url": sim.gateway_url, "api_url": sim.api_url},
    }


def configured(base: Settings, **sections: Any) -> Settings:
    """Give the shipped settings with other sections."""
    given = {"groups": {"daily": [GROUP]}, "web": {"port": 0}} | sections
    return Settings.model_validate(base.model_dump(exclude=set(given)) | given)


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        simulator.patience = 30.0
        yield simulator


@pytest.fixture(scope="session")
def sample_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with the sample plan once; the tests work on copies."""
    path = tmp_path_factory.mktemp("sample") / "ledger.db"
    settings = load(CONFIG, db=f"sqlite:///{path}")
    with Store.open(settings.database.url) as store:
        save(store, prepare(store, sample_plan(), settings, named=True), at("2023-01-04 09:00"))
    return path


@pytest.fixture
def base(tmp_path: Path, sample_ledger: Path) -> Settings:
    """Load the shipped config.toml on a copy of the sample database."""
    for name in ("ledger.db", "ledger.db.id"):
        shutil.copy(sample_ledger.with_name(name), tmp_path)
    return load(CONFIG, db=f"sqlite:///{tmp_path / 'ledger.db'}")


@pytest.fixture
def open_bot(sim: Simulator, base: Settings) -> OpenBot:
    """Run the bot until the block ends; again and again on the same database, as restarts do."""

    @contextlib.asynccontextmanager
    async def opened(
        moment: str = "2023-10-16 08:00",
        timing: Timing = QUICK,
        *,
        connected: bool = True,
        **sections: Any,
    ) -> AsyncIterator[App]:
        settings = configured(base, **(smart_bot_of(sim) | sections))
        clock = RehearsalClock(at(moment))
        with Store.open(settings.database.url) as store:
            chats = ChatBook(store.chats())
            app = App(settings, store, clock, surfaces(settings, clock, chats, timing), chats)
            running = asyncio.ensure_future(app.run())
            try:
                await app.ready.wait()
                if connected:
                    assert await sim.until(lambda: app.switchboard.up, within=30)
                yield app
            finally:
                running.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running

    return opened


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


# ---- the surfaces other than the long connection ----


def callback_of(sim: Simulator) -> dict[str, Any]:
    """Give the section of the smart bot in callback mode."""
    account = sim.account
    keys = {"token": account.bot_token, "encoding_aes_key": account.bot_aes_key}
    return {"smart_bot_callback": keys}


def own_app_of(sim: Simulator, *, heard: bool = True, **more: Any) -> dict[str, Any]:
    """Give the section of the own app; `heard`: with its callback."""
    account = sim.account
    keys = {"token": account.app_token, "encoding_aes_key": account.app_aes_key}
    app = {
        "corp_id": account.corp_id,
        "agent_id": account.agent_id,
        "secret": account.app_secret,
        "callback": keys if heard else None,
    }
    return {"own_app": app | more}


def webhook_of(sim: Simulator, key: str = "") -> dict[str, Any]:
    """Give the section of the group's webhook."""
    return {"webhooks": [{"chat": GROUP, "key": key or sim.account.webhook_key}]}


class Passing:
    """Time that passes for the bot, its surfaces and the platform alike, when told to."""

    def __init__(self, sim: Simulator) -> None:
        self.clock = RehearsalClock(at("2023-10-16 08:00"))
        self._sim = sim
        self._ahead = 0.0
        self.set(self.clock.now())

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead

    def set(self, moment: datetime) -> None:
        """Set the bot's and the platform's clock."""
        self.clock.set(moment)
        self._sim.clock.advance(moment.timestamp() - self._sim.clock.now())

    def forward(self, seconds: float) -> None:
        self._ahead += seconds
        self.set(self.clock.now() + timedelta(seconds=seconds))

    async def by(self, seconds: float, app: App) -> None:
        """Let so many seconds pass, and the bot look at what is due."""
        self.forward(seconds)
        await app.tick()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as one:
        yield one


@pytest.fixture
def passing(sim: Simulator) -> Passing:
    return Passing(sim)


@pytest.fixture
def open_surfaces(sim: Simulator, base: Settings, passing: Passing) -> OpenBot:
    """Run the bot on the surfaces whose sections are given, and let the platform know them."""

    @contextlib.asynccontextmanager
    async def opened(*given: dict[str, Any], **sections: Any) -> AsyncIterator[App]:
        wanted = {key: value for one in given for key, value in one.items()} | sections
        port = free_port()
        where = {"gateway_url": sim.gateway_url, "api_url": sim.api_url}
        wanted["wecom"] = where | wanted.get("wecom", {})
        settings = configured(base, **(wanted | {"web": {"port": port}}))
        sim.set_callbacks(
            bot=address(port, "smart-bot") if settings.smart_bot_callback else None,
            app=address(port, "own-app") if settings.own_app else None,
        )
        with Store.open(settings.database.url) as store:
            chats = ChatBook(store.chats())
            clock, monotonic = passing.clock, passing.monotonic
            channels = surfaces(settings, clock, chats, QUICK, monotonic)
            app = App(settings, store, clock, channels, chats)
            running = asyncio.ensure_future(app.run())
            try:
                await app.ready.wait()
                await sim.until(lambda: running.done() or all(one.up for one in channels))
                yield app
            finally:
                running.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running

    return opened


def address(port: int, name: str) -> str:
    return f"http://127.0.0.1:{port}/wecom/{name}"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


async def queue(app: App, *rows: Outgoing) -> None:
    """Put rows into the outbox the way every push gets there."""
    decision = Decision(outgoing=rows)
    await app.desk.submit(lambda _: Ruling(decision=decision))
