from datetime import date

import pytest

from handlers.routes import all_routes
from ledger.errors import EmptyLedger, NotBound, NothingFound, NoUnitOfYours
from ledger.progress import EntryKind, Progress, Status
from ledger.standings import Standing
from messages import errors
from messages.commands import (
    AskContact,
    Command,
    DateRange,
    DueList,
    ListItems,
    ListTasks,
    NotReported,
    Overdue,
    ShowItem,
    Summarise,
    WhoLeads,
)
from tests.factories import context, entry, item, ledger, plan, ref


def answer(command: Command, who: str = "nobody", **overrides: object) -> str:
    return "\n".join(all_routes().route(command, context(who, **overrides)).reply)


def test_tasks_of_a_unit_lead_and_responsible_with_light_and_date() -> None:
    said = answer(ListTasks(units=("县税务局",)))
    assert said.splitlines()[0] == "县税务局：牵头2项，责任1项"
    assert "2 试验事项2 🟢 正常 12月31日" in said
    assert "3(1) 试验事项3(1) ⚪ 本期未报 长期坚持" in said
    assert said.index("责任：") < said.index("1(3) 试验事项1(3)")
    assert "另有2项的责任单位" in said


def test_own_tasks_need_a_unit() -> None:
    assert answer(ListTasks(), "zhujian").startswith("县住建局：牵头3项")
    with pytest.raises(NotBound):
        answer(ListTasks())


def test_a_unit_that_leads_nothing_is_told_so_and_helpers_are_not_listed_silently() -> None:
    said = answer(ListTasks(units=("县财政局",), lead_only=True))
    assert said == "县财政局：没有牵头的事项，责任4项（发“县财政局 配合哪些”看明细）"


def test_an_item_is_shown_whole_with_its_last_reports() -> None:
    book = ledger(plan(item("1", text="第一句标题。第二句内容，有细节。")))
    book.apply(entry("1", progress=Progress.UNDER_WAY, percent=60, words="1 60%"))
    said = answer(ShowItem(refs=(ref("1"),)), "zhujian", ledger=book)
    for words in (
        "第一句标题。第二句内容，有细节。",
        "牵头：县住建局",
        "责任：县财政局",
        "时限：2023年12月31日前（12月31日，还有54个工作日）",
        "状态：办理中 🟢 正常",
        "县住建局 zhujian 报送：推进中 60% 原话：1 60%",
    ):
        assert words in said


def test_a_bare_objective_shows_all_its_items() -> None:
    assert answer(ShowItem(refs=(ref("1"),))).count("牵头：县住建局") == 3


def test_who_leads_by_number_and_by_keyword() -> None:
    assert "牵头 县税务局" in answer(WhoLeads(refs=(ref("2"),)))
    assert "3(2)" in answer(WhoLeads(keyword="事项3(2)"))
    with pytest.raises(NothingFound):
        answer(WhoLeads(keyword="没有这个词"))


def test_due_lists_name_what_is_not_closed() -> None:
    november = DateRange(code="month:2023-11", first=date(2023, 11, 1), last=date(2023, 11, 30))
    assert "1(2)" in answer(DueList(range=november))
    book = ledger()
    book.apply(entry("1(2)", after=Status.CLOSED))
    assert answer(DueList(range=november), ledger=book) == "11月1日至11月30日没有到期事项。"


def test_overdue_items_are_named_with_their_lead() -> None:
    assert "1(1) 试验事项1(1) 县住建局 🔴 逾期 6月30日" in answer(Overdue())
    assert answer(Overdue(units=("县税务局",))) == "县税务局 没有逾期事项。"


def test_who_has_not_reported_this_quarter() -> None:
    book = ledger()
    book.apply(entry("3(1)", unit="县税务局"))
    said = answer(NotReported(), ledger=book)
    assert "1(3)" in said
    assert "3(1)" not in said


def test_a_question_about_our_unit_from_nobodys_contact_says_how_to_ask() -> None:
    with pytest.raises(NoUnitOfYours) as refused:
        answer(Overdue(own=True))
    assert "请写上单位名称" in "".join(errors.say(refused.value))


def test_the_contacts_of_an_item_are_those_of_its_lead() -> None:
    assert answer(AskContact(refs=(ref("1(2)"),))) == "县住建局 联络员：孙三"


def test_the_office_may_see_every_contact_at_once() -> None:
    said = answer(AskContact(), "office1").splitlines()
    assert said == [
        "县税务局 联络员：赵一、钱二（备）",
        "县住建局 联络员：孙三",
        "县财政局 联络员：李四",
    ]
    assert answer(AskContact(), "zhujian") == "县住建局 联络员：孙三"


def test_an_empty_ledger_is_said_to_be_empty() -> None:
    empty = ledger()
    empty.books = {}
    for command in (Overdue(), ListTasks(units=("县税务局",)), ShowItem(refs=(ref("1"),))):
        with pytest.raises(EmptyLedger):
            answer(command, ledger=empty)


def told(command: Command, who: str = "nobody", **overrides: object) -> dict[str, object]:
    return dict(all_routes().route(command, context(who, **overrides)).facts)


def test_lists_by_state_hold_what_was_said_and_confirmed_of_each_item() -> None:
    book = ledger(plan(*(item(f"1({n})") for n in range(1, 8))))
    reports = {
        "1(1)": Progress.NOT_STARTED,
        "1(2)": Progress.UNDER_WAY,
        "1(3)": Progress.STUCK,
        "1(4)": Progress.DONE,
    }
    for number, progress in reports.items():
        after = Status.PENDING if progress is Progress.DONE else Status.OPEN
        book.apply(entry(number, progress=progress, after=after))
    book.apply(entry("1(5)", EntryKind.CLOSED, after=Status.CLOSED))
    book.apply(entry("1(6)", EntryKind.SUSPENDED, after=Status.SUSPENDED))

    def listed(standing: Standing) -> list[str]:
        said = answer(ListItems(standing=standing), ledger=book)
        return [row.split()[0] for row in said.splitlines()[1:] if row.startswith("1(")]

    assert listed(Standing.NOT_STARTED) == ["1(1)"]
    assert listed(Standing.UNDER_WAY) == ["1(2)"]
    assert listed(Standing.STUCK) == ["1(3)"]
    assert listed(Standing.PENDING) == ["1(4)"]
    assert listed(Standing.DONE) == ["1(4)", "1(5)"]
    assert listed(Standing.CLOSED) == ["1(5)"]
    assert listed(Standing.SHELVED) == ["1(6)"]
    assert listed(Standing.UNFINISHED) == ["1(1)", "1(2)", "1(3)", "1(7)"]


def test_an_empty_list_by_report_says_how_many_nobody_has_reported_on() -> None:
    assert answer(ListItems(standing=Standing.NOT_STARTED)) == (
        "没有未启动的事项。另有6项还没报过进展。"
    )


def test_a_section_is_listed_and_narrows_the_other_questions() -> None:
    items = (item("1", section="一、改革"), item("2", section="二、法治", due=date(2023, 6, 30)))
    book = ledger(plan(*items, item("3", section="二、法治", due=None)))
    said = answer(ListItems(section="二、法治"), ledger=book).splitlines()
    assert said[0] == "二、法治 事项2项："
    assert [row.split()[0] for row in said[1:]] == ["2", "3"]
    assert answer(Overdue(section="一、改革"), ledger=book) == "一、改革 没有逾期事项。"
    assert "2 试验事项2" in answer(Overdue(section="二、法治"), ledger=book)
    assert "县住建局：3" in answer(NotReported(section="二、法治"), ledger=book)
    assert "都报了" in answer(NotReported(section="一、改革"), ledger=book)


def test_a_units_list_keeps_to_the_state_that_was_asked_for() -> None:
    book = ledger()
    book.apply(entry("2", unit="县税务局", after=Status.CLOSED))
    said = answer(ListTasks(units=("县税务局",), standing=Standing.UNFINISHED), ledger=book)
    assert said.startswith("县税务局：牵头1项，责任1项（只列未完成）")
    assert "2 试验事项2" not in said


def test_an_item_of_two_units_asked_about_is_listed_once() -> None:
    said = answer(Overdue(units=("县住建局", "县财政局")))
    assert said.count("1(1) 试验事项1(1)") == 1


def test_a_whole_task_shown_is_known_as_one() -> None:
    assert told(ShowItem(refs=(ref("1"),))) == {"whole_task": True}
    assert told(ShowItem(refs=(ref("2"),))) == {}


def test_the_summary_of_a_unit_counts_its_items_alone() -> None:
    said = answer(Summarise(units=("县税务局",)), "office1").splitlines()
    assert said[0].endswith("县税务局")
    assert said[1].startswith("共3项")
    assert [row for row in said if row.startswith("· 县")] == [
        "· 县税务局：牵头2项 未报1；责任1项"
    ]


def test_a_contact_who_asks_for_another_units_summary_gets_its_list() -> None:
    said = answer(Summarise(units=("县税务局",)), "zhujian")
    assert said.startswith("县税务局：牵头2项，责任1项")
    assert answer(Summarise(own=True), "zhujian").splitlines()[0].endswith("县住建局")
