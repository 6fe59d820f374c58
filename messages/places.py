"""What is named in a text and where; the text with letters in the places of what is named."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

GAP = re.compile(r"[\s、,和及与跟;:/+&]{0,3}|\s?(?:以及|还有|到|至|[~-]|,?同时)\s?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Something named, at text[start:end], and the letter it has in the shape."""

    start: int
    end: int
    letter: str


class Placed(Protocol):
    """Anything found at text[start:end]."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it has ended."""


F = TypeVar("F", bound=Placed)


class Taken:
    """Which places of a text are spoken for, by the first that claims them."""

    def __init__(self, slots: list[Slot], text: str) -> None:
        self.text = text
        self.slots = slots
        self.used = bytearray(len(text) + 1)
        for slot in slots:
            self._mark(slot.start, slot.end)

    def _mark(self, start: int, end: int) -> None:
        self.used[start:end] = b"\x01" * (end - start)

    def keep(self, letter: str, found: Iterable[F]) -> tuple[F, ...]:
        """Keep what overlaps nothing that was found before it."""
        kept: list[F] = []
        for each in found:
            if not any(self.used[each.start : each.end]):
                self._mark(each.start, each.end)
                self.slots.append(Slot(start=each.start, end=each.end, letter=letter))
                kept.append(each)
        return tuple(kept)

    def shape(self) -> tuple[str, tuple[int, ...]]:
        """Write the text with letters for what was found; neighbouring numbers are one R."""
        shape: list[str] = []
        places: list[int] = []
        at = 0
        for slot in sorted(self.slots, key=lambda s: (s.start, s.end)):
            gap = self.text[at : slot.start]
            joins = shape and shape[-1] == slot.letter == "R" and GAP.fullmatch(gap)
            if not joins:
                shape.extend(gap)
                places.extend(range(at, slot.start))
                shape.append(slot.letter)
                places.append(slot.start)
            at = max(at, slot.end)
        shape.extend(self.text[at:])
        places.extend(range(at, len(self.text)))
        return "".join(shape), tuple(places)
