"""Decides who stands for which unit: 绑定, 换人, 解绑, and the office's word on it."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.buttons import choices
from handlers.notices import office_people, to_person
from handlers.people_rows import person_named, person_row
from handlers.router import Context, Decision, Router
from ledger.errors import (
    AlreadyBound,
    NotAllowed,
    NotBound,
    NotOffered,
    UnknownPerson,
    UnknownUnit,
)
from ledger.people import Contact
from ledger.progress import Entry, EntryKind
from ledger.rights import Action, may, who_may
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
        return _unbind(command, context)
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
    name = command.person_name or context.actor.name
    entries = tuple(
        person_row(
            EntryKind.BINDING_ASKED,
            context,
            person=context.actor.user_id,
            name=name,
            unit=unit,
            post="main" if command.rebind else "",
        )
        for unit in wanted
    )
    phone = Phone(person=context.actor.user_id, number=command.phone)
    return Decision(
        reply=bindings.asked(entries),
        entries=entries,
        phones=(phone,) if command.phone else (),
        outgoing=tuple(notice for entry in entries for notice in _to_office(entry, context)),
    )


def _hand_over(units: tuple[str, ...], context: Context) -> Decision:
    """Tell the office that a contact wants a successor; he stays until there is one."""
    actor = context.actor
    entry = person_row(
        EntryKind.PROPOSED, context, person=actor.user_id, name=actor.name, unit=units[0]
    )
    return Decision(
        reply=bindings.handed_over(units[0]),
        entries=(entry,),
        outgoing=tuple(
            to_person(person.user_id, bindings.to_office_handover(entry), entry, context)
            for person in office_people(context.roster)
        ),
    )


def _to_office(entry: Entry, context: Context) -> Iterable[Outgoing]:
    pressed = choices(entry, bindings.buttons(entry))
    for person in office_people(context.roster):
        notice = to_person(person.user_id, bindings.to_office(entry), entry, context)
        yield replace(notice, key=f"{notice.key}:{entry.unit}", choices=pressed)


def _unbind(command: Bind, context: Context) -> Decision:
    """Release oneself, or, in the office, somebody else; his words stay in the history."""
    if not command.person:
        if not context.actor.units:
            raise NotBound
        person, name = context.actor.user_id, context.actor.name
    else:
        _require(Action.APPROVE_BINDING, context)
        person, name = person_named(command.person, context)
    held = {c.unit for c in context.roster.contacts if c.user_id == person}
    units = tuple(unit for unit in command.units if unit in held) or ("",)
    entries = tuple(
        person_row(EntryKind.UNBOUND, context, person=person, name=name, unit=unit)
        for unit in units
    )
    gone = units == ("",)
    return Decision(
        reply=bindings.left(entries),
        entries=entries,
        phones=(Phone(person=person, number=""),) if gone else (),
        outgoing=_told(entries, context),
    )


@router.on(AnswerBinding, changes=True)
def answer_binding(command: AnswerBinding, context: Context) -> Decision:
    """Grant or refuse an application; a successor takes the place of the main contact."""
    _require(Action.APPROVE_BINDING, context)
    waiting = _waiting(command, context)
    kind = EntryKind.BOUND if command.approve else EntryKind.BINDING_REFUSED
    entries: list[Entry] = []
    for asked in waiting:
        follows = asked.post == "main"
        current = context.roster.of_unit(asked.unit)
        post = "" if not command.approve else "main" if follows or not current else "backup"
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
    return Decision(reply=word(entries), entries=tuple(entries), outgoing=_told(entries, context))


def _waiting(command: AnswerBinding, context: Context) -> list[Entry]:
    found = [
        entry
        for entry in context.ledger.people.asked.values()
        if command.person in {entry.person, entry.person_name}
        and (not command.units or entry.unit in command.units)
    ]
    people = sorted({entry.person for entry in found})
    if len(people) != 1:
        raise UnknownPerson(command.person, tuple(people))
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
    """Make somebody main or backup contact of all his units."""
    _require(Action.APPROVE_BINDING, context)
    person, name = person_named(command.person, context)
    entries = tuple(
        person_row(
            EntryKind.BOUND,
            context,
            person=person,
            name=name,
            unit=contact.unit,
            post="backup" if command.backup else "main",
        )
        for contact in context.roster.contacts
        if contact.user_id == person
    )
    if not entries:
        raise UnknownPerson(command.person)
    return Decision(
        reply=bindings.approved(entries), entries=entries, outgoing=_told(entries, context)
    )


def _require(action: Action, context: Context) -> None:
    if not may(context.actor, action):
        raise NotAllowed(action, who_may(action))


def _told(entries: Iterable[Entry], context: Context) -> tuple[Outgoing, ...]:
    """Tell everybody concerned but the one who acts."""
    return tuple(
        replace(
            to_person(entry.person, bindings.to_person(entry), entry, context),
            key=f"people:{entry.message_key}:{entry.person}:{entry.unit}",
        )
        for entry in entries
        if entry.person != context.actor.user_id
    )
