"""Pushing over the long connection: `aibot_send_msg`, within the pace of each conversation."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.channel import ChannelError, Message
from bot.wecom.cards import Card, holds, offer
from bot.wecom.connection import Connection, NoAck, NotSent
from bot.wecom.conversation import BYTES
from bot.wecom.errcodes import NOT_SUBSCRIBED, REST, TOO_OFTEN, Refused, refusal
from bot.wecom.outgoing_text import pages
from bot.wecom.pace import Pace
from messages.text import join
from storage.mail import AddressKind

_LOG = logging.getLogger(__name__)

_SINGLE, _GROUP = 1, 2
_SOON = timedelta(seconds=2)
"""How long a message rests while the connection comes back."""

Body = dict[str, Any]


class Pushes:
    """Sends messages of any length; the connection is asked for at each frame."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def send(self, message: Message, connection: Callable[[], Connection | None]) -> str:
        """Send a message, the card last; raises ChannelError."""
        texts = pages(message.blocks, BYTES, rich=not message.plain)
        bodies: list[Body] = [_markdown(text) for text in texts]
        card = _card_of(message)
        if card is not None and holds(message.blocks):
            bodies = []
        if card is not None:
            bodies.append({"msgtype": "template_card", "template_card": card})
        wait = self._pace.take(message.to, len(bodies))
        if wait is not None:
            raise ChannelError("as much as may be said just now", wait=wait)
        gone = 0
        for body in bodies:
            try:
                gone += await self._one(message, body, connection, fallback=not gone)
            except ChannelError as error:
                if gone and not error.unknown:
                    raise ChannelError(f"after {gone} parts: {error}", unknown=True) from error
                raise
        return join(texts)

    async def _one(
        self,
        message: Message,
        body: Body,
        connection: Callable[[], Connection | None],
        *,
        fallback: bool,
    ) -> int:
        try:
            await _push(message, body, connection())
        except Refused as refused:
            if refused.code == TOO_OFTEN:
                self._pace.rest(message.to, REST)
            error = refusal(refused)
            if body["msgtype"] == "template_card" and error.permanent and not error.unreachable:
                # The words name the commands that do what the buttons would have done.
                _LOG.warning("card for %s refused: %s", message.key, refused)
                if fallback:
                    for text in pages(message.blocks, BYTES, rich=not message.plain):
                        await self._one(message, _markdown(text), connection, fallback=False)
                return 1
            raise error from refused
        return 1


async def _push(message: Message, body: Body, connection: Connection | None) -> None:
    """Send one frame; raises Refused or ChannelError."""
    if connection is None:
        raise ChannelError("not connected", wait=_SOON)
    kind = _GROUP if message.to_kind is AddressKind.GROUP else _SINGLE
    try:
        await connection.request(
            "aibot_send_msg", {"chatid": message.to, "chat_type": kind} | body
        )
    except NotSent as error:
        raise ChannelError("the connection is gone", wait=_SOON) from error
    except NoAck as error:
        raise ChannelError("no ack", unknown=True) from error
    except Refused as refused:
        if refused.code == NOT_SUBSCRIBED:
            await connection.close()
            raise ChannelError("the subscription is gone", wait=_SOON) from refused
        raise


def _markdown(text: str) -> Body:
    return {"msgtype": "markdown", "markdown": {"content": text}}


def _card_of(message: Message) -> Card | None:
    return offer(message.key, message.blocks, message.choices) if message.choices else None
