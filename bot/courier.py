"""From the outbox to a surface: claimed first, worded at the moment of sending, sent once."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channel import Channel, ChannelError, Message
from bot.chat_book import ChatBook
from bot.desk import Desk
from bot.switchboard import Switchboard
from bot.world import World
from handlers.letters import Letter, compose
from ledger.hours import opening
from messages.office_notes import Undelivered
from messages.text import join
from storage.faults import StorageFault
from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState
from storage.store import Store
from storage.writer import Writer

_LOG = logging.getLogger(__name__)

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""How long a row rests after each failure that may pass; after the last it has failed."""
_AWAY = timedelta(seconds=30)
"""How long a row waits for a surface that is not up, before another may carry it."""
_MERGED = 1_000
"""The most answers that go out as one."""
_ASKED = frozenset({OutgoingKind.NOTICE, OutgoingKind.ANSWER})
"""Kinds that follow from what somebody just did; the others keep to the hours."""


class Courier:
    """Sends what is due; one row at a time, each claimed and committed before it is sent."""

    def __init__(
        self,
        *,
        desk: Desk,
        store: Store,
        writer: Writer,
        world: World,
        switchboard: Switchboard,
        chats: ChatBook,
    ) -> None:
        self._desk = desk
        self._store = store
        self._writer = writer
        self._world = world
        self._switchboard = switchboard
        self._chats = chats
        self._busy = asyncio.Lock()
        self._stopping = False
        self._waited: set[str] = set()
        """Keys of rows whose preferred surface was down when their turn came."""
        self._unsettled: list[Outgoing] = []
        """How claimed rows ended, not yet on disk: a full disk must not leave them half sent."""
        self.wake: Callable[[float], None] = lambda _: None
        """Called where a row only waits for its turn, with the seconds until then."""

    async def recover(self) -> None:
        """End what a dead process left half sent; to be called once, before the first drain."""
        resend = self._world.rules.resend_unknown
        now = self._world.clock.now()
        for row in await self._writer.call(_recover, self._store, now, resend):
            _LOG.warning("outgoing %s was interrupted, is now %s", row.key, row.state)

    async def finish(self, seconds: float) -> None:
        """Take no more rows and wait, at most so long, for what is being sent."""
        self._stopping = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._busy:
                pass

    async def drain(self, moved: Callable[[], None] | None = None) -> int:
        """Send everything whose time has come; returns how many rows were taken.

        `moved` is called after each row, so that a long drain can be told from a stuck one.
        """
        taken = 0
        async with self._busy:
            await self._settle(self._unsettled)
            while self._switchboard.up and not self._stopping:
                now = self._world.clock.now()
                rows = await self._writer.call(self._store.claim, now, 1)
                if not rows:
                    break
                if rows[0].channel:  # bound to a surface: answers, and what it did not hear
                    more = (self._store.claim_beside, rows[0], _MERGED - 1)
                    rows = (*rows, *await self._writer.call(*more))
                taken += len(rows)
                await self._settle(await self._safely(rows))
                if moved is not None:
                    moved()
        return taken

    async def _settle(self, ended: list[Outgoing]) -> None:
        """Write how rows ended; where that fails it is written before the next row is taken."""
        self._unsettled = ended
        if ended:
            await self._writer.call(self._store.settle, *ended)
        self._unsettled = []

    async def _safely(self, rows: Sequence[Outgoing]) -> list[Outgoing]:
        """Deliver rows; what cannot be worded is parked and does not stop the others."""
        now = self._world.clock.now()
        try:
            ended = await self._deliver(_merged(rows))
        except StorageFault:  # before anything was sent
            self._unsettled = [_put_back(row, now, "storage fault") for row in rows]
            raise
        except Exception as error:  # noqa: BLE001 - parked and shown, whatever it is
            _LOG.exception("outgoing %s cannot be worded", rows[0].key)
            ended = replace(rows[0], state=OutgoingState.FAILED, error=repr(error), sent_at=now)
        if ended.state is not OutgoingState.QUEUED:
            self._waited.discard(ended.key)
        return [_as(ended, row, rows[0]) for row in rows]

    async def _deliver(self, row: Outgoing) -> Outgoing:
        now = self._world.clock.now()
        if row.kind not in _ASKED and (later := self._window(row, now)):
            return _put_back(row, later, "")
        keys = await self._writer.call(self._store.reminders_of, row.key)
        context = self._world.context(self._desk.ledger)
        if row.kind is OutgoingKind.OFFICE_NOTE:
            context = replace(context, in_trouble=await self._in_trouble(row))
        letter = compose(row, keys, context)
        while letter is not None:
            carriers = self._switchboard.carriers(letter.to_kind, letter.to, row.channel)
            ended = await self._by_one_of(carriers, row, letter)
            if ended is not None:
                return ended
            again = compose(row, keys, self._world.context(self._desk.ledger))
            if again is None or again.to == letter.to:
                return self._ended(row, OutgoingState.FAILED, letter, "nobody reached")
            letter = again  # the next contact, now that this one is known to be out of reach
        return replace(row, state=OutgoingState.CANCELLED, error="nothing left to say")

    async def _in_trouble(self, row: Outgoing) -> tuple[Undelivered, ...]:
        """List what was not delivered since this person's last note, or the morning before."""
        day = row.due_at.date() - timedelta(days=1)
        before = self._world.calendar.on_or_before(day)
        told = await self._writer.call(self._store.last_note, row)
        since = told or row.due_at - (row.due_at.date() - before)
        rows = await self._writer.call(self._store.in_trouble, since, row.day)
        return tuple(
            self._undelivered(one) for one in rows if one.kind is not OutgoingKind.OFFICE_NOTE
        )

    def _undelivered(self, row: Outgoing) -> Undelivered:
        unit = row.to if row.to_kind is AddressKind.UNIT else ""
        person = row.sent_to or ("" if unit else row.to)
        return Undelivered(
            unit=unit,
            person=self._world.roster.actor(person).name or person,
            day=row.due_at.date(),
            error=row.error,
            unknown=row.state is OutgoingState.UNKNOWN,
            waits=row.state in {OutgoingState.QUEUED, OutgoingState.RETRY},
        )

    async def _by_one_of(
        self, carriers: Sequence[Channel], row: Outgoing, letter: Letter
    ) -> Outgoing | None:
        """Send by the first surface that reaches the addressee; None where none does."""
        if row.key in self._waited:  # the one preferred had its time; who is up comes first
            carriers = sorted(carriers, key=lambda one: not one.up)
        for channel in carriers:
            if not channel.up:
                self._waited.add(row.key)
                self.wake(_AWAY.total_seconds())
                return _put_back(row, self._world.clock.now() + _AWAY, f"{channel.name} is down")
            try:
                text = await channel.send(self._message(row, letter))
            except ChannelError as error:
                level = logging.WARNING if error.wait is None else logging.INFO
                _LOG.log(level, "outgoing %s not sent by %s: %s", row.key, channel.name, error)
                if error.unreachable and not error.unknown:
                    await self._out_of_reach(channel, letter)
                    continue
                return self._failed(row, letter, error)
            return self._ended(row, OutgoingState.SENT, letter, text=text)
        return None

    def _ended(
        self, row: Outgoing, state: OutgoingState, letter: Letter, error: str = "", text: str = ""
    ) -> Outgoing:
        ended = _tried(row, state, letter, error, text)
        return replace(ended, sent_at=self._world.clock.now())

    def _failed(self, row: Outgoing, letter: Letter, error: ChannelError) -> Outgoing:
        now = self._world.clock.now()
        if error.unknown:
            return self._ended(row, OutgoingState.UNKNOWN, letter, str(error))
        if error.permanent:
            return self._ended(row, OutgoingState.FAILED, letter, str(error))
        if error.wait is not None:
            self.wake(error.wait.total_seconds())
            return _put_back(row, now + error.wait, str(error))
        return _again(row, now, str(error))

    async def _out_of_reach(self, channel: Channel, letter: Letter) -> None:
        chat = self._chats.refused(channel.name, letter.to_kind, letter.to)
        if chat is not None:
            await self._writer.call(self._store.note_chat, chat)

    def _message(self, row: Outgoing, letter: Letter) -> Message:
        return Message(
            key=row.key,
            to_kind=letter.to_kind,
            to=letter.to,
            blocks=letter.blocks,
            choices=letter.choices,
            mention=letter.mention,
            plain=letter.to in self._world.plain,
        )

    def _window(self, row: Outgoing, now: datetime) -> datetime | None:
        """Say when an unasked message may next go, where it may not go now."""
        rules = self._world.rules
        late = row.kind is OutgoingKind.REMINDER
        opens = rules.contacts_at if late else rules.group_list_at
        return opening(now, opens, rules, self._world.calendar)


def _recover(store: Store, now: datetime, resend: bool) -> tuple[Outgoing, ...]:
    return store.recover(now, resend=resend)


def _merged(rows: Sequence[Outgoing]) -> Outgoing:
    """Put what waits for one conversation into one message."""
    if len(rows) == 1:
        return rows[0]
    return replace(rows[0], text="\n".join(row.text for row in rows))


def _as(ended: Outgoing, row: Outgoing, first: Outgoing) -> Outgoing:
    """Say of each row of a merged message what became of it, as it was said of the first."""
    if row is first and ended.text == first.text:
        return ended
    tried = row.attempts + ended.attempts - first.attempts
    text = ended.text if row is first and not row.channel else row.text
    return replace(ended, id=row.id, key=row.key, text=text, due_at=row.due_at, attempts=tried)


def _tried(
    row: Outgoing, state: OutgoingState, letter: Letter, error: str, text: str = ""
) -> Outgoing:
    return replace(
        row,
        state=state,
        text=text or join(letter.blocks),
        sent_to=letter.to,
        late=letter.late,
        error=error,
        attempts=max(row.attempts, 1),
    )


def _put_back(row: Outgoing, until: datetime, reason: str) -> Outgoing:
    """Let a row wait for its turn; it was not a try."""
    return replace(
        row,
        state=OutgoingState.QUEUED,
        not_before=until,
        error=reason,
        attempts=row.attempts - 1,
    )


def _again(row: Outgoing, now: datetime, reason: str) -> Outgoing:
    tries = max(row.attempts, 1)
    if tries > len(BACKOFF):
        return replace(row, state=OutgoingState.FAILED, error=reason, attempts=tries, sent_at=now)
    rest = now + BACKOFF[tries - 1]
    return replace(row, state=OutgoingState.RETRY, error=reason, attempts=tries, not_before=rest)
