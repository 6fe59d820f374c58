"""Runs the platform maker's own Node packages: installs them into a temporary folder."""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parent / "node"


class NoNode(Exception):
    """Node cannot be used here; the text says why."""


class NpmFailed(NoNode):
    """Node is here, its packages could not be installed."""


def install(folder: Path, within: float = 80.0) -> Path:
    """Install the locked packages beside copies of the scripts; raises NoNode."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NoNode("node and npm are not installed")
    for script in SCRIPTS.iterdir():
        if script.is_file():
            shutil.copy(script, folder)
    options = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
    try:
        subprocess.run(
            [npm, *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=within,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise NpmFailed(f"npm ci took more than {within:g} s") from None
    except subprocess.CalledProcessError as error:
        raise NpmFailed(f"npm ci failed: {error.stderr[-500:]}") from error
    return folder


async def crypto_vectors(folder: Path, given: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Let `@wecom/crypto` encrypt, sign and open each vector; see node/crypto_vectors.mjs."""
    node = await asyncio.create_subprocess_exec(
        "node",
        "crypto_vectors.mjs",
        cwd=folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        output, _ = await node.communicate(json.dumps(given).encode())
    if node.returncode != 0:
        raise RuntimeError(f"crypto_vectors.mjs ended with {node.returncode}")
    vectors: list[dict[str, Any]] = json.loads(output)
    return vectors


class SdkBot:
    """A running sdk_check.mjs: the maker's SDK as a bot."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, folder: Path, url: str, bot: str, secret: str) -> "SdkBot":
        """Start it against a gateway."""
        process = await asyncio.create_subprocess_exec(
            "node", "sdk_check.mjs", url, bot, secret, cwd=folder, stdout=asyncio.subprocess.PIPE
        )
        return cls(process)

    async def done(self, what: str, within: float = 40.0) -> dict[str, Any]:
        """Wait until it says that it did this; raises RuntimeError when it says otherwise."""
        assert self._process.stdout is not None
        async with asyncio.timeout(within):
            line = await self._process.stdout.readline()
        said: dict[str, Any] = json.loads(line) if line else {"done": "ended"}
        if said["done"] != what:
            raise RuntimeError(f"the SDK did not do {what!r}: {said}")
        return said

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    async def end(self) -> int:
        """Wait for its end, or make one; returns the exit code."""
        try:
            async with asyncio.timeout(20):
                return await self._process.wait()
        except TimeoutError:
            self._process.kill()
            return await self._process.wait()
