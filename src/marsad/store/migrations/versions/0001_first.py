"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from marsad.store import fulltext

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes all tables and the full-text index."""
    op.create_table(
        "aside",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False, server_default="1"),
        sa.UniqueConstraint("source", name="uq_aside_source"),
    )
    op.create_table(
        "clusters",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("date", sa.Text()),
        sa.Column("first_day", sa.Text()),
        sa.Column("last_day", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("credibility", sa.Integer(), nullable=False),
        sa.Column("differs", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_clusters_first_day", "clusters", ["first_day"])
    op.create_table(
        "judgements",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("left", sa.Text(), nullable=False),
        sa.Column("right", sa.Text()),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("comment", sa.Text()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
    )
    op.create_index("ix_judgements_right", "judgements", ["right"])
    op.create_index("ix_judgements_subject_left", "judgements", ["subject", "left"])
    op.create_table(
        "names",
        sa.Column("who", sa.Text(), primary_key=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("name_ar", sa.Text()),
        sa.Column("name_en", sa.Text()),
        sa.Column("kb", sa.Text()),
        sa.Column("country", sa.Text()),
        sa.Column("folded", sa.Text(), nullable=False),
    )
    op.create_table(
        "reports",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("fetched", sa.Text(), nullable=False),
        sa.Column("version", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, server_default="1"),
        sa.UniqueConstraint("id", name="uq_reports_id"),
        sa.UniqueConstraint("identity", name="uq_reports_identity"),
    )
    op.create_index("ix_reports_added", "reports", ["added"])
    op.create_index("ix_reports_outlet", "reports", ["outlet"])
    op.create_index("ix_reports_published", "reports", ["published"])
    op.create_index("ix_reports_version", "reports", ["version"])
    op.create_table(
        "sources",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text()),
        sa.Column("due", sa.Text()),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("fault", sa.Text()),
        sa.Column("active", sa.Boolean(), nullable=False, server_default="1"),
        sa.UniqueConstraint("address", name="uq_sources_address"),
    )
    op.create_table(
        "users",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text()),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("active", sa.Boolean(), nullable=False, server_default="1"),
        sa.Column("added", sa.Text(), nullable=False),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )
    op.create_table(
        "copies",
        sa.Column("earlier", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("later", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("class", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("passages", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_copies_later", "copies", ["later"])
    op.create_table(
        "entities",
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("name_ar", sa.Text()),
        sa.Column("name_en", sa.Text()),
        sa.Column("kb", sa.Text()),
        sa.Column("country", sa.Text()),
        sa.Column("sector", sa.Text()),
        sa.Column("class", sa.Text()),
        sa.Column("of", sa.Text()),
    )
    op.create_index("ix_entities_who", "entities", ["who"])
    op.create_table(
        "events",
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("date", sa.Text()),
        sa.Column("first_day", sa.Text()),
        sa.Column("last_day", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("in_statement", sa.Text()),
        sa.Column("dead", sa.Float()),
        sa.Column("injured", sa.Float()),
        sa.Column("size", sa.Float()),
        sa.Column("deadline", sa.Text()),
        sa.Column("quad", sa.Integer()),
        sa.Column("score", sa.Float()),
        sa.Column("trigger_start", sa.Integer(), nullable=False),
        sa.Column("trigger_end", sa.Integer(), nullable=False),
    )
    op.create_index("ix_events_deadline", "events", ["deadline"])
    op.create_index("ix_events_first_day", "events", ["first_day"])
    op.create_index("ix_events_type_status", "events", ["type", "status"])
    op.create_table(
        "members",
        sa.Column("cluster", sa.Text(), sa.ForeignKey("clusters.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("of", sa.Text(), primary_key=True),
    )
    op.create_index("ix_members_report_of", "members", ["report", "of"])
    op.create_table(
        "mentions",
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
    )
    op.create_table(
        "records",
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", KEY, nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text()),
        sa.Column("read", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
    )
    op.create_index("ix_records_engine", "records", ["engine"])
    op.create_table(
        "roles",
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("of", sa.Text(), primary_key=True),
        sa.Column("role", sa.Text(), primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
    )
    op.create_index("ix_roles_who_role", "roles", ["who", "role"])
    op.create_table(
        "saved_searches",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("owner", KEY, sa.ForeignKey("users.key", ondelete="SET NULL")),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("ran", sa.Text()),
        sa.UniqueConstraint("name", name="uq_saved_searches_name"),
    )
    op.create_table(
        "statements",
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text()),
        sa.Column("parent", sa.Text()),
        sa.Column("quotation", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text()),
        sa.Column("force", sa.Text(), nullable=False),
        sa.Column("lemma", sa.Text()),
        sa.Column("cue_start", sa.Integer()),
        sa.Column("cue_end", sa.Integer()),
        sa.Column("source_start", sa.Integer()),
        sa.Column("source_end", sa.Integer()),
        sa.Column("content_start", sa.Integer(), nullable=False),
        sa.Column("content_end", sa.Integer(), nullable=False),
    )
    op.create_index("ix_statements_channel", "statements", ["channel"])
    op.create_index("ix_statements_force", "statements", ["force"])
    op.create_table(
        "versions",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("report", KEY, sa.ForeignKey("reports.key", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fetched", sa.Text(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("given", sa.LargeBinary(), nullable=False),
        sa.Column("change", sa.LargeBinary()),
        sa.Column("indexed", sa.Integer(), nullable=False),
        sa.UniqueConstraint("content", name="uq_versions_content"),
        sa.UniqueConstraint("report", "number", name="uq_versions_report_number"),
    )
    op.create_index("ix_versions_digest", "versions", ["digest"])
    op.create_table(
        "saved_hits",
        sa.Column("search", KEY, sa.ForeignKey("saved_searches.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", KEY, sa.ForeignKey("versions.key", ondelete="CASCADE"), primary_key=True),
    )
    op.create_table(
        "sketches",
        sa.Column("version", KEY, sa.ForeignKey("versions.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("scheme", sa.Integer(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
    )
    fulltext.create(op.get_bind())
