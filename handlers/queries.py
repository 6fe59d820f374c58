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
from ledger.standings import stands
from messages import queries, standings
from messages.commands import (
    DueList,
    ListItems,
    ListTasks,
    NotReported,
    Overdue,
    ShowItem,
    WhoLeads,
)
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
        return tuple(
            state
            for state in listed
            if not state.status.removed
            and (state.item.ongoing or not command.ongoing_only)
            and (command.standing is None or stands(state, command.standing))
        )

    return UnitTasks(
        plan=book.plan.name,
        unit=unit,
        lead=states(share.lead if share else ()),
        responsible=states(share.responsible if share else ()),
        open_count=book.open_count,
        lead_only=command.lead_only,
        resp_only=command.resp_only,
        ongoing_only=command.ongoing_only,
        standing=command.standing,
    )


@router.on(ListItems)
def list_items(command: ListItems, context: Context) -> Decision:
    """List items of all units: of a section, in a state, or both."""
    if not context.ledger.books:
        raise EmptyLedger
    of_section = [
        state
        for state in context.ledger
        if not state.status.removed
        and command.section in state.item.section
        and (state.item.ongoing or not command.ongoing_only)
    ]
    asked = command.standing
    found = [s for s in of_section if asked is None or stands(s, asked)]
    silent = sum(s.reported_on is None and s.status is Status.OPEN for s in of_section)
    reply = standings.listed(
        found, asked, reader_of(context), section=command.section, silent=silent
    )
    return Decision(reply=reply, question=_listed(found))


@router.on(ShowItem)
def show_item(command: ShowItem, context: Context) -> Decision:
    """Show items whole, or a page of their history."""
    states = _asked(command.refs, command.keyword, context, whole_objectives=True)
    reader = reader_of(context)
    facts = _named(command.refs, states)
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
    facts = _named(command.refs, states)
    return Decision(reply=queries.who_leads(states), question=_listed(states), facts=facts)


def _named(refs: tuple[ItemRef, ...], states: tuple[ItemState, ...]) -> dict[str, Any]:
    """Say what the words turned out to mean: items by a keyword, or a whole objective."""
    if not refs:
        return {"refs": [str(state.ref) for state in states]}
    return {"whole_task": True} if len(states) > len(refs) else {}


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
        section=command.section,
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
        section=command.section,
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
        context,
        command.units,
        own=command.own,
        section=command.section,
        keep=silent,
        word=queries.not_reported,
    )


def _filtered(
    context: Context,
    units: tuple[str, ...],
    *,
    own: bool,
    section: str,
    keep: Callable[[ItemState], bool],
    word: Callable[[list[ItemState], str], tuple[str, ...]],
) -> Decision:
    """List the states that `keep` lets through, of all units and sections or those asked for."""
    if not context.ledger.books:
        raise EmptyLedger
    asked = units_asked(units, context, own=own) if units or own else ()
    states = (s for unit in asked for s in _of_unit(unit, context)) if asked else context.ledger
    of_several = {(s.plan, s.ref): s for s in states if section in s.item.section and keep(s)}
    found = list(of_several.values())
    whose = " ".join(filter(None, (section, "、".join(asked))))
    facts = {"unit": asked[0]} if asked else {}
    return Decision(reply=word(found, whose), question=_listed(found), facts=facts)


def _of_unit(unit: str, context: Context) -> Iterable[ItemState]:
    for book in context.ledger.books.values():
        share = book.shares.get(unit)
        if share is not None:
            yield from (book.states[ref] for ref in sorted((*share.lead, *share.responsible)))
