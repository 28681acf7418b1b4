"""How many of the reports that were found have which value of a facet.

What values each report has is kept in the process, as numbers, once it was asked for: a count then reads nothing but
the keys of the reports. What came in or was read anew since is fetched at the next question.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final
from weakref import WeakKeyDictionary

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from marsad.store import tables
from marsad.store.search import Request, matching

Count = tuple[str, str, int]  # value, what it is called, reports

TOP: Final = 20
_ROLES: Final = ("speaker", "addressee", "actor", "recipient", "place")
FACETS: Final = ("type", "status", "channel", "force", "outlet", "month", *_ROLES)
MAX_KEPT: Final = 200_000  # reports whose values are kept; of more they are read each time
_MANY: Final = 400
_VALUES = msgspec.json.Decoder(dict[str, list[str]])


class Value(msgspec.Struct, frozen=True):
    """A value of a facet with the number of reports; names are there for those who take part, and for places."""

    value: str
    reports: int
    name_ar: str | None = None
    name_en: str | None = None


class _Kept:
    """The values of the reports of one database, as numbers."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.numbers: dict[tuple[str, str], int] = {}
        self.named: list[tuple[str, str]] = []
        self.of: dict[int, tuple[tuple[int, str], tuple[int, ...]]] = {}  # by report: what was read, numbers

    def number(self, facet: str, value: str) -> int:
        """The number of a value."""
        found = self.numbers.get((facet, value))
        if found is None:
            found = self.numbers[facet, value] = len(self.named)
            self.named.append((facet, value))
        return found

    def refresh(self, connection: Connection) -> None:
        """Fetches what is new, and forgets what is no more."""
        r, c, f = tables.reports.c, tables.records.c, tables.facets.c
        # The stamp stands before the body in the table, so that no body is read for it.
        query = sa.select(r.key, r.version, c.engine).join(tables.records, c.report == r.key)
        now = {row[0]: (row[1], row[2]) for row in connection.execute(query)}
        for key in [key for key in self.of if key not in now]:
            del self.of[key]
        stale = [key for key, stamp in now.items() if key not in self.of or self.of[key][0] != stamp]
        asked = sa.select(r.key, r.outlet, sa.func.substr(r.published, 1, 7), f["values"])
        asked = asked.outerjoin(tables.facets, f.report == r.key)
        for n in range(0, len(stale), _MANY):
            for key, outlet, month, packed in connection.execute(asked.where(r.key.in_(stale[n : n + _MANY]))):
                self.of[key] = (now[key], tuple(self._numbers(outlet, month, packed)))

    def _numbers(self, outlet: str | None, month: str | None, packed: bytes | None) -> Iterable[int]:
        values = _VALUES.decode(packed) if packed else {}
        values["outlet"] = [outlet] if outlet else []
        values["month"] = [month] if month else []
        return (self.number(name, value) for name in FACETS for value in values.get(name, ()))


_KEPT: Final[WeakKeyDictionary[Engine, tuple[_Kept, tuple[object, ...]]]] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()


def _stamp(connection: Connection) -> tuple[object, ...]:
    """Changes with every report that comes in, is corrected, is read anew or goes."""
    r, c = tables.reports.c, tables.records.c
    first = connection.execute(sa.select(sa.func.count(), sa.func.max(r.version)).select_from(tables.reports)).one()
    engines = connection.execute(sa.select(c.engine, sa.func.count()).group_by(c.engine).order_by(c.engine)).all()
    return (first[0], first[1], *(tuple(row) for row in engines))


def _kept(connection: Connection) -> _Kept:
    stamp = _stamp(connection)
    with _LOCK:
        kept, before = _KEPT.get(connection.engine, (None, ()))
        if kept is None or (isinstance(stamp[0], int) and stamp[0] > MAX_KEPT):
            kept, before = _Kept(), ()
    if before != stamp:
        with kept.lock:
            kept.refresh(connection)
        with _LOCK:
            _KEPT[connection.engine] = (kept, stamp)
    return kept


def counted(
    connection: Connection, keys: Sequence[int], names: tuple[str, ...] = FACETS, *, top: int = TOP
) -> dict[str, list[Value]]:
    """For each facet its most frequent values among the reports of the keys."""
    best = _best(connection, keys, names, top)
    called = _called(connection, {value for name in _ROLES for value, _ in best.get(name, ())})
    return {name: [Value(v, n, *called.get(v, (None, None))) for v, n in found] for name, found in best.items()}


def _best(
    connection: Connection, keys: Sequence[int], names: tuple[str, ...], top: int
) -> dict[str, list[tuple[str, int]]]:
    kept = _kept(connection)
    nothing: tuple[tuple[int, str], tuple[int, ...]] = ((0, ""), ())
    counts = Counter(chain.from_iterable(kept.of.get(key, nothing)[1] for key in keys))
    named = kept.named
    by_facet: dict[str, list[tuple[str, int]]] = {name: [] for name in names}
    full: dict[str, int] = {}  # the number that the last value of a facet has, once there are enough
    for number, count in counts.most_common():
        facet, value = named[number]
        if full.get(facet, 0) > count:
            continue
        found = by_facet.get(facet)
        if found is not None:
            found.append((value, count))
            if len(found) == top:
                full[facet] = count
    return {name: sorted(found, key=lambda item: (-item[1], item[0]))[:top] for name, found in by_facet.items()}


def facets(
    connection: Connection, request: Request, names: tuple[str, ...] = FACETS, *, top: int = TOP
) -> dict[str, list[Count]]:
    """For each facet its most frequent values among the reports of a request: value, its name, number of reports."""
    keys = connection.execute(matching(connection, request)).scalars().all()
    found = counted(connection, keys, names, top=top)
    return {
        name: [(v.value, v.name_ar or v.name_en or v.value, v.reports) for v in values]
        for name, values in found.items()
    }


def called(connection: Connection, who: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
    """What those of the keys are called: Arabic, English; keys of nobody are left out."""
    return _called(connection, set(who))


def _called(connection: Connection, who: set[str]) -> dict[str, tuple[str | None, str | None]]:
    n = tables.names.c
    out: dict[str, tuple[str | None, str | None]] = {}
    listed = sorted(who)
    for at in range(0, len(listed), _MANY):
        query = sa.select(n.who, n.name_ar, n.name_en).where(n.who.in_(listed[at : at + _MANY]))
        out.update((row[0], (row[1], row[2])) for row in connection.execute(query))
    return out
