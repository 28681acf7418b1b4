"""The values of each report's facets in one place, so that they are counted without joining every annotation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table. Records that are there are read anew by the next ``marsad ingest --reread``."""
    op.create_table(
        "facets",
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("values", sa.LargeBinary(), nullable=False),
    )
    op.execute(sa.text("UPDATE records SET engine = ''"))
