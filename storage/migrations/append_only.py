"""Triggers by which the database itself refuses to change or drop what was written."""

from collections.abc import Iterator

_ACTS = ("UPDATE", "DELETE")


def protect(dialect: str, table: str, key: str) -> Iterator[str]:
    """Give the statements that make a table append-only; `key` is its primary key column."""
    if dialect == "postgresql":
        yield from _on_postgresql(table)
        return
    for act in _ACTS:
        yield (
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    # INSERT OR REPLACE drops the old row without asking the trigger on DELETE.
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - our names
    yield (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _on_postgresql(table: str) -> Iterator[str]:
    yield (
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    for act in (*_ACTS, "TRUNCATE"):
        each = "STATEMENT" if act == "TRUNCATE" else "ROW"
        yield (
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {table}_refuse()"
        )
