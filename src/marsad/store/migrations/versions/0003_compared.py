"""Which sketches have been compared with all others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column."""
    op.add_column("sketches", sa.Column("compared", sa.Boolean(), nullable=False, server_default="0"))
    op.create_index("ix_sketches_compared", "sketches", ["compared"])
