"""Writing reports and their records: each call is to be made inside one transaction of `marsad.store.engine.writing`.

Nothing is written twice: a report is known by its identity, a version by its content, and both are unique.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.document import Report
from marsad.ingest.base import Rejected
from marsad.store import copies, fulltext, tables
from marsad.store.changes import change
from marsad.store.engine_id import engine_id
from marsad.store.identity import PLACE, alike, digest_of, identity
from marsad.store.packing import Given, pack, unpack_given
from marsad.store.rows import Reading
from marsad.store.tables import sound
from marsad.store.terms import SCHEME, query_forms

State = Literal["new", "corrected", "known", "again"]
READ_TABLES: Final = (tables.entities, tables.mentions, tables.statements, tables.events, tables.roles)
_SAID: Final = ("id", "url", "title", "published", "outlet", "author", "source")
_MANY: Final = 400  # values in one look-up; SQLite allows 999 in old builds


class Incoming(msgspec.Struct, frozen=True):
    """A report on its way in: what it is known by, and what came in of it."""

    id: str
    identity: str
    content: str
    digest: str
    source: str | None
    fetched: str
    given: Given

    @property
    def report(self) -> Report:
        """The report to be read."""
        return self.given.report(self.id)


def now(later: dt.timedelta = dt.timedelta()) -> str:
    """This instant, or one so much `later`, as the store writes it: UTC, ISO 8601, milliseconds."""
    return (dt.datetime.now(dt.UTC) + later).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def incoming(report: Report, fetched: str | None = None) -> Incoming:
    """A report that no stage has seen yet, on its way in."""
    said = {name: sound(value) for name in _SAID if (value := getattr(report, name)) is not None}
    report = report.with_(**said)
    given = Given.of(report)
    digest = report.digest or digest_of(given.text.encode())
    return Incoming(report.id, identity(report, digest), given.digest(), digest, report.source, fetched or now(), given)


def sift(
    connection: Connection, items: Sequence[Incoming], *, before: Iterable[Incoming] = ()
) -> list[tuple[State, Incoming]]:
    """What each report is to the store: new, a corrected version, or known; with the id that it has or gets there.

    An id that another report has already gets the first digits of the content's digest behind it. `before` are reports
    on their way that are not yet written.
    """
    contents = _found(connection, tables.versions.c.content, {i.content for i in items})
    identities = _pairs(connection, tables.reports.c.identity, tables.reports.c.id, {i.identity for i in items})
    ids = _found(connection, tables.reports.c.id, {i.id for i in items})
    others = _other_texts(connection, [i for i in items if i.identity in identities and i.content not in contents])
    items = [i if i.content not in others else _apart(i) for i in items]
    identities |= _pairs(
        connection, tables.reports.c.identity, tables.reports.c.id, {i.identity for i in items if i.content in others}
    )
    for item in before:
        contents.add(item.content)
        identities.setdefault(item.identity, item.id)
        ids.add(item.id)
    out: list[tuple[State, Incoming]] = []
    for item in items:
        if item.content in contents:
            out.append(("known", item))
            continue
        contents.add(item.content)
        id = identities.get(item.identity)
        state: State = "new" if id is None else "corrected"
        if id is None:
            id = item.id if item.id not in ids else f"{item.id}~{item.content[:8]}"
            ids.add(id)
            identities[item.identity] = id
        out.append((state, item if id == item.id else msgspec.structs.replace(item, id=id)))
    return out


def _other_texts(connection: Connection, items: Sequence[Incoming]) -> set[str]:
    """Those (by content) that are at the place of a report but have another text altogether: a file written over."""
    placed = {i.identity: i for i in items if i.identity.startswith(PLACE)}
    r, v = tables.reports.c, tables.versions.c
    out: set[str] = set()
    for some in _parts(placed):
        query = sa.select(r.identity, v.given).join(tables.versions, v.key == r.version).where(r.identity.in_(some))
        for identity_, given in connection.execute(query):
            item = placed[identity_]
            if not alike(unpack_given(given).text, item.given.text):
                out.add(item.content)
    return out


def _apart(item: Incoming) -> Incoming:
    """The report under an identity of its own."""
    return msgspec.structs.replace(item, identity=f"{item.identity}#{item.content[:16]}")


def write(connection: Connection, items: Sequence[tuple[Incoming, Reading]]) -> list[tuple[State, Incoming]]:
    """Writes reports with what was read in them, and says of each what became of it.

    What another process wrote meanwhile is ``known``. Where another report took the id meanwhile, nothing is written
    and the state is ``again``: the report is to be read again under the id that it comes back with.
    """
    out: list[tuple[State, Incoming]] = []
    read: list[tuple[int, int, Reading]] = []
    written: set[str] = set()
    for (state, item), (_, reading) in zip(sift(connection, [i for i, _ in items]), items, strict=True):
        if state != "known" and item.id != reading.id:
            out.append(("again", item))
            continue
        out.append((state, item))
        if state != "known":
            if item.identity in written:  # its correction came in with it: the first version is a whole one before
                _readings(connection, read)
                read, written = [], set()
            written.add(item.identity)
            key, version = _new(connection, item) if state == "new" else _corrected(connection, item)
            read.append((key, version, reading))
    _readings(connection, read)
    _not_aside(connection, [i.source for i, _ in items if i.source])
    return out


def _readings(connection: Connection, read: Sequence[tuple[int, int, Reading]]) -> None:
    """What was read in versions just written: index, fingerprints, records. No report stands there twice."""
    fulltext.add(connection, [(version, reading.forms, reading.stems) for _, version, reading in read])
    copies.add(connection, [(version, reading.sketch) for _, version, reading in read])
    _records(connection, read)


def _new(connection: Connection, item: Incoming) -> tuple[int, int]:
    row = {**_described(item), "id": item.id, "identity": item.identity, "added": item.fetched, "version": 0}
    key = connection.execute(sa.insert(tables.reports).values(row).returning(tables.reports.c.key)).scalar_one()
    version = _version(connection, key, 1, item, None)
    connection.execute(sa.update(tables.reports).where(tables.reports.c.key == key).values(version=version))
    return key, version


def _corrected(connection: Connection, item: Incoming) -> tuple[int, int]:
    r, v = tables.reports, tables.versions
    found = connection.execute(
        sa.select(r.c.key, r.c.number, v.c.given).join(v, v.c.key == r.c.version).where(r.c.identity == item.identity)
    ).one()
    copies.forget(connection, found.key)
    number = found.number + 1
    version = _version(connection, found.key, number, item, change(unpack_given(found.given), item.given))
    changed = {**_described(item), "version": version, "number": number}
    connection.execute(sa.update(r).where(r.c.key == found.key).values(changed))
    return found.key, version


def _described(item: Incoming) -> dict[str, Any]:
    given = item.given
    return {
        "url": given.url,
        "title": given.title,
        "published": given.published,
        "outlet": given.outlet,
        "author": given.author,
        "lang": given.lang,
        "source": item.source,
        "fetched": item.fetched,
    }


def _version(connection: Connection, report: int, number: int, item: Incoming, changed: Any) -> int:
    row = {
        "report": report,
        "number": number,
        "digest": item.digest,
        "content": item.content,
        "fetched": item.fetched,
        "source": item.source,
        "given": pack(item.given),
        "change": None if changed is None else pack(changed),
        "indexed": SCHEME,
    }
    return int(connection.execute(sa.insert(tables.versions).values(row).returning(tables.versions.c.key)).scalar_one())


def _records(connection: Connection, read: Sequence[tuple[int, int, Reading]]) -> None:
    """Puts records in the place of those that are there."""
    if not read:
        return
    keys = [{"of_report": key} for key, _, _ in read]
    # What was made of the record before goes with it: it is woven, and entered in the ledgers, anew.
    for table in (tables.records, tables.facets, tables.woven, tables.ledger_parts, *READ_TABLES):
        connection.execute(sa.delete(table).where(table.c.report == sa.bindparam("of_report")), keys)
    at, engine = now(), engine_id()
    bodies = [
        {
            "report": key,
            "version": version,
            "engine": engine,
            "outlet": reading.outlet,
            "read": at,
            "body": reading.body,
            **reading.counts,
        }
        for key, version, reading in read
    ]
    connection.execute(sa.insert(tables.records), bodies)
    connection.execute(sa.insert(tables.facets), [{"report": key, "values": r.facets} for key, _, r in read])
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key, _, reading in read:
        for name, made in reading.rows.items():
            rows[name] += ({"report": key, **row} for row in made)
    for table in READ_TABLES:
        if rows[table.name]:
            connection.execute(sa.insert(table), rows[table.name])
    _names(connection, rows["entities"])


def _names(connection: Connection, entities: list[dict[str, Any]]) -> None:
    """Writes what those are called that nobody met before."""
    met = {e["who"]: e for e in entities}
    for who in _found(connection, tables.names.c.who, set(met)):
        del met[who]
    if met:
        connection.execute(sa.insert(tables.names), [_name(e) for e in met.values()])


def _name(entity: dict[str, Any]) -> dict[str, Any]:
    row = {name: entity[name] for name in ("who", "type", "name_ar", "name_en", "kb", "country")}
    if entity["type"] == "ANON":
        return {**row, "name_ar": None, "name_en": None, "folded": " "}  # one name of many would mislead
    words = query_forms(f"{entity['name_ar'] or ''} {entity['name_en'] or ''}")
    return {**row, "folded": f" {' '.join(words)} "}


def replace(connection: Connection, items: Sequence[tuple[int, int, Reading]]) -> int:
    """Replaces records by ``(report key, version key, reading)``; a report that was corrected meanwhile is left.

    Gives how many were replaced.
    """
    versions = _pairs(connection, tables.reports.c.key, tables.reports.c.version, {key for key, _, _ in items})
    fresh = [item for item in items if versions.get(item[0]) == item[1]]
    _records(connection, fresh)
    return len(fresh)


def set_aside(connection: Connection, rejected: Iterable[Rejected]) -> None:
    """Keeps what was set aside, with its reason; the same input again is counted."""
    at = now()
    a = tables.aside
    for item in rejected:
        said = {"code": item.code, "message": item.message, "remedy": item.remedy, "last": at}
        done = connection.execute(
            sa.update(a).where(a.c.source == item.source).values(**said, times=a.c.times + 1)
        ).rowcount
        if not done:
            connection.execute(sa.insert(a).values(**said, source=item.source, first=at, times=1))


def _not_aside(connection: Connection, sources: list[str]) -> None:
    """An input that gives a report is set aside no longer."""
    for some in _parts(sources):
        connection.execute(sa.delete(tables.aside).where(tables.aside.c.source.in_(some)))


def _parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    listed = list(values)
    return (listed[n : n + _MANY] for n in range(0, len(listed), _MANY))


def _found(connection: Connection, column: sa.Column[Any], values: set[Any]) -> set[Any]:
    out: set[Any] = set()
    for some in _parts(values):
        out.update(connection.execute(sa.select(column).where(column.in_(some))).scalars())
    return out


def _pairs(connection: Connection, key: sa.Column[Any], value: sa.Column[Any], keys: set[Any]) -> dict[Any, Any]:
    out: dict[Any, Any] = {}
    for some in _parts(keys):
        out.update((k, v) for k, v in connection.execute(sa.select(key, value).where(key.in_(some))))
    return out
