"""How an item is written: its short title, its line in a list, and the item whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ledger.account import account_of
from ledger.joint import Part
from ledger.lights import Light, days_left, light
from ledger.plan import Item
from ledger.progress import ItemState, Status
from ledger.rules import Rules
from ledger.workdays import WorkCalendar
from messages import joint, labels
from messages.rows import Rows, report_line
from messages.text import Blocks

_TITLE_LENGTH = 24
_WAITING = f"（{labels.STATUS_WORDS[Status.PENDING]}）"
_TITLE_ENDS = "。；;，,：:\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """From where a list is read: the day, the calendar and the thresholds that set the lights."""

    today: date
    calendar: WorkCalendar
    rules: Rules

    def light(self, state: ItemState) -> Light:
        """Give the light a state shows this reader."""
        return light(state, self.today, self.calendar, self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An item to be shown whole, with what the reader may see of it."""

    state: ItemState
    parts: tuple[Part, ...] = ()
    """What each of its units last said."""
    words: bool = True
    """Whether the reader may see the original words of its reports."""


def title(item: Item) -> str:
    """Shorten an item's text to its first clause, at most 24 characters."""
    return _first_clause(item.text)


@lru_cache(maxsize=100_000)
def _first_clause(text: str) -> str:
    ends = [at for at in map(text.find, _TITLE_ENDS) if at > 0]
    head = text[: min(ends, default=len(text))]
    return head if len(head) <= _TITLE_LENGTH else head[: _TITLE_LENGTH - 1] + "…"


def when(state: ItemState, today: date) -> str:
    """Write an item's date in force, or the printed words where it has none."""
    return labels.day(state.due, today) if state.due else state.item.deadline.words


def line(state: ItemState, reader: Reader, *, with_lead: bool = False) -> str:
    """Write an item in one line: number, title, light, date."""
    lead = f" {'、'.join(state.item.lead)}" if with_lead else ""
    waiting = _WAITING if state.status is Status.PENDING else ""
    shown = labels.light(reader.light(state))
    return f"{state.ref} {title(state.item)}{lead} {shown}{waiting} {when(state, reader.today)}"


def lines(states: Iterable[ItemState], reader: Reader, *, with_lead: bool = False) -> Blocks:
    """Write items a line each; a line is never cut from its item."""
    return tuple(line(state, reader, with_lead=with_lead) for state in states)


def whole(card: Card, reader: Reader, *, plan: str = "") -> Blocks:
    """Write everything the ledger holds of an item, with its last reports."""
    state, item = card.state, card.state.item
    heading = "｜".join(part for part in (plan, item.section, item.objective) if part)
    text = item.text if title(item) != item.text else ""
    blocks = [
        f"【{state.ref}】{title(item)}",
        heading,
        *([text] if text else []),
        f"牵头：{'、'.join(item.lead) or '未写明'}",
        f"责任：{item.units_text or '未写明'}{'（未点名到具体单位）' if item.units_open else ''}",
        f"时限：{_deadline(state, reader)}",
        *_found(item),
        f"状态：{labels.STATUS_WORDS[state.status]} {labels.light(reader.light(state))}",
        *_asked(state, reader.today),
        *_seen(state),
        *_shares(card, reader.today),
        *_merged(state),
    ]
    reports = _reports if card.words else last_status
    told = _told(state) if card.words else ()
    return (*blocks, *told, *reports(state, reader.today))


def _told(state: ItemState) -> Blocks:
    """Show what the last report says of difficulties and of the next step."""
    gone = Rows.of(state.history or ()).withdrawn
    counts = (e for e in reversed(state.reports) if e.progress and not e.part)
    said = next((e.words for e in counts if e.seq not in gone), "")
    account = account_of(said)
    blocks = [f"存在问题：{account.difficulty}"] if account.difficulty else []
    return (*blocks, *([f"下步打算：{account.next_step}"] if account.next_step else []))


def _shares(card: Card, today: date) -> Blocks:
    """Show the parts of joint work, where somebody has said something, and what is stuck."""
    spoken = len(card.parts) > 1 and any(part.last is not None for part in card.parts)
    parts = (f"各单位进展：{joint.told(card.parts, today)}",) if spoken else ()
    return (*parts, *joint.waiting(card.state, today, words=card.words))


def last_status(state: ItemState, today: date) -> Blocks:
    """Say when which unit last reported what, in standard words and not in its own."""
    if not state.parts:
        return ("最近报送：还没有",)
    last = max(state.parts.values(), key=lambda entry: entry.at)
    return (f"最近报送：{last.unit} {joint.said(last, today)}",)


def _deadline(state: ItemState, reader: Reader) -> str:
    words = state.item.deadline.words or "未写明"
    if state.due is None:
        return words
    left = days_left(state.due, reader.today, reader.calendar)
    shown = f"{words}（{extended(state, reader.today) or labels.day(state.due, reader.today)}"
    if reader.light(state) not in {Light.NORMAL, Light.SOON} or left < 0:
        return f"{shown}）"
    return f"{shown}，还有{left}个工作日）"


def extended(state: ItemState, today: date) -> str:
    """Say from which date to which an item was extended; empty where it was not."""
    if not state.extended or state.first_due is None or state.due is None:
        return ""
    first, now = labels.day(state.first_due, today), labels.day(state.due, today)
    return f"原期限{first}，已延期到{now}"


def _asked(state: ItemState, today: date) -> Blocks:
    """Show the application for a later date that waits for the office."""
    asked = state.request
    if asked is None or asked.until is None:
        return ()
    until, day = labels.day(asked.until, today), labels.day(asked.at.date(), today)
    return (f"待优化办答复：{asked.unit}{day}申请延到{until}",)


def _seen(state: ItemState) -> Blocks:
    """Show who has taken note, and when the item was closed for the first time."""
    seen = (f"已签收：{'、'.join(state.taken_note)}",) if state.taken_note else ()
    if state.first_closed is None or state.status is Status.CLOSED:
        return seen
    return (*seen, f"曾于{labels.day(state.first_closed)}销号，后又恢复办理")


def _merged(state: ItemState) -> Blocks:
    """Show in which item this one goes on, and which go on in it."""
    blocks = [f"已并入：{state.merged_into}"] if state.merged_into else []
    taken_in = " ".join(map(str, state.absorbed))
    return (*blocks, *([f"并进来的：{taken_in}"] if taken_in else []))


def _found(item: Item) -> Blocks:
    blocks = []
    if item.milestones:
        days = "；".join(f"{m.words}（{m.day.isoformat()}）" for m in item.milestones)
        blocks.append(f"文中时间：{days}")
    if item.targets:
        blocks.append(f"文中指标：{'；'.join(t.words for t in item.targets)}")
    return tuple(blocks)


def _reports(state: ItemState, today: date) -> Blocks:
    if not state.reports:
        return ("最近报送：还没有",)
    told = Rows.of(state.history or ())
    return ("最近报送：", *(report_line(entry, today, told) for entry in reversed(state.reports)))
