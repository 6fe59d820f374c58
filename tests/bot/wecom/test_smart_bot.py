"""智能机器人 over the long connection, against the simulated platform."""

from tests.bot.wecom.conftest import GROUP, OpenBot
from tests.wecom_simulator.simulator import Simulator


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
        recorded = [entry.words for entry in app.store.entries() if entry.actor == "lihua"]
    assert "已记录 15(6)" in said.text
    assert recorded == ["进度 15(6) 已完成"]
    assert sim.violations() == ()
