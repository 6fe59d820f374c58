"""The state all parts of the platform share: account, limits, clock, faults, journal, chats."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from tests.wecom_simulator.account import Account
from tests.wecom_simulator.cards import Cards
from tests.wecom_simulator.clock import Clock
from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.faults import Faults
from tests.wecom_simulator.journal import Journal, Sent
from tests.wecom_simulator.limits import Limits, Windows
from tests.wecom_simulator.media import Media
from tests.wecom_simulator.mentions import Surface, read, text_of
from tests.wecom_simulator.tasks import Tasks

GROUP = "group"
SINGLE = "single"


class Occasion(StrEnum):
    """What happened, which decides what may be answered."""

    MESSAGE = "message"
    ENTER = "enter"
    CLICK = "click"
    FEEDBACK = "feedback"


@dataclass(slots=True, kw_only=True)
class Happening:
    """Somebody did something that the bot is told of."""

    occasion: Occasion
    msgid: str
    bot: str
    chat: str
    """Group id, or the user's id."""
    kind: str
    """group or single."""
    user: str
    at: float
    task_id: str = ""
    connection: int = 0
    """Number of the connection it was delivered on; 0 in callback mode."""
    used: bool = False
    """A welcome or card update was already accepted."""

    @property
    def conversation(self) -> tuple[str, str, str]:
        """Key of rate limits and of who has spoken."""
        return (self.bot, self.kind, self.chat)


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """A one-time address to answer a message by."""

    happening: Happening
    at: float
    used: bool = False


@dataclass(slots=True)
class Platform:
    """One WeCom."""

    account: Account
    limits: Limits
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=Journal)
    tasks: Tasks = field(default_factory=Tasks)
    cards: Cards = field(default_factory=Cards)
    spoken: set[tuple[str, str, str]] = field(default_factory=set)
    """(bot, kind, chat) in which somebody has written to the bot."""
    happenings: dict[str, Happening] = field(default_factory=dict)
    """req_id → what it stands for."""
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    windows: Windows = field(init=False)
    media: Media = field(init=False)

    def __post_init__(self) -> None:
        self.windows = Windows(self.clock)
        self.media = Media(self.clock, self.limits)

    def set_limits(self, limits: Limits) -> None:
        """Other numbers from now on."""
        self.limits = limits
        self.media.limits = limits

    def allow_conversation(self, conversation: tuple[str, str, str]) -> bool:
        """Count one reply or push (section 1.9)."""
        limits = self.limits
        return self.windows.allow(
            ("conversation", *conversation),
            (limits.per_minute, limits.minute),
            (limits.per_hour, limits.hour),
        )

    def response_code(self, happening: Happening) -> str:
        """Return a new one-time code for a response_url."""
        code = secrets.token_hex(12)
        self.response_urls[code] = ResponseUrl(happening=happening, at=self.clock.now())
        return code

    def accept(
        self,
        surface: Surface,
        via: str,
        body: Json,
        *,
        chat: str,
        kind: str,
        answers: str = "",
        to: tuple[str, ...] = (),
        finished: bool = True,
    ) -> Sent:
        """Note a message as accepted."""
        sent = Sent(
            number=self.journal.next_number(),
            at=self.clock.now(),
            surface=surface,
            via=via,
            chat=chat,
            kind=kind,
            msgtype=str(body.get("msgtype", "")),
            text=text_of(body),
            body=body,
            answers=answers,
            to=to,
            finished=finished,
            mentions=read(surface, body).mentions,
        )
        self.journal.add(sent)
        return sent
