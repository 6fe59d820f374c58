"""What is read of an application for a later date, and how it is answered."""

from datetime import date
from typing import Any

import pytest

from ledger import errors as e
from ledger.progress import EntryKind, ItemState, Status, initial
from ledger.rights import Action
from ledger.rules import Rules
from ledger.summary import summarise
from ledger.telling import apply as fold
from messages import errors, histories, items, summaries
from messages.commands import RequestExtension
from messages.extensions import Step, answered, requested, to_applicant, to_office, to_unit
from messages.grammar import Vocabulary, parse
from messages.items import Card, Reader
from tests.factories import CALENDAR_2023, entry, item, ledger, ref

DUE = date(2023, 11, 30)
LATER = date(2023, 12, 15)
READER = Reader(today=date(2023, 10, 16), calendar=CALENDAR_2023, rules=Rules())


def state(*kinds: EntryKind) -> ItemState:
    found = initial("试验", item("1(2)", due=DUE))
    for kind in kinds:
        until = None if kind is EntryKind.EXTENSION_REFUSED else LATER
        found = fold(found, entry("1(2)", kind, until=until, actor_name="孙三"))
    return found


def step(kind: EntryKind, *before: EntryKind, **overrides: Any) -> Step:
    values: dict[str, Any] = {"until": LATER, "note": "因评估未完", "actor_name": "孙三"}
    return Step(before=state(*before), entry=entry("1(2)", kind, **(values | overrides)))


ASKED = EntryKind.EXTENSION_REQUESTED
GRANTED = EntryKind.EXTENSION_GRANTED
REFUSED = EntryKind.EXTENSION_REFUSED


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5(5) 申请延期到12月20日 因设备未到", "因设备未到"),
        ("5(5) 申请延期到12月20日，理由：设备未到", "理由：设备未到"),
        ("5(5)因设备未到申请延期到12月20日", "因设备未到"),
        ("因设备未到，5(5)申请延期到12月20日", "因设备未到"),
        ("5(5)设备未到货，想延到12月20日", "设备未到货"),
        ("5(5)再给我们半个月时间吧，设备没到", "设备没到"),
        ("代 县住建局 5(5) 申请延期到12月20日 设备没到", "设备没到"),
        ("5(5)和5(2)申请延期到12月20日 设备没到", "设备没到"),
        ("5-5 延到年底", ""),
        ("5(5)申请延期到12月20日", ""),
        ("5(5)我们这块申请延到1月底", ""),
    ],
)
def test_the_reason_is_what_is_said_besides_the_wish(
    vocabulary: Vocabulary, text: str, reason: str
) -> None:
    command = parse(text, vocabulary)
    assert isinstance(command, RequestExtension)
    assert command.reason == reason


def test_an_application_is_said_back_in_full() -> None:
    (block,) = requested((step(ASKED),), ())
    assert block == (
        "已记录 1(2) 试验事项1(2) 的延期申请：由11月30日延到12月15日，因评估未完"
        "（县住建局，10月16日 09:30）。等优化办答复，答复前仍按11月30日办理。"
    )


def test_a_missing_reason_is_asked_for_with_the_sentence_to_send() -> None:
    (block,) = requested((step(ASKED, note=""),), ())
    assert block.endswith("还缺原因，请连原因再发一遍，例：1(2) 申请延期到12月15日 因…")


def test_what_was_not_recorded_follows_what_was() -> None:
    blocks = requested((step(ASKED),), (e.NotDated(ref("1(3)")),))
    assert blocks[1] == "未记录：1(3) 是长期事项，没有到期日，不用延期；按期报进展就行。"


def test_the_office_reads_who_wants_what_and_how_to_answer() -> None:
    assert to_office(step(ASKED)).split("\n") == [
        "【延期申请】1(2) 试验事项1(2)",
        "县住建局 孙三 2023年10月16日 09:30：由11月30日延到12月15日，因评估未完",
        "同意请回：同意 1(2) 延期",
        "不同意请回：不同意 1(2) 延期 原因",
    ]
    assert "孙三（代报）" in to_office(step(ASKED, on_behalf=True))


def test_a_unit_reads_what_the_office_applied_for_in_its_place() -> None:
    assert to_unit(step(ASKED, on_behalf=True)).startswith("优化办已代县住建局申请延期：1(2)")


def test_a_grant_names_the_first_date_and_the_new_one() -> None:
    granted = step(GRANTED, ASKED, note="")
    assert answered((granted,), ()) == (
        "已同意 1(2) 试验事项1(2) 延期：原期限11月30日，已延期到12月15日。",
    )
    assert to_applicant(granted) == (
        "【同意延期】1(2) 试验事项1(2)：原期限11月30日，已延期到12月15日。"
    )


def test_a_refusal_names_the_reason_and_the_date_that_stays() -> None:
    refused = step(REFUSED, ASKED, until=None, note="可以先结案")
    assert answered((refused,), ()) == (
        "未同意 1(2) 试验事项1(2) 延期：可以先结案。仍按11月30日办理。",
    )
    assert "可以先结案" in to_applicant(refused)
    assert "未写原因" in to_applicant(step(REFUSED, ASKED, until=None, note=""))


def test_an_item_shows_its_first_date_and_the_one_in_force() -> None:
    blocks = items.whole(Card(state=state(ASKED, GRANTED)), READER)
    assert "时限：2023年11月30日前（原期限11月30日，已延期到12月15日，还有44个工作日）" in blocks


def test_an_item_shows_what_waits_for_the_office() -> None:
    waits = items.whole(Card(state=state(ASKED)), READER)
    assert "待优化办答复：县住建局10月16日申请延到12月15日" in waits
    refused = items.whole(Card(state=state(ASKED, REFUSED)), READER)
    assert not [block for block in refused if block.startswith("待优化办")]


def test_the_history_says_how_the_date_moved() -> None:
    found = state(ASKED, GRANTED)
    head, newest, oldest = histories.page(found, found.reports, 1, READER)
    assert head == "1(2) 试验事项1(2) 的历史（原期限11月30日，已延期到12月15日）（共2条）："
    assert "同意延期：延到12月15日" in newest
    assert "申请延期：延到12月15日" in oldest


def test_the_summary_names_what_waits_for_an_answer() -> None:
    book = ledger()
    book.apply(entry("1(2)", ASKED, until=LATER))
    found = summarise(book, READER.today, CALENDAR_2023, Rules())
    assert "申请延期待答复：1(2) 县住建局 到12月15日" in summaries.summary(found)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (e.LeadOnly(ref("1(2)"), ("县住建局",), Action.EXTEND), "延期由牵头单位县住建局申请"),
        (e.LeadOnly(ref("1(2)"), ("县住建局",)), "办结由牵头单位县住建局申请"),
        (e.SelfApproval(ref("1(2)"), Action.GRANT), "另一位同事来批准延期"),
        (e.SelfApproval(ref("1(2)")), "另一位同事来销号"),
        (e.NoNewDate(ref("1(2)"), DUE), "请写明延到哪天和原因（现在的期限是2023年11月30日）"),
        (e.NotLater(ref("1(2)"), DUE, DUE), "2023年11月30日不比它晚"),
        (e.PastDue(ref("1(2)"), DUE), "期限2023年11月30日已经过了"),
        (e.NoRequest(ref("1(2)"), Action.GRANT), "例：同意 1(2) 延期到"),
        (e.NoRequest(ref("1(2)"), Action.REFUSE), "没有等答复的延期申请"),
        (e.WrongStatus(ref("1(2)"), Status.CLOSED, Action.EXTEND), "不能申请延期"),
    ],
)
def test_each_refusal_says_what_to_do_next(error: e.LedgerError, sentence: str) -> None:
    assert sentence in errors.say(error)[0]


def test_a_missing_date_is_a_question_back_and_a_refusal_keeps_what_was_asked() -> None:
    assert errors.facts(e.NoNewDate(ref("1(2)"), DUE))[0] == "ambiguous_ask_back"
    assert errors.facts(e.PastDue(ref("1(2)"), DUE))[0] is None


def test_a_responsible_units_wish_is_its_part_and_no_strangers() -> None:
    part = e.LeadOnly(ref("1(2)"), ("县住建局",), Action.EXTEND)
    assert errors.facts(part) == ("ambiguous_ask_back", {"refs": ["1(2)"], "part": True})
