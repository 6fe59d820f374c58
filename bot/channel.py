"""Ways in and out of the world, as the rest of the bot sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol

from messages.text import Blocks
from storage.mail import AddressKind, Choice


class InboundKind(Enum):
    """What somebody did."""

    SAID = auto()
    CLICKED = auto()
    """Pressed a button that stands for the words in `text`."""
    OPENED = auto()
    """Opened the single chat with the bot, or called it without a word more."""
    ATTACHED = auto()
    """Sent a file, a picture or a film without words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message in, verified and decrypted, its mention not yet stripped."""

    channel: str
    message_id: str
    chat: str
    """Group id, or the sender's id in a single chat."""
    private: bool
    sender: str
    text: str = ""
    quoted: str = ""
    at: datetime | None = None
    """When it was sent, where the platform says so."""
    kind: InboundKind = InboundKind.SAID
    about: str = ""
    """What the pressed button was offered for; an old one is told apart by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered at once; no blocks for silence."""

    blocks: Blocks = ()
    plain: bool = False
    """The readers see no markdown."""
    repeated: bool = False
    """The message came before, and this is what it was answered then."""


SILENCE = Reply()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A push, worded and addressed."""

    key: str
    """The same for each try, so that a surface with a duplicate check can use it."""
    to_kind: AddressKind
    """PERSON or GROUP."""
    to: str
    blocks: Blocks
    choices: tuple[Choice, ...] = ()
    mention: tuple[str, ...] = ()
    """User ids whose attention is called to it, where the surface can."""
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A time in which nobody could be heard."""

    channel: str
    since: datetime
    until: datetime


class Alarm(Enum):
    """What the office must know about a surface."""

    TAKEN_OVER = auto()
    """Another process connected as the same bot; this one steps back and comes again later."""
    TAKEN_OVER_AGAIN = auto()
    """It happens again and again: somebody else may hold the bot's secret."""
    BAD_APP_CREDENTIALS = auto()
    """The own app is not let in; the other surfaces go on."""
    TOKENS_REFUSED = auto()
    """The own app's tokens are refused, also new ones; its pushes wait."""
    IP_NOT_TRUSTED = auto()
    """The own app is called from an address that is not on its list; the detail names it."""


class ChannelError(Exception):
    """A message could not be sent.

    `permanent`: trying again is useless. `unknown`: it may have arrived, so it must not be
    sent again unmarked. `unreachable`: this surface does not reach the addressee, another may.
    `wait`: the surface is busy for so long; the message keeps its place.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        unknown: bool = False,
        unreachable: bool = False,
        wait: timedelta | None = None,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent or unreachable
        self.unknown = unknown
        self.unreachable = unreachable
        self.wait = wait


class ChannelClosed(Exception):
    """A surface can never work as it is configured; `reason` names what to put right."""

    def __init__(self, channel: str, reason: str) -> None:
        super().__init__(f"{channel}: {reason}")
        self.channel = channel
        self.reason = reason


class Listener(Protocol):
    """Whom a channel tells what it hears."""

    async def receive(self, inbound: Inbound) -> Reply:
        """Decide a message; its record is durable when this returns. Raises StorageFault."""

    async def answer_later(
        self, inbound: Inbound, blocks: Sequence[str], *, unknown: bool = False
    ) -> None:
        """Keep an answer that could not go out at once: it is pushed as soon as it may.

        `unknown`: it may have arrived, so it is only listed as that.
        """

    async def heard_until(self, channel: str) -> datetime | None:
        """Tell when the channel was last known to hear, also by an earlier process."""

    async def hears(self, channel: str) -> None:
        """Note that the channel hears at this moment."""

    async def was_deaf(self, outage: Outage) -> None:
        """Tell the groups that what was said in an outage is lost."""

    async def alarm(self, channel: str, alarm: Alarm, detail: str = "") -> None:
        """Tell the office, once a day for each kind and detail that lasts."""


class Channel(Protocol):
    """A surface that people speak on, or that messages are posted to."""

    name: str

    @property
    def up(self) -> bool:
        """Whether it can carry messages just now."""

    def carries(self, to_kind: AddressKind, to: str) -> bool:
        """Whether it can reach this person or group at all."""

    async def run(self, listener: Listener) -> None:
        """Serve until cancelled; raises ChannelClosed where that is hopeless."""

    async def send(self, message: Message) -> str:
        """Send a push, in several parts where it is long; returns what was sent.

        Raises ChannelError.
        """
