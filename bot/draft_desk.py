"""A desk that keeps nothing: each decision is made on a draft and forgotten."""

from collections.abc import Callable
from typing import Any, TypeVar

from bot.desk import Decide, Desk, Ruling
from ledger.book import Ledger

T = TypeVar("T")


class DraftDesk:
    """Stands in for the desk in isolated rehearsals; the ledger stays as it is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def ledger(self) -> Ledger:
        """The real ledger, to be asked and not changed."""
        return self._desk.ledger

    async def submit(self, decide: Decide, key: str = "") -> Ruling:  # noqa: ARG002 - never stored
        """Decide on a draft of its own."""
        return decide(self._desk.ledger.draft())

    async def aside(self, work: Callable[..., T], *arguments: Any) -> T:
        """Run blocking work where the desk runs it."""
        return await self._desk.aside(work, *arguments)
