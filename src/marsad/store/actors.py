"""Who takes part: people, bodies, countries and unnamed sources, how often in which part, and with whom."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.store import tables
from marsad.store.events import called
from marsad.store.happenings import Party
from marsad.store.search import everybody_called

MAX_LIMIT: Final = 500
PARTS: Final = ("speaker", "addressee", "actor", "recipient")
TYPES: Final = ("PER", "ORG", "LOC", "MEDIA", "ANON")
_E, _O, _N = tables.events.c, tables.roles.c, tables.names.c


class Actor(msgspec.Struct, frozen=True):
    """Somebody with the number of his parts: statements by and to, events by and to. ``type`` as in a record."""

    who: str
    type: str
    name_ar: str | None
    name_en: str | None
    kb: str | None
    country: str | None
    speaker: int
    addressee: int
    actor: int
    recipient: int


class ActorsPage(msgspec.Struct, frozen=True):
    """Some actors, and how many there are in all."""

    total: int
    rows: tuple[Actor, ...]


class Counterpart(msgspec.Struct, frozen=True):
    """Somebody with whom one has events: how many he did to the other, and the other to him; by quad class 1 to 4."""

    party: Party
    n: int
    by: int
    to: int
    quads: tuple[int, int, int, int]


def _counts() -> list[sa.ColumnElement[int]]:
    return [sa.func.sum(sa.case((_O.role == part, 1), else_=0)).label(part) for part in PARTS]


def page(
    connection: Connection,
    *,
    name: str | None = None,
    type: Literal["PER", "ORG", "LOC", "MEDIA", "ANON"] | None = None,
    limit: int = 50,
    offset: int = 0,
) -> ActorsPage:
    """Those who take part in most, first; `name` are words of a name in Arabic or English, or an id."""
    parts = sa.select(_O.who, sa.func.count().label("n"), *_counts()).where(_O.role.in_(PARTS)).group_by(_O.who)
    if name:
        parts = parts.where(_O.who.in_(everybody_called(name)))
    counted = parts.subquery()
    joined = sa.join(counted, tables.names, _N.who == counted.c.who)
    where = [_N.type == type] if type else []
    total = sa.func.count().over().label("total")  # counted with the page: to group all parts twice takes twice as long
    head = (_N.who, _N.type, _N.name_ar, _N.name_en, _N.kb, _N.country)
    query = (
        sa.select(total, *head, *(counted.c[part] for part in PARTS))
        .select_from(joined)
        .where(*where)
        .order_by(counted.c.n.desc(), _N.who)
        .limit(max(0, min(limit, MAX_LIMIT)))
        .offset(max(0, offset))
    )
    found = connection.execute(query).all()
    if found or offset <= 0:
        return ActorsPage(found[0].total if found else 0, tuple(_actor(row) for row in found))
    whole = sa.select(sa.func.count()).select_from(joined).where(*where)  # behind the end
    return ActorsPage(int(connection.execute(whole).scalar_one()), ())


def one(connection: Connection, who: str) -> Actor:
    """One actor by `who`. Raises ``no-such-entity``."""
    counts = sa.select(*_counts()).where(_O.who == who)
    row = connection.execute(
        sa.select(_N.who, _N.type, _N.name_ar, _N.name_en, _N.kb, _N.country).where(_N.who == who)
    ).one_or_none()
    if row is None:
        raise MarsadError("no-such-entity", who[:80])
    return Actor(*row, *(int(n or 0) for n in connection.execute(counts).one()))


def _actor(row: sa.Row[Any]) -> Actor:
    head, counts = tuple(row)[1 : -len(PARTS)], tuple(row)[-len(PARTS) :]
    return Actor(*head, *(int(n or 0) for n in counts))


def counterparts(connection: Connection, who: str, *, limit: int = 15) -> list[Counterpart]:
    """Those with whom somebody has most events, actual and other; unnamed ones are left out."""
    mine, other = tables.roles.alias("mine"), tables.roles.alias("other")
    opposite = sa.case((mine.c.role == "actor", "recipient"), else_="actor")
    query = (
        sa.select(other.c.who, mine.c.role, _E.quad, sa.func.count())
        .select_from(mine)
        .join(other, sa.and_(other.c.report == mine.c.report, other.c.of == mine.c.of, other.c.role == opposite))
        .join(tables.events, sa.and_(_E.report == mine.c.report, _E.id == mine.c.of))
        .where(mine.c.who == who, mine.c.role.in_(("actor", "recipient")), other.c.who != who)
        .where(other.c.who.not_like("ANON:%"), _E.quad.is_not(None))
        .group_by(other.c.who, mine.c.role, _E.quad)
    )
    quads: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    by: defaultdict[str, int] = defaultdict(int)
    for they, role, quad, n in connection.execute(query):
        quads[they][quad - 1] += n
        by[they] += n if role == "actor" else 0
    best = sorted(quads, key=lambda they: (-sum(quads[they]), they))[: max(0, limit)]
    names = called(connection, best)
    out = []
    for they in best:
        q, n = quads[they], sum(quads[they])
        party = names.get(they) or Party(they, None, None)
        out.append(Counterpart(party, n, by[they], n - by[they], (q[0], q[1], q[2], q[3])))
    return out
