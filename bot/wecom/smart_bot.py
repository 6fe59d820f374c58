"""智能机器人 over the long connection: connects, stays connected, and knows when it is deaf.

The states: connecting → subscribed → (backing off | standing aside) → connecting. Only bad
credentials end it. The rules and where they come from: docs/wecom.md.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable
from datetime import timedelta
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWSTimeout

from bot.channel import Alarm, ChannelClosed, Listener, Message, Outage
from bot.surface_settings import SmartBotSettings
from bot.wecom.connection import MOST_BYTES, Connection, NoAck, NotSent
from bot.wecom.conversation import Conversation
from bot.wecom.errcodes import BAD_BOT_CREDENTIALS, Refused
from bot.wecom.pace import Pace
from bot.wecom.pushes import Pushes
from bot.wecom.surroundings import Surroundings
from bot.wecom.timing import Timing
from storage.mail import AddressKind

_LOG = logging.getLogger(__name__)

NAME: Final = "smart_bot"
_KEPT_FOR_PUSHES: Final = 8
"""Of the messages of a minute: merged answers and reminders still get through in a rush."""
_FEW_PINGS: Final = 2
_MANY_KICKS: Final = 3


class _TakenOver(Exception):
    """Another process subscribed as this bot."""


class _Lost(Exception):
    """The connection is no good any more; a new one is."""


class SmartBot:
    """The channel of the long connection."""

    name = NAME

    def __init__(
        self,
        settings: SmartBotSettings,
        around: Surroundings,
        timing: Timing,
    ) -> None:
        self._settings = settings
        self._around = around
        self._clock = around.clock
        self._timing = timing
        self._pace = Pace(
            time.monotonic,
            per_minute=settings.answers_per_minute,
            per_hour=settings.answers_per_hour,
            kept_for_pushes=_KEPT_FOR_PUSHES,
        )
        self._pushes = Pushes(self._pace)
        self._connection: Connection | None = None
        self._failures = 0
        self._kicks: list[float] = []
        self._connected_seconds = 0.0

    @property
    def up(self) -> bool:
        """Whether it is subscribed."""
        return self._connection is not None and self._connection.open

    def carries(self, to_kind: AddressKind, to: str) -> bool:
        """Whether somebody spoke to the bot in that conversation; else no push gets there."""
        return self._around.chats.reaches(self.name, to_kind, to)

    async def send(self, message: Message) -> str:
        """Push; raises ChannelError."""
        return await self._pushes.send(message, lambda: self._connection)

    async def run(self, listener: Listener) -> None:
        """Connect and reconnect for ever; raises ChannelClosed for bad credentials."""
        conversation = Conversation(
            listener,
            name=self.name,
            names=self._around.names,
            clock=self._clock,
            pace=self._pace,
        )
        timeout = ClientTimeout(total=None, sock_connect=self._timing.reach)
        async with ClientSession(timeout=timeout, trust_env=False) as session:
            while True:
                try:
                    await self._once(session, listener, conversation)
                except _TakenOver:
                    await self._stand_aside(listener)
                except (_Lost, Refused, NotSent, NoAck, ClientError, OSError) as error:
                    await self._back_off(error)

    async def _once(
        self, session: ClientSession, listener: Listener, conversation: Conversation
    ) -> None:
        """Hold one connection until it is lost; always raises."""
        async with asyncio.timeout(self._timing.connect):
            socket = await session.ws_connect(
                self._around.wecom.gateway_url,
                max_msg_size=MOST_BYTES,
                timeout=ClientWSTimeout(ws_close=2.0),
            )
        connection = Connection(socket, ack_seconds=self._timing.ack)
        since = asyncio.get_running_loop().time()
        reading = asyncio.ensure_future(self._read(connection, conversation))
        try:
            await _either(reading, self._serve(connection, listener, conversation))
        finally:
            self._connection = None
            held = asyncio.get_running_loop().time() - since
            self._connected_seconds += held
            if held >= self._timing.steady_after:
                self._failures = 0
            # Who spoke on and on would never let it end: an answer would be cut off half sent.
            connection.ending = True
            await conversation.settled(self._timing.last_words)
            reading.cancel()
            await asyncio.shield(connection.close())
            await asyncio.gather(reading, return_exceptions=True)

    async def _read(self, connection: Connection, conversation: Conversation) -> None:
        async for frame in connection.frames():
            if not connection.ending and not conversation.take(connection, frame):
                raise _TakenOver
        if connection is self._connection:
            # An end that is seen at once: up to this moment everything was heard.
            await conversation.listener.hears(self.name)
        raise _Lost("the socket was closed")

    async def _serve(
        self, connection: Connection, listener: Listener, conversation: Conversation
    ) -> None:
        await self._subscribe(connection)
        self._connection = connection
        _LOG.info("smart bot subscribed")
        await self._tell_outage(listener)
        silent_since = conversation.heard
        silent = 0.0
        unanswered = 0
        while True:
            await asyncio.sleep(self._timing.ping)
            answered = await self._ping(connection)
            unanswered = 0 if answered else unanswered + 1
            if unanswered >= _FEW_PINGS:
                raise _Lost("two pings without an answer")
            if answered:
                await listener.hears(self.name)
            if conversation.heard != silent_since:
                silent_since, silent = conversation.heard, 0.0
            elif self._around.working(self._clock.now()):
                silent += self._timing.ping
            if silent >= self._timing.deaf_after:
                raise _Lost("no message for hours of working time")

    async def _subscribe(self, connection: Connection) -> None:
        secret = self._settings.secret.get_secret_value()
        try:
            body = {"bot_id": self._settings.bot_id, "secret": secret}
            await connection.request("aibot_subscribe", body)
        except Refused as refused:
            if refused.code == BAD_BOT_CREDENTIALS:
                raise ChannelClosed(self.name, "bad_credentials") from refused
            raise

    async def _ping(self, connection: Connection) -> bool:
        try:
            async with asyncio.timeout(self._timing.ping):
                await connection.request("ping")
        except (Refused, NoAck, TimeoutError):
            return False
        return True

    async def _tell_outage(self, listener: Listener) -> None:
        now = self._clock.now()
        since = await listener.heard_until(self.name)
        await listener.hears(self.name)
        if since is not None and (now - since).total_seconds() >= self._timing.worth_telling:
            await listener.was_deaf(Outage(channel=self.name, since=since, until=now))

    async def _back_off(self, error: Exception) -> None:
        rest = self._timing.first_backoff * 2 ** min(self._failures, 10)
        rest = min(rest, self._timing.longest_backoff) * random.uniform(0.7, 1.1)  # noqa: S311
        self._failures += 1
        _LOG.warning("smart bot lost: %s (%s); again in %.1f s", type(error).__name__, error, rest)
        await asyncio.sleep(rest)

    async def _stand_aside(self, listener: Listener) -> None:
        """Never fight over the bot: tell the office and come back after a long while."""
        recent = self._connected_seconds - self._timing.few_kicks
        self._kicks = [at for at in self._kicks if at >= recent] + [self._connected_seconds]
        rest = self._timing.stand_aside * 2 ** min(len(self._kicks) - 1, 10)
        rest = min(rest, self._timing.longest_aside) * random.uniform(1.0, 1.1)  # noqa: S311
        again = len(self._kicks) >= _MANY_KICKS
        _LOG.error(
            "%sanother process connected as this bot (%d times); back at %s",
            "security: " if again else "",
            len(self._kicks),
            f"{self._clock.now() + timedelta(seconds=rest):%H:%M:%S}",
        )
        await listener.alarm(self.name, Alarm.TAKEN_OVER_AGAIN if again else Alarm.TAKEN_OVER)
        await asyncio.sleep(rest)


async def _either(reading: asyncio.Future[None], serving: Awaitable[None]) -> None:
    """Run both until one raises; the reader's word counts first, it saw why the socket ended."""
    server = asyncio.ensure_future(serving)
    try:
        await asyncio.wait([reading, server], return_when=asyncio.FIRST_COMPLETED)
        if not reading.done() and server.done() and isinstance(server.exception(), NoAck):
            await asyncio.sleep(0)
        for task in (reading, server):
            if task.done():
                task.result()
    finally:
        server.cancel()
        await asyncio.gather(server, return_exceptions=True)
