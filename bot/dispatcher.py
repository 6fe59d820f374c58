"""One message or one tick of the clock, from words to a durable answer; the one error policy."""

import hashlib
import logging
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from bot.answers import Answers
from bot.channel import Inbound
from bot.desk import Desk, Ruling
from bot.draft_desk import DraftDesk
from bot.exchanges import Exchanges, remembered
from bot.exchanges import digest as digest_of
from bot.hearing import Heard, hear, storable
from bot.lookups import Lookups
from bot.understanding import Understanding
from bot.world import CLOCK, World
from handlers.fitness import require_fit
from handlers.histories import items_asked
from handlers.router import Context, Decision, Router
from ledger.book import Ledger
from ledger.errors import LedgerError
from ledger.rights import Actor
from ledger.secrecy import secrets_in
from messages import choosing, errors
from messages.cleaning import strip_mention
from messages.clock_commands import Round
from messages.commands import AskBack, Command, ShowStatus, Summarise
from messages.exchange import NO_QUESTION, Asked, Exchange, Question
from messages.follow_ups import Turn, agrees
from messages.slots import slots_of
from messages.text import Blocks
from storage.faults import StorageFault
from storage.mail import Outgoing, Received, Remembered

_LOG = logging.getLogger(__name__)

SILENCE = "smalltalk_ignore"
NEXT_PAGE = "next_page"
DROPPED = "dropped"


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
        lookups: Lookups | None = None,
        exchanges: Exchanges | None = None,
    ) -> None:
        """Without `exchanges` each message stands alone."""
        self._desk = desk
        self._world = world
        self._router = router
        self._lookups = lookups
        self._exchanges = exchanges
        self._understanding = Understanding()
        self._answers = Answers(router)

    async def handle(self, inbound: Inbound, actor: Actor | None = None) -> Answer:
        """Answer one message; `actor` overrides who the sender's id stands for (rehearsals).

        Never raises for what a message holds: a LedgerError becomes a sentence, any fault is
        logged with a number and answered with that number.
        """
        try:
            return await self._handle(inbound, actor)
        except Exception as error:
            number = secrets.token_hex(3)
            _LOG.exception("fault %s in message %s", number, inbound.message_id)
            if isinstance(error, StorageFault) and not error.transient:
                raise
            return Answer(intent="fault", reply=errors.fault(number))

    async def _handle(self, inbound: Inbound, played: Actor | None) -> Answer:
        actor = played or self._world.roster.actor(inbound.sender)
        heard = hear(inbound, actor, self._world, self._exchanges)
        if heard.turn is Turn.NEXT_PAGE and heard.last is not None:
            rest = Answer(intent=NEXT_PAGE, reply=heard.last.rest)
            return await self._shown(heard, rest, heard.last.question)
        if heard.turn is Turn.DROP:
            return await self._shown(heard, Answer(intent=DROPPED, reply=choosing.DROPPED))
        command = self._understanding.of(heard.said, self._world.vocabulary(), heard.quoted)
        if command is None:
            return await self._unasked(heard)
        context = self._world.context(self._desk.ledger, actor, heard.chat, inbound.private)
        if command.plan:
            context = replace(context, plan=command.plan)
        try:
            if self._router.may_change(command):
                key = message_key(inbound)
                context = replace(context, words=heard.words, message_key=key, about=inbound.about)
                return await self._change(command, context, heard)
            if isinstance(command, AskBack):
                require_fit(command, heard.words)
            decision = await self._ask(command, context)
        except LedgerError as error:
            refused = _refused(command, error, actor)
            return await self._shown(heard, refused, errors.question(error))
        return await self._shown(heard, self._answer(command, decision), decision.question)

    async def _unasked(self, heard: Heard) -> Answer:
        """Keep silent, but for a yes that comes too late: nobody shall think that it counted."""
        known, now = self._exchanges, self._world.clock.now()
        if known is None or not agrees(heard.words):
            return Answer()
        if not known.lapsed(heard.chat, heard.actor.user_id, now):
            return Answer()
        return await self._shown(heard, Answer(intent=DROPPED, reply=choosing.LAPSED))

    async def _ask(self, command: Command, context: Context) -> Decision:
        if self._lookups is not None:
            context = await self._looked_up(command, context, self._lookups)
        decision = self._answers.to(command, context)
        if decision.changes:
            raise SilentChange(type(command).__name__)
        return decision

    async def _looked_up(self, command: Command, context: Context, at: Lookups) -> Context:
        """Fill in what a question needs from the database."""
        if isinstance(command, Summarise) and command.as_of:
            then = datetime.combine(command.as_of, time.max, tzinfo=context.now.tzinfo)
            context = replace(context, ledger=await self._desk.aside(at.ledger_as_of, then))
        if isinstance(command, ShowStatus):
            context = replace(context, system=await self._desk.aside(at.system))
        if refs := items_asked(command, context.ledger):
            context = replace(context, history=await self._desk.aside(at.rows_of, refs))
        return context

    async def _shown(
        self, heard: Heard, answer: Answer, question: Question = NO_QUESTION
    ) -> Answer:
        """Cut a long answer for a phone, and remember what it leaves open."""
        if self._exchanges is None:
            return answer
        reply, rest = choosing.first_page(answer.reply)
        exchange = self._exchange(heard, question, rest)
        if remembered := _to_keep(heard, exchange):
            ruling = Ruling(decision=Decision(), remembered=remembered)
            await self._desk.submit(lambda _: ruling)
        self._exchanges.note(heard.chat, heard.actor.user_id, exchange)
        return replace(answer, reply=reply)

    def _exchange(self, heard: Heard, question: Question, rest: Blocks = ()) -> Exchange:
        said, _ = strip_mention(heard.said, self._world.bot_names)
        if secrets_in(said):
            said = ""  # what may not be kept is not kept for a question either
        return Exchange(words=said, at=self._world.clock.now(), question=question, rest=rest)

    async def _change(self, command: Command, context: Context, heard: Heard) -> Answer:
        digest = hashlib.sha256(heard.text.encode()).hexdigest()

        def decide(ledger: Ledger) -> Ruling:
            decision = self._decision(command, context, ledger, heard)
            received = Received(
                key=context.message_key, at=context.now, digest=digest, reply=decision.reply
            )
            kept = _to_keep(heard, self._exchange(heard, _open_after(decision)))
            return Ruling(
                decision=decision,
                received=received,
                remembered=kept if self._exchanges is not None else None,
            )

        ruling = await self._desk.submit(decide, context.message_key)
        if ruling.received is not None and ruling.received.digest != digest:
            _LOG.warning("security: message %s came again with other words", context.message_key)
        if self._exchanges is not None and not ruling.repeated:
            exchange = self._exchange(heard, _open_after(ruling.decision))
            self._exchanges.note(heard.chat, heard.actor.user_id, exchange)
        return replace(self._answer(command, ruling.decision), repeated=ruling.repeated)

    def _decision(
        self, command: Command, context: Context, ledger: Ledger, heard: Heard
    ) -> Decision:
        """Decide; what was confirmed is carried out only if it is still what was shown."""
        roster = ledger.roster
        # Rights may have changed since the message was heard: those at the moment of effect count.
        actor = roster.actor(context.actor.user_id) if not heard.plays else context.actor
        context = replace(context, ledger=ledger, roster=roster, actor=actor)
        decision = self._router.route(command, context)
        if heard.turn is not Turn.CONFIRM or heard.last is None or decision.confirm is None:
            return decision
        if digest_of(decision.reply) != heard.last.question.about:
            return decision
        return self._router.route(decision.confirm, context)

    def _answer(self, command: Command, decision: Decision) -> Answer:
        return Answer(
            intent=command.intent,
            slots=slots_of(command) | dict(decision.facts),
            wrote=bool(decision.entries),
            reply=decision.reply,
            pushes=decision.outgoing,
        )

    async def issue(self, command: Round, context: Context) -> Decision:
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
    return "/".join(storable(part).replace("/", "%2F") for part in parts)


def _to_keep(heard: Heard, exchange: Exchange) -> Remembered | None:
    """Give what must outlive the process: an open question, or that none is open any more."""
    if not exchange.pending and not (heard.last is not None and heard.last.pending):
        return None
    return remembered(heard.chat, heard.actor.user_id, exchange)


def _open_after(decision: Decision) -> Question:
    if decision.confirm is None:
        return decision.question
    return Question(asked=Asked.CONFIRM, about=digest_of(decision.reply))


def _refused(command: Command, error: LedgerError, actor: Actor) -> Answer:
    intent, facts = errors.facts(error)
    slots = slots_of(command)
    if getattr(command, "own", False) and actor.units:
        slots.setdefault("unit", actor.units[0])
    if intent == AskBack.intent and "refs" in slots and facts.get("bad_refs"):
        slots["refs"] = [ref for ref in slots["refs"] if ref not in facts["bad_refs"]]
    return Answer(intent=intent or command.intent, slots=slots | facts, reply=errors.answer(error))
