"""Words a queued row at the moment of sending: what is still due, to whom it goes now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.finding import plan_shown, reader_of
from handlers.notices import office_people
from handlers.office_notes import leader_note, morning_note
from handlers.router import Context
from ledger.periods import period_of
from ledger.progress import ItemState
from ledger.reminders import board, has_done_its_part, still_open
from ledger.steps import URGED, clock_of, steps_on
from messages import reminders, reminding
from messages.reminders import Due
from messages.text import Blocks, join
from storage.mail import AddressKind, Choice, Outgoing, OutgoingKind, ReminderKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A row ready to be sent: the words and the one person or group they go to."""

    to_kind: AddressKind
    to: str
    blocks: Blocks
    late: bool = False
    """It goes out as 补发."""
    choices: tuple[Choice, ...] = ()
    mention: tuple[str, ...] = ()
    """The few whose attention it needs: contacts of the units with work due today."""


def compose(outgoing: Outgoing, keys: Sequence[ReminderKey], context: Context) -> Letter | None:
    """Word a row as things stand now; None where nothing is left to say.

    `keys` are the facts a reminder was queued for. An item closed since is left out; the contact
    is looked up now: the main one, else the backup, else the group (docs/reminders.md).
    """
    if outgoing.kind in {OutgoingKind.NOTICE, OutgoingKind.ANSWER}:
        return Letter(
            to_kind=outgoing.to_kind,
            to=outgoing.to,
            blocks=reminders.sent_again(outgoing.text, late=outgoing.late),
            late=outgoing.late,
            choices=outgoing.choices,
        )
    if outgoing.kind is OutgoingKind.URGE:
        return _urge(outgoing, keys, context)
    late = outgoing.late or context.now - outgoing.due_at > timedelta(
        minutes=context.rules.late_after_minutes
    )
    if outgoing.kind in _TO_PERSONS:
        return _note(outgoing, context, late=late)
    if outgoing.kind is OutgoingKind.GROUP_LIST:
        return _group_list(outgoing, context, late=late)
    if outgoing.to_kind is AddressKind.OFFICE:
        return _office_note(outgoing, keys, context, late=late)
    return _unit_reminder(outgoing, keys, context, late=late)


def _note(outgoing: Outgoing, context: Context, *, late: bool) -> Letter | None:
    blocks = _TO_PERSONS[outgoing.kind](context)
    if not blocks:
        return None
    return Letter(
        to_kind=outgoing.to_kind,
        to=outgoing.to,
        blocks=reminders.sent_again(join(blocks), late=late),
        late=late,
    )


_TO_PERSONS = {
    OutgoingKind.OFFICE_NOTE: morning_note,
    OutgoingKind.LEADER_NOTE: leader_note,
}


def _group_list(outgoing: Outgoing, context: Context, *, late: bool) -> Letter | None:
    today = context.now.date()
    found = board(context.ledger, today, context.calendar, context.rules)
    if found.is_empty:
        return None
    blocks = reminders.group_list(today, found, reader_of(context), late=late)
    return Letter(
        to_kind=AddressKind.GROUP,
        to=outgoing.to,
        blocks=blocks,
        late=late,
        mention=_must_act(found.today, context),
    )


def _must_act(due: Iterable[ItemState], context: Context) -> tuple[str, ...]:
    """Name the main contacts of the units that lead what is due today."""
    units = (u for state in due for u in context.ledger.books[state.plan].leads[state.ref])
    contacts = (context.roster.of_unit(unit)[:1] for unit in dict.fromkeys(units))
    return tuple(dict.fromkeys(c.user_id for found in contacts for c in found))


def _unit_reminder(
    outgoing: Outgoing, keys: Sequence[ReminderKey], context: Context, *, late: bool
) -> Letter | None:
    due = _due(keys, context)
    if not due:
        return None
    late = late or _any_missed(outgoing, keys)
    today = context.now.date()
    blocks = reminders.unit_reminder(
        outgoing.to,
        today,
        due,
        reader_of(context),
        late=late,
        todays=any(key.day == today for key in keys),
    )
    return _to_unit(outgoing.to, blocks, context, late=late)


def _urge(outgoing: Outgoing, keys: Sequence[ReminderKey], context: Context) -> Letter | None:
    """Word what the office urged a unit about by hand, unless it was done meanwhile."""
    text = outgoing.text
    if keys:  # a row that an older release queued holds its words and no facts
        due = _due(keys, context)
        if not due:
            return None
        text = join(reminding.urge(outgoing.to, due, reader_of(context), by=outgoing.text))
    blocks = reminders.sent_again(text, late=outgoing.late)
    return _to_unit(outgoing.to, blocks, context, late=outgoing.late)


def _to_unit(unit: str, blocks: Blocks, context: Context, *, late: bool) -> Letter | None:
    """Address a unit: its first contact in reach, else the group, else the office."""
    contacts = [c for c in context.roster.of_unit(unit) if context.reaches(c.user_id)]
    if contacts:
        return Letter(to_kind=AddressKind.PERSON, to=contacts[0].user_id, blocks=blocks, late=late)
    return _to_first_group(blocks, context, late=late) or _to_office(blocks, context, late=late)


def _any_missed(outgoing: Outgoing, keys: Iterable[ReminderKey]) -> bool:
    """Whether the message makes up for a day on which the bot was down, or could not send."""
    return outgoing.day is not None and any(key.day < outgoing.day for key in keys)


def _office_note(
    outgoing: Outgoing, keys: Sequence[ReminderKey], context: Context, *, late: bool
) -> Letter | None:
    by_unit: dict[str, list[ReminderKey]] = {}
    for key in keys:
        by_unit.setdefault(key.unit, []).append(key)
    found = [(unit, due) for unit, mine in by_unit.items() if (due := _due(mine, context))]
    if not found:
        return None
    late = late or _any_missed(outgoing, keys)
    blocks = reminders.office_note(context.now.date(), found, reader_of(context), late=late)
    return _to_office(blocks, context, late=late)


def _to_office(blocks: Blocks, context: Context, *, late: bool) -> Letter | None:
    people = [p for p in office_people(context.roster) if context.reaches(p.user_id)]
    if not people:
        return _to_first_group(blocks, context, late=late)
    return Letter(to_kind=AddressKind.PERSON, to=people[0].user_id, blocks=blocks, late=late)


def _to_first_group(blocks: Blocks, context: Context, *, late: bool) -> Letter | None:
    if not context.groups:
        return None
    return Letter(to_kind=AddressKind.GROUP, to=context.groups[0], blocks=blocks, late=late)


def _still_falls(state: ItemState, key: ReminderKey, context: Context) -> bool:
    """Whether the day is still a step of the item: its date may have been put off since."""
    issued = context.ledger.books[state.plan].issued
    return key.step in steps_on(state, key.day, context.calendar, context.rules, issued)


def _still_wanted(state: ItemState, key: ReminderKey, context: Context) -> bool:
    if not _still_named(key, context):
        return False
    if key.step.startswith(URGED):
        return True  # the office's word by hand is above pauses and days
    if context.ledger.pauses.covers(state, key.unit, context.now.date()):
        return False
    answered = _noted(state, key) or has_done_its_part(state, key.unit, key.step)
    return not answered and _still_falls(state, key, context)


def _still_named(key: ReminderKey, context: Context) -> bool:
    """Whether the item is still the unit's: it may have been given to another since."""
    book = context.ledger.books[key.plan]
    return key.unit in book.leads[key.ref] or key.unit in book.helpers[key.ref]


def _is_over(state: ItemState, key: ReminderKey, context: Context) -> bool:
    """Whether the fact is about a report period that has ended since."""
    period = context.rules.of(state.plan, state.ref).period
    ended = period_of(key.day, period).last < context.now.date()
    return clock_of(key.step) == "period" and ended


def _noted(state: ItemState, key: ReminderKey) -> bool:
    """Whether the unit has answered this very step with 知道了."""
    noted = state.noted.get(key.unit)
    return noted is not None and noted >= key.day


def _due(keys: Iterable[ReminderKey], context: Context) -> tuple[Due, ...]:
    """Look at the items again, each date of them once, in the plan's order, led ones first."""
    found: dict[tuple[str, str, str], Due] = {}
    for key in keys:
        state = still_open(context.ledger, key.plan, key.ref)
        if state is not None and _still_wanted(state, key, context):
            found[key.plan, str(key.ref), clock_of(key.step)] = Due(
                state=state,
                leads=key.unit in context.ledger.books[key.plan].leads[key.ref],
                step=key.step,
                over=_is_over(state, key, context),
                plan=plan_shown(state, context),
            )
    return tuple(sorted(found.values(), key=lambda d: (not d.leads, d.state.plan, d.state.ref)))
