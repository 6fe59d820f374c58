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
