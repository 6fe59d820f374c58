"""The wording an item had before a history row, and the other item of a merger."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns in place: a batch change would make the table anew, without its triggers."""
    for name in ("was", "other"):
        op.add_column("entry", sa.Column(name, sa.Text(), nullable=True))
