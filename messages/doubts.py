"""Questions back that any rule may have to ask first."""

from messages.commands import AskBack
from messages.sentence import Sentence, siblings


def asked_back(sentence: Sentence, percent: int | None = None) -> AskBack | None:
    """Ask about numbers that name no item or several; None where every number is clear."""
    if sentence.bad_refs:
        return AskBack(
            why="bad_reference", refs=sentence.items, bad_refs=sentence.bad_refs, percent=percent
        )
    if sentence.wholes:
        objective = sentence.wholes[0].objective
        candidates = tuple(str(ref) for ref in siblings(sentence.vocabulary, objective))
        if len(sentence.wholes) > 1 or sentence.items:
            return AskBack(why="whole_objective", refs=sentence.items, percent=percent)
        return AskBack(
            why="whole_objective", objective=objective, candidates=candidates, percent=percent
        )
    return None


def ambiguous_unit(sentence: Sentence) -> AskBack | None:
    """Ask where a unit's name could mean several."""
    for mention in sentence.mentions:
        if len(mention.candidates) > 1:
            return AskBack(why="which_unit", name=mention.words, candidates=mention.candidates)
    return None


def own_asked(sentence: Sentence) -> bool:
    """Whether the sender's own unit is meant, and no other named."""
    return sentence.own and not sentence.units
