"""Every fault of the simulator, as a client on the socket meets it."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.wecom_simulator.faults import EXPLAINED, FaultError, FaultKind
from tests.wecom_simulator.peer import Peer
from tests.wecom_simulator.simulator import Simulator

GROUP = "group-1"


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        running.set_limits(takeover_close=2.0)
        running.introduce(chat=GROUP)
        yield running


@pytest.fixture
async def peer(sim: Simulator) -> AsyncIterator[Peer]:
    async with Peer(sim.gateway_url) as connected:
        await connected.subscribe(sim.account.bot_id, sim.account.bot_secret)
        yield connected


async def ended(peer: Peer) -> int | None:
    async with asyncio.timeout(15):
        await peer.ended.wait()
    return peer.close_code


async def push(peer: Peer, text: str = "x", within: float = 15.0) -> int:
    body = {"chatid": GROUP, "chat_type": 2, "msgtype": "markdown", "markdown": {"content": text}}
    code: int = (await peer.ask("aibot_send_msg", body, within=within))["errcode"]
    return code


def test_every_fault_is_explained_and_a_wrong_one_is_refused() -> None:
    assert set(EXPLAINED) == set(FaultKind)


@pytest.mark.parametrize(
    "wrong", [{"times": "3"}, {"seconds": "1"}, {"often": 3}, {"code": "45009"}]
)
async def test_a_fault_with_wrong_parameters_is_refused(sim: Simulator, wrong: object) -> None:
    assert isinstance(wrong, dict)
    with pytest.raises(FaultError):
        await sim.fault("errcode", **wrong)
    with pytest.raises(FaultError, match="kind must be one of"):
        await sim.fault("earthquake")


@pytest.mark.parametrize(("code", "seen"), [(None, 1000), (1001, 1001)])
async def test_clean_close(sim: Simulator, peer: Peer, code: int | None, seen: int) -> None:
    await sim.fault("clean_close", code=code)
    assert await ended(peer) == seen
    assert not sim.connected()


async def test_abort(sim: Simulator, peer: Peer) -> None:
    await sim.fault("abort")
    assert await ended(peer) == 1006


async def test_a_fault_waits_for_the_next_connection_and_strikes_as_often_as_told(
    sim: Simulator,
) -> None:
    await sim.fault("abort", times=2, seconds=0.5)
    for strikes_left in (1, 0):
        async with Peer(sim.gateway_url) as struck:
            await struck.subscribe(sim.account.bot_id, sim.account.bot_secret)
            assert await ended(struck) == 1006
        assert sum(fault.times or 0 for fault in sim.faults.standing()) == strikes_left
    async with Peer(sim.gateway_url) as spared:
        await spared.subscribe(sim.account.bot_id, sim.account.bot_secret)
        await asyncio.sleep(0.1)
        assert await push(spared) == 0


async def test_silent_peer_answers_all_but_pings(sim: Simulator, peer: Peer) -> None:
    await sim.fault("silent_peer")
    with pytest.raises(TimeoutError):
        await peer.ask("ping", within=0.2)
    assert await push(peer) == 0


async def test_black_hole_of_a_standing_connection(sim: Simulator, peer: Peer) -> None:
    await sim.fault("black_hole")
    with pytest.raises(TimeoutError):
        await push(peer, within=0.2)
    said = await sim.say("我的任务", user="zhao", chat=GROUP, within=0.2)
    assert not said.delivered
    assert sim.sent() == ()


async def test_black_hole_before_subscribing_and_in_the_handshake(sim: Simulator) -> None:
    await sim.fault("black_hole")
    async with Peer(sim.gateway_url) as peer:
        with pytest.raises(TimeoutError):
            await peer.ask("aibot_subscribe", {"bot_id": "x", "secret": "y"}, within=0.2)
    await sim.fault("black_hole", handshake=True)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), aiohttp.ClientSession() as session:
            await session.ws_connect(sim.gateway_url)


async def test_takeover_by_another_process_lasts_until_somebody_subscribes_again(
    sim: Simulator, peer: Peer
) -> None:
    await sim.fault("takeover")
    event = await peer.callback()
    assert event["body"]["event"]["eventtype"] == "disconnected_event"
    assert (await peer.ask("ping"))["errcode"] == 0
    assert await push(peer) == 846609
    assert (await sim.say("x", user="zhao", chat=GROUP)).why == "another process holds the bot"
    assert await ended(peer) == 1006
    async with Peer(sim.gateway_url) as back:
        await back.subscribe(sim.account.bot_id, sim.account.bot_secret)
        assert (await sim.say("x", user="zhao", chat=GROUP, within=1.0)).delivered


async def test_deaf_connections_get_ping_acks_and_no_messages(sim: Simulator, peer: Peer) -> None:
    await sim.fault("deaf")
    assert not (await sim.say("x", user="zhao", chat=GROUP)).delivered
    assert (await peer.ask("ping"))["errcode"] == 0
    async with Peer(sim.gateway_url) as fresh:
        await fresh.subscribe(sim.account.bot_id, sim.account.bot_secret)
        assert (await sim.say("x", user="zhao", chat=GROUP, within=1.0)).delivered


async def test_an_unsubscribed_socket_stays_open(sim: Simulator, peer: Peer) -> None:
    await sim.fault("unsubscribed")
    assert await push(peer) == 846609
    assert (await peer.ask("ping"))["errcode"] == 0


async def test_frames_nobody_can_use(sim: Simulator, peer: Peer) -> None:
    await sim.fault("malformed_frame", times=2)
    await sim.fault("malformed_frame", text="{]")
    await sim.fault("non_object_json")
    await sim.fault("huge_frame", size=5_000_000)
    await sim.fault("unknown_command")
    raw = [await asyncio.wait_for(peer.raw.get(), 15) for _ in range(8)]
    assert raw[2] == "{]"
    assert raw[3:7] == ["[]", "null", "42", '"text"']
    callbacks = [await peer.callback() for _ in range(4)]
    assert len(callbacks[0]["body"]["padding"]) == 5_000_000
    assert callbacks[1]["cmd"] == "aibot_unheard_of"
    assert sim.faults.standing() == ()
    assert await push(peer) == 0


async def test_control_characters_inside_a_frame(sim: Simulator, peer: Peer) -> None:
    await sim.fault("control_characters")
    await sim.say("x", user="zhao", chat=GROUP, within=0.1)
    assert (await asyncio.wait_for(peer.raw.get(), 15)).startswith('\x00{\x0b"cmd"')


async def test_an_outage_refuses_connections_until_it_is_over(sim: Simulator, peer: Peer) -> None:
    await sim.fault("outage", on="gateway")
    assert await ended(peer) == 1006
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.ws_connect(sim.gateway_url)
        async with session.get(f"{sim.api_url}/cgi-bin/gettoken") as response:
            assert response.status == 200
    await sim.come_back()
    async with Peer(sim.gateway_url) as back:
        assert (await back.subscribe(sim.account.bot_id, sim.account.bot_secret))["errcode"] == 0


async def test_an_outage_of_some_seconds_ends_by_itself(sim: Simulator) -> None:
    await sim.fault("outage", on="gateway", seconds=0.1)
    assert await sim.until(lambda: not any(sim.state()["away"]))
    async with Peer(sim.gateway_url) as back:
        assert (await back.subscribe(sim.account.bot_id, sim.account.bot_secret))["errcode"] == 0


async def test_bad_credentials_for_a_while(sim: Simulator) -> None:
    await sim.fault("bad_credentials", times=2)
    codes = []
    for _ in range(3):
        async with Peer(sim.gateway_url) as peer:
            ack = await peer.subscribe(sim.account.bot_id, sim.account.bot_secret)
            codes.append(ack["errcode"])
    assert codes == [853000, 853000, 0]


async def test_a_slow_ack_does_not_hold_up_the_others(sim: Simulator, peer: Peer) -> None:
    await sim.fault("slow_ack", seconds=1.5)
    slow = asyncio.ensure_future(push(peer, "slow"))
    await asyncio.sleep(0.05)
    assert await push(peer, "quick") == 0
    assert not slow.done()
    assert await slow == 0


@pytest.mark.parametrize("accepted", [True, False])
async def test_no_ack_whether_or_not_it_took_effect(
    sim: Simulator, peer: Peer, accepted: bool
) -> None:
    await sim.fault("no_ack", accepted=accepted)
    with pytest.raises(TimeoutError):
        await push(peer, within=0.2)
    assert len(sim.sent()) == accepted


async def test_no_ack_for_subscribing_only_when_named(sim: Simulator) -> None:
    await sim.fault("no_ack", on="subscribe")
    async with Peer(sim.gateway_url) as peer:
        body = {"bot_id": sim.account.bot_id, "secret": sim.account.bot_secret}
        with pytest.raises(TimeoutError):
            await peer.ask("aibot_subscribe", body, within=0.2)


@pytest.mark.parametrize("code", [40058, 45009, 846601, 846605, 846608, 846609, 93006])
async def test_each_errcode(sim: Simulator, peer: Peer, code: int) -> None:
    await sim.fault("errcode", code=code, times=2)
    assert (await peer.ask("ping"))["errcode"] == 0
    assert [await push(peer) for _ in range(3)] == [code, code, 0]
    assert len(sim.sent()) == 1


async def test_duplicates_come_at_the_same_instant_with_the_same_msgid(
    sim: Simulator, peer: Peer
) -> None:
    await sim.fault("duplicate", copies=3)
    await sim.say("x", user="zhao", chat=GROUP, msgid="m1", within=0.05)
    got = [await peer.callback() for _ in range(3)]
    assert {frame["body"]["msgid"] for frame in got} == {"m1"}
    assert len({frame["headers"]["req_id"] for frame in got}) == 3


async def test_retries_come_three_more_times_with_pauses(sim: Simulator, peer: Peer) -> None:
    await sim.fault("retries", seconds=0.1)
    sim.post("x", user="zhao", chat=GROUP, msgid="m1")
    loop = asyncio.get_running_loop()
    began = loop.time()
    for _ in range(4):
        assert (await peer.callback())["body"]["msgid"] == "m1"
    assert loop.time() - began > 0.25
    await asyncio.sleep(0.15)
    assert peer.callbacks.empty()


async def test_reordered_messages_come_backwards(sim: Simulator, peer: Peer) -> None:
    await sim.fault("reorder", times=3)
    for number in range(3):
        sim.post(str(number), user="zhao", chat=GROUP, msgid=f"m{number}")
    got = [(await peer.callback())["body"]["msgid"] for _ in range(3)]
    assert got == ["m2", "m1", "m0"]


async def test_two_messages_are_reordered_where_no_number_is_given(
    sim: Simulator, peer: Peer
) -> None:
    await sim.fault("reorder")
    for number in range(2):
        sim.post(str(number), user="zhao", chat=GROUP, msgid=f"m{number}")
    got = [(await peer.callback())["body"]["msgid"] for _ in range(2)]
    assert got == ["m1", "m0"]


async def test_a_batch_that_stays_incomplete_comes_after_a_while(
    sim: Simulator, peer: Peer
) -> None:
    await sim.fault("reorder", times=5, seconds=0.1)
    sim.post("0", user="zhao", chat=GROUP, msgid="m0")
    sim.post("1", user="zhao", chat=GROUP, msgid="m1")
    got = [(await peer.callback())["body"]["msgid"] for _ in range(2)]
    assert got == ["m1", "m0"]


async def test_reset_forgets_faults_notes_and_counters(sim: Simulator, peer: Peer) -> None:
    await sim.fault("errcode", times=None)
    sim.set_limits(per_minute=1)
    assert await push(peer) == 45009
    sim.reset()
    assert (sim.faults.standing(), sim.journal.refusals) == ((), [])
    assert [await push(peer), await push(peer)] == [0, 45009]
    sim.reset(everything=True)
    assert await push(peer) == 93006
