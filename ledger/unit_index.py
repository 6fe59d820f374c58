"""Finds names: by spelling, by sound, by their characters in order, and the nearest ones."""

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from ledger.unit_groups import is_abbreviation
from ledger.unit_names import CLIPPED, INNER, sound

_UNSPECIFIC = 400
_SHORTEST = 2
_SHORTEST_SOUND = 3
_ALIKE_ENOUGH = 0.5
_MOST = 5


class NameIndex:
    """Every name any unit goes by; looking one up does not grow with the number of units."""

    def __init__(self, names: Iterable[tuple[int, str, str]]) -> None:
        """Take (nearness, name, unit) triples; the nearest unit of a name keeps it."""
        best: dict[str, tuple[int, dict[str, None]]] = {}
        for level, name, unit in names:
            held = best.get(name)
            if held is None or level < held[0]:
                best[name] = (level, {unit: None})
            elif level == held[0]:
                held[1][unit] = None
        best = {name: found for name, found in best.items() if len(name) >= _SHORTEST}
        self.names = {name: tuple(units) for name, (_, units) in best.items()}
        self.lengths = self._lengths()
        self._sounds: dict[str, dict[str, None]] = {}
        self._postings: dict[str, set[str]] = {}
        for name, (level, units) in best.items():
            self._add(name, level, units)

    def _add(self, name: str, level: int, units: dict[str, None]) -> None:
        if level < CLIPPED and len(name) >= _SHORTEST_SOUND:
            self._sounds.setdefault(sound(name), {}).update(units)
        if level <= INNER:
            for char in name:
                self._postings.setdefault(char, set()).add(name)

    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """Say for each first character how long names with it are, longest first."""
        found: dict[str, set[int]] = {}
        for name in self.names:
            found.setdefault(name[0], set()).add(len(name))
        return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in found.items()}

    def exact(self, name: str) -> tuple[str, ...]:
        """List the units that go by exactly this name."""
        return self.names.get(name, ())

    def at(self, text: str, start: int) -> int:
        """Give the end of the longest name that begins at a place, or -1."""
        for size in self.lengths.get(text[start], ()):
            if text[start : start + size] in self.names:
                return min(start + size, len(text))
        return -1

    def by_sound(self, name: str) -> tuple[str, ...]:
        """List the units with a name that is mistaken for this one."""
        return tuple(self._sounds.get(sound(name), ()))

    def within(self, name: str) -> tuple[str, ...]:
        """List the units with a name that has this one in it, or is abbreviated by it."""
        holders = self._sharing(name)
        inside = self._units(n for n in holders if name in n)
        return inside or self._units(n for n in holders if is_abbreviation(name, n))

    def nearest(self, name: str) -> tuple[str, ...]:
        """List units whose names look like this one, nearest first."""
        shared: Counter[str] = Counter()
        for char in dict.fromkeys(name):
            postings = self._postings.get(char, ())
            if len(postings) <= _UNSPECIFIC:
                shared.update(postings)
        rated = [
            (SequenceMatcher(None, name, other).ratio(), other)
            for other, _ in shared.most_common(40)
        ]
        alike = sorted((r for r in rated if r[0] >= _ALIKE_ENOUGH), key=lambda r: -r[0])
        return self._units(other for _, other in alike)[:_MOST]

    def _sharing(self, name: str) -> list[str]:
        postings = [self._postings.get(char) for char in set(name)]
        known = sorted((p for p in postings if p is not None), key=len)
        missing = len(known) < max(len(postings), _SHORTEST)
        if missing or len(known[0]) > _UNSPECIFIC:
            return []
        return sorted(known[0].intersection(*known[1:]), key=len)

    def _units(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit for name in names for unit in self.names[name]))
