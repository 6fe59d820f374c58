"""On each tick: which rounds of the clock are due and not yet issued."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from bot.dispatcher import Dispatcher
from bot.holidays import warn_if_unknown
from bot.world import World
from handlers.rounds import GROUP_LIST, LEADER_NOTE, MORNING, OFFICE_NOTE
from messages.clock_commands import GroupList, LeaderRound, MorningRound, OfficeRound, Round
from storage.faults import StorageFault
from storage.store import Store
from storage.writer import Writer

_LOG = logging.getLogger(__name__)


class Rounds:
    """Issues each round once: the lists and notes of a working day, the leader's of a week."""

    def __init__(
        self, *, dispatcher: Dispatcher, world: World, store: Store, writer: Writer
    ) -> None:
        self._dispatcher = dispatcher
        self._world = world
        self._store = store
        self._writer = writer
        self._busy = asyncio.Lock()
        self._settled: dict[str, date] = {}
        """The last day of each round that needs no more asking: most ticks find nothing to do."""

    async def issue_due(self) -> int:
        """Issue what is due now; returns how many rounds were issued."""
        async with self._busy:
            return sum([await self._safely(name, command) for name, command in self._due()])

    async def _safely(self, name: str, command: Round) -> bool:
        """Issue a round; one that cannot be decided stops neither the others nor the sending."""
        if self._settled.get(name) == command.day:
            return False
        try:
            issued = await self._issue(name, command)
        except StorageFault:
            raise
        except Exception:  # noqa: BLE001 - logged, and tried again at the next tick
            _LOG.exception("round %s of %s cannot be issued", name, command.day)
            return False
        self._settled[name] = command.day
        return issued

    async def _issue(self, name: str, command: Round) -> bool:
        """Issue a round unless it was: a clock set back must not issue a day's round again."""
        last = await self._writer.call(self._store.last_round, name, command.day)
        begins = last is None and command.day < self._world.clock.now().date()
        if last == command.day or begins:  # a county that begins on a Tuesday missed no Monday
            return False
        known: dict[str, date] = {name: last} if last is not None else {}
        context = replace(self._dispatcher.round_context(), last_rounds=known)
        await self._dispatcher.issue(command, context)
        if name == GROUP_LIST:
            warn_if_unknown(self._world.calendar, command.day)
        return True

    def _due(self) -> Iterator[tuple[str, Round]]:
        now, rules = self._world.clock.now(), self._world.rules
        day = now.date()
        if not self._world.calendar.is_working(day) or now.time() >= rules.quiet_from:
            return
        if self._reached(rules.group_list_at):
            yield GROUP_LIST, GroupList(day=day)
            yield OFFICE_NOTE, OfficeRound(day=day)
            # Of the week's first working day, also where the bot was down on it.
            yield LEADER_NOTE, LeaderRound(day=self._first_of_week(day))
        if self._reached(rules.contacts_at):
            yield MORNING, MorningRound(day=day)

    def _first_of_week(self, day: date) -> date:
        return self._world.calendar.on_or_after(day - timedelta(days=day.weekday()))

    def _reached(self, at: time) -> bool:
        return self._world.clock.now().time() >= at
