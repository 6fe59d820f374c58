"""Decides 需协调: what waits for the office, and the office's answer to it."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.entries import entry_of
from handlers.finding import states_of
from handlers.hiding import hides, shown, state_aloud
from handlers.notices import to_person
from handlers.router import Context, Decision, Router
from ledger.errors import EmptyLedger, LedgerError, NoAnswerWords, NoDifficulty, NotAllowed
from ledger.plan import ItemRef
from ledger.progress import Entry, EntryKind
from ledger.rights import Action, may, who_may
from ledger.sensitivity import hushed_state
from messages import coordination
from messages.commands import Coordinate, ListDifficulties
from messages.coordination import Answered
from storage.mail import Outgoing

router = Router()


@router.on(ListDifficulties)
def difficulties(_: ListDifficulties, context: Context) -> Decision:
    """List what was reported as stuck and not answered, for the office and the leader."""
    _require(Action.SEE_DIFFICULTIES, context)
    if not context.ledger.books:
        raise EmptyLedger
    states = [state for state in context.ledger if state.difficulties]
    states.sort(key=lambda state: state.difficulties[0].since)
    facts = {"refs": [str(state.ref) for state in states]}
    states = [
        hushed_state(state) if hides(state, context) else state_aloud(state, context)
        for state in states
    ]
    return Decision(reply=coordination.listed(states, context.now.date()), facts=facts)


@router.on(Coordinate, changes=True)
def coordinate(command: Coordinate, context: Context) -> Decision:
    """Record the office's answer; item by item, a wrong number does not stop the others."""
    _require(Action.COORDINATE, context)
    rows: list[Answered] = []
    refused: list[LedgerError] = []
    for ref in dict.fromkeys(command.refs):
        try:
            rows.append(_one(ref, command.answer, context))
        except LedgerError as error:
            refused.append(error)
    if not rows:
        raise refused[0]
    return Decision(
        reply=coordination.answered([_shown(row, context) for row in rows], refused),
        entries=tuple(row.entry for row in rows),
        outgoing=tuple(notice for row in rows for notice in _notices(row, context)),
    )


def _shown(row: Answered, context: Context) -> Answered:
    return replace(row, entry=shown(row.entry, row.before, context))


def _require(action: Action, context: Context) -> None:
    if not may(context.actor, action):
        raise NotAllowed(action, who_may(action))


def _one(ref: ItemRef, answer: str, context: Context) -> Answered:
    state = states_of((ref,), context)[0]
    if not state.difficulties:
        raise NoDifficulty(ref)
    if not answer:
        raise NoAnswerWords(ref)
    entry = entry_of(state, EntryKind.COORDINATED, answer, context)
    told = tuple(one.entry.unit for one in state.difficulties if _hear(one.entry, context))
    return Answered(before=state, entry=entry, told=told)


def _notices(row: Answered, context: Context) -> Iterable[Outgoing]:
    """Tell everybody who reported a difficulty, and the contact where the office reported it."""
    said = coordination.to_reporter(row)
    reporters = (
        user_id for one in row.before.difficulties for user_id in _hear(one.entry, context)
    )
    return [to_person(user_id, said, row.entry, context) for user_id in dict.fromkeys(reporters)]


def _hear(report: Entry, context: Context) -> tuple[str, ...]:
    """Name who is told of the answer to a report; nobody is told of his own."""
    return tuple(u for u in _concerned(report, context) if u != context.actor.user_id)


def _concerned(report: Entry, context: Context) -> Iterable[str]:
    contacts = context.roster.of_unit(report.unit)
    if any(contact.user_id == report.actor for contact in contacts):
        return (report.actor,)
    # Reported on behalf, or by somebody who has left the unit since.
    return tuple(contact.user_id for contact in contacts[:1]) or (report.actor,)
