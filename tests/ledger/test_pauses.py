"""What is not called for while reminders rest."""

from dataclasses import replace
from datetime import date

from ledger.progress import Entry, EntryKind
from ledger.reminders import board, due_on
from ledger.rules import Rules
from tests.factories import CALENDAR_2023, entry, item, ledger, plan

DUE = date(2023, 11, 30)
RULES = Rules()
SHARED = plan(
    item("1", due=DUE, lead=("县住建局",), units=("县税务局",)),
    item("2", due=DUE, lead=("县税务局",), units=("县财政局",)),
)


def paused(*rows: Entry) -> list[tuple[str, str]]:
    """Say who would be reminded of which item on its last day."""
    book = ledger(SHARED)
    for row in rows:
        book.apply(row)
    return [(r.unit, str(r.ref)) for r in due_on(book, DUE, CALENDAR_2023, RULES)]


def row(kind: EntryKind, number: str = "", unit: str = "", until: date | None = None) -> Entry:
    made = entry(number or "1", kind, unit=unit, until=until)
    return made if number else replace(made, ref=None)


PAUSED, RESUMED = EntryKind.REMINDERS_PAUSED, EntryKind.REMINDERS_RESUMED


def test_a_unit_that_rests_is_reminded_of_nothing_and_the_others_of_everything() -> None:
    assert paused(row(PAUSED, unit="县税务局")) == [("县住建局", "1"), ("县财政局", "2")]


def test_an_item_that_rests_is_called_for_nowhere() -> None:
    assert paused(row(PAUSED, "1")) == [("县税务局", "2"), ("县财政局", "2")]


def test_a_pause_holds_to_its_last_day() -> None:
    assert paused(row(PAUSED, until=DUE)) == []
    assert len(paused(row(PAUSED, until=date(2023, 11, 29)))) == 4


def test_resuming_everything_ends_every_pause() -> None:
    assert len(paused(row(PAUSED, "1"), row(PAUSED, unit="县财政局"), row(RESUMED))) == 4


def test_the_groups_list_leaves_out_what_rests() -> None:
    book = ledger(SHARED)
    book.apply(row(PAUSED, unit="县税务局"))
    found = board(book, DUE, CALENDAR_2023, RULES)
    assert [str(state.ref) for state in found.today] == ["1"]
    book.apply(row(PAUSED))
    assert board(book, DUE, CALENDAR_2023, RULES).is_empty
