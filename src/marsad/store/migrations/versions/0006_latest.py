"""What pages of happenings are asked by: the latest report of a cluster, and which of its slots differ."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns, fills in the latest reports, and adds the index of what several reports tell."""
    op.add_column("clusters", sa.Column("latest", sa.Text()))
    op.add_column("clusters", sa.Column("differing", sa.Text()))
    op.execute(
        "UPDATE clusters SET latest = (SELECT max(r.published) FROM members m JOIN reports r ON r.key = m.report"
        " WHERE m.cluster = clusters.id)"
    )
    columns = ["latest", "id", "kind", "type", "status", "differs", "reports", "first_day", "last_day", "place"]
    op.create_index(
        "ix_clusters_several",
        "clusters",
        columns,
        sqlite_where=sa.text("reports > 1"),
        postgresql_where=sa.text("reports > 1"),
    )
    op.create_index("ix_clusters_latest", "clusters", ["latest"])
