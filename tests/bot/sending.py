"""A bot that sends one morning's messages and says each on its output; killed by its test."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.app import App
from bot.channel import Listener, Message
from bot.clock import RehearsalClock
from bot.config import load
from bot.importer import prepare, save
from documents.sample import sample_plan
from storage.mail import AddressKind
from storage.store import Store
from tests.factories import at

MORNING = "2023-12-29 09:00"


@dataclass
class Outside:
    """The world that accepts a message the moment it is said."""

    name: str = "outside"
    up: bool = True

    async def run(self, listener: Listener) -> None:
        raise NotImplementedError

    def carries(self, to_kind: AddressKind, to: str) -> bool:  # noqa: ARG002
        return True

    async def send(self, message: Message) -> str:
        sys.stdout.write(f"{message.key}\n")
        sys.stdout.flush()
        return "\n".join(message.blocks)


async def main(url: str) -> None:
    settings = load(Path("config.toml"), db=url)
    clock = RehearsalClock(at(MORNING))
    with Store.open(url) as store:
        if not store.plans():
            save(store, prepare(store, sample_plan(), settings, named=True), clock.now())
        app = App(settings, store, clock, [Outside()])
        async with app.chatting():
            sys.stdout.write("done\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
