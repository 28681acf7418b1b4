"""Pages of happenings: chosen, ordered and counted by the database, so that no body is decoded but those of a page.

A happening is a cluster of `marsad.weave`: events, or statements of one utterance, that one or several reports tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy import Text as PlainText
from sqlalchemy.engine import Connection

from marsad.store import tables
from marsad.store.search import Values, day, everybody_called, outlet_is

MAX_LIMIT: Final = 500
MEMBERS: Final = 40  # of one row; `Happening.told` says how many there are
_MANY: Final = 400  # values in one look-up
_C, _M, _R = tables.clusters.c, tables.members.c, tables.reports.c

Order = Literal["latest", "reports", "happened"]


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which happenings are looked for; several values of one field are alternatives, fields hold together.

    ``kind`` is event or statement, ``type`` a PLOVER type or the force of a statement. ``actor``, ``recipient``,
    ``party`` (either) and ``place`` are names in Arabic or English (whole words), ids of the knowledge base, or `who`
    as the store has it; one of the happening's tellings must have them. ``outlet`` and ``report`` (an id) tell it.
    ``since`` and ``until`` are ISO days, both included, on which it happened; where that is not known, the day of its
    latest report counts. ``differs``: whether the values of some slot differ; ``slot``: of this one (dead, date ...).
    ``reports``, ``outlets``, ``origins`` are the fewest. ``order``: latest report first, most reports first, or latest
    happening first.
    """

    kind: Values = ()
    type: Values = ()
    status: Values = ()
    actor: Values = ()
    recipient: Values = ()
    party: Values = ()
    place: Values = ()
    outlet: Values = ()
    report: Values = ()
    since: str | None = None
    until: str | None = None
    differs: bool | None = None
    slot: Values = ()
    credibility: tuple[int, ...] = ()
    reports: int = 2
    outlets: int = 1
    origins: int = 1
    order: Order = "latest"


class Party(msgspec.Struct, frozen=True):
    """Somebody, or a place, as the store knows him across reports (`who`), and what he is called."""

    who: str
    name_ar: str | None
    name_en: str | None


class Member(msgspec.Struct, frozen=True):
    """One telling: report (id, and key in the store), the id of the event or statement in it, and the report's head."""

    key: int
    report: str
    id: str
    title: str | None
    outlet: str | None
    published: str | None


class Happening(msgspec.Struct, frozen=True):
    """One row of a page. Days are ISO; ``date`` is there where it is one day.

    ``actors`` and ``recipients`` are those of at least half of the tellings that name any, the most frequent first.
    ``members`` are the first 40 tellings by day of publication, report and id, ``told`` how many there are.
    ``differing`` names the slots whose values differ. ``latest`` is the day of the latest report.
    """

    id: str
    kind: str
    type: str | None
    status: str | None
    date: str | None
    first_day: str | None
    last_day: str | None
    place: Party | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    reports: int
    outlets: int
    origins: int
    credibility: int
    differs: bool
    differing: tuple[str, ...]
    latest: str | None
    told: int
    members: tuple[Member, ...]


class HappeningsPage(msgspec.Struct, frozen=True):
    """Some happenings, and how many there are in all."""

    total: int
    rows: tuple[Happening, ...]


def page(connection: Connection, asked: Asked, *, limit: int = 20, offset: int = 0) -> HappeningsPage:
    """The happenings asked for, from `offset` on, 500 at the most. Raises ``bad-date``."""
    where = _where(asked)
    query = sa.select(_C.id).where(*where).order_by(*_order(asked))
    first, most = max(0, offset), max(0, min(limit, MAX_LIMIT))
    if asked.actor or asked.recipient or asked.party or asked.place or asked.outlet or asked.report:
        # To count them by themselves would cost the whole search once more.
        ids = list(connection.execute(query).scalars())
        return HappeningsPage(len(ids), tuple(rows(connection, ids[first : first + most])))
    total = int(connection.execute(sa.select(sa.func.count()).select_from(tables.clusters).where(*where)).scalar_one())
    ids = list(connection.execute(query.limit(most).offset(first)).scalars())
    return HappeningsPage(total, tuple(rows(connection, ids)))


def counts(connection: Connection, asked: Asked) -> dict[str, list[tuple[str, int]]]:
    """How many of the happenings asked for have which kind, type and status, the most frequent first."""
    where = _where(asked)
    found: dict[str, list[tuple[str, int]]] = {}
    for column in (_C.kind, _C.type, _C.status):
        number = sa.func.count()
        query = sa.select(column, number).where(*where, column.is_not(None)).group_by(column)
        found[column.name] = [(row[0], row[1]) for row in connection.execute(query.order_by(number.desc(), column))]
    return found


def _where(asked: Asked) -> list[sa.ColumnElement[bool]]:
    # Written out and not bound, so that both databases see that the index of several reports serves.
    out: list[sa.ColumnElement[bool]] = [_C.reports > sa.literal_column("1")] if asked.reports > 1 else []
    if asked.reports > 2:
        out.append(_C.reports >= asked.reports)
    for column, least in ((_C.outlets, asked.outlets), (_C.origins, asked.origins)):
        out += [column >= least] if least > 1 else []
    for column, values in ((_C.kind, asked.kind), (_C.status, asked.status), (_C.credibility, asked.credibility)):
        out += [column.in_(values)] if values else []
    if asked.type:
        # Types of events are written in capitals, forces of statements are not.
        out.append(_C.type.in_([form for t in asked.type for form in (t.upper(), t.lower())]))
    if asked.differs is not None:
        out.append(_C.differs == asked.differs)
    if asked.slot:
        out.append(sa.or_(*(_C.differing.contains(f'"{slot}"', autoescape=True) for slot in asked.slot)))
    if asked.since is not None:
        out.append(sa.func.coalesce(_C.last_day, _C.latest) >= day(asked.since))
    if asked.until is not None:
        out.append(sa.func.coalesce(_C.first_day, _C.latest) <= day(asked.until))
    parts = (
        (("actor", "speaker"), asked.actor),
        (("recipient", "addressee"), asked.recipient),
        (("actor", "speaker", "recipient", "addressee"), asked.party),
        (("place",), asked.place),
    )
    # Of those that several reports tell, the index is gone through; a look-up of each by its id would take longer.
    id = _C.id.concat("") if asked.reports > 1 else _C.id
    out += (id.in_(_told_of(roles, values)) for roles, values in parts if values)
    if asked.outlet or asked.report:
        told = sa.select(_M.cluster).join(tables.reports, _R.key == _M.report)
        if asked.outlet:
            out.append(id.in_(told.where(sa.or_(*(outlet_is(name) for name in asked.outlet)))))
        if asked.report:
            out.append(id.in_(told.where(_R.id.in_(asked.report))))
    return out


def _told_of(roles: Sequence[str], values: Values) -> sa.Select[Any]:
    """Clusters of which a telling has somebody of the names in one of the parts."""
    r = tables.roles.c
    who = sa.or_(*(r.who.in_(everybody_called(value)) for value in values))
    own = sa.and_(_M.report == r.report, _M["of"] == r["of"])
    return sa.select(_M.cluster).join(tables.roles, own).where(who, r.role.in_(roles))


def _order(asked: Asked) -> tuple[sa.ColumnElement[Any], ...]:
    latest = (sa.func.coalesce(_C.latest, "").desc(), _C.id)
    if asked.order == "reports":
        return (_C.reports.desc(), *latest)
    if asked.order == "happened":
        return (sa.func.coalesce(_C.last_day, "").desc(), *latest)
    return latest


def rows(connection: Connection, ids: Sequence[str]) -> list[Happening]:
    """Happenings by their ids, in that order; ids of none are passed over."""
    found: dict[str, sa.Row[Any]] = {}
    for some in _parts(ids):
        query = sa.select(*(column for column in _C if column.name not in ("body", "engine"))).where(_C.id.in_(some))
        found |= {row.id: row for row in connection.execute(query)}
    members = _members(connection, list(found))
    told = _parties(connection, list(found))
    somebody = {who for of in told.values() for often in of.values() for who in often}
    names = called(connection, somebody | {row.place for row in found.values() if row.place})
    out: list[Happening] = []
    for id in ids:
        row = found.get(id)
        if row is None:
            continue
        often, mine = told.get(id, {}), members.get(id, [])
        # The weave has a key of its own for a place of no list; by its name it is known from the tellings.
        place = row.place if row.place in names else next(iter(often.get("place", ())), row.place)
        out.append(
            Happening(
                id=id,
                kind=row.kind,
                type=row.type,
                status=row.status,
                date=row.date,
                first_day=row.first_day,
                last_day=row.last_day,
                place=None if place is None else names.get(place, Party(place, None, None)),
                actors=tuple(names.get(who, Party(who, None, None)) for who in often.get("actor", ())),
                recipients=tuple(names.get(who, Party(who, None, None)) for who in often.get("recipient", ())),
                reports=row.reports,
                outlets=row.outlets,
                origins=row.origins,
                credibility=row.credibility,
                differs=row.differs,
                differing=tuple(msgspec.json.decode(row.differing, type=list[str])) if row.differing else (),
                latest=row.latest,
                told=len(mine),
                members=tuple(mine[:MEMBERS]),
            )
        )
    return out


def _members(connection: Connection, ids: Sequence[str]) -> dict[str, list[Member]]:
    out: dict[str, list[Member]] = {}
    for some in _parts(ids):
        query = (
            sa.select(_M.cluster, _R.key, _R.id, _M["of"], _R.title, _R.outlet, _R.published)
            .join(tables.reports, _R.key == _M.report)
            .where(_M.cluster.in_(some))
        )
        for row in connection.execute(query):
            out.setdefault(row[0], []).append(Member(*row[1:]))
    for listed in out.values():
        listed.sort(key=lambda m: (m.published or "", m.report, m.id[:1], len(m.id), m.id))
    return out


def _parties(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """By cluster and part, who stands in at least half of the tellings that have any; at least the most frequent."""
    r = tables.roles.c
    # A speaker is the actor of a statement, an addressee its recipient.
    part = sa.case((r.role.in_(("actor", "speaker")), "actor"), (r.role == "place", "place"), else_="recipient")
    telling = sa.cast(_M.report, PlainText).concat("#").concat(_M["of"])
    out: dict[str, dict[str, list[str]]] = {}
    for some in _parts(ids):
        own = (
            sa.select(_M.cluster, part.label("part"), r.who, telling.label("telling"))
            .join(tables.roles, sa.and_(r.report == _M.report, r["of"] == _M["of"]))
            .where(_M.cluster.in_(some))
            .subquery()
        )
        number = sa.func.count(own.c.telling.distinct())
        asked = sa.select(own.c.cluster, own.c.part, number).group_by(own.c.cluster, own.c.part)
        all_ = {(row[0], row[1]): row[2] for row in connection.execute(asked)}
        asked = sa.select(own.c.cluster, own.c.part, own.c.who, number)
        asked = asked.group_by(own.c.cluster, own.c.part, own.c.who).order_by(number.desc(), own.c.who)
        top: dict[tuple[str, str], int] = {}
        for cluster, name, who, n in connection.execute(asked):
            most = top.setdefault((cluster, name), n)
            if n == most or n * 2 >= all_[cluster, name]:
                out.setdefault(cluster, {}).setdefault(name, []).append(who)
    return out


def called(connection: Connection, who: set[str]) -> dict[str, Party]:
    """What somebody or a place is called, by `who`; those that nobody knows are left out."""
    n = tables.names.c
    out: dict[str, Party] = {}
    for some in _parts(sorted(who)):
        for row in connection.execute(sa.select(n.who, n.name_ar, n.name_en).where(n.who.in_(some))):
            out[row.who] = Party(*row)
    return out


def _parts(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[n : n + _MANY] for n in range(0, len(values), _MANY)]
