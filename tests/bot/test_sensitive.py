"""敏感 items: what was reported of them is never read out in a group."""

from dataclasses import replace

import pytest

from bot.channel import Inbound
from tests.bot.conftest import OpenApp
from tests.bot.talk import Say, Talk

ADMIN, OFFICE, LEAD = "luojian", "hemei", "zhangqiang"
TOLD = "资金缺口三百万"


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (LEAD, "5(5)"),
        (OFFICE, "5(5) 历史"),
        (OFFICE, "需协调"),
        (LEAD, "更正 5(5) 有困难 资金缺口三百万"),
        (LEAD, "撤回 5(5)"),
        (OFFICE, "汇总"),
    ],
)
async def test_nothing_said_in_a_group_repeats_the_report(
    open_app: OpenApp, say: Say, who: str, words: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        flagged = await talk(ADMIN, "标记敏感 5(5)")
        told = await talk(LEAD, f"5(5) 有困难 {TOLD}")
        answer = await talk(who, words)
    assert flagged.wrote
    assert told.wrote
    assert answer.reply
    assert TOLD not in "".join((*told.reply, *answer.reply))


async def test_in_a_single_chat_the_office_reads_it(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "标记敏感 5(5)")
        told = await talk(LEAD, f"5(5) 有困难 {TOLD}")
        private: Inbound = replace(say("5(5) 历史", OFFICE, message_id="p"), private=True)
        answer = await app.say(private)
    assert TOLD in "".join(answer.reply)
    assert all(TOLD in row.text for row in told.pushes)


async def test_only_an_admin_flags_and_unflags(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        refused = await talk(OFFICE, "标记敏感 5(5)")
        await talk(ADMIN, "标记敏感 5(5)")
        await talk(ADMIN, "取消敏感 5(5)")
        told = await talk(LEAD, f"5(5) 有困难 {TOLD}")
    assert not refused.wrote
    assert TOLD in "".join(told.reply)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (OFFICE, f"退回 5(5) {TOLD}"),
        (OFFICE, f"答复 5(5) {TOLD}"),
        (OFFICE, f"不同意 5(5) 延期 {TOLD}"),
        (OFFICE, f"挂账 5(5) {TOLD}"),
        (ADMIN, f"停办 5(5) {TOLD}"),
        (ADMIN, f"撤销事项 5(5) {TOLD}"),
        (ADMIN, f"合并 5(5) 到 5(4) {TOLD}"),
        (LEAD, f"5(5) 申请延期到12月25日 因{TOLD}"),
        (OFFICE, f"代 县住建局 5(5) 有困难 {TOLD}"),
    ],
)
async def test_no_answer_of_the_chain_repeats_a_reason_in_a_group(
    open_app: OpenApp, say: Say, who: str, words: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "标记敏感 5(5)")
        await talk(LEAD, "5(5) 申请延期到12月20日 因设备")
        await talk(LEAD, "5(5) 有困难 缺人")
        if words.startswith("退回"):
            await talk(LEAD, "5(5) 已完成")
        answer = await talk(who, words)
        done = await talk(who, "确认")
    assert answer.wrote or done.wrote
    assert TOLD not in "".join((*answer.reply, *done.reply))


@pytest.mark.parametrize(
    "words", ["15 已完成，联系人王五 13800138000", "5(5) 已完成 13800138000 15%"]
)
async def test_a_number_of_a_person_is_warned_of_also_where_the_bot_would_ask_back(
    open_app: OpenApp, say: Say, words: str
) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)("lihua", words)
    assert "手机号" in answer.reply[0]
    assert "撤回这条消息" in answer.reply[0]


@pytest.mark.parametrize("words", ["5(4)", "5(4) 历史", "需协调", "撤回 5(4)"])
async def test_a_message_about_several_items_is_not_read_out_where_one_is_sensitive(
    open_app: OpenApp, say: Say, words: str
) -> None:
    async with open_app() as app:
        talk = Talk(app, say)
        await talk(ADMIN, "标记敏感 5(5)")
        told = await talk(LEAD, f"5(5) 有困难 {TOLD}\n5(4) 有困难 缺人手")
        answer = await talk(OFFICE, words)
        private: Inbound = replace(say("5(4) 历史", OFFICE, message_id="p"), private=True)
        alone = await app.say(private)
    assert told.wrote
    assert answer.reply
    assert TOLD not in "".join(answer.reply)
    assert words == "撤回 5(4)" or "缺人手" in "".join(answer.reply)
    assert TOLD in "".join(alone.reply)
