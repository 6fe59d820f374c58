"""From a reading to the ledger: which plan it is, what it changes, what the history says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.config import Settings
from bot.county import directory_of
from documents.reading import Doubt, Reading
from ledger.plan import ItemRef, Plan
from ledger.progress import Entry, EntryKind, Status, initial
from ledger.telling import apply
from messages import labels
from storage.store import Store

ACTOR = "import"
"""Who saved it, in the history: the person at the server's command line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A plan ready to be saved, beside what the ledger has of it."""

    plan: Plan
    doubts: tuple[Doubt, ...]
    merged: Mapping[str, str]
    """Printed names that were taken for another unit's: printed → canonical."""
    known: Plan | None = None
    added: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def prepare(store: Store, reading: Reading, settings: Settings, *, named: bool) -> Prepared:
    """Find the stored plan a document is a new version of, and compare.

    `named`: the person gave the plan's name. Otherwise a stored plan of the same numbers is
    updated under its own name: the real document takes the sample's place.
    """
    stored = store.plans()
    plan = reading.plan
    known = next((old for old in stored if old.name == plan.name), None)
    if known is None and not named:
        alike = [old for old in stored if _refs(old) == _refs(plan)]
        if len(alike) == 1:
            known = alike[0]
            plan = replace(plan, name=known.name)
    others = [old for old in stored if old.name != plan.name]
    before = {item.ref: item for item in known.items} if known else {}
    after = {item.ref: item for item in plan.items}
    return Prepared(
        plan=plan,
        doubts=reading.doubts,
        merged=directory_of([*others, plan], settings).merged(),
        known=known,
        added=tuple(str(ref) for ref in after if ref not in before) if known else (),
        amended=tuple(
            str(ref) for ref, item in after.items() if ref in before and before[ref] != item
        ),
        dropped=tuple(str(ref) for ref in before if ref not in after),
    )


def _refs(plan: Plan) -> set[ItemRef]:
    return {item.ref for item in plan.items}


def save(store: Store, prepared: Prepared, now: datetime) -> None:
    """Save the plan with its history: one row for the import, one for each changed item."""
    plan = prepared.plan
    rows = [
        Entry(
            plan=plan.name,
            ref=None,
            kind=EntryKind.IMPORTED,
            at=now,
            actor=ACTOR,
            words=plan.title,
            note=str(len(plan.items)),
        )
    ]
    if prepared.known is not None and not prepared.known.sample:
        rows += _amendments(store, prepared, now)
    store.save_plan(plan, tuple(rows), now)


def _amendments(store: Store, prepared: Prepared, now: datetime) -> list[Entry]:
    """Keep the old wording of each changed item in its history."""
    assert prepared.known is not None  # noqa: S101 - the caller looked
    old = {str(item.ref): item for item in prepared.known.items}
    statuses = _statuses(store, prepared.known)
    return [
        Entry(
            plan=prepared.plan.name,
            ref=old[ref].ref,
            kind=EntryKind.AMENDED,
            at=now,
            actor=ACTOR,
            words=labels.wording(old[ref]),
            before=statuses[old[ref].ref],
            after=statuses[old[ref].ref],
        )
        for ref in prepared.amended
    ]


def _statuses(store: Store, plan: Plan) -> dict[ItemRef, Status]:
    states = {item.ref: initial(plan.name, item) for item in plan.items}
    for entry in store.entries(plan=plan.name):
        if entry.ref in states:
            states[entry.ref] = apply(states[entry.ref], entry)
    return {ref: state.status for ref, state in states.items()}
