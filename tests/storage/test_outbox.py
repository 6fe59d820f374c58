"""The outbox: queued once, claimed by one, never sent twice unmarked."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState
from storage.store import Batch, Store
from tests.storage.samples import NOON, fact, later, reminder, rows, url

TUESDAY, WEDNESDAY = date(2023, 11, 14), date(2023, 11, 15)
UNIT = "县税务局"


def queue(store: Store, *outgoing: Outgoing) -> None:
    store.commit(Batch(outgoing=outgoing))


def states(store: Store) -> list[tuple[str, OutgoingState]]:
    return [(row.key, row.state) for row in store.outbox()]


def test_claimed_row_is_taken_from_everybody_else(store: Store, path: Path) -> None:
    queue(store, reminder(UNIT, WEDNESDAY))
    (claimed,) = store.claim(NOON)
    assert claimed.state is OutgoingState.SENDING
    assert claimed.attempts == 1
    assert rows(path, "SELECT state, attempts FROM outbox") == [("sending", 1)]
    assert store.claim(later(days=1)) == ()


def test_nothing_is_claimed_before_its_time(store: Store) -> None:
    queue(
        store,
        reminder("甲", WEDNESDAY, due_at=later(minutes=1)),
        reminder("乙", WEDNESDAY, not_before=later(minutes=2)),
    )
    assert store.claim(NOON) == ()
    assert [row.to for row in store.claim(later(minutes=1))] == ["甲"]
    assert [row.to for row in store.claim(later(minutes=2))] == ["乙"]


def test_longest_due_goes_first_and_the_limit_holds(store: Store) -> None:
    queue(
        store,
        *(reminder(name, WEDNESDAY, due_at=later(minutes=-n)) for n, name in enumerate("甲乙丙")),
    )
    assert [row.to for row in store.claim(NOON, 2)] == ["丙", "乙"]
    assert [row.to for row in store.claim(NOON, 2)] == ["甲"]


def test_sent_row_keeps_what_was_sent(store: Store) -> None:
    queue(store, reminder(UNIT, WEDNESDAY))
    (claimed,) = store.claim(NOON)
    sent = dataclasses.replace(
        claimed, state=OutgoingState.SENT, text="请报送", sent_to="zhang", sent_at=later(seconds=1)
    )
    store.settle(sent)
    assert store.outbox() == (sent,)


def test_row_to_be_tried_again_waits_for_its_time(store: Store) -> None:
    queue(store, reminder(UNIT, WEDNESDAY))
    (claimed,) = store.claim(NOON)
    store.settle(
        dataclasses.replace(claimed, state=OutgoingState.RETRY, not_before=later(minutes=1))
    )
    assert store.claim(later(seconds=59)) == ()
    (again,) = store.claim(later(minutes=1))
    assert again.attempts == 2


def test_row_that_is_not_being_sent_cannot_be_settled(store: Store) -> None:
    queue(store, reminder(UNIT, WEDNESDAY))
    (queued,) = store.outbox()
    with pytest.raises(LookupError):
        store.settle(dataclasses.replace(queued, state=OutgoingState.SENT))
    assert states(store) == [(queued.key, OutgoingState.QUEUED)]


def test_what_a_dead_process_was_sending_is_unknown(path: Path) -> None:
    with Store.open(url(path)) as store:
        queue(store, reminder(UNIT, WEDNESDAY))
        store.claim(NOON)
    with Store.open(url(path)) as store:
        (unknown,) = store.recover(later(minutes=5))
        assert unknown.state is OutgoingState.UNKNOWN
        assert unknown.error == "interrupted"
        assert store.claim(later(days=1)) == ()
        assert store.recover(later(days=1)) == ()


def test_unknown_outcome_is_sent_once_more_marked_and_only_once(store: Store) -> None:
    queue(store, reminder(UNIT, WEDNESDAY))
    store.claim(NOON)
    (again,) = store.recover(later(minutes=5), resend=True)
    assert (again.state, again.late) == (OutgoingState.QUEUED, True)
    (claimed,) = store.claim(later(minutes=5))
    assert (claimed.late, claimed.attempts) == (True, 2)
    (ended,) = store.recover(later(minutes=9), resend=True)
    assert ended.state is OutgoingState.UNKNOWN
    assert store.claim(later(days=1)) == ()


def test_new_round_takes_over_what_was_not_yet_said(store: Store) -> None:
    store.commit(
        Batch(
            outgoing=(reminder(UNIT, TUESDAY), reminder("县财政局", TUESDAY)),
            reminders=(fact(UNIT, TUESDAY), fact("县财政局", TUESDAY)),
        )
    )
    new = Batch(outgoing=(reminder(UNIT, WEDNESDAY),), reminders=(fact(UNIT, WEDNESDAY, "due-3"),))
    store.commit(new)
    assert states(store) == [
        (f"reminder:{UNIT}:2023-11-14", OutgoingState.CANCELLED),
        ("reminder:县财政局:2023-11-14", OutgoingState.QUEUED),
        (f"reminder:{UNIT}:2023-11-15", OutgoingState.QUEUED),
    ]
    assert store.outbox()[0].error == "folded"
    carried = store.reminders_of(f"reminder:{UNIT}:2023-11-15")
    assert [(key.step, key.day) for key in carried] == [("due-7", TUESDAY), ("due-3", WEDNESDAY)]
    assert store.reminders_of(f"reminder:{UNIT}:2023-11-14") == ()


def test_round_issued_again_folds_nothing(store: Store) -> None:
    """The newer message was sent already: the older one must not vanish into it."""
    queue(store, reminder(UNIT, WEDNESDAY))
    (claimed,) = store.claim(NOON)
    store.settle(dataclasses.replace(claimed, state=OutgoingState.SENT, sent_at=NOON))
    store.commit(Batch(outgoing=(reminder(UNIT, TUESDAY),), reminders=(fact(UNIT, TUESDAY),)))
    queue(store, reminder(UNIT, WEDNESDAY))
    assert states(store)[1][1] is OutgoingState.QUEUED
    assert len(store.reminders_of(f"reminder:{UNIT}:2023-11-14")) == 1


def test_row_being_sent_and_other_kinds_are_not_folded(store: Store) -> None:
    queue(store, reminder(UNIT, TUESDAY))
    store.claim(NOON)
    notice = reminder(UNIT, TUESDAY, key="n1", kind=OutgoingKind.NOTICE, text="通知")
    to_group = reminder(UNIT, TUESDAY, key="g1", to_kind=AddressKind.GROUP)
    queue(store, notice, to_group, reminder(UNIT, WEDNESDAY))
    assert [state for _, state in states(store)] == [
        OutgoingState.SENDING,
        OutgoingState.QUEUED,
        OutgoingState.QUEUED,
        OutgoingState.QUEUED,
    ]


def test_group_list_of_today_replaces_yesterdays_unsent_one(store: Store) -> None:
    for day in (TUESDAY, WEDNESDAY):
        daily = reminder(
            "group1",
            day,
            key=f"list:{day}",
            kind=OutgoingKind.GROUP_LIST,
            to_kind=AddressKind.GROUP,
        )
        queue(store, daily)
    assert [state for _, state in states(store)] == [
        OutgoingState.CANCELLED,
        OutgoingState.QUEUED,
    ]
