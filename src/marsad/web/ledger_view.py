"""A row of a ledger as its page shows it: who is linked, why it stands as it does, what each piece of evidence says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from markupsafe import Markup
from sqlalchemy.engine import Connection

from marsad.store import events, reading
from marsad.store.happenings import Party
from marsad.store.ledgers import LedgerPage, Source
from marsad.web.marks import found

EVIDENCE: Final = 5  # places of evidence shown for a row
_LONG: Final = 400  # characters of a quotation


class Proof(msgspec.Struct, frozen=True):
    """Where it stands: report and annotation, what it does to the row (``says``), its words in their sentence."""

    report: str
    id: str
    says: str
    source: Source | None
    html: Markup


class Line(msgspec.Struct, frozen=True):
    """One row. ``row`` is as `marsad ledger` prints it; ``last`` the last day of the deadline, ``left`` the days to it.

    ``why`` names the reason of the state: told (a report says so), term, past, fresh, none.
    """

    row: Mapping[str, Any]
    by: tuple[Party, ...]
    to: tuple[Party, ...]
    via: Party | None
    known: frozenset[str]
    first: str | None
    last: str | None
    left: int | None
    why: str
    proofs: tuple[Proof, ...]
    more: int


def lines(connection: Connection, found: LedgerPage, on: str) -> list[Line]:
    """The rows of a page, with the words of their evidence; `on` is the day of the states."""
    told = [e for row in found.rows for e in _shown(row)]
    texts = reading.texts(connection, dict.fromkeys(e["report"] for e in told))
    parties = {p["id"] for row in found.rows for p in _parties(row)}
    known = frozenset(events.called(connection, parties))
    return [_line(row, found, texts, known, on) for row in found.rows]


def quoted(text: str, start: int, end: int) -> Markup:
    """The sentence around a span, which is marked in it; of a long one the beginning."""
    if not text:
        return Markup("")
    quote, (first, last) = events.sentence(text, start, min(end, start + _LONG))
    return found(quote, 0, [(first, last)])


def _shown(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The first telling and what decides the row come first."""
    evidence = row["evidence"]
    if len(evidence) <= EVIDENCE:
        return list(evidence)
    return [*evidence[: EVIDENCE - 1], evidence[-1]]


def _parties(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*row["by"], *row["to"], *([row["via"]] if row["via"] else [])]


def _party(of: Mapping[str, Any]) -> Party:
    return Party(of["id"], of["name"]["ar"], of["name"]["en"])


def _line(row: Mapping[str, Any], page: LedgerPage, texts: Mapping[str, str], known: frozenset[str], on: str) -> Line:
    first, last = (row["deadline"] or {}).get("interval") or (None, None)
    left = None if last is None else (dt.date.fromisoformat(last) - dt.date.fromisoformat(on)).days
    proofs = tuple(
        Proof(
            e["report"],
            e["id"],
            e["says"],
            page.reports.get(e["report"]),
            quoted(texts.get(e["report"], ""), *e["span"]),
        )
        for e in _shown(row)
    )
    return Line(
        row=row,
        by=tuple(map(_party, row["by"])),
        to=tuple(map(_party, row["to"])),
        via=_party(row["via"]) if row["via"] else None,
        known=known,
        first=first,
        last=last,
        left=left,
        why=_why(row, left),
        proofs=proofs,
        more=max(0, len(row["evidence"]) - len(proofs)),
    )


def _why(row: Mapping[str, Any], left: int | None) -> str:
    if any(e["says"] == row["state"] for e in row["evidence"]):
        return "told"
    if left is not None:
        return "term" if left >= 0 else "past"
    return "fresh" if row["state"] == "open" else "none"
