"""Saved searches: a request under a name, and what it has shown, so that a run lists only what is new."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.store import tables
from marsad.store.query import leaves, parse
from marsad.store.reading import stored_by_keys
from marsad.store.search import MAX_LIMIT, Found, Hit, Request, hit_of, matching
from marsad.store.writing import now

_S, _H = tables.saved_searches, tables.saved_hits


class Saved(msgspec.Struct, frozen=True):
    """A search under its name; `ran` is the instant of its last run."""

    name: str
    request: Request
    added: str
    ran: str | None


def save(connection: Connection, name: str, request: Request, *, owner: int | None = None) -> None:
    """Saves a request; one of the same name is replaced, and what it has shown forgotten. Raises ``bad-query``."""
    parse(request.query)
    connection.execute(sa.delete(_S).where(_S.c.name == name))
    row = {"name": name, "request": msgspec.json.encode(request).decode(), "owner": owner, "added": now()}
    connection.execute(sa.insert(_S).values(row))


def saved(connection: Connection) -> list[Saved]:
    """All saved searches, by name."""
    rows = connection.execute(sa.select(_S).order_by(_S.c.name))
    return [Saved(r.name, msgspec.json.decode(r.request, type=Request), r.added, r.ran) for r in rows]


def delete(connection: Connection, name: str) -> None:
    """Forgets a saved search. Raises ``no-such-search``."""
    if not connection.execute(sa.delete(_S).where(_S.c.name == name)).rowcount:
        raise MarsadError("no-such-search", name[:80])


def one(connection: Connection, name: str) -> Saved:
    """The search of a name. Raises ``no-such-search``."""
    row = connection.execute(sa.select(_S).where(_S.c.name == name)).one_or_none()
    if row is None:
        raise MarsadError("no-such-search", name[:80])
    return Saved(row.name, msgspec.json.decode(row.request, type=Request), row.added, row.ran)


def seen(connection: Connection, name: str) -> None:
    """Notes all that a saved search finds today as shown. Raises ``no-such-search``."""
    request = one(connection, name).request
    key = connection.execute(sa.select(_S.c.key).where(_S.c.name == name)).scalar_one()
    r = tables.reports.c
    shown = sa.select(_H.c.version).where(_H.c.search == key)
    new = sa.select(sa.literal(key), r.version)
    new = new.where(r.key.in_(matching(connection, request)), r.version.not_in(shown))
    connection.execute(sa.insert(_H).from_select(["search", "version"], new))
    connection.execute(sa.update(_S).where(_S.c.key == key).values(ran=now()))


def run(connection: Connection, name: str, *, keep: bool = True, limit: int = MAX_LIMIT) -> Found:
    """What a saved search finds that no run before it has shown, at most `limit`; with `keep` these count as shown.

    A report that was corrected since it was shown is new again. Raises ``no-such-search``.
    """
    row = connection.execute(sa.select(_S).where(_S.c.name == name)).one_or_none()
    if row is None:
        raise MarsadError("no-such-search", name[:80])
    request = msgspec.json.decode(row.request, type=Request)
    r = tables.reports.c
    shown = sa.select(_H.c.version).where(_H.c.search == row.key)
    where = (r.key.in_(matching(connection, request)), r.version.not_in(shown))
    total = int(connection.execute(sa.select(sa.func.count()).select_from(tables.reports).where(*where)).scalar_one())
    order = (r.published.is_(None), r.published.desc(), r.key.desc())
    found = connection.execute(sa.select(r.key, r.version).where(*where).order_by(*order).limit(limit)).all()
    wanted = leaves(parse(request.query))
    hits: list[Hit] = [hit_of(s, wanted) for s in stored_by_keys(connection, [f.key for f in found])]
    if keep:
        if found:
            connection.execute(sa.insert(_H), [{"search": row.key, "version": f.version} for f in found])
        connection.execute(sa.update(_S).where(_S.c.key == row.key).values(ran=now()))
    return Found(total, tuple(hits))
