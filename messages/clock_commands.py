"""What the clock asks for, with the same kind of values as people."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from messages.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningRound(Command):
    """The clock asks: queue one merged reminder for each unit with something due."""

    intent: ClassVar[str] = "morning_round"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupList(Command):
    """The clock asks: queue the group's due-list of the day."""

    intent: ClassVar[str] = "group_list"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRound(Command):
    """The clock asks: queue the office's morning note."""

    intent: ClassVar[str] = "office_round"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderRound(Command):
    """The clock asks: queue the leader's lines of the week."""

    intent: ClassVar[str] = "leader_round"
    day: date


Round = MorningRound | GroupList | OfficeRound | LeaderRound
"""Any of them."""
