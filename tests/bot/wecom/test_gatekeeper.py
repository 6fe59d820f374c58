"""Callbacks that are old, repeated, oversized or slow: refused alike, all without effect."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from yarl import URL

from bot.wecom import gatekeeper
from tests.bot.wecom.conftest import GROUP, OpenBot, Passing, callback_of, own_app_of
from tests.bot.wecom.views import words_of
from tests.bot.wecom.wire import REFUSED, SURFACES, Address
from tests.wecom_simulator.crypto import Envelope
from tests.wecom_simulator.simulator import Simulator

# ---- the console's check of the address ----


@SURFACES
async def test_the_console_accepts_the_address(
    sim: Simulator, open_surfaces: OpenBot, *, app: bool
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)):
        assert await sim.verify(app=app) == ""


@SURFACES
@pytest.mark.parametrize("escaped", [True, False])
async def test_a_plus_in_the_echo_survives_escaped_or_not(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    escaped: bool,
    app: bool,
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)):
        here = Address.of(sim, passing, session, app)
        echo = ""
        while "+" not in echo:
            echo = here.envelope.encrypt("4711")
        raw = echo.replace("+", "%2B") if escaped else echo
        assert await here.check(here.sealed(echo), raw) == (200, "4711")


@SURFACES
async def test_an_echo_under_another_token_key_or_receiver_is_refused(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    app: bool,
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)):
        here = Address.of(sim, passing, session, app)
        other_key = Envelope("b" * 42 + "A", sim.account.corp_id if app else "")
        other_receiver = Envelope(
            sim.account.app_aes_key if app else sim.account.bot_aes_key, "wwANOTHER"
        )
        for echo, token in (
            (here.envelope.encrypt("1"), "another token"),
            (other_key.encrypt("1"), here.token),
            (other_receiver.encrypt("1"), here.token),
        ):
            raw = echo.replace("+", "%2B")
            assert await here.check(here.sealed(echo, token=token), raw) == REFUSED
        assert await here.check(here.sealed("abc"), "") == REFUSED


# ---- size and slowness ----


@SURFACES
async def test_a_body_that_is_too_long_or_unpacks_to_too_much_is_refused(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    app: bool,
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)):
        here = Address.of(sim, passing, session, app)
        request = here.request(here.said("进度 15(6) 60%"))
        long = request.body + b" " * 256 * 1024
        assert await here.post(replace(request, body=long)) == REFUSED

        async def pieces() -> AsyncIterator[bytes]:
            for begin in range(0, len(long), 10_000):
                yield long[begin : begin + 10_000]

        url = URL(here.url).with_query(request.query)
        async with session.post(url, data=pieces()) as response:
            assert (response.status, await response.text()) == REFUSED
        bomb = gzip.compress(b" " * 64 * 1024 * 1024)
        packed = replace(request, body=bomb, headers={"Content-Encoding": "gzip"})
        assert await here.post(packed) == REFUSED
        assert (await here.post(request))[0] == 200


async def test_slow_bodies_delay_nobody_and_are_given_up(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gatekeeper, "_BODY_SECONDS", 3.0)
    async with open_surfaces(callback_of(sim)) as bot:
        here = Address.of(sim, passing, session, app=False)
        url = URL(here.url)
        head = f"POST {url.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n{{"
        slow = [await asyncio.open_connection(url.host, url.port) for _ in range(200)]
        for _, writer in slow:
            writer.write(head.encode())
        given_up = asyncio.ensure_future(slow[0][0].read(4_000))
        said = await sim.say("@督办助手 进度 15(6) 60%", user="lihua", chat=GROUP, settle=0)
        assert "已记录" in said.text
        assert not given_up.done()  # the message waited for none of them
        assert b" 403 " in await given_up
        slow[0][1].close()
        for reader, writer in slow[1:]:
            answer = await asyncio.wait_for(reader.read(4_000), 30)
            assert b" 403 " in answer
            writer.close()
        assert len(words_of(bot)) == 1


# ---- time and repetition ----


@SURFACES
@pytest.mark.parametrize(
    ("seconds", "status"), [(-303, 403), (-297, 200), (0, 200), (298, 200), (304, 403)]
)
async def test_a_callback_is_believed_within_five_minutes(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    seconds: int,
    status: int,
    app: bool,
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)) as bot:
        here = Address.of(sim, passing, session, app)
        sent = int(passing.clock.now().timestamp()) + seconds
        request = here.request(here.said("进度 15(6) 60%"), timestamp=str(sent))
        answered, text = await here.post(request)
        assert answered == status
        assert len(words_of(bot)) == (status == 200)
        assert (text == REFUSED[1]) is (status == 403)


@pytest.mark.parametrize(
    "stamp", ["", "1", "-1", "1e9", "٣", "9" * 400, "9" * 5_000, "1697414400.0"]
)
async def test_a_signed_timestamp_that_is_none_is_refused(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    stamp: str,
) -> None:
    async with open_surfaces(callback_of(sim)):
        here = Address.of(sim, passing, session, app=False)
        assert await here.post(here.request(here.said("15(6)"), timestamp=stamp)) == REFUSED


@SURFACES
async def test_the_same_callback_again_is_refused(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    app: bool,
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)) as bot:
        here = Address.of(sim, passing, session, app)
        request = here.request(here.said("进度 15(6) 60%"))
        assert (await here.post(request))[0] == 200
        assert await here.post(request) == REFUSED
        await passing.by(240, bot)
        assert await here.post(request) == REFUSED
        await passing.by(400, bot)
        assert await here.post(request) == REFUSED
        assert len(words_of(bot)) == 1


@SURFACES
async def test_with_the_setting_off_a_replay_is_taken_for_a_repetition_without_effect(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    app: bool,
) -> None:
    loose = {"wecom": {"refuse_replay": False}}
    async with open_surfaces(callback_of(sim), own_app_of(sim), loose) as bot:
        here = Address.of(sim, passing, session, app)
        request = here.request(here.said("进度 15(6) 60%"))
        first, second = await here.post(request), await here.post(request)
        assert first[0] == 200
        assert first[1] != ""
        assert second == (200, "")
        assert len(words_of(bot)) == 1


@SURFACES
async def test_a_replay_after_a_restart_records_nothing_twice(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    app: bool,
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)):
        here = Address.of(sim, passing, session, app)
        request = here.request(here.said("进度 15(6) 60%"))
        assert (await here.post(request))[0] == 200
    async with open_surfaces(callback_of(sim), own_app_of(sim)) as bot:
        again = Address.of(sim, passing, session, app)
        assert (await again.post(request))[0] == 200
        assert len(words_of(bot)) == 1


@SURFACES
async def test_a_retry_with_a_new_signature_is_answered_and_recorded_once(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    app: bool,
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)) as bot:
        here = Address.of(sim, passing, session, app)
        plain = here.said("进度 15(6) 60%", msgid="4711")
        answers = [await here.post(here.request(plain)) for _ in range(4)]
        assert [status for status, _ in answers] == [200] * 4
        assert [bool(text) for _, text in answers] == [True, False, False, False]
        assert len(words_of(bot)) == 1


async def test_the_nonces_that_are_remembered_do_not_grow_for_ever(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, session: aiohttp.ClientSession
) -> None:
    async with open_surfaces(callback_of(sim)) as bot:
        here = Address.of(sim, passing, session, app=False)
        gate = bot.channels[0]._gate  # type: ignore[attr-defined]
        for _ in range(20):
            await here.post(here.request(here.said("15(6)")))
        assert len(gate._nonces) == 20
        passing.set(passing.clock.now() + timedelta(minutes=11))
        await here.post(here.request(here.said("15(6)")))
        assert len(gate._nonces) == 1
