"""What a person and the bot last said to each other in a chat, as far as an answer may need it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from messages.text import Blocks

LIVES = timedelta(minutes=10)
"""How long an exchange may be referred to; after that a `是的` means nothing."""


class Asked(StrEnum):
    """What the bot wants to know, and so what an answer does to the words said before."""

    NOTHING = "nothing"
    ITEM = "item"
    """Which item is meant: its number goes into the words."""
    NAME = "name"
    """Which name is meant: it replaces the one in `about`."""
    WORDS = "words"
    """Which of the offered sentences is meant: it is taken as said."""
    MORE = "more"
    """What was left out: it goes behind the words."""
    CONFIRM = "confirm"
    """Whether the proposal shown is to be carried out; `about` is its digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an answer leaves open, and what a number stands for in the reply to it."""

    asked: Asked = Asked.NOTHING
    about: str = ""
    choices: tuple[str, ...] = ()
    """In the order shown; without a question, the items that were listed."""


NO_QUESTION = Question()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The last words of a person in one chat, and what was open afterwards."""

    words: str
    at: datetime
    question: Question = NO_QUESTION
    rest: Blocks = ()
    """What of a long answer was not shown yet."""

    @property
    def pending(self) -> bool:
        """Whether an answer is awaited, so that the exchange must outlive the process."""
        return self.question.asked is not Asked.NOTHING or bool(self.rest)

    def alive(self, now: datetime) -> bool:
        """Whether it may still be referred to."""
        return now - self.at <= LIVES
