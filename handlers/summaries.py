"""Decides the office's summary, of today or of a past day."""

from handlers.finding import units_asked
from handlers.queries import list_tasks
from handlers.router import Context, Decision, Router
from ledger.errors import EmptyLedger, NotAllowed
from ledger.rights import Action, Reach, reach, who_may
from ledger.summary import Scope, summarise
from messages import summaries
from messages.commands import ListTasks, Summarise

router = Router()


@router.on(Summarise)
def summary(command: Summarise, context: Context) -> Decision:
    """Count the ledger; for a past day the caller hands in the ledger as it stood then.

    A contact gets what concerns the own units; of another unit everybody may see the list.
    """
    right = reach(context.actor, Action.SUMMARISE)
    asked = units_asked(command.units, context, own=command.own)
    if asked and right is not Reach.YES and not set(asked) <= set(context.actor.units):
        return list_tasks(ListTasks(units=asked), context)
    if right is Reach.NO:
        raise NotAllowed(Action.SUMMARISE, who_may(Action.SUMMARISE))
    if not context.ledger.books:
        raise EmptyLedger
    units = asked or (context.actor.units if right is Reach.OWN else ())
    day = command.as_of or context.now.date()
    scope = Scope(section=command.section, units=frozenset(units))
    found = summarise(context.ledger, day, context.calendar, context.rules, scope)
    return Decision(reply=summaries.summary(found))
