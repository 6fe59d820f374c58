"""Decides questions about people: who am I, whom to reach in a unit."""

from handlers.finding import states_of, units_asked
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


def _whose(command: AskContact, context: Context) -> tuple[str, ...]:
    """Give the units whose contacts are asked for: named, leading an item, or one's own.

    Who has no unit and works for the office sees every unit that has a contact.
    """
    if command.refs:
        states = states_of(command.refs, context, whole_objectives=True)
        leads = (u for s in states for u in context.ledger.books[s.plan].leads[s.ref])
        return tuple(dict.fromkeys((*command.units, *leads)))
    if not (command.units or context.actor.units) and may(context.actor, Action.SEE_PHONE):
        return tuple(dict.fromkeys(c.unit for c in context.roster.contacts))
    return units_asked(command.units, context, own=not command.units)


@router.on(AskContact)
def contact(command: AskContact, context: Context) -> Decision:
    """Name the contacts of the units asked for."""
    units = _whose(command, context)
    seen = may(context.actor, Action.SEE_PHONE) and context.private
    phones = context.ledger.people.phones if seen else {}
    blocks = tuple(
        block
        for unit in units
        for block in people.contacts(
            unit, context.roster.of_unit(unit), context.roster.heads_of(unit), phones
        )
    )
    facts = {"unit": units[0]} if len(units) == 1 else {}
    return Decision(reply=blocks or people.no_contacts(), facts=facts)
