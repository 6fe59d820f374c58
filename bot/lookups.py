"""What a question may need from the database beyond the ledger in memory. All of it blocks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.config import Settings
from bot.county import ledger_of
from bot.world import World
from ledger.book import Ledger
from ledger.plan import ItemRef
from ledger.progress import Entry
from messages.system import SystemFacts
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """The database, as far as answers go."""

    store: Store
    settings: Settings
    world: World

    def ledger_as_of(self, moment: datetime) -> Ledger:
        """Fold the history up to a moment."""
        return ledger_of(self.store, self.settings, moment)

    def rows_of(self, refs: tuple[ItemRef, ...]) -> tuple[Entry, ...]:
        """Look up every history row of some items, oldest first."""
        rows = (row for ref in refs for row in self.store.entries(ref=ref))
        return tuple(sorted(rows, key=lambda row: row.seq))

    def system(self) -> SystemFacts:
        """Tell how the storage is doing."""
        facts = self.store.facts()
        day_ago = self.world.clock.now() - timedelta(days=1)
        return SystemFacts(
            sqlite_version=facts.sqlite_version,
            revision=facts.revision,
            last_entry=self.store.last_entry_seq(),
            waiting=self.store.waiting(),
            in_trouble=len(self.store.in_trouble(day_ago)),
        )
