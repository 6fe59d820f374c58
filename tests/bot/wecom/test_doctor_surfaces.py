"""The self-test of the own app, the callbacks and the webhook."""

from datetime import timedelta

import pytest

from bot.clock import RehearsalClock, SystemClock
from bot.config import Settings
from messages.doctor import TEST_LINE, Check
from tests.bot.wecom.conftest import (
    OpenBot,
    Passing,
    callback_of,
    configured,
    free_port,
    own_app_of,
    webhook_of,
)
from tests.bot.wecom.examining import examined, where
from tests.wecom_simulator.account import Account
from tests.wecom_simulator.simulator import Simulator


async def test_an_own_app_in_order_reaches_everybody(sim: Simulator, base: Settings) -> None:
    settings = configured(base, wecom=where(sim), **own_app_of(sim, heard=False))
    found = await examined(sim, settings)
    assert found.wrong == set()
    assert {Check.APP_LOGIN, Check.APP_ADDRESS, Check.PEOPLE} < found.looked_at
    assert sim.sent() == ()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({"corp_id": "wwOTHER"}, "企业ID"), ({"secret": "not-the-secret"}, "Secret")],
)
async def test_wrong_credentials_of_the_own_app_are_told_apart(
    sim: Simulator, base: Settings, wrong: dict[str, str], named: str
) -> None:
    app = own_app_of(sim, heard=False, **wrong)
    found = await examined(sim, configured(base, wecom=where(sim), **app))
    assert found.wrong == {Check.APP_LOGIN, Check.PEOPLE}
    assert named in found[Check.APP_LOGIN].cure
    assert "not-the-secret" not in found.lines


async def test_an_address_that_is_not_trusted_is_named_as_wecom_saw_it(base: Settings) -> None:
    async with Simulator(account=Account(trusted_ips=frozenset({"203.0.113.9"}))) as sim:
        settings = configured(base, wecom=where(sim), **own_app_of(sim, heard=False))
        found = await examined(sim, settings)
    assert found.wrong == {Check.APP_ADDRESS, Check.PEOPLE}
    assert "把 127.0.0.1 加进“企业可信IP”" in found[Check.APP_ADDRESS].cure


async def test_callbacks_of_a_running_bot_pass_their_own_verification(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    passing.set(SystemClock().now())
    async with open_surfaces(callback_of(sim), own_app_of(sim)) as app:
        assert await sim.until(lambda: app.scheduler.alive)
        found = await examined(sim, app.settings)
        mistaken = configured(
            app.settings,
            groups=app.settings.groups.model_dump(),
            web=app.settings.web.model_dump(),
            smart_bot_callback={"token": "other", "encoding_aes_key": "A" * 43},
        )
        other = await examined(sim, mistaken)
    assert found.wrong == set()
    assert {Check.BOT_CALLBACK, Check.APP_CALLBACK, Check.CLOCK} < found.looked_at
    assert other.wrong == {Check.BOT_CALLBACK}
    assert "重启" in other[Check.BOT_CALLBACK].cure


async def test_callbacks_are_not_tried_where_no_bot_runs(sim: Simulator, base: Settings) -> None:
    sections = {"wecom": where(sim), **callback_of(sim), "people": {}}
    stopped = await examined(sim, configured(base, **sections, web={"port": free_port()}))
    closed = await examined(sim, configured(base, **sections))
    assert stopped.wrong == closed.wrong == {Check.BOT_CALLBACK}
    assert "没有在运行" in stopped[Check.BOT_CALLBACK].detail
    assert "port" in closed[Check.BOT_CALLBACK].cure


async def test_another_program_at_the_port_is_not_taken_for_the_bot(
    sim: Simulator, base: Settings
) -> None:
    port = int(sim.api_url.rpartition(":")[2])
    sections = {"wecom": where(sim), **callback_of(sim), "people": {}, "web": {"port": port}}
    found = await examined(sim, configured(base, **sections))
    assert "404" in found[Check.BOT_CALLBACK].detail


async def test_in_callback_mode_nobody_can_be_written_to_unasked(
    sim: Simulator, base: Settings
) -> None:
    found = await examined(sim, configured(base, wecom=where(sim), **callback_of(sim)))
    assert "长连接" in found[Check.PEOPLE].cure


async def test_a_clock_that_is_wrong_is_named(sim: Simulator, base: Settings) -> None:
    clock = RehearsalClock(SystemClock().now() + timedelta(minutes=6))
    settings = configured(base, wecom=where(sim), **callback_of(sim))
    found = await examined(sim, settings, clock=clock)
    assert "timedatectl" in found[Check.CLOCK].cure


# ---- the webhook ----


async def test_a_webhook_is_tried_only_when_asked(sim: Simulator, base: Settings) -> None:
    settings = configured(base, wecom=where(sim), people={}, **webhook_of(sim))
    quiet = await examined(sim, settings)
    assert sim.sent() == ()
    posted = await examined(sim, settings, post=True)
    assert [sent.text for sent in sim.sent()] == [TEST_LINE]
    assert quiet.wrong == posted.wrong == set()
    assert "没有试发" in quiet[Check.WEBHOOK_POST].detail


@pytest.mark.parametrize("key", ["https://qyapi.weixin.qq.com/x?key=abc", "abc-def"])
async def test_a_webhook_key_of_the_wrong_shape_is_not_shown(
    sim: Simulator, base: Settings, key: str
) -> None:
    settings = configured(base, wecom=where(sim), people={}, **webhook_of(sim, key))
    found = await examined(sim, settings, post=True)
    assert found.wrong == {Check.WEBHOOK_KEY}
    assert key not in found.lines


async def test_a_webhook_that_is_gone_is_named(sim: Simulator, base: Settings) -> None:
    gone = "00000000-0000-4000-8000-000000000000"
    settings = configured(base, wecom=where(sim), people={}, **webhook_of(sim, gone))
    found = await examined(sim, settings, post=True)
    assert found.wrong == {Check.WEBHOOK_POST}
    assert gone not in found.lines
