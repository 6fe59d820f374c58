"""The history row about a person, and whom a name means."""

from handlers.router import Context
from ledger.errors import EmptyLedger, UnknownPerson
from ledger.private_numbers import blotted
from ledger.progress import Entry, EntryKind


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


def person_named(who: str, context: Context) -> tuple[str, str]:
    """Find a person by user id or name; returns both. Raises UnknownPerson."""
    people = {c.user_id: c.name for c in context.roster.colleagues}
    people |= {c.user_id: c.name for c in context.roster.contacts}
    if who in people:
        return who, people[who]
    found = sorted(user_id for user_id, name in people.items() if name == who)
    if len(found) != 1:
        raise UnknownPerson(who, tuple(found))
    return found[0], who
