"""Decides what 状态 tells of the bot itself."""

from importlib.metadata import version

from handlers.router import Context, Decision, Router
from ledger.holiday_years import years_needed
from ledger.rights import Role
from ledger.unmatched import unmatched
from messages import system
from messages.commands import ShowStatus
from messages.system import Running

router = Router()


@router.on(ShowStatus)
def show_status(_: ShowStatus, context: Context) -> Decision:
    """Show the state of the bot; the caller hands in what the storage knows."""
    today = context.now.date()
    years = years_needed(context.ledger, today)
    found = Running(
        version=version("duban"),
        now=context.now,
        plans=len(context.ledger.books),
        items=sum(len(book.states) for book in context.ledger.books.values()),
        years=tuple((year, context.calendar.is_known(year)) for year in years),
        resting=context.ledger.pauses.standing(today),
        unmatched=unmatched(context.rules, context.ledger),
        admins=len(context.roster.in_role(Role.ADMIN)),
        system=context.system,
    )
    return Decision(reply=system.status(found))
