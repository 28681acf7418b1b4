"""The day that an event counts for, and the index that counts of days go by."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LONGEST = 31


def _short(first: str, last: str) -> bool:
    """As `marsad.store.rows.day_of` says: days that no calendar has are not counted on."""
    try:
        return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days <= LONGEST
    except ValueError:
        return False


def upgrade() -> None:
    """Adds the column, fills it, and adds the index."""
    op.add_column("events", sa.Column("day", sa.Text()))
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "UPDATE events SET day = (SELECT substr(r.published, 1, 10) FROM reports r WHERE r.key = events.report)"
        )
    )
    days = connection.execute(
        sa.text("SELECT DISTINCT first_day, last_day FROM events WHERE first_day IS NOT NULL AND last_day IS NOT NULL")
    )
    short = [{"first": first, "last": last} for first, last in days.all() if _short(first, last)]
    if short:
        connection.execute(
            sa.text("UPDATE events SET day = first_day WHERE first_day = :first AND last_day = :last"), short
        )
    op.create_index("ix_events_day_quad_status_type", "events", ["day", "quad", "status", "type"])
