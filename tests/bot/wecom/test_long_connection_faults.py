"""What goes wrong with the long connection, and that nothing heard is lost or recorded twice."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.channel import ChannelClosed
from bot.clock import RehearsalClock
from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState
from tests.bot.wecom.conftest import GROUP, HASTY, OFFICE, QUICK, OpenBot, queue
from tests.factories import at
from tests.wecom_simulator.simulator import Simulator


def percents(app: App) -> list[int | None]:
    return [entry.percent for entry in app.store.entries() if entry.actor == "lihua"]


async def report(sim: Simulator, percent: int) -> str:
    said = await sim.say(f"@督办助手 进度 15(6) {percent}%", user="lihua", chat=GROUP)
    return said.text


async def back(sim: Simulator, app: App, since: int = 1) -> None:
    """Wait for a connection after the first so many."""

    def again() -> bool:
        gateway = sim.state()["connections"]
        return any(c["number"] > since and c["subscribed"] for c in gateway) and app.switchboard.up

    assert await sim.until(again)


def notice(to: str) -> Outgoing:
    return Outgoing(
        key=f"test:{to}",
        kind=OutgoingKind.NOTICE,
        to_kind=AddressKind.PERSON,
        to=to,
        due_at=at("2023-10-16 08:00"),
        text="有一件事",
    )


def deaf_rows(app: App) -> list[Outgoing]:
    return [row for row in app.store.outbox() if row.key.startswith("deaf:")]


def told(sim: Simulator) -> list[tuple[str, str]]:
    return [(sent.chat, sent.text) for sent in sim.sent() if "断线" in sent.text]


@pytest.mark.parametrize("code", [1000, 1001, 1011])
async def test_any_close_is_followed_by_a_new_connection(
    sim: Simulator, open_bot: OpenBot, code: int
) -> None:
    async with open_bot() as app:
        await report(sim, 10)
        await sim.fault("clean_close", code=code)
        await back(sim, app)
        assert "已记录" in await report(sim, 20)
        assert percents(app) == [10, 20]
    assert sim.violations() == ()


async def test_a_broken_connection_is_followed_by_a_new_one(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await report(sim, 10)
        await sim.fault("abort")
        await back(sim, app)
        assert "已记录" in await report(sim, 20)
        assert percents(app) == [10, 20]


@pytest.mark.parametrize("kind", ["silent_peer", "black_hole"])
async def test_two_pings_without_an_answer_end_a_connection(
    sim: Simulator, open_bot: OpenBot, kind: str
) -> None:
    async with open_bot(timing=HASTY) as app:
        await report(sim, 10)
        await sim.fault(kind)
        await back(sim, app)
        assert "已记录" in await report(sim, 20)
        assert percents(app) == [10, 20]


async def test_a_handshake_that_never_ends_is_given_up(sim: Simulator, open_bot: OpenBot) -> None:
    await sim.fault("black_hole", handshake=True)
    async with open_bot(connected=False, timing=replace(QUICK, connect=1.0)) as app:
        assert await sim.until(lambda: app.switchboard.up)
        assert "已记录" in await report(sim, 10)


async def test_a_gateway_that_is_away_is_tried_again_and_again(
    sim: Simulator, open_bot: OpenBot, caplog: pytest.LogCaptureFixture
) -> None:
    await sim.fault("outage", on="gateway", seconds=1.5)
    async with open_bot(connected=False) as app:
        assert await sim.until(lambda: app.switchboard.up)
        assert "已记录" in await report(sim, 10)
    tries = [record for record in caplog.records if "again in" in record.message]
    assert len(tries) >= 3


async def test_no_ack_of_the_subscription_is_tried_again(
    sim: Simulator, open_bot: OpenBot
) -> None:
    await sim.fault("no_ack", on="aibot_subscribe")
    async with open_bot(connected=False, timing=HASTY) as app:
        assert await sim.until(lambda: app.switchboard.up)


@pytest.mark.parametrize("code", [45009, -1, 846601])
async def test_a_subscription_refused_for_now_is_tried_again(
    sim: Simulator, open_bot: OpenBot, code: int
) -> None:
    await sim.fault("errcode", on="aibot_subscribe", code=code, times=2)
    async with open_bot(connected=False) as app:
        assert await sim.until(lambda: app.switchboard.up)


async def refused(sim: Simulator) -> None:
    """Wait until the bot was refused and has closed the socket, and has taken itself down."""
    assert await sim.until(lambda: not sim.faults.standing() and not sim.connections())
    await asyncio.sleep(2.0)


async def test_bad_credentials_end_the_bot(sim: Simulator, open_bot: OpenBot) -> None:
    await sim.fault("bad_credentials")
    with pytest.raises(ChannelClosed, match="bad_credentials"):
        async with open_bot(connected=False):
            await refused(sim)
    assert sim.connections() == 0


async def test_another_process_that_takes_over_is_not_fought(
    sim: Simulator, open_bot: OpenBot
) -> None:
    for person in OFFICE:
        sim.introduce(user=person)
    async with open_bot(timing=replace(QUICK, stand_aside=1.0)) as app:
        for person in OFFICE:
            await sim.say("帮助", user=person)
        loop = asyncio.get_running_loop()
        await sim.fault("takeover")
        kicked = loop.time()
        assert await sim.until(lambda: not app.switchboard.up)
        await back(sim, app)
        assert loop.time() - kicked >= 1.0
        assert await sim.until(lambda: len(sim.sent()) == 2)
        assert "已记录" in await report(sim, 20)
    assert sorted(sent.chat for sent in sim.sent()) == sorted(OFFICE)
    assert all("挤下线" in sent.text for sent in sim.sent())


async def test_three_takeovers_are_a_security_alarm(
    sim: Simulator, open_bot: OpenBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_bot(timing=replace(QUICK, stand_aside=0.5)) as app:
        await sim.say("帮助", user=OFFICE[0])
        waits = []
        for time in range(1, 4):
            assert await sim.until(lambda: app.switchboard.up)
            await sim.fault("takeover")
            started = asyncio.get_running_loop().time()
            assert await sim.until(lambda: not app.switchboard.up)
            await back(sim, app, since=time)
            waits.append(asyncio.get_running_loop().time() - started)
        assert await sim.until(lambda: any("安全提醒" in sent.text for sent in sim.sent()))
    assert waits[0] < waits[1] < waits[2]
    alarms = [r for r in caplog.records if r.levelno == logging.ERROR and "security" in r.message]
    assert len(alarms) == 1


@pytest.mark.parametrize("kind", ["malformed_frame", "non_object_json", "unknown_command"])
async def test_a_frame_that_makes_no_sense_is_passed_over(
    sim: Simulator, open_bot: OpenBot, kind: str
) -> None:
    async with open_bot() as app:
        await sim.fault(kind, times=3)
        assert "已记录" in await report(sim, 10)
        assert percents(app) == [10]
        assert sim.connections() == 1


async def test_a_huge_frame_does_no_harm(sim: Simulator, open_bot: OpenBot) -> None:
    async with open_bot() as app:
        await sim.fault("huge_frame")
        assert "已记录" in await report(sim, 10)
        await sim.fault("huge_frame", size=20_000_000)  # more than is read at all
        await back(sim, app)
        assert "已记录" in await report(sim, 20)
        assert percents(app) == [10, 20]


async def test_raw_control_characters_in_a_frame_are_read_over(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await sim.fault("control_characters", times=2)
        assert "已记录" in await report(sim, 10)
        assert percents(app) == [10]


@pytest.mark.parametrize("seconds", [0.0, 0.2])
async def test_a_message_that_comes_several_times_is_recorded_and_answered_once(
    sim: Simulator, open_bot: OpenBot, seconds: float
) -> None:
    async with open_bot() as app:
        await sim.fault("duplicate", copies=4, seconds=seconds, times=3)
        for percent in (10, 20, 30):
            await report(sim, percent)
        await asyncio.sleep(4 * seconds + 0.3)
        assert percents(app) == [10, 20, 30]
    assert len(sim.journal.answered()) == 3


async def test_a_message_repeated_after_a_restart_changes_and_says_nothing(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot():
        await sim.say("@督办助手 进度 15(6) 10%", user="lihua", chat=GROUP, msgid="m-1")
    async with open_bot() as app:
        again = await sim.say(
            "@督办助手 进度 15(6) 10%", user="lihua", chat=GROUP, msgid="m-1", within=0.5
        )
        assert percents(app) == [10]
    assert again.answers == ()


async def test_the_same_id_from_somebody_else_or_with_other_words_loses_nothing(
    sim: Simulator, open_bot: OpenBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_bot() as app:
        await sim.say("@督办助手 进度 15(6) 10%", user="lihua", chat=GROUP, msgid="m-1")
        await sim.say("@督办助手 进度 15(6) 20%", user="wanglei", chat=GROUP, msgid="m-1")
        await sim.say(
            "@督办助手 进度 15(6) 30%", user="lihua", chat=GROUP, msgid="m-1", within=0.5
        )
        recorded = [(e.actor, e.percent) for e in app.store.entries() if e.percent]
    assert recorded == [("lihua", 10), ("wanglei", 20)]
    assert any("security" in record.message for record in caplog.records)


async def test_messages_in_the_wrong_order_are_all_recorded(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await sim.fault("reorder", times=3)
        for percent in (10, 20, 30):
            sim.post(f"@督办助手 进度 15(6) {percent}%", user="lihua", chat=GROUP)
        assert await sim.until(lambda: len(percents(app)) == 3)
        assert sorted(filter(None, percents(app))) == [10, 20, 30]
        assert await sim.until(lambda: len(sim.journal.answered()) == 3)


@pytest.mark.parametrize("code", [846605, 846608, 846601, 40058])
async def test_an_answer_whose_request_is_gone_is_pushed(
    sim: Simulator, open_bot: OpenBot, code: int
) -> None:
    async with open_bot() as app:
        await sim.fault("errcode", on="aibot_respond_msg", code=code)
        await sim.say("@督办助手 进度 15(6) 10%", user="lihua", chat=GROUP, within=0.3)
        assert await sim.until(lambda: bool(sim.sent()))
        assert percents(app) == [10]
    (pushed,) = sim.sent()
    assert pushed.chat == GROUP
    assert "已记录 15(6)" in pushed.text


async def test_a_lost_subscription_is_renewed_and_the_answer_pushed(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await sim.fault("errcode", on="aibot_respond_msg", code=846609)
        await sim.say("@督办助手 进度 15(6) 10%", user="lihua", chat=GROUP, within=0.3)
        await back(sim, app)
        assert await sim.until(lambda: bool(sim.sent()))
        assert percents(app) == [10]
    assert "已记录 15(6)" in sim.sent()[0].text


async def test_a_push_that_finds_the_subscription_gone_goes_out_over_a_new_connection(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await sim.say("帮助", user="lihua")
        await sim.fault("unsubscribed")
        await queue(app, notice("lihua"))
        await app.courier.drain()
        await back(sim, app)
        assert await sim.until(lambda: bool(sim.sent()))
        assert "已记录" in await report(sim, 10)
    assert [sent.chat for sent in sim.sent()] == ["lihua"]
    assert 846609 in [refusal.code for refusal in sim.journal.refusals]


async def test_an_answer_too_many_waits_a_minute_in_the_outbox(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot() as app:
        await sim.fault("errcode", on="aibot_respond_msg", code=45009)
        await sim.say("@督办助手 进度 15(6) 10%", user="lihua", chat=GROUP, within=0.3)
        assert await sim.until(lambda: any("may be said" in r.error for r in app.store.outbox()))
        (row,) = [r for r in app.store.outbox() if r.kind is OutgoingKind.ANSWER]
        assert row.state is OutgoingState.QUEUED
        assert row.not_before is not None
        assert timedelta(seconds=50) < row.not_before - row.due_at < timedelta(seconds=75)
        assert percents(app) == [10]


@pytest.mark.parametrize("accepted", [True, False])
async def test_an_answer_without_an_ack_is_listed_as_unknown_and_not_said_twice(
    sim: Simulator, open_bot: OpenBot, *, accepted: bool
) -> None:
    async with open_bot(timing=HASTY) as app:
        await sim.fault("no_ack", on="aibot_respond_msg", accepted=accepted)
        await sim.say("@督办助手 进度 15(6) 10%", user="lihua", chat=GROUP, within=0.3)
        unknown = OutgoingState.UNKNOWN
        assert await sim.until(lambda: any(r.state is unknown for r in app.store.outbox()))
        await asyncio.sleep(0.3)
        assert percents(app) == [10]
    assert sim.sent() == ()
    assert len(sim.journal.answered()) == int(accepted)


async def test_a_slow_ack_within_the_time_is_an_ack(sim: Simulator, open_bot: OpenBot) -> None:
    async with open_bot() as app:
        await sim.fault("slow_ack", on="aibot_respond_msg", seconds=0.3)
        assert "已记录" in await report(sim, 10)
        await asyncio.sleep(0.5)
        assert [r for r in app.store.outbox() if r.kind is OutgoingKind.ANSWER] == []
    assert sim.violations() == ()


async def test_connected_but_deaf_is_subscribed_afresh(sim: Simulator, open_bot: OpenBot) -> None:
    async with open_bot("2023-10-16 10:00", replace(QUICK, ping=0.3, deaf_after=1.0)) as app:
        await report(sim, 10)
        await sim.fault("deaf")
        await back(sim, app)
        assert "已记录" in await report(sim, 20)
        assert percents(app) == [10, 20]


async def test_silence_outside_working_time_is_no_reason_to_reconnect(
    sim: Simulator, open_bot: OpenBot
) -> None:
    saturday = "2023-10-14 10:00"
    async with open_bot(saturday, replace(QUICK, ping=0.3, deaf_after=1.0)):
        await asyncio.sleep(2.0)
        assert [c["number"] for c in sim.state()["connections"]] == [1]


async def test_after_an_outage_each_group_is_told_what_was_not_heard(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot("2023-10-16 09:09") as app:
        await sim.say("@督办助手 帮助", user="lihua", chat=GROUP)
        clock = app.world.clock
        assert isinstance(clock, RehearsalClock)
        await asyncio.sleep(0.5)
        await sim.fault("outage", on="gateway", seconds=1.0)
        assert await sim.until(lambda: not app.switchboard.up)
        clock.set(clock.now() + timedelta(minutes=16))
        await back(sim, app)
        assert await sim.until(lambda: bool(told(sim)))
        await sim.fault("clean_close")
        await back(sim, app, since=2)
        await asyncio.sleep(0.3)
    assert told(sim) == [(GROUP, "09:09–09:25 断线，期间的消息未收到，请重发。")]


async def test_after_a_restart_the_time_it_was_down_is_told_too(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot("2023-10-16 09:10"):
        await sim.say("@督办助手 帮助", user="lihua", chat=GROUP)
        await asyncio.sleep(0.5)
    async with open_bot("2023-10-16 09:25"):
        assert await sim.until(lambda: bool(told(sim)))
    assert told(sim) == [(GROUP, "09:10–09:25 断线，期间的消息未收到，请重发。")]


async def test_a_restless_night_is_told_in_one_message(sim: Simulator, open_bot: OpenBot) -> None:
    async with open_bot("2023-10-16 16:00"):
        await sim.say("@督办助手 帮助", user="lihua", chat=GROUP)
    for moment in ("2023-10-16 22:00", "2023-10-17 01:30"):
        async with open_bot(moment) as app:
            assert await sim.until(lambda one=app: bool(deaf_rows(one)))  # type: ignore[misc]
    async with open_bot("2023-10-17 08:30") as app:
        assert await sim.until(lambda: bool(told(sim)))
        await app.courier.drain()
        assert {row.state for row in deaf_rows(app)} == {OutgoingState.SENT}
    lines = [line for _, text in told(sim) for line in text.splitlines()]
    assert len(lines) == 3
    assert len(told(sim)) == 1


async def test_a_night_without_a_connection_is_told_in_the_morning(
    sim: Simulator, open_bot: OpenBot
) -> None:
    async with open_bot("2023-10-16 16:00"):
        await sim.say("@督办助手 帮助", user="lihua", chat=GROUP)
        await asyncio.sleep(0.5)
    async with open_bot("2023-10-16 22:00") as app:
        await asyncio.sleep(0.5)
        assert told(sim) == []
        (row,) = deaf_rows(app)
        assert row.not_before is not None
        assert f"{row.not_before:%m-%d %H:%M}" == "10-17 08:30"
