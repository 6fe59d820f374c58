"""Who reads the history of an item, page by page, and what everybody else is shown."""

import pytest

from handlers.histories import items_asked
from ledger.book import Ledger
from ledger.errors import NotAllowed
from ledger.progress import Entry, EntryKind, Progress, Status
from messages.commands import ExportHistory, ShowItem
from tests.factories import entry, ledger, ref
from tests.handlers.test_joint import say

HISTORY = ShowItem(refs=(ref("1(2)"),), history=True)


def rows(count: int) -> tuple[Entry, ...]:
    return tuple(
        entry("1(2)", seq=n, progress=Progress.UNDER_WAY, words=f"原话{n}。", actor_name="孙三")
        for n in range(1, count + 1)
    )


def asked(who: str, found: tuple[Entry, ...], page: int = 1) -> tuple[str, ...]:
    book = ledger()
    for row in found:
        book.apply(row)
    command = ShowItem(refs=(ref("1(2)"),), history=True, page=page)
    return say(book, who, command, history=found).reply


def test_all_rows_come_newest_first_and_page_by_page() -> None:
    head, first, *rest = asked("office1", rows(23))
    assert "共23条，第1/3页" in head
    assert "原话23。" in first
    assert rest[-1] == "更早的请发：1(2) 历史 第2页"
    assert "原话13。" in asked("office1", rows(23), 2)[1]
    assert asked("office1", rows(23), 3)[-1].endswith("原话：原话1。")
    assert asked("office1", rows(23), 99) == asked("office1", rows(23), 3)


def test_a_row_says_who_in_which_words_what_moved_and_whose_part() -> None:
    done = entry(
        "1(2)",
        progress=Progress.DONE,
        words="1(2)办好了",
        actor_name="周五",
        on_behalf=True,
        after=Status.PENDING,
    )
    part = entry("1(2)", unit="县财政局", part=True, progress=Progress.DONE)
    text = "\n".join(asked("leader1", (done, part)))
    assert "县住建局 周五（代报） 报送：已完成（办理中→待审核） 原话：1(2)办好了" in text
    assert "县财政局 zhujian（配合） 报送：已完成" in text


@pytest.mark.parametrize("who", ["zhujian", "caizheng", "office1", "admin1", "leader1"])
def test_the_own_units_office_and_leader_read_the_words(who: str) -> None:
    assert "原话1。" in "".join(asked(who, rows(1)))


@pytest.mark.parametrize("who", ["nobody", "shuiwu1"])
def test_others_see_the_last_status_only(who: str) -> None:
    said = "".join(asked(who, rows(3)))
    assert "原话" not in said.replace("历史和原话", "")
    assert "最近报送：县住建局 推进中（10月16日）" in said
    assert "联络员" in said


@pytest.mark.parametrize("who", ["nobody", "shuiwu1"])
def test_the_item_itself_shows_others_no_words_either(who: str) -> None:
    book = ledger()
    stuck = entry("1(2)", progress=Progress.STUCK, words="1(2) 缺资金", note="缺资金")
    book.apply(stuck)
    said = "".join(say(book, who, ShowItem(refs=(ref("1(2)"),))).reply)
    assert "缺资金" not in said
    assert "最近报送：县住建局 有困难（10月16日）" in said


def test_the_items_of_a_question_are_known_before_it_is_answered() -> None:
    book: Ledger = ledger()
    assert items_asked(HISTORY, book) == (ref("1(2)"),)
    assert items_asked(ShowItem(refs=(ref("1(2)"),)), book) == ()
    whole = ShowItem(refs=(ref("1"),), history=True)
    assert items_asked(whole, book) == (ref("1(1)"), ref("1(2)"), ref("1(3)"))
    assert items_asked(ShowItem(refs=(ref("9"),), history=True), book) == ()


def test_the_office_is_told_where_the_whole_history_is_to_be_had() -> None:
    (first, _) = say(ledger(), "office1", ExportHistory()).reply
    assert "duban audit -o" in first
    with pytest.raises(NotAllowed):
        say(ledger(), "zhujian", ExportHistory())


def test_an_item_nobody_spoke_of_has_no_history() -> None:
    assert asked("office1", ()) == ("1(2) 试验事项1(2) 的历史：还没有记录。",)
    assert EntryKind.COORDINATED.value == "coordinated"
