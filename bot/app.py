"""The composition root: builds the parts, starts them, stops them, owns the tasks."""

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from functools import partial

from bot.channel import Channel, Inbound
from bot.clock import Clock
from bot.config import Settings
from bot.county import ledger_of
from bot.courier import Courier
from bot.desk import Desk
from bot.dispatcher import Answer, Dispatcher
from bot.health import Health, serve
from bot.holidays import warn_if_unknown
from bot.rounds import Rounds
from bot.scheduler import Scheduler
from bot.world import World
from handlers.routes import all_routes
from ledger.book import Ledger
from ledger.rights import Actor
from messages.paging import paginate
from storage.faults import StorageFault
from storage.store import Store
from storage.writer import Writer

_LOG = logging.getLogger(__name__)

_GARBAGE_AFTER = 50_000
"""New objects between two searches for garbage; Python's default is 700."""
_FLUSH_SECONDS = 8.0
"""How long a stop waits for what is being written; then it is ended all the same."""


class App:
    """A running duban on one database."""

    def __init__(
        self, settings: Settings, store: Store, clock: Clock, channels: Sequence[Channel] = ()
    ) -> None:
        ledger = ledger_of(store, settings)
        self.settings = settings
        self.channels = channels
        self.store = store
        self.world = World.of(settings, ledger, clock)
        self.writer = Writer(store)
        self.desk = Desk(ledger, store, self.writer)
        self.rebuild = partial(_rebuild, store, settings)
        self.dispatcher = Dispatcher(
            desk=self.desk, world=self.world, router=all_routes(), rebuild=self.rebuild
        )
        self.courier = Courier(
            desk=self.desk,
            store=store,
            writer=self.writer,
            world=self.world,
            channels=channels,
        )
        self.rounds = Rounds(
            dispatcher=self.dispatcher, world=self.world, store=store, writer=self.writer
        )
        self.scheduler = Scheduler(self.tick)
        self.ready = asyncio.Event()
        self._fatal: asyncio.Future[None] | None = None

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Let the desk work: enough to answer messages, with no clock and no channel."""
        # The ledger lives as long as the process: searching it for garbage again and again
        # costs a third of the time of an answer.
        gc.freeze()
        gc.set_threshold(_GARBAGE_AFTER, 20, 20)
        desk = asyncio.ensure_future(self.desk.run())
        desk.add_done_callback(self._desk_ended)
        try:
            yield
        finally:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.desk.settled(), _FLUSH_SECONDS)
            desk.cancel()
            await asyncio.gather(desk, return_exceptions=True)
            self.writer.close()

    @contextlib.asynccontextmanager
    async def chatting(self) -> AsyncIterator[None]:
        """Answer and push with a clock that somebody else moves: ticks come from the caller."""
        async with self.working():
            await self.courier.recover()
            await self.tick()
            yield

    async def run(self) -> None:
        """Run until cancelled, or until the storage can no longer be trusted (StorageFault)."""
        warn_if_unknown(self.world.calendar, self.world.clock.now().date())
        async with self.working():
            await self.serve()

    async def serve(self) -> None:
        """Tick, listen and push while the desk works; raises OSError where a port is taken."""
        self._fatal = asyncio.get_running_loop().create_future()
        await self.courier.recover()
        web = self.settings.web
        runner = await serve(self.health, web.host, web.port) if web.port else None
        try:
            async with asyncio.TaskGroup() as tasks:
                for channel in self.channels:
                    tasks.create_task(channel.run(partial(self.receive, channel)))
                self.scheduler.start()
                self.ready.set()
                await self._fatal
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group
        finally:
            self.scheduler.stop()
            if runner is not None:
                await runner.cleanup()

    async def tick(self) -> None:
        """Issue the rounds that are due, then send what is due."""
        await self.rounds.issue_due()
        await self.courier.drain(self.scheduler.beat)

    async def receive(self, channel: Channel, inbound: Inbound) -> tuple[str, ...]:
        """Answer a message as parts that fit the channel; what it queued goes out after."""
        answer = await self.say(inbound)
        if answer.pushes:
            asyncio.get_running_loop().call_later(0, self._wake)
        return paginate(answer.reply, channel.byte_limit)

    async def say(self, inbound: Inbound, actor: Actor | None = None) -> Answer:
        """Answer a message; `actor` is who speaks in a rehearsal."""
        return await self.dispatcher.handle(inbound, actor)

    async def health(self) -> Health:
        """Look at the three things a running bot needs."""
        try:
            await self.writer.call(self.store.probe_writable)
            writable = True
        except StorageFault:
            writable = False
        return Health(
            database=writable,
            scheduler=self.scheduler.alive,
            channel=any(channel.up for channel in self.channels),
        )

    def _wake(self) -> None:
        task = asyncio.ensure_future(self.courier.drain())
        task.add_done_callback(_log_failure)

    def _desk_ended(self, task: asyncio.Future[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None and self._fatal is not None and not self._fatal.done():
            self._fatal.set_exception(error)


def _log_failure(task: asyncio.Future[int]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _LOG.error("sending failed", exc_info=error)


def _rebuild(store: Store, settings: Settings, until: datetime) -> Ledger:
    return ledger_of(store, settings, until)
