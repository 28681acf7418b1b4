"""Nouns that take up a happening told before: "هذه الهجمات", "الاتصال", with whom it was told to be of."""

from __future__ import annotations

from collections.abc import Mapping
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
    latest: dict[tuple[str, str, bool], int] = {}  # by type, lemma, and whether two must have been told to take part
    for k, event in enumerate(report.events):
        j = _taken_up(report, held, k, latest)
        if j is not None:
            known = {n.entity for n in held[k]}
            for role in ROLES:
                held[k] += [
                    Known(n.entity, role, "same")
                    for n in held[j]
                    if n.role == role and n.how not in LOOSE and n.entity not in known
                ]
        frame = lexicon.frame(event.frame)
        if frame is not None:
            latest |= {(event.type, frame.lemma, two): k for two in (False, True) if _told(two, held[k])}


def _taken_up(
    report: Report, held: list[list[Known]], k: int, latest: Mapping[tuple[str, str, bool], int]
) -> int | None:
    """The event before event `k` that it takes up, of which the report has told who took part."""
    events = report.events
    event = events[k]
    if not is_noun(event) or event.speech is not None or any(n.how not in SOFT for n in held[k]):
        return None
    frame = lexicon.frame(event.frame)
    two = frame is not None and frame.symmetric
    if event.token > 0 and report.tokens[event.token - 1].word.folded in THESE:
        before = range(k - 1, max(-1, k - 1 - _BACK), -1)
        told = [j for j in before if events[j].type == event.type and _told(two, held[j])]
        alike = [j for test in (_alike, _lemma) for j in told if test(report, event, events[j])]
        return next(iter((*alike, *told)), None)  # the same form first: "هذه الهجمات" is no "هجوم مضاد"
    if frame is None or not has_article(report, event):
        return None
    return latest.get((event.type, frame.lemma, two))


def _alike(report: Report, event: Event, other: Event) -> bool:
    """Whether both are written alike but for the article."""
    return _bare(report, event) == _bare(report, other)


def _bare(report: Report, event: Event) -> str:
    return fold(report.slice(event.trigger)).removeprefix("ال")


def _lemma(report: Report, event: Event, other: Event) -> bool:
    """Whether both are of one word."""
    a, b = lexicon.frame(event.frame), lexicon.frame(other.frame)
    return a is not None and b is not None and a.lemma == b.lemma


def _told(two: bool, known: list[Known]) -> bool:
    """Whether the clause of an event says who took part, of talks (`two`) both."""
    actors = sum(n.role == "actor" and n.how not in LOOSE for n in known)
    if two:
        return actors > 1
    return actors > 0 or any(n.role == "recipient" and n.how not in LOOSE for n in known)
