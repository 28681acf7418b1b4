"""What the weave keeps: the tellings of each report and what was done with them; clusters and their members.

``woven.tellings`` is MessagePack of the report's tellings, ``woven.steps`` of `marsad.weave.cluster.Step`; both
compressed. From them the weave goes on where it stopped, in the order of ``woven.n``.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.lexicon.loader import ROOT
from marsad.store import tables
from marsad.store.packing import pack, unpack
from marsad.weave.cluster import Step
from marsad.weave.objects import Telling

PAGE: Final = 500
DAY_LIMIT: Final = 5_000  # happenings of a day that are looked through for names
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORD: Final = re.compile(r"[^\W_]+")
_TELLINGS: Final = msgspec.msgpack.Decoder(list[Telling])
_STEPS: Final = msgspec.msgpack.Decoder(list[Step])
_W, _R, _C = tables.woven.c, tables.reports.c, tables.clusters.c


class Told(msgspec.Struct, frozen=True):
    """The happening that a statement or an event of a report is one telling of, where other reports tell it too."""

    happening: str
    reports: int
    outlets: int
    origins: int
    credibility: int
    differs: bool


class Woven(msgspec.Struct, frozen=True):
    """A report that was woven."""

    key: int
    engine: str
    tellings: list[Telling]
    steps: list[Step]


@cache
def rules() -> str:
    """A digest of the weave's code and of the data that it goes by."""
    digest = hashlib.blake2b(digest_size=4)
    for path in sorted([*(ROOT / "weave").glob("*.py"), *(ROOT / "lexicon").glob("*.py")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def woven(connection: Connection) -> Iterator[Woven]:
    """The reports that were woven, in their order."""
    query = sa.select(_W.n, _W.report, _W.engine, _W.tellings, _W.steps).order_by(_W.n).limit(PAGE)
    after = -1
    while rows := connection.execute(query.where(_W.n > after)).all():
        for row in rows:
            tellings = _TELLINGS.decode(zlib.decompress(row.tellings))
            yield Woven(row.report, row.engine, tellings, _STEPS.decode(zlib.decompress(row.steps)))
        after = rows[-1].n


def tellings_of(connection: Connection, id: str) -> list[Telling]:
    """The tellings of a report that is woven, by its id. Raises ``no-such-report``."""
    query = sa.select(_W.tellings).join(tables.reports, _R.key == _W.report).where(_R.id == id)
    body = connection.execute(query).scalar_one_or_none()
    if body is None:
        raise MarsadError("no-such-report", id[:80])
    return _TELLINGS.decode(zlib.decompress(body))


def engines(connection: Connection) -> list[tuple[str, str]]:
    """For each woven report the engine it was woven by, and the engine of its record today; in the order of weaving."""
    r = tables.records.c
    query = sa.select(_W.engine, r.engine).select_from(tables.woven).join(tables.records, r.report == _W.report)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(_W.n))]


def made_by(connection: Connection) -> set[tuple[str, str]]:
    """The engines of `engines`, each pair once."""
    r = tables.records.c
    query = sa.select(_W.engine, r.engine).select_from(tables.woven).join(tables.records, r.report == _W.report)
    return {(row[0], row[1]) for row in connection.execute(query.distinct())}


def count(connection: Connection) -> int:
    """How many reports are woven; what comes next has this number."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(tables.woven)).scalar_one())


def last(connection: Connection) -> int:
    """The number that comes behind the last one kept: more than `count` where a woven report is gone."""
    found = connection.execute(sa.select(sa.func.max(_W.n))).scalar_one()
    return 0 if found is None else int(found) + 1


def present(connection: Connection, rows: Sequence[tuple[int, str, Any, Any]]) -> list[int]:
    """Keys of reports whose record is still the one of the row's engine, and that are not woven."""
    r = tables.records.c
    query = sa.select(r.report, r.engine).outerjoin(tables.woven, _W.report == r.report)
    query = query.where(r.report.in_([row[0] for row in rows]), _W.report.is_(None))
    engine = {row[0]: row[1] for row in rows}
    return [row[0] for row in connection.execute(query) if engine[row[0]].endswith(f"+{row[1]}")]


def cluster_ids_among(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of the ids that are there already."""
    found: set[str] = set()
    for n in range(0, len(ids), PAGE):
        query = sa.select(_C.id).where(_C.id.in_(ids[n : n + PAGE]))
        found |= {row[0] for row in connection.execute(query)}
    return found


def waiting(connection: Connection) -> list[int]:
    """Keys of the reports that are not woven yet, by publication, then id."""
    query = (
        sa.select(_R.key)
        .join(tables.records, tables.records.c.report == _R.key)
        .outerjoin(tables.woven, _W.report == _R.key)
        .where(_W.report.is_(None))
        .order_by(sa.func.substr(sa.func.coalesce(_R.published, ""), 1, 10), _R.id)
    )
    return [row[0] for row in connection.execute(query)]


def keep(
    connection: Connection, first: int, rows: Iterable[tuple[int, str, Sequence[Telling], Sequence[Step]]]
) -> None:
    """Keeps what was woven, from number `first` on."""
    encode = msgspec.msgpack.encode
    made = [
        {
            "report": key,
            "n": first + n,
            "engine": engine,
            "tellings": zlib.compress(encode(list(tellings)), 1),
            "steps": zlib.compress(encode(list(steps)), 1),
        }
        for n, (key, engine, tellings, steps) in enumerate(rows)
    ]
    if made:
        connection.execute(sa.insert(tables.woven), made)


def forget(connection: Connection) -> None:
    """Forgets all that was woven; judgements stay."""
    for table in (tables.members, tables.clusters, tables.woven):
        connection.execute(sa.delete(table))


def cluster_ids(connection: Connection) -> set[str]:
    """The ids of the clusters that are there."""
    return {row[0] for row in connection.execute(sa.select(_C.id))}


def drop(connection: Connection, ids: Collection[str]) -> None:
    """Takes clusters away that are no more."""
    listed = sorted(ids)
    for n in range(0, len(listed), PAGE):
        some = listed[n : n + PAGE]
        connection.execute(sa.delete(tables.members).where(tables.members.c.cluster.in_(some)))
        connection.execute(sa.delete(tables.clusters).where(_C.id.in_(some)))


def put(
    connection: Connection,
    made: Sequence[dict[str, Any]],
    keys: Mapping[str, int],
    days: Mapping[str, str | None],
    engine: str,
) -> None:
    """Writes clusters as they are printed; `keys` and `days` give reports' keys and days of publication by id."""
    rows, members = [], []
    for cluster in made:
        first, last = cluster["interval"] or (None, None)
        differing = [slot["slot"] for slot in cluster["slots"] if slot["verdict"] == "differ"]
        rows.append(
            {
                "id": cluster["id"],
                "kind": cluster["kind"],
                "type": cluster["type"],
                "status": cluster["status"],
                "date": cluster["date"],
                "first_day": first,
                "last_day": last,
                "place": cluster["place"],
                "reports": cluster["counts"]["reports"],
                "outlets": cluster["counts"]["outlets"],
                "origins": cluster["counts"]["origins"],
                "credibility": cluster["grade"]["credibility"],
                "differs": bool(differing),
                "engine": engine,
                "body": pack(cluster),
                "latest": max((days.get(m["report"]) or "" for m in cluster["members"]), default="") or None,
                "differing": msgspec.json.encode(differing).decode() if differing else None,
            }
        )
        told = (*cluster["members"], *cluster["mentions"])
        members += [{"cluster": cluster["id"], "report": keys[m["report"]], "of": m["id"]} for m in told]
    if rows:
        connection.execute(sa.insert(tables.clusters), rows)
        connection.execute(sa.insert(tables.members), members)


def clusters(connection: Connection, *, several: bool = False) -> Iterator[dict[str, Any]]:
    """The clusters as they are printed, by id; `several`: those of more than one report."""
    query = sa.select(_C.id, _C.body).order_by(_C.id).limit(PAGE)
    if several:
        query = query.where(_C.reports > 1)
    after = ""
    while rows := connection.execute(query.where(_C.id > after)).all():
        for row in rows:
            yield unpack(row.body)
        after = rows[-1].id


def told(connection: Connection, id: str) -> dict[str, Told]:
    """By id of the statement or event: what several reports tell of those that a report tells."""
    m = tables.members.c
    query = sa.select(m["of"], _C.id, _C.reports, _C.outlets, _C.origins, _C.credibility, _C.differs)
    query = query.select_from(tables.members).join(tables.clusters, _C.id == m.cluster)
    query = query.join(tables.reports, _R.key == m.report).where(_R.id == id, _C.reports > 1)
    return {row[0]: Told(*row[1:]) for row in connection.execute(query)}


def happening(connection: Connection, id: str) -> list[dict[str, Any]]:
    """The cluster of an id; or of REPORT#ANNOTATION; or all events of a report; or those of a day that have all the
    names of DAY/NAME-NAME ("2020-09-20/pompeo-salih") among parties, place and type. Raises ``no-such-happening``."""
    m = tables.members.c
    query = sa.select(_C.body).where(_C.id == id)
    found = connection.execute(query).all()
    if not found:
        report, _, of = id.rpartition("#") if "#" in id else (id, "", "")
        query = sa.select(_C.body).select_from(tables.clusters).join(tables.members, m.cluster == _C.id)
        query = query.join(tables.reports, _R.key == m.report).where(_R.id == report)
        query = query.where(m["of"] == of) if of else query.where(_C.kind == "event", _C.reports > 1)
        found = connection.execute(query.order_by(_C.id)).all()
    seen = {row.body: unpack(row.body) for row in found} or _of_day(connection, id)
    if not seen:
        raise MarsadError("no-such-happening", id[:80])
    return list(seen.values())


def _of_day(connection: Connection, id: str) -> dict[bytes, dict[str, Any]]:
    """The clusters that DAY/NAME-NAME means, those of most reports first."""
    day, _, names = id.partition("/")
    wanted = {name for name in names.lower().split("-") if name}
    if not wanted or not _DAY.fullmatch(day):
        return {}
    query = sa.select(_C.body).where(_C.kind == "event", _C.first_day <= day, _C.last_day >= day)
    found: dict[bytes, dict[str, Any]] = {}
    for (body,) in connection.execute(query.order_by(_C.reports.desc(), _C.id).limit(DAY_LIMIT)):
        cluster = unpack(body)
        said = (*cluster["actors"], *cluster["recipients"], cluster["place"] or "", cluster["type"] or "")
        if wanted <= {word for key in said for word in _WORD.findall(key.lower())}:
            found[body] = cluster
    return found
