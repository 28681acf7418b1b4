"""Events across reports: chosen by who, what, where and when; counted by day; listed with who told them.

Days are `events.day` (see `marsad.store.rows.day_of`): the day that an event counts for.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.store import tables
from marsad.store.happenings import Party
from marsad.store.packing import unpack_bytes
from marsad.store.search import Values, day, everybody_called

MAX_LIMIT: Final = 500
FEW: Final = 500  # reports of a small database
MOST_CALLED: Final = 300  # people of one name that are looked for
_MANY: Final = 400
_QUOTE: Final = 260  # characters of a sentence that are shown
_E, _R, _O, _N = tables.events.c, tables.reports.c, tables.roles.c, tables.names.c

Step = Literal["day", "week", "month"]
STEPS: Final[tuple[Step, ...]] = ("day", "week", "month")


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which events are looked for; several values of one field are alternatives, fields hold together.

    ``party`` (in any part), ``actor``, ``recipient`` and ``place`` are ids as the store has them (`who`) or names in
    Arabic or English; a country as a place stands for the places in it too. ``since`` and ``until`` are ISO days.
    """

    party: Values = ()
    actor: Values = ()
    recipient: Values = ()
    type: Values = ()
    status: Values = ()
    quad: tuple[int, ...] = ()
    place: Values = ()
    since: str | None = None
    until: str | None = None


class Bin(msgspec.Struct, frozen=True):
    """How many events of a quad class (None: none is known) and a status count for the time that begins on ``day``."""

    day: str
    quad: int | None
    status: str
    n: int


class EventRow(msgspec.Struct, frozen=True):
    """An event of a report. ``date`` is what the report says, ``day`` what it counts for; ``gloss`` one line on it in
    Arabic and English; ``quote`` the sentence that tells it, cut where it is long, ``mark`` where its trigger stands in
    the quote. Numbers of people are None where none is told."""

    report: str
    id: str
    title: str | None
    outlet: str | None
    published: str | None
    type: str
    mode: str | None
    status: str
    quad: int | None
    date: str | None
    day: str | None
    deadline: str | None
    dead: float | None
    injured: float | None
    place: Party | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    gloss: dict[str, str] | None
    quote: str
    mark: tuple[int, int]


class EventsPage(msgspec.Struct, frozen=True):
    """Some events, and how many there are in all."""

    total: int
    rows: tuple[EventRow, ...]


class _Told(msgspec.Struct):
    id: str
    gloss: dict[str, str] | None = None


class _Body(msgspec.Struct):
    """What a list of events needs of a record."""

    text: str
    events: list[_Told]


_BODY: Final = msgspec.json.Decoder(_Body)


def who_is(connection: Connection, value: str) -> list[str]:
    """Who is meant by an id or a name, as the store has them: the one whose id it is, else all who are called so."""
    if connection.execute(sa.select(_N.who).where(_N.who == value)).first():
        return [value]
    found = everybody_called(value).order_by(_N.who).limit(MOST_CALLED)
    return list(connection.execute(found).scalars())


def places(connection: Connection, value: str) -> list[str]:
    """The places that are meant by an id or a name; of a country also those that are in it."""
    found = who_is(connection, value)
    codes = [who for who in {value, *found} if len(who) == 3 and who.isascii() and who.isupper()]
    if codes:
        inside = sa.select(_N.who).where(_N.type == "LOC", _N.country.in_(codes)).order_by(_N.who)
        found = sorted({*found, *connection.execute(inside).scalars()})
    return found


def latest_day(connection: Connection) -> str | None:
    """The day of the latest report, from which lists and charts look back."""
    found = connection.execute(sa.select(sa.func.max(_R.published))).scalar_one()
    return None if found is None else str(found)[:10]


def back(connection: Connection, latest: str, days: int) -> str:
    """The first of so many days that end with the latest report's; of a small database the first report's, if earlier.

    A few reports are looked at as a whole; of many, what is new.
    """
    first = (dt.date.fromisoformat(latest) - dt.timedelta(days=days - 1)).isoformat()
    few = sa.select(_R.key).limit(FEW + 1).subquery()
    if connection.execute(sa.select(sa.func.count()).select_from(few)).scalar_one() > FEW:
        return first
    earliest = connection.execute(sa.select(sa.func.min(_R.published))).scalar_one()
    return min(first, str(earliest)[:10])


def bulk(connection: Connection, latest: str, days: int) -> str:
    """As `back`, but of a small database without the oldest sixth of its reports: charts show where most are."""
    first = back(connection, latest, days)
    known = sa.select(_R.published).where(_R.published.is_not(None)).order_by(_R.published)
    number = int(connection.execute(sa.select(sa.func.count()).select_from(known.subquery())).scalar_one())
    if number > FEW:
        return first
    sixth = connection.execute(known.offset(number // 6).limit(1)).scalar_one()
    return max(first, min(str(sixth)[:10], (dt.date.fromisoformat(latest) - dt.timedelta(days=days - 1)).isoformat()))


def chosen(connection: Connection, asked: Asked) -> tuple[sa.FromClause, list[sa.ColumnElement[bool]]]:
    """What to select from (`tables.events`, joined to those who take part), and on what condition.

    Raises ``bad-date``.
    """
    source: sa.FromClause = tables.events
    where: list[sa.ColumnElement[bool]] = []
    for column, values in ((_E.type, asked.type), (_E.status, asked.status), (_E.quad, asked.quad)):
        where += [column.in_(values)] if values else []
    where += [_E.day >= day(asked.since)] if asked.since else []
    where += [_E.day <= day(asked.until)] if asked.until else []
    parts: tuple[tuple[tuple[str, ...], Values], ...] = (
        (("actor", "recipient"), asked.party),
        (("actor",), asked.actor),
        (("recipient",), asked.recipient),
        (("place",), asked.place),
    )
    for roles, values in parts:
        if not values:
            continue
        look = places if roles == ("place",) else who_is
        who = sorted({one for value in values for one in look(connection, value)})
        part = sa.select(_O.report, _O["of"].label("id")).where(_or_in(_O.who, who), _O.role.in_(roles))
        mine = part.distinct().subquery()
        source = source.join(mine, sa.and_(mine.c.report == _E.report, mine.c.id == _E.id))
    return source, where


def _or_in(column: sa.Column[Any], values: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *(column.in_(some) for some in _parts(values)))


def begin_of(value: str, step: Step) -> str | None:
    """The first day of the week (from Monday) or month that a day is in; None for a day that no calendar has."""
    if step == "month":
        return value[:7] + "-01"
    try:
        found = dt.date.fromisoformat(value)
    except ValueError:
        return None
    return value if step == "day" else (found - dt.timedelta(days=found.weekday())).isoformat()


def step_for(since: str, until: str) -> Step:
    """The step in which a stretch of time is well seen: some 30 to 130 bins."""
    days = (dt.date.fromisoformat(until) - dt.date.fromisoformat(since)).days
    return "day" if days <= 130 else "week" if days <= 900 else "month"


def tempo(connection: Connection, asked: Asked, step: Step = "day") -> list[Bin]:
    """How many events there were when, in order of time, quad class and status. Raises ``bad-date``."""
    source, where = chosen(connection, asked)
    query = (
        sa.select(_E.day, _E.quad, _E.status, sa.func.count())
        .select_from(source)
        .where(_E.day.is_not(None), *where)
        .group_by(_E.day, _E.quad, _E.status)
    )
    counts: Counter[tuple[str, int | None, str]] = Counter()
    for on, quad, status, n in connection.execute(query):
        begin = begin_of(on, step)
        if begin is not None:
            counts[begin, quad, status] += n
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] or 0, item[0][2]))
    return [Bin(*key, n) for key, n in ordered]


def page(connection: Connection, asked: Asked, *, limit: int = 25, offset: int = 0) -> EventsPage:
    """The events asked for, the latest first, from `offset` on, 500 at the most. Raises ``bad-date``."""
    source, where = chosen(connection, asked)
    where = [_E.day.is_not(None), *where]
    total = int(connection.execute(sa.select(sa.func.count()).select_from(source).where(*where)).scalar_one())
    query = sa.select(_E.report, _E.id).select_from(source).where(*where)
    query = query.order_by(_E.day.desc(), _E.report.desc(), _E.n)
    found = connection.execute(query.limit(max(0, min(limit, MAX_LIMIT))).offset(max(0, offset))).all()
    return EventsPage(total, tuple(rows(connection, [(row[0], row[1]) for row in found])))


def rows(connection: Connection, keys: Sequence[tuple[int, str]]) -> list[EventRow]:
    """Events by report's key and id, in that order; those that are not there are passed over."""
    found: dict[tuple[int, str], sa.Row[Any]] = {}
    bodies: dict[int, _Body] = {}
    for some in _parts(sorted({key for key, _ in keys})):
        query = (
            sa.select(tables.events, _R.id.label("of_report"), _R.title, _R.outlet, _R.published)
            .join(tables.reports, _R.key == _E.report)
            .where(_E.report.in_(some))
        )
        found |= {(row.report, row.id): row for row in connection.execute(query)}
        c = tables.records.c
        for key, body in connection.execute(sa.select(c.report, c.body).where(c.report.in_(some))):
            bodies[key] = _BODY.decode(unpack_bytes(body))
    parties = parties_of(connection, keys)
    out: list[EventRow] = []
    for key in keys:
        row = found.get(key)
        if row is None:
            continue
        body, mine = bodies[key[0]], parties.get(key, {})
        quote, mark = sentence(body.text, row.trigger_start, row.trigger_end)
        out.append(
            EventRow(
                report=row.of_report,
                id=row.id,
                title=row.title,
                outlet=row.outlet,
                published=row.published,
                type=row.type,
                mode=row.mode,
                status=row.status,
                quad=row.quad,
                date=row.date,
                day=row.day,
                deadline=row.deadline,
                dead=row.dead,
                injured=row.injured,
                place=next(iter(mine.get("place", ())), None),
                actors=tuple(mine.get("actor", ())),
                recipients=tuple(mine.get("recipient", ())),
                gloss=next((e.gloss for e in body.events if e.id == row.id), None),
                quote=quote,
                mark=mark,
            )
        )
    return out


def parties_of(
    connection: Connection, keys: Iterable[tuple[int, str]]
) -> dict[tuple[int, str], dict[str, list[Party]]]:
    """Who plays which part in events and statements (by report's key and id): parts with those who play them."""
    wanted = set(keys)
    out: dict[tuple[int, str], dict[str, list[Party]]] = {}
    e = tables.entities.c
    for some in _parts(sorted({key for key, _ in wanted})):
        query = (
            sa.select(_O.report, _O["of"], _O.role, _O.who, e.name_ar, e.name_en)
            .join(tables.entities, sa.and_(e.report == _O.report, e.id == _O.entity))
            .where(_O.report.in_(some))
            .order_by(_O.report, _O["of"], _O.role, _O.n)
        )
        for report, of, role, *party in connection.execute(query):
            if (report, of) in wanted:
                out.setdefault((report, of), {}).setdefault(role, []).append(Party(*party))
    return out


def sentence(text: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    """The sentence around ``[start, end)`` of a text, cut at words where it is long, and where the span is in it."""
    ends = ".!؟?\n"
    first, last = start, end
    while first > 0 and text[first - 1] not in ends and start - first < _QUOTE // 2:
        first -= 1
    while last < len(text) and text[last] not in ends and last - end < _QUOTE // 2:
        last += 1
    if first > 0 and text[first - 1] not in ends:
        while first < start and not text[first].isspace():
            first += 1
    if last < len(text) and text[last] not in ends:
        while last > end and not text[last - 1].isspace():
            last -= 1
    while first < start and text[first].isspace():
        first += 1
    return text[first:last].rstrip(), (start - first, end - first)


def called(connection: Connection, who: Iterable[str]) -> dict[str, Party]:
    """What those are called."""
    out: dict[str, Party] = {}
    for some in _parts(sorted(set(who))):
        for row in connection.execute(sa.select(_N.who, _N.name_ar, _N.name_en).where(_N.who.in_(some))):
            out[row.who] = Party(*row)
    return out


def _parts(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[n : n + _MANY] for n in range(0, len(values), _MANY)]
