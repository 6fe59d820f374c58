from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.progress import Progress, Status
from ledger.rules import Rules
from ledger.summary import EVERYTHING, Scope, Summary, summarise
from tests.factories import CALENDAR_2023, SMALL, entry, ledger


def summary(day: date, scope: Scope = EVERYTHING) -> Summary:
    return summarise(ledger(), day, CALENDAR_2023, Rules(), scope)


def test_every_item_is_counted_once() -> None:
    found = summary(date(2023, 10, 16))
    assert found.totals.total == len(SMALL)
    assert (found.totals.overdue, found.totals.normal) == (1, 3)
    assert found.totals.ongoing_unreported == 2
    assert [str(s.ref) for s in found.overdue] == ["1(1)"]


def test_sections_add_up_to_the_whole() -> None:
    found = summary(date(2023, 10, 16))
    assert sum((totals.total for _, totals in found.sections)) == found.totals.total


def test_one_section_can_be_asked_for() -> None:
    assert summary(date(2023, 10, 16), Scope(section="另一")).totals.total == 3


def test_lead_and_responsible_are_apart_for_a_unit() -> None:
    units = {unit.unit: unit for unit in summary(date(2023, 10, 16)).units}
    assert (units["县税务局"].lead.total, units["县税务局"].responsible.total) == (2, 1)


@given(
    st.lists(
        st.tuples(st.sampled_from(SMALL), st.sampled_from(Progress), st.sampled_from(Status))
    ),
    st.dates(date(2023, 1, 1), date(2024, 6, 30)),
)
def test_totals_always_add_up(said: list[tuple[object, Progress, Status]], day: date) -> None:
    book = ledger()
    for chosen, progress, status in said:
        number = str(chosen.ref)  # type: ignore[attr-defined] # an Item; sampled_from says object
        book.apply(entry(number, progress=progress, after=status))
    found = summarise(book, day, CALENDAR_2023, Rules())
    assert found.totals.add_up
    assert all(totals.add_up for _, totals in found.sections)
    assert all(unit.lead.add_up and unit.responsible.add_up for unit in found.units)


def test_a_unit_may_have_a_summary_of_its_own() -> None:
    found = summary(date(2023, 10, 16), Scope(units=frozenset({"县税务局"})))
    assert found.totals.total == 3
    assert found.totals.add_up
