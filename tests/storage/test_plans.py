"""Plans as versions: what an import changes, and what an earlier day looked like."""

import dataclasses
from datetime import date, datetime
from pathlib import Path

import pytest

from ledger.amendments import ItemVersion, placed
from ledger.plan import Deadline, Item, Plan
from ledger.progress import EntryKind
from storage.store import Batch, Store
from tests.storage.samples import (
    NOON,
    PLAN,
    item,
    later,
    plan,
    report,
    reported,
    rows,
    small_plan,
    url,
)

COUNT = "SELECT count(*) FROM item_version"


def numbers(found: Plan) -> list[str]:
    return [str(one.ref) for one in found.items]


def test_plan_comes_back_whole_in_the_order_of_the_document(store: Store) -> None:
    assert store.plans() == (small_plan(),)
    assert numbers(store.plans()[0]) == ["15(6)", "9", "1(1)", "1(2)"]


def test_saving_the_same_plan_again_writes_no_version(store: Store, path: Path) -> None:
    before = rows(path, COUNT)
    store.save_plan(small_plan(), (), later(days=1))
    assert rows(path, COUNT) == before


def test_only_the_item_that_differs_gets_a_version(store: Store, path: Path) -> None:
    moved = Deadline(words="11月底前", due=date(2023, 11, 30))
    changed = plan([item("15(6)"), item("9", deadline=moved), item("1(1)"), item("1(2)")])
    amended = report(1, kind=EntryKind.AMENDED, message_key="")
    (entry,) = store.save_plan(changed, (amended,), later(days=1))
    assert entry.seq == 1
    assert store.plans() == (changed,)
    assert rows(path, "SELECT objective FROM item_version WHERE seq > 4") == [(9,)]


def test_earlier_day_shows_the_earlier_words(store: Store) -> None:
    changed = plan([item("15(6)", "改了"), item("9"), item("1(1)"), item("1(2)")])
    store.save_plan(changed, (), later(days=10))
    assert store.plans_as_of(later(days=9)) == (small_plan(),)
    assert store.plans_as_of(later(days=10)) == (changed,)
    assert store.plans_as_of(later(days=-400)) == (small_plan(),)


def test_item_no_longer_in_the_document_is_retired_and_may_return(store: Store) -> None:
    shorter = plan([item("15(6)"), item("1(1)"), item("1(2)")])
    store.save_plan(shorter, (), later(days=1))
    assert numbers(store.plans()[0]) == ["15(6)", "1(1)", "1(2)"]
    assert "9" in numbers(store.plans_as_of(NOON)[0])
    store.save_plan(small_plan(), (), later(days=2))
    assert store.plans() == (small_plan(),)
    assert "9" not in numbers(store.plans_as_of(later(days=1, hours=1))[0])


def test_real_plan_takes_the_place_of_the_sample_for_all_time(store: Store) -> None:
    sample = plan([item("1(1)", "短"), item("2", "只在样例")], name="样例方案", sample=True)
    store.save_plan(sample, (), later(days=1))
    store.save_plan(
        dataclasses.replace(sample, items=(item("1(1)", "略长"), item("2"))), (), later(days=2)
    )
    real = plan([item("1(1)", "全文"), item("3", "新的")], name="样例方案")
    store.save_plan(real, (), later(days=5))
    for moment in (later(days=-9), later(days=1), later(days=3), later(days=9)):
        assert store.plans_as_of(moment)[1] == real
    assert store.plans()[1] == real


def test_plans_stand_side_by_side(store: Store) -> None:
    other = plan([item("15(6)", "另一个方案")], name="另一个")
    store.save_plan(other, (), NOON)
    assert store.plans() == (small_plan(), other)
    assert store.plans_as_of(NOON) == (small_plan(), other)


def test_number_twice_in_one_plan_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="same number"):
        store.save_plan(plan([item("9"), item("9", "又一件")]), (), NOON)
    assert store.plans() == (small_plan(),)


def test_boundless_target_is_refused_before_it_is_stored(store: Store) -> None:
    (target,) = item("9").targets
    wild = item("9", targets=(dataclasses.replace(target, value=float("inf")),))
    with pytest.raises(ValueError, match="finite"):
        store.save_plan(plan([wild]), (), NOON)


def version(one: Item, since: datetime) -> Batch:
    return Batch(versions=(ItemVersion(plan=PLAN, item=one, since=since),))


def test_a_reworded_item_keeps_its_place_and_its_past(store: Store) -> None:
    store.commit(version(item("9", "改了"), later(days=1)))
    assert store.plans() == (plan([item("15(6)"), item("9", "改了"), item("1(1)"), item("1(2)")]),)
    assert store.plans_as_of(NOON) == (small_plan(),)


@pytest.mark.parametrize(
    ("number", "order"),
    [
        ("15(7)", ["15(6)", "15(7)", "9", "1(1)", "1(2)"]),
        ("15(2)", ["15(2)", "15(6)", "9", "1(1)", "1(2)"]),
        ("1(3)", ["15(6)", "9", "1(1)", "1(2)", "1(3)"]),
    ],
)
def test_an_added_item_stands_among_its_objective_and_not_in_the_past(
    store: Store, number: str, order: list[str]
) -> None:
    store.commit(version(item(number), later(days=1)))
    (found,) = store.plans()
    assert numbers(found) == order
    assert found.items == placed(small_plan().items, item(number))
    assert store.plans_as_of(NOON) == (small_plan(),)
    assert store.plans_as_of(later(days=-400)) == (small_plan(),)
    assert store.plans_as_of(later(days=1)) == (found,)


def test_a_document_without_an_added_item_retires_it(store: Store) -> None:
    store.commit(version(item("15(7)"), later(days=1)))
    store.save_plan(small_plan(), (), later(days=2))
    assert store.plans() == (small_plan(),)
    assert "15(7)" in numbers(store.plans_as_of(later(days=1))[0])


def test_an_item_added_to_no_objective_is_refused_before_it_is_stored(store: Store) -> None:
    with pytest.raises(ValueError, match="empty"):
        store.commit(version(item("99(1)"), later(days=1)))
    assert store.plans() == (small_plan(),)


def test_plans_and_reports_are_there_after_a_restart(path: Path) -> None:
    with Store.open(url(path)) as store:
        store.save_plan(small_plan(), (), NOON)
        store.commit(reported(1))
    with Store.open(url(path)) as store:
        assert store.plans() == (small_plan(),)
        assert [entry.message_key for entry in store.entries()] == ["m1"]
