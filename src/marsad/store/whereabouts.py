"""Where events happened: towns that have a point, countries, and what is known no better than by its country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.lexicon.coordinates import point
from marsad.store import tables
from marsad.store.events import Asked, Step, begin_of, called, chosen, places
from marsad.store.happenings import Party

_E, _O, _N = tables.events.c, tables.roles.c, tables.names.c
MAX_PLACES: Final = 600


class Place(msgspec.Struct, frozen=True):
    """A place of events. ``precision`` is point (a town whose coordinates are known, in degrees), country (the country
    itself), within (a region or place whose country alone is known) or unknown. ``quads`` counts quad classes 1 to 4;
    ``times`` does so for each day, week or month that has events, by its first day.
    """

    place: Party
    precision: str
    country: str | None
    lat: float | None
    lon: float | None
    n: int
    quads: tuple[int, int, int, int]
    times: dict[str, tuple[int, int, int, int]]


def whereabouts(connection: Connection, asked: Asked, *, step: Step = "month", limit: int = MAX_PLACES) -> list[Place]:
    """The places of the events asked for, most events first; `step` is that of their times. Raises ``bad-date``."""
    source, where = chosen(connection, msgspec.structs.replace(asked, place=()))
    at = tables.roles.alias("at")
    joined = source.join(at, sa.and_(at.c.report == _E.report, at.c.of == _E.id, at.c.role == "place"))
    if asked.place:
        where.append(at.c.who.in_(sorted({w for value in asked.place for w in places(connection, value)})))
    # Of a day the month can be had by the database, which then gives a thirtieth of the rows.
    time = sa.func.substr(_E.day, sa.literal_column("1"), sa.literal_column("7")) if step == "month" else _E.day
    query = (
        sa.select(at.c.who, _E.quad, time, sa.func.count())
        .select_from(joined)
        .where(*where)
        .group_by(at.c.who, _E.quad, time)
    )
    counts: defaultdict[str, list[int]] = defaultdict(_none)
    times: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(_none))
    for who, quad, on, n in connection.execute(query):
        if quad:
            counts[who][quad - 1] += n
            begin = begin_of(on, step) if on else None
            if begin is not None:
                times[who][begin][quad - 1] += n
    best = sorted(counts, key=lambda who: (-sum(counts[who]), who))[: max(0, limit)]
    names = called(connection, best)
    countries: dict[str, str | None] = {}
    for n in range(0, len(best), 400):
        found = connection.execute(sa.select(_N.who, _N.country).where(_N.who.in_(best[n : n + 400])))
        countries.update((row[0], row[1]) for row in found)
    return [_place(who, names.get(who), countries.get(who), counts[who], times[who]) for who in best]


def _none() -> list[int]:
    return [0, 0, 0, 0]


def _place(
    who: str, name: Party | None, country: str | None, quads: list[int], times: Mapping[str, list[int]]
) -> Place:
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
        times={begin: (n[0], n[1], n[2], n[3]) for begin, n in sorted(times.items())},
    )
