"""A unit goes on under another name or in another unit, from a day on."""

from dataclasses import replace

import pytest

from bot.county import ledger_of
from storage.verify import verify
from tests.bot.conftest import OpenApp
from tests.bot.talk import Say, Talk
from tests.factories import at

ADMIN, OFFICE, LEAD = "luojian", "hemei", "zhangqiang"


async def test_a_renamed_unit_keeps_items_people_and_what_it_said(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 已完成")
        shown = await talk(ADMIN, "单位更名 县住建局 改为 县住房城乡建设局")
        done = await talk(ADMIN, "确认")
        report = await talk(LEAD, "5(4) 60%")
        old_name = await talk(OFFICE, "县住建局有哪些任务")
        new_name = await talk(OFFICE, "县住房城乡建设局有哪些任务")
        closed = await talk(OFFICE, "同意 5(5) 销号")
        assert verify(app.store) == ()
        live = list(app.desk.ledger)
        again = list(ledger_of(app.store, app.settings))
    assert not shown.wrote
    assert "县住建局 → 县住房城乡建设局" in shown.reply[0]
    assert "张强" in shown.reply[1]
    assert {row.to for row in done.pushes} == {LEAD}
    assert "（县住房城乡建设局，" in report.reply[0]
    assert old_name.reply == new_name.reply
    assert old_name.reply[0].startswith("县住房城乡建设局：牵头")
    assert {row.to for row in closed.pushes} == {LEAD}
    assert live == again


async def test_a_day_before_the_renaming_shows_the_old_name(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "单位更名 县住建局 改为 县住房城乡建设局", "2023-10-18 09:30")
        await talk(ADMIN, "确认")
        before = ledger_of(app.store, app.settings, at("2023-10-17 18:00"))
        after = ledger_of(app.store, app.settings, at("2023-10-18 18:00"))
    assert "县住建局" in before.directory.names
    assert "县住建局" not in after.directory.names
    assert [c.user_id for c in after.roster.of_unit("县住房城乡建设局")] == [LEAD]


async def test_a_renaming_waits_for_its_day_also_over_a_restart(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "单位更名 县住建局 改为 县住房城乡建设局 自11月1日起")
        await talk(ADMIN, "确认")
        today = await talk(LEAD, "5(5) 50%")
        later = await talk(LEAD, "5(5) 55%", "2023-11-01 08:00")
    async with open_app("2023-10-31 09:00") as app:
        eve = await Talk(app, say)(LEAD, "我是谁")
    async with open_app("2023-11-02 09:00") as app:
        then = await Talk(app, say)(LEAD, "我是谁")
        history = await Talk(app, say)(OFFICE, "5(5) 历史")
    assert "（县住建局，" in today.reply[0]
    assert "（县住房城乡建设局，" in later.reply[0]
    assert eve.wrote is then.wrote is False
    assert "单位：县住房城乡建设局" in then.reply
    assert any("县住建局 张强 报送" in line for line in history.reply)


async def test_a_merged_unit_is_answered_for_by_the_other(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "单位合并 县住建局 并入 县发改局")
        await talk(ADMIN, "确认")
        posts = {c.user_id: c.post for c in app.world.roster.of_unit("县发改局")}
        report = await talk("huangtao", "5(5) 60%")
        await talk(LEAD, "撤回", "2023-10-16 09:40")
        own = await talk(LEAD, "5(5) 61%")
        assert verify(app.store) == ()
    assert posts == {"huangtao": "main", LEAD: "backup"}
    assert report.wrote
    assert own.wrote


@pytest.mark.parametrize(
    ("who", "words", "said"),
    [
        (OFFICE, "单位更名 县住建局 改为 县住房城乡建设局", "管理员"),
        (ADMIN, "单位更名 县住建局 改为 县发改局", "单位合并 县住建局 并入 县发改局"),
        (ADMIN, "单位更名 火星局 改为 金星局", "没有“火星局”"),
        (ADMIN, "单位合并 县住建局 并入 金星局", "没有“金星局”"),
        (ADMIN, "单位合并 县住建局 并入 县住建局", "已经有县住建局"),
    ],
)
async def test_what_is_no_renaming_is_refused(
    open_app: OpenApp, say: Say, who: str, words: str, said: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        refused = await talk(who, words)
        confirmed = await talk(who, "确认")
    assert said in refused.reply[0]
    assert not confirmed.wrote


async def test_a_withdrawn_report_of_the_old_name_is_gone_after_the_renaming(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 有困难 缺资金")
        await talk(LEAD, "5(4) 有困难 缺资金")
        await talk(ADMIN, "单位更名 县住建局 改为 县住房城乡建设局")
        await talk(ADMIN, "确认")
        back = await talk(LEAD, "撤回 5(5)")
        listed = await talk(OFFICE, "需协调")
    assert back.wrote
    assert listed.reply[0] == "需协调1项："
    assert set(talk.item("5(4)").parts) == {"县住房城乡建设局"}
    assert talk.item("5(5)") == replace(talk.item("5(5)"), parts={}, difficulties=())


async def test_a_renaming_is_put_right_by_renaming_back(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "单位更名 县住建局 改为 县住房城乡建设局")
        await talk(ADMIN, "确认")
        again = await talk(ADMIN, "撤回")
        await talk(ADMIN, "单位更名 县住房城乡建设局 改为 县住建局")
        back = await talk(ADMIN, "确认")
        report = await talk(LEAD, "5(5) 60%")
        tasks = await talk(OFFICE, "县住房城乡建设局有哪些任务")
        assert list(app.desk.ledger) == list(ledger_of(app.store, app.settings))
    assert "单位更名" in again.reply[0]
    assert back.wrote
    assert "（县住建局，" in report.reply[0]
    assert tasks.reply[0].startswith("县住建局：")


async def test_a_new_wording_after_a_renaming_stands_the_same_after_a_restart(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(LEAD, "5(5) 有困难 缺资金")
        await talk(ADMIN, "单位更名 县住建局 改为 县住房城乡建设局")
        await talk(ADMIN, "确认")
        await talk(OFFICE, "答复 5(5) 已协调")
        await talk(ADMIN, "调整 5(5) 期限 长期坚持")
        await talk(ADMIN, "确认")
        assert list(app.desk.ledger) == list(ledger_of(app.store, app.settings))
