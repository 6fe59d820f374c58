"""From a command to the handler that decides it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from handlers.fitness import require_fit
from ledger.amendments import ItemVersion
from ledger.book import Ledger
from ledger.errors import NotOffered
from ledger.people import Roster
from ledger.progress import Entry
from ledger.rights import Actor
from ledger.rules import Rules
from ledger.workdays import WorkCalendar
from messages.commands import Command
from messages.exchange import NO_QUESTION, Question
from messages.office_notes import Undelivered
from messages.system import SystemFacts
from messages.text import Blocks
from storage.mail import Outgoing, Phone, ReminderKey, RoundKey


def everybody(_: str) -> bool:
    """Reach whoever it is."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """All a handler may look at; it holds no door to the outside."""

    actor: Actor
    now: datetime
    """Aware, in the county's zone."""
    ledger: Ledger
    calendar: WorkCalendar
    rules: Rules
    roster: Roster
    plan: str = ""
    """The plan the message names; empty where its numbers need none."""
    chat: str = ""
    private: bool = False
    """A single chat with the bot, not a group."""
    words: str = ""
    """The sender's original words."""
    message_key: str = ""
    about: str = ""
    """What the pressed button was offered for; empty for typed words."""
    groups: tuple[str, ...] = ()
    """Ids of the groups that get the daily list."""
    reaches: Callable[[str], bool] = everybody
    """Whether a person, by user id, can be written to unasked."""
    history: tuple[Entry, ...] | None = None
    """The rows of the items whose history is asked for, oldest first; None: not looked up."""
    in_trouble: tuple[Undelivered, ...] = ()
    """What was not delivered since the last working morning; filled for the office's note."""
    system: SystemFacts | None = None
    """What the storage knows of itself; filled for 状态."""
    last_rounds: Mapping[str, date] = field(default_factory=dict)
    """The last day each round of the clock was issued for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a handler decided: the answer, and what must be on disk before it goes out."""

    reply: Blocks = ()
    entries: tuple[Entry, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    reminders: tuple[ReminderKey, ...] = ()
    rounds: tuple[RoundKey, ...] = ()
    phones: tuple[Phone, ...] = ()
    versions: tuple[ItemVersion, ...] = ()
    """New wordings of items; each has its row among the entries."""
    question: Question = NO_QUESTION
    """What the answer leaves open, and what a number stands for in a reply to it."""
    confirm: Command | None = None
    """What is carried out if the person answers the proposal in `reply` with 是的 or 确认."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the handler found out beyond the command, for machine-readable output."""

    @property
    def changes(self) -> bool:
        """Whether anything must be made durable."""
        return bool(self.entries or self.outgoing or self.reminders or self.rounds or self.phones)


Handler = Callable[[Any, Context], Decision]
H = TypeVar("H", bound=Handler)


class Router:
    """A table from command types to handlers, filled by decorators."""

    def __init__(self) -> None:
        self.handlers: dict[type[Command], Handler] = {}
        self.changing: set[type[Command]] = set()
        self.steady: set[type[Command]] = set()

    def on(
        self, command: type[Command], *, changes: bool = False, steady: bool = False
    ) -> Callable[[H], H]:
        """Register a handler for one type of command, and whether it may change the ledger.

        `steady`: its answer hangs on the command, the ledger, the day, and who asks: the same
        until one of them changes.
        """

        def register(handler: H) -> H:
            self.handlers[command] = handler
            if changes:
                self.changing.add(command)
            if steady:
                self.steady.add(command)
            return handler

        return register

    def include(self, other: "Router") -> None:
        """Take over the handlers of another router."""
        self.handlers |= other.handlers
        self.changing |= other.changing
        self.steady |= other.steady

    def may_change(self, command: Command) -> bool:
        """Whether the command must be decided in turn, at the desk, and made durable."""
        return type(command) in self.changing

    def is_steady(self, command: Command) -> bool:
        """Whether the answer stays the same until ledger, day or asker change."""
        return type(command) in self.steady

    def route(self, command: Command, context: Context) -> Decision:
        """Let the command's handler decide; raises LedgerError where it may not be granted."""
        handler = self.handlers.get(type(command))
        if handler is None:
            raise NotOffered(command.intent)
        if context.words:
            require_fit(command, context.words)
        return handler(command, context)
