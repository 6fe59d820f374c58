"""Runs the `duban` command as a user does, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config.toml"
# Python and not the installed script: the tests also run where nothing was installed.
DUBAN = (sys.executable, "-m", "bot")


def environment(**extra: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | extra


def duban(
    *arguments: str, folder: Path, typed: str | None = None, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with words typed into it or with no input at all."""
    given: dict[str, Any] = {"stdin": subprocess.DEVNULL} if typed is None else {"input": typed}
    return subprocess.run(
        [*DUBAN, *arguments],
        cwd=folder,
        env=environment(**extra),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **given,
    )
