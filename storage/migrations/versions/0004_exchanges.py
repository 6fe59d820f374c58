"""Questions that await an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of last exchanges."""
    op.create_table(
        "exchange",
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "person", name=op.f("pk_exchange")),
    )
    op.create_index(op.f("ix_exchange_at"), "exchange", ["at"])
