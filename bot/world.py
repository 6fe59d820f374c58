"""What every decision may look at, gathered once: clock, calendar, rules, roster, names."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.clock import Clock
from bot.config import Settings
from bot.holidays import work_calendar
from handlers.router import Context, everybody
from ledger.book import Ledger
from ledger.people import Roster
from ledger.rights import Actor
from ledger.rules import Rules
from ledger.workdays import WorkCalendar
from messages.grammar import Vocabulary

CLOCK = Actor(user_id="clock")
"""The scheduler, as the sender of rounds."""


@dataclass(slots=True, kw_only=True)
class World:
    """The surroundings of a decision; only the clock in it moves."""

    clock: Clock
    calendar: WorkCalendar
    rules: Rules
    ledger: Ledger
    """The live one: people change while the bot runs."""
    bot_names: tuple[str, ...]
    groups: tuple[str, ...]
    served: frozenset[str]
    """The groups that get any word at all."""
    plain: frozenset[str]
    """Those whose readers see no markdown."""
    words: Vocabulary
    amendments: int = 0
    """Up to which amendment of the ledger `words` know its items."""
    reaches: Callable[[str], bool] = everybody
    """Whether a person can be written to unasked."""

    @classmethod
    def of(cls, settings: Settings, ledger: Ledger, clock: Clock) -> "World":
        """Gather the surroundings from the settings and the plans of a ledger."""
        ledger.begin(clock.now().date())
        calendar = work_calendar(settings.calendar)
        return cls(
            clock=clock,
            calendar=calendar,
            rules=settings.rules.rules(settings.plans, settings.items),
            ledger=ledger,
            bot_names=settings.bot.names,
            groups=settings.groups.daily,
            served=settings.groups.served,
            plain=frozenset(settings.groups.plain),
            words=_words(ledger, calendar, settings.bot.names, clock.now().date()),
        )

    @property
    def roster(self) -> Roster:
        """Everybody who may do more than ask, at this moment."""
        self.ledger.begin(self.clock.now().date())
        return self.ledger.roster

    def vocabulary(self) -> Vocabulary:
        """Give what the grammar may know today."""
        today = self.clock.now().date()
        self.ledger.begin(today)
        if self.amendments != self.ledger.amendments:
            self.amendments = self.ledger.amendments
            self.words = _words(self.ledger, self.calendar, self.bot_names, today)
        if today != self.words.today:
            self.words = replace(self.words, today=today)
        return self.words

    def context(
        self, ledger: Ledger, actor: Actor = CLOCK, chat: str = "", private: bool = False
    ) -> Context:
        """Give a context at this moment; what changes the ledger adds its message."""
        ledger.begin(self.clock.now().date())
        return Context(
            chat=chat,
            private=private,
            actor=actor,
            now=self.clock.now(),
            ledger=ledger,
            calendar=self.calendar,
            rules=self.rules,
            roster=ledger.roster,
            groups=self.groups,
            reaches=self.reaches,
        )


def _words(
    ledger: Ledger, calendar: WorkCalendar, names: tuple[str, ...], today: date
) -> Vocabulary:
    states = tuple(ledger)
    return Vocabulary(
        units=ledger.directory,
        refs=frozenset(state.ref for state in states),
        today=today,
        calendar=calendar,
        bot_names=names,
        plans=tuple(ledger.books),
        sections=tuple(dict.fromkeys(state.item.section for state in states)),
        is_topic=ledger.is_topic,
        tells_of=ledger.tells_of,
        quotes=ledger.quotes,
    )
