"""One WebSocket connection of a bot, with the afflictions that faults lay on it."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field

from aiohttp import web

from tests.wecom_simulator.errors import Json


@dataclass(slots=True, eq=False, kw_only=True)
class Connection:
    """A socket and what it is entitled to."""

    number: int
    socket: web.WebSocketResponse
    transport: asyncio.Transport
    since: float
    bot: str = ""
    """Set by the first successful subscribe."""
    subscribed: bool = False
    superseded: bool = False
    silent: bool = False
    """Pings get no ack."""
    dark: bool = False
    """Nothing is read or written any more."""
    deaf: bool = False
    """No messages are delivered."""
    pings: int = 0
    awaiting: set[str] = field(default_factory=set)
    """req_ids of requests whose ack has not gone out."""

    @property
    def open(self) -> bool:
        """Whether frames can still pass."""
        return not self.socket.closed and not self.transport.is_closing()

    async def send(self, frame: Json) -> bool:
        """Send one frame; False when the connection is gone or dark."""
        return await self.send_text(json.dumps(frame, ensure_ascii=False))

    async def send_text(self, text: str) -> bool:
        """Send a text frame as it is."""
        if self.dark or not self.open:
            return False
        with contextlib.suppress(ConnectionError):
            await self.socket.send_str(text)
            return True
        return False

    def go_dark(self) -> None:
        """Neither read nor write from now on, yet keep TCP open."""
        self.dark = True
        # Directly on the transport: aiohttp would resume a pause of its own.
        self.transport.pause_reading()

    def abort(self) -> None:
        """End without a close frame: the other side sees 1006."""
        self.transport.abort()

    async def close(self, code: int) -> None:
        """End with a close frame."""
        if not self.dark and self.open:
            await self.socket.close(code=code)

    def as_json(self) -> Json:
        """For `GET /state`."""
        return {
            "number": self.number,
            "bot": self.bot,
            "open": self.open,
            "subscribed": self.subscribed,
            "superseded": self.superseded,
            "silent": self.silent,
            "dark": self.dark,
            "deaf": self.deaf,
            "pings": self.pings,
            "since": self.since,
        }
