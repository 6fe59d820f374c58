"""Decides reports: 进度, 代报 and applications for closing by the lead unit."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from handlers.buttons import choices
from handlers.finding import states_of
from handlers.hiding import hides
from handlers.joint import parts_of
from handlers.notices import to_contacts, to_office
from handlers.router import Context, Decision, Router
from ledger.errors import (
    LeadOnly,
    LedgerError,
    NotAllowed,
    NotBound,
    NotYourUnit,
    WrongStatus,
)
from ledger.progress import Claim, Entry, EntryKind, ItemState, Progress, Status
from ledger.rights import Action, Role, may, who_may
from ledger.sensitivity import hushed
from ledger.telling import standing
from ledger.transitions import starts_from
from messages import buttons, reports
from messages.commands import ReportProgress, RequestCompletion
from messages.reports import Recorded
from messages.text import Blocks
from storage.mail import Outgoing

router = Router()

_TAKES_BACK = frozenset(Progress) - {Progress.DONE}
_REPORTS = frozenset({EntryKind.REPORTED, EntryKind.CORRECTED})


@router.on(ReportProgress, changes=True)
def report_progress(command: ReportProgress, context: Context) -> Decision:
    """Record what is said of each item; a wrong number does not stop the others."""
    check_may_speak(Action.REPORT, command.on_behalf_of, context)
    return _decision(
        command.claims,
        lambda state, claim, drafted: _report(state, claim, command, drafted),
        context,
        reports.recorded,
    )


def apply_for_closing(command: RequestCompletion, context: Context) -> Decision:
    """Record the lead unit's application for closing."""
    check_may_speak(Action.APPLY, "", context)
    claims = tuple(Claim(ref=ref, note=command.reason) for ref in command.refs)
    return _decision(claims, _apply, context, reports.applied)


def check_may_speak(action: Action, on_behalf_of: str, context: Context) -> None:
    """Raise NotAllowed or NotBound for somebody who speaks for no unit, or not for this one."""
    if on_behalf_of and not may(context.actor, Action.REPORT_ON_BEHALF):
        raise NotAllowed(Action.REPORT_ON_BEHALF, who_may(Action.REPORT_ON_BEHALF))
    if not may(context.actor, action):
        raise not_for(action, context)


def not_for(action: Action, context: Context) -> LedgerError:
    """Refuse what a contact does: whoever is nobody yet is asked to be bound."""
    if context.actor.roles - {Role.MEMBER}:
        return NotAllowed(action, who_may(action))
    return NotBound()


def _decision(
    claims: Iterable[Claim],
    decide: Callable[[ItemState, Claim, Context], Recorded],
    context: Context,
    word: Callable[[tuple[Recorded, ...], tuple[LedgerError, ...]], Blocks],
) -> Decision:
    """Decide claim by claim; when all are refused, the first refusal is the answer."""
    drafted = replace(context, ledger=context.ledger.draft())
    rows: list[Recorded] = []
    refused: list[LedgerError] = []
    for claim in claims:
        try:
            row = decide(states_of((claim.ref,), drafted)[0], claim, drafted)
        except LedgerError as error:
            refused.append(error)
            continue
        drafted.ledger.apply(row.entry)
        state = states_of((claim.ref,), drafted)[0]
        rows.append(replace(row, parts=parts_of(state, drafted)))
    if not rows:
        raise refused[0]
    facts = {"part": True} if all(row.entry.part for row in rows) else {}
    return Decision(
        reply=word(tuple(_shown(row, context) for row in rows), tuple(refused)),
        entries=tuple(row.entry for row in rows),
        outgoing=_notices(rows, context),
        facts=facts,
    )


def _shown(row: Recorded, context: Context) -> Recorded:
    """Leave the words of a sensitive item out of an answer in a group."""
    state = context.ledger.state(row.item.ref, row.entry.plan)
    return replace(row, entry=hushed(row.entry)) if hides(state, context) else row


def unit_for(state: ItemState, on_behalf_of: str, context: Context) -> tuple[str, bool]:
    """Find the unit that speaks, and whether it is only responsible for the item.

    Raises NotYourUnit.
    """
    leads = context.ledger.books[state.plan].leads[state.ref]
    canonical = context.ledger.directory.canonical
    helpers = tuple(canonical(name) for name in state.item.units)
    office = context.actor.is_office
    mine = (on_behalf_of,) if on_behalf_of else context.actor.units
    for unit in mine:
        if unit in leads:
            return unit, False
    for unit in mine:
        if unit in helpers:
            return unit, True
    if office and not on_behalf_of and leads:
        return leads[0], False
    raise NotYourUnit(state.ref, leads, helpers, on_behalf_of)


def _report(state: ItemState, claim: Claim, command: ReportProgress, context: Context) -> Recorded:
    unit, part = unit_for(state, command.on_behalf_of, context)
    replaced = _corrected(state, unit) if command.correction else None
    kind = EntryKind.CORRECTED if replaced else EntryKind.REPORTED
    past = state.status is Status.CLOSED and replaced is not None and context.actor.is_office
    if not past and not starts_from(EntryKind.REPORTED, state.status):
        raise WrongStatus(state.ref, state.status, Action.REPORT)
    entry = _entry(state, claim, kind, unit, context)
    if replaced:
        entry = replace(entry, concerns=replaced.seq)
    after = state.status if part or past else _after_report(state, claim, unit, context)
    return _recorded(state, entry, part=part, after=after)


def _corrected(state: ItemState, unit: str) -> Entry | None:
    """Find the unit's last report, in whose place a 更正 stands."""
    reports = (row for row in standing(state) if row.kind in _REPORTS and row.seq)
    return next((row for row in reports if row.unit == unit), None)


def _after_report(state: ItemState, claim: Claim, unit: str, context: Context) -> Status:
    if claim.progress in _TAKES_BACK:
        # Only who applied takes the application back; another lead's word goes to the office.
        stands = any(said.unit != unit for said in state.applied)
        return Status.PENDING if stands else Status.OPEN
    if claim.progress is Progress.DONE and not state.item.ongoing:
        return Status.PENDING if context.rules.review else Status.CLOSED
    return state.status


def _apply(state: ItemState, claim: Claim, context: Context) -> Recorded:
    unit, part = unit_for(state, "", context)
    if part:
        raise LeadOnly(state.ref, context.ledger.books[state.plan].leads[state.ref])
    if not starts_from(EntryKind.APPLIED, state.status):
        raise WrongStatus(state.ref, state.status, Action.APPLY)
    entry = _entry(state, claim, EntryKind.APPLIED, unit, context)
    return _recorded(state, entry, part=False, after=Status.PENDING)


def _entry(state: ItemState, claim: Claim, kind: EntryKind, unit: str, context: Context) -> Entry:
    actor = context.actor
    return Entry(
        plan=state.plan,
        ref=state.ref,
        kind=kind,
        at=context.now,
        actor=actor.user_id,
        actor_name=actor.name,
        unit=unit,
        on_behalf=unit not in actor.units,
        words=context.words,
        progress=claim.progress,
        percent=claim.percent,
        percent_words=claim.percent_words,
        metric=claim.metric,
        note=claim.note,
        before=state.status,
        message_key=context.message_key,
    )


def _recorded(state: ItemState, entry: Entry, *, part: bool, after: Status) -> Recorded:
    return Recorded(item=state.item, entry=replace(entry, part=part, after=after))


def _notices(rows: Iterable[Recorded], context: Context) -> tuple[Outgoing, ...]:
    notices: list[Outgoing] = []
    for row in rows:
        if row.entry.after is Status.PENDING and row.entry.before is not Status.PENDING:
            pressed = choices(row.entry, buttons.closing(row.item.ref))
            notices += to_office(reports.to_office(row), row.entry, context, pressed)
        elif news := reports.news(row):
            notices += to_office(news, row.entry, context)
        if row.entry.on_behalf:
            words = reports.to_unit(row, context.now)
            notices += to_contacts(words, row.entry, context)
    return tuple(notices)
