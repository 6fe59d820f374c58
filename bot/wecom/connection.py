"""One subscribed socket to WeCom: requests with their acks, pings, and what comes in."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import ClientWebSocketResponse, WSMsgType

from bot.wecom.bodies import text_at
from bot.wecom.errcodes import check
from bot.wecom.wire import encode, read_object

_LOG = logging.getLogger(__name__)

MOST_BYTES: Final = 16 * 1024 * 1024
"""The longest frame that is read; WeCom documents no limit of its own."""
_SWEEP_SECONDS: Final = 0.25


class NotSent(Exception):
    """The connection was gone before the frame went out."""


class NoAck(Exception):
    """The frame went out and nothing came back: it may have been carried out or not."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame the platform sent on its own account."""

    command: str
    req_id: str
    body: Mapping[str, Any]


class Connection:
    """Sends requests and matches their acks by req_id; the acks come while `frames` is read."""

    def __init__(self, socket: ClientWebSocketResponse, *, ack_seconds: float) -> None:
        self._socket = socket
        self._ack_seconds = ack_seconds
        self._waiting: dict[str, tuple[asyncio.Future[Mapping[str, Any]], float]] = {}
        self._loop = asyncio.get_running_loop()
        self.last_heard = self._loop.time()
        self.ending = False
        """What was heard on it is still answered; nothing new is taken from it."""

    @property
    def open(self) -> bool:
        """Whether frames can still be sent."""
        return not self._socket.closed

    async def request(
        self, command: str, body: Mapping[str, Any] | None = None, *, req_id: str = ""
    ) -> Mapping[str, Any]:
        """Send a frame and wait for its ack; frames of one req_id must be sent one by one.

        Raises Refused, NotSent or NoAck.
        """
        number = req_id or f"{command}_{secrets.token_hex(12)}"
        headers = {"req_id": number}
        frame: dict[str, Any] = {"cmd": command, "headers": headers}
        if body is not None:
            frame["body"] = body
        text = encode(frame)
        ack: asyncio.Future[Mapping[str, Any]] = self._loop.create_future()
        # Registered before it is sent: the ack may be there before send_str returns.
        self._waiting[number] = (ack, self._loop.time() + self._ack_seconds)
        try:
            await self._socket.send_str(text)
        except (ConnectionError, RuntimeError) as error:
            self._waiting.pop(number, None)
            raise NotSent(str(error)) from error
        answer = await ack
        check(answer)
        return answer

    async def frames(self) -> AsyncIterator[Frame]:
        """Go through what comes in until the socket ends; acks go to who waits for them."""
        sweeper = asyncio.ensure_future(self._sweep())
        try:
            async for message in self._socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                self.last_heard = self._loop.time()
                found = read_object(message.data)
                if found is None:
                    _LOG.warning("a frame that is no JSON object, %d bytes", len(message.data))
                elif "cmd" in found:
                    yield _frame(found)
                else:
                    self._acknowledge(found)
        finally:
            sweeper.cancel()
            self._give_up("the connection ended")

    async def close(self) -> None:
        """Close the socket; whoever waits for an ack is told."""
        self._give_up("the connection was closed")
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self._socket.close()

    def _acknowledge(self, frame: Mapping[str, Any]) -> None:
        waiting = self._waiting.pop(text_at(frame, "headers", "req_id"), None)
        if waiting is not None and not waiting[0].done():
            waiting[0].set_result(frame)

    async def _sweep(self) -> None:
        """Fail what has waited too long: one look at all is cheaper than a timer for each."""
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            now = self._loop.time()
            for number, (ack, deadline) in list(self._waiting.items()):
                if deadline <= now:
                    del self._waiting[number]
                    _fail(ack, "no ack in time")

    def _give_up(self, reason: str) -> None:
        waiting, self._waiting = self._waiting, {}
        for ack, _ in waiting.values():
            _fail(ack, reason)


def _fail(ack: asyncio.Future[Mapping[str, Any]], reason: str) -> None:
    if not ack.done():
        ack.set_exception(NoAck(reason))
        ack.exception()  # looked at: nobody may be waiting any more


def _frame(found: Mapping[str, Any]) -> Frame:
    body = found.get("body")
    return Frame(
        command=text_at(found, "cmd"),
        req_id=text_at(found, "headers", "req_id"),
        body=body if isinstance(body, Mapping) else {},
    )
