"""Reading the store: reports with their records, as streams that hold a few at a time.

Every function takes a connection (`marsad.store.engine.reading`); streams are valid inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.store import tables
from marsad.store.packing import Given, unpack, unpack_bytes, unpack_given

PAGE: Final = 200  # reports that a stream holds at once


class Stored(msgspec.Struct, frozen=True):
    """A report of the store with its record. ``body`` is the record's JSON, one line without its end."""

    key: int
    id: str
    url: str | None
    title: str | None
    published: str | None
    outlet: str | None  # as given; the record's `outlet` is an entity id
    author: str | None
    source: str | None
    added: str
    fetched: str
    number: int  # of the version, from 1
    engine: str
    body: bytes

    @property
    def record(self) -> dict[str, Any]:
        """The record as plain data, in the schema ``marsad/1``; decoded anew on every call."""
        found: dict[str, Any] = msgspec.json.decode(self.body)
        return found

    def _repr_html_(self) -> str:
        """How a notebook displays it."""
        from marsad.display import html_of

        return html_of(self)


class Version(msgspec.Struct, frozen=True):
    """One version of a report as it came in, with the difference from the one before (None for the first)."""

    number: int
    fetched: str
    source: str | None
    digest: str
    given: Given
    change: dict[str, Any] | None


class Head(msgspec.Struct, frozen=True):
    """What a list shows of a report."""

    id: str
    title: str | None
    url: str | None
    published: str | None
    outlet: str | None
    number: int


_R, _C = tables.reports.c, tables.records.c
_COLUMNS: Final = (
    _R.key,
    _R.id,
    _R.url,
    _R.title,
    _R.published,
    _R.outlet,
    _R.author,
    _R.source,
    _R.added,
    _R.fetched,
    _R.number,
    _C.engine,
    _C.body,
)


def stored(connection: Connection, where: sa.ColumnElement[bool] | None = None, *, after: int = 0) -> Iterator[Stored]:
    """All reports, or those for which `where` (on `tables.reports`, `tables.records`) holds, in the order of coming in.

    `after` is a report's key: what came in up to it is left out, so that a long job can go on where it stopped.
    """
    query = sa.select(*_COLUMNS).join(tables.records, _C.report == _R.key).order_by(_R.key).limit(PAGE)
    if where is not None:
        query = query.where(where)
    while rows := connection.execute(query.where(_R.key > after)).all():
        for row in rows:
            yield _stored(row)
        after = rows[-1].key


def stored_by_keys(connection: Connection, keys: Iterable[int]) -> Iterator[Stored]:
    """The reports of the keys, in the order of the keys; keys of no report are passed over."""
    listed = list(keys)
    for n in range(0, len(listed), PAGE):
        some = listed[n : n + PAGE]
        rows = connection.execute(
            sa.select(*_COLUMNS).join(tables.records, _C.report == _R.key).where(_R.key.in_(some))
        )
        found = {row.key: row for row in rows}
        yield from (_stored(found[key]) for key in some if key in found)


def stored_by_id(connection: Connection, id: str) -> Stored:
    """One report. Raises ``no-such-report``."""
    row = connection.execute(
        sa.select(*_COLUMNS).join(tables.records, _C.report == _R.key).where(_R.id == id)
    ).one_or_none()
    if row is None:
        raise MarsadError("no-such-report", id[:80])
    return _stored(row)


def _stored(row: sa.Row[*tuple[Any, ...]]) -> Stored:
    return Stored(**{**row._mapping, "body": unpack_bytes(row.body)})


def records(connection: Connection, where: sa.ColumnElement[bool] | None = None) -> Iterator[dict[str, Any]]:
    """The records of `stored`, as plain data."""
    return (report.record for report in stored(connection, where))


def count(connection: Connection) -> int:
    """How many reports there are."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(tables.reports)).scalar_one())


def versions_of(connection: Connection, id: str) -> list[Version]:
    """All versions of a report, the first first. Raises ``no-such-report``."""
    v = tables.versions.c
    rows = connection.execute(
        sa.select(v.number, v.fetched, v.source, v.digest, v.given, v.change)
        .join(tables.reports, _R.key == v.report)
        .where(_R.id == id)
        .order_by(v.number)
    ).all()
    if not rows:
        raise MarsadError("no-such-report", id[:80])
    return [
        Version(
            row.number,
            row.fetched,
            row.source,
            row.digest,
            unpack_given(row.given),
            None if row.change is None else unpack(row.change),
        )
        for row in rows
    ]


def outdated(connection: Connection, engine: str, *, after: int = 0) -> Iterator[tuple[int, int, str, Given]]:
    """Reports whose record another engine made: key, version key, id, what came in; in the order of coming in."""
    v = tables.versions.c
    query = (
        sa.select(_R.key, _R.version, _R.id, v.given)
        .join(tables.versions, v.key == _R.version)
        .outerjoin(tables.records, _C.report == _R.key)
        .where(sa.or_(_C.engine.is_(None), _C.engine != engine))
        .order_by(_R.key)
        .limit(PAGE)
    )
    while rows := connection.execute(query.where(_R.key > after)).all():
        for row in rows:
            yield row.key, row.version, row.id, unpack_given(row.given)
        after = rows[-1].key


def heads(connection: Connection, ids: Iterable[str]) -> dict[str, Head]:
    """The heads of reports by id; ids of none are left out."""
    listed = list(ids)
    out: dict[str, Head] = {}
    for n in range(0, len(listed), PAGE):
        query = sa.select(_R.id, _R.title, _R.url, _R.published, _R.outlet, _R.number)
        out.update((row.id, Head(*row)) for row in connection.execute(query.where(_R.id.in_(listed[n : n + PAGE]))))
    return out


class _Text(msgspec.Struct):
    text: str


_TEXT: Final = msgspec.json.Decoder(_Text)


def texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The texts of reports by id, as their records have them; ids of none are left out."""
    listed = list(ids)
    out: dict[str, str] = {}
    for n in range(0, len(listed), PAGE):
        query = sa.select(_R.id, _C.body).join(tables.records, _C.report == _R.key)
        rows = connection.execute(query.where(_R.id.in_(listed[n : n + PAGE])))
        out.update((row.id, _TEXT.decode(unpack_bytes(row.body)).text) for row in rows)
    return out


def latest(
    connection: Connection, where: Sequence[sa.ColumnElement[bool]], *, limit: int, offset: int
) -> tuple[int, list[Head]]:
    """How many reports there are, and the heads of some, the newest first."""
    total = int(connection.execute(sa.select(sa.func.count()).select_from(tables.reports).where(*where)).scalar_one())
    query = sa.select(_R.id, _R.title, _R.url, _R.published, _R.outlet, _R.number).where(*where)
    query = query.order_by(_R.published.is_(None), _R.published.desc(), _R.key.desc()).limit(limit).offset(offset)
    return total, [Head(*row) for row in connection.execute(query)]


def outlets(connection: Connection) -> list[tuple[str, int]]:
    """The outlets as reports name them, with the number of their reports, the most frequent first."""
    number = sa.func.count()
    query = sa.select(_R.outlet, number).where(_R.outlet.is_not(None)).group_by(_R.outlet)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(number.desc(), _R.outlet))]
