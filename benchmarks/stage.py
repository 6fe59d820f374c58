"""One size of county with all contestants on it, on the same disk, under the same calendar."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from benchmarks.county import PLAN, County, Sender
from benchmarks.naive import Naive
from benchmarks.raw_inserts import RawInserts
from benchmarks.whole_path import WholePath, opened, save_plan

NOON = datetime(2023, 11, 15, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
SENDERS = 64


@dataclass(frozen=True, slots=True)
class Stage:
    """The contestants, each with its own file in one folder."""

    county: County
    senders: Sequence[Sender]
    bot: WholePath
    naive: Naive
    raw: RawInserts

    def recorded(self) -> int:
        """Count the reports that are on disk."""
        return self.bot.app.store.last_entry_seq()


@asynccontextmanager
async def staged(copies: int) -> AsyncIterator[Stage]:
    """Set a county up for everybody, and remove every file of it afterwards."""
    county = County(copies)
    senders = county.senders(SENDERS)
    with TemporaryDirectory(prefix="duban-bench-") as folder:
        ledger_file = Path(folder, "duban.db")
        save_plan(ledger_file, county.plan, NOON)
        async with opened(ledger_file, senders, NOON) as bot:
            world, book = bot.app.world, bot.app.desk.ledger.books[PLAN]
            naive = Naive(Path(folder, "naive.db"), world.calendar)
            raw = RawInserts(Path(folder, "raw.db"))
            try:
                naive.fill(book, world.roster.contacts)
                yield Stage(county=county, senders=senders, bot=bot, naive=naive, raw=raw)
            finally:
                naive.close()
                raw.close()
