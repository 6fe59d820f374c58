"""Decides the office's summary, of today or of a past day."""

from handlers.router import Context, Decision, Router
from ledger.errors import EmptyLedger
from ledger.summary import summarise
from messages import summaries
from messages.commands import Summarise

router = Router()


@router.on(Summarise)
def summary(command: Summarise, context: Context) -> Decision:
    """Count the ledger; for a past day the caller hands in the ledger as it stood then."""
    if not context.ledger.books:
        raise EmptyLedger
    day = command.as_of or context.now.date()
    found = summarise(
        context.ledger, day, context.calendar, context.rules, section=command.section
    )
    return Decision(reply=summaries.summary(found))
