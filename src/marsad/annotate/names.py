"""Names and roles in running text: who and what a report speaks of, and by which words.

Names come of the knowledge base (longest form), of the grammar of bodies, places and persons, and of the report
itself: once a full name has stood in it, its short forms are names wherever they stand. Roles ("وزير الخارجية") are
mentions of their own; a role and the name beside it share a group. See docs/design/names.md.
"""

from __future__ import annotations

from marsad.annotate.name_finder import Finder
from marsad.document import Report


def annotate(report: Report) -> Report:
    """Assigns ``mentions``: names (without overlaps among them) and roles, sorted by span."""
    if not report.tokens:
        return report
    return report.with_(mentions=tuple(Finder(report).mentions()))
