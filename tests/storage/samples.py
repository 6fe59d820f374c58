"""A small plan, rows of its history and a second pair of eyes on the file."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ledger.plan import Deadline, Item, ItemRef, Milestone, Plan, Target
from ledger.progress import Entry, EntryKind, Progress, Status
from storage.mail import AddressKind, Outgoing, OutgoingKind, Received, ReminderKey
from storage.store import Batch, Store

NOON = datetime(2023, 11, 15, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
PLAN = "营商"


def later(**span: float) -> datetime:
    return NOON + timedelta(**span)


def item(number: str, text: str = "一件事", **overrides: Any) -> Item:
    values: dict[str, Any] = {
        "ref": ItemRef.parse(number),
        "section": "一、政务",
        "objective": "1.办得快",
        "text": text,
        "lead": ("县税务局",),
        "units": ("县财政局", "县住建局（人防办）"),
        "units_text": "县财政局、县住建局（人防办）",
        "units_open": False,
        "deadline": Deadline(words="12月底前", due=date(2023, 12, 31)),
        "milestones": (Milestone(day=date(2023, 3, 25), words="3月25日前"),),
        "targets": (Target(name="率", relation=">=", value=0.5, unit="%", words="达0.5%"),),
    }
    return Item(**values | overrides)


def plan(items: Iterable[Item], **overrides: Any) -> Plan:
    values: dict[str, Any] = {
        "name": PLAN,
        "title": "方案",
        "items": tuple(items),
        "members": ("县税务局",),
    }
    return Plan(**values | overrides)


def small_plan() -> Plan:
    return plan([item("15(6)"), item("9"), item("1(1)"), item("1(2)")])


def report(n: int, **overrides: Any) -> Entry:
    values: dict[str, Any] = {
        "plan": PLAN,
        "ref": ItemRef(15, 6),
        "kind": EntryKind.REPORTED,
        "at": later(seconds=n),
        "actor": "zhang",
        "actor_name": "张三",
        "unit": "县税务局",
        "words": f"进度 15(6) 完成{n}%",
        "progress": Progress.UNDER_WAY,
        "percent": n % 100,
        "before": Status.OPEN,
        "after": Status.OPEN,
        "message_key": f"m{n}",
    }
    return Entry(**values | overrides)


def message(n: int) -> Received:
    return Received(key=f"m{n}", at=later(seconds=n), digest="0" * 64, reply=("已记录", f"{n}%"))


def reported(n: int) -> Batch:
    return Batch(entries=(report(n),), received=(message(n),))


def reminder(unit: str, day: date, **overrides: Any) -> Outgoing:
    values: dict[str, Any] = {
        "key": f"reminder:{unit}:{day}",
        "kind": OutgoingKind.REMINDER,
        "to_kind": AddressKind.UNIT,
        "to": unit,
        "due_at": NOON,
        "day": day,
    }
    return Outgoing(**values | overrides)


def fact(unit: str, day: date, step: str = "due-7", **overrides: Any) -> ReminderKey:
    values: dict[str, Any] = {
        "step": step,
        "plan": PLAN,
        "ref": ItemRef(15, 6),
        "unit": unit,
        "day": day,
        "outgoing_key": f"reminder:{unit}:{day}",
    }
    return ReminderKey(**values | overrides)


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def filled(path: Path, reports: int = 5) -> None:
    """Make a database with the small plan and some reports, and give it back."""
    with Store.open(url(path)) as store:
        store.save_plan(small_plan(), (), NOON)
        for n in range(1, reports + 1):
            store.commit(reported(n))


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Look into the file with a connection that knows nothing of the program."""
    with closing(sqlite3.connect(path)) as other:
        return other.execute(query).fetchall()


def tamper(path: Path, *statements: str) -> None:
    """Change the file as somebody with a database tool would, triggers taken off first."""
    with closing(sqlite3.connect(path)) as other:
        kept = other.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = kept.fetchall()
        for name, _ in triggers:
            other.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            other.execute(statement)
        for _, sql in triggers:
            other.execute(sql)
        other.commit()
