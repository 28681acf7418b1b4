"""Search: full text with facets. The same request gives the same reports on SQLite and PostgreSQL.

Facets of statements (speaker, addressee, channel, force) hold for one and the same statement, those of events (actor,
recipient, place, type, status) for one and the same event; several values of one facet are alternatives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.ingest.base import iso_date
from marsad.store import tables
from marsad.store.fulltext import STEM
from marsad.store.query import All, Node, Not, Phrase, Word, leaves, parse
from marsad.store.query import Any as AnyOf
from marsad.store.reading import Stored, stored_by_keys
from marsad.store.snippets import Snippet, snippet
from marsad.store.terms import attached, looked_up, query_forms

MAX_LIMIT: Final = 1_000
Values = tuple[str, ...]

_R = tables.reports.c


class _Text(msgspec.Struct):
    """The one field of a record that a snippet needs."""

    text: str


_TEXT: Final = msgspec.json.Decoder(_Text)


class Request(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is looked for. Days are ISO; `since` and `until` are both included and mean the day of publication.

    Actors, recipients, speakers, addressees, places and entities are names (in Arabic or English, whole words of them),
    ids of the knowledge base, or `who` as the store has it.
    """

    query: str = ""
    actor: Values = ()
    recipient: Values = ()
    type: Values = ()
    status: Values = ()
    place: Values = ()
    speaker: Values = ()
    addressee: Values = ()
    channel: Values = ()
    force: Values = ()
    entity: Values = ()
    outlet: Values = ()
    since: str | None = None
    until: str | None = None
    order: Literal["newest", "oldest", "added"] = "newest"


class Hit(msgspec.Struct, frozen=True):
    """A report that was found, and the place of its text that shows why."""

    key: int
    id: str
    title: str | None
    url: str | None
    published: str | None
    outlet: str | None
    number: int
    snippet: Snippet


class Found(msgspec.Struct, frozen=True):
    """One page of hits, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


def search(connection: Connection, request: Request, *, limit: int = 20, offset: int = 0) -> Found:
    """The hits of a request from `offset` on. Raises ``bad-query`` and ``bad-date``."""
    # All keys in order: to count them by themselves would cost the whole search once more.
    keys = ordered(connection, request)
    offset = max(0, offset)
    page = keys[offset : offset + max(0, min(limit, MAX_LIMIT))]
    return Found(len(keys), hits(connection, request, page))


def ordered(connection: Connection, request: Request) -> Sequence[int]:
    """The keys of all reports that a request finds, in its order. Raises ``bad-query`` and ``bad-date``."""
    where = _where(connection, request, parse(request.query))
    return connection.execute(sa.select(_R.key).where(*where).order_by(*_order(request))).scalars().all()


def hits(connection: Connection, request: Request, keys: Sequence[int]) -> tuple[Hit, ...]:
    """The reports of keys as hits of a request."""
    wanted = leaves(parse(request.query))
    return tuple(hit_of(s, wanted) for s in stored_by_keys(connection, keys))


def hit_of(s: Stored, wanted: Sequence[Word | Phrase]) -> Hit:
    """A report as a hit for the words and phrases."""
    return Hit(s.key, s.id, s.title, s.url, s.published, s.outlet, s.number, snippet(_TEXT.decode(s.body).text, wanted))


def matching(connection: Connection, request: Request) -> sa.Select[Any]:
    """A query for the keys of all reports that a request finds, to be joined with others."""
    return sa.select(_R.key).where(*_where(connection, request, parse(request.query)))


def _order(request: Request) -> tuple[sa.ColumnElement[Any], ...]:
    if request.order == "added":
        return (_R.key.desc(),)
    if request.order == "oldest":
        return (_R.published.is_(None), _R.published, _R.key)
    return (_R.published.is_(None), _R.published.desc(), _R.key.desc())


def _where(connection: Connection, request: Request, node: Node | None) -> list[sa.ColumnElement[bool]]:
    out: list[sa.ColumnElement[bool]] = []
    if node is not None:
        out.append(_text_sqlite(node) if connection.dialect.name == "sqlite" else _text_postgresql(node))
    if request.since is not None:
        out.append(_R.published >= day(request.since))
    if request.until is not None:
        out.append(_R.published <= day(request.until))
    if request.outlet:
        out.append(sa.or_(*(outlet_is(name) for name in request.outlet)))
    s, e = tables.statements, tables.events
    said = [
        *_is(s.c.channel, request.channel),
        *_is(s.c.force, request.force),
        *_part(connection, s, "speaker", request.speaker),
        *_part(connection, s, "addressee", request.addressee),
    ]
    done = [
        *_is(e.c.type, tuple(t.upper() for t in request.type)),
        *_is(e.c.status, request.status),
        *_part(connection, e, "actor", request.actor),
        *_part(connection, e, "recipient", request.recipient),
        *_part(connection, e, "place", request.place),
    ]
    if said:
        out.append(_R.key.in_(sa.select(s.c.report).where(*said)))
    if done:
        out.append(_R.key.in_(sa.select(e.c.report).where(*done)))
    n = tables.entities.c
    out += (_R.key.in_(sa.select(n.report).where(n.who.in_(everybody_called(name)))) for name in request.entity)
    return out


def day(value: str) -> str:
    """The ISO day. Raises ``bad-date``."""
    day = iso_date(value)
    if day is None:
        raise MarsadError("bad-date", value[:40])
    return day


def outlet_is(name: str) -> sa.ColumnElement[bool]:
    """Reports of an outlet: by the name as given, or by what the outlet is called in the knowledge base."""
    n, c = tables.entities.c, tables.records.c
    own = sa.and_(c.report == n.report, c.outlet == n.id)
    of = sa.select(n.report).join(tables.records, own).where(n.type == "MEDIA", n.who.in_(everybody_called(name)))
    return sa.or_(_R.outlet == name, _R.key.in_(of))


def _is(column: sa.Column[Any], values: Values) -> list[sa.ColumnElement[bool]]:
    return [column.in_(values)] if values else []


def _part(connection: Connection, table: sa.Table, role: str, values: Values) -> list[sa.ColumnElement[bool]]:
    """That somebody of the names plays a part in the statement or event."""
    if not values:
        return []
    r = tables.roles.c
    # A value that is somebody's key, as facets have it, is nobody else's name.
    n = tables.names.c
    keys = set(connection.execute(sa.select(n.who).where(n.who.in_(values))).scalars())
    by = sa.or_(*(r.who == value if value in keys else r.who.in_(everybody_called(value)) for value in values))
    return [sa.tuple_(table.c.report, table.c.id).in_(sa.select(r.report, r.of).where(r.role == role, by))]


def everybody_called(name: str) -> sa.Select[Any]:
    """Everybody whose name has all words of `name`, or whose id it is."""
    n = tables.names.c
    forms = query_forms(name)
    by_name = sa.and_(*(n.folded.contains(f" {form} ", autoescape=True) for form in forms)) if forms else sa.false()
    return sa.select(n.who).where(sa.or_(n.who == name, n.kb == name, by_name))


# Full text


def _text_sqlite(node: Node) -> sa.ColumnElement[bool]:
    if isinstance(node, Not):
        return sa.not_(_text_sqlite(node.part))
    if isinstance(node, All | AnyOf):
        parts = [_text_sqlite(part) for part in node.parts]
        return sa.and_(*parts) if isinstance(node, All) else sa.or_(*parts)
    index, match = ("stem_index", _stems_fts(node)) if isinstance(node, Word) else ("word_index", _phrase_fts(node))
    table = sa.table(index, sa.column("rowid"), sa.column(index))
    return _R.version.in_(sa.select(table.c.rowid).where(table.c[index].op("MATCH")(match)))


def _stems_fts(word: Word) -> str:
    return " OR ".join(f'"{stem}"' for stem in looked_up(word.form))


def _phrase_fts(phrase: Phrase) -> str:
    first, *rest = phrase.forms
    return " OR ".join(f'"{" ".join([form, *rest])}"' for form in attached(first))


def _text_postgresql(node: Node) -> sa.ColumnElement[bool]:
    table = sa.table("word_index", sa.column("version"), sa.column("words"))
    match = sa.cast(sa.literal(_tsquery(node)), sa.dialects.postgresql.TSQUERY)  # type: ignore[attr-defined]
    return _R.version.in_(sa.select(table.c.version).where(table.c.words.op("@@")(match)))


def _tsquery(node: Node) -> str:
    if isinstance(node, Not):
        return f"!({_tsquery(node.part)})"
    if isinstance(node, All | AnyOf):
        return (" & " if isinstance(node, All) else " | ").join(f"({_tsquery(part)})" for part in node.parts)
    if isinstance(node, Word):
        return " | ".join(f"'{STEM}{stem}'" for stem in looked_up(node.form))
    first, *rest = node.forms
    head = " | ".join(f"'{form}'" for form in attached(first))
    return " <-> ".join([f"({head})", *(f"'{form}'" for form in rest)])
