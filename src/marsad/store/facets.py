"""How many of the reports that were found have which value of a facet."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.store import tables
from marsad.store.search import Request, matching

Count = tuple[str, str, int]  # value, what it is called, reports

TOP: Final = 20
_S, _E, _N, _R = tables.statements.c, tables.events.c, tables.names.c, tables.reports.c
_PLAIN: Final[dict[str, tuple[Any, Any]]] = {
    "type": (_E.type, _E.report),
    "status": (_E.status, _E.report),
    "channel": (_S.channel, _S.report),
    "force": (_S.force, _S.report),
    "outlet": (_R.outlet, _R.key),
    "month": (sa.func.substr(_R.published, 1, 7), _R.key),
}
_ROLES: Final = ("speaker", "addressee", "actor", "recipient", "place")
FACETS: Final = (*_PLAIN, *_ROLES)


def facets(
    connection: Connection, request: Request, names: tuple[str, ...] = FACETS, *, top: int = TOP
) -> dict[str, list[Count]]:
    """For each facet its most frequent values among the reports of a request: value, its name, number of reports."""
    keys = matching(connection, request)
    out: dict[str, list[Count]] = {}
    for name in names:
        if name in _PLAIN:
            column, report = _PLAIN[name]
            n = sa.func.count(report.distinct())
            query = sa.select(column, column, n).where(report.in_(keys), column.is_not(None)).group_by(column)
        else:
            r = tables.roles.c
            n = sa.func.count(r.report.distinct())
            shown = sa.func.coalesce(_N.name_ar, _N.name_en, _N.who)
            query = (
                sa.select(_N.who, shown, n)
                .join(tables.roles, r.who == _N.who)
                .where(r.role == name, r.report.in_(keys))
                .group_by(_N.who, _N.name_ar, _N.name_en)
            )
        rows = connection.execute(query.order_by(n.desc(), query.selected_columns[0]).limit(top))
        out[name] = [(str(value), str(called), int(count)) for value, called, count in rows]
    return out
