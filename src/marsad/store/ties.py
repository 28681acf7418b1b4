"""Who has to do with whom: pairs that act on each other, and the network of contacts, threats and words."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.store import tables
from marsad.store.events import Step, begin_of, who_is
from marsad.store.search import day

Kind = Literal["contacts", "threats", "conflict", "cooperation", "tells"]
KINDS: Final[tuple[Kind, ...]] = ("contacts", "threats", "conflict", "cooperation", "tells")
MAX_TIES: Final = 200
_E, _R, _O, _N = tables.events.c, tables.reports.c, tables.roles.c, tables.names.c


class Pair(msgspec.Struct, frozen=True):
    """Who acts on whom: how many events, by quad class (1 to 4, in that order)."""

    actor: str
    recipient: str
    n: int
    quads: tuple[int, int, int, int]


class Tie(msgspec.Struct, frozen=True):
    """From whom to whom, how often, and how often in each time (its first day)."""

    source: str
    target: str
    n: int
    times: dict[str, int]


def _parties(since: str | None, until: str | None, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Actor, recipient and event; unnamed people are left out, for those of one class are not one person."""
    a, b = tables.roles.alias("a"), tables.roles.alias("b")
    query = (
        sa.select(a.c.who, b.c.who.label("target"))
        .select_from(tables.events)
        .join(a, sa.and_(a.c.report == _E.report, a.c.of == _E.id, a.c.role == "actor"))
        .join(b, sa.and_(b.c.report == _E.report, b.c.of == _E.id, b.c.role == "recipient"))
        .where(a.c.who != b.c.who, a.c.who.not_like("ANON:%"), b.c.who.not_like("ANON:%"), *where)
    )
    return query.where(*_within(_E.day, since, until))


def pairs(connection: Connection, *, since: str | None = None, until: str | None = None, limit: int = 10) -> list[Pair]:
    """The pairs with most actual events in a time, most first. Raises ``bad-date``."""
    query = _parties(since, until, _E.status == "actual").add_columns(_E.quad, sa.func.count())
    query = query.group_by(sa.literal_column("1"), sa.literal_column("2"), _E.quad)
    counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for actor, recipient, quad, n in connection.execute(query):
        if quad:
            counts[actor, recipient][quad - 1] += n
    best = sorted(counts.items(), key=lambda item: (-sum(item[1]), item[0]))[:limit]
    return [Pair(*key, sum(q), (q[0], q[1], q[2], q[3])) for key, q in best]


def network(
    connection: Connection,
    kind: Kind,
    *,
    since: str | None = None,
    until: str | None = None,
    around: str | None = None,
    step: Step = "week",
    limit: int = 80,
) -> list[Tie]:
    """The strongest ties of a kind in a time, strongest first.

    ``contacts`` are actual meetings, calls and visits, without direction; ``threats`` threats; ``conflict`` and
    ``cooperation`` actual material acts; ``tells`` statements with an addressee. `around` (an id or a name) keeps the
    ties of one, and those between the ones he has ties with. Raises ``bad-date``.
    """
    queries = [_told(since, until)] if kind == "tells" else [_done(kind, since, until)]
    if kind == "contacts":
        queries.append(_met(since, until))
    times: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for query in queries:
        for source, target, on, n in connection.execute(query):
            begin = begin_of(on, step) if on else None
            if begin is not None:
                tie = (source, target) if kind != "contacts" or source < target else (target, source)
                times[tie][begin] += n
    if around is not None:
        mine = set(who_is(connection, around))
        near = mine | {who for tie in times if mine & set(tie) for who in tie}
        times = defaultdict(Counter, {tie: t for tie, t in times.items() if set(tie) <= near})
    total = {tie: sum(t.values()) for tie, t in times.items()}
    best = sorted(total, key=lambda tie: (-total[tie], tie))[: max(0, min(limit, MAX_TIES))]
    return [Tie(*tie, total[tie], dict(sorted(times[tie].items()))) for tie in best]


def _done(kind: Kind, since: str | None, until: str | None) -> sa.Select[Any]:
    actual = _E.status == "actual"
    what: dict[Kind, tuple[sa.ColumnElement[bool], ...]] = {
        "contacts": (_E.type == "CONSULT", actual),
        "threats": (_E.type == "THREATEN", _E.status != "negated"),
        "conflict": (_E.quad == 4, actual),
        "cooperation": (_E.quad == 2, actual),
    }
    query = _parties(since, until, *what[kind]).add_columns(_E.day, sa.func.count())
    return query.group_by(sa.literal_column("1"), sa.literal_column("2"), _E.day)


def _met(since: str | None, until: str | None) -> sa.Select[Any]:
    """Those who met each other: actors of one contact."""
    a, b = tables.roles.alias("a"), tables.roles.alias("b")
    query = (
        sa.select(a.c.who, b.c.who.label("target"), _E.day, sa.func.count())
        .select_from(tables.events)
        .join(a, sa.and_(a.c.report == _E.report, a.c.of == _E.id, a.c.role == "actor"))
        .join(b, sa.and_(b.c.report == _E.report, b.c.of == _E.id, b.c.role == "actor", b.c.n > a.c.n))
        .where(a.c.who != b.c.who, a.c.who.not_like("ANON:%"), b.c.who.not_like("ANON:%"))
        .where(_E.type == "CONSULT", _E.status == "actual", *_within(_E.day, since, until))
    )
    return query.group_by(sa.literal_column("1"), sa.literal_column("2"), _E.day)


def _within(column: sa.Column[Any], since: str | None, until: str | None) -> list[sa.ColumnElement[bool]]:
    return [*([column >= day(since)] if since else []), *([column <= day(until)] if until else [])]


def _told(since: str | None, until: str | None) -> sa.Select[Any]:
    a, b = tables.roles.alias("a"), tables.roles.alias("b")
    query = (
        sa.select(a.c.who, b.c.who.label("target"), _R.published, sa.func.count())
        .select_from(tables.reports)
        .join(b, sa.and_(b.c.report == _R.key, b.c.role == "addressee"))
        .join(a, sa.and_(a.c.report == b.c.report, a.c.of == b.c.of, a.c.role == "speaker"))
        .where(a.c.who != b.c.who, a.c.who.not_like("ANON:%"), b.c.who.not_like("ANON:%"))
    ).where(*_within(_R.published, since, until))
    return query.group_by(sa.literal_column("1"), sa.literal_column("2"), _R.published)
