"""What comes in over the long connection, and the answers to it: one at a time, each with its ack.

The reader only hands frames over; deciding and answering happens in a task of its own, so that
acks keep flowing. An answer that cannot go out under its req_id is kept and pushed.
"""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.channel import Inbound, InboundKind, Listener, Reply
from bot.clock import Clock
from bot.wecom.bodies import Notice, event_of, message_of, task_of
from bot.wecom.cards import settled
from bot.wecom.connection import Connection, Frame, NoAck, NotSent
from bot.wecom.errcodes import NOT_SUBSCRIBED, REST, TOO_OFTEN, Refused
from bot.wecom.outgoing_text import pages
from bot.wecom.pace import Pace
from bot.wecom.seen import Seen
from messages.surfaces import DONE

_LOG = logging.getLogger(__name__)

BYTES = 20_480
"""The longest markdown of a smart bot, in UTF-8."""
_WELCOME_BYTES = 2_048


class Conversation:
    """Takes frames and answers them; `heard` counts the messages."""

    def __init__(
        self, listener: Listener, *, name: str, names: tuple[str, ...], clock: Clock, pace: Pace
    ) -> None:
        self.listener = listener
        self.heard = 0
        self._name = name
        self._names = names
        self._clock = clock
        self._pace = pace
        self._seen = Seen()
        self._tasks: set[asyncio.Future[None]] = set()

    def take(self, connection: Connection, frame: Frame) -> bool:
        """Begin to answer a frame; False when it says that another process took over."""
        if frame.command == "aibot_msg_callback":
            inbound = message_of(frame.body, self._name, self._names, self._clock.now())
            if inbound is not None and self._seen.first_time(inbound):
                self.heard += 1
                self._start(self._answer(connection, frame, inbound))
        elif frame.command == "aibot_event_callback":
            found = event_of(frame.body, self._name, self._clock.now())
            if found is Notice.TAKEN_OVER:
                return False
            if isinstance(found, Inbound) and self._seen.first_time(found):
                self.heard += 1
                self._start(self._react(connection, frame, found))
        return True

    async def settled(self, seconds: float) -> None:
        """Wait, at most so long, until what was heard is answered."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def _answer(self, connection: Connection, frame: Frame, inbound: Inbound) -> None:
        reply = await self.listener.receive(inbound)
        if reply.repeated:  # WeCom never asks again here for want of an answer
            return
        texts = pages(reply.blocks, BYTES, rich=not reply.plain)
        for number, text in enumerate(texts):
            left = reply.blocks if number == 0 else texts[number:]
            if not self._pace.may_answer(inbound.chat):
                await self.listener.answer_later(inbound, left)
                return
            body = {"msgtype": "markdown", "markdown": {"content": text}}
            if not await self._sent(connection, frame, inbound, body):
                await self.listener.answer_later(inbound, left)
                return

    async def _sent(
        self, connection: Connection, frame: Frame, inbound: Inbound, body: dict[str, Any]
    ) -> bool:
        """Answer under the req_id; False where that was certainly not carried out."""
        try:
            await connection.request("aibot_respond_msg", body, req_id=frame.req_id)
        except NotSent:
            return False
        except NoAck:
            # It may have arrived; said twice it would only confuse, so it is listed as unknown.
            content = body["markdown"]["content"]
            await self.listener.answer_later(inbound, (content,), unknown=True)
        except Refused as refused:
            _LOG.warning("answer to %s refused: %s", inbound.message_id, refused)
            if refused.code == TOO_OFTEN:
                self._pace.rest(inbound.chat, REST)
            if refused.code == NOT_SUBSCRIBED:
                await connection.close()
            return False
        return True

    async def _react(self, connection: Connection, frame: Frame, inbound: Inbound) -> None:
        reply = await self.listener.receive(inbound)
        if not reply.blocks:
            return
        if inbound.kind is InboundKind.OPENED:
            command, body = "aibot_respond_welcome_msg", _welcome(reply)
        else:
            command, body = "aibot_respond_update_msg", _update(frame, reply)
        try:
            await connection.request(command, body, req_id=frame.req_id)
        except (NotSent, NoAck, Refused) as error:
            _LOG.warning("%s of %s failed: %s", command, inbound.message_id, error)
            if inbound.kind is InboundKind.CLICKED:
                await self.listener.answer_later(inbound, reply.blocks)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Future[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("answering failed", exc_info=error)


def _welcome(reply: Reply) -> dict[str, Any]:
    (text, *_) = pages(reply.blocks, _WELCOME_BYTES, rich=False)
    return {"msgtype": "text", "text": {"content": text}}


def _update(frame: Frame, reply: Reply) -> dict[str, Any]:
    card = settled(task_of(frame.body), reply.blocks, DONE)
    return {"response_type": "update_template_card", "template_card": card}
