"""Sources in the store: feeds and folders that are looked at again and again, and the items of feeds that are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.store import tables
from marsad.store.identity import canonical
from marsad.store.writing import now

Kind = Literal["feed", "folder"]
MAX_TRIES: Final = 3  # an item that failed so often is left until the feed says that it changed
_MAX_WAIT: Final = 24 * 60  # minutes: a feed that fails is asked ever less often, but once a day
_S, _I = tables.sources, tables.items


class Source(msgspec.Struct, frozen=True):
    """A feed or folder. ``due`` is the instant before which it is not looked at again, ``fault`` why it failed last."""

    key: int
    kind: str
    address: str
    title: str | None
    outlet: str | None
    checked: str | None
    due: str | None
    etag: str | None
    modified: str | None
    failures: int
    fault: str | None


_COLUMNS: Final = tuple(_S.c[name] for name in Source.__struct_fields__)


def register(connection: Connection, kind: Kind, address: str, *, title: str | None, outlet: str | None) -> int:
    """The key of a source, which is added where it is not there; title and outlet are kept where they are given."""
    key = connection.execute(sa.select(_S.c.key).where(_S.c.address == address)).scalar_one_or_none()
    said = {name: value for name, value in (("title", title), ("outlet", outlet)) if value}
    if key is None:
        row = {"kind": kind, "address": address, "added": now(), **said}
        return int(connection.execute(sa.insert(_S).values(row).returning(_S.c.key)).scalar_one())
    connection.execute(sa.update(_S).where(_S.c.key == key).values(active=True, **said))
    return int(key)


def remove(connection: Connection, address: str) -> bool:
    """Looks at a source no longer; its reports stay. Whether there was one."""
    return bool(connection.execute(sa.delete(_S).where(_S.c.address == address)).rowcount)


def sources(connection: Connection, keys: Iterable[int] | None = None) -> list[Source]:
    """The active sources, or those of the keys, in the order in which they were added."""
    query = sa.select(*_COLUMNS).where(_S.c.active).order_by(_S.c.key)
    if keys is not None:
        query = query.where(_S.c.key.in_(list(keys)))
    return [Source(*row) for row in connection.execute(query)]


def due(connection: Connection) -> set[int]:
    """The keys of the active sources that are due."""
    where = (_S.c.active, sa.or_(_S.c.due.is_(None), _S.c.due <= now()))
    return set(connection.execute(sa.select(_S.c.key).where(*where)).scalars())


def claim(connection: Connection, key: int, minutes: int, *, force: bool = False) -> bool:
    """Takes a source that is due for this process: it is due again in `minutes`, and no other process takes it now."""
    free = sa.or_(_S.c.due.is_(None), _S.c.due <= now())
    query = sa.update(_S).where(_S.c.key == key, sa.true() if force else free)
    return bool(connection.execute(query.values(due=_in(minutes))).rowcount)


def checked(
    connection: Connection, key: int, *, title: str | None, etag: str | None, modified: str | None, moved: str | None
) -> None:
    """Notes that a source was looked at and answered; `moved` is its new address, where it has one for good."""
    said: dict[str, object] = {"checked": now(), "failures": 0, "fault": None, "etag": etag, "modified": modified}
    if title:
        said["title"] = sa.func.coalesce(_S.c.title, title)
    if moved and connection.execute(sa.select(_S.c.key).where(_S.c.address == moved)).first() is None:
        said["address"] = moved
    connection.execute(sa.update(_S).where(_S.c.key == key).values(said))


def failed(connection: Connection, key: int, fault: str, minutes: int) -> None:
    """Notes that a source failed: each time in a row doubles the wait, up to a day."""
    failures = int(connection.execute(sa.select(_S.c.failures).where(_S.c.key == key)).scalar_one()) + 1
    wait = min(minutes * 2 ** min(failures, 20), max(_MAX_WAIT, minutes))
    said = {"checked": now(), "failures": failures, "fault": fault[:500], "due": _in(wait)}
    connection.execute(sa.update(_S).where(_S.c.key == key).values(said))


def fresh(connection: Connection, stamps: dict[str, str]) -> set[str]:
    """Those of the items (canonical address to stamp) that are to be fetched: unknown, changed, or failed before."""
    out = set(stamps)
    listed = list(stamps)
    for n in range(0, len(listed), 400):
        query = sa.select(_I.c.address, _I.c.stamp, _I.c.tries).where(_I.c.address.in_(listed[n : n + 400]))
        for address, stamp, tries in connection.execute(query):
            if stamp == stamps[address] and (tries == 0 or tries >= MAX_TRIES):
                out.discard(address)
    return out


def note_item(connection: Connection, source: int, address: str, stamp: str, *, ok: bool) -> None:
    """Notes that an item came in, or failed."""
    address = canonical(address)
    row = {"source": source, "stamp": stamp, "seen": now()}
    before = connection.execute(sa.select(_I.c.stamp, _I.c.tries).where(_I.c.address == address)).one_or_none()
    tries = 0 if ok else 1 + (before.tries if before is not None and before.stamp == stamp else 0)
    if before is None:
        connection.execute(sa.insert(_I).values(address=address, tries=tries, **row))
    else:
        connection.execute(sa.update(_I).where(_I.c.address == address).values(tries=tries, **row))


def _in(minutes: float) -> str:
    return now(dt.timedelta(minutes=minutes))
