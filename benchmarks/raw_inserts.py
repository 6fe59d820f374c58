"""The floor of durability: one prepared INSERT, one COMMIT, no library above sqlite3."""

import sqlite3
from datetime import datetime
from pathlib import Path


class RawInserts:
    """A table of reports, in the bot's journal mode and with its synchronous setting."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = TRUNCATE", "synchronous = FULL"):
            self._connection.execute(f"PRAGMA {pragma}").close()
        self._connection.execute(
            "CREATE TABLE report (id INTEGER PRIMARY KEY, ref TEXT, unit TEXT, at TEXT,"
            " actor TEXT, words TEXT, percent INTEGER)"
        )

    def insert(self, ref: str, unit: str, actor: str, words: str, at: datetime) -> None:
        """Make one row durable."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        execute(
            "INSERT INTO report (ref, unit, at, actor, words, percent) VALUES (?, ?, ?, ?, ?, ?)",
            (ref, unit, at.isoformat(), actor, words, 60),
        )
        execute("COMMIT")

    def close(self) -> None:
        self._connection.close()
