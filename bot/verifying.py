"""The full check of a ledger: the database's own, then that the totals add up."""

from bot.clock import SystemClock
from bot.config import Settings
from bot.county import ledger_of
from bot.world import World
from ledger.summary import summarise
from storage.store import Store
from storage.verify import verify


def findings(store: Store, settings: Settings) -> list[tuple[str, str]]:
    """List what is wrong as (code, facts); nothing: all is well."""
    found = [(finding.code, finding.facts) for finding in verify(store)]
    if found:
        return found
    ledger = ledger_of(store, settings)
    world = World.of(settings, ledger, SystemClock())
    summary = summarise(ledger, world.clock.now().date(), world.calendar, world.rules)
    parts = [*(totals for _, totals in summary.sections), summary.totals]
    parts += [totals for unit in summary.units for totals in (unit.lead, unit.responsible)]
    if not all(totals.add_up for totals in parts):
        found.append(("totals", "parts do not make the whole"))
    if sum(totals.total for _, totals in summary.sections) != summary.totals.total:
        found.append(("totals", "sections do not make the whole"))
    return found


def sizes(store: Store) -> dict[str, int]:
    """Count what is in the database."""
    return {
        "items": sum(len(plan.items) for plan in store.plans()),
        "entries": sum(1 for _ in store.entries()),
        "outgoing": len(store.outbox()),
    }
