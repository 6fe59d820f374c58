"""The self-test beside a running bot, and where the database is not to be had."""

from pathlib import Path

import pytest

from bot.config import Settings
from messages.doctor import Check
from tests.bot.wecom.conftest import OpenBot, configured, free_port
from tests.bot.wecom.examining import examined, smart_bot_alone
from tests.wecom_simulator.simulator import Simulator


@pytest.fixture
def on_smart_bot(sim: Simulator, base: Settings) -> Settings:
    return smart_bot_alone(sim, base)


async def test_a_running_bot_is_not_thrown_out(
    sim: Simulator, on_smart_bot: Settings, open_bot: OpenBot
) -> None:
    web = {"port": free_port()}
    settings = configured(on_smart_bot, web=web)
    async with open_bot(web=web) as app:
        assert await sim.until(lambda: app.scheduler.alive)
        assert await sim.until(lambda: app.store.marked("heard:smart_bot") is not None)
        found = await examined(sim, settings, clock=app.world.clock, wait=30.0)
        assert [one["subscribed"] for one in sim.state()["connections"]] == [True]
    assert found.wrong == set()
    assert {Check.RUNNING, Check.HEARD} < found.looked_at
    assert Check.SUBSCRIBE not in found.looked_at
    assert str(web["port"]) in found[Check.RUNNING].detail


async def test_a_running_bot_that_cannot_be_asked_is_named(
    sim: Simulator, on_smart_bot: Settings, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        clock = app.world.clock
        silent = configured(on_smart_bot, web={"port": free_port()})
        unasked = await examined(sim, on_smart_bot, clock=clock)
        unheard = await examined(sim, silent, clock=clock)
    assert unasked.wrong == unheard.wrong == {Check.RUNNING}
    assert "port" in unasked[Check.RUNNING].cure
    assert "没有应答" in unheard[Check.RUNNING].detail


async def test_a_running_bot_that_is_not_connected_is_named(
    sim: Simulator, on_smart_bot: Settings, open_bot: OpenBot
) -> None:
    await sim.fault("outage", on="gateway")
    web = {"port": free_port()}
    async with open_bot(connected=False, web=web) as app:
        found = await examined(sim, configured(on_smart_bot, web=web), clock=app.world.clock)
    assert "channel" in found[Check.RUNNING].detail
    assert "从来没有" in found[Check.HEARD].detail


async def test_without_a_ledger_the_connection_is_examined_all_the_same(
    sim: Simulator, on_smart_bot: Settings, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    found = await examined(sim, configured(on_smart_bot, database={"url": url}))
    assert found.wrong == {Check.DATABASE}
    assert "duban import" in found[Check.DATABASE].cure
    assert found[Check.SUBSCRIBE].good
    assert not (tmp_path / "none.db").exists()


async def test_where_the_database_cannot_be_locked_nobody_logs_in(
    sim: Simulator, on_smart_bot: Settings, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'no_such_folder' / 'ledger.db'}"
    found = await examined(sim, configured(on_smart_bot, database={"url": url}))
    assert found.wrong == {Check.DATABASE, Check.SUBSCRIBE}
    assert sim.state()["connections"] == []
