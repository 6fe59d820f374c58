"""How an item stands, in the words people ask for lists by: 未启动的, 有困难的, 待审核的."""

from collections.abc import Callable
from enum import StrEnum

from ledger.progress import ItemState, Progress, Status


class Standing(StrEnum):
    """One group of items; the groups are asked for one at a time and may overlap."""

    DONE = "done"
    """已完成: said to be done or confirmed; an open-ended one, for its period."""
    CLOSED = "closed"
    """已销号: confirmed by the office."""
    UNFINISHED = "unfinished"
    """未完成: neither said to be done nor resting by the office's word."""
    PENDING = "pending"
    """待审核: said to be done and waiting for the office."""
    UNDER_WAY = "under_way"
    """推进中, by the last report."""
    STUCK = "stuck"
    """有困难: a difficulty the office has not answered."""
    NOT_STARTED = "not_started"
    """未启动, by the last report."""
    SHELVED = "shelved"
    """挂账 or 停办."""


_GOING_ON = frozenset({Progress.UNDER_WAY, Progress.NO_CHANGE, Progress.BEHIND})


def _done(state: ItemState) -> bool:
    return state.status in {Status.PENDING, Status.CLOSED} or state.progress is Progress.DONE


def _open(state: ItemState) -> bool:
    return state.status is Status.OPEN


_HOLDS: dict[Standing, Callable[[ItemState], bool]] = {
    Standing.DONE: lambda s: _done(s) and not s.status.at_rest,
    Standing.CLOSED: lambda s: s.status is Status.CLOSED,
    Standing.UNFINISHED: lambda s: not _done(s) and not s.status.at_rest,
    Standing.PENDING: lambda s: s.status is Status.PENDING,
    Standing.UNDER_WAY: lambda s: _open(s) and s.progress in _GOING_ON,
    Standing.STUCK: lambda s: bool(s.difficulties) and not s.status.removed,
    Standing.NOT_STARTED: lambda s: _open(s) and s.progress is Progress.NOT_STARTED,
    Standing.SHELVED: lambda s: s.status.shelved,
}


def stands(state: ItemState, asked: Standing) -> bool:
    """Whether an item is in the group that is asked for."""
    return _HOLDS[asked](state)
