"""A stage for `duban say`: the real path on the real ledger, kept, or on a copy for each line."""

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime

from bot.app import App
from bot.channel import Inbound
from bot.clock import Clock, RehearsalClock, SystemClock
from bot.config import Settings
from bot.dispatcher import Answer
from bot.draft_desk import DraftDesk
from bot.identity import speaker_in
from ledger.rights import Actor
from storage.store import Store


class Stage:
    """Where lines are said; `open` makes one."""

    def __init__(self, app: App, *, keep: bool) -> None:
        self._app = app
        self._keep = keep

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

    def speaker(self, who: str) -> Actor:
        """Find who is meant; raises UnknownSpeaker."""
        return speaker_in(who, self._app.world)

    async def say(self, inbound: Inbound, actor: Actor, at: datetime | None) -> Answer:
        """Say one thing, at a time of its own where one is given."""
        clock = self._app.world.clock
        if at is not None:
            self._app.world.clock = RehearsalClock(at)
        try:
            if self._keep:
                return await self._app.say(inbound, actor)
            dispatcher = self._app.dispatcher_on(DraftDesk(self._app.desk))
            return await dispatcher.handle(inbound, actor)
        finally:
            self._app.world.clock = clock
