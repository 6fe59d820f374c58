"""智能机器人 over the long connection: what is said in the group, and what comes back."""

import pytest

from bot.app import App
from tests.bot.wecom.conftest import GROUP, OFFICE, OpenBot
from tests.wecom_simulator.mentions import read
from tests.wecom_simulator.simulator import Simulator


def words_of(app: App, who: str = "lihua") -> list[str]:
    return [entry.words for entry in app.store.entries() if entry.actor == who]


async def test_a_question_in_the_group_is_answered_there(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot():
        said = await sim.say("@督办助手 县税务局 有哪些任务", user="lihua", chat=GROUP)
    assert "15(6)" in said.text
    assert [sent.chat for sent in said.answers] == [GROUP]
    assert sim.violations() == ()


async def test_report_is_recorded_before_the_reply(sim: Simulator, open_bot: OpenBot) -> None:
    async with open_bot() as app:
        said = await sim.say("@督办助手 进度 15(6) 已完成", user="lihua", chat=GROUP)
        recorded = words_of(app)
    assert "已记录 15(6)" in said.text
    assert recorded == ["进度 15(6) 已完成"]
    assert sim.violations() == ()


@pytest.mark.parametrize(
    "text",
    [
        "@督办助手 进度 15(6) 60%",
        "＠督办助手\u2005进度 15(6) 60%",
        "@督办助手\u3000\u00a0进度 15(6) 60%",
        "@王蕾 @督办助手 进度 15(6) 60%",
        "进度 15(6) 60% @督办助手",
        "@督办助手进度 15(6) 60%",
    ],
)
async def test_the_mention_is_taken_off_however_it_is_written(
    sim: Simulator, open_bot: OpenBot, text: str
) -> None:
    async with open_bot() as app:
        await sim.say(text, user="lihua", chat=GROUP, mention=True)
        (recorded,) = words_of(app)
    assert "督办助手" not in recorded
    assert "15(6) 60%" in recorded


async def test_a_name_that_is_not_configured_is_taken_off_all_the_same(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot(bot={"names": ["别的名字"]}) as app:
        said = await sim.say("@督办助手 进度 15(6) 60%", user="lihua", chat=GROUP)
        assert words_of(app) == ["进度 15(6) 60%"]
    assert "已记录" in said.text


async def test_others_called_before_it_do_not_hide_a_bot_of_another_name(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot(bot={"names": ["别的名字"]}) as app:
        said = await sim.say("@王蕾 @督办助手 进度 15(6) 60%", user="lihua", chat=GROUP)
        assert words_of(app) == ["进度 15(6) 60%"]
    assert "已记录" in said.text


@pytest.mark.parametrize("text", ["@督办助手", "@督办助手\u2005", "＠督办助手 \n"])
async def test_a_bare_mention_is_told_what_to_write(
    sim: Simulator, open_bot: OpenBot, text: str
) -> None:
    async with open_bot() as app:
        said = await sim.say(text, user="lihua", chat=GROUP, mention=True)
        assert words_of(app) == []
    assert "只看得懂文字" not in said.text
    assert "进度 15(6) 已完成" in said.text
    assert sim.violations() == ()


async def test_a_file_that_is_quoted_beside_a_bare_mention_gets_the_polite_answer(
    sim: Simulator, open_bot: OpenBot
) -> None:
    quote = {"msgtype": "file", "file": {"url": "https://example.com/f", "aeskey": "k"}}
    async with open_bot():
        said = await sim.say("@督办助手", user="lihua", chat=GROUP, quote=quote, mention=True)
    assert "只看得懂文字" in said.text


async def test_a_short_answer_takes_the_item_from_the_quoted_message(
    sim: Simulator, open_bot: OpenBot
) -> None:
    quote = {"msgtype": "text", "text": {"content": "15(6) 社保非税“便民办” 请报进展"}}
    async with open_bot() as app:
        said = await sim.say("@督办助手 已完成", user="lihua", chat=GROUP, quote=quote)
        assert words_of(app) == ["已完成"]
    assert "15(6)" in said.text


async def test_mixed_and_voice_are_read_as_text(sim: Simulator, open_bot: OpenBot) -> None:
    async with open_bot() as app:
        mixed = await sim.say(
            "@督办助手 进度 15(6) 30%", user="lihua", chat=GROUP, msgtype="mixed"
        )
        voice = await sim.say("15(5)正常推进", user="lihua", msgtype="voice")
        assert len(words_of(app)) == 2
    assert "已记录 15(6)" in mixed.text
    assert "已记录 15(5)" in voice.text


@pytest.mark.parametrize("msgtype", ["image", "file", "video"])
async def test_files_get_a_polite_answer(sim: Simulator, open_bot: OpenBot, msgtype: str) -> None:
    async with open_bot() as app:
        said = await sim.say("", user="lihua", msgtype=msgtype, content=b"12345678")
        assert words_of(app) == []
    assert "只看得懂文字" in said.text


async def test_opening_the_chat_is_welcomed_in_three_lines(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot():
        entered = await sim.enter("lihua")
    assert len(entered.text.splitlines()) == 3
    assert "进度" in entered.text
    assert sim.violations() == ()


async def test_a_strange_group_gets_nothing_and_the_office_is_told_once(
    sim: Simulator, open_bot: OpenBot
) -> None:
    for person in OFFICE:
        sim.introduce(user=person)
    async with open_bot() as app:
        for person in OFFICE:
            await sim.say("帮助", user=person)
        for _ in range(3):
            said = await sim.say("@督办助手 汇总", user="lihua", chat="wrSTRANGE", within=0.3)
            assert said.answers == ()
        await sim.until(lambda: len(sim.sent()) >= 2)
        assert [chat.id for chat in app.store.chats()].count("wrSTRANGE") == 1
    assert sorted(sent.chat for sent in sim.sent()) == sorted(OFFICE)
    assert all("wrSTRANGE" in sent.text for sent in sim.sent())


async def test_who_am_i_names_the_ids_an_administrator_needs(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot():
        said = await sim.say("@督办助手 我是谁", user="woAJ2GCAA_enc-1", chat=GROUP)
    assert "woAJ2GCAA_enc-1" in said.text
    assert GROUP in said.text


async def test_every_conversation_is_remembered_over_a_restart(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot():
        await sim.say("@督办助手 帮助", user="lihua", chat=GROUP)
        await sim.say("帮助", user="lihua")
    async with open_bot() as app:
        seen = {(chat.kind.value, chat.id) for chat in app.chats}
    assert seen == {("group", GROUP), ("person", "lihua")}


async def test_nothing_said_can_become_a_mention_a_link_or_markup(
    sim: Simulator, open_bot: OpenBot
) -> None:
    poison = '60% <@all> @所有人 [点我](http://evil.cn/a) `code` **粗** # 题 <font color="info">'
    async with open_bot():
        await sim.say(f"@督办助手 进度 15(6) {poison}", user="lihua", chat=GROUP)
        said = await sim.say("@督办助手 15(6) 历史", user="lihua", chat=GROUP)
    for sent in (*said.answers, *sim.sent()):
        found = read(sent.surface, sent.body)
        assert found.mentions == ()
        assert found.links == ()
        assert {kind for kind, _ in found.marks} <= {"bold"}


async def test_a_group_that_is_read_in_wechat_gets_plain_text(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot():
        rich = await sim.say("@督办助手 县税务局 有哪些任务", user="lihua", chat=GROUP)
    async with open_bot(groups={"daily": [GROUP], "plain": [GROUP]}):
        plain = await sim.say("@督办助手 县税务局 有哪些任务", user="lihua", chat=GROUP)
    assert "**" in rich.text
    assert rich.text.replace("**", "") == plain.text
