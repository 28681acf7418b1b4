"""Whether a sentence reports a happening as news, or takes it as known (the inquiry into the attack), or talks of such
happenings in general.
"""

from __future__ import annotations

from typing import Final, cast

from marsad.document import EventType, Report
from marsad.evaluate.news_features import features, words
from marsad.evaluate.told import background, counted_party, definite, numbered, told
from marsad.lexicon import news_weights

SUPPORTS: Final[dict[str, tuple[int, tuple[str, ...]]]] = {
    "PROTEST": (3, ("again", "number", "numbers", "place", "short")),
}
"""By type, how many of which supports (see `supported`) a sentence needs; chosen on the public sentences."""
_OTHER: Final = (5, ("twice", "number", "means", "party", "plain", "short"))

_LONG: Final = 45  # words of a sentence that tells several things
_SPEECH: Final = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "THREATEN", "AGREE", "REJECT"})


def reported(report: Report, kind: str) -> bool:
    """Whether a sentence reports an event of a type as news: by weights where its type has some, else by supports."""
    weighed = news_weights.load().get(cast(EventType, kind))
    return supported(report, kind) if weighed is None else score(report, kind) >= weighed.least


def score(report: Report, kind: str) -> float:
    """The sum of the weights of what the sentence has; raises ``KeyError`` for a type without weights."""
    weights = news_weights.load()[cast(EventType, kind)]
    return sum(weights.structure.get(f, 0.0) for f in sorted(features(report, kind))) + sum(
        weights.words.get(w, 0.0) for w in sorted(words(report))
    )


def supported(report: Report, kind: str) -> bool:
    """Whether an event of a type is told, and not taken as known, with enough supports (`SUPPORTS`).

    "twice" another is told so, "again" there is a second word for it, "number" of people in any of them, "numbers" in
    what is told, "place", "means" (explosives, firearms ...), "party" somebody does or suffers what is told, "plain" no
    act of speech (accusation, demand ...) of which it would be only the topic, "short" a sentence that tells one thing.
    """
    held = [e for e in report.events if e.type == kind and e.status == "actual"]
    telling = [e for e in held if told(report, e)]
    if not telling:
        return False
    supports = {
        "twice": len(telling) > 1,
        "again": sum(not definite(report, e) and not background(report, e) for e in held) > 1,
        "number": numbered(report, held),
        "numbers": numbered(report, telling),
        "place": any(e.place for e in held),
        "means": any(e.mode for e in held),
        "party": any(e.actors or e.recipients or counted_party(report, e) for e in telling),
        "plain": not any(e.type in _SPEECH for e in report.events),
        "short": sum(t.word.kind != "punct" for t in report.tokens) < _LONG,
    }
    enough, names = SUPPORTS.get(kind, _OTHER)
    return sum(supports[name] for name in names) >= enough
