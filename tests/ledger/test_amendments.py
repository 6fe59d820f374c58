"""Items reworded and added: what is worded anew, what stays, which date is in force."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.amendments import Change, changed, missing_of, new_item, placed, reworded
from ledger.due import parse_deadline
from ledger.plan import Deadline, Item
from ledger.progress import EntryKind, ItemState, Progress, Status, initial
from ledger.telling import apply
from ledger.unit_cell import split_units
from tests.factories import entry, item, ref

FIRST, LATER, SOONER = date(2023, 12, 31), date(2024, 1, 20), date(2023, 11, 20)
SOON = Deadline(words="11月20日前", due=SOONER)


def amended(state: ItemState, wording: Item, seq: int) -> ItemState:
    """Reword as the desk does: the new wording first, then the row."""
    row = entry(
        str(state.ref),
        EntryKind.AMENDED,
        seq=seq,
        was=state.item,
        before=state.status,
        after=state.status,
    )
    return apply(reworded(state, wording), row)


def extended(state: ItemState, until: date, seq: int) -> ItemState:
    row = entry(str(state.ref), EntryKind.EXTENSION_GRANTED, seq=seq, until=until)
    return apply(state, row)


def test_only_what_is_named_is_worded_anew() -> None:
    old = item("1(2)")
    new = changed(old, Change(lead=("县税务局",)))
    assert new == replace(old, lead=("县税务局",))
    units = changed(old, Change(units=split_units("县发改局、各相关单位")))
    assert units.units == ("县发改局", "各相关单位")
    assert units.units_open
    assert (units.text, units.deadline) == (old.text, old.deadline)


def test_a_new_text_is_read_again_for_dates_and_targets() -> None:
    new = changed(item("1(2)"), Change(text="9月25日前完成摸底，办结率达98%"))
    assert [found.words for found in new.milestones] == ["9月25日前"]
    assert [target.value for target in new.targets] == [98.0]


def test_a_new_item_stands_among_its_objective_and_takes_over_only_the_headings() -> None:
    beside = item("1(2)", section="二、另一板块")
    deadline = parse_deadline("12月底前", 2023)
    new = new_item(ref("1(4)"), beside, Change(lead=("县税务局",), deadline=deadline, text="新"))
    assert (new.section, new.objective) == (beside.section, beside.objective)
    assert (new.lead, new.units, new.deadline.due) == (("县税务局",), (), FIRST)
    assert missing_of(new) == ()
    assert missing_of(new_item(ref("1(4)"), beside, Change())) == ("lead", "deadline", "text")


@pytest.mark.parametrize(
    ("number", "order"),
    [
        ("1(3)", ["2(1)", "1(2)", "1(3)", "1(5)", "3(1)"]),
        ("1(9)", ["2(1)", "1(2)", "1(5)", "1(9)", "3(1)"]),
        ("1(1)", ["2(1)", "1(1)", "1(2)", "1(5)", "3(1)"]),
        ("1(5)", ["2(1)", "1(2)", "1(5)", "3(1)"]),
    ],
)
def test_an_item_is_placed_by_its_number(number: str, order: list[str]) -> None:
    items = [item(each) for each in ("2(1)", "1(2)", "1(5)", "3(1)")]
    assert [str(each.ref) for each in placed(items, item(number))] == order


def test_no_item_is_placed_where_the_objective_has_none() -> None:
    with pytest.raises(ValueError, match="empty"):
        placed([item("1(1)")], item("9(1)"))


def test_what_was_said_stays_said() -> None:
    state = initial("试验", item("1(2)"))
    done = entry("1(2)", seq=1, progress=Progress.DONE, after=Status.PENDING)
    state = amended(apply(state, done), item("1(2)", lead=("县税务局",)), 2)
    assert state.status is Status.PENDING
    assert state.done_on == done.at.date()
    assert [row.seq for row in state.history or ()] == [2, 1]


def test_a_granted_date_outlives_a_change_of_something_else() -> None:
    state = extended(initial("试验", item("1(2)")), LATER, 1)
    state = amended(state, item("1(2)", lead=("县税务局",)), 2)
    assert state.due == LATER
    assert state.first_due == FIRST


def test_a_new_deadline_is_in_force_until_a_later_date_is_granted() -> None:
    state = extended(initial("试验", item("1(2)")), LATER, 1)
    state = amended(state, replace(state.item, deadline=SOON), 2)
    assert state.due == SOONER
    assert extended(state, LATER, 3).due == LATER


def test_of_two_new_deadlines_the_last_is_in_force_also_where_it_is_the_first_again() -> None:
    first = item("1(2)")
    state = extended(initial("试验", first), LATER, 1)
    state = amended(state, replace(first, deadline=SOON), 2)
    assert amended(state, first, 3).due == FIRST


def test_dated_work_may_become_open_ended() -> None:
    ongoing = replace(item("1(2)"), deadline=Deadline(words="长期坚持", ongoing=True))
    state = amended(extended(initial("试验", item("1(2)")), LATER, 1), ongoing, 2)
    assert state.due is None
    assert state.item.ongoing
