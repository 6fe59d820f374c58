"""Cuts a long answer into messages on the borders of its blocks, within a limit in bytes."""

from messages.text import Blocks

_MARK_BYTES = len("(999/999)\n")


def paginate(blocks: Blocks, limit: int) -> tuple[str, ...]:
    """Put the blocks into as few messages of at most `limit` UTF-8 bytes as their order allows.

    One message carries no mark; several begin with (1/3). A block that alone is over the limit
    is cut between characters, so nothing is dropped.
    """
    whole = "\n".join(blocks)
    if len(whole.encode()) <= limit:
        return (whole,) if whole else ()
    pages = _pages(blocks, limit - _MARK_BYTES)
    return tuple(f"({n}/{len(pages)})\n{page}" for n, page in enumerate(pages, 1))


def _pages(blocks: Blocks, room: int) -> list[str]:
    pages: list[str] = []
    page: list[str] = []
    used = 0
    for block in (piece for whole in blocks for piece in _pieces(whole, room)):
        size = len(block.encode()) + bool(page)
        if page and used + size > room:
            pages.append("\n".join(page))
            page, used, size = [], 0, size - 1
        page.append(block)
        used += size
    return [*pages, "\n".join(page)]


def _pieces(block: str, room: int) -> list[str]:
    if len(block.encode()) <= room:
        return [block]
    pieces: list[str] = []
    start = used = 0
    for at, char in enumerate(block):
        size = len(char.encode())
        if used + size > room:
            pieces.append(block[start:at])
            start, used = at, 0
        used += size
    return [*pieces, block[start:]]
