"""The naive bot: a pattern, a SQLModel session per message, a few indexed queries, a few f's."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, insert
from sqlmodel import Session, col, create_engine, select

from benchmarks.naive_tables import (
    NaiveContact,
    NaiveHelper,
    NaiveInbox,
    NaiveItem,
    NaiveLead,
    NaivePlan,
    NaiveReport,
    NaiveTable,
    NaiveUnit,
)
from ledger.book import Book
from ledger.people import Contact
from ledger.plan import Item
from ledger.workdays import WorkCalendar

_QUESTION = re.compile(r"(\S+?)\s*有哪些任务")
_REPORT = re.compile(r"进度\s*(\d+(?:\(\d+\))?)\s*完成(\d{1,3})%")
_TITLE_LENGTH = 24
_SOON = 7
_CLAUSE_END = re.compile(r"[。；;，,：:\n]")


class Naive:
    """Answers and records like the bot, one session for each message."""

    def __init__(self, path: Path, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._engine = create_engine(f"sqlite:///{path}")
        _make_durable(self._engine)
        NaiveTable.metadata.create_all(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    def fill(self, book: Book, contacts: Iterable[Contact]) -> None:
        """Put a plan into the tables: units by the names the bot knows them by."""
        units = {name: number for number, name in enumerate(book.shares, 1)}
        items = {item.ref: number for number, item in enumerate(book.plan.items, 1)}
        with Session(self._engine) as session:
            session.add(NaivePlan(id=1, name=book.plan.name, open_count=book.open_count))
            _insert(session, NaiveUnit, ({"id": n, "name": name} for name, n in units.items()))
            _insert(session, NaiveItem, (_columns(i, items[i.ref]) for i in book.plan.items))
            for table, refs in ((NaiveLead, _LED), (NaiveHelper, _HELPED)):
                pairs = ((units[n], items[r]) for n, s in book.shares.items() for r in refs(s))
                _insert(session, table, ({"unit_id": u, "item_id": i} for u, i in pairs))
            _insert(
                session,
                NaiveContact,
                (
                    {"user_id": c.user_id, "name": c.name, "unit_id": units[c.unit]}
                    for c in contacts
                ),
            )
            session.commit()

    def answer(self, text: str, sender: str, now: datetime) -> str:
        """List a unit's items, in the bot's very words; who asks is looked up, as the bot does."""
        asked = _QUESTION.fullmatch(text.strip())
        if asked is None:
            raise ValueError(text)
        with Session(self._engine) as session:
            session.get(NaiveContact, sender)
            unit = session.exec(select(NaiveUnit).where(NaiveUnit.name == asked[1])).one()
            plan = session.exec(select(NaivePlan)).one()
            leads = session.exec(
                select(NaiveItem)
                .join(NaiveLead)
                .where(NaiveLead.unit_id == unit.id)
                .order_by(col(NaiveItem.position))
            ).all()
            helps = session.exec(
                select(NaiveItem)
                .join(NaiveHelper)
                .where(NaiveHelper.unit_id == unit.id)
                .order_by(col(NaiveItem.position))
            ).all()
            today = now.date()
            lines = [f"{unit.name}：牵头{len(leads)}项，责任{len(helps)}项"]
            if leads:
                lines += ["牵头：", *(self._line(item, today) for item in leads)]
            if helps:
                lines += ["责任：", *(self._line(item, today) for item in helps)]
            if plan.open_count:
                lines.append(
                    f"另有{plan.open_count}项的责任单位只写“各相关单位”等、没有点名，"
                    "是否涉及请看原文。"
                )
            return "\n".join(lines)

    def record(self, text: str, sender: str, key: str, now: datetime) -> str:
        """Record a report: history row, item, message with its reply, one commit."""
        said = _REPORT.fullmatch(text.strip())
        if said is None:
            raise ValueError(text)
        with Session(self._engine) as session:
            if (seen := session.get(NaiveInbox, key)) is not None:
                return seen.reply
            contact = session.get_one(NaiveContact, sender)
            unit = session.get_one(NaiveUnit, contact.unit_id)
            item = session.exec(select(NaiveItem).where(NaiveItem.ref == said[1])).one()
            if session.get(NaiveLead, (unit.id, item.id)) is None:
                raise PermissionError(sender)
            before, percent = item.status, int(said[2])
            item.status, item.percent, item.reported_on = "open", percent, now.date()
            reply = (
                f"已记录 {item.ref} {_title(item.text)}：推进中 {percent}%"
                f"（{unit.name}，{now.month}月{now.day}日 {now:%H:%M}）。"
            )
            session.add(
                NaiveReport(
                    item_id=item.id or 0,
                    unit_id=unit.id or 0,
                    at=now,
                    actor=sender,
                    words=text,
                    percent=percent,
                    before=before,
                    after=item.status,
                )
            )
            session.add(NaiveInbox(key=key, at=now, reply=reply))
            session.commit()
            return reply

    def _line(self, item: NaiveItem, today: date) -> str:
        when = item.deadline_words
        if item.due is not None:
            when = f"{item.due.month}月{item.due.day}日"
            if item.due.year != today.year:
                when = f"{item.due.year}年{when}"
        return f"{item.ref} {_title(item.text)} {self._light(item, today)} {when}"

    def _light(self, item: NaiveItem, today: date) -> str:
        if item.status == "closed":
            return "🔵 已办结"
        if item.due is None:
            quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
            reported = item.reported_on is not None and item.reported_on >= quarter
            return "⚪ 本期未报" if item.ongoing and not reported else "🟢 正常"
        if (item.done_on or today) > item.due:
            return "🔴 逾期"
        near = (item.due - today).days <= _SOON * 7 + 14
        end = self._calendar.on_or_before(item.due)
        if near and self._calendar.until(today, end) <= _SOON:
            return "🟡 临期"
        return "🟢 正常"


_LED = attrgetter("lead")
_HELPED = attrgetter("responsible")


def _columns(item: Item, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "plan_id": 1,
        "ref": str(item.ref),
        "position": number,
        "text": item.text,
        "deadline_words": item.deadline.words,
        "due": item.deadline.due,
        "ongoing": item.ongoing,
        "status": "open",
    }


def _insert(session: Session, table: type[NaiveTable], rows: Iterable[dict[str, Any]]) -> None:
    """Fill a table in one statement; only the messages are to be naive."""
    session.connection().execute(insert(table), list(rows))


def _title(text: str) -> str:
    head = _CLAUSE_END.split(text, maxsplit=1)[0]
    return head if len(head) <= _TITLE_LENGTH else head[: _TITLE_LENGTH - 1] + "…"


def _make_durable(engine: Engine) -> None:
    """Ask of this file what the bot asks of its own."""

    @event.listens_for(engine, "connect")
    def _pragmas(connection: object, _record: object) -> None:
        for pragma in ("journal_mode = TRUNCATE", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
