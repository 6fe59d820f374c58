"""What comes in from every surface: who is heard, what is remembered, what is answered later."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from bot.channel import SILENCE, Alarm, Inbound, InboundKind, Outage, Reply
from bot.chat_book import ChatBook
from bot.desk import Desk, Ruling
from bot.dispatcher import Answer, Dispatcher, message_key
from bot.world import World
from handlers.notices import office_people
from handlers.router import Decision
from ledger.hours import opening
from messages import surfaces
from messages.text import join
from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState
from storage.store import Store

_LOG = logging.getLogger(__name__)

_MERGING = timedelta(seconds=2)
"""How long an answer that has to wait gathers company."""
_EACH_TIME = frozenset({Alarm.TAKEN_OVER, Alarm.TAKEN_OVER_AGAIN})
"""Alarms that are told each time; the others stand until somebody puts them right."""


class Reception:
    """Listens to the channels; `wake` makes the courier look, after so many seconds."""

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        desk: Desk,
        store: Store,
        world: World,
        chats: ChatBook,
        wake: Callable[[float], None],
    ) -> None:
        self._dispatcher = dispatcher
        self._desk = desk
        self._store = store
        self._world = world
        self._chats = chats
        self._wake = wake

    async def receive(self, inbound: Inbound) -> Reply:
        """Answer one message; a group that is not on the list gets nothing."""
        chat = self._chats.heard(inbound, self._world.clock.now())
        reply = await self._reply(inbound)
        # Noted afterwards, so that the first message of a chat is not overtaken by its second.
        if chat is not None:
            await self._desk.aside(self._store.note_chat, chat)
        return reply

    async def _reply(self, inbound: Inbound) -> Reply:
        if not inbound.private and inbound.chat not in self._world.served:
            await self._strange(inbound)
            return SILENCE
        plain = inbound.chat in self._world.plain
        if inbound.kind is InboundKind.OPENED:
            blocks = surfaces.WELCOME if inbound.private else surfaces.CALLED
            return Reply(blocks=blocks, plain=plain)
        if inbound.kind is InboundKind.ATTACHED:
            return Reply(blocks=surfaces.ONLY_WORDS, plain=plain)
        answer: Answer = await self._dispatcher.handle(inbound)
        if answer.pushes:
            self._wake(0.0)
        return Reply(blocks=answer.reply, plain=plain, repeated=answer.repeated)

    async def answer_later(
        self, inbound: Inbound, blocks: Sequence[str], *, unknown: bool = False
    ) -> None:
        """Put an answer into the outbox, durably; there it may be merged with others."""
        text = join(tuple(blocks))
        if not inbound.private:
            text = surfaces.merged(self._world.roster.actor(inbound.sender).name, text)
        now = self._world.clock.now()
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        row = Outgoing(
            key=f"answer:{message_key(inbound)}:{digest}",
            kind=OutgoingKind.ANSWER,
            to_kind=AddressKind.PERSON if inbound.private else AddressKind.GROUP,
            to=inbound.chat,
            due_at=now,
            text=text,
            channel=inbound.channel,
            state=OutgoingState.UNKNOWN if unknown else OutgoingState.QUEUED,
            attempts=1 if unknown else 0,
            error="no ack" if unknown else "",
            not_before=now + _MERGING,
        )
        await self._queue([row])
        if not unknown:
            self._wake(_MERGING.total_seconds())

    async def heard_until(self, channel: str) -> datetime | None:
        """Tell when the channel was last known to hear."""
        return await self._desk.aside(self._store.marked, f"heard:{channel}")

    async def hears(self, channel: str) -> None:
        """Note that the channel hears now, and so can carry what waits for it."""
        await self._desk.aside(self._store.mark, f"heard:{channel}", self._world.clock.now())
        self._wake(0.0)

    async def was_deaf(self, outage: Outage) -> None:
        """Tell each served group once, in working time, that it was not heard."""
        _LOG.warning("%s heard nothing from %s to %s", outage.channel, outage.since, outage.until)
        served = [g for g in self._chats.groups(outage.channel) if g in self._world.served]
        text = surfaces.missed(outage.since, outage.until)
        rows = [
            Outgoing(
                key=f"deaf:{outage.channel}:{outage.until.isoformat()}:{group}",
                kind=OutgoingKind.NOTICE,
                to_kind=AddressKind.GROUP,
                to=group,
                due_at=outage.until,
                text=text,
                channel=outage.channel,
                not_before=opening(
                    outage.until,
                    self._world.rules.group_list_at,
                    self._world.rules,
                    self._world.calendar,
                ),
            )
            for group in served
        ]
        await self._queue(rows)
        self._wake(0.0)

    async def alarm(self, channel: str, alarm: Alarm, detail: str = "") -> None:
        """Tell the office by whatever surface reaches it."""
        now = self._world.clock.now()
        when = now if alarm in _EACH_TIME else now.date()
        text = surfaces.alarm(alarm.name, detail)
        key = f"alarm:{channel}:{alarm.name}:{detail}:{when.isoformat()}"
        await self._queue(self._to_office(key, text, now))
        self._wake(0.0)

    async def _strange(self, inbound: Inbound) -> None:
        _LOG.warning("message from a group that is not on the list: %s", inbound.chat)
        text = surfaces.strange_group(inbound.chat, inbound.sender)
        key = f"strange:{inbound.channel}:{inbound.chat}"
        await self._queue(self._to_office(key, text, self._world.clock.now()))
        self._wake(0.0)

    def _to_office(self, key: str, text: str, now: datetime) -> list[Outgoing]:
        return [
            Outgoing(
                key=f"{key}:{person.user_id}",
                kind=OutgoingKind.NOTICE,
                to_kind=AddressKind.PERSON,
                to=person.user_id,
                due_at=now,
                text=text,
            )
            for person in office_people(self._world.roster)
        ]

    async def _queue(self, rows: Iterable[Outgoing]) -> None:
        """Make rows durable together with whatever else is being decided just now."""
        decision = Decision(outgoing=tuple(rows))
        await asyncio.shield(self._desk.submit(lambda _: Ruling(decision=decision)))
