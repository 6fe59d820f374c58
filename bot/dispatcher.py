"""One message or one tick of the clock, from words to a durable answer; the one error policy."""

import hashlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from bot.channel import Inbound
from bot.desk import Desk, Ruling
from bot.draft_desk import DraftDesk
from bot.understanding import Understanding
from bot.world import CLOCK, World
from handlers.histories import items_asked
from handlers.router import Context, Decision, Router
from ledger.book import Ledger
from ledger.errors import LedgerError
from ledger.plan import ItemRef
from ledger.progress import Entry
from ledger.rights import Actor
from messages import errors
from messages.cleaning import clean, strip_mention
from messages.commands import AskBack, Command, GroupList, MorningRound, Summarise
from messages.slots import slots_of
from messages.text import Blocks
from storage.faults import StorageFault
from storage.mail import Outgoing, Received

_LOG = logging.getLogger(__name__)

LONGEST = 20_000
"""Characters of a message that are kept; WeCom carries no longer ones."""
SILENCE = "smalltalk_ignore"

Rebuild = Callable[[datetime], Ledger]
Recall = Callable[[tuple[ItemRef, ...]], tuple[Entry, ...]]
"""Looks up every history row of some items, oldest first. Blocking."""


class SilentChange(RuntimeError):
    """A handler that is registered as one that only answers decided a change: a fault of ours.

    What it decided would be dropped without a word; `changes=True` is missing at `@router.on`.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a message: the reply's blocks, and the same for machines."""

    intent: str = SILENCE
    slots: dict[str, Any] = field(default_factory=dict)
    wrote: bool = False
    reply: Blocks = ()
    pushes: tuple[Outgoing, ...] = ()
    repeated: bool = False
    """The message was handled before; this is the reply it got then."""


class Dispatcher:
    """Parses, routes and answers; what changes the ledger goes over the desk."""

    def __init__(
        self,
        *,
        desk: Desk | DraftDesk,
        world: World,
        router: Router,
        rebuild: Rebuild | None = None,
        recall: Recall | None = None,
    ) -> None:
        self._desk = desk
        self._world = world
        self._router = router
        self._rebuild = rebuild
        self._recall = recall
        self._understanding = Understanding()

    async def handle(self, inbound: Inbound, actor: Actor | None = None) -> Answer:
        """Answer one message; `actor` overrides who the sender's id stands for (rehearsals).

        Never raises for what a message holds: a LedgerError becomes a sentence, any fault is
        logged with a number and answered with that number.
        """
        try:
            return await self._handle(inbound, actor or self._world.roster.actor(inbound.sender))
        except Exception as error:
            number = secrets.token_hex(3)
            _LOG.exception("fault %s in message %s", number, inbound.message_id)
            if isinstance(error, StorageFault) and not error.transient:
                raise
            return Answer(intent="fault", reply=errors.fault(number))

    async def _handle(self, inbound: Inbound, actor: Actor) -> Answer:
        text = clean(inbound.text[:LONGEST])
        quoted = clean(inbound.quoted[:LONGEST]) if inbound.quoted else ""
        command = self._understanding.of(text, self._world.vocabulary(), quoted)
        if command is None:
            return Answer()
        chat = _storable(inbound.chat)
        context = self._world.context(self._desk.ledger, actor, chat, inbound.private)
        try:
            if self._router.may_change(command):
                words, _ = strip_mention(text, self._world.bot_names)
                context = replace(
                    context, words=words, message_key=message_key(inbound), about=inbound.about
                )
                return await self._change(command, context, text)
            return self._answer(command, await self._ask(command, context))
        except LedgerError as error:
            return _refused(command, error, actor)

    async def _ask(self, command: Command, context: Context) -> Decision:
        if isinstance(command, Summarise) and command.as_of and self._rebuild:
            then = datetime.combine(command.as_of, time.max, tzinfo=context.now.tzinfo)
            context = replace(context, ledger=await self._desk.aside(self._rebuild, then))
        if self._recall and (refs := items_asked(command, context.ledger)):
            context = replace(context, history=await self._desk.aside(self._recall, refs))
        decision = self._router.route(command, context)
        if decision.changes:
            raise SilentChange(type(command).__name__)
        return decision

    async def _change(self, command: Command, context: Context, text: str) -> Answer:
        digest = hashlib.sha256(text.encode()).hexdigest()

        def decide(ledger: Ledger) -> Ruling:
            decision = self._router.route(command, replace(context, ledger=ledger))
            received = Received(
                key=context.message_key, at=context.now, digest=digest, reply=decision.reply
            )
            return Ruling(decision=decision, received=received)

        ruling = await self._desk.submit(decide, context.message_key)
        if ruling.received is not None and ruling.received.digest != digest:
            _LOG.warning("security: message %s came again with other words", context.message_key)
        return replace(self._answer(command, ruling.decision), repeated=ruling.repeated)

    def _answer(self, command: Command, decision: Decision) -> Answer:
        return Answer(
            intent=command.intent,
            slots=slots_of(command) | dict(decision.facts),
            wrote=bool(decision.entries),
            reply=decision.reply,
            pushes=decision.outgoing,
        )

    async def issue(self, command: MorningRound | GroupList, context: Context) -> Decision:
        """Carry out a round of the clock."""

        def decide(ledger: Ledger) -> Ruling:
            return Ruling(decision=self._router.route(command, replace(context, ledger=ledger)))

        return (await self._desk.submit(decide)).decision

    def round_context(self) -> Context:
        """Give the context in which the clock asks."""
        return self._world.context(self._desk.ledger, CLOCK)


def message_key(inbound: Inbound) -> str:
    """Name a message for good: by surface, chat, sender and the platform's id."""
    parts = (inbound.channel, inbound.chat, inbound.sender, inbound.message_id)
    return "/".join(_storable(part).replace("/", "%2F") for part in parts)


def _storable(identity: str) -> str:
    """Spell out what no database takes, where cleaning would make two ids one."""
    return identity.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _refused(command: Command, error: LedgerError, actor: Actor) -> Answer:
    intent, facts = errors.facts(error)
    slots = slots_of(command)
    if getattr(command, "own", False) and actor.units:
        slots.setdefault("unit", actor.units[0])
    if intent == AskBack.intent and "refs" in slots and facts.get("bad_refs"):
        slots["refs"] = [ref for ref in slots["refs"] if ref not in facts["bad_refs"]]
    return Answer(intent=intent or command.intent, slots=slots | facts, reply=errors.say(error))
