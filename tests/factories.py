"""Makes small plans, people and moments of our own for tests that read like the job."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.router import Context
from ledger.book import Ledger
from ledger.people import Colleague, Contact, Roster
from ledger.plan import Deadline, Item, ItemRef, Plan
from ledger.progress import Claim, Entry, EntryKind, Progress
from ledger.rights import Role
from ledger.rules import Rules
from ledger.units import UnitDirectory
from ledger.workdays import WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")

CALENDAR_2023 = WorkCalendar(
    {
        date(2023, 6, 22): False,
        date(2023, 6, 23): False,
        date(2023, 6, 25): True,
        date(2023, 9, 29): False,
        date(2023, 10, 7): True,
        date(2023, 10, 8): True,
        **{date(2023, 10, n): False for n in range(2, 7)},
        date(2024, 1, 1): False,
    },
    known_years=(2023, 2024),
)

ROSTER = Roster(
    contacts=(
        Contact(user_id="shuiwu1", name="赵一", unit="县税务局"),
        Contact(user_id="shuiwu2", name="钱二", unit="县税务局", post="backup"),
        Contact(user_id="zhujian", name="孙三", unit="县住建局"),
        Contact(user_id="caizheng", name="李四", unit="县财政局"),
    ),
    colleagues=(
        Colleague(user_id="office1", name="周五", role=Role.OFFICE),
        Colleague(user_id="office2", name="吴六", role=Role.OFFICE),
        Colleague(user_id="admin1", name="郑七", role=Role.ADMIN),
        Colleague(user_id="leader1", name="王八", role=Role.LEADER),
    ),
)


def at(text: str) -> datetime:
    """Give a moment in the county's zone: `at("2023-10-16 09:30")`."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def ref(canonical: str) -> ItemRef:
    return ItemRef.parse(canonical)


def item(number: str, **overrides: Any) -> Item:
    """Make an item due on 2023-12-31, led by 县住建局 with 县财政局 responsible."""
    due = overrides.pop("due", date(2023, 12, 31))
    words = "长期坚持" if due is None else f"{due.year}年{due.month}月{due.day}日前"
    found = ref(number)
    values: dict[str, Any] = {
        "ref": found,
        "section": "一、试验板块",
        "objective": f"{found.objective}.试验任务。",
        "text": f"试验事项{number}，按要求办好。",
        "lead": ("县住建局",),
        "units": ("县财政局",),
        "units_text": "、".join(overrides.get("units", ("县财政局",))),
        "units_open": False,
        "deadline": Deadline(words=words, due=due, ongoing=due is None),
    }
    return Item(**(values | overrides))


def plan(*items: Item, name: str = "试验") -> Plan:
    """Make a plan; without items it is a small one with every kind of item."""
    return Plan(name=name, title=f"{name}重点工作任务清单", items=items or SMALL)


OPEN_WORDS = ("各相关单位",)

SMALL = (
    item("1(1)", due=date(2023, 6, 30)),
    item("1(2)", due=date(2023, 11, 30)),
    item("1(3)", due=None, units=("县税务局", "县财政局")),
    item("2", lead=("县税务局",), units=OPEN_WORDS, units_open=True, section="二、另一板块"),
    item("3(1)", due=None, lead=("县税务局",), section="二、另一板块"),
    item("3(2)", lead=("县发改局",), units=OPEN_WORDS, units_open=True, section="二、另一板块"),
)


def directory(*plans: Plan) -> UnitDirectory:
    printed = [n for p in plans for i in p.items for n in (*i.lead, *i.units)]
    return UnitDirectory(printed, county="双牌县")


def ledger(*plans: Plan) -> Ledger:
    chosen = plans or (plan(),)
    return Ledger.of(chosen, directory(*chosen))


def context(who: str, **overrides: Any) -> Context:
    """Give what a handler sees when `who` speaks on Monday 2023-10-16 at 09:30."""
    values: dict[str, Any] = {
        "actor": ROSTER.actor(who),
        "now": at("2023-10-16 09:30"),
        "ledger": ledger(),
        "calendar": CALENDAR_2023,
        "rules": Rules(),
        "roster": ROSTER,
        "chat": "group1",
        "words": "原话",
        "message_key": "console/group1/someone/1",
        "groups": ("group1",),
    }
    return Context(**(values | overrides))


def claim(number: str, progress: Progress | None = Progress.DONE, **overrides: Any) -> Claim:
    return Claim(ref=ref(number), progress=progress, **overrides)


def entry(number: str, kind: EntryKind = EntryKind.REPORTED, **overrides: Any) -> Entry:
    values: dict[str, Any] = {
        "plan": "试验",
        "ref": ref(number),
        "kind": kind,
        "at": at("2023-10-16 09:30"),
        "actor": "zhujian",
        "unit": "县住建局",
    }
    return Entry(**(values | overrides))
