"""What a database holds, in figures."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.library.weaving import ahead
from marsad.store import tables
from marsad.store.engine_id import engine_id


class Status(msgspec.Struct, frozen=True):
    """What a database holds. ``outdated`` counts records that another engine made, ``aside`` inputs by error code.

    ``woven`` and ``waiting``: reports that the weave has taken in, and that it has not; ``anew``: why the next one
    weaves all of them again (rules, records, judgements), None where it goes on.
    """

    database: str
    reports: int
    versions: int
    outlets: int
    first: str | None
    last: str | None
    statements: int
    events: int
    outdated: int
    engine: str
    sources: int
    copied: int
    partly: int
    aside: dict[str, int]
    woven: int = 0
    waiting: int = 0
    anew: str | None = None


def status_of(connection: Connection, name: str) -> Status:
    """What a database of a name holds."""

    def rows(table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one())

    r = tables.reports.c
    days = connection.execute(sa.select(sa.func.min(r.published), sa.func.max(r.published))).one()
    aside = connection.execute(
        sa.select(tables.aside.c.code, sa.func.count()).group_by(tables.aside.c.code).order_by(tables.aside.c.code)
    )
    next_weave = ahead(connection)
    return Status(
        database=name,
        reports=rows(tables.reports),
        versions=rows(tables.versions),
        outlets=int(connection.execute(sa.select(sa.func.count(r.outlet.distinct()))).scalar_one()),
        first=days[0],
        last=days[1],
        statements=rows(tables.statements),
        events=rows(tables.events),
        outdated=rows(tables.records, tables.records.c.engine != engine_id()),
        engine=engine_id(),
        sources=rows(tables.sources, tables.sources.c.active),
        copied=rows(tables.copies, tables.copies.c["class"] == "copied"),
        partly=rows(tables.copies, tables.copies.c["class"] == "partly"),
        aside={row.code: row[1] for row in aside},
        woven=next_weave.woven,
        waiting=next_weave.waiting,
        anew=next_weave.anew,
    )
