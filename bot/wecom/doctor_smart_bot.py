"""The self-test of the long connection: on the way there, logged in, and heard in the group."""

import asyncio
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout, WSServerHandshakeError
from yarl import URL

from bot.channel import Inbound
from bot.surface_settings import SmartBotSettings
from bot.wecom.checkup import Checkup
from bot.wecom.connection import MOST_BYTES, Connection, Frame, NoAck, NotSent
from bot.wecom.doctor_listening import Listening
from bot.wecom.doctor_network import way_to
from bot.wecom.errcodes import Refused
from messages.doctor import Check, Diagnosis, ill, refused, well

_END: Final = None
"""What the reader puts last: the socket has ended."""


async def smart_bot_checks(checkup: Checkup, bot: SmartBotSettings) -> tuple[Inbound, ...]:
    """Connect as the bot, and hang up; returns what was heard meanwhile."""
    address = URL(checkup.settings.wecom.gateway_url)
    async for diagnosis in way_to(address):
        checkup.tell(diagnosis)
        if not diagnosis.good:
            return ()
    timeout = ClientTimeout(total=None, sock_connect=checkup.timing.reach)
    async with ClientSession(timeout=timeout, trust_env=False) as session:
        try:
            async with asyncio.timeout(checkup.timing.connect):
                socket = await session.ws_connect(address, max_msg_size=MOST_BYTES)
        except WSServerHandshakeError as error:
            checkup.tell(ill(Check.SUBSCRIBE, "handshake", status=error.status))
            return ()
        except (ClientError, OSError, TimeoutError):
            checkup.tell(ill(Check.SUBSCRIBE, "no_socket"))
            return ()
        connection = Connection(socket, ack_seconds=checkup.timing.ack)
        frames: asyncio.Queue[Frame | None] = asyncio.Queue()
        reading = asyncio.ensure_future(_read(connection, frames))
        try:
            return await _speak(checkup, bot, connection, frames)
        finally:
            await connection.close()
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def _read(connection: Connection, frames: asyncio.Queue[Frame | None]) -> None:
    try:
        async for frame in connection.frames():
            frames.put_nowait(frame)
    finally:
        frames.put_nowait(_END)


async def _speak(
    checkup: Checkup,
    bot: SmartBotSettings,
    connection: Connection,
    frames: asyncio.Queue[Frame | None],
) -> tuple[Inbound, ...]:
    body = {"bot_id": bot.bot_id, "secret": bot.secret.get_secret_value()}
    requests: tuple[tuple[Check, str, dict[str, Any] | None], ...] = (
        (Check.SUBSCRIBE, "aibot_subscribe", body),
        (Check.PING, "ping", None),
    )
    for check, command, given in requests:
        diagnosis = await _asked(checkup, connection, check, command, given)
        checkup.tell(diagnosis)
        if not diagnosis.good:
            return ()
    if not checkup.wait:
        return ()
    return await Listening(checkup, connection, frames).until_heard()


async def _asked(
    checkup: Checkup,
    connection: Connection,
    check: Check,
    command: str,
    body: dict[str, Any] | None,
) -> Diagnosis:
    try:
        await connection.request(command, body)
    except Refused as error:
        return refused(check, error.code)
    except NoAck:
        cause = "no_ack" if connection.open else "closed"
        return ill(check, cause, seconds=checkup.timing.ack)
    except NotSent:
        return ill(check, "closed")
    return well(check)
