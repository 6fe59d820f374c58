"""Decides questions: tasks of a unit, one item, who leads, what is due, what is late."""

from collections.abc import Callable, Iterable
from typing import Any

from handlers.finding import by_keyword, one_plan_only, reader_of, states_of, units_asked
from handlers.hiding import state_aloud
from handlers.histories import may_read, pages
from handlers.joint import parts_of
from handlers.router import Context, Decision, Router
from ledger.book import Book
from ledger.errors import EmptyLedger, NothingFound
from ledger.lights import Light, is_reported
from ledger.plan import ItemRef
from ledger.progress import ItemState, Status
from messages import queries
from messages.commands import DueList, ListTasks, NotReported, Overdue, ShowItem, WhoLeads
from messages.exchange import Question
from messages.items import Card
from messages.queries import UnitTasks

router = Router()

_LIGHT_ASKED = {"yellow": Light.SOON, "green": Light.NORMAL, "blue": Light.CLOSED}


@router.on(ListTasks, steady=True)
def list_tasks(command: ListTasks, context: Context) -> Decision:
    """List what each unit leads and is responsible for, plan by plan."""
    units = units_asked(command.units, context, own=not command.units)
    if not context.ledger.books:
        raise EmptyLedger
    reader = reader_of(context)
    found = [
        _tasks_of(unit, book, command) for unit in units for book in context.ledger.books.values()
    ]
    shown = [tasks for tasks in found if tasks.lead or tasks.responsible] or found[:1]
    name_plan = not one_plan_only(context)
    blocks = tuple(
        block for tasks in shown for block in queries.tasks(tasks, reader, name_plan=name_plan)
    )
    listed = tuple(
        state
        for tasks in shown
        for state in (
            *(() if command.resp_only else tasks.lead),
            *(() if command.lead_only else tasks.responsible),
        )
    )
    return Decision(reply=blocks, question=_listed(listed), facts={"unit": units[0]})


def _listed(states: Iterable[ItemState]) -> Question:
    """Let 第二个 stand for the second item of the answer."""
    return Question(choices=tuple(str(state.ref) for state in states))


def _tasks_of(unit: str, book: Book, command: ListTasks) -> UnitTasks:
    share = book.shares.get(unit)

    def states(refs: Iterable[ItemRef]) -> tuple[ItemState, ...]:
        listed = (book.states[ref] for ref in refs)
        found = tuple(state for state in listed if not state.status.removed)
        return tuple(s for s in found if s.item.ongoing) if command.ongoing_only else found

    return UnitTasks(
        plan=book.plan.name,
        unit=unit,
        lead=states(share.lead if share else ()),
        responsible=states(share.responsible if share else ()),
        open_count=book.open_count,
        lead_only=command.lead_only,
        resp_only=command.resp_only,
        ongoing_only=command.ongoing_only,
    )


@router.on(ShowItem)
def show_item(command: ShowItem, context: Context) -> Decision:
    """Show items whole, or a page of their history."""
    states = _asked(command.refs, command.keyword, context, whole_objectives=True)
    reader = reader_of(context)
    facts = {"refs": [str(state.ref) for state in states]}
    if command.history:
        return Decision(
            reply=pages(states, command.page, context), question=_listed(states), facts=facts
        )
    cards = tuple(
        Card(state=state_aloud(s, context), parts=parts_of(s, context), words=may_read(s, context))
        for s in states
    )
    name_plan = not one_plan_only(context)
    return Decision(
        reply=queries.shown(cards, reader, name_plan=name_plan),
        question=_listed(states),
        facts=facts,
    )


@router.on(WhoLeads, steady=True)
def who_leads(command: WhoLeads, context: Context) -> Decision:
    """Say who leads the items; a bare objective number stands for all of its items."""
    states = _asked(command.refs, command.keyword, context, whole_objectives=True)
    facts: dict[str, Any] = {}
    if not command.refs:
        facts = {"refs": [str(state.ref) for state in states]}
    elif len(states) > len(command.refs):
        facts = {"whole_task": True}
    return Decision(reply=queries.who_leads(states), question=_listed(states), facts=facts)


def _asked(
    refs: tuple[ItemRef, ...], keyword: str, context: Context, *, whole_objectives: bool
) -> tuple[ItemState, ...]:
    if refs:
        return states_of(refs, context, whole_objectives=whole_objectives)
    states = by_keyword(keyword, context.ledger)
    if not states:
        raise NothingFound(keyword)
    return states


@router.on(DueList, steady=True)
def due_list(command: DueList, context: Context) -> Decision:
    """List what falls due in a span of days and is not closed."""
    span = command.range
    return _filtered(
        context,
        command.units,
        own=command.own,
        keep=lambda s: (
            s.due is not None
            and span.first <= s.due <= span.last
            and s.status in {Status.OPEN, Status.PENDING}
        ),
        word=lambda states, unit: queries.due(states, span, reader_of(context), unit),
    )


@router.on(Overdue, steady=True)
def overdue(command: Overdue, context: Context) -> Decision:
    """List what is late, or what shows the light that was named."""
    shown = _LIGHT_ASKED.get(command.light, Light.OVERDUE)
    reader = reader_of(context)
    return _filtered(
        context,
        command.units,
        own=command.own,
        keep=lambda s: reader.light(s) is shown and s.due is not None,
        word=lambda states, unit: queries.by_light(states, shown, reader, unit),
    )


@router.on(NotReported, steady=True)
def not_reported(command: NotReported, context: Context) -> Decision:
    """List the open-ended items without a report in the running period."""
    today = context.now.date()

    def silent(state: ItemState) -> bool:
        if command.never:
            return state.reported_on is None and state.status is Status.OPEN
        return (
            state.item.ongoing
            and state.status is Status.OPEN
            and not is_reported(state, today, context.rules)
        )

    return _filtered(
        context, command.units, own=command.own, keep=silent, word=queries.not_reported
    )


def _filtered(
    context: Context,
    units: tuple[str, ...],
    *,
    own: bool,
    keep: Callable[[ItemState], bool],
    word: Callable[[list[ItemState], str], tuple[str, ...]],
) -> Decision:
    """List the states that `keep` lets through, of all units or of those asked for."""
    if not context.ledger.books:
        raise EmptyLedger
    if not units and not own:
        found = [s for s in context.ledger if keep(s)]
        return Decision(reply=word(found, ""), question=_listed(found))
    asked = units_asked(units, context, own=own)
    found = [s for unit in asked for s in _of_unit(unit, context) if keep(s)]
    return Decision(
        reply=word(found, "、".join(asked)), question=_listed(found), facts={"unit": asked[0]}
    )


def _of_unit(unit: str, context: Context) -> Iterable[ItemState]:
    for book in context.ledger.books.values():
        share = book.shares.get(unit)
        if share is not None:
            yield from (book.states[ref] for ref in sorted((*share.lead, *share.responsible)))
