"""Decides questions about people: who am I, whom to reach in a unit."""

from handlers.finding import units_asked
from handlers.router import Context, Decision, Router
from messages import people
from messages.commands import AskContact, WhoAmI

router = Router()


@router.on(WhoAmI)
def who_am_i(_: WhoAmI, context: Context) -> Decision:
    """Tell the sender all that is stored of him."""
    return Decision(reply=people.who_am_i(context.actor, context.chat))


@router.on(AskContact)
def contact(command: AskContact, context: Context) -> Decision:
    """Name the contacts of the units asked for."""
    units = units_asked(command.units, context, own=not command.units)
    blocks = tuple(
        block for unit in units for block in people.contacts(unit, context.roster.of_unit(unit))
    )
    return Decision(reply=blocks, facts={"unit": units[0]})
