"""The chain of an item's life in the words of the chat, on a real database."""

import pytest

from ledger.progress import EntryKind, Status
from storage.verify import verify
from tests.bot.conftest import OpenApp
from tests.bot.talk import Say, Talk
from tests.factories import ref

LEAD, OFFICE, ADMIN = "zhangqiang", "hemei", "luojian"


async def test_a_unit_takes_note_of_everything_it_leads(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        answer = await talk("lihua", "签收")
        again = await talk("lihua", "签收 15(6)")
        card = await talk("lihua", "15(6)")
    assert answer.reply[0] == "已签收4项："
    assert again.wrote
    assert "已签收：县税务局" in card.reply
    assert talk.item("15(6)").status is Status.OPEN


async def test_somebody_unbound_takes_note_of_nothing(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)("stranger", "签收 15(6)")
    assert not answer.wrote
    assert "绑定" in answer.reply[0]


async def test_an_admin_sets_work_aside_and_takes_it_up_again(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        aside = await talk(ADMIN, "挂账 5(5) 土地手续没批")
        assert talk.item("5(5)").status is Status.SUSPENDED
        report = await talk(LEAD, "5(5) 60%")
        summary = await talk(OFFICE, "汇总")
        back = await talk(ADMIN, "恢复 5(5)")
    assert aside.reply[0].startswith("已挂账 5(5)")
    assert "土地手续没批" in aside.reply[0]
    assert {row.to for row in aside.pushes} == {LEAD}
    assert not report.wrote
    assert "挂账" in report.reply[0]
    assert any(line.startswith("挂账停办：5(5)") for line in summary.reply)
    assert back.wrote
    assert talk.item("5(5)").status is Status.OPEN
    assert talk.kinds("5(5)") == [EntryKind.SUSPENDED, EntryKind.RESUMED]


async def test_the_office_proposes_and_an_admin_presses_the_button(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        proposed = await talk(OFFICE, "停办 5(5) 上级取消项目")
        assert talk.item("5(5)").status is Status.OPEN
        assert {row.to for row in proposed.pushes} == {"luojian", "jiangyan"}
        pressed = proposed.pushes[0].choices[0]
        await talk(ADMIN, pressed.says)
    assert talk.item("5(5)").status is Status.STOPPED
    assert talk.kinds("5(5)") == [EntryKind.PROPOSED, EntryKind.STOPPED]


@pytest.mark.parametrize("words", ["挂账 5(5) 没钱", "停办 5(5) 不办了", "恢复 5(5)"])
async def test_a_contact_sets_nothing_aside(open_app: OpenApp, say: Say, words: str) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)(LEAD, words)
    assert not answer.wrote
    assert "管理员" in answer.reply[0]


async def test_without_a_reason_nothing_is_set_aside_until_it_is_given(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        asked = await talk(ADMIN, "挂账 5(5)")
        assert not asked.wrote
        assert "原因" in asked.reply[0]
        told = await talk(ADMIN, "因为土地没批")
    assert told.wrote
    assert talk.item("5(5)").status is Status.SUSPENDED


async def test_closed_work_is_looked_back_at_and_its_first_closing_kept(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        await talk(OFFICE, "同意 5(5) 销号")
        again = await talk(ADMIN, "回头看 5(5) 群众反映没落实", "2023-11-06 10:00")
        card = await talk(LEAD, "5(5)")
    assert again.reply[0].startswith("已回头看 5(5)")
    assert "曾于2023年10月16日销号，后又恢复办理" in card.reply
    assert talk.item("5(5)").status is Status.OPEN


async def test_a_correction_stands_in_the_place_of_the_last_report(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("lihua", "15(6) 80%")
        answer = await talk("lihua", "更正 15(6) 70%")
    first, second = reversed(tuple(talk.item("15(6)").history or ()))
    assert answer.reply[0].startswith("已更正 15(6)")
    assert (second.kind, second.concerns) == (EntryKind.CORRECTED, first.seq)
    assert talk.item("15(6)").percent == 70


async def test_a_reporter_takes_his_last_word_back_the_same_day(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 40%")
        await talk(LEAD, "5(5) 已完成")
        answer = await talk(LEAD, "撤回")
        assert verify(app.store) == ()
    assert "现在是“办理中”" in answer.reply[0]
    assert "5(5) 已完成" in answer.reply[0]
    assert talk.item("5(5)").percent == 40
    assert talk.kinds("5(5)")[-1] is EntryKind.WITHDRAWN


@pytest.mark.parametrize(
    ("when", "who"),
    [("2023-10-17 09:00", LEAD), ("2023-10-16 10:00", "chenjing")],
)
async def test_yesterdays_and_others_reports_stand(
    open_app: OpenApp, say: Say, when: str, who: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 40%")
        answer = await talk(who, "撤回 5(5)", when)
    assert not answer.wrote
    assert "优化办" in answer.reply[0]
    assert talk.item("5(5)").percent == 40


async def test_after_the_office_decided_the_reporter_takes_nothing_back(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        await talk(OFFICE, "同意 5(5) 销号")
        answer = await talk(LEAD, "撤回 5(5)")
    assert not answer.wrote
    assert talk.item("5(5)").status is Status.CLOSED


async def test_what_is_only_proposed_leaves_the_reporter_his_word(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("lihua", "15(6) 60%")
        proposed = await talk("hemei", "调整 15(6) 时限 2023年11月20日前")
        back = await talk("lihua", "撤回")
    assert proposed.wrote
    assert back.wrote


@pytest.mark.parametrize("words", ["撤回 5(5) 的销号", "取消5(5)的销号", "撤回 5(5)"])
async def test_the_office_takes_its_own_closing_back_in_one_line(
    open_app: OpenApp, say: Say, words: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        await talk(OFFICE, "同意 5(5) 销号")
        answer = await talk(OFFICE, words)
    assert answer.wrote, answer.reply
    assert talk.item("5(5)").status is Status.PENDING
    assert talk.item("5(5)").first_closed is None


async def test_the_office_takes_back_any_row_at_any_time(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 申请延期到12月20日 因设备未到")
        await talk(OFFICE, "同意 5(5) 延期")
        moved = talk.item("5(5)").due
        answer = await talk(OFFICE, "撤回 5(5) 的延期", "2023-11-08 10:00")
    assert answer.wrote, answer.reply
    assert talk.item("5(5)").due != moved
    assert talk.item("5(5)").request is not None
    assert {row.to for row in answer.pushes} == {LEAD}


async def test_whose_report_the_office_takes_back_is_told(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        answer = await talk(OFFICE, "撤回 5(5) 的进度")
    assert {row.to for row in answer.pushes} == {LEAD}


async def test_the_chain_is_the_same_after_a_restart(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        for who, words in (
            (LEAD, "签收 5(5)"),
            (LEAD, "5(5) 已完成"),
            (OFFICE, "同意 5(5) 销号"),
            (OFFICE, "撤回 5(5) 的销号"),
            (OFFICE, "退回 5(5) 缺名单"),
            (LEAD, "更正 5(5) 90%"),
        ):
            assert (await talk(who, words)).wrote, words
        before = talk.item("5(5)")
    async with open_app("2023-10-17 09:00") as app:
        assert app.desk.ledger.state(ref("5(5)")) == before


async def test_a_bare_withdrawal_takes_back_ones_own_last_word_though_a_colleague_spoke_since(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("lihua", "15(1) 正常推进")
        await talk("lihua", "15(6) 正常推进")
        await talk("wanglei", "15(6) 推进中 60%")
        back = await talk("lihua", "撤回")
    assert back.reply[0].startswith("已撤回 15(6)")
    assert talk.kinds("15(1)") == [EntryKind.REPORTED]
    assert talk.item("15(6)").percent == 60


@pytest.mark.parametrize(
    ("act", "named"),
    [("同意绑定 高山", "登记联络员"), ("暂停提醒 5(5) 到11月30日", "暂停提醒")],
)
async def test_a_bare_withdrawal_takes_nothing_older_than_the_last_act(
    open_app: OpenApp, say: Say, act: str, named: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("newman", "绑定 县气象局 高山")
        await talk(LEAD, "5(5) 已完成")
        await talk(OFFICE, "同意 5(5) 销号")
        await talk(OFFICE, act)
        back = await talk(OFFICE, "撤回")
    assert not back.wrote
    assert named in back.reply[0]
    assert talk.item("5(5)").status is Status.CLOSED


@pytest.mark.parametrize("words", ["撤回", "撤回 5(5) 的答复"])
async def test_an_answer_to_a_difficulty_is_taken_back(
    open_app: OpenApp, say: Say, words: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 有困难 缺资金")
        await talk(OFFICE, "答复 5(5) 已协调资金")
        back = await talk(OFFICE, words)
        listed = await talk(OFFICE, "需协调")
    assert "的协调答复" in back.reply[0]
    assert {row.to for row in back.pushes} == {LEAD}
    assert listed.reply[0] == "需协调1项："


async def test_the_office_does_not_undo_what_only_an_admin_may_do(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "挂账 5(5) 等上级文件")
        refused = await talk(OFFICE, "撤回 5(5) 的挂账")
        back = await talk(ADMIN, "撤回 5(5) 的挂账")
    assert not refused.wrote
    assert back.wrote
    assert {row.to for row in back.pushes} == {LEAD}


async def test_the_history_says_which_row_was_taken_back(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 60%")
        await talk(LEAD, "撤回 5(5)")
        history = await talk(OFFICE, "5(5) 历史")
        card = await talk(OFFICE, "5(5)")
    for lines in (history.reply, card.reply):
        assert any("张强 撤回：10月16日 09:30 张强的报送" in line for line in lines)
        assert any("报送（已撤回）：推进中 60%" in line for line in lines)


async def test_looking_back_needs_a_reason_on_the_day_of_the_closing_too(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        await talk(OFFICE, "同意 5(5) 销号")
        asked = await talk(ADMIN, "回头看 5(5)")
        done = await talk(ADMIN, "群众反映没有落实")
    assert not asked.wrote
    assert "写明原因" in asked.reply[0]
    assert done.wrote
    assert talk.item("5(5)").first_closed is not None


async def test_a_reason_may_follow_a_return_that_had_none(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        applied = await talk(LEAD, "5(5) 已完成")
        back = next(c for c in applied.pushes[0].choices if c.label == "退回")
        asked = await app.say(say(back.says, OFFICE, message_id="press", about=back.about))
        done = await talk(OFFICE, "缺验收名单")
    assert not asked.wrote
    assert "退回要写明原因" in asked.reply[0]
    assert done.wrote
    assert "缺验收名单" in done.pushes[0].text


async def test_a_button_holds_however_much_is_said_beside_the_application(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        applied = await talk(LEAD, "5(5) 已完成")
        for n in range(7):
            await talk("zhaomin", f"5(5) 推进中 {n}0%")
        yes = applied.pushes[0].choices[0]
        closed = await app.say(say(yes.says, OFFICE, message_id="press", about=yes.about))
    assert closed.wrote, closed.reply


async def test_the_card_shows_no_difficulty_of_a_report_that_was_taken_back(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 推进中，存在问题：资金缺口三百万，下一步加紧协调")
        shown = await talk(OFFICE, "5(5)")
        await talk(LEAD, "撤回 5(5)")
        card = await talk(OFFICE, "5(5)")
    assert any(line.startswith("存在问题") for line in shown.reply)
    assert not any(line.startswith("存在问题") for line in card.reply)


async def test_taking_a_closing_back_takes_no_report_where_there_is_none(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        none = await talk(OFFICE, "撤回 5(5) 的销号")
        await talk(OFFICE, "同意 5(5) 销号")
        back = await talk(OFFICE, "撤回 5(5) 的销号", "2023-10-18 09:30")
    assert not none.wrote
    assert back.wrote
    assert talk.item("5(5)").status is Status.PENDING
