"""The tables of the store, for SQLite and PostgreSQL alike. Migrations make them; docs/design/store.md explains them.

Keys are whole numbers inside the database; what the outside sees of a report is ``reports.id``, the id of its record.
Texts of records and versions are kept compressed (`marsad.store.packing`). Instants are UTC, ISO 8601, as text, so
that both databases order and give them alike; days are ISO dates as text.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy import Text as PlainText
from sqlalchemy.engine import Dialect

from marsad.store.packing import whole


def sound(given: str) -> str:
    """A text that every database takes, of the same length."""
    return whole(given.replace("\0", "\ufffd"))


class Text(TypeDecorator[str]):
    """Text of any outside origin: what no database takes (NUL, half surrogate pairs) is written as U+FFFD."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The value as it can be written."""
        return None if value is None else sound(value)


# SQLite numbers rows itself only in a column that is INTEGER.
KEY: Final = BigInteger().with_variant(Integer(), "sqlite")

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _report(*, primary: bool = False) -> Column[int]:
    return Column(
        "report", KEY, ForeignKey("reports.key", ondelete="CASCADE"), nullable=False, primary_key=primary, index=False
    )


# Where reports come from: feeds and folders that `marsad watch` keeps up to date.
sources: Final = Table(
    "sources",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("kind", Text, nullable=False),  # feed, folder, file, page
    Column("address", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("outlet", Text),  # the outlet of its reports, where they do not say it
    Column("added", Text, nullable=False),
    Column("checked", Text),  # last asked
    Column("due", Text),  # not asked again before
    Column("etag", Text),
    Column("modified", Text),  # Last-Modified as the server wrote it
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("fault", Text),  # why the last one failed
    Column("active", Boolean, nullable=False, server_default="1"),
)

# What is known of the items of feeds, so that each is fetched once, and again only where the feed says it changed.
items: Final = Table(
    "items",
    metadata,
    Column("address", Text, primary_key=True),  # canonical
    Column("source", KEY, ForeignKey("sources.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("stamp", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),  # that failed, in a row
)

reports: Final = Table(
    "reports",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("identity", Text, nullable=False, unique=True),  # what makes two inputs one report: see identity.py
    Column("url", Text),
    Column("title", Text),
    Column("published", Text, index=True),  # day
    Column("outlet", Text, index=True),  # as given
    Column("author", Text),
    Column("lang", Text, nullable=False),
    Column("source", Text),  # the file, line or address that it came from
    Column("added", Text, nullable=False, index=True),  # when it came in first
    Column("fetched", Text, nullable=False),  # when its present version came in
    Column("version", KEY, nullable=False, index=True),  # versions.key of the present text
    Column("number", Integer, nullable=False, server_default="1"),  # of the present version, from 1
)

# Every text of a report that came in, never changed afterwards; more than one where a report was corrected.
versions: Final = Table(
    "versions",
    metadata,
    Column("key", KEY, primary_key=True),
    _report(),
    Column("number", Integer, nullable=False),
    Column("digest", Text, nullable=False, index=True),  # SHA-256 of the raw bytes
    Column("content", Text, nullable=False, unique=True),  # SHA-256 of text and metadata
    Column("fetched", Text, nullable=False),
    Column("source", Text),
    Column("given", LargeBinary, nullable=False),  # what came in: packed JSON of marsad.store.packing.Given
    Column("change", LargeBinary),  # packed JSON: the difference from the version before
    Column("indexed", Integer, nullable=False),  # scheme of the full-text index (marsad.store.terms.SCHEME)
    UniqueConstraint("report", "number"),
)

# What the engine read in the present version of a report; replaced as a whole.
records: Final = Table(
    "records",
    metadata,
    _report(primary=True),
    Column("version", KEY, nullable=False),  # versions.key that was read
    Column("engine", Text, nullable=False, index=True),
    Column("outlet", Text),  # entity id
    Column("read", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # packed JSON, the bytes of marsad read --format jsonl
    Column("words", Integer, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
)

entities: Final = Table(
    "entities",
    metadata,
    _report(primary=True),
    Column("id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    # Who it is across reports: the knowledge base's id, or type and folded name; see marsad.store.rows.entity_key.
    Column("who", Text, nullable=False),
    Column("name_ar", Text),
    Column("name_en", Text),
    Column("kb", Text),
    Column("country", Text),
    Column("sector", Text),
    Column("class", Text),
    Column("of", Text),
    Index(None, "who"),
)

# What everybody in `entities` and `roles` is called: one row for each `who`, written when it is first met.
names: Final = Table(
    "names",
    metadata,
    Column("who", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("name_ar", Text),
    Column("name_en", Text),
    Column("kb", Text),
    Column("country", Text),
    Column("folded", Text, nullable=False),  # the words of both names, folded, each between spaces
)

mentions: Final = Table(
    "mentions",
    metadata,
    _report(primary=True),
    Column("n", Integer, primary_key=True),  # place in the record
    Column("entity", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

statements: Final = Table(
    "statements",
    metadata,
    _report(primary=True),
    Column("id", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("speaker", Text),  # entity id
    Column("parent", Text),
    Column("quotation", Text, nullable=False),
    Column("channel", Text),
    Column("force", Text, nullable=False),
    Column("lemma", Text),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("source_start", Integer),
    Column("source_end", Integer),
    Column("content_start", Integer, nullable=False),
    Column("content_end", Integer, nullable=False),
    Index(None, "force"),
    Index(None, "channel"),
)

events: Final = Table(
    "events",
    metadata,
    _report(primary=True),
    Column("id", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("status", Text, nullable=False),
    Column("date", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("place", Text),  # entity id
    Column("in_statement", Text),
    Column("dead", Float),
    Column("injured", Float),
    Column("size", Float),
    Column("deadline", Text),  # last day, where it is known
    Column("quad", Integer),
    Column("score", Float),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("day", Text),  # that it counts for: marsad.store.rows.day_of
    # With the report, so that a search for what happened looks at no row.
    Index(None, "type", "status", "report"),
    Index(None, "status", "report"),
    Index(None, "day", "quad", "status", "type"),
    Index(None, "first_day"),
    Index(None, "deadline"),
)

# Which entity plays which part where: speaker and addressee of statements, actor, recipient and place of events.
roles: Final = Table(
    "roles",
    metadata,
    _report(primary=True),
    Column("of", Text, primary_key=True),  # id of the statement or event
    Column("role", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("who", Text, nullable=False),  # entities.who
    Index(None, "who", "role"),
)

# The values that a report has of each facet: JSON of {facet: [value, ...]}, for counting (marsad.store.facets).
facets: Final = Table("facets", metadata, _report(primary=True), Column("values", LargeBinary, nullable=False))

# Inputs that gave no report, with the reason; a line goes when the same input gives one.
aside: Final = Table(
    "aside",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("times", Integer, nullable=False, server_default="1"),
)

# Text that two reports share; `earlier` is the report that was published, or else came in, first.
copies: Final = Table(
    "copies",
    metadata,
    Column("earlier", KEY, ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
    Column("later", KEY, ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True),
    Column("class", Text, nullable=False),  # copied, partly
    Column("share", Float, nullable=False),  # part of the later one's words that stand in the earlier one
    Column("passages", LargeBinary, nullable=False),  # packed JSON: [[start, end] in later, [start, end] in earlier]
    Index(None, "later"),
)

# The sketch of each text by which copies are found.
sketches: Final = Table(
    "sketches",
    metadata,
    Column("version", KEY, ForeignKey("versions.key", ondelete="CASCADE"), primary_key=True),
    Column("scheme", Integer, nullable=False),
    Column("marks", LargeBinary, nullable=False),  # array of 64-bit numbers, little-endian
    Column("compared", Boolean, nullable=False, server_default="0", index=True),
)

users: Final = Table(
    "users",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("shown", Text),
    Column("role", Text, nullable=False),  # reader, analyst, admin
    Column("password", Text),  # a salted hash, with its scheme; none: the user cannot sign in
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("added", Text, nullable=False),
)

# Who is signed in: the digest of what the cookie holds, and until when it counts.
sessions: Final = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("user", KEY, ForeignKey("users.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("began", Text, nullable=False),
    Column("seen", Text, nullable=False),
)

# Tokens of programs that ask the API in a user's name, with his role or a lower one; only their digests are kept.
tokens: Final = Table(
    "tokens",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("user", KEY, ForeignKey("users.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("added", Text, nullable=False),
    Column("until", Text),  # day on which it counts for the last time
    Column("used", Text),
)

# What users changed and took out. Rows are only added.
audit: Final = Table(
    "audit",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("at", Text, nullable=False, index=True),
    Column("who", Text, nullable=False),  # users.name; empty where nobody was signed in
    Column("what", Text, nullable=False),  # sign-in, sign-out, or method and path
    Column("query", Text),
    Column("status", Integer, nullable=False),  # of the answer
    Column("address", Text),
)

saved_searches: Final = Table(
    "saved_searches",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("request", Text, nullable=False),  # JSON of marsad.store.search.Request
    Column("owner", KEY, ForeignKey("users.key", ondelete="SET NULL")),
    Column("added", Text, nullable=False),
    Column("ran", Text),
)

# What a saved search has shown already, by version: a corrected report is new again.
saved_hits: Final = Table(
    "saved_hits",
    metadata,
    Column("search", KEY, ForeignKey("saved_searches.key", ondelete="CASCADE"), primary_key=True),
    Column("version", KEY, ForeignKey("versions.key", ondelete="CASCADE"), primary_key=True),
)

# What a person decided. Rows are never changed: a later one on the same subject outweighs the earlier.
judgements: Final = Table(
    "judgements",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("subject", Text, nullable=False),  # entity, statement, event, cluster, report
    Column("left", Text, nullable=False),  # REPORT_ID#ANNOTATION_ID, an entity's who, a cluster's id
    Column("right", Text),
    Column("verdict", Text, nullable=False),  # same, not_same, right, wrong, unsure, withdrawn
    Column("value", Text),  # JSON: what it ought to be, where it is wrong
    Column("comment", Text),
    Column("author", Text, nullable=False),  # users.name, or whoever signs; of an import, who brought it in
    Column("at", Text, nullable=False),
    Column("claimed", Text),  # the author whom the file names, where the row was imported
    Column("imported", Text),  # when it was
    Index(None, "subject", "left"),
    Index(None, "right"),
)

# The reports that were woven, in their order; `marsad.store.woven` says what `tellings` and `steps` hold.
woven: Final = Table(
    "woven",
    metadata,
    _report(primary=True),
    Column("n", Integer, nullable=False, unique=True),
    Column("engine", Text, nullable=False),  # of record, weave and judgements: another one is woven anew
    Column("tellings", LargeBinary, nullable=False),
    Column("steps", LargeBinary, nullable=False),
)

# What the weave made of the records.
clusters: Final = Table(
    "clusters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # event, statement
    Column("type", Text),
    Column("status", Text),
    Column("date", Text),
    Column("first_day", Text, index=True),
    Column("last_day", Text),
    Column("place", Text),
    Column("reports", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("credibility", Integer, nullable=False),
    Column("differs", Boolean, nullable=False, server_default="0"),  # some slot's values differ
    Column("engine", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # packed JSON, the cluster as it is printed
    Column("latest", Text, index=True),  # when the last of its reports was published
    Column("differing", Text),  # JSON: the slots whose values differ
)
# Pages of happenings are of what several reports tell, one in ten of all clusters: the index holds all they ask by.
Index(
    "ix_clusters_several",
    *(clusters.c[n] for n in "latest id kind type status differs differing reports first_day last_day".split()),
    sqlite_where=text("reports > 1"),
    postgresql_where=text("reports > 1"),
)

members: Final = Table(
    "members",
    metadata,
    Column("cluster", Text, ForeignKey("clusters.id", ondelete="CASCADE"), primary_key=True),
    _report(primary=True),
    Column("of", Text, primary_key=True),  # id of the event or statement
    Index(None, "report", "of", "cluster"),
)

# What each record has for the ledgers, by itself; `marsad.store.ledgers` says what `body` holds.
ledger_parts: Final = Table(
    "ledger_parts",
    metadata,
    _report(primary=True),
    Column("engine", Text, nullable=False),  # of record and weave: of another one it is made anew
    Column("digest", Text, nullable=False),
    Column("merged", Boolean, nullable=False, server_default="0", index=True),  # `ledger_rows` has it
    Column("body", LargeBinary, nullable=False),
)

# The rows of the ledgers as they stood from the day of one report (`since`) until that of the next (`until`).
ledger_rows: Final = Table(
    "ledger_rows",
    metadata,
    _report(primary=True),  # the first that tells it
    Column("n", Integer, primary_key=True),  # place among the rows of this report
    Column("since", Text, primary_key=True),
    Column("until", Text, nullable=False),
    Column("ledger", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("day", Text, nullable=False),  # said, happened or published; empty where none is known
    Column("told", Text, nullable=False),  # reports.id of `report`
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("deadline", Text),  # last day
    Column("begun", Text),  # where there is no deadline: the days on which it is open
    Column("fresh", Text),
    Column("ahead", Text),  # the day of what is planned, in ledgers that wait for nothing
    Column("decided", Text),  # from this day on a later report has told what became of it
    Column("parties", Text, nullable=False),  # ids, and the folded words of names, one name a line
    Column("digest", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index(None, "ledger", "day", "told", "start", "end", "n", "since", "until"),
    Index(None, "deadline"),
    Index(None, "fresh"),
)

# What the workbench takes in beside the requests; `marsad.store.jobs` says what `body` holds.
jobs: Final = Table(
    "jobs",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("holder", Text, nullable=False),  # the process that does it, see `marsad.store.holders`
    Column("seen", Text, nullable=False),  # when it last gave a sign of life
    Column("running", Boolean, nullable=False, index=True),
    Column("stop", Boolean, nullable=False, server_default="0"),  # somebody wants it ended
    Column("body", LargeBinary, nullable=False),  # packed JSON
)

# Duties that one process at a time has, such as keeping feeds up to date.
leases: Final = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Text, nullable=False),
)
