"""${message}

A batch change of `entry` or `item_version` makes the table anew and drops its triggers: call
`storage.migrations.append_only.protect` on it again. Types are SQLAlchemy's own, so that a
migration does not change with our tables.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """${message}"""
    ${upgrades if upgrades else "pass"}
