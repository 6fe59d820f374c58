"""A year without a single report: what the plan itself would send, unit by unit."""

import json
import re
from datetime import date
from pathlib import Path

from bot.clock import SystemClock
from bot.config import load
from bot.rehearsed_year import Sent, rehearse, totals, untouched
from bot.world import World
from documents.sample import sample_plan
from tests.bot.command import CONFIG, duban

FIRST, LAST = date(2023, 1, 3), date(2024, 1, 10)
DOCS = Path(__file__).parents[2] / "docs" / "reminders.md"
_ROW = re.compile(r"^\| (\S+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def year() -> tuple[Sent, ...]:
    settings = load(CONFIG)
    ledger = untouched([sample_plan().plan], settings, FIRST)
    world = World.of(settings, ledger, SystemClock())
    return totals(rehearse(ledger, world, FIRST, LAST))


def test_the_table_in_the_docs_is_the_rehearsed_year() -> None:
    printed = {
        Sent(unit=unit, messages=int(messages), items=int(items))
        for unit, messages, items in _ROW.findall(DOCS.read_text())
    }
    assert printed == set(year())


def test_no_unit_gets_more_than_a_message_a_day_and_none_on_a_day_off() -> None:
    settings = load(CONFIG)
    ledger = untouched([sample_plan().plan], settings, FIRST)
    world = World.of(settings, ledger, SystemClock())
    for day in rehearse(ledger, world, FIRST, LAST):
        units = [message.unit for message in day.planned]
        assert len(units) == len(set(units))
        assert world.calendar.is_working(day.day)


def test_a_year_is_rehearsed_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG.read_text())
    assert duban("demo", typed="/quit\n", folder=tmp_path).returncode == 0
    span = ("--from", "2023-06-19", "--to", "2023-06-30")
    shown = duban("rehearse", *span, folder=tmp_path).stdout
    assert "2023-06-20 星期二" in shown
    assert "县住建局 → zhangqiang：5(2)[due-3] 5(3)[due-3]" in shown
    found = json.loads(duban("rehearse", *span, "--json", folder=tmp_path).stdout)
    assert [day["day"] for day in found["days"]][-1] == "2023-06-30"
    wrong = duban("rehearse", "--from", "2023-06-19", "--to", "2023-06-01", folder=tmp_path)
    assert wrong.returncode == 2
    assert "--to" in wrong.stderr
