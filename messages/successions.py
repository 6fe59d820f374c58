"""Words about a unit that goes on under another name or as part of another."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.people import Contact
from ledger.succession import Succession
from messages import labels
from messages.text import Blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a succession touches: items led, items helped with, people who stand for the unit."""

    lead: int
    responsible: int
    contacts: Sequence[Contact]


def preview(change: Succession, reach: Reach, *, merge: bool) -> Blocks:
    """Show what would become of the unit, and ask for the word that does it."""
    people = "、".join(contact.name or contact.user_id for contact in reach.contacts) or "没有"
    act = "单位合并" if merge else "单位更名"
    return (
        f"【{act}】{change.old} → {change.new}，自{labels.day(change.since)}起",
        f"牵头{reach.lead}项、责任{reach.responsible}项转到{change.new}；联络员（{people}）随之转过去",
        f"那天以前的记录和视图仍写{change.old}；以后说{change.old}也认得",
        "还没有改动。十分钟内回“确认”执行，回“取消”作罢。",
    )


def done(change: Succession) -> Blocks:
    """Repeat what was done."""
    since = labels.day(change.since)
    moved = "事项、联络员、提醒随之转过去，以前的记录不变。"
    return (f"已登记：{change.old} 自{since}起为 {change.new}；{moved}",)


def to_contact(change: Succession) -> str:
    """Tell a contact of either unit."""
    return (
        f"【单位调整】{change.old} 自{labels.day(change.since)}起为 {change.new}，"
        f"事项和联络员随之转过去；发“我局任务”看清单。"
    )
