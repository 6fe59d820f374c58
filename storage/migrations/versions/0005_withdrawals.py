"""Which earlier row a history row takes back or corrects."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column in place: a batch change would make the table anew, without its triggers."""
    op.add_column("entry", sa.Column("concerns", sa.Integer(), nullable=True))
