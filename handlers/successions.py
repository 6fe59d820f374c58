"""Decides 单位更名 and 单位合并: from a day on a unit goes on as another."""

from dataclasses import replace

from handlers.notices import to_person
from handlers.people_rows import person_row, require
from handlers.router import Context, Decision, Router
from ledger.errors import AmbiguousUnit, UnitTaken, UnknownUnit
from ledger.progress import EntryKind
from ledger.rights import Action
from ledger.succession import Succession
from ledger.unit_names import tidy
from messages import successions
from messages.people_commands import SucceedUnit

router = Router()


@router.on(SucceedUnit, changes=True)
def succeed(command: SucceedUnit, context: Context) -> Decision:
    """Show what a unit's new name touches; once confirmed, write the row that starts it."""
    require(Action.RENAME_UNIT, context)
    change = _change(command, context)
    contacts = context.roster.of_unit(change.old)
    if not command.confirmed:
        shares = [book.shares.get(change.old) for book in context.ledger.books.values()]
        reach = successions.Reach(
            lead=sum(len(share.lead) for share in shares if share),
            responsible=sum(len(share.responsible) for share in shares if share),
            contacts=contacts,
        )
        confirm = replace(command, confirmed=True)
        shown = successions.preview(change, reach, merge=command.merge)
        return Decision(reply=shown, confirm=confirm)
    row = person_row(
        EntryKind.UNIT_SUCCEEDED, context, person="", unit=change.old, note=change.new
    )
    row = replace(row, until=change.since)
    told = (*contacts, *context.roster.of_unit(change.new))
    return Decision(
        reply=successions.done(change),
        entries=(row,),
        outgoing=tuple(
            to_person(user_id, successions.to_contact(change), row, context)
            for user_id in dict.fromkeys(contact.user_id for contact in told)
            if user_id != context.actor.user_id
        ),
    )


def _change(command: SucceedUnit, context: Context) -> Succession:
    old = _known(command.old, context)
    since = command.since or context.now.date()
    directory = context.ledger.directory
    new = directory.canonical(command.new)
    if command.merge:
        new = _known(command.new, context)
    elif new == old:
        new = tidy(command.new)  # its own former name
    elif new in directory.names:
        raise UnitTaken(old, new)
    if new == old:
        raise UnitTaken(old, new)
    return Succession(old=old, new=tidy(new), since=since)


def _known(name: str, context: Context) -> str:
    """Find a unit by any of its names; raises UnknownUnit and AmbiguousUnit."""
    directory = context.ledger.directory
    found = directory.resolve(name)
    if not found:
        raise UnknownUnit(name, directory.near(name))
    if len(found) > 1:
        raise AmbiguousUnit(name, found)
    return found[0]
