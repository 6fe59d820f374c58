"""From the outbox to a channel: claimed first, worded at the moment of sending, sent once."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channel import Channel, ChannelError
from bot.desk import Desk
from bot.world import World
from handlers.letters import Letter, compose
from messages.paging import paginate
from messages.text import join
from storage.faults import StorageFault
from storage.mail import Outgoing, OutgoingKind, OutgoingState
from storage.store import Store
from storage.writer import Writer

_LOG = logging.getLogger(__name__)

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""How long a row rests after each failure that may pass; after the last it has failed."""


class Courier:
    """Sends what is due; one row at a time, each claimed and committed before it is sent."""

    def __init__(
        self,
        *,
        desk: Desk,
        store: Store,
        writer: Writer,
        world: World,
        channels: Sequence[Channel],
    ) -> None:
        self._desk = desk
        self._store = store
        self._writer = writer
        self._world = world
        self._channels = channels
        self._busy = asyncio.Lock()

    async def recover(self) -> None:
        """End what a dead process left half sent; to be called once, before the first drain."""
        resend = self._world.rules.resend_unknown
        now = self._world.clock.now()
        for row in await self._writer.call(_recover, self._store, now, resend):
            _LOG.warning("outgoing %s was interrupted, is now %s", row.key, row.state)

    async def drain(self, moved: Callable[[], None] | None = None) -> int:
        """Send everything whose time has come; returns how many rows were taken.

        `moved` is called after each row, so that a long drain can be told from a stuck one.
        """
        taken = 0
        async with self._busy:
            while self._channel() is not None:
                rows = await self._writer.call(self._store.claim, self._world.clock.now(), 1)
                if not rows:
                    break
                taken += 1
                settled = await self._safely(rows[0])
                await self._writer.call(self._store.settle, settled)
                if moved is not None:
                    moved()
        return taken

    def _channel(self) -> Channel | None:
        return next((channel for channel in self._channels if channel.up), None)

    async def _safely(self, row: Outgoing) -> Outgoing:
        """Deliver a row; one that cannot be worded is parked and does not stop the others."""
        try:
            return await self._deliver(row)
        except StorageFault:
            raise
        except Exception as error:  # noqa: BLE001 - parked and shown, whatever it is
            _LOG.exception("outgoing %s cannot be worded", row.key)
            return replace(row, state=OutgoingState.FAILED, error=repr(error))

    async def _deliver(self, row: Outgoing) -> Outgoing:
        now = self._world.clock.now()
        if row.kind is not OutgoingKind.NOTICE and (later := self._window(row, now)):
            return replace(
                row, state=OutgoingState.QUEUED, not_before=later, attempts=row.attempts - 1
            )
        keys = await self._writer.call(self._store.reminders_of, row.key)
        letter = compose(row, keys, self._world.context(self._desk.ledger))
        channel = self._channel()
        if letter is None:
            return replace(row, state=OutgoingState.CANCELLED, error="nothing left to say")
        if channel is None:
            return _again(row, now, "no channel is up")
        return await self._send(row, letter, channel)

    async def _send(self, row: Outgoing, letter: Letter, channel: Channel) -> Outgoing:
        text = join(letter.blocks)
        gone = 0
        try:
            for page in paginate(letter.blocks, channel.byte_limit):
                await channel.send(letter.to_kind, letter.to, page)
                gone += 1
        except ChannelError as error:
            now = self._world.clock.now()
            _LOG.warning("outgoing %s not sent: %s", row.key, error)
            if error.unknown or gone:  # a part is out: sending it all again would double it
                return _tried(row, OutgoingState.UNKNOWN, text, letter, str(error))
            if error.permanent:
                return _tried(row, OutgoingState.FAILED, text, letter, str(error))
            return _again(row, now, str(error))
        sent = _tried(row, OutgoingState.SENT, text, letter, "")
        return replace(sent, sent_at=self._world.clock.now())

    def _window(self, row: Outgoing, now: datetime) -> datetime | None:
        """Say when an unasked message may next go, where it may not go now."""
        rules, calendar = self._world.rules, self._world.calendar
        is_list = row.kind is OutgoingKind.GROUP_LIST
        opens = rules.group_list_at if is_list else rules.contacts_at
        if calendar.is_working(now.date()) and opens <= now.time() < rules.quiet_from:
            return None
        passed = now.time() >= opens
        day = calendar.on_or_after(now.date() + timedelta(days=1 if passed else 0))
        return datetime.combine(day, opens, tzinfo=now.tzinfo)


def _recover(store: Store, now: datetime, resend: bool) -> tuple[Outgoing, ...]:
    return store.recover(now, resend=resend)


def _tried(row: Outgoing, state: OutgoingState, text: str, letter: Letter, error: str) -> Outgoing:
    return replace(
        row,
        state=state,
        text=text,
        sent_to=letter.to,
        late=letter.late,
        error=error,
        attempts=max(row.attempts, 1),
    )


def _again(row: Outgoing, now: datetime, reason: str) -> Outgoing:
    tries = max(row.attempts, 1)
    if tries > len(BACKOFF):
        return replace(row, state=OutgoingState.FAILED, error=reason, attempts=tries)
    rest = now + BACKOFF[tries - 1]
    return replace(row, state=OutgoingState.RETRY, error=reason, attempts=tries, not_before=rest)
