"""What is pushed over the long connection: reminders, notices, cards, and how it may fail."""

import asyncio

import pytest

from bot.app import App
from ledger.progress import EntryKind
from storage.mail import Outgoing, OutgoingKind, OutgoingState
from tests.bot.wecom.conftest import GROUP, HASTY, OFFICE, OpenBot
from tests.wecom_simulator.cards import Shown
from tests.wecom_simulator.simulator import Simulator


async def everybody_spoke(sim: Simulator, *people: str) -> None:
    for person in people or OFFICE:
        await sim.say("帮助", user=person)


def notices(app: App) -> list[Outgoing]:
    return [row for row in app.store.outbox() if row.kind is OutgoingKind.NOTICE]


def cards_of(sim: Simulator, user: str) -> list[Shown]:
    return [card for card in sim.cards() if card.chat == user]


async def apply_for_closing(sim: Simulator) -> None:
    said = await sim.say("@督办助手 进度 5(5) 已完成", user="zhangqiang", chat=GROUP)
    assert "审核" in said.text


async def test_the_office_gets_the_closing_as_a_card_and_a_press_closes_it(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await everybody_spoke(sim)
        await apply_for_closing(sim)
        assert await sim.until(lambda: len(sim.cards()) == 2)
        (card,) = cards_of(sim, "hemei")
        pressed = await sim.click(card.task_id, user="hemei")
        kinds = [entry.kind for entry in app.store.entries() if entry.actor == "hemei"]
    assert kinds == [EntryKind.CLOSED]
    assert pressed.card is not None
    assert "已销号 5(5)" in str(pressed.card)
    assert [button["text"] for button in pressed.card["button_list"]] == ["已处理"]
    assert sim.violations() == ()


async def test_two_presses_have_one_effect_and_both_are_told_the_truth(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await everybody_spoke(sim)
        await apply_for_closing(sim)
        assert await sim.until(lambda: len(sim.cards()) == 2)
        tasks = {user: cards_of(sim, user)[0].task_id for user in OFFICE}
        pressed = await asyncio.gather(
            *(sim.click(tasks[user], user=user, stale=True) for user in OFFICE)
        )
        closed = [e for e in app.store.entries() if e.kind is EntryKind.CLOSED]
    assert len(closed) == 1
    shown = [str(one.card) for one in pressed]
    assert sum("已销号" in text for text in shown) == 1
    assert sum("现在是" in text for text in shown) == 1


async def test_a_card_sent_before_a_restart_still_works(sim: Simulator, open_bot: OpenBot) -> None:
    async with open_bot():
        await everybody_spoke(sim)
        await apply_for_closing(sim)
        assert await sim.until(lambda: len(sim.cards()) == 2)
    async with open_bot() as app:
        (card,) = cards_of(sim, "tangwei")
        await sim.click(card.task_id, user="tangwei")
        closed = [e.actor for e in app.store.entries() if e.kind is EntryKind.CLOSED]
    assert closed == ["tangwei"]


async def test_an_old_card_does_not_answer_a_newer_application(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await everybody_spoke(sim)
        await apply_for_closing(sim)
        assert await sim.until(lambda: len(sim.cards()) == 2)
        (old,) = cards_of(sim, "hemei")
        await sim.say("退回 5(5) 缺材料", user="tangwei")
        await apply_for_closing(sim)
        pressed = await sim.click(old.task_id, user="hemei", stale=True)
        closed = [e for e in app.store.entries() if e.kind is EntryKind.CLOSED]
    assert closed == []
    assert "按钮已失效" in str(pressed.card)


async def test_somebody_without_the_right_presses_in_vain(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await everybody_spoke(sim)
        await apply_for_closing(sim)
        assert await sim.until(lambda: len(sim.cards()) == 2)
        await sim.click(cards_of(sim, "hemei")[0].task_id, user="lihua")
        assert [e for e in app.store.entries() if e.kind is EntryKind.CLOSED] == []


async def test_the_extension_request_is_a_card_too(sim: Simulator, open_bot: OpenBot) -> None:
    async with open_bot() as app:
        await everybody_spoke(sim)
        said = await sim.say(
            "@督办助手 5(5) 申请延期到2023年12月20日 因联审未完", user="zhangqiang", chat=GROUP
        )
        assert "延期申请" in said.text
        assert await sim.until(lambda: len(sim.cards()) == 2)
        (card,) = cards_of(sim, "hemei")
        await sim.click(card.task_id, user="hemei")
        kinds = [entry.kind for entry in app.store.entries() if entry.actor == "hemei"]
    assert kinds == [EntryKind.EXTENSION_GRANTED]


@pytest.mark.parametrize("code", [40058, 41016, 42014, 42045])
async def test_a_refused_card_goes_out_as_words_with_the_commands(
    sim: Simulator, open_bot: OpenBot, code: int
) -> None:
    async with open_bot() as app:
        await everybody_spoke(sim)
        await sim.fault("errcode", on="aibot_send_msg", code=code, times=1)
        await apply_for_closing(sim)
        assert await sim.until(lambda: len(sim.sent()) == 2)
        assert {row.state for row in notices(app)} == {OutgoingState.SENT}
    words = [sent.text for sent in sim.sent() if sent.msgtype == "markdown"]
    assert len(words) == 1
    assert "同意 5(5) 销号" in words[0]


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        (40008, OutgoingState.FAILED),
        (93006, OutgoingState.FAILED),
        (-1, OutgoingState.RETRY),
        (45009, OutgoingState.QUEUED),
    ],
)
async def test_a_refused_push_ends_as_what_it_means(
    sim: Simulator, open_bot: OpenBot, code: int, ends: OutgoingState
) -> None:
    async with open_bot() as app:
        await everybody_spoke(sim, "hemei", "lihua")
        await sim.say("代 县税务局 15(6) 60%", user="hemei", within=1)
        assert await sim.until(lambda: bool(sim.sent()))  # the unit is told
        await sim.fault("errcode", on="aibot_send_msg", code=code, times=1)
        await sim.say("代 县税务局 15(6) 70%", user="hemei", within=1)

        def settled() -> bool:
            return len(notices(app)) == 2 and notices(app)[1].error != ""

        assert await sim.until(settled)
        assert notices(app)[1].state is ends


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_push_without_an_ack_is_unknown_and_not_repeated(
    sim: Simulator, open_bot: OpenBot, *, accepted: bool
) -> None:
    async with open_bot(timing=HASTY) as app:
        await everybody_spoke(sim, "hemei", "lihua")
        await sim.fault("no_ack", on="aibot_send_msg", accepted=accepted)
        await sim.say("代 县税务局 15(6) 60%", user="hemei", within=1)
        unknown = OutgoingState.UNKNOWN
        assert await sim.until(lambda: [row.state for row in notices(app)] == [unknown])
    async with open_bot() as app:
        await asyncio.sleep(0.3)
        assert [row.state for row in notices(app)] == [unknown]
    assert len(sim.sent()) == int(accepted)


async def test_a_reminder_goes_to_the_backup_where_the_contact_never_spoke(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot("2023-12-29 08:00") as app:
        await everybody_spoke(sim, "wanglei")
        clock = app.world.clock
        clock.set(clock.now().replace(hour=9))  # type: ignore[attr-defined]
        await app.tick()
        assert await sim.until(lambda: any(sent.chat == "wanglei" for sent in sim.sent()))
    assert not any(sent.chat == "lihua" for sent in sim.sent())


async def test_a_contact_who_is_refused_is_out_of_reach_and_the_next_is_told(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot("2023-12-29 08:00") as app:
        await everybody_spoke(sim, "lihua", "wanglei")
        await sim.fault("errcode", on="aibot_send_msg", code=93006, times=1)
        clock = app.world.clock
        clock.set(clock.now().replace(hour=9))  # type: ignore[attr-defined]
        await app.tick()
        out = {chat.id: chat.reachable for chat in app.store.chats()}
        assert list(out.values()).count(False) == 1


async def test_waiting_pushes_survive_an_outage_and_a_restart(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await everybody_spoke(sim, "hemei", "lihua")
        await sim.fault("errcode", on="aibot_send_msg", code=846609, times=1)
        await sim.say("代 县税务局 15(6) 60%", user="hemei", within=1)
        await sim.fault("outage", on="gateway", seconds=1.5)
        assert await sim.until(lambda: not app.switchboard.up)
    async with open_bot(connected=False):
        assert await sim.until(lambda: bool(sim.sent()))
    (told,) = sim.sent()
    assert told.chat == "lihua"
