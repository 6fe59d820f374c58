"""Runs a self-test against the simulated platform and gives what it found."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.wecom.checkup import Checkup
from bot.wecom.doctor import examine
from messages.doctor import Check, Diagnosis, line
from tests.bot.wecom.conftest import QUICK, configured, smart_bot_of
from tests.wecom_simulator.simulator import Simulator

Speak = Callable[[], Awaitable[object]]


class Examined:
    """The outcomes of one self-test; no secret stands in any of them."""

    def __init__(self, told: list[Diagnosis], sim: Simulator) -> None:
        self.told = told
        self.lines = "\n".join(map(line, told))
        account = sim.account
        for secret in (
            *(account.bot_secret, account.app_secret, account.bot_token, account.app_token),
            *(account.bot_aes_key, account.app_aes_key, account.webhook_key),
        ):
            assert secret not in self.lines
        assert all(one.good is not bool(one.cure) for one in told)

    def __getitem__(self, check: Check) -> Diagnosis:
        (found,) = [one for one in self.told if one.check is check]
        return found

    @property
    def looked_at(self) -> set[Check]:
        return {one.check for one in self.told}

    @property
    def wrong(self) -> set[Check]:
        return {one.check for one in self.told if not one.good}


async def examined(
    sim: Simulator,
    settings: Settings,
    *,
    file: Path | None = None,
    clock: Clock | None = None,
    speak: Speak | None = None,
    wait: float = 0.0,
    post: bool = False,
) -> Examined:
    """Run a self-test; `speak` is what somebody does when he is asked to."""
    told: list[Diagnosis] = []
    asked = asyncio.Event()

    async def answer_the_request() -> None:
        await asked.wait()
        if speak is not None:
            await speak()

    speaking = asyncio.ensure_future(answer_the_request())
    checkup = Checkup(
        settings=settings,
        file=file,
        clock=clock or SystemClock(),
        tell=told.append,
        ask=lambda _: asked.set(),
        wait=wait,
        post=post,
        timing=replace(QUICK, ack=3.0),
    )
    await examine(checkup)
    if asked.is_set():
        await speaking
    speaking.cancel()
    return Examined(told, sim)


def where(sim: Simulator) -> dict[str, Any]:
    return {"gateway_url": sim.gateway_url, "api_url": sim.api_url}


def smart_bot_alone(sim: Simulator, base: Settings) -> Settings:
    """Give settings in which nobody must be reached: what a test breaks is all that is wrong."""
    return configured(base, **smart_bot_of(sim), people={})
