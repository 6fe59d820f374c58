"""What the office does about reminders by hand, and what it reads in the morning."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.channel import ChannelError, Message
from bot.config import Settings
from ledger.progress import EntryKind
from storage.mail import OutgoingKind, OutgoingState
from storage.store import Store
from storage.verify import verify
from tests.bot.conftest import OpenApp
from tests.bot.talk import Say, Talk
from tests.fakes import FakeChannel

OFFICE, LEAD = "hemei", "zhangqiang"


def sent_to(channel: FakeChannel, who: str) -> list[str]:
    return [text for to, text in channel.sent if to == f"person:{who}"]


async def test_one_unit_is_urged_at_once(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        answer = await talk(OFFICE, "催办 5(5)")
        await app.courier.drain()
    assert answer.reply[0].startswith("已催办1个单位：县住建局（5(5)）")
    assert [text.splitlines()[0][:4] for text in sent_to(channel, LEAD)] == ["【催办】"]


async def test_several_units_are_urged_only_after_the_office_saw_which(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        shown = await talk(OFFICE, "催办 5(5) 15(6)")
        assert app.store.outbox() == ()
        done = await talk(OFFICE, "确认")
        await app.courier.drain()
        again = await talk(OFFICE, "确认")
        assert verify(app.store) == ()
        assert not done.wrote
    assert shown.reply[0].startswith("将催办2个单位")
    assert done.reply[0].startswith("已催办2个单位")
    assert len(channel.sent) == 2
    assert again.reply == ()


async def test_a_preview_that_is_dropped_sends_nothing(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(OFFICE, "群发提醒")
        await talk(OFFICE, "算了")
        await talk(OFFICE, "确认")
        await app.courier.drain()
    assert channel.sent == []


async def test_a_changed_ledger_is_shown_again_before_it_goes_out(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(OFFICE, "给没报的发个提醒")
        await talk("lihua", "15(6) 正常推进")
        shown = await talk(OFFICE, "确认")
        done = await talk(OFFICE, "确认")
    assert shown.reply[0].startswith("将催办")
    assert "15(6)" not in "".join(shown.reply)
    assert done.reply[0].startswith("已催办")


async def test_urging_after_hours_waits_for_the_morning(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app("2023-10-16 18:30") as app:
        await Talk(app, say)(OFFICE, "催办 5(5)")
        await app.courier.drain()
        assert channel.sent == []
    async with open_app("2023-10-17 08:31") as app:
        await app.courier.drain()
    assert len(sent_to(channel, LEAD)) == 1


async def test_what_is_done_before_the_evenings_urging_goes_out_is_not_urged(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app("2023-10-16 18:30") as app:
        talk = Talk(app, say)
        await talk(OFFICE, "催办 5(5)")
        await talk(LEAD, "5(5) 已完成")
        await talk("tangwei", "同意 5(5) 销号")
    channel.sent.clear()
    async with open_app("2023-10-17 08:31") as app:
        await app.courier.drain()
        (row,) = (r for r in app.store.outbox() if r.kind is OutgoingKind.URGE)
        assert row.state is OutgoingState.CANCELLED
    assert [text for text in sent_to(channel, LEAD) if "催办" in text] == []


async def test_what_is_closed_is_not_urged_about(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        alone = await talk(OFFICE, "催办 5(5)")
        beside = await talk(OFFICE, "催办 5(5) 5(2)")
    assert alone.pushes == ()
    assert "待审核" in alone.reply[0]
    assert [row.to for row in beside.pushes] == ["县住建局"]
    assert beside.reply[0].startswith("已催办1个单位：县住建局（5(2)）")
    assert "5(5) 待审核" in beside.reply[1]


async def test_the_helping_units_are_reminded_and_collective_words_reach_nobody(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        shown = await talk(OFFICE, "提醒 5(5) 的责任单位")
        nobody = await talk(OFFICE, "提醒 18(4) 的责任单位")
        helpers = app.desk.ledger.books["营商"].helpers[talk.item("5(5)").ref]
    assert len(helpers) > 1
    assert shown.reply[0].startswith(f"将催办{len(helpers)}个单位")
    assert all(any(unit in line for line in shown.reply) for unit in helpers)
    assert "没有点名到具体单位" in nobody.reply[0]
    assert nobody.pushes == ()


async def test_a_unit_nobody_has_is_asked_about_and_nobody_else_is_urged(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)(OFFICE, "催一下 火星局")
    assert "火星局" in answer.reply[0]
    assert answer.pushes == ()


async def test_the_day_by_which_the_office_wants_to_hear_is_in_the_message(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        shown = await talk(OFFICE, "通知各单位周五前报进展")
        await talk(OFFICE, "确认")
        await app.courier.drain()
    assert "10月20日前报" in shown.reply[0]
    assert "10月20日前报" in sent_to(channel, LEAD)[0]


async def test_a_dry_run_is_as_that_day_will_see_it_and_of_the_unit_asked_about(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        whole = await talk(OFFICE, "11月15日会提醒谁")
        other = await talk(OFFICE, "11月15日会提醒谁 税务局")
    assert any("县人民法院" in line and "→" in line for line in whole.reply)
    assert any("18(4)" in line and "🟡 临期" in line for line in whole.reply)
    assert not any("→" in line for line in other.reply)


@pytest.mark.parametrize(
    "words",
    [
        "暂停提醒 火星局",
        "暂停提醒 第一板块",
        "暂停提醒 15(6) 到2月30日",
        "暂停提醒 15(6) 到10月1日",
        "暂停提醒 15(6) 两周",
    ],
)
async def test_a_scope_or_day_that_is_not_understood_lets_nothing_rest(
    open_app: OpenApp, say: Say, words: str
) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)(OFFICE, words)
        assert app.desk.ledger.pauses.until == {}
    assert not answer.wrote
    assert answer.reply


async def test_an_objective_rests_with_all_its_items_and_a_plan_without_the_others(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app():
        pass
    async with open_app() as app:
        talk = Talk(app, say)
        objective = await talk(OFFICE, "暂停提醒 15")
        plan = await talk(OFFICE, "暂停提醒 营商 到11月30日")
        state = talk.item("18(4)")
        day = date(2023, 11, 15)
        assert app.desk.ledger.pauses.covers(state, "县人民法院", day)
        other = replace(state, plan="安全")
        assert not app.desk.ledger.pauses.covers(other, "县人民法院", day)
        status = await talk(OFFICE, "状态")
        resumed = await talk(OFFICE, "恢复提醒 营商")
        assert not app.desk.ledger.pauses.covers(state, "县人民法院", day)
    assert len(objective.reply) == 6
    assert plan.reply == ("已暂停提醒：营商，到2023年11月30日为止。",)
    assert any("营商（到2023年11月30日）" in line for line in status.reply)
    assert resumed.reply[0] == "已恢复提醒：营商。"
    with Store.open(settings.database.url) as store:
        assert verify(store) == ()


async def test_contacts_urge_nobody(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)("lihua", "催办 5(5)")
    assert "优化办" in answer.reply[0]
    assert answer.pushes == ()


async def test_what_is_paused_is_not_reminded_of_until_it_goes_on(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        paused = await talk(OFFICE, "暂停提醒 18(4) 到11月16日")
        await talk(OFFICE, "明天会提醒谁")
    async with open_app("2023-11-15 09:00") as app:
        await app.tick()
        assert sent_to(channel, "yangfan") == []
    async with open_app("2023-11-17 09:00") as app:
        await app.tick()
    assert paused.reply == ("已暂停提醒：18(4)，到2023年11月16日为止。",)
    assert len(sent_to(channel, "yangfan")) == 1


async def test_all_reminders_rest_and_go_on_again(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(OFFICE, "暂停提醒")
        rests = await talk(OFFICE, "明天会提醒谁", "2023-11-14 10:00")
        await talk(OFFICE, "恢复提醒")
        goes_on = await talk(OFFICE, "明天会提醒谁", "2023-11-14 10:00")
        refused = await talk("lihua", "暂停提醒")
    assert "不提醒任何单位。" in rests.reply
    assert any("县人民法院" in line for line in goes_on.reply)
    assert not refused.wrote


async def test_only_what_rests_is_resumed_and_what_keeps_resting_is_named(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        nothing = await talk(OFFICE, "恢复提醒")
        await talk(OFFICE, "暂停提醒 18(4) 到11月16日")
        await talk(OFFICE, "暂停提醒")
        single = await talk(OFFICE, "恢复提醒 15(6)")
        shown = await talk(OFFICE, "状态")
        resumed = await talk(OFFICE, "恢复提醒 18(4)")
    assert nothing.reply == ("现在没有暂停提醒，没有要恢复的。",)
    assert not nothing.wrote
    assert single.reply[0] == "15(6) 没有单独暂停提醒，没有要恢复的。"
    assert "暂停的提醒：全部事项、18(4)（到2023年11月16日）" in shown.reply
    assert resumed.reply[0] == "已恢复提醒：18(4)。"
    assert resumed.reply[1].startswith("还在暂停：全部事项")


async def test_a_pause_after_the_round_keeps_back_what_has_not_gone_out(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app():
        pass
    async with open_app("2023-11-15 09:00") as app:
        await app.rounds.issue_due()
        await Talk(app, say)(OFFICE, "暂停提醒")
        await app.courier.drain()
    assert sent_to(channel, "yangfan") == []
    assert [to for to, text in channel.sent if "今日督办" in text] == []


async def test_noted_stops_the_step_of_today(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app():
        pass
    async with open_app("2023-11-15 08:40") as app:
        answer = await Talk(app, say)("yangfan", "知道了")
        talked = await Talk(app, say)("lihua", "知道了")
    async with open_app("2023-11-15 09:00") as app:
        await app.tick()
    assert answer.wrote
    assert talked.reply == ()
    assert sent_to(channel, "yangfan") == []


async def test_an_adopted_milestone_is_reminded_of(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        adopted = await talk(OFFICE, "采纳 17(3) 里程碑 11月15日")
        wrong = await talk(OFFICE, "采纳 9 里程碑")
        assert talk.kinds("17(3)") == [EntryKind.MILESTONE_ADOPTED]
    async with open_app("2023-11-14 09:00") as app:
        await app.tick()
    assert adopted.reply[0].startswith("已采纳 17(3) 的里程碑")
    assert "没有可采纳的里程碑" in wrong.reply[0]
    assert "里程碑1项：" in "".join(text for _, text in channel.sent)


async def test_the_office_reads_in_the_morning_what_waits_for_it(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        await talk("lihua", "15(6) 有困难，资金没到位")
        await talk("newman", "绑定 县气象局")
    async with open_app("2023-10-17 08:30") as app:
        await app.tick()
    note = next(text for text in sent_to(channel, OFFICE) if "晨报" in text)
    assert "待审核1：5(5) 县住建局" in note
    assert "需协调1：15(6) 县税务局" in note
    assert "申请绑定1：newman 县气象局" in note
    assert "多次提醒仍未办2" in note
    assert "收不到提醒的单位" in note


async def test_units_nobody_reaches_are_named_once_a_week_though_nothing_else_waits(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    for day in ("2023-05-08", "2023-05-09", "2023-05-10"):  # before anything falls due
        async with open_app(f"{day} 08:30") as app:
            await app.tick()
    (note,) = sent_to(channel, OFFICE)
    assert note.splitlines()[1].startswith("· 收不到提醒的单位")


async def test_what_was_not_delivered_is_in_the_next_mornings_note(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app("2023-11-15 09:00") as app:
        await app.tick()
        row = next(r for r in app.store.outbox() if r.kind is OutgoingKind.REMINDER)
    with_trouble = row.key
    async with open_app("2023-11-15 09:10") as app:
        claimed = app.store.outbox()
        assert with_trouble in {r.key for r in claimed}
        await Talk(app, say)(OFFICE, "催办 5(5)")
        (urge,) = app.store.claim(app.world.clock.now())
        assert urge.state is OutgoingState.SENDING
    async with open_app("2023-11-16 08:30") as app:
        await app.courier.recover()
        await app.tick()
    notes = [text for text in sent_to(channel, OFFICE) if "晨报" in text]
    assert "结果不明1：县住建局（11月15日）" in notes[-1]


async def test_what_was_interrupted_before_days_of_silence_is_in_the_first_note_after(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app("2023-11-15 09:00") as app:
        await app.rounds.issue_due()
        (row,) = (r for r in app.store.outbox() if r.kind is OutgoingKind.REMINDER)
        while row.key not in {r.key for r in app.store.claim(app.world.clock.now(), 1)}:
            pass  # and the power goes, for three working days
    async with open_app("2023-11-20 08:30") as app:
        await app.courier.recover()
        await app.tick()
    async with open_app("2023-11-21 08:30") as app:
        await app.tick()
    first, second = (text for text in sent_to(channel, OFFICE) if "晨报" in text)
    assert "结果不明" in first
    assert "县人民法院（11月15日）" in first
    assert "县人民法院" not in second.partition("多次提醒")[0]


async def test_what_its_surface_has_not_carried_since_yesterday_is_in_the_note(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app():
        pass
    send = channel.send

    async def only_to_the_office(message: Message) -> str:
        if message.to != OFFICE:
            raise ChannelError("not connected", wait=timedelta(minutes=1))
        return await send(message)

    channel.send = only_to_the_office  # type: ignore[method-assign] # half the network is gone
    for moment in ("2023-11-15 09:00", "2023-11-15 12:00", "2023-11-16 08:30"):
        async with open_app(moment) as app:
            await app.tick()
    note = [text for text in sent_to(channel, OFFICE) if "晨报" in text][-1]
    assert "还没发出1：县人民法院（11月15日）" in note
    channel.send = send  # type: ignore[method-assign]
    async with open_app("2023-11-16 09:00") as app:
        await app.tick()
    (late,) = sent_to(channel, "yangfan")
    assert late.startswith("【补发】")


async def test_what_was_held_over_the_weekend_and_failed_is_in_the_next_note(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app("2023-11-17 18:30") as app:
        await Talk(app, say)(OFFICE, "催办 5(5)")  # a Friday evening
    channel.failures = [ChannelError("busy")]
    async with open_app("2023-11-20 08:30") as app:
        await app.tick()
    channel.failures = [ChannelError("left the company", permanent=True)]
    async with open_app("2023-11-20 08:45") as app:
        await app.tick()
    async with open_app("2023-11-21 08:30") as app:
        await app.tick()
    note = [text for text in sent_to(channel, OFFICE) if "晨报" in text][-1]
    assert "没送到1：县住建局（张强 11月17日）" in note


async def test_the_leader_gets_the_lines_of_a_week_whose_first_day_was_missed(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app("2023-10-16 08:30") as app:
        await app.tick()
    channel.sent.clear()
    for moment in ("2023-10-25 10:00", "2023-10-25 10:01", "2023-10-26 08:30"):
        async with open_app(moment) as app:  # Monday and Tuesday it was down
            await app.tick()
    (lines,) = sent_to(channel, "zhoulead")
    assert lines.startswith("【补发】")
    assert len(lines.splitlines()) == 6


async def test_the_leaders_numbers_add_up(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        for done in ("5(5)", "15(6)"):
            await talk(OFFICE, f"代 {talk.item(done).item.lead[0]} {done} 已完成")
        await talk("tangwei", "同意 5(5) 销号")
        await talk("luojian", "挂账 18(4) 等上级文件")
    async with open_app("2023-10-23 08:30") as app:
        await app.tick()
        total = len(tuple(app.desk.ledger))
    lines = sent_to(channel, "zhoulead")[0].splitlines()
    head, dated, ongoing = ([int(n) for n in re.findall(r"\d+", line)] for line in lines[:3])
    apart = head[4:]
    assert "挂账1" in lines[0]
    assert "已销号1" in lines[1]
    assert (sum(dated[1:]), sum(ongoing[1:])) == (dated[0], ongoing[0])
    assert dated[0] + ongoing[0] + sum(apart) == total == head[3]


async def test_the_leader_gets_six_lines_on_the_first_working_day_of_a_week(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    for day in ("2023-10-16", "2023-10-17", "2023-10-18"):
        async with open_app(f"{day} 08:30") as app:
            await app.tick()
    (lines,) = sent_to(channel, "zhoulead")
    assert len(lines.splitlines()) == 6


async def test_the_office_gets_a_draft_of_a_letter(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)(OFFICE, "督办单 5(2)")
    assert answer.reply[0].startswith("【督办单】（草稿")
    assert "县住建局" in answer.reply[1]


async def test_the_status_tells_of_the_holiday_year_and_what_waits(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        known = await Talk(app, say)(OFFICE, "状态")
        unknown = await Talk(app, say)(OFFICE, "状态", "2031-03-03 10:00")
        preview = await Talk(app, say)(OFFICE, "明天会提醒谁", "2031-03-03 10:00")
    assert "2031年的放假安排还没有" in preview.reply[1]
    assert "2023年放假安排：已有" in known.reply
    assert any("2031年放假安排：还没有" in line for line in unknown.reply)
    assert any(line.startswith("待发消息：0") for line in known.reply)
