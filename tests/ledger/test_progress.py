from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.progress import KEPT_REPORTS, Entry, EntryKind, ItemState, Progress, Status, initial
from ledger.telling import apply as fold
from tests.factories import at, entry, item


def after(*entries: Entry) -> ItemState:
    state = initial("试验", item("1"))
    for row in entries:
        state = fold(state, row)
    return state


def test_a_report_of_done_sets_the_day_that_decides_on_time() -> None:
    state = after(
        entry("1", progress=Progress.DONE, after=Status.PENDING),
        entry(
            "1",
            EntryKind.CLOSED,
            at=at("2023-11-20 10:00"),
            before=Status.PENDING,
            after=Status.CLOSED,
        ),
    )
    assert state.status is Status.CLOSED
    assert state.done_on == date(2023, 10, 16)


def test_sent_back_work_is_open_and_no_longer_done() -> None:
    state = after(
        entry("1", progress=Progress.DONE, after=Status.PENDING),
        entry("1", EntryKind.RETURNED, before=Status.PENDING, after=Status.OPEN),
    )
    assert (state.status, state.done_on) == (Status.OPEN, None)


def test_the_part_of_a_responsible_unit_does_not_move_the_item() -> None:
    state = after(entry("1", progress=Progress.DONE, percent=100, part=True, after=Status.OPEN))
    assert (state.status, state.done_on, state.percent) == (Status.OPEN, None, None)
    assert state.reported_on is None  # it is no report of the lead unit either
    assert state.parts["县住建局"].percent == 100


def test_a_note_while_waiting_keeps_the_day_of_the_report() -> None:
    state = after(
        entry("1", progress=Progress.DONE, after=Status.PENDING),
        entry("1", note="补充材料", at=at("2023-10-20 09:00"), after=Status.PENDING),
    )
    assert state.done_on == date(2023, 10, 16)


@given(st.lists(st.sampled_from(Progress), max_size=20))
def test_a_state_keeps_only_the_last_reports_in_order(said: list[Progress]) -> None:
    rows = [entry("1", seq=n, progress=progress) for n, progress in enumerate(said, 1)]
    state = after(*rows)
    assert state.reports == tuple(rows[-KEPT_REPORTS:])
