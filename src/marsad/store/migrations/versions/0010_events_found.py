"""Indexes of events that hold the report: a search by status alone went through all events."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Replaces the index by type and status, and adds one by status."""
    op.drop_index("ix_events_type_status", "events")
    op.create_index("ix_events_type_status_report", "events", ["type", "status", "report"])
    op.create_index("ix_events_status_report", "events", ["status", "report"])
