"""Where events happened: towns that have a point, countries, and what is known no better than by its country."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.lexicon.coordinates import point
from marsad.store import tables
from marsad.store.events import Asked, called, chosen, places
from marsad.store.happenings import Party

_E, _O, _N = tables.events.c, tables.roles.c, tables.names.c
MAX_PLACES: Final = 600


class Place(msgspec.Struct, frozen=True):
    """A place of events. ``precision`` is point (a town whose coordinates are known, in degrees), country (the country
    itself), within (a region or place whose country alone is known) or unknown. ``quads`` counts quad classes 1 to 4.
    """

    place: Party
    precision: str
    country: str | None
    lat: float | None
    lon: float | None
    n: int
    quads: tuple[int, int, int, int]


def whereabouts(connection: Connection, asked: Asked, *, limit: int = MAX_PLACES) -> list[Place]:
    """The places of the events asked for, most events first. Raises ``bad-date``."""
    source, where = chosen(connection, msgspec.structs.replace(asked, place=()))
    at = tables.roles.alias("at")
    joined = source.join(at, sa.and_(at.c.report == _E.report, at.c.of == _E.id, at.c.role == "place"))
    if asked.place:
        where.append(at.c.who.in_(sorted({w for value in asked.place for w in places(connection, value)})))
    query = sa.select(at.c.who, _E.quad, sa.func.count()).select_from(joined).where(*where).group_by(at.c.who, _E.quad)
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for who, quad, n in connection.execute(query):
        if quad:
            counts[who][quad - 1] += n
    best = sorted(counts, key=lambda who: (-sum(counts[who]), who))[: max(0, limit)]
    names = called(connection, best)
    countries: dict[str, str | None] = {}
    for n in range(0, len(best), 400):
        found = connection.execute(sa.select(_N.who, _N.country).where(_N.who.in_(best[n : n + 400])))
        countries.update((row[0], row[1]) for row in found)
    return [_place(who, names.get(who), countries.get(who), counts[who]) for who in best]


def _place(who: str, name: Party | None, country: str | None, quads: list[int]) -> Place:
    at = point(who)
    precision = "point" if at else "country" if country == who else "within" if country else "unknown"
    return Place(
        place=name or Party(who, None, None),
        precision=precision,
        country=country,
        lat=at.lat if at else None,
        lon=at.lon if at else None,
        n=sum(quads),
        quads=(quads[0], quads[1], quads[2], quads[3]),
    )
