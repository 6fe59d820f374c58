"""From what a command names to what the ledger holds: items by number or keyword, units."""

from handlers.router import Context
from ledger.book import Ledger
from ledger.errors import EmptyLedger, NoUnitOfYours, WholeObjective
from ledger.plan import ItemRef
from ledger.progress import ItemState
from messages.items import Reader


def reader_of(context: Context) -> Reader:
    """Give the day, calendar and thresholds the answer is read with."""
    return Reader(today=context.now.date(), calendar=context.calendar, rules=context.rules)


def one_plan_only(context: Context) -> bool:
    """Whether a plan's name need not be said."""
    return len(context.ledger.books) == 1


def plan_shown(state: ItemState, context: Context) -> str:
    """Give the name of an item's plan where its number alone could be another plan's."""
    return state.plan if len(context.ledger.plans_with(state.ref)) > 1 else ""


def states_of(
    refs: tuple[ItemRef, ...], context: Context, *, whole_objectives: bool = False
) -> tuple[ItemState, ...]:
    """Find items by number; `whole_objectives` lets a bare 15 stand for all of 15's items.

    Raises what `Ledger.state` raises, for the first number that is wrong.
    """
    found: dict[ItemRef, ItemState] = {}
    for ref in refs:
        try:
            found[ref] = context.ledger.state(ref, context.plan)
        except WholeObjective as error:
            if not whole_objectives:
                raise
            found |= {sibling: context.ledger.state(sibling) for sibling in error.candidates}
    return tuple(found.values())


def by_keyword(keyword: str, ledger: Ledger) -> tuple[ItemState, ...]:
    """Find items by words of their text; raises EmptyLedger."""
    if not ledger.books:
        raise EmptyLedger
    return ledger.about(keyword)


def units_asked(units: tuple[str, ...], context: Context, *, own: bool) -> tuple[str, ...]:
    """Give the units a question is about: those named, or the sender's own.

    Raises NoUnitOfYours where the sender's own are meant and he has none.
    """
    if units or not own:
        return units
    if not context.actor.units:
        raise NoUnitOfYours
    return context.actor.units
