"""需协调: a difficulty goes to the office at once and stays on its list until it is answered."""

import pytest

from ledger.book import Ledger
from ledger.errors import NoAnswerWords, NoDifficulty, NotAllowed
from ledger.progress import EntryKind, Progress
from messages.commands import (
    Coordinate,
    ListDifficulties,
    ReportProgress,
    RequestCompletion,
    ShowItem,
    Summarise,
)
from tests.factories import at, claim, ledger, ref
from tests.handlers.test_joint import report, say

STUCK = Progress.STUCK
ANSWER = Coordinate(refs=(ref("1(2)"),), answer="已协调县财政局，下周拨付")


def stuck() -> Ledger:
    book = ledger()
    say(book, "zhujian", report("1(2)", STUCK), words="1(2) 有困难 缺资金")
    return book


def listed(book: Ledger, who: str = "office1") -> str:
    return "\n".join(say(book, who, ListDifficulties()).reply)


def test_a_difficulty_goes_to_the_office_at_once_and_the_answer_says_so() -> None:
    decision = say(ledger(), "zhujian", report("1(2)", STUCK), words="1(2) 有困难 缺资金")
    assert {row.to for row in decision.outgoing} == {"office1", "office2"}
    assert "【需协调】1(2)" in decision.outgoing[0].text
    assert "1(2) 有困难 缺资金" in decision.outgoing[0].text
    assert "答复 1(2)" in decision.outgoing[0].text
    assert "已列入需协调" in decision.reply[0]


def test_the_list_says_which_item_who_since_when_in_which_words() -> None:
    book = stuck()
    later = at("2023-10-20 10:00")
    say(book, "zhujian", report("1(2)", STUCK), words="1(2) 还是缺资金", now=later)
    for who in ("office1", "leader1", "admin1"):
        said = listed(book, who)
        assert "需协调1项" in said
        assert "县住建局 孙三 10月16日起：1(2) 还是缺资金" in said


def test_a_helpers_difficulty_is_listed_too() -> None:
    book = stuck()
    say(book, "caizheng", report("1(1)", STUCK))
    assert "县财政局 李四" in listed(book)


@pytest.mark.parametrize("who", ["zhujian", "nobody"])
def test_the_list_is_for_the_office_and_the_leader(who: str) -> None:
    with pytest.raises(NotAllowed):
        listed(stuck(), who)


def test_the_offices_answer_goes_to_the_reporter_and_takes_the_item_off_the_list() -> None:
    book = stuck()
    decision = say(book, "office1", ANSWER)
    (row,) = decision.entries
    assert (row.kind, row.note) == (EntryKind.COORDINATED, "已协调县财政局，下周拨付")
    assert row.before is row.after
    assert [notice.to for notice in decision.outgoing] == ["zhujian"]
    assert "已协调县财政局，下周拨付" in decision.outgoing[0].text
    assert "已转告县住建局" in decision.reply[0]
    assert listed(book) == "没有等协调的困难。"
    assert book.state(ref("1(2)")).reported_on == at("2023-10-16 09:30").date()


def test_the_answer_stands_on_the_item() -> None:
    book = stuck()
    assert "需协调：县住建局 10月16日起" in "\n".join(
        say(book, "zhujian", ShowItem(refs=(ref("1(2)"),))).reply
    )
    say(book, "office1", ANSWER)
    shown = "\n".join(say(book, "zhujian", ShowItem(refs=(ref("1(2)"),))).reply)
    assert "协调答复：已协调县财政局，下周拨付" in shown
    assert "需协调：" not in shown


def test_a_difficulty_reported_on_behalf_is_answered_to_the_units_contact() -> None:
    book = ledger()
    said = ReportProgress(claims=(claim("1(2)", STUCK),), on_behalf_of="县住建局")
    say(book, "office1", said)
    assert [notice.to for notice in say(book, "office2", ANSWER).outgoing] == ["zhujian"]


def test_a_later_report_without_difficulty_clears_it_and_a_mere_note_does_not() -> None:
    book = stuck()
    say(book, "zhujian", ReportProgress(claims=(claim("1(2)", None, note="附材料"),)))
    say(book, "zhujian", report("1(2)", Progress.NO_CHANGE))
    assert "1(2)" in listed(book)
    say(book, "zhujian", report("1(2)", Progress.UNDER_WAY))
    assert listed(book) == "没有等协调的困难。"


def test_another_units_report_leaves_the_difficulty() -> None:
    book = stuck()
    say(book, "caizheng", report("1(2)", Progress.UNDER_WAY))
    assert "1(2)" in listed(book)


def test_a_closed_item_waits_for_no_coordination() -> None:
    book = stuck()
    say(book, "office1", RequestCompletion(refs=(ref("1(2)"),), action="approve"))
    assert listed(book) == "没有等协调的困难。"


def test_only_the_office_answers_and_only_what_was_asked_and_with_words() -> None:
    with pytest.raises(NotAllowed):
        say(stuck(), "caizheng", ANSWER)
    with pytest.raises(NotAllowed):
        say(stuck(), "leader1", ANSWER)
    with pytest.raises(NoDifficulty):
        say(ledger(), "office1", ANSWER)
    with pytest.raises(NoAnswerWords):
        say(stuck(), "office1", Coordinate(refs=(ref("1(2)"),)))


def test_the_summary_names_who_waits() -> None:
    assert "需协调：1(2) 县住建局（10月16日起）" in say(stuck(), "office1", Summarise()).reply
