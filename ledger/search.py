"""Finds items by words of their text, also where the words stand apart in it."""

import re
from collections.abc import Iterable

from ledger.folding import fold
from ledger.plan import Item, ItemRef

_QUIET = re.compile(r"[\s“”\"'‘’《》()、,。;:·+-]")
_ENOUGH = 0.5
_SHORTEST = 2
_MOST = 8


def plain(text: str) -> str:
    """Give a text as it is compared: folded, without blanks, quotes and marks."""
    return _QUIET.sub("", fold(text).text)


class ItemSearch:
    """The texts of a ledger's items, made ready once and looked through by words."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = tuple(items)
        self._texts: tuple[tuple[ItemRef, str, str], ...] | None = None

    def find(self, words: str) -> tuple[ItemRef, ...]:
        """List the items whose objective or text has the words, in the order of the plan.

        An objective that has them stands for all its items. Where no text has them as they
        are (数据要素改革试点), the items that share most of their pairs of characters are
        taken, at least half; nothing where that would be everything.
        """
        wanted = plain(words)
        if len(wanted) < _SHORTEST:
            return ()
        if self._texts is None:
            self._texts = tuple((i.ref, plain(i.objective), plain(i.text)) for i in self._items)
        in_objective = tuple(ref for ref, objective, _ in self._texts if wanted in objective)
        in_text = tuple(ref for ref, _, text in self._texts if wanted in text)
        return in_objective or in_text or self._nearest(wanted, self._texts)

    def has(self, words: str) -> bool:
        """Whether the ledger is about these words at all."""
        return bool(self.find(words))

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
