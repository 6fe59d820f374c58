"""More said in one group than WeCom lets a bot answer one by one."""

import asyncio
import re

from bot.app import App
from storage.mail import Outgoing, OutgoingKind, OutgoingState
from tests.bot.wecom.conftest import GROUP, OpenBot
from tests.wecom_simulator.simulator import Simulator

REPORTS, SECONDS = 500, 10
WHO = ("lihua", "wanglei")


def percent_of(number: int) -> str:
    """Give each report words of its own, which its answer repeats."""
    return f"已退税{1000 + number}户"


async def speak(sim: Simulator, numbers: range, within: float) -> None:
    for number in numbers:
        text = f"@督办助手 进度 15(6) {percent_of(number)}"
        sim.post(text, user=WHO[number % len(WHO)], chat=GROUP)
        await asyncio.sleep(within / len(numbers))


def answered(sim: Simulator) -> set[str]:
    said = (sent.text for sent in sim.journal.sent if sent.chat == GROUP)
    return {number for text in said for number in re.findall(r"已退税(\d+)户", text)}


def waiting(app: App) -> list[Outgoing]:
    rows = (row for row in app.store.outbox() if row.kind is OutgoingKind.ANSWER)
    return [row for row in rows if row.state is not OutgoingState.SENT]


async def test_a_burst_is_recorded_whole_and_answered_within_the_limits(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await speak(sim, range(REPORTS), SECONDS)

        def recorded() -> set[str]:
            return {entry.words for entry in app.store.entries() if entry.actor in WHO}

        assert await sim.until(lambda: len(recorded()) == REPORTS)
        assert await sim.until(lambda: len(answered(sim)) == REPORTS)
        assert await sim.until(lambda: waiting(app) == [])
    messages = [sent for sent in sim.journal.sent if sent.chat == GROUP]
    assert len(messages) <= 30
    assert sim.journal.refusals == []
    assert sim.journal.dropped == []
    assert sim.violations() == ()


async def test_answers_that_wait_survive_a_restart(sim: Simulator, open_bot: OpenBot) -> None:
    async with open_bot() as app:
        await speak(sim, range(60), 0.3)
        assert await sim.until(lambda: len(waiting(app)) >= 30)
    async with open_bot():
        assert await sim.until(lambda: len(answered(sim)) == 60)
    assert sim.journal.refusals == []
