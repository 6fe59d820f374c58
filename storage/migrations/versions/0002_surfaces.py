"""Answers that wait, buttons, the conversations that are known, and when a surface last heard."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add to the outbox what a surface needs; make the tables of conversations and marks."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(
            sa.Column("channel", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        outbox.add_column(
            sa.Column("choices", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    op.create_table(
        "chat",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "kind", "id", name=op.f("pk_chat")),
    )
    op.create_table(
        "mark",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )
