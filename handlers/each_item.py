"""Decides item by item: what is refused of one does not stop the others."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from handlers.finding import states_of
from handlers.router import Context
from ledger.errors import LedgerError
from ledger.plan import ItemRef
from ledger.progress import ItemState

T = TypeVar("T")


def each_item(
    refs: Iterable[ItemRef], context: Context, decide: Callable[[ItemState], T]
) -> tuple[tuple[T, ...], tuple[LedgerError, ...]]:
    """Decide each item once; when all are refused, the first refusal is raised."""
    decided: list[T] = []
    refused: list[LedgerError] = []
    for ref in dict.fromkeys(refs):
        try:
            decided.append(decide(states_of((ref,), context)[0]))
        except LedgerError as error:
            refused.append(error)
    if not decided and refused:
        raise refused[0]
    return tuple(decided), tuple(refused)
