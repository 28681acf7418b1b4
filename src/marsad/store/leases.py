"""Duties that one process at a time has, though several work on the database: whoever has one renews it in time."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.store import holders, tables
from marsad.store.writing import now

_L = tables.leases.c


def take(connection: Connection, name: str, seconds: float) -> bool:
    """Takes or renews a duty for so long; False where another process has it. The connection has to be a writer's."""
    row = {"holder": holders.me(), "until": now(dt.timedelta(seconds=seconds))}
    found = connection.execute(sa.select(_L.holder, _L.until).where(_L.name == name)).one_or_none()
    if found is None:
        connection.execute(sa.insert(tables.leases).values(name=name, **row))
        return True
    if found.holder != holders.me() and found.until > now() and not holders.gone(found.holder):
        return False
    connection.execute(sa.update(tables.leases).where(_L.name == name).values(**row))
    return True


def free(connection: Connection, name: str) -> None:
    """Gives a duty back, where this process has it."""
    connection.execute(sa.delete(tables.leases).where(_L.name == name, _L.holder == holders.me()))


def taken(connection: Connection, name: str) -> str | None:
    """Which process has a duty now; None where none has."""
    found = connection.execute(sa.select(_L.holder).where(_L.name == name, _L.until > now())).scalar_one_or_none()
    return None if found is None or holders.gone(found) else str(found)
