from datetime import date
from typing import Any

import pytest

from handlers.extensions import request_extension
from handlers.router import Decision
from handlers.routes import all_routes
from ledger.book import Ledger
from ledger.dates import Shift
from ledger.errors import (
    LeadOnly,
    LedgerError,
    NoNewDate,
    NoRequest,
    NotAllowed,
    NotBound,
    NotDated,
    NotLater,
    NotYourUnit,
    PastDue,
    SelfApproval,
    UnknownItem,
    WrongStatus,
)
from ledger.people import Contact, Roster
from ledger.plan import Deadline
from ledger.progress import EntryKind, Progress, Status
from ledger.rules import Rules
from messages.commands import RequestCompletion, RequestExtension
from tests.factories import ROSTER, at, context, entry, item, ledger, plan, ref

DUE = date(2023, 11, 30)
LATER = date(2023, 12, 15)


def say(who: str, number: str = "1(2)", book: Ledger | None = None, **asked: Any) -> Decision:
    """Let somebody speak of an item due on 2023-11-30; context fields go in under `seen`."""
    seen = asked.pop("seen", {})
    command = RequestExtension(refs=tuple(ref(n) for n in number.split()), **asked)
    return request_extension(command, context(who, ledger=book or ledger(), **seen))


def apply_for(
    who: str, number: str = "1(2)", book: Ledger | None = None, **asked: Any
) -> Decision:
    return say(who, number, book, **({"until": LATER, "reason": "因评估未完"} | asked))


def asked_for(**overrides: Any) -> Ledger:
    """Give a ledger in which 县住建局 has applied for the later date."""
    book = ledger()
    request: dict[str, Any] = {"until": LATER, "note": "因评估未完", "message_key": "earlier"}
    book.apply(entry("1(2)", EntryKind.EXTENSION_REQUESTED, **(request | overrides)))
    return book


def taken(decision: Decision, book: Ledger) -> Ledger:
    for row in decision.entries:
        book.apply(row)
    return book


# ---- applying ----


def test_the_lead_unit_applies_and_is_told_what_was_recorded() -> None:
    decision = apply_for("zhujian")
    (row,) = decision.entries
    assert row.kind is EntryKind.EXTENSION_REQUESTED
    assert (row.unit, row.until, row.note, row.words) == ("县住建局", LATER, "因评估未完", "原话")
    assert (row.before, row.after, row.on_behalf) == (Status.OPEN, Status.OPEN, False)
    assert "由11月30日延到12月15日，因评估未完" in decision.reply[0]


def test_each_of_the_office_is_told_how_to_answer() -> None:
    told = apply_for("zhujian").outgoing
    assert [notice.to for notice in told] == ["office1", "office2"]
    for answer in ("同意 1(2) 延期", "不同意 1(2) 延期 原因"):
        assert all(answer in notice.text for notice in told)


def test_until_it_is_answered_the_old_date_is_in_force() -> None:
    state = taken(apply_for("zhujian"), ledger()).state(ref("1(2)"))
    assert state.due == DUE
    assert state.request is not None


def test_a_length_of_time_counts_from_the_date_in_force() -> None:
    decision = apply_for("zhujian", until=None, shift=Shift(days=15))
    assert decision.entries[0].until == date(2023, 12, 15)
    assert decision.facts == {"date": "2023-12-15"}


def test_a_grant_for_a_length_of_time_tells_its_day_too() -> None:
    decision = say("office1", action="approve", shift=Shift(days=15))
    assert decision.entries[0].until == date(2023, 12, 15)
    assert decision.facts == {"date": "2023-12-15"}


def test_without_a_date_nothing_is_recorded_and_it_is_asked_for() -> None:
    with pytest.raises(NoNewDate):
        apply_for("zhujian", until=None)
    with pytest.raises(NoNewDate):
        apply_for("zhujian", until=None, shift=Shift(days=9_999_999))


def test_without_a_reason_the_answer_asks_for_it() -> None:
    decision = apply_for("zhujian", reason="")
    assert decision.entries[0].until == LATER
    assert "还缺原因" in decision.reply[0]
    assert "未写原因" in decision.outgoing[0].text


@pytest.mark.parametrize("until", [DUE, date(2023, 11, 1)])
def test_the_new_date_lies_after_the_one_in_force(until: date) -> None:
    with pytest.raises(NotLater):
        apply_for("zhujian", until=until)


def test_on_the_due_date_it_is_not_too_late_and_a_day_after_it_is() -> None:
    assert apply_for("zhujian", seen={"now": at("2023-11-30 17:00")}).entries
    with pytest.raises(PastDue):
        apply_for("zhujian", seen={"now": at("2023-12-01 08:00")})


def test_what_never_falls_due_is_not_extended() -> None:
    with pytest.raises(NotDated):
        apply_for("zhujian", "1(3)")


@pytest.mark.parametrize("status", [Status.PENDING, Status.CLOSED])
def test_what_is_said_to_be_done_or_closed_is_not_extended(status: Status) -> None:
    book = ledger()
    book.apply(entry("1(2)", progress=Progress.DONE, after=status))
    with pytest.raises(WrongStatus):
        apply_for("zhujian", book=book)


def test_a_second_application_replaces_the_first() -> None:
    book = asked_for()
    decision = apply_for("zhujian", book=book, until=date(2023, 12, 20))
    assert "由这次代替" in decision.reply[0]
    state = taken(decision, book).state(ref("1(2)"))
    assert state.request is not None
    assert state.request.until == date(2023, 12, 20)
    assert [row.until for row in state.reports] == [LATER, date(2023, 12, 20)]


@pytest.mark.parametrize(
    ("who", "number", "refusal"),
    [
        ("caizheng", "1(2)", LeadOnly),
        ("shuiwu1", "1(2)", NotYourUnit),
        ("nobody", "1(2)", NotBound),
        ("leader1", "1(2)", NotAllowed),
        ("zhujian", "1(9)", UnknownItem),
    ],
)
def test_only_the_lead_unit_applies(who: str, number: str, refusal: type[LedgerError]) -> None:
    with pytest.raises(refusal):
        apply_for(who, number)


def test_a_responsible_unit_is_told_who_may() -> None:
    with pytest.raises(LeadOnly) as caught:
        apply_for("caizheng")
    assert caught.value.lead == ("县住建局",)


def test_the_office_applies_on_behalf_marked_and_the_unit_is_told() -> None:
    decision = apply_for("office1", on_behalf_of="县住建局")
    assert (decision.entries[0].unit, decision.entries[0].on_behalf) == ("县住建局", True)
    assert "代报" in decision.reply[0]
    assert {notice.to for notice in decision.outgoing} == {"office2", "zhujian"}


def test_only_the_office_applies_on_behalf() -> None:
    with pytest.raises(NotAllowed):
        apply_for("shuiwu1", on_behalf_of="县住建局")


def test_a_wrong_number_does_not_stop_the_right_one() -> None:
    decision = apply_for("zhujian", "1(2) 1(9) 1(3)")
    assert [str(row.ref) for row in decision.entries] == ["1(2)"]
    assert [block[:4] for block in decision.reply[1:]] == ["未记录：", "未记录："]


# ---- granting ----


def test_granted_the_new_date_is_in_force_and_the_first_one_kept() -> None:
    book = asked_for()
    decision = say("office1", book=book, action="approve")
    assert decision.entries[0].kind is EntryKind.EXTENSION_GRANTED
    assert "原期限11月30日，已延期到12月15日" in decision.reply[0]
    state = taken(decision, book).state(ref("1(2)"))
    assert (state.due, state.first_due, state.request) == (LATER, DUE, None)


def test_whoever_applied_is_told() -> None:
    (notice,) = say("office1", book=asked_for(), action="approve").outgoing
    assert notice.to == "zhujian"
    assert "已延期到12月15日" in notice.text


def test_on_time_goes_by_the_date_in_force() -> None:
    book = asked_for()
    taken(say("office1", book=book, action="approve"), book)
    done: dict[str, Any] = {"progress": Progress.DONE, "after": Status.PENDING}
    book.apply(entry("1(2)", at=at("2023-12-14 09:00"), **done))
    closing = RequestCompletion(refs=(ref("1(2)"),), action="approve")
    decision = all_routes().route(closing, context("office1", ledger=book))
    assert "按期办结，办结日 2023年12月14日" in decision.reply[0]


def test_another_date_named_by_the_office_wins() -> None:
    decision = say("office1", book=asked_for(), action="approve", until=date(2023, 12, 10))
    assert decision.entries[0].until == date(2023, 12, 10)
    assert "申请的是12月15日" in decision.reply[0]


def test_the_office_cannot_grant_a_date_that_is_no_later() -> None:
    with pytest.raises(NotLater):
        say("office1", book=asked_for(), action="approve", until=DUE)


def test_an_application_lodged_in_time_may_be_granted_after_the_date() -> None:
    late = {"now": at("2023-12-04 09:00")}
    assert say("office1", book=asked_for(), action="approve", seen=late).entries


def test_the_office_may_grant_a_date_nobody_applied_for_but_only_in_time() -> None:
    decision = say("office1", action="approve", until=LATER)
    assert "此前没有延期申请" in decision.reply[0]
    assert [notice.to for notice in decision.outgoing] == ["zhujian"]
    with pytest.raises(PastDue):
        say("office1", action="approve", until=LATER, seen={"now": at("2023-12-04 09:00")})


def test_a_second_extension_starts_from_the_first() -> None:
    book = asked_for()
    taken(say("office1", book=book, action="approve"), book)
    with pytest.raises(NotLater):
        apply_for("zhujian", book=book, until=LATER)
    taken(apply_for("zhujian", book=book, until=date(2024, 1, 10)), book)
    decision = say("admin1", book=book, action="approve")
    assert "原期限11月30日，已延期到2024年1月10日" in decision.reply[0]


def test_the_office_puts_a_second_extension_to_the_admins() -> None:
    book = asked_for()
    taken(say("office1", book=book, action="approve"), book)
    taken(apply_for("zhujian", book=book, until=date(2023, 12, 20)), book)
    put = say("office1", book=book, action="approve")
    assert put.entries[0].kind is EntryKind.PROPOSED
    assert "已转管理员" in put.reply[0]
    assert {notice.to for notice in put.outgoing} == {"admin1"}
    pressed = put.outgoing[0].choices[0]
    assert pressed.says == "同意 1(2) 延期到12月20日"
    assert taken(put, book).state(ref("1(2)")).due == LATER
    seen = {"about": pressed.about}
    granted = say("admin1", book=book, action="approve", until=date(2023, 12, 20), seen=seen)
    assert granted.entries[0].kind is EntryKind.EXTENSION_GRANTED


@pytest.mark.parametrize(
    ("until", "rules", "kind"),
    [
        (date(2023, 12, 30), Rules(), EntryKind.EXTENSION_GRANTED),
        (date(2023, 12, 31), Rules(), EntryKind.PROPOSED),
        (date(2024, 6, 30), Rules(office_grants_days=0), EntryKind.EXTENSION_GRANTED),
    ],
)
def test_how_far_the_office_extends_by_itself_is_a_setting(
    until: date, rules: Rules, kind: EntryKind
) -> None:
    book = asked_for(until=until)
    decision = say("office1", book=book, action="approve", seen={"rules": rules})
    assert decision.entries[0].kind is kind


# ---- refusing ----


def test_refused_with_the_reason_the_old_date_stays() -> None:
    book = asked_for()
    decision = say("office1", book=book, action="reject", reason="可以先结案")
    assert decision.entries[0].kind is EntryKind.EXTENSION_REFUSED
    assert "可以先结案。仍按11月30日办理" in decision.reply[0]
    assert "可以先结案" in decision.outgoing[0].text
    state = taken(decision, book).state(ref("1(2)"))
    assert (state.due, state.request) == (DUE, None)


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_where_nothing_waits_there_is_nothing_to_answer(action: str) -> None:
    with pytest.raises(NoRequest):
        say("office1", action=action)
    book = asked_for()
    taken(say("office1", book=book, action="reject"), book)
    with pytest.raises(NoRequest):
        say("office2", book=book, action=action)


def test_closing_an_item_ends_its_application() -> None:
    book = asked_for()
    book.apply(entry("1(2)", EntryKind.CLOSED, after=Status.CLOSED))
    with pytest.raises(WrongStatus):
        say("office1", book=book, action="approve")
    with pytest.raises(NoRequest):
        say("office1", book=book, action="reject")


def test_an_item_that_became_open_ended_meanwhile_has_no_date_to_move() -> None:
    endless = item("1(2)", deadline=Deadline(words="长期坚持", ongoing=True))
    book = ledger(plan(endless))
    book.apply(entry("1(2)", EntryKind.EXTENSION_REQUESTED, until=LATER))
    with pytest.raises(NotDated):
        say("office1", book=book, action="approve")


# ---- who answers ----


@pytest.mark.parametrize("who", ["zhujian", "leader1", "nobody"])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_nobody_else_answers(who: str, action: str) -> None:
    with pytest.raises(NotAllowed):
        say(who, book=asked_for(), action=action)


def test_nobody_grants_what_he_applied_for_on_behalf() -> None:
    book = asked_for(actor="office1", on_behalf=True)
    with pytest.raises(SelfApproval):
        say("office1", book=book, action="approve")
    assert say("office2", book=book, action="approve").entries
    alone = {"rules": Rules(self_approval=True)}
    assert say("office1", book=book, action="approve", seen=alone).entries


def test_of_an_application_on_behalf_the_unit_is_told_too() -> None:
    book = asked_for(actor="office1", on_behalf=True)
    told = say("office2", book=book, action="approve").outgoing
    assert [notice.to for notice in told] == ["office1", "zhujian"]


def test_one_person_is_told_once() -> None:
    one = Contact(user_id="office1", name="周五", unit="县住建局")
    book = asked_for(actor="office1", on_behalf=True)
    seen = {"roster": Roster([one], ROSTER.colleagues)}
    told = say("office2", book=book, action="approve", seen=seen).outgoing
    assert [notice.to for notice in told] == ["office1"]


def test_an_extension_does_not_hide_who_reported_on_behalf() -> None:
    book = asked_for()
    done: dict[str, Any] = {"progress": Progress.DONE, "after": Status.PENDING}
    book.apply(entry("1(2)", actor="office1", on_behalf=True, **done))
    decision = say("office2", book=book, action="approve")
    assert decision.entries[0].after is Status.PENDING
    taken(decision, book)
    closing = RequestCompletion(refs=(ref("1(2)"),), action="approve")
    with pytest.raises(SelfApproval):
        all_routes().route(closing, context("office1", ledger=book))
