"""On each tick: which rounds of the clock are due and not yet issued."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from bot.dispatcher import Dispatcher
from bot.holidays import warn_if_unknown
from bot.world import World
from handlers.rounds import GROUP_LIST, LEADER_NOTE, MORNING, OFFICE_NOTE
from messages.clock_commands import GroupList, LeaderRound, MorningRound, OfficeRound, Round
from storage.store import Store
from storage.writer import Writer


class Rounds:
    """Issues each round once: the lists and notes of a working day, the leader's of a week."""

    def __init__(
        self, *, dispatcher: Dispatcher, world: World, store: Store, writer: Writer
    ) -> None:
        self._dispatcher = dispatcher
        self._world = world
        self._store = store
        self._writer = writer

    async def issue_due(self) -> int:
        """Issue what is due now; returns how many rounds were issued."""
        issued = 0
        for name, command in self._due():
            last = await self._writer.call(self._store.last_round, name)
            # A clock set back must not issue a day's round again.
            if last is not None and last >= command.day:
                continue
            known: dict[str, date] = {name: last} if last is not None else {}
            context = replace(self._dispatcher.round_context(), last_rounds=known)
            await self._dispatcher.issue(command, context)
            issued += 1
            if name == GROUP_LIST:
                warn_if_unknown(self._world.calendar, command.day)
        return issued

    def _due(self) -> Iterator[tuple[str, Round]]:
        now, rules = self._world.clock.now(), self._world.rules
        day = now.date()
        if not self._world.calendar.is_working(day) or now.time() >= rules.quiet_from:
            return
        if self._reached(rules.group_list_at):
            yield GROUP_LIST, GroupList(day=day)
            yield OFFICE_NOTE, OfficeRound(day=day)
            if self._first_of_week(day):
                yield LEADER_NOTE, LeaderRound(day=day)
        if self._reached(rules.contacts_at):
            yield MORNING, MorningRound(day=day)

    def _first_of_week(self, day: date) -> bool:
        monday = day - timedelta(days=day.weekday())
        return self._world.calendar.on_or_after(monday) == day

    def _reached(self, at: time) -> bool:
        return self._world.clock.now().time() >= at
