"""Messages to others that a decision causes; they are queued in its transaction."""

from dataclasses import replace

from handlers.router import Context
from ledger.people import Colleague, Contact, Roster
from ledger.progress import Entry, ItemState
from ledger.rights import Role
from storage.mail import AddressKind, Choice, Outgoing, OutgoingKind


def to_person(user_id: str, text: str, entry: Entry, context: Context) -> Outgoing:
    """Queue a notice to one person; one act makes at most one notice to him about one item."""
    return Outgoing(
        key=f"notice:{entry.message_key}:{entry.plan}:{entry.ref}:{user_id}",
        kind=OutgoingKind.NOTICE,
        to_kind=AddressKind.PERSON,
        to=user_id,
        due_at=context.now,
        text=text,
    )


def to_office(
    text: str, entry: Entry, context: Context, choices: tuple[Choice, ...] = ()
) -> list[Outgoing]:
    """Queue a notice to everybody in the office; `choices` are buttons that answer it."""
    return [
        replace(to_person(person.user_id, text, entry, context), choices=choices)
        for person in office_people(context.roster)
        if person.user_id != context.actor.user_id
    ]


def office_people(roster: Roster) -> tuple[Colleague, ...]:
    """List everybody in the office, or the admins where there is no office."""
    return roster.in_role(Role.OFFICE) or roster.in_role(Role.ADMIN)


def main_contacts(state: ItemState, context: Context) -> tuple[Contact, ...]:
    """List the main contact of each unit that leads the item."""
    leads = context.ledger.books[state.plan].leads[state.ref]
    return tuple(contact for unit in leads for contact in context.roster.of_unit(unit)[:1])


def to_contacts(text: str, entry: Entry, context: Context) -> list[Outgoing]:
    """Queue a notice to the main contact of the unit the row speaks for."""
    contacts = context.roster.of_unit(entry.unit)[:1]
    return [
        to_person(contact.user_id, text, entry, context)
        for contact in contacts
        if contact.user_id != context.actor.user_id
    ]
