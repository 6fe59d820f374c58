"""The plan as issued: what a county put its name under, before anybody reported anything."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

_CANONICAL = re.compile(r"([1-9]\d{0,3})(?:\(([1-9]\d{0,3})\))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class ItemRef:
    """The number of an item: `15(6)`, or `9` where the objective has no sub-items."""

    objective: int
    number: int = 0

    def __str__(self) -> str:
        return f"{self.objective}({self.number})" if self.number else str(self.objective)

    @classmethod
    def parse(cls, canonical: str) -> Self:
        """Read the canonical spelling only; `ledger.refs` reads what people type.

        Raises ValueError for any other spelling.
        """
        match = _CANONICAL.fullmatch(canonical)
        if match is None:
            raise ValueError(f"not a canonical item reference: {canonical!r}")
        return cls(int(match[1]), int(match[2] or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """完成时限: the printed words and what they mean; open-ended work has no due date."""

    words: str
    due: date | None = None
    ongoing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A date found inside an item's text, with the words it was read from."""

    day: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A number an item must reach, as its text states it: `诉前调解率达15%`."""

    name: str
    relation: Literal[">=", "<="]
    value: float
    unit: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """事项: one line of the plan, with units and deadline as printed."""

    ref: ItemRef
    section: str
    objective: str
    text: str
    lead: tuple[str, ...]
    units: tuple[str, ...]
    units_text: str
    units_open: bool
    deadline: Deadline
    milestones: tuple[Milestone, ...] = ()
    targets: tuple[Target, ...] = ()

    @property
    def ongoing(self) -> bool:
        """Whether the item never falls due and is reported by period (长期坚持)."""
        return self.deadline.ongoing


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """方案: one issued list of items; a county runs several side by side."""

    name: str
    title: str
    items: tuple[Item, ...]
    members: tuple[str, ...] = ()
    sample: bool = False
