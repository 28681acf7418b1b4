"""The derivation of one annotation of a report in a database: the report is read again, as it came in."""

from __future__ import annotations

import msgspec

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.library import deriving, deriving_events
from marsad.library.deriving import Row, Tongue
from marsad.store.engine_id import engine_id
from marsad.store.reading import Stored, Version


class Derivation(msgspec.Struct, frozen=True):
    """Rows of label (a key of `deriving_words.LABELS`) and value; ``kind`` is statement, event, entity or time.

    ``same`` says whether the engine that explains is the one that made the record: ids may be others where it is not.
    """

    report: str
    annotation: str
    kind: str
    rows: tuple[Row, ...]
    same: bool


def derivation(stored: Stored, versions: list[Version], annotation: str, tongue: Tongue) -> Derivation:
    """How a statement (s1), an event (v1), an entity (e1) or a word of time (t1) came about.

    Raises ``no-such-annotation``.
    """
    given = next(v.given for v in versions if v.number == stored.number).report(stored.id)
    kind, rows = rows_of(given, annotation, tongue)
    return Derivation(stored.id, annotation, kind, tuple(rows), stored.engine == engine_id())


def rows_of(given: Report, annotation: str, tongue: Tongue) -> tuple[str, list[Row]]:
    """The kind and the rows of an annotation of a report as it came in. Raises ``no-such-annotation``."""
    from marsad.pipeline import run

    missing = MarsadError("no-such-annotation", annotation[:40])
    letter = annotation[:1]
    if letter == "v":
        reading = deriving_events.read(given)
        n = next((n for n, event in enumerate(reading.report.events) if event.id == annotation), None)
        if n is None:
            raise missing
        return "event", deriving_events.event_rows(reading, n, tongue)
    if letter not in ("s", "e", "t"):
        raise missing
    report = run(given)
    if letter == "s":
        statement = next((s for s in report.statements if s.id == annotation), None)
        if statement is None:
            raise missing
        return "statement", deriving.statement_rows(report, statement, tongue)
    if letter == "e":
        entity = next((e for e in report.entities if e.id == annotation), None)
        if entity is None:
            raise missing
        return "entity", deriving.entity_rows(report, entity, tongue)
    number = int(annotation[1:]) if annotation[1:].isascii() and annotation[1:].isdecimal() else 0
    if not 1 <= number <= len(report.times):
        raise missing
    return "time", deriving.time_rows(report, report.times[number - 1], tongue)
