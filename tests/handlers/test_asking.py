import pytest

from handlers.routes import all_routes
from ledger.book import Ledger
from ledger.errors import EmptyLedger
from ledger.progress import Status
from ledger.units import UnitDirectory
from messages.commands import AskBack, AskContact, Help, WhoAmI
from messages.exchange import Asked, Question
from tests.factories import context, entry, ledger, ref


def test_a_report_without_a_number_is_asked_which_of_the_senders_items() -> None:
    book = ledger()
    book.apply(entry("1(1)", after=Status.CLOSED))
    decision = all_routes().route(AskBack(why="no_item"), context("zhujian", ledger=book))
    assert decision.facts == {"candidates": ["1(2)", "1(3)"]}
    assert [line[:7] for line in decision.reply[1:]] == ["1. 1(2)", "2. 1(3)"]
    assert decision.question == Question(asked=Asked.ITEM, choices=("1(2)", "1(3)"))


def test_a_whole_objective_is_asked_with_its_items() -> None:
    ask = AskBack(why="whole_objective", objective=1)
    decision = all_routes().route(ask, context("zhujian"))
    assert decision.facts["candidates"] == ["1(1)", "1(2)", "1(3)"]


def test_a_wrong_number_in_a_question_is_not_said_to_be_unrecorded() -> None:
    def said(why: str) -> str:
        ask = AskBack(why=why, bad_refs=("1(9)",))
        return all_routes().route(ask, context("zhujian")).reply[0]

    assert said("bad_reference").startswith("没有 1(9) 这个事项，没有记录。")
    assert said("no_such_item").startswith("没有 1(9) 这个事项。")


def test_no_number_is_wrong_where_no_plan_was_imported() -> None:
    empty = Ledger.of((), UnitDirectory(()))
    for why in ("bad_reference", "no_such_item"):
        with pytest.raises(EmptyLedger):
            all_routes().route(
                AskBack(why=why, bad_refs=("1(9)",)), context("zhujian", ledger=empty)
            )


def test_several_numbers_and_no_verb_are_all_named_in_the_question() -> None:
    ask = AskBack(why="show_or_report", candidates=("1(1)", "2"))
    assert "查请发：1(1)、2 详情" in all_routes().route(ask, context("zhujian")).reply[0]


def test_the_example_in_a_question_uses_the_number_that_was_named() -> None:
    decision = all_routes().route(AskBack(why="no_state", refs=(ref("1(2)"),)), context("zhujian"))
    assert "1(2) 已完成" in decision.reply[0]


@pytest.mark.parametrize(
    "why", ["not_done", "unsure", "order", "conditional", "conditional_extension"]
)
def test_a_yes_to_a_denial_a_wish_or_an_order_says_nothing_of_the_work(why: str) -> None:
    ask = AskBack(why=why, refs=(ref("1(2)"),))
    decision = all_routes().route(ask, context("zhujian"))
    assert decision.question.choices == ()
    assert "1(2)" in decision.reply[0]


def test_a_yes_to_what_seems_done_is_a_report_of_that_very_item() -> None:
    decision = all_routes().route(AskBack(why="doubt", refs=(ref("1(2)"),)), context("zhujian"))
    assert decision.question == Question(asked=Asked.WORDS, choices=("进度 1(2) 已完成",))


def test_help_shows_what_can_be_typed() -> None:
    said = "\n".join(all_routes().route(Help(), context("nobody")).reply)
    assert "进度 15(6) 已完成" in said


def test_who_am_i_tells_the_ids_an_administrator_needs() -> None:
    said = "\n".join(all_routes().route(WhoAmI(), context("shuiwu1")).reply)
    assert "shuiwu1" in said
    assert "县税务局" in said
    assert "group1" in said


def test_contacts_of_a_unit_are_named() -> None:
    said = all_routes().route(AskContact(units=("县税务局",)), context("nobody")).reply
    assert said == ("县税务局 联络员：赵一、钱二（备）",)
