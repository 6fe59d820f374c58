"""What can be asked about reminding: now, not for a while, no more of this one."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.plan import ItemRef
from messages.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindNow(Command):
    """`催办 5(7)`, `群发提醒`; with `dry_run` it is `明天会提醒谁`."""

    intent: ClassVar[str] = "remind_now"
    units: tuple[str, ...] = ()
    refs: tuple[ItemRef, ...] = ()
    target: str = ""
    dry_run: bool = False
    day: date | None = None
    own: bool = False
    until: date | None = None
    """By when the answer is wanted; `date_words` are the words for it."""
    date_words: str = ""
    confirmed: bool = False
    """The office has seen to whom it goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseReminders(Command):
    """`暂停提醒 15(6) 到12月1日`, `恢复提醒 县税务局`; without scope all of them."""

    intent: ClassVar[str] = "pause_reminders"
    refs: tuple[ItemRef, ...] = ()
    units: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    """Plans as a whole."""
    until: date | None = None
    resume: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptMilestone(Command):
    """`采纳 17(3) 里程碑`; with a day only that one of the dates in the text."""

    intent: ClassVar[str] = "adopt_milestone"
    refs: tuple[ItemRef, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderNoted(Command):
    """`知道了`: the contact has read the day's reminder."""

    intent: ClassVar[str] = "smalltalk_ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSupervision(Command):
    """`督办单 5(7)`: the draft of a letter to the lead unit."""

    intent: ClassVar[str] = "draft_supervision"
    refs: tuple[ItemRef, ...] = ()
