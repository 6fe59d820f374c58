"""A bot in a process of its own, as a county runs it, connected to the simulated platform."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bot.command import CONFIG, DUBAN, ROOT, environment
from tests.bot.wecom.conftest import GROUP, address, free_port
from tests.wecom_simulator.limits import Limits
from tests.wecom_simulator.simulator import Simulator

UNLIMITED = Limits(per_minute=10**6, per_hour=10**6, member_per_minute=10**6)
"""Where the rate is not the point."""
_END_SECONDS = 15.0


class Living:
    """One life after the other on the same database.

    `app`: with the own app and its callback beside the long connection. `changes`: lines of
    config.toml and what stands in their place.
    """

    def __init__(
        self,
        sim: Simulator,
        folder: Path,
        *,
        app: bool = False,
        changes: Mapping[str, str] | None = None,
    ) -> None:
        self.sim = sim
        self.database = folder / "ledger.db"
        self.log = folder / "bot.log"
        port = free_port()
        config = folder / "config.toml"
        config.write_text(_settings(sim, port, changes or {}) + (_own_app(sim) if app else ""))
        if app:
            sim.set_callbacks(app=address(port, "own-app"))
        self._command: Sequence[str] = (
            *DUBAN, "run", "--sample", "--config", str(config),
            "--db", f"sqlite:///{self.database}",
        )  # fmt: skip

    def runs(self, *command: str) -> None:
        """Let another program live in its place."""
        self._command = (sys.executable, *command)

    def watched_by(self, *command: str) -> None:
        """Let a tracer start it."""
        self._command = (*command, *self._command)

    @contextlib.asynccontextmanager
    async def life(self, end: signal.Signals = signal.SIGKILL) -> AsyncIterator[Process]:
        """Start it, wait until it is subscribed, give its process; end it by a signal."""
        secrets = {"DUBAN_SMART_BOT__SECRET": self.sim.account.bot_secret}
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=ROOT,
                env=environment(**secrets),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            up = await self.sim.until(lambda: self.sim.connected(), within=20)
            assert up, self.log.read_text()[-2_000:]
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(end)
            async with asyncio.timeout(_END_SECONDS):
                await process.wait()
            # A new life must not be taken for ready because the old socket is still being closed.
            await self.sim.until(lambda: not self.sim.connected())


@contextlib.asynccontextmanager
async def platform(**given: Any) -> AsyncIterator[Simulator]:
    """Give a platform that limits nothing."""
    async with Simulator(limits=UNLIMITED, **given) as sim:
        yield sim


def megabytes(pid: int) -> float:
    """Give the memory a process holds (RSS)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def open_files(pid: int) -> int:
    """Count the files and sockets a process holds open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def _settings(sim: Simulator, port: int, changes: Mapping[str, str]) -> str:
    text = CONFIG.read_text()
    replaced = {
        'daily = ["console-group"]': f"daily = {json.dumps([GROUP])}",
        "wss://openws.work.weixin.qq.com": sim.gateway_url,
        "https://qyapi.weixin.qq.com": sim.api_url,
        "port = 8787": f"port = {port}",
        # No round of the clock: what is sent follows from what is said.
        'group_list_at = "08:30:00"': 'group_list_at = "23:59:58"',
        'contacts_at = "09:00:00"': 'contacts_at = "23:59:58"',
        'quiet_from = "17:30:00"': 'quiet_from = "23:59:59"',
        **changes,
    }
    for before, after in replaced.items():
        assert before in text, before
        text = text.replace(before, after)
    return f'{text}\n[smart_bot]\nbot_id = "{sim.account.bot_id}"\nanswers_per_minute = 0\n'


def _own_app(sim: Simulator) -> str:
    account = sim.account
    return f"""
[own_app]
corp_id = "{account.corp_id}"
agent_id = {account.agent_id}
secret = "{account.app_secret}"
[own_app.callback]
token = "{account.app_token}"
encoding_aes_key = "{account.app_aes_key}"
"""
