"""Answers to questions: tasks of a unit, an item, who leads, what is due, what is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.lights import Light
from ledger.progress import ItemState
from ledger.standings import Standing
from messages import items, labels, standings
from messages.commands import DateRange
from messages.items import Card, Reader
from messages.text import Blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTasks:
    """What one unit has in one plan, and what was asked of it."""

    plan: str
    unit: str
    lead: tuple[ItemState, ...]
    responsible: tuple[ItemState, ...]
    open_count: int
    """Items of the plan that leave the responsible unit open."""
    lead_only: bool = False
    resp_only: bool = False
    ongoing_only: bool = False
    standing: Standing | None = None


def tasks(found: UnitTasks, reader: Reader, *, name_plan: bool = False) -> Blocks:
    """List a unit's items, those it leads and those it is responsible for apart."""
    only = ("长期" if found.ongoing_only else "", standings.word(found.standing))
    limits = f"（只列{'、'.join(filter(None, only))}）" if any(only) else ""
    plan = f"〔{found.plan}〕" if name_plan else ""
    counts = []
    if not found.resp_only:
        counts.append(f"牵头{len(found.lead)}项")
    if not found.lead_only:
        counts.append(f"责任{len(found.responsible)}项")
    if found.lead_only and not found.lead and found.responsible and not only[1]:
        counts = [
            f"没有牵头的事项，责任{len(found.responsible)}项（发“{found.unit} 配合哪些”看明细）"
        ]
    blocks = [f"{plan}{found.unit}：{'，'.join(counts)}{limits}"]
    if found.lead and not found.resp_only:
        blocks += ["牵头：", *items.lines(found.lead, reader)]
    if found.responsible and not found.lead_only:
        blocks += ["责任：", *items.lines(found.responsible, reader)]
    if found.open_count and not found.lead_only and found.standing is None:
        blocks.append(
            f"另有{found.open_count}项的责任单位只写“各相关单位”等、没有点名，是否涉及请看原文。"
        )
    return tuple(blocks)


def shown(cards: Sequence[Card], reader: Reader, *, name_plan: bool = False) -> Blocks:
    """Show items whole, one after the other."""
    blocks: list[str] = []
    for card in cards:
        if blocks:
            blocks.append("")
        blocks += items.whole(card, reader, plan=card.state.plan if name_plan else "")
    return tuple(blocks)


def who_leads(states: Iterable[ItemState]) -> Blocks:
    """Say who leads each item and who is responsible."""
    return tuple(
        f"{state.ref} {items.title(state.item)}：牵头 {'、'.join(state.item.lead) or '未写明'}；"
        f"责任 {state.item.units_text or '未写明'}"
        for state in states
    )


def due(states: Sequence[ItemState], span: DateRange, reader: Reader, unit: str = "") -> Blocks:
    """List what falls due in a span of days."""
    first, last = (labels.day(d, reader.today) for d in (span.first, span.last))
    days = first if span.first == span.last else f"{first}至{last}"
    whose = f"{unit} " if unit else ""
    if not states:
        return (f"{whose}{days}没有到期事项。",)
    return (
        f"{whose}{days}到期{len(states)}项：",
        *items.lines(states, reader, with_lead=True),
    )


def by_light(states: Sequence[ItemState], shown: Light, reader: Reader, unit: str = "") -> Blocks:
    """List the items that show a light."""
    whose = f"{unit} " if unit else ""
    word = labels.light(shown)
    if not states:
        return (f"{whose}没有{labels.LIGHT_WORDS[shown]}事项。",)
    return (
        f"{whose}{word} {len(states)}项：",
        *items.lines(states, reader, with_lead=True),
    )


def not_reported(states: Sequence[ItemState], unit: str = "") -> Blocks:
    """List by lead unit the open-ended items without a report in the running period."""
    whose = f"{unit} " if unit else ""
    if not states:
        return (f"{whose}本期该报的都报了。",)
    by_unit: dict[str, list[str]] = {}
    for state in states:
        by_unit.setdefault("、".join(state.item.lead), []).append(str(state.ref))
    rows = (f"{name}：{' '.join(refs)}" for name, refs in by_unit.items())
    return (f"{whose}本期（本季度）还没报的长期事项{len(states)}项：", *rows)
