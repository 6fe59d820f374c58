"""A group chat in the terminal: lines in, replies and pushes out."""

import asyncio
import os
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import TextIO

from bot.channel import Listener, Message
from messages import cli
from messages.paging import paginate
from storage.mail import AddressKind

Line = Callable[[str], Awaitable[bool]]
"""What is done with each line; False ends the chat."""


class Console:
    """The channel on the terminal. Without input it only shows what is pushed."""

    name = "console"

    def __init__(self, *, byte_limit: int, out: TextIO | None = None) -> None:
        self.byte_limit = byte_limit
        self._out = out or sys.stdout
        self.on_line: Line | None = None
        self.prompt: Callable[[], str] = str
        self._open = True

    @property
    def up(self) -> bool:
        """Whether somebody can still see what is shown."""
        return self._open

    def show(self, text: str) -> None:
        """Print words to the person at the terminal."""
        try:
            self._out.write(text + "\n")
            self._out.flush()
        except (BrokenPipeError, ValueError):
            self._open = False

    async def run(self, listener: Listener) -> None:  # noqa: ARG002 - lines go through on_line
        """Read lines until there are no more, then stay as a channel that only shows."""
        if self.on_line is not None:
            await self.chat()
        await asyncio.Event().wait()

    async def chat(self) -> None:
        """Read lines and hand them on, one after the other, until the end or /quit."""
        assert self.on_line is not None  # noqa: S101 - the caller set it
        lines = _lines()
        while True:
            if sys.stdin.isatty():
                self._out.write(self.prompt())
                self._out.flush()
            line = await lines.get()
            if line is None or not await self.on_line(line):
                return

    def carries(self, to_kind: AddressKind, to: str) -> bool:  # noqa: ARG002 - it shows all
        """Whoever it is for, it is shown here."""
        return True

    async def send(self, message: Message) -> str:
        """Show a push with its addressee."""
        pages = paginate(message.blocks, self.byte_limit)
        for page in pages:
            self.show(cli.push(message.to, page, group=message.to_kind is AddressKind.GROUP))
        return "\n".join(pages)


def _raw_lines(descriptor: int) -> Iterator[bytes]:
    """Read lines past Python's own buffer.

    A thread that waits for a key holds that buffer's lock, which the interpreter wants at its end.
    """
    rest = b""
    while chunk := os.read(descriptor, 65536):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _lines() -> asyncio.Queue[str | None]:
    """Read standard input in a thread of its own: a terminal cannot be polled everywhere."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def put(line: str | None) -> None:
        # The loop is gone when the program ended while the terminal was being read.
        if not loop.is_closed():
            loop.call_soon_threadsafe(queue.put_nowait, line)

    def read() -> None:
        for raw in _raw_lines(sys.stdin.fileno()):
            put(raw.decode("utf-8", "replace").rstrip("\r\n"))
        put(None)

    threading.Thread(target=read, name="console-input", daemon=True).start()
    return queue
