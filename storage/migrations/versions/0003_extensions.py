"""The new date of a history row about 延期."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column in place: a batch change would make the table anew, without its triggers."""
    op.add_column("entry", sa.Column("until", sa.Date(), nullable=True))
