"""A callback must be answered within five seconds: what takes longer is answered afterwards."""

import asyncio
import logging
from typing import Final

from bot.channel import Inbound, Listener, Reply

_LOG = logging.getLogger(__name__)

_IN_TIME: Final = 4.0


class Deciding:
    """Waits for the listener, but not for ever."""

    def __init__(self) -> None:
        self._late: set[asyncio.Future[None]] = set()

    async def in_time(self, listener: Listener, inbound: Inbound) -> Reply | None:
        """Give the reply; None where it will be pushed when it is there."""
        deciding = asyncio.ensure_future(listener.receive(inbound))
        await asyncio.sleep(0)  # a question needs no longer, and no timer
        if not deciding.done():
            await asyncio.wait([deciding], timeout=_IN_TIME)
        if deciding.done():
            return deciding.result()
        _LOG.warning("message %s takes long", inbound.message_id)
        late = asyncio.ensure_future(_afterwards(listener, inbound, deciding))
        self._late.add(late)
        late.add_done_callback(self._late.discard)
        return None


async def _afterwards(
    listener: Listener, inbound: Inbound, deciding: asyncio.Future[Reply]
) -> None:
    reply = await deciding
    if reply.blocks:
        await listener.answer_later(inbound, reply.blocks)
