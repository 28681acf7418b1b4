"""The checker of case files whose phrases are read by the whole pipeline: ``marsad.evaluate.cases:check_reading``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marsad import read
from marsad.document import Report, Span

_LISTS = ("statements", "times", "mentions", "quantities", "events")
_SHOWN = {"statements": ("cue", "content"), "events": ("trigger", "type")}


def check_reading(case: dict[str, Any], expected: bool) -> str | None:
    """Reads ``text`` (with ``published``, where given) and looks for annotations like those that the case describes.

    ``statements``, ``times``, ``mentions``, ``quantities`` and ``events`` hold lists of partial annotations; spans are
    written as the text that they cover. Each must be found (``match``), or none of them (``no_match``). A ``no_match``
    case with the text alone must give no statement at all.
    """
    report = read(str(case["text"]), published=case.get("published"), strict=True).report
    wanted = [(name, item) for name in _LISTS for item in case.get(name, ())]
    if not wanted and not expected:
        wanted = [("statements", {})]
    for name, item in wanted:
        found = list(_shown(report, name, item))
        if any(item.items() <= shown.items() for shown in found) != expected:
            return f"must {'' if expected else 'not '}hold {name} {item or ''}; found {found or 'none'}"
    return None


def _shown(report: Report, name: str, item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The annotations of a kind, with the fields that the item names; a statement shows cue and content besides, an
    event trigger and type."""
    keys = dict.fromkeys((*_SHOWN.get(name, ("span",)), *item))
    for annotation in getattr(report, name):
        shown: dict[str, Any] = {}
        for key in keys:
            value = getattr(annotation, key)
            shown[key] = report.slice(value) if isinstance(value, Span) else value
        yield shown
