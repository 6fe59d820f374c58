"""How Alembic reaches the database: by the connection that `storage.schema` hands it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import DateTime, String
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - fills the metadata


def _plain(kind: str, value: Any, _context: AutogenContext) -> str | Literal[False]:
    """Name SQLAlchemy's own types: a migration must mean the same in ten years."""
    impl = getattr(value, "impl_instance", value)
    if kind == "type" and isinstance(impl, DateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(impl) is String:
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite cannot alter a constraint in place
    transactional_ddl=True,  # a step that fails or is killed leaves nothing behind
    transaction_per_migration=True,
    compare_type=True,
    render_item=_plain,
)
with context.begin_transaction():
    context.run_migrations()
