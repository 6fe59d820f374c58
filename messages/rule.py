"""What a rule of the grammar is."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from messages.commands import Command
from messages.sentence import Sentence


class Outcome(Enum):
    """What a rule can answer besides a command."""

    SILENCE = auto()
    """The message is not for the bot."""
    PASS = auto()
    """Not this rule after all: look at the next one."""


SILENCE = Outcome.SILENCE
PASS = Outcome.PASS
Result = Command | Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way of saying something.

    `pattern` is searched in the sentence's shape (see `messages.sentence`); where it is found,
    `build` makes the command or passes on. `examples` are tests: each must give `intent`
    (empty: silence) by this very rule. `longest` is the longest shape it is looked for in:
    a rule whose builder passes longer texts by anyway need not be searched there.
    """

    name: str
    intent: str
    pattern: re.Pattern[str]
    build: Callable[[Sentence], Result]
    examples: tuple[str, ...]
    longest: int


def rule(
    name: str,
    intent: str,
    pattern: str,
    build: Callable[[Sentence], Result],
    examples: tuple[str, ...],
    longest: int = sys.maxsize,
) -> Rule:
    """Write a rule in one row of a table."""
    return Rule(
        name=name,
        intent=intent,
        pattern=re.compile(pattern),
        build=build,
        examples=examples,
        longest=longest,
    )
