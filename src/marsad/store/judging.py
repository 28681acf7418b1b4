"""Judgements: what people decided on reports, events, statements and sources. Rows are added, never changed.

A later row on the same subject outweighs an earlier one; ``withdrawn`` takes it back. What two tellings are to each
other (``same``, ``not_same``) is kept for the pair in one order, so that it does not matter which is named first.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.store import tables
from marsad.store.writing import now

Verdict = Literal["same", "not_same", "right", "wrong", "unsure", "note", "letter", "withdrawn"]
VERDICTS: Final = ("same", "not_same", "right", "wrong", "unsure", "note", "letter", "withdrawn")
PAIRS: Final = frozenset({"same", "not_same"})
LETTERS: Final = frozenset("ABCDEF")
MAX_TEXT: Final = 4_000  # characters of a comment or an id
_TELLING: Final = re.compile(r"[^#\s][^#]*#[vs][0-9]{1,6}")

_J = tables.judgements

Key = tuple[str, str]


class Judgement(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row. ``left``, ``right``: REPORT_ID#ANNOTATION_ID, a report's or cluster's id, or who a source is.

    ``value``: the letter of a source, or what ought to be where something is wrong. Of a row that was imported
    ``author`` is who brought it in, ``claimed`` whom the file names as its author, ``imported`` when that was.
    """

    subject: str
    left: str
    verdict: str
    author: str
    at: str
    right: str | None = None
    value: Any = None
    comment: str | None = None
    claimed: str | None = None
    imported: str | None = None
    key: int | None = None

    @property
    def first_author(self) -> str:
        """Who decided it, as far as is known: the author, or whom the file that it came in names."""
        return self.claimed or self.author


class Links(msgspec.Struct, frozen=True):
    """Pairs of tellings (report, id) that are one, and that are not: what a weave holds to before all comparison."""

    same: dict[Key, frozenset[Key]]
    not_same: dict[Key, frozenset[Key]]


def judge(
    connection: Connection,
    verdict: str,
    left: str,
    right: str | None = None,
    *,
    author: str,
    comment: str | None = None,
    value: Any = None,
    at: str | None = None,
) -> Judgement:
    """Adds a judgement. Raises ``bad-judgement`` where the verdict and what it is on do not go together."""
    made = _checked(
        Judgement(
            subject=_subject(verdict, left),
            left=left,
            right=right,
            verdict=verdict,
            author=author,
            at=at or now(),
            comment=comment,
            value=value,
        )
    )
    row = _row(made)
    key = connection.execute(sa.insert(_J).values(row)).inserted_primary_key
    return msgspec.structs.replace(made, key=None if key is None else int(key[0]))


def _subject(verdict: str, left: str) -> str:
    if verdict == "letter":
        return "source"
    if _TELLING.fullmatch(left):
        return "event" if left.rpartition("#")[2].startswith("v") else "statement"
    return "cluster" if re.fullmatch(r"c-[0-9a-f]{16}", left) else "report"


def _checked(made: Judgement) -> Judgement:
    """The judgement in the form in which it is kept."""
    left, right = made.left, made.right
    wrong = None
    if made.verdict not in VERDICTS:
        wrong = f"verdict {made.verdict}"
    elif not left or not made.author:
        wrong = "no subject" if not left else "no author"
    elif max(map(len, (left, right or "", made.author, made.claimed or "", made.comment or ""))) > MAX_TEXT:
        wrong = "too long"
    elif made.value is not None and len(_written(made.value)) > MAX_TEXT:
        wrong = "the value is too long"
    elif made.verdict in PAIRS:
        if right is None or not _TELLING.fullmatch(left) or not _TELLING.fullmatch(right) or left == right:
            wrong = f"{made.verdict} needs two tellings REPORT#ID"
        elif left.rpartition("#")[2][0] != right.rpartition("#")[2][0]:
            wrong = "an event and a statement are never the same"
        else:
            left, right = sorted((left, right))
    elif made.verdict == "letter" and made.value not in LETTERS:
        wrong = f"letter {made.value}"
    elif made.verdict == "note" and not made.comment:
        wrong = "an empty note"
    if wrong:
        raise MarsadError("bad-judgement", wrong[:200])
    return msgspec.structs.replace(made, left=left, right=right)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _row(made: Judgement) -> dict[str, Any]:
    return {
        "subject": made.subject,
        "left": made.left,
        "right": made.right,
        "verdict": made.verdict,
        "value": None if made.value is None else _written(made.value),
        "comment": made.comment,
        "author": made.author,
        "at": made.at,
        "claimed": made.claimed,
        "imported": made.imported,
    }


def judgements(connection: Connection, *, of: str | None = None, standing: bool = False) -> list[Judgement]:
    """All rows in the order in which they were added; `of`: those on a report, telling, cluster or source.

    `standing`: only what holds today, that is the latest on each subject, what was withdrawn left out.
    """
    query = sa.select(_J).order_by(_J.c.at, _J.c.key)
    found = [
        Judgement(
            subject=r.subject,
            left=r.left,
            right=r.right,
            verdict=r.verdict,
            value=None if r.value is None else json.loads(r.value),
            comment=r.comment,
            author=r.author,
            at=r.at,
            claimed=r.claimed,
            imported=r.imported,
            key=r.key,
        )
        for r in connection.execute(query)
    ]
    if standing:
        latest: dict[tuple[str, ...], Judgement] = {}
        for made in found:
            latest[_matter(made)] = made
        kept = {made.key for made in latest.values() if made.verdict != "withdrawn"}
        found = [made for made in found if made.key in kept]
    if of is not None:
        found = [j for j in found if of in (j.left, j.right) or j.left.startswith(of + "#")]
    return found


def _matter(made: Judgement) -> tuple[str, ...]:
    """What a judgement is on: notes stand beside others and beside each other."""
    if made.verdict == "note":
        return (made.subject, made.left, made.right or "", "note", made.first_author, made.comment or "")
    value = made.value if made.verdict == "withdrawn" else None
    if isinstance(value, Mapping) and value.get("note") is not None:
        return (made.subject, made.left, made.right or "", "note", str(value["author"]), str(value["note"]))
    return (made.subject, made.left, made.right or "")


def undo(connection: Connection, key: int, *, author: str) -> Judgement:
    """Takes a judgement back by a row of its own. Raises ``no-such-judgement``."""
    found = next((j for j in judgements(connection) if j.key == key), None)
    if found is None or found.verdict == "withdrawn":
        raise MarsadError("no-such-judgement", str(key))
    value = {"note": found.comment, "author": found.first_author} if found.verdict == "note" else None
    made = msgspec.structs.replace(found, verdict="withdrawn", value=value, comment=None, author=author, at=now())
    row = _row(msgspec.structs.replace(made, claimed=None, imported=None))
    added = connection.execute(sa.insert(_J).values(row)).inserted_primary_key
    return Judgement(**(row | {"value": value}), key=None if added is None else int(added[0]))


def links(connection: Connection) -> Links:
    """What stands on pairs of tellings, in both directions."""
    same: dict[Key, set[Key]] = {}
    apart: dict[Key, set[Key]] = {}
    for made in judgements(connection, standing=True):
        if made.verdict not in PAIRS or made.right is None:
            continue
        table = same if made.verdict == "same" else apart
        a, b = _telling(made.left), _telling(made.right)
        table.setdefault(a, set()).add(b)
        table.setdefault(b, set()).add(a)
    return Links(
        {k: frozenset(v) for k, v in same.items()},
        {k: frozenset(v) for k, v in apart.items()},
    )


def _telling(name: str) -> Key:
    report, _, id = name.rpartition("#")
    return report, id


def telling_of(connection: Connection, name: str) -> str:
    """REPORT#ID for a cluster's id (its first member); any other name as it is."""
    if not re.fullmatch(r"c-[0-9a-f]{16}", name):
        return name
    m, r = tables.members.c, tables.reports.c
    query = (
        sa.select(r.id, m.of)
        .select_from(tables.members.join(tables.reports, m.report == r.key))
        .where(m.cluster == name)
        .order_by(r.published, r.id, m.of)
    )
    row = connection.execute(query).first()
    return name if row is None else f"{row.id}#{row.of}"


def letters(connection: Connection) -> dict[str, str]:
    """The letters A to F that stand, by source."""
    found = judgements(connection, standing=True)
    return {j.left: str(j.value) for j in found if j.subject == "source" and j.verdict == "letter"}


def exported(connection: Connection) -> list[bytes]:
    """All rows as JSON, one a line, without their keys."""
    return [msgspec.json.encode(msgspec.structs.replace(j, key=None)) for j in judgements(connection)]


def imported(connection: Connection, lines: Iterable[bytes], *, by: str | None = None) -> int:
    """Adds the rows of an export that are not there yet, with their times; how many. Raises ``bad-judgement``.

    Anybody can write a name into a file: `by` is who answers for the rows, their authors are kept as what the file
    claims. Without `by` the file is believed. A row from the future, which nothing could outweigh, is refused.
    """
    there = {_identity(made) for made in judgements(connection)}
    present = now()
    latest = (dt.datetime.fromisoformat(present) + CLOCKS).isoformat()[:19]
    added = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            made = msgspec.json.decode(line, type=Judgement)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise MarsadError("bad-judgement", f"line {number}: {error}"[:200]) from error
        if made.verdict not in VERDICTS or not _INSTANT.fullmatch(made.at) or made.at[:19] > latest:
            raise MarsadError("bad-judgement", f"line {number}: {made.verdict} at {made.at}"[:200])
        made = _checked(msgspec.structs.replace(made, key=None))
        if _identity(made) in there:
            continue
        there.add(_identity(made))
        if by is not None:
            made = msgspec.structs.replace(made, author=by, claimed=made.first_author, imported=present)
        connection.execute(sa.insert(_J).values(_row(made)))
        added += 1
    return added


def _identity(made: Judgement) -> bytes:
    """What makes two rows one decision, whoever brought them in."""
    return msgspec.json.encode(
        msgspec.structs.replace(made, key=None, author=made.first_author, claimed=None, imported=None)
    )


CLOCKS: Final = dt.timedelta(minutes=10)  # by so much two machines' clocks may differ
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
