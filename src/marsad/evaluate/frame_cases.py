"""The checker of the case files beside the event frames: ``marsad.evaluate.frame_cases:check_case``.

A case is a ``text``; under ``match`` it must hold an event of the ``type`` with the ``trigger`` (its words, or a part
of them), under ``no_match`` no event of the type, and no event of any type where none is given. ``actor`` and
``recipient`` name an entity of the event by its Arabic name.
"""

from __future__ import annotations

from typing import Any

from marsad import read
from marsad.document import Event, Report


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """``None`` where the case holds, otherwise what the text gives instead."""
    report = read(str(case["text"]), published=case.get("published"), strict=True).report
    holds = any(_fits(report, event, case) for event in report.events)
    if holds == expected:
        return None
    found = ", ".join(f"{report.slice(e.trigger)} {e.type}" for e in report.events) or "nothing"
    return f"must {'' if expected else 'not '}hold {case.get('type', 'an event')}; found {found}"


def _fits(report: Report, event: Event, case: dict[str, Any]) -> bool:
    if case.get("type") not in (None, event.type):
        return False
    trigger = report.slice(event.trigger)
    if "trigger" in case and case["trigger"] not in trigger and trigger not in case["trigger"]:
        return False
    names = {e.id: e.name["ar"] for e in report.entities}
    return all(
        case[role] in {names.get(i) for i in ids}
        for role, ids in (("actor", event.actors), ("recipient", event.recipients))
        if role in case
    )
