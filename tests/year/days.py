"""A year of the job, moment by moment: when the clock ticks, who reports what, what is closed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.channel import Inbound
from bot.clock import ZONE
from documents.sample import sample_plan

FIRST, LAST = date(2023, 1, 3), date(2024, 1, 10)
_TICKS = (time(8, 30), time(9, 0), time(17, 40))
_REPORTS_AT, _OFFICE_AT = time(10, 0), time(15, 0)
_SPEAKERS = {"县税务局": "lihua", "县住建局": "zhangqiang", "县政务服务中心": "chenjing"}
_SPEAKERS |= {"县发改局": "huangtao", "县人民法院": "yangfan", "县科工信局": "liuyang"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point of the year: messages to be answered, or, without any, a tick of the clock."""

    at: datetime
    said: tuple[Inbound, ...] = ()


def year(seed: int, first: date = FIRST, last: date = LAST) -> tuple[Moment, ...]:
    """Make the year; the same seed gives the same one."""
    dice = random.Random(seed)
    waiting: list[str] = []
    moments: list[Moment] = []
    day = first
    while day <= last:
        moments += (_moment(day, at) for at in _TICKS)
        moments.append(Moment(at=_at(day, _REPORTS_AT), said=tuple(_reports(day, dice, waiting))))
        if waiting and dice.random() < 0.5:
            said = _said(day, "hemei", f"同意 {waiting.pop(0)} 销号")
            moments.append(Moment(at=_at(day, _OFFICE_AT), said=(said,)))
        day += timedelta(days=1)
    return tuple(sorted((m for m in moments if m.said or m.at.time() in _TICKS), key=_when))


def _reports(day: date, dice: random.Random, waiting: list[str]) -> Iterator[Inbound]:
    """Let some units report on what they lead; what is done then waits for the office."""
    if dice.random() > 0.4:
        return
    item = dice.choice([i for i in sample_plan().plan.items if i.lead[0] in _SPEAKERS])
    done = dice.random() < 0.3
    if done and not item.ongoing:
        waiting.append(str(item.ref))
    words = "已完成" if done else f"{dice.randint(1, 9)}0%"
    yield _said(day, _SPEAKERS[item.lead[0]], f"进度 {item.ref} {words}")


def _said(day: date, who: str, text: str) -> Inbound:
    return Inbound(
        channel="outside",
        message_id=f"{day}:{who}",
        chat="console-group",
        private=False,
        sender=who,
        text=text,
    )


def _moment(day: date, at: time) -> Moment:
    return Moment(at=_at(day, at))


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZONE)


def _when(moment: Moment) -> datetime:
    return moment.at
