"""Rows about people, and their phone numbers apart from the history."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns in place: a batch change would make the table anew, without its triggers."""
    for name in ("person", "person_name"):
        op.add_column("entry", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("entry", sa.Column("post", sa.String(), nullable=True))
    op.create_table(
        "phone",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_phone")),
    )
