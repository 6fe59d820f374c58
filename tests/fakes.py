"""The one fake: a channel that records what it is given and fails when told to."""

import asyncio
from dataclasses import dataclass, field

from bot.channel import ChannelError, Receive
from storage.mail import AddressKind


@dataclass
class FakeChannel:
    name: str = "fake"
    byte_limit: int = 2048
    up: bool = True
    sent: list[tuple[str, str]] = field(default_factory=list)
    failures: list[ChannelError] = field(default_factory=list)
    """Raised one after the other by the next sends."""

    async def run(self, receive: Receive) -> None:  # noqa: ARG002 - nobody speaks on it
        await asyncio.Event().wait()

    async def send(self, to_kind: AddressKind, to: str, text: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((f"{to_kind.value}:{to}", text))
