"""Decides who stands for a unit no more: 解绑, and 离任, which leaves a person nothing."""

from dataclasses import replace

from handlers.people_rows import forgotten, person_named, person_row, require, told
from handlers.router import Context, Decision
from ledger.errors import LastAdmin, NotAContact, NotAllowed, NotBound
from ledger.progress import Entry, EntryKind
from ledger.rights import Action, Reach, Role, reach, who_may
from messages import bindings
from messages.people_commands import Bind


def unbind(command: Bind, context: Context) -> Decision:
    """Release oneself, or, in the office, somebody else; his words stay in the history."""
    if command.person:
        if reach(context.actor, Action.UNBIND) is not Reach.OWN:
            require(Action.APPROVE_BINDING, context)
        person, name = person_named(command.person, context)
    else:
        person, name = context.actor.user_id, context.actor.name
    held, waiting = _units(person, context)
    if not command.person:
        held = list(context.actor.units)  # also of a part that is played in a rehearsal
    if not held and not waiting:
        raise NotAContact(name or person) if command.person else NotBound
    if command.person and reach(context.actor, Action.UNBIND) is Reach.OWN:
        command = _within_own_units(command, held, context)
    named = tuple(unit for unit in command.units if unit in {*held, *waiting})
    if command.units and not named:
        raise NotAContact(name or person, command.units[0])
    entries = tuple(
        person_row(EntryKind.UNBOUND, context, person=person, name=name, unit=unit)
        for unit in named or ("",)
    )
    withdrawn = not held or bool(named and not set(named) & set(held))
    return _decided(entries, context, withdrawn=withdrawn)


def _within_own_units(command: Bind, held: list[str], context: Context) -> Bind:
    """Let a unit's head release contacts of his own units, and no others."""
    own = set(context.actor.units)
    units = tuple(unit for unit in command.units or held if unit in own)
    if not units:
        raise NotAllowed(Action.UNBIND, who_may(Action.APPROVE_BINDING))
    return replace(command, units=units)


def leave(command: Bind, context: Context) -> Decision:
    """Take units, applications and roles from somebody who leaves, all at once."""
    require(Action.UNBIND, context)
    require(Action.APPROVE_BINDING, context)
    person, name = person_named(command.person, context)
    roles = [c.role for c in context.roster.colleagues if c.user_id == person]
    if roles:
        require(Action.ASSIGN_ROLE, context)
    admins = {c.user_id for c in context.roster.in_role(Role.ADMIN)}
    if admins == {person}:
        raise LastAdmin
    entries: list[Entry] = []
    if any(_units(person, context)):
        entries.append(person_row(EntryKind.UNBOUND, context, person=person, name=name))
    entries += (
        person_row(EntryKind.ROLE_TAKEN, context, person=person, name=name, post=role.value)
        for role in roles
    )
    return _decided(tuple(entries), context)


def _units(person: str, context: Context) -> tuple[list[str], list[str]]:
    """List the units a person stands for, and those he asked for."""
    people = context.ledger.people
    held = [c.unit for c in context.roster.contacts if c.user_id == person]
    return held, [unit for who, unit in people.asked if who == person]


def _decided(entries: tuple[Entry, ...], context: Context, *, withdrawn: bool = False) -> Decision:
    left = {c.user_id for c in context.roster.in_role(Role.ADMIN)}
    left -= {row.person for row in entries if row.post == Role.ADMIN.value}
    return Decision(
        reply=bindings.left(entries, admins=len(left), withdrawn=withdrawn),
        entries=entries,
        phones=forgotten(entries, context),
        outgoing=told(entries, context),
    )
