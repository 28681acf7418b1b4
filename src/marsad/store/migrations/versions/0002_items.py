"""Items of feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "items",
        sa.Column("address", sa.Text(), primary_key=True),
        sa.Column("source", KEY, sa.ForeignKey("sources.key", ondelete="CASCADE"), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_index("ix_items_source", "items", ["source"])
