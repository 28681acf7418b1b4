"""Which reports were woven, with their tellings and what became of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "woven",
        sa.Column(
            "report",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("reports.key", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("n", sa.Integer(), nullable=False, unique=True),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("tellings", sa.LargeBinary(), nullable=False),
        sa.Column("steps", sa.LargeBinary(), nullable=False),
    )
