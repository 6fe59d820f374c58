"""What comes of reading a file: a plan, and doubts about it; or a refusal."""

from dataclasses import dataclass

from ledger.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something a clerk should look at, with its place in the document (`表3 第5行`)."""

    place: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A plan as it was understood."""

    plan: Plan
    doubts: tuple[Doubt, ...] = ()


class NotAPlan(Exception):
    """The file is refused; the message is one Chinese sentence that says why."""
