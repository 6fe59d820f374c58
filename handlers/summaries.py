"""Decides the office's summary, of today or of a past day."""

from handlers.router import Context, Decision, Router
from ledger.errors import EmptyLedger, NotAllowed
from ledger.rights import Action, Reach, reach, who_may
from ledger.summary import Scope, summarise
from messages import summaries
from messages.commands import Summarise

router = Router()


@router.on(Summarise)
def summary(command: Summarise, context: Context) -> Decision:
    """Count the ledger; for a past day the caller hands in the ledger as it stood then.

    A contact gets what concerns the own units.
    """
    right = reach(context.actor, Action.SUMMARISE)
    if right is Reach.NO:
        raise NotAllowed(Action.SUMMARISE, who_may(Action.SUMMARISE))
    if not context.ledger.books:
        raise EmptyLedger
    units = frozenset(context.actor.units) if right is Reach.OWN else frozenset()
    day = command.as_of or context.now.date()
    scope = Scope(section=command.section, units=units)
    found = summarise(context.ledger, day, context.calendar, context.rules, scope)
    return Decision(reply=summaries.summary(found))
