"""What texts mean, remembered: people ask the same few things all day, in the same words."""

from messages.commands import Command
from messages.grammar import Vocabulary, parse

_LONGEST = 120
"""Characters; longer texts are hardly ever said twice."""
_MOST = 4_096


class Understanding:
    """The grammar with a memory; what it knows is forgotten when the vocabulary changes."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._known: dict[tuple[str, str], Command | None] = {}

    def of(self, text: str, vocabulary: Vocabulary, quoted: str) -> Command | None:
        """Read a clean text; None for what is not meant for the bot."""
        if vocabulary is not self._vocabulary or len(self._known) > _MOST:
            self._vocabulary = vocabulary
            self._known.clear()
        if len(text) + len(quoted) > _LONGEST:
            return parse(text, vocabulary, quoted)
        key = (text, quoted)
        try:
            return self._known[key]
        except KeyError:
            return self._known.setdefault(key, parse(text, vocabulary, quoted))
