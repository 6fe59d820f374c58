"""Units and the many names they go by."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ledger import unit_groups
from ledger.unit_cell import is_collective
from ledger.unit_index import NameIndex
from ledger.unit_names import CLIPPED, OUTER, County, is_clipped, key_of, outer, sound, tidy
from ledger.unit_words import ENDINGS, FORMER_NAMES, SOUNDS

_SHORTEST = 2
_LONGEST_GUESS = 7
_MOST_GUESSES = 8
"""How many endings of possible names are looked into; a command names its unit early."""
_MOST = 200
"""Nobody names more units in a message; the rest of a flood stays text."""
_LONGEST_ENDING = 3
_INNER_OFFICE = re.compile(r"\s?\(\s?([\u4e00-\u9fff]{2,8})\s?\)")
"""住建局（人防办）: the office in brackets is the unit's own, not another unit named."""
_LAST = frozenset(ending[-1] for ending in ENDINGS)
_SOUNDS_LAST = _LAST | frozenset(chr(c) for c in SOUNDS if sound(chr(c)) in set(map(sound, _LAST)))
"""Characters that stand for the last one of a name where it was typed by ear (政务中新)."""
_MOST_CANDIDATES = 5
_NO_ONES = ("单位", "部门", "主体")
"""Endings of collectives that nobody asks for by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A unit's name found in a sentence, at text[start:end].

    One candidate: it is that unit. Several: it could be each of them (环保局, 局).
    """

    start: int
    end: int
    words: str
    candidates: tuple[str, ...]
    clipped: bool = False
    """A name without 局 or the like (税务, 园区), which other words may contain."""
    guessed: bool = False
    """Found by sound or by the order of its characters, not spelt so."""


class UnitDirectory:
    """All units of a county, found by any of their names.

    Built from the names as printed in the plans, the plan's member list, which settles the
    spelling, and the county's own aliases (canonical name → further names).
    """

    def __init__(
        self,
        printed: Iterable[str],
        *,
        members: Iterable[str] = (),
        aliases: Mapping[str, Sequence[str]] | None = None,
        county: str = "",
        successors: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._county = County(county)
        spellings = dict.fromkeys(map(tidy, printed))
        listed = dict.fromkeys(map(tidy, members))
        self._begun_with = (tuple(spellings), tuple(listed), aliases, county, tuple(successors))
        named = (*spellings, *listed, *(tidy(new) for _, new in successors))
        units = [name for name in named if name and not is_collective(name)]
        groups = unit_groups.group(units, frozenset(listed), self._county)
        self._canonical = {name: group.canonical for group in groups for name in group.spellings}
        printed_as = dict(self._canonical)  # a unit may take its former name again
        for old, new in successors:
            ended, goes_on = self._canonical.get(old, old), printed_as[tidy(new)]
            self._canonical |= {
                name: goes_on for name, unit in self._canonical.items() if unit == ended
            }
        self._units = tuple(dict.fromkeys(self._canonical[g.canonical] for g in groups))
        collectives = [name for name in spellings if name and is_collective(name)]
        self._index = NameIndex(self._all_names(groups, collectives, aliases or {}))
        self._known = frozenset(self._units)
        self._may_begin = re.compile(
            f"[{re.escape(''.join(_SOUNDS_LAST | set(self._index.lengths)))}]"
        )
        self._by_key = {key_of(name): unit for name, unit in self._canonical.items()}

    def _all_names(
        self,
        groups: Iterable[unit_groups.Group],
        collectives: Iterable[str],
        aliases: Mapping[str, Sequence[str]],
    ) -> Iterator[tuple[int, str, str]]:
        """Go through (nearness, name, unit) for every name anything goes by."""
        for group in groups:
            for spelling in group.spellings:
                for level, name in self._county.spellings(key_of(spelling)):
                    yield level, name, self._canonical[spelling]
        for name in collectives:
            yield from _collective_names(name)
        known = set(self._units)
        for unit, names in aliases.items():
            canonical = self._canonical.get(tidy(unit), tidy(unit))
            if canonical in known:
                yield from ((OUTER, key_of(name), canonical) for name in names)

    @property
    def names(self) -> tuple[str, ...]:
        """Canonical names, in the order first met."""
        return self._units

    def canonical(self, printed: str) -> str:
        """Give the one name of a unit printed this way; a name never met is its own."""
        name = tidy(printed)
        return self._canonical.get(name) or self._by_key.get(key_of(name)) or name

    def succeeded(self, old: str, new: str) -> "UnitDirectory":
        """Give the directory in which a unit goes on as another; its own names still find it."""
        printed, members, aliases, county, successors = self._begun_with
        return UnitDirectory(
            printed,
            members=members,
            aliases=aliases,
            county=county,
            successors=(*successors, (old, new)),
        )

    def is_unit(self, name: str) -> bool:
        """Whether a canonical name is one concrete unit, not a collective (各相关单位)."""
        return name in self._known or not is_collective(name)

    def merged(self) -> Mapping[str, str]:
        """Say which printed names were taken for another's: printed → canonical."""
        return MappingProxyType({n: unit for n, unit in self._canonical.items() if n != unit})

    def resolve(self, name: str) -> tuple[str, ...]:
        """List the units a typed name can mean: none, one, or several to choose from.

        Looked for as it is, without the county's name, by sound, then as a part or an
        abbreviation of a name.
        """
        key = outer(key_of(name))
        if len(key) < _SHORTEST:
            return ()
        stem = self._county.stem(key)
        for word in dict.fromkeys((key_of(name), key, stem)):
            if units := self._index.exact(word):
                return units
        if units := self._index.by_sound(stem):
            return units
        units = self._index.within(stem) if len(stem) >= _SHORTEST else ()
        return units if len(units) <= _MOST_CANDIDATES else ()

    def near(self, name: str) -> tuple[str, ...]:
        """List units that sound or look like a name nobody has (税物局), nearest first."""
        stem = self._county.stem(key_of(name))
        if len(stem) < _SHORTEST:
            return ()
        if former := FORMER_NAMES.get(stem):
            found = (unit for word in former for unit in self._index.within(word))
            return tuple(dict.fromkeys(found))[:_MOST_CANDIDATES]
        return self._index.by_sound(stem) or self._index.nearest(stem)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Find the units named in a sentence, left to right, longest name first.

        `text` is folded (see `ledger.folding`) where typed variants are to be found; places
        are those of the text given. The work grows with the text, not with the units.
        """
        found: list[Mention] = []
        done = guesses = 0
        for may in self._may_begin.finditer(text):
            at = may.start()
            if at < done:
                continue
            if (end := self._index.at(text, at)) >= 0:
                found.append(self._named(text, at, end))
            elif text[at] in _SOUNDS_LAST and guesses < _MOST_GUESSES:
                guesses += 1
                if (guess := self._guess(text, done, at)) is None:
                    continue
                found.append(guess)
            else:
                continue
            done = found[-1].end
            if len(found) == _MOST:
                break
        return tuple(found)

    def _named(self, text: str, start: int, end: int) -> Mention:
        """Take a name with what belongs to it: a last word typed by ear, an inner office."""
        words = text[start:end]
        units, clipped = self._index.exact(words), is_clipped(words)
        for further in range(_LONGEST_ENDING, 0, -1) if clipped else ():
            heard = self._index.by_sound(text[start : end + further])
            if len(heard) == 1 and end + further <= len(text):
                end, units, clipped = end + further, heard, False
                break
        office = _INNER_OFFICE.match(text, end)
        if office is not None and self._index.exact(office[1]):
            end = office.end()
        return Mention(
            start=start, end=end, words=text[start:end], candidates=units, clipped=clipped
        )

    def _guess(self, text: str, first: int, last: int) -> Mention | None:
        """Take what ends like a unit's name at a place, and sounds like or abbreviates one."""
        for start in range(max(first, last - _LONGEST_GUESS), last - 1):
            words = text[start : last + 1]
            units = self._index.by_sound(words)
            if not units and text[last] in _LAST:
                units = self._index.within(words)
            if len(units) == 1:
                return Mention(
                    start=start, end=last + 1, words=words, candidates=units, guessed=True
                )
        return None


def _collective_names(name: str) -> Iterator[tuple[int, str, str]]:
    """Go through the names of a collective that people ask for (各乡镇人民政府: 乡镇)."""
    if not name.startswith("各") or name.endswith(_NO_ONES):
        return
    for part in (name, name.removesuffix("人民政府"), name.removeprefix("各")):
        yield OUTER, key_of(part), name
    yield CLIPPED, key_of(name.removeprefix("各").removesuffix("人民政府")), name
