"""Everything the platform accepted, refused or found odd, and a way to wait for more."""

import asyncio
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.mentions import Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message of the bot that the platform accepted and people see."""

    number: int = 0
    at: float = 0.0
    surface: Surface
    via: str
    """Command or API path it came by."""
    chat: str
    """Group id, or the user's id in a single chat; the key of a webhook."""
    kind: str
    """group or single."""
    msgtype: str
    text: str
    body: Json
    answers: str = ""
    """msgid of what it answers; empty for a push."""
    to: tuple[str, ...] = ()
    """Own app: who receives it."""
    finished: bool = True
    """False while a stream's bubble still grows."""
    mentions: tuple[str, ...] = ()

    def as_json(self) -> Json:
        """Return the same for the control API."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One request the platform did not accept."""

    at: float
    surface: Surface
    via: str
    code: int
    errmsg: str
    body: Json


@dataclass(slots=True)
class Journal:
    """Lists that only grow until `reset`."""

    sent: list[Sent] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    dropped: list[Json] = field(default_factory=list)
    """Accepted with errcode 0 yet shown to nobody: duplicates, members over their limit."""
    violations: list[str] = field(default_factory=list)
    """What the documents forbid although the platform's reaction is not known."""
    api_calls: list[str] = field(default_factory=list)
    """Paths in the order they were called."""
    _answers: defaultdict[str, dict[str, Sent]] = field(default_factory=lambda: defaultdict(dict))
    _numbers: int = 0
    _waiters: dict[asyncio.Event, str] = field(default_factory=dict)
    """Event → the msgid it waits for; empty: anything."""

    def add(self, sent: Sent) -> None:
        """Note one accepted message; a later state of the same bubble replaces the earlier."""
        self.sent.append(sent)
        if sent.answers:
            self._answers[sent.answers][_bubble(sent)] = sent
        self.notify(sent.answers)

    def next_number(self) -> int:
        """Numbers count accepted frames from 1."""
        self._numbers += 1
        return self._numbers

    @property
    def last_number(self) -> int:
        """Number of the newest accepted message."""
        return self._numbers

    def refuse(self, refusal: Refusal) -> None:
        """Note one refused request."""
        self.refusals.append(refusal)
        self.notify()

    def violation(self, what: str) -> None:
        """Note something a correct client does not do."""
        self.violations.append(what)
        self.notify()

    def answers(self, msgid: str) -> tuple[Sent, ...]:
        """Latest state of every bubble that answers the message, oldest first."""
        return tuple(self._answers.get(msgid, {}).values())

    def pushes(self, since: int = 0) -> tuple[Sent, ...]:
        """Messages that answer nothing, after the given number."""
        return tuple(one for one in self.sent if one.number > since and not one.answers)

    def answered(self) -> tuple[str, ...]:
        """Ids of the messages with at least one finished answer."""
        return tuple(
            msgid
            for msgid, bubbles in self._answers.items()
            if any(one.finished for one in bubbles.values())
        )

    def notify(self, msgid: str = "") -> None:
        """Wake those who wait for anything or for this message."""
        for waiter, wanted in self._waiters.items():
            if wanted in {"", msgid}:
                waiter.set()

    async def changed(self, within: float, msgid: str = "") -> bool:
        """Wait for something new (about one message); False when nothing came in time."""
        event = asyncio.Event()
        self._waiters[event] = msgid
        try:
            async with asyncio.timeout(max(within, 0.0)):
                await event.wait()
        except TimeoutError:
            return False
        finally:
            del self._waiters[event]
        return True

    def reset(self) -> None:
        """Forget everything noted; numbers go on."""
        for notes in (self.sent, self.refusals, self.dropped, self.violations, self.api_calls):
            notes.clear()
        self._answers.clear()


def _bubble(sent: Sent) -> str:
    stream: Any = sent.body.get("stream")
    if isinstance(stream, dict):
        return f"stream {stream.get('id')}"
    return f"message {sent.number}"
