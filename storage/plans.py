"""Plans on disk: a head that may change, and items as versions that never do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from ledger.amendments import ItemVersion, anchor_of
from ledger.plan import Item, ItemRef, Plan
from storage.rows import ITEM, plan_seal, version_seal
from storage.seals import require_storable
from storage.tables import ITEM_VERSION, PLAN, ItemVersionRow, PlanRow

_Number = tuple[int, int]
_Version = tuple[_Number, int, dict[str, Any], bool]
"""Number, position, definition, retired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """What the newest version of an item says."""

    position: int
    retired: bool
    definition: dict[str, Any]


def load(connection: Connection, moment: datetime | None = None) -> tuple[Plan, ...]:
    """Read every plan as it now stands, or as it stood at `moment`."""
    versions: dict[int, list[Row[Any]]] = {}
    for row in _chosen(connection, moment):
        if not row.retired:
            versions.setdefault(row.plan_id, []).append(row)
    return tuple(
        Plan(
            name=head.name,
            title=head.title,
            items=tuple(_items(versions.get(head.id, ()))),
            members=tuple(head.members),
            sample=head.sample,
        )
        for head in connection.execute(select(PLAN).order_by(PLAN.c.id))
    )


def _items(rows: Iterable[Row[Any]]) -> Iterator[Item]:
    ordered = sorted(rows, key=lambda row: (row.position, row.objective, row.number))
    return (ITEM.validate_python(row.definition) for row in ordered)


def _chosen(connection: Connection, moment: datetime | None) -> Iterable[Row[Any]]:
    """Pick one version of each item."""
    if moment is None:
        newest = select(func.max(ITEM_VERSION.c.seq)).group_by(
            ITEM_VERSION.c.plan_id, ITEM_VERSION.c.objective, ITEM_VERSION.c.number
        )
        return connection.execute(select(ITEM_VERSION).where(ITEM_VERSION.c.seq.in_(newest)))
    by_item: dict[tuple[int, int, int], list[Row[Any]]] = {}
    begun: dict[int, datetime] = {}
    for row in connection.execute(select(ITEM_VERSION).order_by(ITEM_VERSION.c.seq)):
        by_item.setdefault((row.plan_id, row.objective, row.number), []).append(row)
        begun[row.plan_id] = min(row.since, begun.get(row.plan_id, row.since))
    chosen = (_as_of(versions, max(moment, begun[key[0]])) for key, versions in by_item.items())
    return [row for row in chosen if row is not None]


def _as_of(versions: Sequence[Row[Any]], moment: datetime) -> Row[Any] | None:
    """Pick the last version saved by then; None for an item that was added later.

    Before the plan was saved it counts as it was first saved. A document that replaced a sample
    took over the sample's `since`, so of equals the last wins.
    """
    return next((row for row in reversed(versions) if row.since <= moment), None)


def save(connection: Connection, plan: Plan, at: datetime) -> None:
    """Write a new plan, or new versions of the items that differ; raises ValueError.

    Items the document no longer has are retired. A document that replaces a sample counts from
    the sample's beginning, so that no view of the past shows the sample's words.
    """
    numbers = [(item.ref.objective, item.ref.number) for item in plan.items]
    if len(set(numbers)) < len(numbers):
        raise ValueError("two items of the plan have the same number")
    plan_id, was_sample = _save_head(connection, plan)
    stored = _newest(connection, plan_id)
    since = (_begun(connection, plan_id) if was_sample and not plan.sample else None) or at
    _insert(connection, plan_id, since, _wanted(plan, stored))


def add_versions(connection: Connection, versions: Iterable[ItemVersion]) -> None:
    """Write new wordings of single items, and new items, beside those there are.

    Raises ValueError where the objective of a new item has no other item.
    """
    for version in versions:
        plan_id = connection.execute(
            select(PLAN.c.id).where(PLAN.c.name == version.plan)
        ).scalar_one()
        stored = _newest(connection, plan_id)
        definition = ITEM.dump_python(version.item, mode="json")
        require_storable(definition)
        ref = version.item.ref
        present = [ItemRef(*number) for number, known in stored.items() if not known.retired]
        place = ref if ref in present else anchor_of(present, ref)
        position = stored[place.objective, place.number].position
        row = ((ref.objective, ref.number), position, definition, False)
        _insert(connection, plan_id, version.since, [row])


def _begun(connection: Connection, plan_id: int) -> datetime | None:
    """Tell since when a plan is known."""
    query = select(func.min(ITEM_VERSION.c.since)).where(ITEM_VERSION.c.plan_id == plan_id)
    begun: datetime | None = connection.scalar(query)
    return begun


def _insert(
    connection: Connection, plan_id: int, since: datetime, wanted: Iterable[_Version]
) -> None:
    rows: list[dict[str, Any]] = []
    seq = connection.execute(select(func.coalesce(func.max(ITEM_VERSION.c.seq), 0))).scalar_one()
    for number, position, definition, retired in wanted:
        row = ItemVersionRow(
            seq=seq + len(rows) + 1,
            plan_id=plan_id,
            position=position,
            objective=number[0],
            number=number[1],
            since=since,
            definition=definition,
            retired=retired,
            digest="",
        ).model_dump()
        rows.append(row | {"digest": version_seal(row)})
    if rows:
        connection.execute(insert(ITEM_VERSION), rows)


def _wanted(plan: Plan, stored: dict[_Number, _Stored]) -> Iterator[_Version]:
    """List what needs a new version."""
    left = {number: known for number, known in stored.items() if not known.retired}
    for position, item in enumerate(plan.items):
        number = (item.ref.objective, item.ref.number)
        definition = ITEM.dump_python(item, mode="json")
        require_storable(definition)
        now = left.pop(number, None)
        if now is None or (now.position, now.definition) != (position, definition):
            yield number, position, definition, False
    for number, dropped in sorted(left.items(), key=lambda pair: pair[0]):
        yield number, dropped.position, dropped.definition, True


def _newest(connection: Connection, plan_id: int) -> dict[_Number, _Stored]:
    found: dict[_Number, _Stored] = {}
    query = select(ITEM_VERSION).where(ITEM_VERSION.c.plan_id == plan_id)
    for row in connection.execute(query.order_by(ITEM_VERSION.c.seq)):
        number = (row.objective, row.number)
        found[number] = _Stored(
            position=row.position, retired=row.retired, definition=row.definition
        )
    return found


def _save_head(connection: Connection, plan: Plan) -> tuple[int, bool]:
    """Write name, title and members; return the plan's id and whether it was a sample."""
    row = PlanRow(
        name=plan.name,
        title=plan.title,
        members=list(plan.members),
        sample=plan.sample,
        digest=plan_seal(plan.name, plan.title, list(plan.members), sample=plan.sample),
    ).model_dump(exclude={"id"})
    require_storable(row)
    old = connection.execute(select(PLAN).where(PLAN.c.name == plan.name)).first()
    if old is None:
        new = connection.execute(insert(PLAN).values(row).returning(PLAN.c.id))
        return new.scalar_one(), False
    connection.execute(update(PLAN).where(PLAN.c.id == old.id).values(row))
    return old.id, old.sample
