import pytest

from handlers.reports import apply_for_closing, report_progress
from handlers.router import Decision
from handlers.routes import all_routes
from ledger.due import targets_in
from ledger.errors import (
    LeadOnly,
    NotAllowed,
    NotBound,
    NotYourUnit,
    UnknownItem,
    WholeObjective,
    WrongStatus,
)
from ledger.progress import Progress, Status
from ledger.rules import Rules
from messages.commands import ReportProgress, RequestCompletion
from tests.factories import claim, context, entry, item, ledger, plan, ref


def report(who: str, *numbers: str, **overrides: object) -> Decision:
    command = ReportProgress(claims=tuple(claim(number) for number in numbers))
    return report_progress(command, context(who, **overrides))


def test_done_on_a_dated_item_is_recorded_and_waits_for_the_office() -> None:
    decision = report("zhujian", "1(2)")
    (row,) = decision.entries
    assert (row.before, row.after) == (Status.OPEN, Status.PENDING)
    assert (row.unit, row.actor, row.words, row.on_behalf) == (
        "县住建局",
        "zhujian",
        "原话",
        False,
    )
    assert row.message_key == "console/group1/someone/1"
    assert "已记录 1(2)" in decision.reply[0]
    assert {o.to for o in decision.outgoing} == {"office1", "office2"}


def test_the_reply_repeats_what_was_recorded() -> None:
    said = claim("1(2)", Progress.UNDER_WAY, percent=80, metric="已退税1200户", note="下周验收")
    decision = report_progress(ReportProgress(claims=(said,)), context("zhujian"))
    assert "推进中 80%，已退税1200户，下周验收" in decision.reply[0]


def test_done_on_an_open_ended_item_is_this_periods_work_and_the_item_stays() -> None:
    decision = report("shuiwu1", "3(1)")
    assert decision.entries[0].after is Status.OPEN
    assert "继续在账" in decision.reply[0]
    assert decision.outgoing == ()


def test_a_responsible_units_report_is_its_part() -> None:
    decision = report("caizheng", "1(2)")
    assert decision.entries[0].part
    assert decision.entries[0].after is Status.OPEN
    assert decision.facts == {"part": True}


def test_without_review_done_is_closed_at_once() -> None:
    decision = report("zhujian", "1(2)", rules=Rules(review=False))
    assert decision.entries[0].after is Status.CLOSED


def test_a_stranger_may_not_report() -> None:
    with pytest.raises(NotBound):
        report("nobody", "1(2)")


def test_an_item_of_another_unit_is_refused_with_the_unit_that_may() -> None:
    with pytest.raises(NotYourUnit) as caught:
        report("shuiwu1", "1(2)")
    assert caught.value.lead == ("县住建局",)


def test_open_words_are_no_right_to_report() -> None:
    with pytest.raises(NotYourUnit):
        report("caizheng", "2")


def test_a_number_that_is_no_item_or_several_is_refused() -> None:
    with pytest.raises(UnknownItem):
        report("zhujian", "1(9)")
    with pytest.raises(WholeObjective):
        report("zhujian", "1")


def test_a_wrong_number_does_not_stop_the_right_one() -> None:
    decision = report("zhujian", "1(2)", "1(9)")
    assert [str(e.ref) for e in decision.entries] == ["1(2)"]
    assert decision.reply[1].startswith("未记录：没有 1(9)")


def test_the_second_word_on_an_item_in_one_message_sees_the_first() -> None:
    said = (claim("1(2)"), claim("1(2)", Progress.UNDER_WAY, percent=90))
    decision = report_progress(ReportProgress(claims=said), context("zhujian"))
    assert [e.before for e in decision.entries] == [Status.OPEN, Status.PENDING]
    assert decision.entries[1].after is Status.OPEN


def test_a_closed_item_takes_no_report() -> None:
    book = ledger()
    book.apply(entry("1(2)", after=Status.CLOSED))
    with pytest.raises(WrongStatus):
        report("zhujian", "1(2)", ledger=book)


def test_deciding_does_not_touch_the_ledger() -> None:
    book = ledger()
    report("zhujian", "1(2)", ledger=book)
    assert book.state(ref("1(2)")).status is Status.OPEN


def test_the_office_reports_on_behalf_marked_and_the_unit_is_told() -> None:
    command = ReportProgress(claims=(claim("1(2)"),), on_behalf_of="县住建局")
    decision = report_progress(command, context("office1"))
    assert decision.entries[0].on_behalf
    assert decision.entries[0].unit == "县住建局"
    assert "代报" in decision.reply[0]
    assert {o.to for o in decision.outgoing} == {"office2", "zhujian"}


def test_an_application_by_the_office_names_itself_to_the_unit() -> None:
    decision = apply_for_closing(RequestCompletion(refs=(ref("1(2)"),)), context("office1"))
    (told,) = (o.text for o in decision.outgoing if o.to == "zhujian")
    assert "：申请办结（" in told
    assert "代报" in decision.reply[0]


def test_only_the_office_reports_on_behalf() -> None:
    command = ReportProgress(claims=(claim("1(2)"),), on_behalf_of="县住建局")
    with pytest.raises(NotAllowed):
        report_progress(command, context("shuiwu1"))


def test_only_the_lead_applies_for_closing() -> None:
    command = RequestCompletion(refs=(ref("1(2)"),))
    decision = all_routes().route(command, context("zhujian"))
    assert decision.entries[0].after is Status.PENDING
    with pytest.raises(LeadOnly):
        all_routes().route(command, context("caizheng"))


def test_a_measured_value_is_held_against_the_items_own_target() -> None:
    goal = item("1(1)", text="诉前调解率达15%以上", targets=targets_in("诉前调解率达15%以上"))
    book = ledger(plan(goal))
    said = claim("1(1)", Progress.UNDER_WAY, note="诉前调解率15.8%，继续推进")
    command = ReportProgress(claims=(said,))
    reply = report_progress(command, context("zhujian", ledger=book)).reply
    assert reply[1] == "对照文中指标：诉前调解率 15.8%（不低于15%），已达到。"
