"""The self-test listens: what somebody else says is looked at, and never recorded."""

import pytest

from bot.config import Settings
from messages.doctor import Check
from tests.bot.wecom.conftest import GROUP, configured, smart_bot_of
from tests.bot.wecom.examining import examined, smart_bot_alone
from tests.wecom_simulator.account import Account
from tests.wecom_simulator.simulator import Simulator


@pytest.fixture
def on_smart_bot(sim: Simulator, base: Settings) -> Settings:
    return smart_bot_alone(sim, base)


async def test_a_group_that_is_not_on_the_list_gets_nothing_and_its_id_is_shown(
    sim: Simulator, on_smart_bot: Settings
) -> None:
    async def speak() -> None:
        said = await sim.say("@督办助手 我是谁", user="lihua", chat="wrSTRANGE", within=0.5)
        assert said.answers == ()

    found = await examined(sim, on_smart_bot, wait=30.0, speak=speak)
    assert found.wrong == {Check.CHAT}
    assert '"wrSTRANGE"' in found[Check.CHAT].cure


@pytest.mark.parametrize(
    ("name", "text"),
    [("县 督办", "@县 督办 我是谁"), ("小督", "＠小督\u2005帮助"), ("小督", "我是谁 @小督")],
)
async def test_a_name_that_is_not_configured_is_shown_as_it_came(
    base: Settings, name: str, text: str
) -> None:
    async with Simulator(account=Account(bot_name=name)) as sim:
        found = await examined(
            sim,
            configured(base, **smart_bot_of(sim), people={}),
            wait=30.0,
            speak=lambda: sim.say(text, user="lihua", chat=GROUP),
        )
    assert found.wrong == {Check.MENTION}
    assert f'"{name}"' in found[Check.MENTION].cure


async def test_an_encrypted_sender_id_is_told_apart(
    sim: Simulator, on_smart_bot: Settings
) -> None:
    async def speak() -> None:
        await sim.say("@督办助手 我是谁", user="woAJ2GCAAA_xE3bNqT0cLp9", chat=GROUP)

    found = await examined(sim, on_smart_bot, wait=30.0, speak=speak)
    assert "密文" in found[Check.SENDER].detail


async def test_when_nobody_speaks_the_self_test_ends_and_says_so(
    sim: Simulator, on_smart_bot: Settings
) -> None:
    found = await examined(sim, on_smart_bot, wait=0.3)
    assert found.wrong == {Check.HEARD}
    assert await sim.until(lambda: sim.connections() == 0)


@pytest.mark.parametrize(("kind", "named"), [("takeover", "别的程序"), ("abort", "断了")])
async def test_a_connection_lost_while_waiting_is_named(
    sim: Simulator, on_smart_bot: Settings, kind: str, named: str
) -> None:
    found = await examined(sim, on_smart_bot, wait=30.0, speak=lambda: sim.fault(kind))
    assert named in found[Check.HEARD].detail
