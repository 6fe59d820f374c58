"""Decides questions about people: who am I, whom to reach in a unit."""

from handlers.finding import units_asked
from handlers.router import Context, Decision, Router
from ledger.rights import Action, may
from messages import people
from messages.commands import AskContact, WhoAmI

router = Router()


@router.on(WhoAmI)
def who_am_i(_: WhoAmI, context: Context) -> Decision:
    """Tell the sender all that is stored of him."""
    own = context.actor.user_id
    asked = [unit for person, unit in context.ledger.people.asked if person == own]
    phone = context.ledger.people.phones.get(own, "") if context.private else ""
    return Decision(reply=people.who_am_i(context.actor, context.chat, asked, phone))


@router.on(AskContact)
def contact(command: AskContact, context: Context) -> Decision:
    """Name the contacts of the units asked for."""
    units = units_asked(command.units, context, own=not command.units)
    seen = may(context.actor, Action.SEE_PHONE) and context.private
    phones = context.ledger.people.phones if seen else {}
    blocks = tuple(
        block
        for unit in units
        for block in people.contacts(
            unit, context.roster.of_unit(unit), context.roster.heads_of(unit), phones
        )
    )
    return Decision(reply=blocks, facts={"unit": units[0]})
