"""The composition root: builds the parts, starts them, stops them, owns the tasks."""

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator, Sequence

from bot.channel import Channel, Inbound
from bot.chat_book import ChatBook
from bot.clock import Clock
from bot.config import Settings
from bot.county import ledger_of
from bot.courier import Courier
from bot.desk import Desk
from bot.dispatcher import Answer, Dispatcher
from bot.exchanges import Exchanges
from bot.health import Health, Hosted, serve
from bot.holidays import warn_if_unknown
from bot.lookups import Lookups
from bot.reception import Reception
from bot.rounds import Rounds
from bot.scheduler import Scheduler
from bot.switchboard import Switchboard
from bot.world import World
from handlers.routes import all_routes
from ledger.rights import Actor
from ledger.unmatched import unmatched
from messages.exchange import LIVES
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
        self,
        settings: Settings,
        store: Store,
        clock: Clock,
        channels: Sequence[Channel] = (),
        chats: ChatBook | None = None,
    ) -> None:
        """`chats` is the book the channels look into; one of its own where they need none."""
        ledger = ledger_of(store, settings)
        self.settings = settings
        self.channels = channels
        self.store = store
        self.world = World.of(settings, ledger, clock)
        self.writer = Writer(store)
        self.chats = chats or ChatBook(store.chats())
        self.switchboard = Switchboard(channels, settings.routing)
        self.world.reaches = self.switchboard.reaches_person
        self.desk = Desk(ledger, store, self.writer)
        self.lookups = Lookups(store=store, settings=settings, world=self.world)
        self.dispatcher = self._dispatcher()
        self.courier = Courier(
            desk=self.desk,
            store=store,
            writer=self.writer,
            world=self.world,
            switchboard=self.switchboard,
            chats=self.chats,
        )
        self.courier.wake = self._wake
        self.reception = Reception(
            dispatcher=self.dispatcher,
            desk=self.desk,
            store=store,
            world=self.world,
            chats=self.chats,
            wake=self._wake,
        )
        self.rounds = Rounds(
            dispatcher=self.dispatcher, world=self.world, store=store, writer=self.writer
        )
        self.scheduler = Scheduler(self.tick)
        self.ready = asyncio.Event()
        self._fatal: asyncio.Future[None] | None = None
        self._alarm_clock: asyncio.TimerHandle | None = None
        self._draining: set[asyncio.Future[None]] = set()

    def _dispatcher(self) -> Dispatcher:
        return Dispatcher(
            desk=self.desk,
            world=self.world,
            router=all_routes(),
            lookups=self.lookups,
            exchanges=Exchanges(self.store.exchanges(self.world.clock.now() - LIVES)),
        )

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Let the desk work: enough to answer messages, with no clock and no channel."""
        # The ledger lives as long as the process: searching it for garbage again and again
        # costs a third of the time of an answer.
        gc.freeze()
        gc.enable()
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
        for name in unmatched(self.world.rules, self.world.ledger):
            _LOG.warning("the settings name %s, which no plan has: they change nothing", name)
        async with self.working():
            await self.serve()

    async def serve(self) -> None:
        """Tick, listen and push while the desk works.

        Raises OSError where a port is taken, ChannelClosed where a surface can never work.
        """
        self._fatal = asyncio.get_running_loop().create_future()
        await self.courier.recover()
        await self.writer.call(self.store.forget_exchanges, self.world.clock.now() - LIVES)
        web = self.settings.web
        routes = [r for c in self.channels if isinstance(c, Hosted) for r in c.routes()]
        runner = await serve(self.health, web.host, web.port, routes) if web.port else None
        try:
            async with asyncio.TaskGroup() as tasks:
                for channel in self.channels:
                    tasks.create_task(channel.run(self.reception))
                self.scheduler.start()
                self.ready.set()
                try:
                    await self._fatal
                finally:
                    # While the channels still stand: what is being sent gets its answer.
                    await self.courier.finish(_FLUSH_SECONDS)
                    self.scheduler.stop()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group
        finally:
            if runner is not None:
                await runner.cleanup()

    async def tick(self) -> None:
        """Issue the rounds that are due, then send what is due."""
        await self.rounds.issue_due()
        await self.courier.drain(self.scheduler.beat)

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

    def _wake(self, seconds: float) -> None:
        """Look into the outbox after so many seconds; one alarm clock, set to the earliest."""
        loop = asyncio.get_running_loop()
        at = loop.time() + seconds
        if self._alarm_clock is not None:
            if loop.time() < self._alarm_clock.when() <= at:
                return
            self._alarm_clock.cancel()
        self._alarm_clock = loop.call_at(at, self._drain)

    def _drain(self) -> None:
        self._alarm_clock = None
        # The rounds first: what was left over from yesterday is folded into today's message.
        task = asyncio.ensure_future(self.tick())
        self._draining.add(task)
        task.add_done_callback(self._draining.discard)
        task.add_done_callback(_log_failure)

    def _desk_ended(self, task: asyncio.Future[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None and self._fatal is not None and not self._fatal.done():
            self._fatal.set_exception(error)


def _log_failure(task: asyncio.Future[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _LOG.error("sending failed", exc_info=error)
