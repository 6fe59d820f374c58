"""A bot in a process of its own, as a county runs it, connected to the simulated platform."""

import asyncio
import contextlib
import json
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bot.command import CONFIG, DUBAN, ROOT, environment
from tests.bot.wecom.conftest import free_port
from tests.wecom_simulator.limits import Limits
from tests.wecom_simulator.simulator import Simulator

GROUP = "wrGROUP0000000001"
UNLIMITED = Limits(per_minute=10**6, per_hour=10**6, member_per_minute=10**6)
"""Where the rate is not the point."""
_END_SECONDS = 60.0


class Living:
    """One life after the other on the same database.

    `changes`: lines of config.toml and what stands in their place; `sections`: what is added.
    """

    process: Process

    def __init__(
        self,
        sim: Simulator,
        folder: Path,
        changes: Mapping[str, str] | None = None,
        **sections: str,
    ) -> None:
        self.sim = sim
        self.folder = folder
        self.database = folder / "ledger.db"
        self.log = folder / "bot.log"
        self.port = free_port()
        config = folder / "config.toml"
        config.write_text(_settings(sim, self.port, changes or {}, sections))
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
    async def life(self, end: signal.Signals = signal.SIGKILL) -> AsyncIterator[int]:
        """Start it, wait until it is subscribed, give its pid; end it by a signal."""
        secrets = {"DUBAN_SMART_BOT__SECRET": self.sim.account.bot_secret}
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=ROOT,
                env=environment(**secrets),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            up = await self.sim.until(self.sim.connected, within=60)
            assert up, self.log.read_text()[-2_000:]
            yield self.process.pid
        finally:
            await self.die(end)

    async def die(self, end: signal.Signals = signal.SIGKILL) -> None:
        """End its life by a signal; nothing where it is over."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(end)
        async with asyncio.timeout(_END_SECONDS):
            await self.process.wait()
        # The next life must not be taken for ready by the socket of this one.
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
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _settings(
    sim: Simulator, port: int, changes: Mapping[str, str], sections: Mapping[str, str]
) -> str:
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
    smart_bot = f'bot_id = "{sim.account.bot_id}"\nanswers_per_minute = 0'
    given = {"smart_bot": smart_bot, **sections}
    return text + "".join(f"\n[{name}]\n{lines}\n" for name, lines in given.items())
