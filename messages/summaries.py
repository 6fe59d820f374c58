"""The office's summary as people read it: totals first, then names."""

from collections.abc import Sequence
from datetime import date

from ledger.lights import Light
from ledger.progress import ItemState
from ledger.summary import Summary, Totals, UnitTotals
from messages import coordination, items, labels
from messages.text import Blocks


def summary(found: Summary) -> Blocks:
    """Write totals, sections, laggards and units; every number adds up to the total."""
    plans = "、".join(found.plans)
    whose = f" {'、'.join(found.whose)}" if found.whose else ""
    blocks = [
        f"汇总（{labels.day(found.day)}）{plans}{whose}",
        _total(found.totals),
        _dated(found.totals),
        _ongoing(found.totals),
        *_named("逾期", Light.OVERDUE, found.overdue, found.day),
        *_named("临期", Light.SOON, found.soon, found.day),
    ]
    if found.pending:
        blocks.append(f"待审核：{_refs(found.pending)}")
    if found.stuck:
        blocks.append(
            f"需协调：{'；'.join(coordination.short(s, found.day) for s in found.stuck)}"
        )
    if found.shelved:
        blocks.append(f"挂账停办：{'；'.join(_at_rest(s) for s in found.shelved)}")
    if found.removed:
        blocks.append(f"合并撤销：{'；'.join(_at_rest(s) for s in found.removed)}")
    if found.asked:
        blocks.append(f"申请延期待答复：{'；'.join(_wish(s, found.day) for s in found.asked)}")
    blocks += ["分板块：", *(_section(name, totals) for name, totals in found.sections)]
    blocks += ["分单位：", *(_unit(unit) for unit in found.units)]
    return tuple(blocks)


def _total(totals: Totals) -> str:
    suspended = f"，挂账{totals.suspended}项" if totals.suspended else ""
    stopped = f"，停办{totals.stopped}项" if totals.stopped else ""
    merged = f"，合并{totals.merged}项" if totals.merged else ""
    cancelled = f"，撤销{totals.cancelled}项" if totals.cancelled else ""
    parts = f"限期{totals.dated}项，长期{totals.ongoing}项"
    return f"共{totals.total}项：{parts}{suspended}{stopped}{merged}{cancelled}"


def _at_rest(state: ItemState) -> str:
    status = labels.STATUS_WORDS[state.status]
    return f"{state.ref} {'、'.join(state.item.lead)}（{status}）"


def _dated(totals: Totals) -> str:
    return (
        f"限期{totals.dated}：已销号{totals.closed} 待审核{totals.pending} "
        f"{labels.light(Light.NORMAL)}{totals.normal} {labels.light(Light.SOON)}{totals.soon} "
        f"{labels.light(Light.OVERDUE)}{totals.overdue}"
    )


def _ongoing(totals: Totals) -> str:
    closed = f" 已销号{totals.ongoing_closed}" if totals.ongoing_closed else ""
    return (
        f"长期{totals.ongoing}：本期已报{totals.ongoing_reported} "
        f"{labels.light(Light.UNREPORTED)}{totals.ongoing_unreported}{closed}"
    )


def _named(word: str, shown: Light, states: Sequence[ItemState], today: date) -> Blocks:
    if not states:
        return (f"{word}：没有",)
    rows = (
        f"{labels.light(shown)} {s.ref} {items.title(s.item)} {'、'.join(s.item.lead)} "
        f"{items.when(s, today)}"
        for s in states
    )
    return (f"{word}{len(states)}项：", *rows)


def _refs(states: Sequence[ItemState]) -> str:
    return "；".join(f"{s.ref} {'、'.join(s.item.lead)}" for s in states)


def _wish(state: ItemState, today: date) -> str:
    until = state.request.until if state.request else None
    return (
        f"{state.ref} {'、'.join(state.item.lead)} 到{labels.day(until, today) if until else ''}"
    )


def _short(totals: Totals) -> str:
    late = f" 逾期{totals.overdue}" if totals.overdue else ""
    soon = f" 临期{totals.soon}" if totals.soon else ""
    waiting = f" 待审核{totals.pending}" if totals.pending else ""
    unreported = f" 未报{totals.ongoing_unreported}" if totals.ongoing_unreported else ""
    done = totals.closed + totals.ongoing_closed
    closed = f" 已销号{done}" if done else ""
    return f"{totals.total}项{closed}{waiting}{late}{soon}{unreported}"


def _section(name: str, totals: Totals) -> str:
    return f"· {name}：{_short(totals)}"


def _unit(found: UnitTotals) -> str:
    parts = []
    if found.lead.total:
        parts.append(f"牵头{_short(found.lead)}")
    if found.responsible.total:
        parts.append(f"责任{found.responsible.total}项")
    return f"· {found.unit}：{'；'.join(parts)}"
