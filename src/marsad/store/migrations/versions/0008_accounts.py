"""What team mode keeps: sessions, API tokens, and the log of what was changed and taken out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _user() -> sa.Column[int]:
    return sa.Column("user", KEY, sa.ForeignKey("users.key", ondelete="CASCADE"), nullable=False, index=True)


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "sessions",
        sa.Column("digest", sa.Text(), primary_key=True),
        _user(),
        sa.Column("began", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("digest", sa.Text(), nullable=False, unique=True),
        _user(),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("until", sa.Text()),
        sa.Column("used", sa.Text()),
    )
    op.create_table(
        "audit",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("at", sa.Text(), nullable=False, index=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("query", sa.Text()),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text()),
    )
