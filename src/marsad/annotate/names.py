"""Names and roles in running text: who and what a report speaks of, and by which words.

Names come of the knowledge base (longest form), of the grammar of bodies, places and persons, and of the report
itself: once a full name has stood in it, its short forms are names wherever they stand. Roles ("وزير الخارجية") are
mentions of their own; a role and the name beside it share a group. See docs/design/names.md.
"""

from __future__ import annotations

from typing import Any

from marsad.annotate.name_finder import Finder
from marsad.document import Mention, Report
from marsad.text.segment import segment


def annotate(report: Report) -> Report:
    """Assigns ``mentions``: names (without overlaps among them) and roles, sorted by span."""
    if not report.tokens:
        return report
    return report.with_(mentions=tuple(Finder(report).mentions()))


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Checks one case of a case file; what is wrong, or None.

    A case has a ``text`` and what one mention in it is to be: ``name`` or ``role`` (its words as they stand), and any
    of ``type``, ``head``, ``country``, ``class``, ``of``, ``definite``. ``group`` gives the words of a mention that it
    shares a group with. Under ``no_match`` no such mention may be found.
    """
    report = annotate(segment(Report(id="case", text=case["text"])))
    kind = "name" if "name" in case else "role"
    words = case[kind]
    found = [m for m in report.mentions if m.kind == kind and report.slice(m.span) == words]
    fits = [m for m in found if _fits(report, m, case)]
    if expected and not fits:
        seen = [f"{m.kind} {m.type} {report.slice(m.span)}" for m in report.mentions]
        return f"{words} is not found so; found: {'; '.join(seen) or 'nothing'}"
    if not expected and fits:
        return f"{words} is found as {kind}"
    return None


def _fits(report: Report, mention: Mention, case: dict[str, Any]) -> bool:
    fields = {
        "type": mention.type,
        "head": mention.head,
        "country": mention.country,
        "class": mention.source_class,
        "definite": mention.definite,
        "of": report.slice(mention.of) if mention.of else None,
    }
    if any(key in case and case[key] != value for key, value in fields.items()):
        return False
    if "group" not in case:
        return True
    shared = [m for m in report.mentions if m.group == mention.group and m is not mention]
    return mention.group >= 0 and case["group"] in [report.slice(m.span) for m in shared]
