"""Decides the rounds of the clock: which reminders and lists are queued for a day."""

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import groupby
from operator import attrgetter

from handlers.finding import plan_shown
from handlers.notices import office_people
from handlers.router import Context, Decision, Router
from ledger.plan import ItemRef
from ledger.reminders import Reminder, board, due_on, in_order, missed_days
from ledger.rights import Role
from ledger.steps import clock_of
from messages.clock_commands import GroupList, LeaderRound, MorningRound, OfficeRound
from messages.reminders import Due, Planned
from storage.mail import AddressKind, Outgoing, OutgoingKind, ReminderKey, RoundKey

router = Router()

MORNING = "morning"
GROUP_LIST = "group_list"
OFFICE_NOTE = "office_note"
LEADER_NOTE = "leader_note"


@router.on(MorningRound, changes=True)
def morning_round(command: MorningRound, context: Context) -> Decision:
    """Queue one row for each unit with something due, and one to the office for those without.

    Steps of working days on which no round was issued are folded in, each item once.
    """
    due_at = _at(command.day, context.rules.contacts_at, context.now)
    rows: dict[str, Outgoing] = {}
    keys: list[ReminderKey] = []
    for unit, reminders_of in groupby(_folded(command.day, context), key=attrgetter("unit")):
        reachable = bool(context.roster.of_unit(unit))
        row = _row(command.day, unit if reachable else "", due_at)
        rows[row.key] = row
        keys += (_key(reminder, row.key) for reminder in reminders_of)
    return Decision(
        outgoing=tuple(rows.values()),
        reminders=tuple(keys),
        rounds=(RoundKey(name=MORNING, day=command.day),),
    )


def _folded(day: date, context: Context) -> list[Reminder]:
    """List the day's reminders with those of missed days; for each date the latest step counts."""
    last = context.last_rounds.get(MORNING)
    latest: dict[tuple[str, str, ItemRef, str], Reminder] = {}
    for each in (*missed_days(last, day, context.calendar), day):
        for reminder in due_on(context.ledger, each, context.calendar, context.rules):
            issued = context.ledger.books[reminder.plan].issued
            if issued is not None and each < issued:
                continue  # nobody missed what was not there yet
            clock = clock_of(reminder.step)
            latest[reminder.unit, reminder.plan, reminder.ref, clock] = reminder
    return sorted(latest.values(), key=in_order)


def _row(day: date, unit: str, due_at: datetime) -> Outgoing:
    return Outgoing(
        key=f"{MORNING}:{day}:{unit}",
        kind=OutgoingKind.REMINDER,
        to_kind=AddressKind.UNIT if unit else AddressKind.OFFICE,
        to=unit,
        due_at=due_at,
        day=day,
    )


def _key(reminder: Reminder, outgoing_key: str) -> ReminderKey:
    return ReminderKey(
        step=reminder.step,
        plan=reminder.plan,
        ref=reminder.ref,
        unit=reminder.unit,
        day=reminder.day,
        outgoing_key=outgoing_key,
    )


def _at(day: date, at: time, now: datetime) -> datetime:
    return datetime.combine(day, at, tzinfo=now.tzinfo)


@router.on(GroupList, changes=True)
def group_list(command: GroupList, context: Context) -> Decision:
    """Queue the day's list for each group; nothing due, nothing queued."""
    found = board(context.ledger, command.day, context.calendar, context.rules)
    rows = tuple(
        Outgoing(
            key=f"{GROUP_LIST}:{command.day}:{group}",
            kind=OutgoingKind.GROUP_LIST,
            to_kind=AddressKind.GROUP,
            to=group,
            due_at=_at(command.day, context.rules.group_list_at, context.now),
            day=command.day,
        )
        for group in context.groups
        if not found.is_empty
    )
    return Decision(outgoing=rows, rounds=(RoundKey(name=GROUP_LIST, day=command.day),))


@router.on(OfficeRound, changes=True)
def office_round(command: OfficeRound, context: Context) -> Decision:
    """Queue the morning note for everybody in the office; it is worded when it goes out."""
    people = (person.user_id for person in office_people(context.roster))
    return _to_each(people, OFFICE_NOTE, OutgoingKind.OFFICE_NOTE, command.day, context)


@router.on(LeaderRound, changes=True)
def leader_round(command: LeaderRound, context: Context) -> Decision:
    """Queue the six lines for each leader."""
    people = (person.user_id for person in context.roster.in_role(Role.LEADER))
    return _to_each(people, LEADER_NOTE, OutgoingKind.LEADER_NOTE, command.day, context)


def _to_each(
    people: Iterable[str], name: str, kind: OutgoingKind, day: date, context: Context
) -> Decision:
    rows = tuple(
        Outgoing(
            key=f"{name}:{day}:{user_id}",
            kind=kind,
            to_kind=AddressKind.PERSON,
            to=user_id,
            due_at=_at(day, context.rules.group_list_at, context.now),
            day=day,
        )
        for user_id in people
    )
    return Decision(outgoing=rows, rounds=(RoundKey(name=name, day=day),))


def plan_of(day: date, context: Context) -> tuple[Planned, ...]:
    """Say which unit would be reminded of what on a day, and through whom."""
    by_unit: dict[str, list[Reminder]] = {}
    for reminder in due_on(context.ledger, day, context.calendar, context.rules):
        by_unit.setdefault(reminder.unit, []).append(reminder)
    return tuple(
        Planned(unit=unit, to=_contact(unit, context), due=_dues(found, context))
        for unit, found in by_unit.items()
    )


def _contact(unit: str, context: Context) -> str:
    """Name whom a message would reach: a contact in reach, else the group; nobody known, none."""
    contacts = context.roster.of_unit(unit)
    reached = (contact.user_id for contact in contacts if context.reaches(contact.user_id))
    return next(reached, next(iter(context.groups), "") if contacts else "")


def _dues(found: Iterable[Reminder], context: Context) -> tuple[Due, ...]:
    states = ((context.ledger.books[r.plan].states[r.ref], r) for r in found)
    return tuple(
        Due(state=state, leads=r.leads, step=r.step, plan=plan_shown(state, context))
        for state, r in states
    )
