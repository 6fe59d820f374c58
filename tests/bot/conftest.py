"""A bot on a real database in a folder of its own, with a clock that the test moves."""

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.channel import Inbound
from bot.clock import RehearsalClock
from bot.config import Settings, load
from bot.importer import prepare, save
from documents.sample import sample_plan
from storage.store import Store
from tests.factories import at
from tests.fakes import FakeChannel

CONFIG = Path(__file__).parents[2] / "config.toml"

OpenApp = Callable[..., AbstractAsyncContextManager[App]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Load the shipped config.toml on a database of the test's own."""
    return load(CONFIG, db=f"sqlite:///{tmp_path / 'ledger.db'}")


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def open_app(settings: Settings, channel: FakeChannel) -> OpenApp:
    """Open the same database again and again, as restarts do."""

    @contextlib.asynccontextmanager
    async def opened(moment: str = "2023-10-16 09:30") -> AsyncIterator[App]:
        clock = RehearsalClock(at(moment))
        with Store.open(settings.database.url) as store:
            if not store.plans():
                save(store, prepare(store, sample_plan(), settings, named=True), clock.now())
            app = App(settings, store, clock, [channel])
            async with app.working():
                yield app

    return opened


def message(text: str, sender: str = "lihua", **overrides: str) -> Inbound:
    """Make a group message; 李华 of 县税务局 unless another sender is given."""
    values: dict[str, Any] = {"channel": "fake", "message_id": "m1", "chat": "group1"} | overrides
    return Inbound(private=False, sender=sender, text=text, **values)


@pytest.fixture
def say() -> Callable[..., Inbound]:
    return message
