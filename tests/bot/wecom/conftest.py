"""A bot connected to the simulated platform over real sockets, on a database of its own."""

import asyncio
import contextlib
import logging
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.chat_book import ChatBook
from bot.clock import RehearsalClock
from bot.config import Settings, load
from bot.importer import prepare, save
from bot.wecom.surfaces import surfaces
from bot.wecom.timing import Timing
from documents.sample import sample_plan
from storage.store import Store
from tests.factories import at
from tests.wecom_simulator.simulator import Simulator

CONFIG = Path(__file__).parents[3] / "config.toml"
GROUP = "wrGROUP0000000001"
OFFICE = ("hemei", "tangwei")
QUICK = Timing(
    connect=2.0,
    ack=0.6,
    ping=0.2,
    first_backoff=0.05,
    longest_backoff=0.3,
    steady_after=0.2,
    stand_aside=0.4,
    longest_aside=2.0,
    deaf_after=1.0,
    worth_telling=60.0,
    last_words=1.0,
    few_kicks=600.0,
)

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
                    assert await sim.until(lambda: app.switchboard.up, within=5)
                yield app
            finally:
                running.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running

    return opened


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
