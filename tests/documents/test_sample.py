"""The sample ledger has the plan's facts, and none of its sentences."""

from collections import Counter
from datetime import date

from documents.sample import sample_plan

PLAN = sample_plan().plan


def test_the_sample_has_the_plans_numbers() -> None:
    assert (PLAN.name, PLAN.sample, len(PLAN.items)) == ("营商", True, 56)
    assert len({i.objective for i in PLAN.items}) == 20
    assert list(Counter(i.section for i in PLAN.items).values()) == [19, 3, 15, 19]
    assert len(PLAN.members) == 30


def test_half_of_the_sample_is_dated() -> None:
    assert Counter(i.deadline.due for i in PLAN.items) == {
        None: 28,
        date(2023, 12, 31): 23,
        date(2023, 6, 30): 2,
        date(2023, 11, 30): 2,
        date(2023, 11, 20): 1,
    }
    assert sum(i.ongoing for i in PLAN.items) == 28
    assert sum(i.units_open for i in PLAN.items) == 28


def test_the_tax_offices_items_are_known() -> None:
    lead = [str(i.ref) for i in PLAN.items if "县税务局" in i.lead]
    units = [str(i.ref) for i in PLAN.items if "县税务局" in i.units]
    assert (lead, units) == (["15(1)", "15(4)", "15(5)", "15(6)"], ["4(2)"])


def test_titles_are_short_and_no_sentences() -> None:
    for item in PLAN.items:
        assert len(item.text) <= 30, item.text
        assert "。" not in item.text
