"""Decides who may read the history of an item, and which page of it is shown."""

from collections.abc import Sequence

from handlers.finding import reader_of
from handlers.hiding import aloud, hides
from handlers.router import Context, Decision, Router
from ledger.book import Ledger
from ledger.errors import NotAllowed
from ledger.plan import ItemRef
from ledger.progress import ItemState
from ledger.rights import Action, Reach, Role, may, reach, who_may
from messages import histories
from messages.commands import Command, ExportHistory, ShowItem
from messages.text import Blocks

router = Router()


def may_read(state: ItemState, context: Context) -> bool:
    """Whether the history and the original words of an item are for the asker.

    The office, the admins and the leader read everything, a contact what concerns one of the own
    units; everybody else is shown the last status (docs/domain.md, the history).
    """
    if hides(state, context):
        return False
    actor = context.actor
    right = reach(actor, Action.SEE_HISTORY)
    if right is not Reach.OWN:
        return right is Reach.YES
    book = context.ledger.books[state.plan]
    return bool({*actor.units} & {*book.leads[state.ref], *book.helpers[state.ref]})


def pages(states: Sequence[ItemState], page: int, context: Context) -> Blocks:
    """Give one page of each item's history, or the last status where more is not for the asker."""
    reader = reader_of(context)
    blocks: list[str] = []
    for state in states:
        if hides(state, context):
            blocks += histories.hushed(state, reader)
            continue
        if not may_read(state, context):
            blocks += histories.closed(
                state, reader, (Role.OFFICE,), bound=bool(context.actor.units)
            )
            continue
        found = context.history
        rows = (
            state.reports
            if found is None
            else tuple(e for e in found if (e.plan, e.ref) == (state.plan, state.ref))
        )
        blocks += histories.page(state, aloud(rows, context), page, reader)
    return tuple(blocks)


def items_asked(command: Command, ledger: Ledger) -> tuple[ItemRef, ...]:
    """Name the items whose rows must be looked up before the question can be answered."""
    if not isinstance(command, ShowItem) or not command.history:
        return ()
    if not command.refs:
        return tuple(state.ref for state in ledger.about(command.keyword))
    named = {ref for ref in command.refs if ledger.plans_with(ref)}
    wholes = (ref.objective for ref in command.refs if ref not in named)
    return (*named, *(ref for objective in wholes for ref in ledger.siblings(objective)))


@router.on(ExportHistory)
def export_history(_: ExportHistory, context: Context) -> Decision:
    """Say where the whole history is to be had; files do not go over the chat yet."""
    if not may(context.actor, Action.EXPORT_HISTORY):
        raise NotAllowed(Action.EXPORT_HISTORY, who_may(Action.EXPORT_HISTORY))
    return Decision(reply=histories.WHERE_TO_EXPORT)
