"""Puts another number, name or day into a sentence that was said."""

from collections.abc import Iterable

from messages.places import Placed
from messages.sentence import Sentence, read
from messages.vocabulary import Vocabulary


def complete(words: str, number: str, vocabulary: Vocabulary) -> str:
    """Put an item's number where one was missing, wrong, or stood for several items."""
    sentence = read(words, vocabulary)
    doubtful = [ref for ref in sentence.refs if not ref.known]
    if doubtful:
        return _replaced(sentence, doubtful[:1], number)
    return f"{number} {words}"


def put(words: str, letter: str, new: str, vocabulary: Vocabulary) -> str:
    """Put `new` in the place of what has this letter in the shape; empty where nothing has."""
    sentence = read(words, vocabulary)
    places: dict[str, tuple[Placed, ...]] = {
        "R": sentence.refs,
        "U": sentence.mentions,
        "D": sentence.dates,
    }
    return _replaced(sentence, places[letter], new) if new and places[letter] else ""


def _replaced(sentence: Sentence, places: Iterable[Placed], new: str) -> str:
    """Write `new` where the places begin and leave out all up to where they end."""
    found = sorted(places, key=lambda place: place.start)
    before = sentence.folded.words(0, found[0].start) if found[0].start else ""
    after = sentence.folded.words(found[-1].end, len(sentence.text))
    return f"{before}{new}{after}" if found[-1].end < len(sentence.text) else f"{before}{new}"
