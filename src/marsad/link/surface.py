"""What a span of a report reads as where it stands alone."""

from __future__ import annotations

from marsad.document import Report, Span
from marsad.folding import letters
from marsad.text.words import article_behind_l


def surface(report: Report, span: Span) -> str:
    """The name as it would stand alone: the article that "لل" contracts is put back, hashtags are words."""
    text = clean(report.slice(span))
    contracted = text.startswith("ل") and report.text[span.start - 1 : span.start] == "ل"
    return article_behind_l(text) + text if contracted else text


def clean(text: str) -> str:
    """One line without marks, with plain spaces for hashtag underscores."""
    return " ".join(letters(text).replace("_", " ").replace("#", "").split())
