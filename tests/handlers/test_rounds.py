from datetime import date

import pytest

from handlers.letters import Letter, compose
from handlers.rounds import GROUP_LIST, MORNING, group_list, morning_round
from handlers.router import Context, Decision
from handlers.routes import all_routes
from ledger.book import Ledger
from ledger.errors import NotAllowed
from ledger.people import Roster
from ledger.progress import EntryKind, Progress, Status
from messages.clock_commands import GroupList, MorningRound
from messages.reminder_commands import RemindNow
from storage.mail import AddressKind
from tests.factories import ROSTER, at, context, entry, item, ledger, plan

LAST_DAY = date(2023, 11, 30)


def morning(**overrides: object) -> tuple[Decision, Context]:
    seen = context("clock", now=at("2023-11-30 09:00"), **overrides)
    return morning_round(MorningRound(day=LAST_DAY), seen), seen


def letters(decision: Decision, seen: Context) -> list[Letter]:
    made = []
    for row in decision.outgoing:
        keys = [key for key in decision.reminders if key.outgoing_key == row.key]
        letter = compose(row, keys, seen)
        if letter is not None:
            made.append(letter)
    return made


def several() -> Ledger:
    return ledger(
        plan(
            item("1", due=LAST_DAY),
            item("2", due=LAST_DAY),
            item("3", due=date(2023, 12, 5), lead=("县财政局",), units=("县住建局",)),
            item("4", due=LAST_DAY, lead=("县气象局",), units=()),
        )
    )


def test_one_merged_message_for_a_unit_however_many_items_fall_on_the_day() -> None:
    decision, seen = morning(ledger=several())
    sent = {letter.to: "\n".join(letter.blocks) for letter in letters(decision, seen)}
    assert set(sent) == {"zhujian", "caizheng", "office1"}
    assert all(f"{n} 试验事项{n}" in sent["zhujian"] for n in (1, 2, 3))
    assert "（配合）" in sent["zhujian"]
    assert "补发" not in sent["zhujian"]


def test_a_unit_with_nobody_on_the_roster_is_named_to_the_office() -> None:
    decision, seen = morning(ledger=several())
    note = next(letter for letter in letters(decision, seen) if letter.to == "office1")
    assert "县气象局：4 11月30日" in "\n".join(note.blocks)


def test_the_round_and_its_facts_are_queued_with_keys_that_stay_the_same() -> None:
    first, _ = morning(ledger=several())
    second, _ = morning(ledger=several())
    assert first == second
    assert first.rounds[0].name == MORNING
    assert len({(k.step, k.ref, k.unit, k.day) for k in first.reminders}) == len(first.reminders)


def test_an_item_closed_after_the_round_is_not_in_the_message() -> None:
    book = several()
    decision, seen = morning(ledger=book)
    for number in ("1", "3"):
        book.apply(entry(number, EntryKind.CLOSED, after=Status.CLOSED))
    sent = {letter.to: "\n".join(letter.blocks) for letter in letters(decision, seen)}
    assert "1 试验事项1" not in sent["zhujian"]
    assert "2 试验事项2" in sent["zhujian"]


def test_with_nothing_left_the_row_is_not_worded() -> None:
    book = several()
    decision, seen = morning(ledger=book)
    for number in ("1", "2", "3", "4"):
        book.apply(entry(number, EntryKind.CLOSED, after=Status.CLOSED))
    assert letters(decision, seen) == []


def test_contacts_are_looked_up_at_the_moment_of_sending() -> None:
    decision, _ = morning(ledger=several())
    backup_only = Roster(
        contacts=[c for c in ROSTER.contacts if c.user_id != "zhujian"],
        colleagues=ROSTER.colleagues,
    )
    later = context("clock", now=at("2023-11-30 09:01"), ledger=several(), roster=backup_only)
    row = next(o for o in decision.outgoing if o.to == "县住建局")
    keys = [key for key in decision.reminders if key.outgoing_key == row.key]
    letter = compose(row, keys, later)
    assert letter is not None
    assert (letter.to_kind, letter.to) == (AddressKind.GROUP, "group1")


def test_a_round_that_goes_out_late_is_marked() -> None:
    decision, _ = morning(ledger=several())
    later = context("clock", now=at("2023-11-30 11:20"), ledger=several())
    assert all(letter.late for letter in letters(decision, later))
    assert letters(decision, later)[0].blocks[0].startswith("【补发】")


def test_steps_of_missed_days_are_folded_into_today_each_item_once() -> None:
    book = ledger(plan(item("1", due=date(2023, 12, 1))))
    seen = context(
        "clock",
        now=at("2023-12-01 09:00"),
        ledger=book,
        last_rounds={MORNING: date(2023, 11, 27)},
    )
    decision = morning_round(MorningRound(day=date(2023, 12, 1)), seen)
    assert {(k.step, k.unit) for k in decision.reminders} == {
        ("due-0", "县住建局"),
        ("due-0", "县财政局"),
    }


def test_a_step_that_fell_on_a_missed_day_is_not_lost() -> None:
    book = ledger(plan(item("1", due=date(2023, 12, 29))))
    seen = context(
        "clock",
        now=at("2023-12-21 09:00"),
        ledger=book,
        last_rounds={MORNING: date(2023, 12, 19)},
    )
    decision = morning_round(MorningRound(day=date(2023, 12, 21)), seen)
    assert {(k.step, k.day) for k in decision.reminders} == {("due-7", date(2023, 12, 20))}


def test_the_groups_list_goes_to_each_group_once_and_not_when_nothing_is_due() -> None:
    seen = context("clock", now=at("2023-11-30 08:30"), groups=("g1", "g2"))
    decision = group_list(GroupList(day=LAST_DAY), seen)
    assert [o.to for o in decision.outgoing] == ["g1", "g2"]
    assert decision.rounds[0].name == GROUP_LIST
    quiet = context("clock", now=at("2023-02-01 08:30"), ledger=ledger())
    nothing = group_list(GroupList(day=date(2023, 2, 1)), quiet)
    assert (nothing.outgoing, nothing.rounds[0].day) == ((), date(2023, 2, 1))


def test_the_groups_list_counts_the_overdue_and_names_the_rest() -> None:
    seen = context("clock", now=at("2023-11-30 08:30"))
    decision = group_list(GroupList(day=LAST_DAY), seen)
    letter = compose(decision.outgoing[0], (), seen)
    assert letter is not None
    said = "\n".join(letter.blocks)
    assert "今日到期1项" in said
    assert "🔴 逾期 1项" in said
    assert "1(1)" not in said


def test_tomorrows_reminders_are_shown_to_the_office_only_and_nothing_is_queued() -> None:
    ask = RemindNow(dry_run=True, day=LAST_DAY)
    decision = all_routes().route(ask, context("office1", ledger=several()))
    assert "县住建局 → zhujian：1 2 3" in "\n".join(decision.reply)
    assert not decision.changes
    with pytest.raises(NotAllowed):
        all_routes().route(ask, context("zhujian"))


def test_a_date_inside_the_text_and_a_report_that_fall_together_are_both_kept() -> None:
    book = ledger(plan(item("1", due=None)))
    book.apply(entry("1", EntryKind.MILESTONE_ADOPTED, until=date(2023, 12, 25)))
    seen = context("clock", now=at("2023-12-25 09:00"), ledger=book)
    decision = morning_round(MorningRound(day=date(2023, 12, 25)), seen)
    to_lead = {key.step for key in decision.reminders if key.unit == "县住建局"}
    assert to_lead == {"period-0", "milestone-1225-due-0"}
    letter = next(made for made in letters(decision, seen) if made.to == "zhujian")
    said = "\n".join(letter.blocks)
    assert "里程碑1项：\n1 试验事项1 12月25日" in said
    assert "本期未报1项：" in said


def test_thirty_days_before_is_not_called_close() -> None:
    book = ledger(plan(item("1", due=date(2023, 11, 30))))
    seen = context("clock", now=at("2023-10-19 09:00"), ledger=book)
    decision = morning_round(MorningRound(day=date(2023, 10, 19)), seen)
    (to_lead, *_) = letters(decision, seen)
    assert "预先提醒1项：" in to_lead.blocks
    assert "临期" not in "".join(to_lead.blocks)


def test_an_item_given_to_another_unit_after_the_round_is_not_in_the_message() -> None:
    decision, _ = morning(ledger=several())
    given = ledger(
        plan(item("1", due=LAST_DAY, lead=("县气象局",)), item("2", due=LAST_DAY)),
    )
    seen = context("clock", now=at("2023-11-30 09:00"), ledger=given)
    sent = {letter.to: "\n".join(letter.blocks) for letter in letters(decision, seen)}
    assert "1 试验事项1" not in sent["zhujian"]
    assert "2 试验事项2" in sent["zhujian"]


def test_a_message_that_makes_up_for_missed_days_says_so_even_at_the_hour() -> None:
    book = ledger(plan(item("1", due=date(2023, 12, 29))))
    seen = context(
        "clock",
        now=at("2023-12-21 09:00"),
        ledger=book,
        last_rounds={MORNING: date(2023, 12, 19)},
    )
    decision = morning_round(MorningRound(day=date(2023, 12, 21)), seen)
    assert all(letter.late for letter in letters(decision, seen))


def test_what_fell_before_the_plan_was_there_was_not_missed() -> None:
    book = ledger(plan(item("1", due=date(2023, 12, 29))))
    for each in book.books.values():
        each.issued = date(2023, 12, 21)
    seen = context(
        "clock",
        now=at("2023-12-21 09:00"),
        ledger=book,
        last_rounds={MORNING: date(2023, 12, 19)},
    )
    assert morning_round(MorningRound(day=date(2023, 12, 21)), seen).reminders == ()


def test_a_number_of_two_plans_is_named_with_its_plan() -> None:
    book = ledger(
        plan(item("1", due=LAST_DAY), item("2", due=LAST_DAY), name="营商"),
        plan(item("1", due=LAST_DAY), name="安全"),
    )
    decision, seen = morning(ledger=book)
    (to_lead, *_) = (made for made in letters(decision, seen) if made.to == "zhujian")
    said = "\n".join(to_lead.blocks)
    assert "\n安全 1 试验事项1" in said
    assert "\n营商 1 试验事项1" in said
    assert "\n2 试验事项2" in said
    assert len([made for made in letters(decision, seen) if made.to == "zhujian"]) == 1


def test_a_helper_that_has_done_its_part_is_left_in_peace_and_the_lead_is_not() -> None:
    book = several()
    decision, seen = morning(ledger=book)
    book.apply(entry("3", unit="县住建局", part=True, progress=Progress.DONE))
    book.apply(entry("1", unit="县财政局", actor="caizheng", part=True, progress=Progress.DONE))
    sent = {made.to: "\n".join(made.blocks) for made in letters(decision, seen)}
    assert "3 试验事项3" not in sent["zhujian"]
    assert "1 试验事项1" in sent["zhujian"]
    assert "1 试验事项1" not in sent["caizheng"]
    again, _ = morning(ledger=book)
    facts = {(key.unit, str(key.ref)) for key in again.reminders}
    assert ("县住建局", "1") in facts
    assert not {("县住建局", "3"), ("县财政局", "1")} & facts


def test_what_was_only_missed_is_not_to_be_answered_with_a_nod() -> None:
    book = ledger(plan(item("1", due=date(2023, 12, 29))))
    seen = context(
        "clock",
        now=at("2023-12-21 09:00"),
        ledger=book,
        last_rounds={MORNING: date(2023, 12, 19)},
    )
    made = letters(morning_round(MorningRound(day=date(2023, 12, 21)), seen), seen)
    assert not any("知道了" in block for letter in made for block in letter.blocks)


def test_a_dry_run_names_whom_the_message_would_really_reach() -> None:
    ask = RemindNow(dry_run=True, day=LAST_DAY)
    deaf = {"zhujian", "caizheng"}
    seen = context("office1", ledger=several(), reaches=lambda who: who not in deaf)
    shown = "\n".join(all_routes().route(ask, seen).reply)
    assert "县住建局 → group1：1 2 3" in shown


def test_a_period_that_ended_while_the_bot_was_down_is_not_called_the_running_one() -> None:
    book = ledger(plan(item("1", due=None)))
    seen = context(
        "clock",
        now=at("2023-10-08 09:00"),
        ledger=book,
        last_rounds={MORNING: date(2023, 9, 20)},
    )
    decision = morning_round(MorningRound(day=date(2023, 10, 8)), seen)
    (letter,) = letters(decision, seen)
    assert "上期没有报1项：" in letter.blocks
    assert "本期未报1项：" not in letter.blocks
