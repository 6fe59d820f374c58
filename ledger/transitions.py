"""Which acts move an item from which state to which; drawn in docs/states.md."""

from ledger.progress import EntryKind, Status

_OPEN, _PENDING, _CLOSED = Status.OPEN, Status.PENDING, Status.CLOSED
_SUSPENDED, _STOPPED = Status.SUSPENDED, Status.STOPPED
_MERGED, _CANCELLED = Status.MERGED, Status.CANCELLED
_IN_THE_PLAN = (_OPEN, _PENDING, _SUSPENDED, _STOPPED)
_STAYS = frozenset((status, status) for status in Status)
_NOT_OVER = frozenset((status, status) for status in _IN_THE_PLAN)
_AT_WORK = frozenset({(_OPEN, _OPEN), (_PENDING, _PENDING)})
_REPORT = _AT_WORK | {(_OPEN, _PENDING), (_PENDING, _OPEN), (_OPEN, _CLOSED), (_PENDING, _CLOSED)}

_ABOUT_PEOPLE = (
    EntryKind.BINDING_ASKED,
    EntryKind.BOUND,
    EntryKind.BINDING_REFUSED,
    EntryKind.UNBOUND,
    EntryKind.ROLE_GIVEN,
    EntryKind.ROLE_TAKEN,
    EntryKind.UNIT_SUCCEEDED,
)

MOVES: dict[EntryKind, frozenset[tuple[Status, Status]]] = {
    EntryKind.IMPORTED: frozenset({(_OPEN, _OPEN)}),
    EntryKind.AMENDED: _STAYS,
    EntryKind.ADDED: frozenset({(_OPEN, _OPEN)}),
    EntryKind.MERGED: frozenset((before, _MERGED) for before in _IN_THE_PLAN),
    EntryKind.ABSORBED: _NOT_OVER,
    EntryKind.CANCELLED: frozenset((before, _CANCELLED) for before in _IN_THE_PLAN),
    EntryKind.ACKNOWLEDGED: _AT_WORK,
    EntryKind.REPORTED: _REPORT,
    EntryKind.CORRECTED: _REPORT | {(_CLOSED, _CLOSED)},
    EntryKind.APPLIED: frozenset({(_OPEN, _PENDING), (_PENDING, _PENDING)}),
    EntryKind.CLOSED: frozenset({(_OPEN, _CLOSED), (_PENDING, _CLOSED)}),
    EntryKind.RETURNED: frozenset({(_PENDING, _OPEN)}),
    EntryKind.EXTENSION_REQUESTED: frozenset({(_OPEN, _OPEN)}),
    EntryKind.EXTENSION_GRANTED: _NOT_OVER,
    EntryKind.EXTENSION_REFUSED: _NOT_OVER,
    EntryKind.SUSPENDED: frozenset({(_OPEN, _SUSPENDED), (_PENDING, _SUSPENDED)}),
    EntryKind.STOPPED: frozenset(
        {(_OPEN, _STOPPED), (_PENDING, _STOPPED), (_SUSPENDED, _STOPPED)}
    ),
    EntryKind.RESUMED: frozenset({(_SUSPENDED, _OPEN), (_STOPPED, _OPEN), (_CANCELLED, _OPEN)}),
    EntryKind.REOPENED: frozenset({(_CLOSED, _OPEN)}),
    EntryKind.PROPOSED: _STAYS,
    EntryKind.COORDINATED: _STAYS,
    EntryKind.MILESTONE_ADOPTED: _STAYS - {(_CLOSED, _CLOSED)},
    EntryKind.REMINDERS_PAUSED: _STAYS,
    EntryKind.REMINDERS_RESUMED: _STAYS,
    EntryKind.NOTED: _STAYS,
    EntryKind.SENSITIVE_ON: _STAYS,
    EntryKind.SENSITIVE_OFF: _STAYS,
    EntryKind.WITHDRAWN: frozenset((before, after) for before in Status for after in Status),
    **dict.fromkeys(_ABOUT_PEOPLE, frozenset({(_OPEN, _OPEN)})),
}
"""By the kind of the history row: every pair of states before and after that it may have."""


def allowed(kind: EntryKind, before: Status, after: Status) -> bool:
    """Whether a row of this kind may lead from one state to the other."""
    return (before, after) in MOVES[kind]


def starts_from(kind: EntryKind, status: Status) -> bool:
    """Whether an act is possible at all on an item in this state."""
    return any(before is status for before, _ in MOVES[kind])
