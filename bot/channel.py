"""Ways in and out of the world, as the rest of the bot sees them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storage.mail import AddressKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message in, verified and decrypted, its mention not yet stripped."""

    channel: str
    message_id: str
    chat: str
    """Group id, or the sender's id in a single chat."""
    private: bool
    sender: str
    text: str
    quoted: str = ""
    at: datetime | None = None
    """When it was sent, where the platform says so."""


Receive = Callable[[Inbound], Awaitable[tuple[str, ...]]]
"""What a channel calls with each message: returns the parts of the reply, none for silence."""


class ChannelError(Exception):
    """A message could not be sent.

    `permanent`: trying again is useless. `unknown`: it may have arrived, so it must not be
    sent again unmarked.
    """

    def __init__(self, reason: str, *, permanent: bool = False, unknown: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.unknown = unknown


class Channel(Protocol):
    """A surface that people speak on."""

    name: str
    byte_limit: int
    """The longest single message it carries, in UTF-8 bytes."""

    @property
    def up(self) -> bool:
        """Whether it can carry messages just now."""

    async def run(self, receive: Receive) -> None:
        """Serve until cancelled."""

    async def send(self, to_kind: AddressKind, to: str, text: str) -> None:
        """Send one message of at most `byte_limit` bytes; raises ChannelError."""
