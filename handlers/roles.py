"""Decides roles: who is given 优化办 or 管理员, and which units nobody stands for."""

from handlers.people_rows import person_named, person_row, require, told
from handlers.router import Context, Decision, Router
from ledger.errors import EmptyLedger, LastAdmin, NotAContact, UnknownPerson
from ledger.progress import EntryKind
from ledger.rights import Action, Role
from messages import bindings
from messages.people_commands import AssignRole, Unbound

router = Router()


@router.on(AssignRole, changes=True)
def assign_role(command: AssignRole, context: Context) -> Decision:
    """Give or take a role; the first admin stands in the settings, the last one stays."""
    require(Action.ASSIGN_ROLE, context)
    try:
        person, name = person_named(command.person, context)
    except UnknownPerson as error:
        # A newcomer has no name in the roster yet: the user id is what counts.
        if command.take or error.candidates or not command.person.isascii():
            raise
        person, name = command.person, ""
    admins = {c.user_id for c in context.roster.in_role(Role.ADMIN)}
    if command.take and command.role is Role.ADMIN and admins <= {person}:
        raise LastAdmin
    kind = EntryKind.ROLE_TAKEN if command.take else EntryKind.ROLE_GIVEN
    if command.take and command.role not in context.roster.actor(person).roles:
        raise NotAContact(name or person, "")
    entry = person_row(kind, context, person=person, name=name, post=command.role.value)
    left = admins - {person} if command.take and command.role is Role.ADMIN else admins
    return Decision(
        reply=bindings.left((entry,), admins=len(left)),
        entries=(entry,),
        outgoing=told((entry,), context),
    )


@router.on(Unbound)
def unbound(_: Unbound, context: Context) -> Decision:
    """List the units of the plans that no reminder would reach."""
    require(Action.SEE_UNBOUND, context)
    if not context.ledger.books:
        raise EmptyLedger
    units = sorted({unit for book in context.ledger.books.values() for unit in book.shares})
    missing = [unit for unit in units if not context.roster.of_unit(unit)]
    unreachable = [
        unit
        for unit in units
        if (contacts := context.roster.of_unit(unit))
        and not any(context.reaches(contact.user_id) for contact in contacts)
    ]
    asked = tuple(context.ledger.people.asked.values())
    return Decision(reply=bindings.unbound(missing, unreachable, asked))
