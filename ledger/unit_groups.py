"""Which printed names are one unit, and which of its spellings is the canonical one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.unit_names import County, inner, key_of, outer

_UNSPECIFIC = 300
"""A character in more names than this narrows nothing down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One unit: every way it was printed, and its name."""

    canonical: str
    spellings: tuple[str, ...]


def is_abbreviation(short: str, long: str) -> bool:
    """Whether the characters of one name are, in order, in a longer one with the same ending."""
    if len(short) >= len(long) or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def group(names: Iterable[str], listed: frozenset[str], county: County) -> tuple[Group, ...]:
    """Put the spellings of each unit together, in the order first met.

    Spellings are one unit when they are equal without county prefix and inner bracket, when
    they are the same characters in another order (供县电/县供电), or when one abbreviates
    exactly one other. Names on the member list are never put together with each other.
    """
    by_stem: dict[str, list[str]] = {}
    for name in names:
        by_stem.setdefault(county.stem(key_of(name)), []).append(name)
    members = {stem for stem, found in by_stem.items() if not listed.isdisjoint(found)}
    head = _heads(by_stem, members)
    merged: dict[str, list[str]] = {}
    for stem, found in by_stem.items():
        merged.setdefault(_head_of(stem, head), []).extend(found)
    return tuple(
        Group(canonical=_canonical(found, listed), spellings=tuple(dict.fromkeys(found)))
        for found in merged.values()
    )


def _head_of(stem: str, head: Mapping[str, str]) -> str:
    seen = {stem}
    while (further := head.get(stem)) and further not in seen:
        seen.add(further)
        stem = further
    return stem


def _heads(by_stem: Mapping[str, list[str]], members: set[str]) -> dict[str, str]:
    """Say for each stem that is another's, whose."""
    free = [stem for stem in by_stem if stem not in members and not _has_digit(stem)]
    head = _misspelt(by_stem, members, free)
    index: dict[str, set[str]] = {}
    for stem in by_stem:
        for char in stem:
            index.setdefault(char, set()).add(stem)
    for stem in free:
        longer = [
            other
            for other in _sharing(stem, index)
            if _begins_alike(stem, other) and is_abbreviation(stem, other)
        ]
        if stem not in head and len(longer) == 1:
            head[stem] = longer[0]
    return head


def _begins_alike(short: str, long: str) -> bool:
    """Whether two printed names can be one unit's: 税务局 is not 青山镇税务局.

    人民 may be left out in front (法院).
    """
    return long.removeprefix("人民")[:1] == short[:1] or long[:1] == short[:1]


def _misspelt(
    by_stem: Mapping[str, list[str]], members: set[str], free: Iterable[str]
) -> dict[str, str]:
    """Find names that are another's characters in another order; the listed one is right."""
    may_differ = frozenset(free)
    head: dict[str, str] = {}
    by_letters: dict[str, str] = {}
    for stem in sorted(by_stem, key=lambda s: s not in members):
        for name in by_stem[stem]:
            first = by_letters.setdefault("".join(sorted(outer(key_of(name)))), stem)
            if first != stem and stem in may_differ:
                head[stem] = first
    return head


def _has_digit(stem: str) -> bool:
    """Units told apart by a number are never one."""
    return any(char.isdigit() for char in stem)


def _sharing(stem: str, index: Mapping[str, set[str]]) -> set[str]:
    """List the stems that have all characters of this one; none where that is too many."""
    postings = sorted((index[char] for char in set(stem)), key=len)
    if len(postings[0]) > _UNSPECIFIC:
        return set()
    return postings[0].intersection(*postings[1:])


def _canonical(found: list[str], listed: frozenset[str]) -> str:
    """Choose the member list's spelling, else the longest; its bracket only if always printed."""
    plain = {outer(key_of(name)) for name in found if not inner(key_of(name))}
    best = next((n for n in found if n in listed), max(found, key=lambda n: len(outer(key_of(n)))))
    if inner(key_of(best)) and outer(key_of(best)) in plain:
        return next(n for n in found if key_of(n) == outer(key_of(best)))
    return best
