"""Copies: reports that share text, found by their fingerprints and judged by their passages.

Every text has a sketch (`marsad.text.reuse.marks`). Candidates are reports that share a fingerprint: each is compared
with the earliest that has it, and with the one before it in time, so that the work grows with the number of reports and
not with its square. Fingerprints that very many reports share are an outlet's own furniture and are passed over.
"""

from __future__ import annotations

import itertools
import sys
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.store import tables
from marsad.store.packing import pack, unpack, unpack_bytes
from marsad.store.terms import forms
from marsad.text.reuse import SCHEME, class_of, marks, passages, share
from marsad.text.segment import word_spans

COMMON: Final = 60  # reports: a fingerprint that more of them have says nothing
_FEW: Final = 10  # the new ones are few where they are less than a tenth of all
_LATE: Final = "9999"  # the day of reports without one
_C, _S, _R = tables.copies, tables.sketches, tables.reports

Own = tuple[str, int, int]  # folded word, start, end


class Copy(msgspec.Struct, frozen=True):
    """Text that a later report shares with an earlier one.

    ``share`` is the part of the later one's words, 0 to 1. ``passages`` are spans: ``[[start, end] in the later text,
    [start, end] in the earlier one]``.
    """

    earlier: str
    later: str
    kind: Literal["copied", "partly"]
    share: float
    passages: list[list[list[int]]]


def own_words(record: dict[str, Any]) -> list[Own]:
    """The words of a record's text that are the report's own: what is set aside as furniture is left out."""
    aside = sorted(f["span"] for f in record["furniture"])
    out: list[Own] = []
    n = 0
    for start, end, word in word_spans(record["text"]):
        while n < len(aside) and aside[n][1] <= start:
            n += 1
        if n < len(aside) and aside[n][0] <= start:
            continue
        out += ((form, start, end) for form in forms([word]))
    return out


def sketch(words: Sequence[str]) -> bytes:
    """The fingerprints of a text as they are stored."""
    return _bytes(array("Q", marks(words)))


def _bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(data: bytes) -> array[int]:
    numbers = array("Q")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def add(connection: Connection, items: Sequence[tuple[int, bytes]]) -> None:
    """Keeps the sketches of versions that are new."""
    if items:
        rows = [{"version": version, "scheme": SCHEME, "marks": data} for version, data in items]
        connection.execute(sa.insert(_S), rows)


def forget(connection: Connection, report: int) -> None:
    """Forgets what a report shares with others: its text is another now."""
    connection.execute(sa.delete(_C).where(sa.or_(_C.c.earlier == report, _C.c.later == report)))


def candidates(connection: Connection) -> tuple[set[tuple[int, int]], list[int]]:
    """Pairs (earlier, later) of reports that share a fingerprint, and the versions that are new to the comparison.

    Only pairs of which one at least was not compared before. Memory: some 400 bytes for each report, and for each
    fingerprint that two of them share.
    """
    fresh = list(
        connection.execute(
            sa.select(_S.c.version).join(_R, _R.c.version == _S.c.version).where(_S.c.compared.is_(False))
        ).scalars()
    )
    if not fresh:
        return set(), []
    total = connection.execute(sa.select(sa.func.count()).select_from(_S)).scalar_one()
    repeated = _repeated(connection) if len(fresh) * _FEW > total else _marks_of(connection, fresh)
    day = sa.func.coalesce(_R.c.published, _LATE)
    query = (
        sa.select(_R.c.key, _S.c.marks, _S.c.compared).join(_S, _S.c.version == _R.c.version).order_by(day, _R.c.key)
    )
    having: dict[int, list[tuple[int, bool]]] = {}
    for key, data, compared in connection.execute(query.execution_options(yield_per=500)):
        for mark in _numbers(data):
            if mark in repeated:
                having.setdefault(mark, []).append((key, bool(compared)))
    pairs: set[tuple[int, int]] = set()
    for reports in having.values():
        if len(reports) > COMMON:
            continue
        first, first_done = reports[0]
        before, before_done = first, first_done
        for key, done in reports[1:]:
            if not (done and first_done):
                pairs.add((first, key))
            if not (done and before_done):
                pairs.add((before, key))
            before, before_done = key, done
    return pairs, fresh


def _marks_of(connection: Connection, versions: Sequence[int]) -> set[int]:
    """The fingerprints of some versions: where these are few, no others can make a pair."""
    out: set[int] = set()
    for n in range(0, len(versions), 400):
        for (data,) in connection.execute(sa.select(_S.c.marks).where(_S.c.version.in_(versions[n : n + 400]))):
            out.update(_numbers(data))
    return out


def _repeated(connection: Connection) -> set[int]:
    """The fingerprints that more than one report has."""
    everything: list[int] = []
    query = sa.select(_S.c.marks).join(_R, _R.c.version == _S.c.version)
    for (data,) in connection.execute(query.execution_options(yield_per=500)):
        everything += _numbers(data)
    everything.sort()
    return {a for a, b in itertools.pairwise(everything) if a == b}


def judge(later: Sequence[Own], earlier: Sequence[Own]) -> tuple[str, float, list[list[list[int]]]] | None:
    """Class, share and passages (spans) of two texts; None where the later one is its own."""
    found = passages([w for w, _, _ in later], [w for w, _, _ in earlier])
    kind = class_of(found, len(later))
    if kind == "own":
        return None
    spans = [
        [[later[p.start][1], later[p.end - 1][2]], [earlier[p.earlier_start][1], earlier[p.earlier_end - 1][2]]]
        for p in found
    ]
    return kind, round(share(found, len(later)), 4), spans


def judged(connection: Connection, pairs: Sequence[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """The rows of those pairs that share enough; texts are held for as long as their pairs last."""
    words: dict[int, list[Own]] = {}
    waiting: dict[int, int] = {}
    for pair in pairs:
        for key in pair:
            waiting[key] = waiting.get(key, 0) + 1
    for earlier, later in sorted(pairs, key=lambda p: (p[1], p[0])):
        for key in (earlier, later):
            if key not in words:
                words[key] = _words(connection, key)
        found = judge(words[later], words[earlier])
        for key in (earlier, later):
            waiting[key] -= 1
            if not waiting[key]:
                del words[key]
        if found is not None:
            kind, part, spans = found
            yield {"earlier": earlier, "later": later, "class": kind, "share": part, "passages": pack(spans)}


def _words(connection: Connection, key: int) -> list[Own]:
    c = tables.records.c
    body = connection.execute(sa.select(c.body).where(c.report == key)).scalar_one_or_none()
    return [] if body is None else own_words(msgspec.json.decode(unpack_bytes(body)))


def write(connection: Connection, rows: Sequence[dict[str, Any]], versions: Sequence[int]) -> None:
    """Puts rows in the place of those of the same pairs, and notes that the versions were compared."""
    for row in rows:
        connection.execute(sa.delete(_C).where(_C.c.earlier == row["earlier"], _C.c.later == row["later"]))
    if rows:
        connection.execute(sa.insert(_C), list(rows))
    for n in range(0, len(versions), 400):
        connection.execute(sa.update(_S).where(_S.c.version.in_(versions[n : n + 400])).values(compared=True))


def of_report(connection: Connection, id: str) -> list[Copy]:
    """What a report shares with others, the largest share first. Raises ``no-such-report``."""
    key = connection.execute(sa.select(_R.c.key).where(_R.c.id == id)).scalar_one_or_none()
    if key is None:
        raise MarsadError("no-such-report", id[:80])
    return list(_copies(connection, sa.or_(_C.c.earlier == key, _C.c.later == key)))


def everything(connection: Connection) -> Iterator[Copy]:
    """All copies, the largest share first; a stream."""
    return _copies(connection, sa.true())


def _copies(connection: Connection, where: sa.ColumnElement[bool]) -> Iterator[Copy]:
    earlier, later = _R.alias("earlier_report"), _R.alias("later_report")
    query = (
        sa.select(earlier.c.id, later.c.id, _C.c["class"], _C.c.share, _C.c.passages)
        .join(earlier, earlier.c.key == _C.c.earlier)
        .join(later, later.c.key == _C.c.later)
        .where(where)
        .order_by(_C.c.share.desc(), later.c.id, earlier.c.id)
    )
    for row in connection.execute(query.execution_options(yield_per=200)):
        yield Copy(row[0], row[1], row[2], row[3], unpack(row[4]))


def class_of_report(connection: Connection, id: str) -> str:
    """Whether a report is ``copied`` from an earlier one, ``partly`` reuses one, or is its ``own``."""
    query = sa.select(_C.c["class"]).join(_R, _R.c.key == _C.c.later).where(_R.c.id == id)
    kinds = set(connection.execute(query).scalars())
    return "copied" if "copied" in kinds else "partly" if kinds else "own"
