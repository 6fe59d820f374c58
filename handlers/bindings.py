"""Decides who stands for which unit: 绑定, 换人, and the office's word on it."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.buttons import choices, is_about
from handlers.leaving import leave, unbind
from handlers.notices import office_people, to_person
from handlers.people_rows import forgotten, person_named, person_row, require, told
from handlers.router import Context, Decision, Router
from ledger.errors import (
    AlreadyBound,
    ForSomebodyElse,
    NoApplication,
    NotOffered,
    OwnApplication,
    UnknownPerson,
    UnknownUnit,
)
from ledger.people import Contact, Post
from ledger.progress import Entry, EntryKind
from ledger.rights import Action
from messages import bindings
from messages.people_commands import AnswerBinding, Bind, ChangePost
from storage.mail import Outgoing, Phone

router = Router()


@router.on(Bind, changes=True)
def bind(command: Bind, context: Context) -> Decision:
    """Put an application to the office, or release somebody from a unit."""
    if command.refuse:
        raise NotOffered(command.intent)
    if command.unbind:
        return leave(command, context) if command.leaves else unbind(command, context)
    units = command.units
    if command.rebind and not command.name:
        units = units or context.actor.units
    if not units:
        raise UnknownUnit(command.name, context.ledger.directory.near(command.name))
    if command.rebind and set(units) <= set(context.actor.units):
        return _hand_over(units, context)
    wanted = [unit for unit in units if unit not in context.actor.units]
    if not wanted:
        raise AlreadyBound(units[0])
    return _ask(command, wanted, context)


def _ask(command: Bind, wanted: Iterable[str], context: Context) -> Decision:
    person, name = context.actor.user_id, _own_name(command, context)
    entries = tuple(
        person_row(
            EntryKind.BINDING_ASKED,
            context,
            person=person,
            name=name,
            unit=unit,
            post="main" if command.rebind else "",
        )
        for unit in wanted
    )
    return Decision(
        reply=bindings.asked(entries, phone=bool(command.phone)),
        entries=entries,
        phones=(Phone(person=person, number=command.phone),) if command.phone else (),
        outgoing=tuple(notice for entry in entries for notice in _to_office(entry, context)),
    )


def _own_name(command: Bind, context: Context) -> str:
    """Give the name the sender goes by; raises ForSomebodyElse where he writes another's."""
    actor = context.actor
    if command.person_name and actor.name not in {"", command.person_name}:
        raise ForSomebodyElse(command.person_name)
    waiting = context.ledger.people.asked
    said = (row.person_name for (person, _), row in waiting.items() if person == actor.user_id)
    return command.person_name or actor.name or next(filter(None, said), "")


def _hand_over(units: tuple[str, ...], context: Context) -> Decision:
    """Tell the office that a contact wants a successor; he stays until there is one."""
    actor = context.actor
    entries = tuple(
        person_row(EntryKind.PROPOSED, context, person=actor.user_id, name=actor.name, unit=unit)
        for unit in units
    )
    return Decision(
        reply=bindings.handed_over(units),
        entries=entries,
        outgoing=tuple(
            to_person(person.user_id, bindings.to_office_handover(entries), entries[0], context)
            for person in office_people(context.roster)
        ),
    )


def _to_office(entry: Entry, context: Context) -> Iterable[Outgoing]:
    pressed = choices(entry, bindings.buttons(entry))
    for person in office_people(context.roster):
        notice = to_person(person.user_id, bindings.to_office(entry), entry, context)
        yield replace(notice, key=f"{notice.key}:{entry.unit}", choices=pressed)


@router.on(AnswerBinding, changes=True)
def answer_binding(command: AnswerBinding, context: Context) -> Decision:
    """Grant or refuse an application; a successor takes the place of the main contact."""
    require(Action.APPROVE_BINDING, context)
    waiting = _waiting(command, context)
    kind = EntryKind.BOUND if command.approve else EntryKind.BINDING_REFUSED
    entries: list[Entry] = []
    for asked in waiting:
        follows = asked.post == "main"
        current = context.roster.of_unit(asked.unit)
        has_main = any(contact.post == "main" for contact in current)
        post = "" if not command.approve else "main" if follows or not has_main else "backup"
        row = person_row(
            kind,
            context,
            person=asked.person,
            name=asked.person_name,
            unit=asked.unit,
            post=post,
            note=command.reason,
        )
        entries += [row, *(_released(current, context) if command.approve and follows else ())]
    word = bindings.approved if command.approve else bindings.refused
    return Decision(
        reply=word(entries),
        entries=tuple(entries),
        phones=forgotten(entries, context),
        outgoing=told(entries, context),
    )


def _waiting(command: AnswerBinding, context: Context) -> list[Entry]:
    """Find the applications that are answered; raises NoApplication and OwnApplication."""
    found = [
        entry
        for entry in context.ledger.people.asked.values()
        if command.person in {entry.person, entry.person_name}
        and (not command.units or entry.unit in command.units)
        and is_about(entry, context)
    ]
    people = sorted({entry.person for entry in found})
    if not people:
        raise NoApplication(command.person)
    if len(people) > 1:
        raise UnknownPerson(command.person, tuple(people))
    if command.approve and people == [context.actor.user_id] and not context.rules.self_approval:
        raise OwnApplication
    return found


def _released(current: Iterable[Contact], context: Context) -> Iterable[Entry]:
    """Take the unit from the main contact that is followed by somebody else."""
    for contact in current:
        if contact.post == "main":
            yield person_row(
                EntryKind.UNBOUND,
                context,
                person=contact.user_id,
                name=contact.name,
                unit=contact.unit,
            )


@router.on(ChangePost, changes=True)
def change_post(command: ChangePost, context: Context) -> Decision:
    """Make somebody main or backup contact, or head, of his units; one is main in each."""
    require(Action.APPROVE_BINDING, context)
    person, _ = person_named(command.person, context)
    held = [c for c in context.roster.contacts if c.user_id == person]
    if not held:
        raise UnknownPerson(command.person)
    post: Post = command.post
    changed = [replace(contact, post=post) for contact in held]
    if post == "main":
        changed += [
            replace(other, post="backup")
            for contact in held
            for other in context.roster.of_unit(contact.unit)
            if other.user_id != person and other.post == "main"
        ]
    entries = tuple(
        person_row(
            EntryKind.BOUND,
            context,
            person=contact.user_id,
            name=contact.name,
            unit=contact.unit,
            post=contact.post,
        )
        for contact in changed
    )
    return Decision(
        reply=bindings.approved(entries), entries=entries, outgoing=told(entries, context)
    )
