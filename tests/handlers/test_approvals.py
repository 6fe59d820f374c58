from typing import Any

import pytest

from handlers.approvals import request_completion
from handlers.router import Decision
from ledger.book import Ledger
from ledger.errors import NoReason, NotAllowed, SelfApproval, WrongStatus
from ledger.progress import EntryKind, Progress, Status
from ledger.rules import Rules
from messages.commands import RequestCompletion
from messages.rows import report_line
from tests.factories import at, context, entry, ledger, ref


def waiting(**overrides: Any) -> Ledger:
    book = ledger()
    done: dict[str, Any] = {"progress": Progress.DONE, "after": Status.PENDING} | overrides
    book.apply(entry("1(2)", **done))
    return book


def answer(
    who: str, action: str, book: Ledger, reason: str = "缺验收名单", **overrides: object
) -> Decision:
    command = RequestCompletion(refs=(ref("1(2)"),), action=action, reason=reason)  # type: ignore[arg-type] # parametrised below
    return request_completion(command, context(who, ledger=book, **overrides))


def test_the_office_closes_and_the_reporter_is_told() -> None:
    decision = answer("office1", "approve", waiting())
    assert decision.entries[0].kind is EntryKind.CLOSED
    assert decision.entries[0].after is Status.CLOSED
    assert [o.to for o in decision.outgoing] == ["zhujian"]


def test_on_time_goes_by_the_day_of_the_report() -> None:
    decision = answer("office1", "approve", waiting(), now=at("2023-12-20 10:00"))
    assert "按期办结，办结日 2023年10月16日" in decision.reply[0]


def test_sent_back_with_the_reason() -> None:
    decision = answer("office1", "reject", waiting())
    assert decision.entries[0].kind is EntryKind.RETURNED
    assert decision.entries[0].after is Status.OPEN
    assert "缺验收名单" in decision.reply[0]
    assert "缺验收名单" in decision.outgoing[0].text


@pytest.mark.parametrize("who", ["zhujian", "leader1", "nobody"])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_nobody_else_decides(who: str, action: str) -> None:
    with pytest.raises(NotAllowed):
        answer(who, action, waiting())


def test_nobody_confirms_what_he_reported_on_behalf() -> None:
    book = waiting(actor="office1", on_behalf=True)
    with pytest.raises(SelfApproval):
        answer("office1", "approve", book)
    assert answer("office2", "approve", book).entries
    assert answer("office1", "approve", book, rules=Rules(self_approval=True)).entries


def test_nobody_confirms_what_he_himself_reported_for_his_own_unit() -> None:
    book = waiting(actor="office1")
    with pytest.raises(SelfApproval):
        answer("office1", "approve", book)


def test_what_one_approves_of_oneself_is_marked() -> None:
    book = waiting(actor="office1", on_behalf=True)
    alone = answer("office1", "approve", book, rules=Rules(self_approval=True))
    assert "自审" in alone.reply[0]
    assert "（自审） 销号" in report_line(alone.entries[0])
    other = answer("office2", "approve", book)
    assert "自审" not in other.reply[0]


def test_the_unit_hears_of_a_closing_it_did_not_apply_for_itself() -> None:
    behalf = answer("office2", "approve", waiting(actor="office1", on_behalf=True))
    direct = answer("office1", "approve", ledger())
    assert {notice.to for notice in behalf.outgoing} == {"office1", "zhujian"}
    assert {notice.to for notice in direct.outgoing} == {"zhujian"}


def test_nothing_is_sent_back_without_a_reason() -> None:
    with pytest.raises(NoReason):
        answer("office1", "reject", waiting(), reason="")


def test_what_is_closed_is_not_closed_again() -> None:
    book = waiting()
    book.apply(entry("1(2)", EntryKind.CLOSED, after=Status.CLOSED))
    with pytest.raises(WrongStatus):
        answer("office1", "approve", book)


def test_what_was_not_applied_for_cannot_be_sent_back() -> None:
    with pytest.raises(WrongStatus):
        answer("office1", "reject", ledger())


def test_closing_without_an_application_says_so() -> None:
    decision = answer("office1", "approve", ledger())
    assert "此前没有办结申请" in decision.reply[0]
