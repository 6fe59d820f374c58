import pytest

from ledger.book import Ledger
from ledger.errors import AmbiguousPlan, EmptyLedger, UnknownItem, WholeObjective
from ledger.progress import Progress, Status
from tests.factories import directory, entry, item, ledger, plan, ref


def test_a_unit_that_leads_and_helps_is_counted_as_lead_only() -> None:
    both = item("1", lead=("县税务局",), units=("县税务局", "县财政局"))
    book = ledger(plan(both)).books["试验"]
    assert book.shares["县税务局"].lead == (ref("1"),)
    assert book.shares["县税务局"].responsible == ()


def test_collective_words_are_no_unit() -> None:
    book = ledger().books["试验"]
    assert "各相关单位" not in book.shares
    assert book.open_count == 2


def test_a_bare_number_is_the_item_where_the_objective_has_no_sub_items() -> None:
    assert ledger().state(ref("2")).ref == ref("2")


def test_a_bare_number_of_several_items_names_them() -> None:
    with pytest.raises(WholeObjective) as caught:
        ledger().state(ref("1"))
    assert [str(r) for r in caught.value.candidates] == ["1(1)", "1(2)", "1(3)"]


def test_an_unknown_number_names_its_neighbours() -> None:
    with pytest.raises(UnknownItem) as caught:
        ledger().state(ref("3(9)"))
    assert [str(r) for r in caught.value.near] == ["3(1)", "3(2)"]


def test_a_number_in_two_plans_is_asked_about() -> None:
    two = ledger(plan(item("1")), plan(item("1"), item("2"), name="另一"))
    with pytest.raises(AmbiguousPlan):
        two.state(ref("1"))
    assert two.state(ref("1"), "另一").plan == "另一"
    assert two.state(ref("2")).plan == "另一"


def test_an_empty_ledger_says_so() -> None:
    with pytest.raises(EmptyLedger):
        Ledger.of((), directory()).state(ref("1"))


def test_a_draft_leaves_the_ledger_as_it_was() -> None:
    real = ledger()
    draft = real.draft()
    draft.apply(entry("1(1)", progress=Progress.DONE, after=Status.PENDING))
    assert draft.state(ref("1(1)")).status is Status.PENDING
    assert real.state(ref("1(1)")).status is Status.OPEN
    assert draft.draft().state(ref("1(1)")).status is Status.PENDING
