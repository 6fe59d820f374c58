"""A stage for `duban say`: the real path on the real ledger, kept, or on a copy for each line."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from bot.app import App
from bot.channel import Inbound
from bot.clock import Clock, RehearsalClock, SystemClock
from bot.config import Settings
from bot.dispatcher import Answer, Dispatcher
from bot.draft_desk import DraftDesk
from bot.identity import speaker_in
from handlers.routes import all_routes
from ledger.rights import Actor
from storage.store import Store


class Stage:
    """Where lines are said; `open` makes one."""

    def __init__(self, app: App, *, keep: bool) -> None:
        self._app = app
        self._keep = keep
        self._router = all_routes()

    @classmethod
    @contextlib.asynccontextmanager
    async def open(
        cls, settings: Settings, *, moment: datetime | None, keep: bool
    ) -> AsyncIterator["Stage"]:
        """Open the ledger: to write where what is said is kept, else beside its writer."""
        clock: Clock = RehearsalClock(moment) if moment else SystemClock()
        with Store.open(settings.database.url, read_only=not keep) as store:
            app = App(settings, store, clock)
            async with app.working():
                yield cls(app, keep=keep)

    def speaker(self, who: str, at: datetime | None) -> Actor:
        """Find who is meant, at the time he speaks; raises UnknownSpeaker."""
        with self._at(at):
            return speaker_in(who, self._app.world)

    @contextlib.contextmanager
    def _at(self, moment: datetime | None) -> Iterator[None]:
        clock = self._app.world.clock
        if moment is not None:
            self._app.world.clock = RehearsalClock(moment)
        try:
            yield
        finally:
            self._app.world.clock = clock

    async def say(self, inbound: Inbound, actor: Actor, at: datetime | None) -> Answer:
        """Say one thing, at a time of its own where one is given."""
        with self._at(at):
            if self._keep:
                return await self._app.say(inbound, actor)
            desk = DraftDesk(self._app.desk)
            dispatcher = Dispatcher(
                desk=desk,
                world=self._app.world,
                router=self._router,
                lookups=self._app.lookups,
            )
            return await dispatcher.handle(inbound, actor)
