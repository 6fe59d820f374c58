"""The one fake: a channel that records what it is given and fails when told to."""

import asyncio
from dataclasses import dataclass, field

from bot.channel import ChannelError, Listener, Message
from messages.paging import paginate
from storage.mail import AddressKind


@dataclass
class FakeChannel:
    name: str = "fake"
    byte_limit: int = 2048
    up: bool = True
    sent: list[tuple[str, str]] = field(default_factory=list)
    failures: list[ChannelError] = field(default_factory=list)
    """Raised one after the other by the next sends."""

    async def run(self, listener: Listener) -> None:  # noqa: ARG002 - nobody speaks on it
        await asyncio.Event().wait()

    def carries(self, to_kind: AddressKind, to: str) -> bool:  # noqa: ARG002 - everybody is near
        return True

    async def send(self, message: Message) -> str:
        pages = paginate(message.blocks, self.byte_limit)
        for page in pages:
            if self.failures:
                raise self.failures.pop(0)
            self.sent.append((f"{message.to_kind.value}:{message.to}", page))
        return "\n".join(pages)
