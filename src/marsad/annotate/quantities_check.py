"""The checker of ``units.cases.yaml``: apart from the stage, since it needs the times that the stage is given."""

from __future__ import annotations

from typing import Any

from marsad.annotate import quantities, times
from marsad.document import Report
from marsad.text.segment import segment


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Runs one case of ``units.cases.yaml``; what is wrong with it, or None.

    A case has a ``text`` and the ``quantities`` that it must give: ``span`` (its words) and the fields that are set.
    """
    report = times.annotate(segment(Report(id="case", text=case["text"], published="2018-06-13")))
    report = quantities.annotate(report)
    keys = ("value", "low", "high", "mod", "unit")
    found = [
        {"span": report.slice(q.span), **{k: getattr(q, k) for k in keys if getattr(q, k) is not None}}
        for q in report.quantities
    ]
    return None if (found == case["quantities"]) == expected else f"found {found}"
