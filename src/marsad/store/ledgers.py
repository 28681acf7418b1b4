"""Ledgers in the database: what each record has for them, put together into rows that are chosen by the database.

A *part* is what one record has by itself: its entries, and its signs of what became of others. All parts together give
the rows (`marsad.weave.ledger_states.merged`), each as it stood between the days of its reports, with all signs that
speak of it; so the state on any day is known from one row, and only the rows that are shown are decoded.
"""

from __future__ import annotations

import hashlib
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.store import tables
from marsad.store.search import Values, day
from marsad.store.woven import rules
from marsad.weave.ledger_states import Sign, Signs, Stand, add_signs, begun, fresh_until, merged, state_of
from marsad.weave.ledger_states import signs as signs_of
from marsad.weave.ledgers import LEDGERS, WAITING, Entry, State, as_row, concerns, entries
from marsad.weave.views import View

PAGE: Final = 400
MAX_LIMIT: Final = 500
RUNNING: Final = frozenset({"open", "due"})
_P, _L, _R = tables.ledger_parts.c, tables.ledger_rows.c, tables.reports.c
_NOBODY: Final[frozenset[str]] = frozenset()


class Part(msgspec.Struct, array_like=True):
    """What one record has for the ledgers; ``named`` are all who are named in it, once for all entries and signs."""

    named: frozenset[str]
    entries: list[Entry]
    signs: list[Sign]


class _Body(msgspec.Struct, array_like=True):
    """A row as it stood, and the signs that speak of it: report, id, span, day, state."""

    entry: Entry
    signs: list[Sign]


class _Says(msgspec.Struct, array_like=True, gc=False):
    """The part of a `Sign` that decides a state; what is behind it is passed over."""

    report: msgspec.Raw
    id: msgspec.Raw
    span: msgspec.Raw
    published: str
    says: State


class _Brief(msgspec.Struct, array_like=True):
    """A `_Body` as far as the state of the row is concerned: some rows have thousands of signs."""

    entry: Entry
    signs: list[_Says]


_ENCODE: Final = msgspec.msgpack.Encoder(order="deterministic").encode
_PART: Final = msgspec.msgpack.Decoder(Part)
_BODY: Final = msgspec.msgpack.Decoder(_Body)
_BRIEF: Final = msgspec.msgpack.Decoder(_Brief)


def part(record: Mapping[str, Any]) -> bytes:
    """The part of a record, packed."""
    view = View(record)
    found, signs = entries(view), signs_of(view)
    named = found[0].around if found else signs[0].parties if signs else _NOBODY
    for entry in found:
        entry.around = _NOBODY
    return zlib.compress(_ENCODE(Part(named, found, [s._replace(parties=_NOBODY) for s in signs])), 1)


def _unpacked(body: bytes) -> Part:
    made = _PART.decode(zlib.decompress(body))
    for entry in made.entries:
        entry.around = made.named
        entry.stems = frozenset(map(sys.intern, entry.stems))
    made.signs = [s._replace(parties=made.named, stems=frozenset(map(sys.intern, s.stems))) for s in made.signs]
    return made


# Keeping


def lacking(connection: Connection, *, after: int = 0, most: int = PAGE) -> list[int]:
    """Keys of reports whose part is not there, or of another engine; in their order."""
    c = tables.records.c
    engine = sa.literal(f"{rules()}+").concat(c.engine)
    query = sa.select(c.report).outerjoin(tables.ledger_parts, _P.report == c.report)
    query = query.where(sa.or_(_P.engine.is_(None), _P.engine != engine), c.report > after)
    return list(connection.execute(query.order_by(c.report).limit(most)).scalars())


def keep(connection: Connection, made: Sequence[tuple[int, str, bytes]]) -> None:
    """Keeps parts by ``(report key, engine of the record, packed part)``; of records that are still of that engine."""
    c = tables.records.c
    there: dict[int, str] = {}
    keys = [key for key, _, _ in made]
    for n in range(0, len(keys), PAGE):
        query = sa.select(c.report, c.engine).where(c.report.in_(keys[n : n + PAGE]))
        there |= {row[0]: row[1] for row in connection.execute(query)}
    rows = [
        {
            "report": key,
            "engine": f"{rules()}+{engine}",
            "digest": hashlib.blake2b(body, digest_size=8).hexdigest(),
            "merged": False,
            "body": body,
        }
        for key, engine, body in made
        if there.get(key) == engine
    ]
    if rows:
        old = [{"of_report": row["report"]} for row in rows]
        connection.execute(sa.delete(tables.ledger_parts).where(_P.report == sa.bindparam("of_report")), old)
        connection.execute(sa.insert(tables.ledger_parts), rows)


def is_merged(connection: Connection) -> bool:
    """Whether the rows are those of all parts."""
    some = sa.select(_P.report).where(_P.merged.is_(False)).limit(1)
    return connection.execute(some).first() is None


Digests = dict[int, str]


def digests(connection: Connection) -> Digests:
    """The digest of each part, by report."""
    return {row[0]: row[1] for row in connection.execute(sa.select(_P.report, _P.digest))}


def rows(connection: Connection) -> list[dict[str, Any]]:
    """All rows that the parts give, as they are kept."""
    found: list[Entry] = []
    signs: list[Sign] = []
    of: dict[int, tuple[int, int]] = {}  # by the identity of an entry: its report and its place there
    for key, made in _parts(connection):
        of |= {id(entry): (key, n) for n, entry in enumerate(made.entries)}
        found += made.entries
        signs += made.signs
    stands: list[Stand] = []
    merged(found, stands)
    known = Signs(signs, (stand.row for stand in stands))
    return [_row(stand, known.of(stand.row), *of[id(stand.first)]) for stand in stands]


def _parts(connection: Connection) -> Iterator[tuple[int, Part]]:
    """The parts in the order in which the reports came in."""
    keys = list(connection.execute(sa.select(_P.report).order_by(_P.report)).scalars())
    for n in range(0, len(keys), PAGE):
        some = keys[n : n + PAGE]
        query = sa.select(_P.report, _P.body).where(_P.report.in_(some))
        bodies = {row[0]: row[1] for row in connection.execute(query)}
        yield from ((key, _unpacked(bodies[key])) for key in some)


def _row(stand: Stand, signs: Sequence[Sign], report: int, n: int) -> dict[str, Any]:
    entry = stand.row
    first = entry.evidence[0]
    term = entry.deadline.interval if entry.deadline is not None else None
    waits = entry.ledger in WAITING
    shown = msgspec.structs.replace(entry, around=_NOBODY, acts=_NOBODY, stems=_NOBODY)
    slim = [s._replace(acts=_NOBODY, stems=_NOBODY, doers=_NOBODY, parties=_NOBODY) for s in signs]
    body = zlib.compress(_ENCODE(_Body(shown, slim)), 1)
    parties = dict.fromkeys((*entry.by, *entry.to, *((entry.via,) if entry.via else ())))
    names = [name for key in parties for name in entry.names.get(key, {}).values() if name]
    called = dict.fromkeys([*parties, *(f" {' '.join(_words(name))} " for name in names)])
    row = {
        "report": report,
        "n": n,
        "since": stand.since,
        "until": stand.until,
        "ledger": entry.ledger,
        "kind": entry.kind,
        "day": entry.date or entry.published or "",
        "told": first.report,
        "start": first.span[0],
        "end": first.span[1],
        "deadline": term[1] if waits and term is not None else None,
        "begun": begun(entry) if waits and term is None else None,
        "fresh": fresh_until(entry) if waits and term is None else None,
        "ahead": entry.date if not waits and entry.planned else None,
        "decided": min((s.published for s in signs), default=None),
        "parties": "\n".join(called),
        "body": body,
    }
    digest = hashlib.blake2b(_ENCODE(list(row.values())), digest_size=8).hexdigest()
    return {**row, "digest": digest}


def put(connection: Connection, made: Iterable[dict[str, Any]]) -> tuple[int, int]:
    """Puts rows in the place of those that are there; how many were written and taken away."""
    wanted = {(row["report"], row["n"], row["since"]): row for row in made}
    query = sa.select(_L.report, _L.n, _L.since, _L.digest)
    there = {(row[0], row[1], row[2]): row[3] for row in connection.execute(query)}
    gone = [key for key, digest in there.items() if key not in wanted or wanted[key]["digest"] != digest]
    new = [row for key, row in wanted.items() if there.get(key) != row["digest"]]
    if gone:
        one = sa.and_(_L.report == sa.bindparam("a"), _L.n == sa.bindparam("b"), _L.since == sa.bindparam("c"))
        keys = [dict(zip("abc", key, strict=True)) for key in gone]
        connection.execute(sa.delete(tables.ledger_rows).where(one), keys)
    if new:
        connection.execute(sa.insert(tables.ledger_rows), new)
    connection.execute(sa.update(tables.ledger_parts).where(_P.merged.is_(False)).values(merged=True))
    return len(new), len(gone)


# Asking


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which rows are looked for; several values of one field are alternatives, fields hold together.

    ``ledger`` names ledgers (none: all). ``on`` is the day of the states (ISO): reports published later do not count.
    ``running``: only what is open or due. ``state``: only rows in these states. ``actor``: whole words of a party's
    name, or an id. ``kind``: threat, ultimatum, phone ... ``since`` and ``until`` are days of the row, both included.
    ``term``: only rows with a deadline that is known. ``order``: by day, latest day first, or next deadline first.
    """

    on: str
    ledger: Values = ()
    running: bool = False
    state: Values = ()
    kind: Values = ()
    actor: str | None = None
    since: str | None = None
    until: str | None = None
    term: bool = False
    order: str = "day"


class Source(msgspec.Struct, frozen=True):
    """The head of a report that is evidence."""

    key: int
    title: str | None
    outlet: str | None
    published: str | None


class LedgerPage(msgspec.Struct, frozen=True):
    """Some rows as `marsad ledger` prints them, how many there are in all, and by id the reports that are evidence."""

    total: int
    rows: tuple[dict[str, Any], ...]
    reports: dict[str, Source]


def page(connection: Connection, asked: Asked, *, limit: int = 50, offset: int = 0) -> LedgerPage:
    """The rows asked for, from `offset` on, 500 at the most. Raises ``no-such-ledger``, ``bad-date``."""
    first, most = max(0, offset), max(0, min(limit, MAX_LIMIT))
    where = _where(asked)
    if asked.actor or asked.state:
        keys = _sifted(connection, asked, where)
        total, keys = len(keys), keys[first : first + most]
    else:
        number = sa.select(sa.func.count()).select_from(tables.ledger_rows).where(*where)
        total = int(connection.execute(number).scalar_one())
        query = sa.select(*_KEY).where(*where).order_by(*_order(connection, asked)).limit(most).offset(first)
        keys = [(row[0], row[1], row[2]) for row in connection.execute(query)]
    found = tuple(_shown(connection, keys, day(asked.on)))
    return LedgerPage(total, found, _sources(connection, {e["report"] for row in found for e in row["evidence"]}))


def all_rows(connection: Connection, asked: Asked) -> Iterator[dict[str, Any]]:
    """All rows asked for; a stream. Raises ``no-such-ledger``, ``bad-date``."""
    yield from _shown(connection, _sifted(connection, asked, _where(asked)), day(asked.on))


_Key = tuple[int, int, str]
_KEY: Final = (_L.report, _L.n, _L.since)


def _where(asked: Asked) -> list[sa.ColumnElement[bool]]:
    on = day(asked.on)
    for name in asked.ledger:
        if name not in LEDGERS:
            raise MarsadError("no-such-ledger", name[:80])
    out: list[sa.ColumnElement[bool]] = [_L.since <= on, _L.until > on]
    out += [_L.ledger.in_(asked.ledger)] if asked.ledger else []
    out += [_L.kind.in_(asked.kind)] if asked.kind else []
    out += [_L.deadline.is_not(None)] if asked.term else []
    out += [_L.day >= day(asked.since)] if asked.since is not None else []
    out += [_L.day <= day(asked.until)] if asked.until is not None else []
    if asked.running or (asked.state and RUNNING.issuperset(asked.state)):
        # What no later report has decided by then, and whose term runs: see `marsad.weave.ledger_states.state_of`.
        undecided = sa.or_(_L.decided.is_(None), _L.decided > on)
        fresh = sa.and_(_L.begun <= on, _L.fresh >= on)
        runs = sa.and_(_L.deadline >= on, undecided)
        # A row with a deadline has no other term: the index of deadlines serves where only those are asked for.
        out.append(runs if asked.term else sa.or_(runs, sa.and_(fresh, undecided), _L.ahead > on))
    if asked.state and {"met", "broken"}.issuperset(asked.state):
        out.append(_L.decided <= on)
    elif asked.state and {"met", "broken", "expired"}.issuperset(asked.state):
        out.append(sa.or_(_L.decided <= on, _L.deadline < on))
    if asked.actor:
        words = _words(asked.actor)
        by_id = sa.literal("\n").concat(_L.parties).concat("\n").contains(f"\n{asked.actor}\n", autoescape=True)
        by_name = [_L.parties.contains(f" {word} ", autoescape=True) for word in words]
        out.append(sa.or_(by_id, sa.and_(*by_name)) if by_name else by_id)
    return out


def _order(connection: Connection, asked: Asked) -> tuple[sa.ColumnElement[Any], ...]:
    told: sa.ColumnElement[Any] = _L.told
    if connection.dialect.name == "postgresql":
        told = sa.collate(told, "C")  # as SQLite and Python order texts
    within = (told, _L.start, _L.end, _L.n)
    if asked.order == "latest":
        return (_L.day.desc(), *within)
    if asked.order == "deadline":
        return (_L.deadline.is_(None), _L.deadline, _L.day, *within)
    return (_L.day, *within)


def _sifted(connection: Connection, asked: Asked, where: Sequence[sa.ColumnElement[bool]]) -> list[_Key]:
    """The keys of all rows asked for, in order: of those chosen by the database, what state and names leave."""
    looked_at = bool(asked.actor or asked.state)
    query = sa.select(*_KEY, *([_L.body] if looked_at else [])).where(*where).order_by(*_order(connection, asked))
    on = day(asked.on)
    keys: list[_Key] = []
    for row in connection.execute(query):
        if looked_at:
            made = _BRIEF.decode(zlib.decompress(row.body))
            if asked.actor and not concerns(made.entry, asked.actor):
                continue
            if asked.state and state_of(made.entry, [s.says for s in made.signs if s.published <= on], on) not in (
                asked.state
            ):
                continue
        keys.append((row.report, row.n, row.since))
    return keys


def _shown(connection: Connection, keys: Sequence[_Key], on: str) -> Iterator[dict[str, Any]]:
    """Rows as they are printed, in the order of their keys."""
    for n in range(0, len(keys), _ROWS):
        some = keys[n : n + _ROWS]
        query = sa.select(*_KEY, _L.body).where(sa.tuple_(*_KEY).in_(some))
        bodies = {(row[0], row[1], row[2]): row[3] for row in connection.execute(query)}
        for key in some:
            made = _unpacked_row(bodies[key])
            add_signs(made.entry, [s for s in made.signs if s.published <= on], on)
            yield as_row(made.entry)


def _unpacked_row(body: bytes) -> _Body:
    return _BODY.decode(zlib.decompress(body))


_ROWS: Final = 200  # rows in one look-up, by three values each


def _sources(connection: Connection, ids: set[str]) -> dict[str, Source]:
    out: dict[str, Source] = {}
    listed = sorted(ids)
    for n in range(0, len(listed), PAGE):
        query = sa.select(_R.id, _R.key, _R.title, _R.outlet, _R.published).where(_R.id.in_(listed[n : n + PAGE]))
        out |= {row[0]: Source(*row[1:]) for row in connection.execute(query)}
    return out


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(name).lower())


_WORD: Final = re.compile(r"\w+")
