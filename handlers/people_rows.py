"""The history row about a person, and whom a name means."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.notices import to_person
from handlers.router import Context
from ledger.errors import EmptyLedger, NotAllowed, UnknownPerson
from ledger.private_numbers import blotted
from ledger.progress import Entry, EntryKind
from ledger.rights import Action, may, who_may
from messages import bindings
from storage.mail import Outgoing, Phone


def person_row(  # noqa: PLR0913 - a row has many cells, all by name
    kind: EntryKind,
    context: Context,
    *,
    person: str,
    name: str = "",
    unit: str = "",
    post: str = "",
    note: str = "",
) -> Entry:
    """Make the row; a phone number in the words is blotted out, since rows cannot be deleted.

    Rows about people stand under the first plan: the history has no place outside of plans.
    """
    plan = next(iter(context.ledger.books), "")
    if not plan:
        raise EmptyLedger
    return Entry(
        plan=plan,
        ref=None,
        kind=kind,
        at=context.now,
        actor=context.actor.user_id,
        actor_name=context.actor.name,
        unit=unit,
        words=blotted(context.words),
        note=note,
        message_key=context.message_key,
        person=person,
        person_name=name,
        post=post,
    )


def require(action: Action, context: Context) -> None:
    """Raise NotAllowed where no role of the sender allows the act."""
    if not may(context.actor, action):
        raise NotAllowed(action, who_may(action))


def told(entries: Iterable[Entry], context: Context) -> tuple[Outgoing, ...]:
    """Tell everybody concerned but the one who acts."""
    return tuple(
        replace(
            to_person(entry.person, bindings.to_person(entry), entry, context),
            key=f"people:{entry.message_key}:{entry.kind.value}:{entry.person}"
            f":{entry.unit or entry.post}",
        )
        for entry in entries
        if entry.person != context.actor.user_id
    )


def forgotten(entries: Iterable[Entry], context: Context) -> tuple[Phone, ...]:
    """Delete the number of everybody who, after these rows, has and asks for no unit."""
    people = context.ledger.people.draft()
    rows = tuple(entries)
    for row in rows:
        people.apply(row)
    kept = {person for person, _ in (*people.contacts, *people.asked)}
    gone = dict.fromkeys(row.person for row in rows if row.person not in kept)
    return tuple(Phone(person=person, number="") for person in gone)


def person_named(who: str, context: Context) -> tuple[str, str]:
    """Find a person by user id or name, also one who only asked; raises UnknownPerson."""
    people = {row.person: row.person_name for row in context.ledger.people.asked.values()}
    people |= {c.user_id: c.name for c in context.roster.colleagues}
    people |= {c.user_id: c.name for c in context.roster.contacts}
    if who in people:
        return who, people[who]
    found = sorted(user_id for user_id, name in people.items() if name == who)
    if len(found) != 1:
        raise UnknownPerson(who, tuple(found))
    return found[0], who
