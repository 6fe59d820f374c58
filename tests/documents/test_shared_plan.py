"""The issued plan in its three forms, where the folder with it is at hand."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from documents.read import read_plan
from documents.reading import Reading
from documents.sample import sample_plan
from ledger.plan import Item

PLANS = Path(__file__).parents[2].parent / "shared" / "plan"
FORMS = ("000_06fa09afa46fdb58.txt", "annex4.docx", "annex4.xlsx")

pytestmark = pytest.mark.skipif(not PLANS.is_dir(), reason=f"the issued plan is not in {PLANS}")


@pytest.fixture(scope="module")
def readings() -> Mapping[str, Reading]:
    return {name: read_plan(PLANS / name) for name in FORMS}


@pytest.fixture(scope="module")
def items(readings: Mapping[str, Reading]) -> tuple[Item, ...]:
    return readings[FORMS[0]].plan.items


@pytest.mark.parametrize("form", FORMS[1:])
def test_the_three_forms_give_the_same_items(form: str, readings: Mapping[str, Reading]) -> None:
    assert readings[form].plan.items == readings[FORMS[0]].plan.items
    assert readings[form].plan.title == readings[FORMS[0]].plan.title


def test_the_numbers_are_the_plans(items: tuple[Item, ...]) -> None:
    assert len(items) == 56
    assert len({i.objective for i in items}) == 20
    assert list(Counter(i.section for i in items).values()) == [19, 3, 15, 19]
    assert [str(i.ref) for i in items if not i.ref.number] == ["7", "8", "9", "11", "12", "13"]
    due = Counter(i.deadline.due for i in items)
    assert due == {
        None: 28,
        date(2023, 12, 31): 23,
        date(2023, 6, 30): 2,
        date(2023, 11, 30): 2,
        date(2023, 11, 20): 1,
    }
    assert Counter(i.deadline.words for i in items if i.ongoing) == {"长期坚持": 22, "持续推进": 6}
    assert len({name for i in items for name in i.lead}) == 16


def test_open_units_are_kept_as_words(items: tuple[Item, ...]) -> None:
    assert sum(i.units_open for i in items) == 28
    assert sum(i.units == ("各相关单位",) for i in items) == 17
    by_ref = {str(i.ref): i for i in items}
    assert by_ref["17(3)"].units == ("县“双随机、一公开”成员单位",)
    assert by_ref["17(1)"].units[-2:] == ("县住建局", "县公安局")
    assert not by_ref["17(1)"].units_open


def test_nothing_broken_is_left(items: tuple[Item, ...]) -> None:
    for item in items:
        words = (item.section, item.objective, *item.lead, *item.units, item.deadline.words)
        assert not any(c.isspace() for each in words for c in each), words
        assert "\n" not in item.text


def test_dates_and_goals_inside_the_texts_are_found(items: tuple[Item, ...]) -> None:
    days = {str(i.ref): [m.day for m in i.milestones] for i in items if i.milestones}
    assert days == {
        "11": [date(2023, 12, 31)],
        "17(3)": [date(2023, 3, 25), date(2023, 11, 15)],
    }
    goals = {str(i.ref): [(t.value, t.unit) for t in i.targets] for i in items if i.targets}
    assert goals == {
        "4(2)": [(100, "%")] * 3,
        "4(3)": [(13.5, "%"), (12.5, "%")],
        "5(2)": [(100, "%")],
        "5(3)": [(100, "%")],
        "17(3)": [(20, "%"), (100, "%"), (100, "%"), (100, "%")],
        "18(1)": [(15, "%"), (80, "%"), (0.5, "%")],
        "18(2)": [(90, "%"), (90, "%")],
        "18(3)": [(98, "%")],
        "18(4)": [(1, "件"), (30, "%"), (30, "%"), (100, "%")],
    }


def test_doubts_point_at_the_plans_own_slips(readings: Mapping[str, Reading]) -> None:
    for form in FORMS[:2]:
        reasons = " ".join(d.reason for d in readings[form].doubts)
        for ref in ("1(1)", "5(7)", "17(1)", "17(3)"):
            assert ref in reasons, form
        assert len(readings[form].doubts) == 4


def test_the_sample_has_the_same_facts_and_none_of_the_sentences(items: tuple[Item, ...]) -> None:
    for real, sample in zip(items, sample_plan().plan.items, strict=True):
        for fact in ("ref", "lead", "units", "units_text", "units_open", "deadline"):
            assert getattr(sample, fact) == getattr(real, fact)
        # A name of a few words may well be the plan's too.
        assert len(sample.text) <= 12 or sample.text not in real.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_text_reads_the_same_in_every_encoding(
    encoding: str, items: tuple[Item, ...], tmp_path: Path
) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes((PLANS / FORMS[0]).read_text("utf-8").encode(encoding))
    assert read_plan(path).plan.items == items
