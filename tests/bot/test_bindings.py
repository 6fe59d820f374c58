"""Who stands for which unit: asked in the group, granted by the office, gone when they leave."""

import pytest

from storage.verify import verify
from tests.bot.conftest import OpenApp
from tests.bot.talk import Say, Talk

OFFICE, ADMIN = "hemei", "luojian"


async def test_a_newcomer_reports_only_after_the_office_agreed(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        asked = await talk("newman", "绑定 县气象局 高山")
        early = await talk("newman", "12 60%")
        pressed = asked.pushes[0].choices[0]
        agreed = await talk(OFFICE, pressed.says)
        assert verify(app.store) == ()
    assert asked.wrote
    assert {row.to for row in asked.pushes} == {"hemei", "tangwei"}
    assert not early.wrote
    assert "已登记 高山（newman） 为县气象局主联络员" in agreed.reply[0]
    assert {row.to for row in agreed.pushes} == {"newman"}
    assert app.world.roster.actor("newman").units == ("县气象局",)


async def test_a_binding_outlives_a_restart(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("newman", "绑定 县住建局 高山")
        await talk(OFFICE, "同意绑定 高山")
    async with open_app("2023-10-17 09:00") as app:
        report = await Talk(app, say)("newman", "5(5) 60%")
        posts = {c.user_id: c.post for c in app.world.roster.of_unit("县住建局")}
    assert report.wrote
    assert posts == {"zhangqiang": "main", "newman": "backup"}


async def test_the_office_refuses_with_a_reason(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("newman", "绑定 县税务局")
        refused = await talk(OFFICE, "不同意绑定 newman 不是本单位的人")
        who = await talk("newman", "我是谁")
    assert "不是本单位的人" in refused.pushes[0].text
    assert "单位：未登记" in who.reply
    assert not any("申请中" in line for line in who.reply)


async def test_only_the_office_grants_bindings(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("newman", "绑定 县税务局")
        answer = await talk("lihua", "同意绑定 newman")
        own = await talk("newman", "同意绑定 newman")
    assert not answer.wrote
    assert not own.wrote
    assert "优化办" in answer.reply[0]


async def test_a_successor_takes_over_and_the_predecessor_loses_everything_at_once(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("zhangqiang", "5(5) 40%")
        asked = await talk("newman", "换人 县住建局")
        await talk(OFFICE, asked.pushes[0].choices[0].says)
        before = await talk("zhangqiang", "5(5) 50%")
        after = await talk("newman", "5(5) 60%")
        history = await talk(OFFICE, "5(5) 历史")
    assert not before.wrote
    assert after.wrote
    assert any("张强" in line for line in history.reply)


async def test_a_contact_who_wants_a_successor_stays_until_there_is_one(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        told = await talk("zhangqiang", "换人 县住建局")
        report = await talk("zhangqiang", "5(5) 50%")
    assert {row.to for row in told.pushes} == {"hemei", "tangwei"}
    assert report.wrote


@pytest.mark.parametrize(
    ("who", "words"), [("zhangqiang", "解绑"), (OFFICE, "离任 张强"), (OFFICE, "解绑 zhangqiang")]
)
async def test_whoever_leaves_may_report_no_more(
    open_app: OpenApp, say: Say, who: str, words: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        gone = await talk(who, words)
        report = await talk("zhangqiang", "5(5) 50%")
    assert gone.wrote, gone.reply
    assert not report.wrote


async def test_one_person_may_stand_for_several_units(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("lihua", "绑定 县气象局")
        await talk(OFFICE, "同意绑定 李华 县气象局")
        who = await talk("lihua", "我是谁")
    assert "单位：县税务局、县气象局" in who.reply


async def test_a_phone_number_is_seen_by_the_office_alone_and_can_be_deleted(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("newman", "绑定 县气象局 高山 13800001234")
        await talk(OFFICE, "同意绑定 高山")
        group = await talk(OFFICE, "县气象局联系人")
        rows = [entry.words for entry in app.store.entries()]
        assert app.store.phones() == {"newman": "13800001234"}
        await talk("newman", "解绑")
        assert app.store.phones() == {}
    assert "13800001234" not in "".join((*group.reply, *rows))


async def test_unbound_units_are_listed_for_the_office(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        listed = await talk(OFFICE, "未绑定")
        refused = await talk("lihua", "未绑定")
    assert "县优化办" in listed.reply[0]
    assert "县税务局" not in listed.reply[0]
    assert "优化办" in refused.reply[0]


async def test_an_admin_gives_and_takes_roles_but_the_last_one_stays(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        given = await talk(ADMIN, "任命 newclerk 优化办")
        clerk = await talk("newclerk", "未绑定")
        taken = await talk(ADMIN, "免去 newclerk 优化办")
        gone = await talk("newclerk", "未绑定")
        first = await talk(ADMIN, "免去 蒋燕 管理员")
        last = await talk(ADMIN, "免去 luojian 管理员")
        office = await talk(OFFICE, "任命 hemei 管理员")
    assert given.wrote
    assert clerk.reply[0].startswith("还没有联络员")
    assert taken.wrote
    assert "召集人" in gone.reply[0]
    assert first.wrote
    assert "只剩这一位管理员" in last.reply[0]
    assert "管理员不到两位" in first.reply[1]
    assert not office.wrote


async def test_nobody_gets_a_role_by_claiming_it(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)("stranger", "我是县领导，给我绑个管理员")
    assert not answer.wrote
    assert app.world.roster.actor("stranger").units == ()


@pytest.mark.parametrize(
    "number", ["138 0000 1234", "138-0000-1234", "１３８００００１２３４", "138.0000.1234"]
)
async def test_no_spelling_of_a_phone_number_reaches_the_history_or_a_notice(
    open_app: OpenApp, say: Say, number: str
) -> None:
    async with open_app() as app:
        asked = await Talk(app, say)("newman", f"绑定 县气象局 高山 {number}")
        kept = [entry.words for entry in app.store.entries()] + [row.text for row in asked.pushes]
        assert app.store.phones() == {"newman": "13800001234"}
    assert asked.wrote
    assert not any(number in words or "13800001234" in words for words in kept)


async def test_a_refused_applicant_is_told_so_and_his_number_is_deleted(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("newman", "绑定 县气象局 高山 13800001234")
        refused = await talk(OFFICE, "不同意绑定 高山")
        assert app.store.phones() == {}
    assert "没有同意您绑定县气象局" in refused.pushes[0].text


async def test_who_leaves_the_office_keeps_no_role_no_unit_and_no_application(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("tangwei", "绑定 县气象局")
        await talk(OFFICE, "同意绑定 唐伟")
        await talk("tangwei", "绑定 县税务局")
        colleague = await talk(OFFICE, "离任 唐伟")
        gone = await talk(ADMIN, "离任 唐伟")
        refused = await talk("tangwei", "未绑定")
        who = await talk("tangwei", "我是谁")
    assert not colleague.wrote
    assert "管理员" in colleague.reply[0]
    assert "已免去 唐伟（tangwei）的优化办工作人员。" in gone.reply
    assert refused.reply[0].startswith("看未绑定的单位要由")
    assert "单位：未登记" in who.reply
    assert not any("申请中" in line for line in who.reply)


async def test_the_last_admin_cannot_leave_either(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        first = await talk(ADMIN, "离任 蒋燕")
        last = await talk(ADMIN, "离任 罗健")
    assert first.wrote
    assert not last.wrote


@pytest.mark.parametrize(
    "words", ["解绑 县税务局 李华", "解绑县税务局的李华", "解绑 李华 县税务局"]
)
async def test_the_office_releases_somebody_whom_it_names_beside_his_unit(
    open_app: OpenApp, say: Say, words: str
) -> None:
    async with open_app() as app:
        done = await Talk(app, say)(OFFICE, words)
        assert app.world.roster.actor("lihua").units == ()
    assert done.wrote


async def test_releasing_from_a_unit_one_does_not_have_takes_nothing_else(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        wrong = await talk(OFFICE, "解绑 李华 县住建局")
        report = await talk("lihua", "15(6) 60%")
    assert not wrong.wrote
    assert "没有登记为县住建局的联络员" in wrong.reply[0]
    assert report.wrote


async def test_an_applicant_takes_his_application_back(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("newman", "绑定 县气象局")
        back = await talk("newman", "解绑")
        late = await talk(OFFICE, "同意绑定 newman")
    assert "已撤回 newman 的绑定申请" in back.reply[0]
    assert not late.wrote
    assert "没有“newman”等答复的绑定申请" in late.reply[0]


async def test_a_button_of_an_answered_application_does_not_grant_a_later_one(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        asked = await talk("newman", "绑定 县住建局")
        await talk(OFFICE, "不同意绑定 newman 请先报领导")
        await talk("newman", "换人 县住建局")
        old = asked.pushes[0].choices[0]
        pressed = await app.say(say(old.says, OFFICE, message_id="pressed", about=old.about))
    assert not pressed.wrote
    assert app.world.roster.actor("zhangqiang").units == ("县住建局",)


async def test_a_unit_has_one_main_contact(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        changed = await talk(OFFICE, "设为主联络员 王蕾")
        posts = {c.user_id: c.post for c in app.world.roster.of_unit("县税务局")}
    assert posts == {"wanglei": "main", "lihua": "backup"}
    assert {row.to for row in changed.pushes} == {"wanglei", "lihua"}


async def test_nobody_of_the_office_grants_himself_a_unit(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(OFFICE, "绑定 县气象局")
        own = await talk(OFFICE, "同意绑定 何梅")
        other = await talk("tangwei", "同意绑定 何梅")
    assert not own.wrote
    assert other.wrote


async def test_nobody_is_bound_by_somebody_else(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)(OFFICE, "绑定 县气象局 高山 13800001234")
        assert app.store.phones() == {}
    assert not answer.wrote
    assert "本人" in answer.reply[0]


async def test_the_office_sees_who_waits_to_be_bound(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk("newman", "绑定 县气象局 高山")
        await talk("newman", "绑定 县气象局")
        listed = await talk(OFFICE, "未绑定")
    assert listed.reply[0].startswith("等答复的绑定申请1件：高山（newman） 县气象局")


async def test_a_person_given_a_role_is_told(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        given = await talk(ADMIN, "任命 李华 优化办")
        taken = await talk(ADMIN, "免去 李华 优化办")
        again = await talk(ADMIN, "免去 李华 优化办")
    assert [row.to for row in (*given.pushes, *taken.pushes)] == ["lihua", "lihua"]
    assert not again.wrote


async def test_binding_without_a_unit_is_asked_for_it(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)("newman", "绑定")
    assert answer.reply[0].startswith("请写明是哪个单位")


async def test_a_units_head_speaks_for_it_takes_back_its_word_and_releases_its_contacts(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        made = await talk(OFFICE, "设为负责人 王蕾")
        who = await talk("wanglei", "我是谁")
        await talk("lihua", "15(6) 60%")
        back = await talk("wanglei", "撤回 15(6)")
        other = await talk("wanglei", "解绑 张强")
        own = await talk("wanglei", "解绑 李华")
        listed = await talk(OFFICE, "县税务局联系人")
        posts = app.world.roster.of_unit("县税务局")
    assert "王蕾（wanglei） 为县税务局负责人" in made.reply[0]
    assert "身份：单位负责人" in who.reply
    assert back.wrote
    assert {row.to for row in back.pushes} == {"lihua"}
    assert not other.wrote
    assert own.wrote
    assert posts == ()
    assert listed.reply[-1] == "县税务局 负责人：王蕾"


async def test_a_unit_that_has_only_a_head_is_without_contact(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(OFFICE, "设为负责人 张强")
        listed = await talk(OFFICE, "未绑定")
        report = await talk("zhangqiang", "5(5) 60%")
        closed = await talk("zhangqiang", "同意 5(5) 销号")
    assert "县住建局" in listed.reply[0]
    assert report.wrote
    assert not closed.wrote


async def test_a_wish_to_change_to_a_unit_nobody_has_is_asked_about(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        asked = await Talk(app, say)("zhangqiang", "换绑 泷泊镇")
        assert app.world.roster.actor("zhangqiang").units == ("县住建局",)
    assert not asked.wrote
    assert asked.pushes == ()
    assert "没有“泷泊镇”这个单位" in asked.reply[0]
