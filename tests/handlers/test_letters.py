"""What a queued row says, and to whom, at the moment it is sent."""

from dataclasses import replace
from datetime import date

from handlers.letters import compose
from handlers.rounds import morning_round
from ledger.progress import EntryKind
from messages.clock_commands import MorningRound
from storage.mail import AddressKind, Outgoing, OutgoingKind
from tests.factories import at, context, entry, item, ledger, plan

NOTICE = Outgoing(
    key="n1",
    kind=OutgoingKind.NOTICE,
    to_kind=AddressKind.PERSON,
    to="zhujian",
    due_at=at("2023-10-16 09:30"),
    text="【销号】1(1) 已销号\n第二行",
)


def test_a_notice_goes_out_as_it_was_worded() -> None:
    letter = compose(NOTICE, (), context("office1"))
    assert letter is not None
    assert letter.blocks == ("【销号】1(1) 已销号", "第二行")


def test_a_notice_that_may_have_arrived_before_says_that_it_comes_again() -> None:
    letter = compose(replace(NOTICE, late=True), (), context("office1"))
    assert letter is not None
    assert letter.blocks[0] == "【补发】【销号】1(1) 已销号"


def test_nobody_is_reminded_of_a_date_that_was_put_off_since() -> None:
    book = ledger(plan(item("1(1)", due=date(2023, 10, 19), units=())))
    now = at("2023-10-16 09:00")
    decision = morning_round(
        MorningRound(day=now.date()), context("office1", ledger=book, now=now)
    )
    row, keys = decision.outgoing[0], decision.reminders
    asked = entry("1(1)", EntryKind.EXTENSION_GRANTED, until=date(2023, 12, 29), at=now)
    assert compose(row, keys, context("office1", ledger=book, now=now)) is not None
    book.apply(asked)
    assert compose(row, keys, context("office1", ledger=book, now=now)) is None


def test_a_reminder_goes_to_the_contact_who_can_be_reached() -> None:
    book = ledger(plan(item("1(1)", due=date(2023, 10, 19), lead=("县税务局",), units=())))
    now = at("2023-10-16 09:00")
    seen = context("office1", ledger=book, now=now)
    decision = morning_round(MorningRound(day=now.date()), seen)
    row, keys = decision.outgoing[0], decision.reminders
    unreached = replace(seen, reaches=lambda user: user == "shuiwu2")
    first, backup = compose(row, keys, seen), compose(row, keys, unreached)
    assert first is not None
    assert backup is not None
    assert (first.to, backup.to) == ("shuiwu1", "shuiwu2")
    nobody = compose(row, keys, replace(seen, reaches=lambda _: False))
    assert nobody is not None
    assert nobody.to_kind is AddressKind.GROUP
