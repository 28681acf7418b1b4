"""Nouns that take up a happening told before: "هذه الهجمات", "الاتصال", with whom it was told to be of."""

from __future__ import annotations

from typing import Final

from marsad.document import Event, Report
from marsad.folding import fold
from marsad.lexicon import events as lexicon
from marsad.link.event_features import LOOSE, ROLES, SOFT, Known
from marsad.link.event_links import has_article, is_noun
from marsad.link.happenings import THESE

_BACK: Final = 12  # events looked back for what a demonstrative takes up


def same(report: Report, held: list[list[Known]]) -> None:
    """Gives a noun that takes a happening up those who take part in it, where its own clause names nobody."""
    events = report.events
    for k, event in enumerate(events):
        if not is_noun(event) or event.speech is not None or any(n.how not in SOFT for n in held[k]):
            continue
        pointed = event.token > 0 and report.tokens[event.token - 1].word.folded in THESE
        if not pointed and not has_article(report, event):
            continue
        before = range(k - 1, max(-1, k - 1 - _BACK), -1) if pointed else range(k - 1, -1, -1)
        told = [j for j in before if events[j].type == event.type and _told(event, held[j])]
        tests = (_alike, _lemma) if pointed else (_lemma,)  # the same form first: "هذه الهجمات" is no "هجوم مضاد"
        j = next(
            (j for test in tests for j in told if test(report, event, events[j])), told[0] if pointed and told else None
        )
        if j is None:
            continue
        known = {n.entity for n in held[k]}
        for role in ROLES:
            held[k] += [
                Known(n.entity, role, "same")
                for n in held[j]
                if n.role == role and n.how not in LOOSE and n.entity not in known
            ]


def _alike(report: Report, event: Event, other: Event) -> bool:
    """Whether both are written alike but for the article."""
    return _bare(report, event) == _bare(report, other)


def _bare(report: Report, event: Event) -> str:
    return fold(report.slice(event.trigger)).removeprefix("ال")


def _lemma(report: Report, event: Event, other: Event) -> bool:
    """Whether both are of one word."""
    a, b = lexicon.frame(event.frame), lexicon.frame(other.frame)
    return a is not None and b is not None and a.lemma == b.lemma


def _told(event: Event, known: list[Known]) -> bool:
    """Whether the clause of an event says who took part, of talks both."""
    frame = lexicon.frame(event.frame)
    actors = sum(n.role == "actor" and n.how not in LOOSE for n in known)
    if frame is not None and frame.symmetric:
        return actors > 1
    return actors > 0 or any(n.role == "recipient" and n.how not in LOOSE for n in known)
