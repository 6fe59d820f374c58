"""新增, 调整, 合并, 撤销事项 in the words of the chat, on a real database."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.app import App
from ledger.errors import UnknownItem
from ledger.plan import Item
from ledger.progress import EntryKind, Status
from storage.verify import verify
from tests.bot.conftest import OpenApp
from tests.bot.talk import Say, Talk
from tests.factories import ref

LEAD, OFFICE, ADMIN = "zhangqiang", "hemei", "luojian"
NEW = (
    "新增 15(7) 牵头 县税务局 责任 县财政局、各相关单位 期限 12月底前 内容 试行退税回访，每月一次"
)


def text_of(blocks: Sequence[str]) -> str:
    return "\n".join(blocks)


def item(app: App, number: str) -> Item:
    return app.desk.ledger.state(ref(number)).item


async def test_an_admin_sees_the_difference_and_carries_it_out(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        before = item(app, "5(5)")
        shown = await talk(ADMIN, "调整 5(5) 牵头 财政局 期限 11月20日前 原因 上级提前")
        assert not shown.wrote
        assert item(app, "5(5)") == before
        done = await talk(ADMIN, "确认")
        after = item(app, "5(5)")
        assert verify(app.store) == ()
    said = text_of(shown.reply)
    assert f"牵头：{before.lead[0]} → 县财政局" in said
    assert f"期限：{before.deadline.words}" in said
    assert "2023年11月20日" in said
    assert "确认" in said
    assert done.wrote
    assert done.reply[0].startswith("已调整 5(5)")
    assert after.lead == ("县财政局",)
    assert after.deadline.due == date(2023, 11, 20)
    assert after.text == before.text
    assert LEAD in {row.to for row in done.pushes}


async def test_without_the_word_nothing_changes(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        before = item(app, "5(5)")
        await talk(ADMIN, "调整 5(5) 牵头 县财政局")
        await talk(ADMIN, "取消")
        late = await talk(ADMIN, "确认")
        await talk(ADMIN, "调整 5(5) 牵头 县财政局")
        too_late = await talk(ADMIN, "确认", "2023-10-16 09:45")
        assert item(app, "5(5)") == before
    assert not late.wrote
    assert not too_late.wrote


async def test_a_draft_outlives_a_restart(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        await Talk(app, say)(ADMIN, "撤销事项 5(5) 上级已取消")
    async with open_app("2023-10-16 09:35") as app:
        talk = Talk(app, say)
        assert (await talk(ADMIN, "确认")).wrote
        assert talk.item("5(5)").status is Status.CANCELLED


async def test_nobody_confirms_what_was_shown_to_another(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "撤销事项 5(5) 上级已取消")
        assert not (await talk("jiangyan", "确认")).wrote
        assert talk.item("5(5)").status is Status.OPEN


async def test_the_old_wording_stays_in_the_history_and_in_the_past(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        before = item(app, "5(5)")
        await talk(LEAD, "5(5) 40%")
        await talk(ADMIN, "调整 5(5) 期限 11月20日前", "2023-10-18 10:00")
        await talk(ADMIN, "确认")
        row = app.desk.ledger.state(ref("5(5)")).reports[-1]
        then = await talk(ADMIN, "截至10月17日 汇总", "2023-11-25 10:00")
        now = await talk(ADMIN, "汇总")
        past = app.lookups.ledger_as_of(row.at.replace(hour=9))
    assert row.kind is EntryKind.AMENDED
    assert row.was == before
    assert "→ 确认" in row.words
    assert past.state(ref("5(5)")).item == before
    assert not any("5(5)" in line and "逾期" in line for line in then.reply)
    assert any("5(5)" in line and "逾期" in line for line in now.reply)


async def test_a_report_stays_with_the_item_whoever_leads_it(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 40%")
        await talk(ADMIN, "调整 5(5) 牵头 县税务局")
        await talk(ADMIN, "确认")
        tasks = await talk("lihua", "县税务局 有哪些任务")
        report = await talk("lihua", "5(5) 60%")
    assert any(line.startswith("5(5)") for line in tasks.reply)
    assert report.wrote, report.reply
    assert talk.item("5(5)").percent == 60
    assert talk.kinds("5(5)") == [EntryKind.REPORTED, EntryKind.AMENDED, EntryKind.REPORTED]


async def test_a_new_deadline_is_in_force_also_after_an_extension(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        first = talk.item("5(5)").due
        await talk(LEAD, "5(5) 申请延期到明年1月20日 因设备未到")
        await talk(ADMIN, "同意 5(5) 延期")
        assert talk.item("5(5)").due == date(2024, 1, 20)
        await talk(ADMIN, "调整 5(5) 期限 11月20日前")
        await talk(ADMIN, "确认")
        assert talk.item("5(5)").due == date(2023, 11, 20)
        await talk(ADMIN, "撤回 5(5) 的调整")
        again = talk.item("5(5)")
    assert again.due == date(2024, 1, 20)
    assert again.first_due == first


async def test_an_added_item_is_one_like_the_others_from_then_on(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        shown = await talk(ADMIN, NEW, "2023-10-18 10:00")
        done = await talk(ADMIN, "确认")
        assert done.wrote, done.reply
        report = await talk("lihua", "15(7) 30%")
        card = await talk("lihua", "15(7)")
        now = await talk(OFFICE, "汇总")
        then = await talk(OFFICE, "截至10月17日 汇总", "2023-10-20 10:00")
        assert verify(app.store) == ()
        live = list(app.desk.ledger)
    assert "牵头：县税务局" in shown.reply
    assert "责任：县财政局、各相关单位" in shown.reply
    assert report.wrote, report.reply
    assert any("试行退税回访，每月一次" in block for block in card.reply)
    count = len(live)
    assert any(f"共{count}项" in line for line in now.reply)
    assert any(f"共{count - 1}项" in line for line in then.reply)
    assert [str(s.ref) for s in live if s.ref.objective == 15][-2:] == ["15(6)", "15(7)"]
    async with open_app("2023-10-21 09:00") as app:
        assert list(app.desk.ledger) == live


async def test_what_a_new_item_lacks_is_asked_for(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        asked = await talk(ADMIN, "新增 15(7) 牵头 县税务局")
        shown = await talk(ADMIN, "期限 12月底前 内容 试行退税回访")
        done = await talk(ADMIN, "确认")
    assert "期限、内容" in asked.reply[0]
    assert "期限：12月底前（2023年12月31日）" in shown.reply
    assert done.wrote


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("新增 15(6) 牵头 县税务局 期限 12月底前 内容 试行", "15(7)"),
        ("新增 99(1) 牵头 县税务局 期限 12月底前 内容 试行", "99"),
        ("新增 15(7) 牵头 县飞船局 期限 12月底前 内容 试行", "县飞船局"),
        ("新增 15(7) 牵头 县税务局 期限 回头再说 内容 试行", "回头再说"),
        ("调整 5(5) 牵头 县飞船局", "县飞船局"),
        ("调整 5(5)", "没有要改的"),
        ("调整 15(99) 牵头 县财政局", "没有 15(99) 这个事项"),
        ("撤销事项 5(5)", "原因"),
        ("合并 5(5) 到 5(5)", "没有要改的"),
    ],
)
async def test_what_cannot_be_done_is_said_in_a_sentence(
    open_app: OpenApp, say: Say, words: str, said: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        answer = await talk(ADMIN, words)
        again = await talk(ADMIN, "确认")
    assert not answer.wrote
    assert not again.wrote
    assert said in text_of(answer.reply)


@pytest.mark.parametrize(
    "words",
    ["调整 5(5) 牵头 县财政局", "撤销事项 5(5) 上级取消", "合并 5(5) 到 5(2)", NEW],
)
async def test_a_contact_changes_nothing_of_the_plan(
    open_app: OpenApp, say: Say, words: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        answer = await talk(LEAD, words)
        again = await talk(LEAD, "确认")
    assert not answer.wrote
    assert not again.wrote
    assert "管理员" in answer.reply[0]


@pytest.mark.parametrize("words", ["调整 5(5) 牵头 县财政局", "撤销事项 5(5) 上级取消", NEW])
async def test_the_office_proposes_and_an_admin_confirms(
    open_app: OpenApp, say: Say, words: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        proposed = await talk(OFFICE, words)
        assert (await talk(OFFICE, "确认")).wrote is False
        assert {row.to for row in proposed.pushes} == {"luojian", "jiangyan"}
        pressed = proposed.pushes[0].choices[0]
        shown = await talk(ADMIN, pressed.says)
        done = await talk(ADMIN, "确认")
        assert verify(app.store) == ()
    assert proposed.wrote
    assert not shown.wrote
    assert done.wrote, done.reply


async def test_a_merged_item_goes_on_under_the_other_number(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        count = len(list(app.desk.ledger))
        await talk(ADMIN, "合并 5(5) 到 5(2) 内容重复")
        done = await talk(ADMIN, "确认")
        report = await talk(LEAD, "5(5) 60%")
        card, other = await talk(LEAD, "5(5)"), await talk(LEAD, "5(2)")
        summary = await talk(OFFICE, "汇总")
        assert verify(app.store) == ()
    assert done.reply[0].startswith("已合并 5(5)")
    assert talk.item("5(5)").status is Status.MERGED
    assert not report.wrote
    assert "已合并" in report.reply[0]
    assert "已并入：5(2)" in card.reply
    assert "并进来的：5(5)" in other.reply
    assert f"共{count}项" in summary.reply[1]
    assert "合并1项" in summary.reply[1]


async def test_a_merger_is_taken_back_on_both_sides(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        await talk(ADMIN, "合并 5(5) 到 5(2)")
        await talk(ADMIN, "确认")
        refused = await talk(OFFICE, "撤回 5(5) 的合并")
        answer = await talk(ADMIN, "撤回 5(5) 的合并")
        assert verify(app.store) == ()
    assert not refused.wrote
    assert answer.wrote, answer.reply
    assert talk.item("5(5)").status is Status.PENDING
    assert talk.item("5(2)").absorbed == ()


async def test_a_cancelled_item_stays_to_be_looked_at_and_may_return(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "撤销事项 5(5) 上级已取消")
        done = await talk(ADMIN, "确认")
        card = await talk(LEAD, "5(5)")
        tasks = await talk(LEAD, "我们单位的任务")
        summary = await talk(OFFICE, "汇总")
        back = await talk(ADMIN, "撤回 5(5) 的撤销")
        assert talk.item("5(5)").status is Status.OPEN
        await talk(ADMIN, "撤销事项 5(5) 上级已取消")
        await talk(ADMIN, "确认")
        resumed = await talk(ADMIN, "恢复 5(5)")
    assert done.reply[0].startswith("已撤销 5(5)")
    assert any("已撤销" in block for block in card.reply)
    assert not any(line.startswith("5(5)") for line in tasks.reply)
    assert "撤销1项" in summary.reply[1]
    assert back.wrote, back.reply
    assert resumed.wrote
    assert talk.item("5(5)").status is Status.OPEN


async def test_the_last_change_is_taken_back_first(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        first = item(app, "5(5)")
        for words in ("调整 5(5) 牵头 县财政局", "调整 5(5) 内容 另一种写法，按要求办好"):
            await talk(ADMIN, words)
            await talk(ADMIN, "确认")
        second = item(app, "5(5)")
        await talk(ADMIN, "撤回 5(5) 的调整")
        assert item(app, "5(5)").lead == ("县财政局",)
        assert item(app, "5(5)").text == first.text != second.text
        await talk(ADMIN, "撤回 5(5) 的调整")
        assert item(app, "5(5)") == first
        nothing = await talk(ADMIN, "撤回 5(5) 的调整")
        before = talk.item("5(5)")
        assert verify(app.store) == ()
    assert not nothing.wrote
    async with open_app("2023-10-17 09:00") as app:
        assert app.desk.ledger.state(ref("5(5)")) == before


async def test_a_draft_that_is_no_longer_true_is_shown_again(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "调整 5(5) 牵头 县财政局")
        await talk("jiangyan", "调整 5(5) 牵头 县税务局")
        await talk("jiangyan", "确认")
        again = await talk(ADMIN, "确认")
        assert item(app, "5(5)").lead == ("县税务局",)
        assert not again.wrote
        assert (await talk(ADMIN, "确认")).wrote
        assert item(app, "5(5)").lead == ("县财政局",)


async def test_an_isolated_number_is_known_only_after_it_was_added(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        with pytest.raises(UnknownItem):
            app.desk.ledger.state(ref("15(7)"))
        talk = Talk(app, say)
        assert not (await talk("lihua", "15(7) 30%")).wrote
        await talk(ADMIN, NEW)
        await talk(ADMIN, "确认")
        assert (await talk("lihua", "15(7) 30%")).wrote


async def test_an_added_item_is_taken_back_in_one_line(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, NEW)
        await talk(ADMIN, "确认")
        await talk("lihua", "15(7) 30%")
        answer = await talk(ADMIN, "撤回 15(7) 的新增")
        assert talk.item("15(7)").status is Status.CANCELLED
        await talk(OFFICE, "撤回 15(7) 的进度")
        before = talk.item("15(7)")
        assert verify(app.store) == ()
    assert answer.wrote, answer.reply
    assert before.status is Status.CANCELLED
    assert before.percent is None
    async with open_app("2023-10-17 09:00") as app:
        assert app.desk.ledger.state(ref("15(7)")) == before


async def test_the_last_word_of_an_admin_is_the_merger_and_not_its_other_side(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "调整 5(2) 牵头 县财政局")
        await talk(ADMIN, "确认")
        await talk(ADMIN, "合并 5(5) 到 5(2)")
        await talk(ADMIN, "确认")
        answer = await talk(ADMIN, "撤回")
    assert answer.reply[0].startswith("已撤回 5(5)")
    assert talk.item("5(5)").status is Status.OPEN
    assert talk.item("5(2)").item.lead == ("县财政局",)


async def test_an_application_for_a_later_date_ends_where_the_date_does(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 申请延期到明年1月20日 因设备未到")
        await talk(ADMIN, "调整 5(5) 期限 长期坚持")
        await talk(ADMIN, "确认")
        assert talk.item("5(5)").request is None
        await talk(ADMIN, "撤回 5(5) 的调整")
        assert talk.item("5(5)").request is not None


async def test_words_that_may_not_be_kept_are_not_kept_as_an_item(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        answer = await talk(ADMIN, "调整 5(5) 内容 联系人电话13812345678，机密★一年")
        again = await talk(ADMIN, "确认")
    assert not answer.wrote
    assert not again.wrote
    assert "没有保存" in answer.reply[0]


async def test_nobody_waits_for_help_with_what_is_no_longer_in_the_plan(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 有困难，缺资金")
        assert any("5(5)" in line for line in (await talk(OFFICE, "需协调")).reply)
        await talk(ADMIN, "撤销事项 5(5) 上级已取消")
        await talk(ADMIN, "确认")
        assert not any("5(5)" in line for line in (await talk(OFFICE, "需协调")).reply)
        await talk(ADMIN, "撤回 5(5) 的撤销")
        assert any("5(5)" in line for line in (await talk(OFFICE, "需协调")).reply)


async def test_a_changed_plan_is_the_same_after_a_restart(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        for words in (NEW, "调整 5(5) 期限 11月20日前", "合并 15(5) 到 15(6)"):
            await talk(ADMIN, words)
            assert (await talk(ADMIN, "确认")).wrote, words
        (live,) = app.desk.ledger.books.values()
    async with open_app("2023-10-17 09:00") as app:
        (again,) = app.desk.ledger.books.values()
        assert list(again) == list(live)
        assert (again.plan, again.issued) == (live.plan, live.issued)
        assert (again.leads, again.helpers, again.shares) == (
            live.leads,
            live.helpers,
            live.shares,
        )


async def test_a_yes_that_comes_too_late_is_told_that_nothing_was_done(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("luojian", "撤销事项 5(5) 上级取消")
        late = await talk("luojian", "确认", "2023-10-16 09:45")
        again = await talk("luojian", "确认")
        other = await talk("lihua", "确认")
    assert late.reply[0].startswith("没有执行")
    assert not late.wrote
    assert again.reply == other.reply == ()
