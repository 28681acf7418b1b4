"""How many of the reports that were found have which value of a facet."""

from __future__ import annotations

from collections import Counter
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.store import tables
from marsad.store.search import Request, matching

Count = tuple[str, str, int]  # value, what it is called, reports

TOP: Final = 20
_ROLES: Final = ("speaker", "addressee", "actor", "recipient", "place")
FACETS: Final = ("type", "status", "channel", "force", "outlet", "month", *_ROLES)
_VALUES = msgspec.json.Decoder(dict[str, list[str]])


def facets(
    connection: Connection, request: Request, names: tuple[str, ...] = FACETS, *, top: int = TOP
) -> dict[str, list[Count]]:
    """For each facet its most frequent values among the reports of a request: value, its name, number of reports."""
    r, f = tables.reports.c, tables.facets.c
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    query = (
        sa.select(r.outlet, sa.func.substr(r.published, 1, 7), f["values"])
        .outerjoin(tables.facets, f.report == r.key)
        .where(r.key.in_(matching(connection, request)))
    )
    for outlet, month, packed in connection.execute(query.execution_options(yield_per=1_000)):
        values = _VALUES.decode(packed) if packed else {}
        values["outlet"] = [outlet] if outlet else []
        values["month"] = [month] if month else []
        for name, count in counts.items():
            count.update(values.get(name, ()))
    best = {name: sorted(c.items(), key=lambda item: (-item[1], item[0]))[:top] for name, c in counts.items()}
    called = _called(connection, {value for name in _ROLES for value, _ in best.get(name, ())})
    return {name: [(v, called.get(v, v), n) for v, n in found] for name, found in best.items()}


def _called(connection: Connection, who: set[str]) -> dict[str, str]:
    """What those are called, in Arabic where there is such a name."""
    n = tables.names.c
    out: dict[str, str] = {}
    listed = sorted(who)
    for at in range(0, len(listed), 400):
        query = sa.select(n.who, sa.func.coalesce(n.name_ar, n.name_en, n.who)).where(n.who.in_(listed[at : at + 400]))
        out.update((key, name) for key, name in connection.execute(query))
    return out
