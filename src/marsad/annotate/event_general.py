"""Acts named in general, which nobody committed: "قانون لمكافحة التحرش", "عقوبة القتل", "معدلات الجريمة".

A noun is general where a word of law, penalty, kind, fight or right governs it and nothing says that a particular
act is meant: no name, number, pronoun or relative clause, no time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from marsad.annotate.event_triggers import Trigger
from marsad.annotate.phrases import STOPS, plain_preposition
from marsad.annotate.scene import Scene
from marsad.document import Argument, Split
from marsad.lexicon import event_general

_REACH = 9  # tokens between a governor and an act that is joined to others by و
_BEHIND = 6  # tokens behind the act in which something may say that it is a particular one
_LAW = 25  # tokens between what a law says and the verb that says so
_BESIDE = 5  # tokens between that verb and the word for the law
_COMMAS = frozenset("،,")
_COMMITTED = 3  # tokens before a governor among which the word for committing stands
_JOINED = "وف"
_BEFORE = frozenset(("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"))


def general(scene: Scene, t: Trigger, args: Iterable[Argument], nouns: Iterable[int]) -> bool:
    """Whether a trigger names an act in general."""
    if _provided(scene, t):
        return not _particular(scene, t, args, counted=False)
    if t.verbal or t.reading.enclitic or t.reading.kind not in ("masdar", "noun"):
        return False
    return _governed(scene, t, frozenset(nouns)) and not _particular(scene, t, args)


def _provided(scene: Scene, t: Trigger) -> bool:
    """Whether a law says it: behind "ينص القانون على", "المادة الخامسة تعاقب"; of verbs those of "whoever"."""
    table = event_general.load()
    if t.frame.type not in table.provided or (t.verbal and t.reading.tense == "past" and not _whoever(scene, t.token)):
        return False
    start = scene.sentence_start[t.token]
    for p in range(t.token - 1, max(start, t.token - _LAW) - 1, -1):
        if scene.letters[p] in STOPS and scene.letters[p] not in _COMMAS:
            return False
        if any(s.stem in table.provides for s in _stems(scene, p)):
            near = range(max(start, p - _BESIDE), min(t.token, p + _BESIDE + 1))
            return any(s.stem.removeprefix("ال") in table.laws for q in near for s in _stems(scene, q))
    return False


def _whoever(scene: Scene, i: int) -> bool:
    """ "كل من قتل", "من يقتل": whoever does it."""
    return i > scene.sentence_start[i] and scene.letters[i - 1] in ("من", "لمن", "بمن")


def _governed(scene: Scene, t: Trigger, nouns: frozenset[int]) -> bool:
    table = event_general.load()
    start = scene.sentence_start[t.token]
    pos, link = t.token, t.reading.proclitic.lstrip(_JOINED)[:1]
    while pos > start and t.token - pos < _REACH:
        p = pos - 1
        if scene.letters[p] in STOPS:
            return False
        if not link and (preposition := plain_preposition(scene.letters[p])) is not None:
            link, p = preposition, p - 1
            if p < start:
                return False
        stems = _stems(scene, p)
        if any(t.frame.type in table.governors.get(_plain(s, link), {}).get(link, ()) for s in stems):
            return not _committed(scene, p)
        joined = not link and scene.letters[pos][:1] == "و" and (p in nouns or p in scene.nps)
        through = next((s.proclitic for s in stems if s.stem in table.between), None)
        if through is not None:
            pos, link = p, through.lstrip(_JOINED)[:1]
        elif joined:
            pos, link = p, ""
        else:
            return False
    return False


def _stems(scene: Scene, p: int) -> list[Split]:
    """The ways to take a word apart that leave no pronoun behind it."""
    splits = scene.tokens[p].word.splits
    return [s for s in splits if not s.enclitic and s.proclitic in _BEFORE]


def _plain(s: Split, link: str) -> str:
    """A stem as the table has it: before a preposition without its article, with which none stands in the construct."""
    return s.stem.removeprefix("ال") if link else s.stem


def _committed(scene: Scene, p: int) -> bool:
    """Whether the words before a governor say that somebody did it: "شارك في جرائم قتل"."""
    words = event_general.load().committed
    near = range(max(scene.sentence_start[p], p - _COMMITTED), p)
    return any(s.stem.removeprefix("ال") in words for q in near for s in _stems(scene, q))


def _particular(scene: Scene, t: Trigger, args: Iterable[Argument], *, counted: bool = True) -> bool:
    """Whether a name, a number, a pronoun or a word that points says which act is meant.

    Laws count years and fines: their numbers say nothing (not `counted`).
    """
    table = event_general.load()
    mentions = scene.report.mentions
    for a in args:
        if a.how == "pronoun" or (a.mention is not None and mentions[a.mention].kind == "name"):
            return True
    for p in range(t.token - 1, t.end + _BEHIND):
        if not scene.sentence_start[t.token] <= p < scene.sentence_end[t.token]:
            continue
        if p != t.token and scene.folded[p] in table.particular:
            return True
        if p >= t.end and scene.letters[p] in STOPS:
            break
        if counted and p != t.token and _counts(scene, p):
            return True
    return False


def _counts(scene: Scene, p: int) -> bool:
    """Whether a token is part of a quantity; these stand in the order of the text, so that few are looked at."""
    token, quantities = scene.tokens[p], scene.report.quantities
    k = bisect_left(quantities, token.end, key=lambda q: q.span.start) - 1
    return k >= 0 and token.start < quantities[k].span.end
