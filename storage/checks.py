"""Whether what is read is what was written: structure, the chain of the history, seals."""

from collections.abc import Iterator

from sqlalchemy import Engine, select

from storage.database import integrity_problems, reading
from storage.history import pages
from storage.rows import chain, plan_seal, version_seal
from storage.seals import GENESIS
from storage.tables import ITEM_VERSION, PLAN

UNREADABLE = (ArithmeticError, LookupError, TypeError, ValueError)
"""What comes of a column that holds none of its values."""


def first_damage(engine: Engine, *, structure_only: bool = False) -> str:
    """Say in a few technical words what is wrong first, empty where all is well."""
    with reading(engine) as connection:
        if problems := integrity_problems(connection):
            return problems[0]
    if structure_only:
        return ""
    try:
        broken = (*broken_chain(engine), *broken_items(engine), *broken_plans(engine))
    except UNREADABLE as error:
        return f"unreadable: {error}"
    return broken[0] if broken else ""


def broken_chain(engine: Engine) -> Iterator[str]:
    """Name the first history row that is missing, was added or was changed."""
    expected, previous = 1, GENESIS
    for rows in pages(engine):
        for row in rows:
            if row.seq != expected:
                yield f"entry {expected} is missing"
                return
            if row.chain != (previous := chain(previous, row)):
                yield f"entry {row.seq} was changed"
                return
            expected += 1


def broken_items(engine: Engine) -> Iterator[str]:
    """Name versions of items that are not as they were written, or are missing."""
    with reading(engine) as connection:
        rows = connection.execute(select(ITEM_VERSION).order_by(ITEM_VERSION.c.seq))
        for expected, row in enumerate(rows, 1):
            if row.seq != expected:
                yield f"item version {expected} is missing"
                return
            if row.digest != version_seal(row._asdict()):
                yield f"item version {row.seq} was changed"


def broken_plans(engine: Engine) -> Iterator[str]:
    """Name plans whose head is not as it was written."""
    with reading(engine) as connection:
        for row in connection.execute(select(PLAN)):
            if row.digest != plan_seal(row.name, row.title, row.members, sample=row.sample):
                yield f"plan {row.id} was changed"
