"""Joint work: who sees whose part, who may apply, and items that several units lead."""

from datetime import date

import pytest

from handlers.router import Decision
from handlers.routes import all_routes
from ledger.book import Ledger
from ledger.errors import LeadOnly, SelfApproval
from ledger.progress import Progress, Status
from messages.commands import Command, NotReported, ReportProgress, RequestCompletion, ShowItem
from tests.factories import claim, context, item, ledger, plan, ref


def a_county() -> Ledger:
    """Give an item with two helpers, one that two units lead, and one that lasts."""
    return ledger(
        plan(
            item("1(1)", units=("县财政局", "县税务局")),
            item("1(2)", lead=("县住建局", "县财政局"), units=("县税务局",)),
            item("1(3)", due=None),
        )
    )


def say(book: Ledger, who: str, command: Command, **overrides: object) -> Decision:
    """Let somebody say something, and make it so."""
    decision = all_routes().route(command, context(who, ledger=book, **overrides))
    for entry in decision.entries:
        book.apply(entry)
    return decision


def report(number: str, progress: Progress = Progress.DONE) -> ReportProgress:
    return ReportProgress(claims=(claim(number, progress),))


def test_the_lead_is_told_whose_part_is_reported_and_who_is_silent() -> None:
    book = a_county()
    said = ReportProgress(claims=(claim("1(1)", Progress.UNDER_WAY, percent=60),))
    say(book, "caizheng", said)
    (reply,) = say(book, "zhujian", report("1(1)")).reply
    assert "配合：县财政局 推进中 60%（10月16日）；县税务局还没报" in reply


def test_an_application_for_closing_lists_the_parts_too() -> None:
    (reply,) = say(a_county(), "zhujian", RequestCompletion(refs=(ref("1(1)"),))).reply
    assert "配合：县财政局、县税务局还没报" in reply


def test_a_helper_is_not_told_of_the_others() -> None:
    (reply,) = say(a_county(), "caizheng", report("1(1)")).reply
    assert "配合部分" in reply
    assert "还没报" not in reply


def test_the_item_shows_each_units_last_word() -> None:
    book = a_county()
    assert "各单位进展" not in "".join(say(book, "zhujian", ShowItem(refs=(ref("1(1)"),))).reply)
    say(book, "caizheng", report("1(1)", Progress.BEHIND))
    say(book, "caizheng", report("1(1)", Progress.UNDER_WAY))
    shown = say(book, "zhujian", ShowItem(refs=(ref("1(1)"),))).reply
    line = next(block for block in shown if block.startswith("各单位进展"))
    assert "县财政局 推进中（10月16日）" in line
    assert "县住建局还没报" in line


def test_a_helper_that_applies_is_told_who_leads() -> None:
    with pytest.raises(LeadOnly) as caught:
        say(a_county(), "caizheng", RequestCompletion(refs=(ref("1(1)"),)))
    assert caught.value.lead == ("县住建局",)


def test_each_of_several_leads_may_report_and_apply() -> None:
    for who in ("zhujian", "caizheng"):
        book = a_county()
        decision = say(book, who, RequestCompletion(refs=(ref("1(2)"),)))
        assert book.state(ref("1(2)")).status is Status.PENDING
        assert not decision.entries[0].part


def test_one_application_is_enough_and_the_answer_names_the_silent_lead() -> None:
    book = a_county()
    decision = say(book, "zhujian", RequestCompletion(refs=(ref("1(2)"),)))
    assert "共同牵头：县财政局还没报" in decision.reply[0]
    card = decision.outgoing[0].text
    assert "牵头：县住建局 申请办结（10月16日）；县财政局还没报" in card
    closed = say(book, "office1", RequestCompletion(refs=(ref("1(2)"),), action="approve"))
    assert closed.entries[0].after is Status.CLOSED
    assert "牵头单位县财政局还没有报过" in closed.reply[0]


def test_another_leads_word_does_not_take_an_application_back_but_the_office_hears_it() -> None:
    book = a_county()
    say(book, "zhujian", report("1(2)"))
    decision = say(book, "caizheng", report("1(2)", Progress.BEHIND))
    assert book.state(ref("1(2)")).status is Status.PENDING
    assert "仍在等优化办审核" in decision.reply[0]
    assert {row.to for row in decision.outgoing} == {"office1", "office2"}
    say(book, "zhujian", report("1(2)", Progress.UNDER_WAY))
    assert book.state(ref("1(2)")).status is Status.OPEN


def test_what_was_sent_back_no_longer_stands() -> None:
    book = a_county()
    say(book, "zhujian", report("1(2)"))
    back = RequestCompletion(refs=(ref("1(2)"),), action="reject", reason="缺名单")
    say(book, "office1", back)
    say(book, "caizheng", report("1(2)"))
    say(book, "caizheng", report("1(2)", Progress.UNDER_WAY))
    assert book.state(ref("1(2)")).status is Status.OPEN


def test_nobody_confirms_what_he_reported_on_behalf_however_much_is_said_after() -> None:
    book = a_county()
    behalf = ReportProgress(claims=(claim("1(2)"),), on_behalf_of="县住建局")
    say(book, "office1", behalf)
    for n in range(6):
        note = claim("1(2)", None, note=f"补充{n}")
        say(book, "zhujian", ReportProgress(claims=(note,)))
    approval = RequestCompletion(refs=(ref("1(2)"),), action="approve")
    with pytest.raises(SelfApproval):
        say(book, "office1", approval)
    closed = say(book, "office2", approval)
    assert {notice.to for notice in closed.outgoing} == {"office1", "zhujian", "caizheng"}


def test_done_on_an_item_that_lasts_closes_the_period_for_helpers_and_lead() -> None:
    book = a_county()
    part = say(book, "caizheng", report("1(3)"))
    assert "本期进展由牵头单位报，事项长期有效，继续在账" in part.reply[0]
    assert "1(3)" in "".join(say(book, "office1", NotReported()).reply)
    done = say(book, "zhujian", report("1(3)"))
    assert "本期已报；事项长期有效，继续在账" in done.reply[0]
    assert book.state(ref("1(3)")).status is Status.OPEN
    assert "1(3)" not in "".join(say(book, "office1", NotReported()).reply)


def test_a_word_of_an_earlier_period_leaves_the_unit_silent_in_this_one() -> None:
    book = a_county()
    say(book, "caizheng", report("1(3)"))
    january = context("zhujian").now.replace(year=2024, month=1, day=8)
    (reply,) = say(book, "zhujian", report("1(3)"), now=january).reply
    assert "配合：县财政局还没报" in reply
    assert book.state(ref("1(3)")).reported_on == date(2024, 1, 8)
