"""The office's morning note, the leader's six lines, and the draft of a 督办单."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.progress import Entry, ItemState
from ledger.summary import Summary, Totals
from messages import bindings, items, labels
from messages.items import Reader
from messages.text import Blocks

_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A message that nobody may have got."""

    unit: str
    """The unit it is for; empty where it is for a person or a group."""
    person: str
    """Whom it was to reach, by name where there is one; empty where that was not known yet."""
    day: date
    """The day it was due."""
    error: str
    unknown: bool
    """It may have arrived (结果不明)."""
    waits: bool = False
    """It has been waiting since yesterday or longer: what carries it is down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """What waits for the office."""

    day: date
    in_trouble: tuple[Undelivered, ...]
    unreachable: tuple[str, ...]
    pending: tuple[ItemState, ...]
    asked: tuple[ItemState, ...]
    bindings: tuple[Entry, ...]
    stuck: tuple[ItemState, ...]
    escalated: tuple[ItemState, ...]
    weekly: bool
    """The first working day of a week: what lasts is said again."""
    unknown_years: tuple[int, ...]


def morning(found: Morning) -> Blocks:
    """Write what waits, kind by kind; nothing where nothing does.

    Units without a reachable contact alone, or a year without holidays, are no reason to write
    every day, but once a week.
    """
    trouble, day = found.in_trouble, found.day
    failed = _receivers((one for one in trouble if not (one.unknown or one.waits)), day)
    unknown = _receivers((one for one in trouble if one.unknown), day)
    waiting = _receivers((one for one in trouble if one.waits), day)
    lines = [
        *_named("没送到", failed, "请转告或核对名册"),
        *_named("结果不明", unknown, "请问一声收到没有，系统不再重发"),
        *_named("还没发出", waiting, "通道不通，恢复后补发"),
        *_named("待审核", _refs(found.pending), "同意请发：同意 编号 销号"),
        *_named("申请延期待答复", _refs(found.asked), "同意请发：同意 编号 延期"),
        *_named("申请绑定", _people(found.bindings), "同意请发：同意绑定 姓名"),
        *_named("需协调", _refs(found.stuck), "答复请发：答复 编号 …"),
        *_named("多次提醒仍未办", _refs(found.escalated), "发“督办单 编号”出草稿"),
    ]
    if not lines and not found.weekly:
        return ()
    lines += _named("收不到提醒的单位", found.unreachable, "请他们绑定")
    lines += [
        f"· {year}年的放假安排还没有公布或没有更新，暂按周末休息计算"
        for year in found.unknown_years
    ]
    return (f"【优化办晨报】{labels.day(found.day)}", *lines) if lines else ()


def _receivers(trouble: Iterable[Undelivered], today: date) -> list[str]:
    """Say of each message for whom it was and of which day, each once."""
    found = (
        f"{one.unit or one.person or '优化办'}（{_through(one)}{labels.day(one.day, today)}）"
        for one in trouble
    )
    return list(dict.fromkeys(found))


def _through(one: Undelivered) -> str:
    return f"{one.person} " if one.unit and one.person else ""


def _named(word: str, names: Sequence[str], hint: str) -> Blocks:
    if not names:
        return ()
    more = f" 等{len(names)}个" if len(names) > _SHOWN else ""
    return (f"· {word}{len(names)}：{'、'.join(names[:_SHOWN])}{more}（{hint}）",)


def _refs(states: Iterable[ItemState]) -> list[str]:
    return [f"{state.ref} {'、'.join(state.item.lead)}" for state in states]


def _people(entries: Iterable[Entry]) -> list[str]:
    return [f"{bindings.shown(entry)} {entry.unit}" for entry in entries]


def leader(found: Summary, reader: Reader) -> Blocks:
    """Write six lines: totals, dated, open-ended, late, stuck, due soon; no unit is ranked."""
    totals = found.totals
    return (
        f"【每周督办】{labels.day(reader.today)} 共{totals.total}项{_apart(totals)}",
        _dated(totals),
        _ongoing(totals),
        f"逾期：{_some(found.overdue)}",
        f"需协调：{_some(found.stuck)}",
        f"近期到期：{_some(found.soon)}",
    )


def _apart(totals: Totals) -> str:
    """Name what is counted neither as dated nor as open-ended, so that the lines add up."""
    words = (
        ("挂账", totals.suspended),
        ("停办", totals.stopped),
        ("合并", totals.merged),
        ("撤销", totals.cancelled),
    )
    found = "、".join(f"{word}{count}" for word, count in words if count)
    return f"（另列：{found}）" if found else ""


def _dated(totals: Totals) -> str:
    return (
        f"限期{totals.dated}项：已销号{totals.closed} 待审核{totals.pending} 正常{totals.normal} "
        f"临期{totals.soon} 逾期{totals.overdue}"
    )


def _ongoing(totals: Totals) -> str:
    closed = f" 已销号{totals.ongoing_closed}" if totals.ongoing_closed else ""
    reported, unreported = totals.ongoing_reported, totals.ongoing_unreported
    return f"长期{totals.ongoing}项：已报{reported} 未报{unreported}{closed}"


def _some(states: Sequence[ItemState]) -> str:
    if not states:
        return "没有"
    names = "；".join(f"{s.ref} {items.title(s.item)}" for s in states[:3])
    return f"{names}{f'；等{len(states)}项' if len(states) > 3 else ''}"


def supervision_draft(states: Sequence[ItemState], reader: Reader) -> Blocks:
    """Draft a 督办单 for each item; a person signs it and sends it."""
    blocks: list[str] = []
    for state in states:
        lead = "、".join(state.item.lead)
        blocks += [
            "【督办单】（草稿，请核对后由专人签发）",
            f"{lead}：",
            _standing(state, reader),
            f"责任单位：{state.item.units_text or '未写明'}",
            "请于收到后3个工作日内书面说明办理情况、存在问题和下步措施；在群里报进度同样有效。",
        ]
    return tuple(blocks)


def _standing(state: ItemState, reader: Reader) -> str:
    when, light = items.when(state, reader.today), labels.light(reader.light(state))
    return f"你单位牵头的 {state.ref} {items.title(state.item)}，时限{when}，现为{light}。"
