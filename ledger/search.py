"""Finds items by words of their text, also where the words stand apart in it."""

import re
from collections.abc import Iterable

from ledger.folding import fold
from ledger.plan import Item, ItemRef

_QUIET = re.compile(r"[\s“”\"'‘’《》()、,。;:·+-]")
_ENOUGH = 0.5
_SHORTEST = 2
_MOST = 8
_RUN = 4
_TITLE_RUN = 3
"""So many characters in a row are no accident; fewer will do out of the item's title."""


def plain(text: str) -> str:
    """Give a text as it is compared: folded, without blanks, quotes and marks."""
    return _QUIET.sub("", fold(text).text)


def _run(said: str, text: str, length: int) -> bool:
    """Whether so many characters in a row are the same; figures alone are none."""
    runs = (said[at : at + length] for at in range(len(said) - length + 1))
    return any(run in text for run in runs if run.isalpha())


class ItemSearch:
    """The texts of a ledger's items, made ready once and looked through by words."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = tuple(items)
        self._texts: tuple[tuple[ItemRef, str, str], ...] | None = None
        self._looked_up: dict[ItemRef, tuple[tuple[str, str], ...]] = {}

    def find(self, words: str) -> tuple[ItemRef, ...]:
        """List the items whose objective or text has the words, in the order of the plan.

        An objective that has them stands for all its items. Where no text has them as they
        are (数据要素改革试点), the items that share most of their pairs of characters are
        taken, at least half; nothing where that would be everything.
        """
        wanted = plain(words)
        if len(wanted) < _SHORTEST:
            return ()
        texts = self._ready()
        in_objective = tuple(ref for ref, objective, _ in texts if wanted in objective)
        in_text = tuple(ref for ref, _, text in texts if wanted in text)
        return in_objective or in_text or self._nearest(wanted, texts)

    def _ready(self) -> tuple[tuple[ItemRef, str, str], ...]:
        if self._texts is None:
            self._texts = tuple((i.ref, plain(i.objective), plain(i.text)) for i in self._items)
        return self._texts

    def has(self, words: str) -> bool:
        """Whether the ledger is about these words at all."""
        return bool(self.find(words))

    def tells_of(self, ref: ItemRef, words: str) -> bool:
        """Whether a run of these words stands in that item's own objective or text."""
        said = plain(words)
        return any(
            _run(said, objective, _TITLE_RUN) or _run(said, text, _RUN)
            for objective, text in self._of(ref)
        )

    def quotes(self, ref: ItemRef, words: str) -> bool:
        """Whether these folded words stand, as they are, in that item's objective or text."""
        said = _QUIET.sub("", words)
        found = self._of(ref) if said else ()
        return any(said in objective or said in text for objective, text in found)

    def _of(self, ref: ItemRef) -> tuple[tuple[str, str], ...]:
        found = self._looked_up.get(ref)
        if found is None:
            found = tuple((objective, text) for r, objective, text in self._ready() if r == ref)
            self._looked_up[ref] = found
        return found

    @staticmethod
    def _nearest(wanted: str, texts: Iterable[tuple[ItemRef, str, str]]) -> tuple[ItemRef, ...]:
        pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
        shared = {
            ref: sum(pair in objective or pair in text for pair in pairs)
            for ref, objective, text in texts
        }
        best = max(shared.values(), default=0)
        if len(pairs) < _SHORTEST or best < _ENOUGH * len(pairs):
            return ()
        found = tuple(ref for ref, count in shared.items() if count == best)
        return found if len(found) <= _MOST else ()
