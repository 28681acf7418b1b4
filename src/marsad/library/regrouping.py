"""What a judgement changes, shown before the next weave: tellings leave a happening, or two happenings become one.

A weave takes all judgements in, but it weaves everything, which takes long where there are many reports, and until then
much is missing. So of a large database the happenings that a judgement names are put together anew from their records,
and the rest waits for the next weave.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from marsad.library.weaving import stamp_of
from marsad.store import engine as db
from marsad.store import judging, reading, tables, woven
from marsad.store.judging import Judgement
from marsad.weave.output import Records, printed

SMALL: Final = 300  # reports that are woven in seconds
MOST: Final = 300  # reports of a happening that is put together anew at once

Member = Mapping[str, Any]
_UNDONE: Final = {"ar": "سحب الحكم الذي فرقهما", "en": "the judgement that parted them was taken back"}
_JUDGED: Final = {"ar": "جمعهما حكم محلل", "en": "an analyst's judgement joined them"}


def pending(connection: Connection) -> bool:
    """Whether what is woven was woven before the judgements that stand today."""
    w = tables.woven.c
    engine = connection.execute(sa.select(w.engine).order_by(w.n).limit(1)).scalar_one_or_none()
    if engine is None:
        return False
    there = engine.split("+")[0].partition(".")[2]
    return bool(there != stamp_of(connection).partition(".")[2])


def follow(engine: Engine, made: Judgement, leaves: str | None = None, *, undone: str | None = None) -> bool:
    """Does at once what a judgement asks for; False in a small database, which is rather to be woven.

    `leaves`: of a pair that is not the same, the telling whose report leaves the happening. `undone`: the verdict that
    was taken back; what a judgement had joined is parted by the next weave, which alone knows how it was.
    """
    with db.reading(engine) as connection:
        if woven.count(connection) <= SMALL:
            return False
    if made.right is not None:
        if made.verdict == "same":
            _join(engine, made.left, made.right, _JUDGED)
        elif made.verdict == "not_same":
            _part(engine, made.left, made.right, leaves or made.right)
        elif undone == "not_same":
            _join(engine, made.left, made.right, _UNDONE)
    return True


def _cluster(connection: Connection, telling: str) -> dict[str, Any] | None:
    m, r, c = tables.members.c, tables.reports.c, tables.clusters.c
    report, _, of = telling.rpartition("#")
    query = sa.select(c.id).select_from(tables.clusters).join(tables.members, m.cluster == c.id)
    query = query.join(tables.reports, r.key == m.report).where(r.id == report, m["of"] == of)
    id = connection.execute(query).scalars().first()
    return None if id is None else woven.happening(connection, id)[0]


def _members(cluster: Mapping[str, Any]) -> list[Member]:
    return [*cluster["members"], *cluster.get("mentions", ())]


def _join(engine: Engine, left: str, right: str, label: Mapping[str, str]) -> None:
    """Makes one happening of two."""

    def parts(connection: Connection) -> tuple[list[dict[str, Any]], list[list[Member]]] | None:
        a, b = _cluster(connection, left), _cluster(connection, right)
        if a is None or b is None or a["id"] == b["id"]:
            return None
        return [a, b], [[*_members(a), *_members(b)]]

    _made_anew(engine, parts, right, label)


def _part(engine: Engine, left: str, right: str, leaves: str) -> None:
    """Makes two happenings of one: what the report of one telling tells, and the rest."""

    def parts(connection: Connection) -> tuple[list[dict[str, Any]], list[list[Member]]] | None:
        found = _cluster(connection, left)
        if found is None or right not in {f"{m['report']}#{m['id']}" for m in _members(found)}:
            return None
        report = leaves.rpartition("#")[0]
        if left.rpartition("#")[0] == right.rpartition("#")[0]:  # two tellings of one report: the one alone leaves
            out = [m for m in _members(found) if f"{m['report']}#{m['id']}" == leaves]
        else:
            out = [m for m in _members(found) if m["report"] == report]
        rest = [m for m in _members(found) if m not in out]
        return ([found], [rest, out]) if rest and out else None

    _made_anew(engine, parts)


def _made_anew(
    engine: Engine,
    parts: Callable[[Connection], tuple[list[dict[str, Any]], list[list[Member]]] | None],
    joined: str | None = None,
    label: Mapping[str, str] = _JUDGED,
) -> None:
    """Puts clusters in the place of others, where nobody has changed those meanwhile."""
    with db.reading(engine) as connection:
        found = parts(connection)
        if found is None:
            return
        old, groups = found
        if len({m["report"] for group in groups for m in group}) > MOST:
            return
        # What the weave keeps of tellings may be of an earlier version of it: they are made of the records.
        records = Records(lambda report: reading.stored_by_id(connection, report).record, kept=MOST)
        letters = judging.letters(connection)
        if any(m["id"] not in records.tellings(m["report"]) for group in groups for m in group):
            return  # a report was corrected meanwhile: the next weave will do it
        made = [_cluster_of(group, old, records, letters, joined, label) for group in groups]
        r = tables.reports.c
        ids = sorted({m["report"] for group in groups for m in group})
        rows = connection.execute(sa.select(r.id, r.key, r.published).where(r.id.in_(ids))).all()
    ids = [cluster["id"] for cluster in old]
    c = tables.clusters.c
    with db.writing(engine) as connection:
        stamps = list(connection.execute(sa.select(c.engine).where(c.id.in_(ids))).scalars())
        if len(stamps) != len(ids):
            return
        woven.drop(connection, ids)
        woven.put(connection, made, {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}, stamps[0])


def _cluster_of(
    group: Sequence[Member],
    old: Sequence[Mapping[str, Any]],
    records: Records,
    letters: Mapping[str, str],
    joined: str | None,
    label: Mapping[str, str],
) -> dict[str, Any]:
    found = [records.tellings(m["report"])[m["id"]] for m in group]
    found.sort(key=lambda t: (t.published or 0, t.report, t.span))
    inside = {(m["report"], m["id"]) for m in group}
    why = [w for cluster in old for w in cluster["why"] if (w["report"], w["id"]) in inside]
    if joined is not None:
        report, _, id = joined.rpartition("#")
        why = [w for w in why if (w["report"], w["id"]) != (report, id)]
        level = {"level": "judged/same", "weight": 0.0, "words": [], "label": dict(label)}
        why.append({"report": report, "id": id, "score": 0.0, "levels": [level]})
    return printed(found, records, letters, why)
