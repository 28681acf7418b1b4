"""Checks the case files of status, conditions, deadlines, tolls, contacts and codes: a sentence and what its event has.

A case: ``text`` (a report is made of it, published ``published`` or 2024-05-15, a Wednesday), ``event`` (the trigger as
written, the first if it stands twice) and any of ``status``, ``by`` (the words that say so), ``date``, ``place``,
``dead`` ... (the number), ``condition`` (its words), ``names`` (the trigger that the condition names), ``negated``,
``until`` (the last day), ``mode``, ``context`` (one of them), ``channel``, ``length``, ``origin``, ``carrier``,
``addressee`` (names), ``ar``, ``en`` (glosses). Under ``no_match`` the event must have none of what is named.
"""

from __future__ import annotations

from typing import Any

from marsad.document import Event, Report
from marsad.pipeline import run

_TOLLS = ("dead", "injured", "arrested", "displaced", "size")


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """What is wrong with a case, or None."""
    report = run(
        Report(id="case", text="تقرير\n" + case["text"], published=case.get("published", "2024-05-15")), strict=True
    )
    event = next((e for e in report.events if report.slice(e.trigger) == case["event"]), None)
    if event is None:
        shown = ", ".join(report.slice(e.trigger) for e in report.events)
        return f"no event {case['event']}; there are: {shown or '-'}"
    wrong = []
    for key, value in case.items():
        if key in ("text", "event", "published", "note"):
            continue
        found = _value(report, event, key)
        holds = value in found if isinstance(found, list) else found == value
        if holds != expected:
            wrong.append(f"{key}: {found}")
    return "; ".join(wrong) or None


def _value(report: Report, event: Event, key: str) -> Any:
    """What an event has under a key of a case; a list where the case names one of several."""
    names = {e.id: [n for n in e.name.values() if n] for e in report.entities}
    if key in _TOLLS:
        toll = event.tolls.get(key)
        return None if toll is None else toll.value if toll.value is not None else toll.low
    if key == "by":
        return report.slice(event.status_by) if event.status_by is not None else None
    if key == "place":
        return names.get(event.place or "", [])
    if key in ("condition", "names", "negated"):
        return [_condition(report, event, k, key) for k in range(len(event.conditions))]
    if key == "until":
        return event.deadline.interval[1] if event.deadline is not None and event.deadline.interval else None
    if key == "context":
        return list(event.context)
    if key in ("channel", "length"):
        return getattr(event.contact, key) if event.contact is not None else None
    if key in ("origin", "carrier", "addressee"):
        return names.get(getattr(event.relay, key) or "", []) if event.relay is not None else []
    if key in ("ar", "en"):
        return event.gloss.get(key)
    return getattr(event, key)


def _condition(report: Report, event: Event, k: int, key: str) -> Any:
    condition = event.conditions[k]
    if key == "condition":
        return report.slice(condition.span)
    if key == "negated":
        return condition.negated
    return next((report.slice(e.trigger) for e in report.events if e.id == condition.event), None)
