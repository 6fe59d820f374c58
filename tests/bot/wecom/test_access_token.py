"""The own app's access token: fetched once, shared, renewed, and never asked for in a storm."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channel import ChannelError
from bot.wecom.access_token import AccessToken
from bot.wecom.api import Api, Json
from bot.wecom.errcodes import Refused
from tests.wecom_simulator.simulator import Simulator


class Company:
    """Somebody who calls the platform with the token, on a watch that can be put forward."""

    def __init__(self, sim: Simulator, api: Api) -> None:
        account = sim.account
        self.ahead = 0.0
        self._sim = sim
        self._api = api
        secret = SecretStr(account.app_secret)
        self.token = AccessToken(api, account.corp_id, secret, self.monotonic)

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def wait(self, seconds: float) -> None:
        self.ahead += seconds
        self._sim.clock.advance(seconds)

    async def call(self) -> Json:
        return await self.token.used(self._look_up)

    async def _look_up(self, token: str) -> Json:
        return await self._api.get("/cgi-bin/user/get", {"access_token": token, "userid": "lihua"})


@pytest.fixture
async def company(sim: Simulator) -> AsyncIterator[Company]:
    async with Api(sim.api_url) as api:
        yield Company(sim, api)


async def test_fifty_calls_at_once_fetch_one_token(sim: Simulator, company: Company) -> None:
    found = await asyncio.gather(*(company.call() for _ in range(50)))
    assert {answer["userid"] for answer in found} == {"lihua"}
    assert sim.token_calls == 1


async def test_the_token_is_kept_until_shortly_before_its_end(
    sim: Simulator, company: Company
) -> None:
    await company.call()
    company.wait(7200 - 320)
    await company.call()
    assert sim.token_calls == 1
    company.wait(30)
    await company.call()
    assert sim.token_calls == 2
    assert sim.journal.refusals == []


@pytest.mark.parametrize("code", [42001, 40014])
async def test_a_token_refused_once_is_refreshed_once_for_all_callers(
    sim: Simulator, company: Company, code: int
) -> None:
    await company.call()
    await sim.fault("token_expired", code=code)
    found = await asyncio.gather(*(company.call() for _ in range(50)))
    assert len(found) == 50
    assert sim.token_calls == 2


@pytest.mark.parametrize("code", [42001, 40014])
async def test_tokens_refused_for_ever_are_not_fetched_more_than_twice_a_minute(
    sim: Simulator, company: Company, code: int
) -> None:
    await sim.fault("token_expired", code=code, times=None)
    for _ in range(10):
        refused = await asyncio.gather(
            *(company.call() for _ in range(50)), return_exceptions=True
        )
        assert all(isinstance(one, ChannelError) for one in refused)
        waits = [one.wait for one in refused if isinstance(one, ChannelError)]
        assert all(wait and wait <= timedelta(minutes=1) for wait in waits)
        company.wait(30)
    assert sim.token_calls <= 2 * 5 + 1


async def test_a_token_that_works_again_is_used_again(sim: Simulator, company: Company) -> None:
    await sim.fault("token_expired", times=None)
    with pytest.raises(ChannelError):
        await company.call()
    sim.faults.clear()
    company.wait(61)
    assert (await company.call())["userid"] == "lihua"


async def test_other_refusals_are_not_taken_for_the_tokens_fault(
    sim: Simulator, company: Company
) -> None:
    for code in (-1, 45009, 60020, 60111):
        await sim.fault("errcode", on="user/get", code=code)
        with pytest.raises(Refused) as refused:
            await company.call()
        assert refused.value.code == code
    assert sim.token_calls == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "cut", "times": 2},
        {"kind": "http_error", "code": 502},
        {"kind": "broken_body"},
        {"kind": "broken_body", "text": '{"errcode": 0}'},
        {"kind": "broken_body", "text": '{"errcode": 0, "access_token": null}'},
    ],
    ids=str,
)
async def test_trouble_at_fetching_is_never_unknown_and_the_next_call_tries_again(
    sim: Simulator, company: Company, fault: dict[str, Any]
) -> None:
    await sim.fault(**fault, on="gettoken")
    with pytest.raises(ChannelError) as refused:
        await company.call()
    assert not refused.value.unknown
    assert not refused.value.permanent
    company.wait(61)
    assert (await company.call())["userid"] == "lihua"


@pytest.mark.parametrize("expires", ["null", '"soon"', "-5", "[]"])
async def test_a_lifetime_that_is_none_is_taken_for_a_short_one(
    sim: Simulator, company: Company, expires: str
) -> None:
    text = f'{{"errcode": 0, "access_token": "made up", "expires_in": {expires}}}'
    await sim.fault("broken_body", on="gettoken", text=text)
    assert (await company.call())["userid"] == "lihua"
    assert sim.token_calls == 2


async def test_a_platform_that_is_busy_at_fetching_is_asked_again_by_the_next_call(
    sim: Simulator, company: Company
) -> None:
    await sim.fault("errcode", on="gettoken", code=-1)
    with pytest.raises(Refused):
        await company.call()
    assert (await company.call())["userid"] == "lihua"
