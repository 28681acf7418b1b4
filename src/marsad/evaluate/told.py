"""What a sentence tells of a happening, and what it takes as known."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from marsad.annotate.event_triggers import Reading, readings
from marsad.document import Event, Report, Span, Word
from marsad.evaluate.measure import overlap
from marsad.lexicon import events, function_words, reporting

_BEFORE: Final = 3  # tokens before a trigger in which a relative or a subordinating word makes it background
_CARRIER: Final = 7  # tokens before a noun in which a verb carries or reports it
_SUBORDINATE: Final = frozenset("عندما حين حينما بعدما لأن لان إذا اذا لو كي لكي لما كلما منذ".split())


def told(report: Report, event: Event) -> bool:
    """Whether an event is told: by a finite verb of the past or an indefinite noun that a verb carries or reports.

    Not in a relative or subordinate clause.
    """
    if event.token < 0 or event.frame < 0 or background(report, event):
        return False
    if verbal(event):
        return "past" in tenses(report, event)
    return not definite(report, event) and any(
        _carries(t.word) for t in report.tokens[_from(event, _CARRIER) : event.token]
    )


def verbal(event: Event) -> bool:
    """Whether a finite verb names it."""
    return event.why is not None and event.why.rule.startswith("verb")


def tenses(report: Report, event: Event) -> frozenset[str]:
    """The tenses that its verb can have."""
    return frozenset(r.tense for r in _readings(report, event) if r.kind == "verb")


def background(report: Report, event: Event) -> bool:
    """Whether a relative or a subordinating word stands before it."""
    relative = function_words.load().relative
    near = report.tokens[_from(event, _BEFORE) : max(event.token, 0)]
    return any(t.word.letters in relative or t.word.letters in _SUBORDINATE for t in near)


def definite(report: Report, event: Event) -> bool:
    """Whether a noun with the article names it."""
    return any(r.definite for r in _readings(report, event))


def numbered(report: Report, held: list[Event]) -> bool:
    """Whether an event tells how many: a toll, or a number in the words for a participant."""
    return any(e.tolls for e in held) or any(_counted(report, a.span) for e in held for a in e.arguments if a.span)


def counted_party(report: Report, event: Event) -> bool:
    """Whether a participant is told by a number alone ("مقتل 31 شخصا"), which is no entity."""
    return numbered(report, [event])


def _readings(report: Report, event: Event) -> list[Reading]:
    if event.token < 0:
        return []
    return [r for r in readings(report.tokens[event.token].word) if r.frame == event.frame]


def _from(event: Event, words: int) -> int:
    return max(0, event.token - words)


@lru_cache(maxsize=20_000)
def _carries(word: Word) -> bool:
    """Whether a word is a verb that carries an event noun or reports."""
    light, said = events.load().light_forms, reporting.load().forms
    return any(
        s.stem in light or s.stem in said
        for s in word.splits
        if not s.enclitic and s.proclitic in ("", "و", "ف", "ل", "س")
    )


def _counted(report: Report, span: Span) -> bool:
    return any(overlap(span, q.span) for q in report.quantities)
