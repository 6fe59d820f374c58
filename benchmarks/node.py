"""The platform maker's Node SDK as a contestant, where Node and its packages can be had."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

from benchmarks.ground import Ground
from benchmarks.processes import Process
from tests.wecom_simulator.node_tools import NoNode, install

__all__ = ["NoNode", "compile_sqlite", "has_sqlite", "with_sdk"]

_SQLITE = "better-sqlite3@12"
"""The last one for Node 20."""
_COMPILED = Path(".tools/node").resolve()
"""Kept from one run to the next: compiling takes minutes."""
_COMPILE_SECONDS = 600


def has_sqlite() -> bool:
    """Whether SQLite for Node was compiled here."""
    return (_COMPILED / "node_modules/better-sqlite3/build/Release").is_dir()


def compile_sqlite() -> None:
    """Compile SQLite for Node, once; raises NoNode where that cannot be done."""
    npm = shutil.which("npm")
    if npm is None:
        raise NoNode("npm is not installed")
    _COMPILED.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(_COMPILED), _SQLITE]
    try:
        subprocess.run(  # noqa: S603 - a fixed command
            command, capture_output=True, text=True, check=True, timeout=_COMPILE_SECONDS
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NoNode(f"{_SQLITE} could not be compiled: {error}") from error


def with_sdk(ground: Ground, url: str) -> Process:
    """Start it against a gateway; raises NoNode where it cannot be had.

    It looks the lines of an answer up in a SQLite file, ready worded; where SQLite could not be
    compiled it has them in memory, and is spared what the others pay for.
    """
    folder = ground.folder / "node"
    folder.mkdir(exist_ok=True)
    install(folder)
    shutil.copy("benchmarks/contestants/node_sdk.mjs", folder)
    command = ["node", "node_sdk.mjs", url, str(ground.answers)]
    if has_sqlite():
        database = folder / "lines.db"
        _fill(database, ground)
        command += [str(_COMPILED), str(database)]
    return Process(command, log=ground.folder / "node.log", folder=folder, extra={})


def _fill(database: Path, ground: Ground) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE line (unit TEXT, place INTEGER, words TEXT)")
        connection.execute("CREATE INDEX of_unit ON line (unit, place)")
        rows = (
            (unit, place, words)
            for unit, lines in ground.worded().items()
            for place, words in enumerate(lines)
        )
        connection.executemany("INSERT INTO line VALUES (?, ?, ?)", rows)
    connection.close()
