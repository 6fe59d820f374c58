"""The bot without a surface: all that a group message goes through, from Inbound to reply."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.county import Sender
from bot.app import App
from bot.channel import Inbound, Listener, Message
from bot.config import Settings
from ledger.plan import Plan
from messages.paging import paginate
from storage.mail import AddressKind
from storage.store import Store

COUNTY, BOT = "双牌县", "督办助手"


class StoppedClock:
    """Stands still, so that both sides write the same date."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


class NoSurface:
    """A channel that carries nothing by itself; it lends its name and its byte limit."""

    name = "bench"
    byte_limit = 2048

    @property
    def up(self) -> bool:
        return False

    def carries(self, to_kind: AddressKind, to: str) -> bool:
        raise NotImplementedError

    async def run(self, listener: Listener) -> None:
        raise NotImplementedError

    async def send(self, message: Message) -> str:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class WholePath:
    """A working bot on its database, as `duban run` has it, without clock and channels."""

    app: App
    channel: NoSurface

    async def say(self, text: str, sender: str, message_id: str) -> str:
        """Give one group message to the bot and return its reply, cut as for a channel."""
        inbound = Inbound(
            channel=self.channel.name,
            message_id=message_id,
            chat="group",
            private=False,
            sender=sender,
            text=text,
        )
        reply = await self.app.reception.receive(inbound)
        return "\n".join(paginate(reply.blocks, self.channel.byte_limit))


def settings_for(path: Path, senders: Sequence[Sender] = ()) -> Settings:
    """Make the settings of a county whose contacts are the senders."""
    contacts: list[dict[str, Any]] = [
        {"id": sender.user_id, "name": sender.name, "unit": sender.printed_unit}
        for sender in senders
    ]
    return Settings.model_validate(
        {
            "county": {"name": COUNTY},
            "bot": {"names": [BOT]},
            "groups": {"allowed": ["group"]},
            "database": {"url": f"sqlite:///{path}"},
            "people": {"contacts": contacts},
        }
    )


def save_plan(path: Path, plan: Plan, now: datetime) -> None:
    """Make a database that holds a plan."""
    with Store.open(settings_for(path).database.url) as store:
        store.save_plan(plan, (), now)


@asynccontextmanager
async def opened(path: Path, senders: Sequence[Sender], now: datetime) -> AsyncIterator[WholePath]:
    """Open a database and let the bot work on it."""
    settings = settings_for(path, senders)
    with Store.open(settings.database.url) as store:
        app = App(settings, store, StoppedClock(now))
        async with app.working():
            yield WholePath(app=app, channel=NoSurface())
