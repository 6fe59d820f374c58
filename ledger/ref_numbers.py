"""The numbers that items have, and what is found of them in a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ledger.plan import ItemRef


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRef:
    """An item's number at text[start:end]; `words` is its canonical spelling.

    `ref` is None where the words can be no item's number (`15(0)`). `known`: an item has it.
    `whole`: the number of an objective that has sub-items. `bare`: a number on its own, which
    is a reference only if the sentence treats it as one.
    """

    start: int
    end: int
    words: str
    ref: ItemRef | None = None
    known: bool = False
    whole: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers that exist."""

    items: frozenset[ItemRef]
    objectives: Mapping[int, tuple[ItemRef, ...]]

    def found(self, objective: int, item: int | None, start: int, end: int) -> FoundRef:
        """Say what a pair of numbers is; `item` None is a number on its own."""
        words = str(objective) if item is None else f"{objective}({item})"
        if objective <= 0 or item == 0:
            return FoundRef(start=start, end=end, words=words)
        ref = ItemRef(objective, item or 0)
        known = ref in self.items
        whole = not known and item is None and objective in self.objectives
        return FoundRef(start=start, end=end, words=words, ref=ref, known=known, whole=whole)

    def has(self, objective: int, item: int = 0) -> bool:
        """Whether an item has this number."""
        return objective > 0 and ItemRef(objective, item) in self.items


@lru_cache(maxsize=8)
def numbers_of(known: frozenset[ItemRef]) -> Numbers:
    """Index the numbers of a ledger, once for each set."""
    objectives: dict[int, list[ItemRef]] = {}
    for ref in sorted(known):
        objectives.setdefault(ref.objective, []).append(ref)
    return Numbers(items=known, objectives={n: tuple(refs) for n, refs in objectives.items()})
