"""Who is told not to have been there: "غاب عنه رئيس الكتلة", "بغياب الوزيرين"."""

from __future__ import annotations

from typing import Final

from marsad.document import Report, Span
from marsad.lexicon import event_participants

_FAR: Final = 25  # words behind a word of absence
_STOPS: Final = frozenset("،,.؟?!؛;:\n")


def absent(report: Report) -> frozenset[Span]:
    """The mentions behind a word of absence as far as the clause goes; they take part in no talks of their sentence."""
    table = event_participants.load()
    stretches = []
    for i, token in enumerate(report.tokens):
        word = token.word.folded
        about = i + 1 < len(report.tokens) and report.tokens[i + 1].word.folded in ("عنه", "عنها", "عنهما")
        if word not in table.absence and not (about and word.removeprefix("و") in table.absents):
            continue
        end = i + 1
        while end < min(i + _FAR, len(report.tokens)):
            form = report.tokens[end].word.folded
            if form in _STOPS or form in table.presence:
                break
            end += 1
        stretches.append((token.start, report.tokens[end - 1].end))
    return frozenset(m.span for m in report.mentions for a, b in stretches if a <= m.span.start and m.span.end <= b)
