"""智能机器人 in callback mode: asked and answered in one exchange, the rest by response_url."""

import asyncio
import re

import pytest

from bot.app import App
from bot.wecom import deciding, smart_bot_callback
from bot.wecom.outgoing_text import harmless
from ledger.progress import EntryKind
from tests.bot.wecom.conftest import (
    GROUP,
    OFFICE,
    OpenBot,
    Passing,
    callback_of,
    own_app_of,
)
from tests.bot.wecom.views import asked, waiting, words_of
from tests.wecom_simulator.mentions import Surface
from tests.wecom_simulator.simulator import Simulator

RESPONSE = "/cgi-bin/aibot/response"


async def report(sim: Simulator, percent: int, msgid: str = "") -> str:
    text = f"@督办助手 进度 15(6) {percent}%"
    return (await sim.say(text, user="lihua", chat=GROUP, msgid=msgid, settle=0)).text


async def reports_in_many_words(sim: Simulator, app: App, passing: Passing) -> None:
    for number in range(10):
        text = f"进度 15(6) {number + 1}% 第{number + 1}批" + "税费政策直达快享" * 18
        await sim.say(text, user="lihua", settle=0)
        await passing.by(3, app)


async def test_a_question_in_the_group_is_answered_in_the_same_exchange(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(callback_of(sim)):
        said = await sim.say("@督办助手 县税务局 有哪些任务", user="lihua", chat=GROUP)
    assert "15(6)" in said.text
    assert [sent.surface for sent in said.answers] == [Surface.CALLBACK]
    assert sim.violations() == ()
    assert sim.journal.refusals == []


async def test_report_is_recorded_before_the_reply(sim: Simulator, open_surfaces: OpenBot) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        said = await sim.say("@督办助手 进度 15(6) 已完成", user="lihua", chat=GROUP)
        recorded = words_of(app)
    assert "已记录 15(6)" in said.text
    assert recorded == ["进度 15(6) 已完成"]


async def test_small_talk_and_ratings_are_answered_with_nothing(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(callback_of(sim)):
        said = await sim.say("@督办助手 今天天气不错", user="lihua", chat=GROUP, within=2.0)
        rated = await sim.rate("fb-1", user="lihua", chat=GROUP)
    assert (said.delivered, said.answers) == (True, ())
    assert (rated.delivered, rated.answers) == (True, ())
    assert sim.violations() == ()


@pytest.mark.parametrize("chat", ["", GROUP], ids=["single", "group"])
async def test_an_answer_of_several_pages_goes_on_by_response_url(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    monkeypatch: pytest.MonkeyPatch,
    chat: str,
) -> None:
    monkeypatch.setattr(smart_bot_callback, "_BYTES", 4_096)
    sim.set_limits(bot_bytes=4_096)
    async with open_surfaces(callback_of(sim)) as app:
        for _ in range(12 if chat else 4):  # in a group each page needs an address of its own
            await sim.say("@督办助手 15(6)", user="lihua", chat=chat, settle=0)
        await reports_in_many_words(sim, app, passing)
        sim.journal.reset()
        await sim.say("@督办助手 15(6) 历史", user="lihua", chat=chat, settle=0)
        await passing.by(3, app)
        assert await sim.until(lambda: waiting(app) == [])
        whole = await app.say(asked("15(6) 历史"))
    first, *rest = sim.journal.sent
    got = "\n".join(sent.text for sent in sim.journal.sent)
    marks = re.findall(r"\((\d+)/(\d+)\)", got)
    assert len(marks) > 2
    assert marks == [(str(n), str(len(marks))) for n in range(1, len(marks) + 1)]
    assert len(whole.reply) > len(marks)
    assert all(harmless(block) in got for block in whole.reply)
    assert first.surface is Surface.CALLBACK
    assert {sent.surface for sent in rest} == {Surface.RESPONSE_URL}
    assert sim.journal.refusals == []
    assert sim.violations() == ()


@pytest.mark.parametrize("copies", [2, 5])
async def test_a_report_delivered_several_times_at_once_is_recorded_and_answered_once(
    sim: Simulator, open_surfaces: OpenBot, copies: int
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        await sim.fault("duplicate", copies=copies)
        said = await sim.say("@督办助手 进度 15(6) 60%", user="lihua", chat=GROUP)
        assert len(words_of(app)) == 1
    assert len(said.answers) == 1


async def test_a_report_delivered_again_later_is_recorded_and_answered_once(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        await sim.fault("retries", seconds=0.1)
        said = await sim.say("@督办助手 进度 15(6) 60%", user="lihua", chat=GROUP, settle=0.6)
        assert len(words_of(app)) == 1
    assert len(said.answers) == 1


async def test_a_report_delivered_again_after_a_restart_is_recorded_once(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(callback_of(sim)):
        first = await report(sim, 60, msgid="4711")
    async with open_surfaces(callback_of(sim)) as app:
        second = await report(sim, 60, msgid="4711")
        assert len(words_of(app)) == 1
    assert second == first


async def test_reports_in_the_wrong_order_are_all_recorded(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        await sim.fault("reorder", times=3, seconds=1)
        texts = await asyncio.gather(*(report(sim, percent) for percent in (10, 20, 30)))
        assert len(words_of(app)) == 3
    assert all("已记录" in text for text in texts)


async def test_opening_the_chat_is_welcomed_in_three_lines(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(callback_of(sim)):
        entered = await sim.enter("lihua")
    assert len(entered.text.splitlines()) == 3
    assert sim.violations() == ()
    assert sim.journal.refusals == []


async def test_a_bare_mention_is_told_what_to_write(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(callback_of(sim)):
        said = await sim.say("@督办助手", user="lihua", chat=GROUP, mention=True)
    assert "进度 15(6) 已完成" in said.text
    assert sim.violations() == ()
    assert sim.journal.refusals == []


@pytest.mark.parametrize("msgtype", ["image", "file", "video"])
async def test_files_get_a_polite_answer(
    sim: Simulator, open_surfaces: OpenBot, msgtype: str
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        said = await sim.say("", user="lihua", msgtype=msgtype, content=b"12345678")
        assert words_of(app) == []
    assert "只看得懂文字" in said.text


async def test_a_strange_group_gets_nothing(sim: Simulator, open_surfaces: OpenBot) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)):
        said = await sim.say("@督办助手 汇总", user="lihua", chat="wrSTRANGE", within=0.5)
        assert (said.delivered, said.answers) == (True, ())
        assert await sim.until(lambda: len(sim.sent()) == len(OFFICE))
    assert {sent.to for sent in sim.sent()} == {(person,) for person in OFFICE}
    assert all("wrSTRANGE" in sent.text for sent in sim.sent())


async def test_the_office_gets_the_closing_as_a_card_and_a_press_closes_it(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        await sim.say("帮助", user="hemei")
        await sim.say("@督办助手 进度 5(5) 已完成", user="zhangqiang", chat=GROUP)
        assert await sim.until(lambda: len(sim.cards()) == 1)
        (card,) = sim.cards()
        pressed = await sim.click(card.task_id, user="hemei")
        kinds = [entry.kind for entry in app.store.entries() if entry.actor == "hemei"]
    assert kinds == [EntryKind.CLOSED]
    assert pressed.card is not None
    assert "已销号 5(5)" in str(pressed.card)
    assert [button["text"] for button in pressed.card["button_list"]] == ["已处理"]
    assert sim.violations() == ()
    assert sim.journal.refusals == []


async def test_a_decision_that_takes_long_is_answered_afterwards(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deciding, "_IN_TIME", 0.0)
    async with open_surfaces(callback_of(sim)) as app:
        said = await sim.say("@督办助手 进度 15(6) 60%", user="lihua", chat=GROUP, within=2.0)
        assert (said.delivered, said.answers) == (True, ())
        await passing.by(3, app)
        assert await sim.until(lambda: len(sim.journal.answers(said.msgid)) == 1)
        assert len(words_of(app)) == 1
    (later,) = sim.journal.answers(said.msgid)
    assert "已记录 15(6)" in later.text
