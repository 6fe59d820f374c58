"""Answers that still hold: a group asks the same few things all morning, and little changes."""

from collections.abc import Hashable
from datetime import date

from handlers.router import Context, Decision, Router
from ledger.book import Ledger
from messages.commands import Command

_MOST = 4_096


class Answers:
    """Routes questions; what hangs on ledger, day and asker alone is decided once.

    Everything is forgotten at the first row that is written and at midnight.
    """

    def __init__(self, router: Router) -> None:
        self._router = router
        self._standing: tuple[Ledger, int, date] | None = None
        self._known: dict[Hashable, Decision] = {}

    def to(self, command: Command, context: Context) -> Decision:
        """Answer a question; raises LedgerError, which is not remembered."""
        if not self._router.is_steady(command):
            return self._router.route(command, context)
        standing = (context.ledger, context.ledger.revision, context.now.date())
        if standing != self._standing or len(self._known) > _MOST:
            self._standing = standing
            self._known.clear()
        key = (command, context.actor, context.plan, context.private)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._router.route(command, context)
        return known
