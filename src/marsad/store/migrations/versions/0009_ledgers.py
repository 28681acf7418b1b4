"""The ledgers: what each record has for them, and their rows. Indexes of happenings that hold all they are asked by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes tables and indexes. ``marsad weave`` and ``marsad ledger`` fill them."""
    op.create_table(
        "ledger_parts",
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("merged", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_ledger_parts_merged", "ledger_parts", ["merged"])
    op.create_table(
        "ledger_rows",
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("since", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("until", "ledger", "kind", "day", "told")),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("deadline", "begun", "fresh", "ahead", "decided")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("parties", "digest")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    order = ["ledger", "day", "told", "start", "end", "n", "since", "until"]
    op.create_index("ix_ledger_rows_" + "_".join(order), "ledger_rows", order)
    op.create_index("ix_ledger_rows_deadline", "ledger_rows", ["deadline"])
    op.create_index("ix_ledger_rows_fresh", "ledger_rows", ["fresh"])
    op.drop_index("ix_clusters_several", "clusters")
    several = sa.text("reports > 1")
    columns = ["latest", "id", "kind", "type", "status", "differs", "differing", "reports", "first_day", "last_day"]
    op.create_index("ix_clusters_several", "clusters", columns, sqlite_where=several, postgresql_where=several)
    op.drop_index("ix_members_report_of", "members")
    op.create_index("ix_members_report_of_cluster", "members", ["report", "of", "cluster"])
