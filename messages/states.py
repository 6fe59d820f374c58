"""What a stretch of text says of the work: its state, percent, measured values; or doubt."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ledger.progress import Progress
from messages import state_words as words
from messages.percents import FULL, FUZZY, Figures, percents_in

_ELEMENT = re.compile(r"<(\w{1,40})[^<>]{0,200}>[^<>]{0,400}</\1\s?>")
_TAG = re.compile(r"</?[\w!?/][^<>]{0,400}>?")
_LONGEST_READ = 1000
_LONGEST_FREE = 600
"""A longer text without a state is no report (nobody could check what was understood)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a stretch of text says; `progress` None where it says nothing of the state.

    `trouble` names why nothing may be recorded (see `AskBack.why`).
    """

    progress: Progress | None = None
    percent: int | None = None
    percent_words: str = ""
    metric: str = ""
    trouble: str = ""
    explicit: bool = False
    """A word for the state or a percent, not only an account of what was done."""


def without_markup(text: str) -> str:
    """Take out what imitates markup; what stands inside an element is not said by a person."""
    return _TAG.sub(" ", _ELEMENT.sub(" ", text)) if "<" in text else text


@lru_cache(maxsize=512)
def judge(text: str) -> Judgement:
    """Read what a stretch of folded text says of an item; several rules ask it of the same."""
    said = without_markup(text[:_LONGEST_READ]).strip(' \n:,.、-"“”()')
    figures = percents_in(said)
    percents = figures.own
    fuzzy = FUZZY.search(said)
    states = _states(said)
    trouble = _trouble(said, states, figures)
    if trouble:
        shown = percents[-1] if percents else None
        return Judgement(trouble=trouble, percent=shown, explicit=True)
    percent = percents[-1] if percents else None
    progress = _progress(states, percent, fuzzy=fuzzy is not None)
    if progress is Progress.DONE:
        percent = FULL
    explicit = progress is not None
    if progress is None and len(text) <= _LONGEST_FREE and _told(said, figures):
        progress = Progress.UNDER_WAY
    said_so = fuzzy[0] if fuzzy and percent is None else ""
    return Judgement(
        progress=progress,
        percent=percent,
        percent_words=said_so,
        metric=figures.metric,
        explicit=explicit,
    )


_WORDS: tuple[tuple[Progress, re.Pattern[str]], ...] = (
    (Progress.NOT_STARTED, words.NOT_STARTED),
    (Progress.STUCK, words.STUCK),
    (Progress.BEHIND, words.BEHIND),
    (Progress.NO_CHANGE, words.NO_CHANGE),
    (Progress.UNDER_WAY, words.UNDER_WAY),
)


def _states(said: str) -> dict[Progress, int]:
    """Say which states are named, each with the place of its first word."""
    told = words.NO_TROUBLE.sub(_blank, said)
    found = {progress: match.start() for progress, p in _WORDS if (match := p.search(told))}
    at = _done_at(said)
    if at is not None:
        found[Progress.DONE] = at
    elif not found and (
        on := _free_of_trouble(said) or words.NEARLY.search(said) or words.PLANNED.search(said)
    ):
        found[Progress.UNDER_WAY] = on.start()
    return found


def _free_of_trouble(said: str) -> re.Match[str] | None:
    """Find trouble that is denied or over; 没问题 alone only agrees to something."""
    if words.DOUBT.search(said) or said.strip(" ,。!~") == "没问题":
        return None
    return words.NO_TROUBLE.search(said)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _done_at(said: str) -> int | None:
    """Find a word that says the item itself is done, not one of its steps."""
    for match in words.DONE.finditer(said):
        before = said[max(0, match.start() - 24) : match.start()]
        clause = words.CLAUSE.split(before)[-1]
        gone_by = match[0][0] in "就已早" and words.GONE_BY.fullmatch(clause) is not None
        if gone_by or words.FILLER.fullmatch(clause):
            return match.start()
        whole = len(clause) <= words.LONGEST_TITLE and not words.STEP.search(clause)
        if whole and words.STRONG.search(match[0]) and words.ENDS_DONE.search(match[0]):
            return match.start()
    return None


def _told(said: str, figures: Figures) -> bool:
    """Whether something done is told, without a word for the state; 60元 alone tells nothing."""
    if words.VALUE_ALONE.fullmatch(said) or words.REPORTED_ALONE.fullmatch(said):
        return False
    return bool(figures.metric) or words.ACHIEVED.search(said) is not None


def _trouble(said: str, states: dict[Progress, int], figures: Figures) -> str:
    """Name what keeps a stretch from being recorded, or nothing."""
    return _said_otherwise(said, states, figures) or _unsaid(said, states, figures)


def _said_otherwise(said: str, states: dict[Progress, int], figures: Figures) -> str:
    """Name a contradiction, or a doubt or denial of what is said to be done."""
    percents = figures.own
    done = Progress.DONE in states
    negated = words.NEGATED.search(said) is not None
    others = states.keys() & {Progress.STUCK, Progress.BEHIND, Progress.NOT_STARTED}
    if figures.contradict or any(not 0 <= p <= FULL for p in percents):
        return "contradiction"
    if words.DOUBT.search(said) and (done or negated or not states or words.NEARLY.search(said)):
        if done or percents:
            return "doubt"
        loosely = words.DONE_LOOSE.search(said) or words.NEARLY.search(said)
        return ("unsure" if negated else "doubt") if negated or loosely else ""
    if done:
        less = any(p < FULL for p in percents)
        if negated or others or less or words.NEARLY.search(said):
            return "contradiction"
    elif negated and not states and not percents:
        return "not_done"
    return ""


def _unsaid(said: str, states: dict[Progress, int], figures: Figures) -> str:
    """Name a doubt where what is said is put off, supposed, wanted or wished, not told."""
    percents = figures.own
    done = Progress.DONE in states
    others = states.keys() & {Progress.STUCK, Progress.BEHIND, Progress.NOT_STARTED}
    if not (done or percents or others) and (
        words.DEFERRED.search(said) or (figures.wanted and not (states or figures.metric))
    ):
        return "unsure"
    supposed = words.SUPPOSED.search(said) and words.DONE_LOOSE.search(said)
    if supposed or (words.GUESSED.search(said) and not percents):
        return "unsure"
    told = done or percents or others or words.FIRM.search(said)
    return "unsure" if not told and _only_wished(said) else ""


def _only_wished(said: str) -> bool:
    """Whether what is said of finishing is a wish, an order or a condition, and nothing else."""
    clauses = re.split(r"[,。;!\n]", said)
    wished = [clause for clause in clauses if words.WISHED.search(clause)]
    rest = (clause for clause in clauses if clause not in wished)
    return bool(wished) and not any(words.ACHIEVED.search(clause) for clause in rest)


def _progress(states: dict[Progress, int], percent: int | None, *, fuzzy: bool) -> Progress | None:
    """Choose the one state: what needs attention before what goes well, the first said first."""
    if Progress.DONE in states or percent == FULL:
        return Progress.DONE
    urgent = {p: at for p, at in states.items() if p in {Progress.STUCK, Progress.BEHIND}}
    if urgent:
        return min(urgent, key=lambda p: urgent[p])
    if states:
        return min(states, key=lambda p: states[p])
    if percent == 0:
        return Progress.NOT_STARTED
    return Progress.UNDER_WAY if percent is not None or fuzzy else None


def part_done(judged: list[Judgement]) -> int | None:
    """Give the percent somebody named, for a question that must not forget it."""
    said = (j.percent for j in judged if j.progress is not Progress.DONE)
    return next((percent for percent in said if percent is not None), None)
