"""自建应用: what is said to it, and the cards it gives the office."""

import asyncio
import re

import pytest

from bot.wecom import deciding
from bot.wecom.outgoing_text import harmless
from ledger.progress import EntryKind
from storage.mail import OutgoingState
from tests.bot.wecom.conftest import (
    OFFICE,
    OpenBot,
    Passing,
    own_app_of,
)
from tests.bot.wecom.views import asked, pushed, states, words_of
from tests.wecom_simulator.cards import Shown
from tests.wecom_simulator.simulator import Simulator

SEND = "/cgi-bin/message/send"


async def apply_for_closing(sim: Simulator) -> None:
    said = await sim.say("进度 5(5) 已完成", user="zhangqiang", app=True, settle=0)
    assert "审核" in said.text


def cards_of(sim: Simulator, user: str) -> list[Shown]:
    return [card for card in sim.cards() if card.chat == user]


# ---- what is said to it ----


async def test_a_question_is_answered_in_the_same_exchange(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(own_app_of(sim)):
        said = await sim.say("15(6)", user="lihua", app=True)
    assert "15(6)" in said.text
    assert [sent.via for sent in said.answers] == ["passive reply"]
    assert sim.violations() == ()


async def test_report_is_recorded_before_the_reply(sim: Simulator, open_surfaces: OpenBot) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        said = await sim.say("进度 15(6) 已完成", user="lihua", app=True, settle=0)
        assert words_of(app) == ["进度 15(6) 已完成"]
    assert "已记录 15(6)" in said.text


@pytest.mark.parametrize(
    ("fault", "deliveries"),
    [
        ({"kind": "duplicate", "copies": 4}, 4),
        ({"kind": "duplicate", "copies": 3, "seconds": 0.1}, 3),
        ({"kind": "retries", "seconds": 0.1}, 4),
    ],
    ids=["at the same instant", "one after another", "three retries"],
)
async def test_a_report_delivered_several_times_is_recorded_and_answered_once(
    sim: Simulator, open_surfaces: OpenBot, fault: dict[str, object], deliveries: int
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault(**fault)  # type: ignore[arg-type]
        said = await sim.say("进度 15(6) 60%", user="lihua", app=True, settle=0.7)
        assert len(words_of(app)) == 1
    assert deliveries > 1
    assert len(said.answers) == 1
    assert sim.sent() == ()


async def test_a_retry_after_a_restart_is_answered_as_before_and_recorded_once(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(own_app_of(sim)):
        first = await sim.say("进度 15(6) 60%", user="lihua", app=True, msgid="4711")
    async with open_surfaces(own_app_of(sim)) as app:
        second = await sim.say("进度 15(6) 60%", user="lihua", app=True, msgid="4711")
        assert len(words_of(app)) == 1
    assert second.text == first.text


async def test_a_decision_that_takes_long_is_pushed_afterwards(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deciding, "_IN_TIME", 0.0)
    async with open_surfaces(own_app_of(sim)) as app:
        said = await sim.say("进度 15(6) 60%", user="lihua", app=True, within=2.0)
        assert (said.delivered, said.answers) == (True, ())
        await passing.by(3, app)
        assert await sim.until(lambda: len(pushed(sim, "lihua")) == 1)
        assert len(words_of(app)) == 1


async def test_a_long_answer_goes_on_as_pushes_with_its_pages_numbered(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        for number in range(10):
            words = f"进度 15(6) {number + 1}%" + "税费政策直达快享" * 18
            await sim.say(words, user="lihua", app=True, settle=0)
        sim.journal.reset()
        await sim.say("15(6) 历史", user="lihua", app=True, settle=0)
        await passing.by(3, app)
        whole = (await app.say(asked("15(6) 历史"))).reply
        pages = len(sim.journal.sent)
    assert pages > 2
    got = "\n".join(sent.text for sent in sim.journal.sent)
    marks = re.findall(r"^\((\d+)/(\d+)\)$", got, re.MULTILINE)
    assert marks == [(str(n), str(pages)) for n in range(1, pages + 1)]
    assert all(harmless(block) in got for block in whole)
    assert all(len(sent.text.encode()) <= 2048 for sent in sim.journal.sent)
    assert sim.journal.refusals == []
    assert sim.violations() == ()


@pytest.mark.parametrize("kind", ["image", "voice", "video", "file"])
async def test_files_get_a_polite_answer(
    sim: Simulator, open_surfaces: OpenBot, kind: str
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await deliver(sim, MsgType=kind, MediaId="m1", PicUrl="http://x/", Format="amr", MsgId="1")
        (answer,) = sim.journal.sent
        assert words_of(app) == []
    assert "只看得懂文字" in answer.text


async def test_opening_the_app_is_welcomed_once_a_day(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        first = await sim.enter("lihua", app=True)
        await passing.by(60, app)
        again = await sim.enter("lihua", app=True, within=0.3)
        other = await sim.enter("hemei", app=True)
    assert len(first.text.splitlines()) == 3
    assert again.answers == ()
    assert other.text == first.text


@pytest.mark.parametrize(
    "event",
    [
        {"Event": "unsubscribe", "EventKey": ""},
        {"Event": "LOCATION", "Latitude": "26", "Longitude": "111", "Precision": "9"},
        {"Event": "view", "EventKey": "https://example.com"},
        {"Event": "change_contact", "ChangeType": "update_user"},
        {"Event": "not_known_yet"},
    ],
    ids=lambda event: str(event["Event"]),
)
async def test_other_events_are_acknowledged_with_nothing(
    sim: Simulator, open_surfaces: OpenBot, event: dict[str, str]
) -> None:
    async with open_surfaces(own_app_of(sim)):
        assert await deliver(sim, MsgType="event", **event) == ""
    assert sim.journal.sent == []


async def deliver(sim: Simulator, **fields: str) -> str:
    """Deliver what the simulated people have no gesture for; the reason when it was lost."""
    callback = sim._app()
    who = sim._happening("message", "lihua", "", "", "", app=True)  # type: ignore[arg-type]
    return await callback.deliver(who, callback._common(who) | fields)


# ---- cards ----


async def test_the_office_gets_the_closing_as_a_card_and_a_press_closes_it(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await apply_for_closing(sim)
        assert await sim.until(lambda: len(sim.cards()) == len(OFFICE))
        (card,) = cards_of(sim, "hemei")
        pressed = await sim.click(card.task_id, user="hemei", app=True)
        kinds = [entry.kind for entry in app.store.entries() if entry.actor == "hemei"]
        await passing.by(3, app)
        assert await sim.until(lambda: any("已销号 5(5)" in t for t in pushed(sim, "hemei")))
    assert kinds == [EntryKind.CLOSED]
    assert [sent.body for sent in pressed.answers] == [
        {"msgtype": "update_button", "update_button": {"title": "已处理"}}
    ]
    assert sim.violations() == ()
    assert sim.journal.refusals == []


async def test_two_presses_have_one_effect(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await apply_for_closing(sim)
        assert await sim.until(lambda: len(sim.cards()) == len(OFFICE))
        tasks = {user: cards_of(sim, user)[0].task_id for user in OFFICE}
        await asyncio.gather(*(sim.click(tasks[user], user=user, app=True) for user in OFFICE))
        closed = [e for e in app.store.entries() if e.kind is EntryKind.CLOSED]
        await passing.by(3, app)
        told = [text for user in OFFICE for text in pushed(sim, user)]
    assert len(closed) == 1
    assert sum("已销号 5(5)" in text for text in told) == 1
    assert sum("现在是" in text for text in told) == 1


@pytest.mark.parametrize("code", [40058, 41016, 42014, 42045])
async def test_a_refused_card_goes_out_as_words_with_the_commands(
    sim: Simulator, open_surfaces: OpenBot, code: int
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault("errcode", on=SEND, code=code)
        await apply_for_closing(sim)
        assert await sim.until(lambda: states(app) == [OutgoingState.SENT] * len(OFFICE))
    words = [sent.text for sent in sim.sent() if sent.msgtype == "markdown"]
    assert len(words) == 1
    assert "同意 5(5) 销号" in words[0]


async def test_a_card_whose_answer_was_lost_is_on_the_screen_once_and_not_repeated_in_words(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault("cut", on=SEND, accepted=True)
        await apply_for_closing(sim)
        assert await sim.until(lambda: states(app) == [OutgoingState.SENT] * len(OFFICE))
    assert [sent.msgtype for sent in sim.sent()] == ["template_card"] * len(OFFICE)
