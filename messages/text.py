"""A text on its way out: blocks that are kept whole, and how they are cut into messages."""

from collections.abc import Iterable

from ledger.folding import fold

Blocks = tuple[str, ...]
"""Pieces of an answer that are never cut: a heading, an item's line."""


def plain(text: str) -> str:
    """Fold a typed text to the plain spelling the readers of numbers work on."""
    return fold(text).text


def listed(names: Iterable[str]) -> str:
    """Write names as a cell of the plan does."""
    return "、".join(names)


def join(blocks: Blocks) -> str:
    """Put the blocks into one text, a line each."""
    return "\n".join(blocks)
