"""Jobs of the workbench outlive the server, one process at a time holds a duty, decisions say who brought them in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables and columns."""
    op.add_column("judgements", sa.Column("claimed", sa.Text()))
    op.add_column("judgements", sa.Column("imported", sa.Text()))
    op.create_table(
        "jobs",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False, index=True),
        sa.Column("stop", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
    )
