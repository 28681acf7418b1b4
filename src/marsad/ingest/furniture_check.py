"""The checker of ``arabic/furniture.cases.yaml``."""

from __future__ import annotations

from typing import Any

from marsad.document import Report
from marsad.ingest.furniture import set_aside


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Holds where the furniture of ``text`` is exactly ``furniture`` (span as written, kind); the outcome in words.

    ``outlet`` is what the report says of itself; ``author`` and ``found_outlet`` what the stage must fill in.
    """
    report = set_aside(Report(id="case", text=str(case["text"]), outlet=case.get("outlet")))
    got = [(report.slice(piece.span), piece.kind) for piece in report.furniture]
    want = [(str(piece["span"]), str(piece["kind"])) for piece in case.get("furniture") or []]
    if (got == want) is not expected:
        return f"gives {got}"
    for field, name in (("author", report.author), ("found_outlet", report.outlet)):
        if field in case and case[field] != name:
            return f"gives the {field} {name}"
    return None
