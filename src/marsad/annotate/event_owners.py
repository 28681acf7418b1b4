"""Whom the nouns before an event noun give it: who has a part in it ("مشاركة فرنسا في الضربات")."""

from __future__ import annotations

from marsad.annotate.event_clause import PRONOUNS
from marsad.annotate.event_light import Part
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_walk import joined_before, party_ending
from marsad.annotate.phrases import plain_preposition
from marsad.annotate.scene import Scene
from marsad.lexicon import event_participants

_ADJECTIVES = 2


def owner_before(scene: Scene, t: Trigger) -> Part | None:
    """Who has a part in what a noun tells, by a noun that a preposition joins to it: "ضلوعها في الهجوم"."""
    start = scene.sentence_start[t.token]
    prep, end = t.reading.proclitic[-1:], t.token
    if prep not in ("ب", "ل"):
        before = scene.letters[t.token - 1] if t.token > start else ""
        prep = before if before == "وراء" else plain_preposition(before) or ""
        end = t.token - bool(prep)
    if prep == "ب" and (laid := _laid_to(scene, end, start)) is not None:
        return laid
    bars = event_participants.load().bars.get(prep)
    if bars is not None and (kept := _kept_from(scene, end, start, bars)) is not None:
        return kept
    carriers = event_participants.load().carriers.get(prep)
    if carriers is None or end <= start:
        return None
    for k in range(end, max(start, end - (_ADJECTIVES if prep else 0) - 1), -1):
        if k < end and not scene.letters[k].startswith("ال"):
            break
        for split in scene.tokens[k - 1].word.splits:
            if split.enclitic in PRONOUNS and _carrier(split.stem, carriers):
                return Part("", (), k - 1, pronoun=PRONOUNS[split.enclitic])
        party = party_ending(scene, k, start)
        if party is not None:
            parties = joined_before(scene, party)
            first = parties[0].first
            owned = first > start and any(
                not s.enclitic and _carrier(s.stem, carriers) for s in scene.tokens[first - 1].word.splits
            )
            return Part("", parties, first) if owned and not parties[0].proclitic else None
    return None


def _laid_to(scene: Scene, end: int, start: int) -> Part | None:
    """Whom a noun lays the deed to that ب puts behind it: "اتهامه لقطر [بدعم]", "اتهام إيران [بتزويد]"."""
    party = party_ending(scene, end, start)
    if party is None:
        return None
    parties = joined_before(scene, party)
    first = parties[0].first
    lays = event_participants.load().lays
    if first == start or parties[0].proclitic not in ("", "ل"):
        return None
    for split in scene.tokens[first - 1].word.splits:
        if _carrier(split.stem, lays) and (not split.enclitic or parties[0].proclitic == "ل"):
            return Part("", parties, first)
    return None


def _kept_from(scene: Scene, end: int, start: int, bars: frozenset[str]) -> Part | None:
    """Whom a noun keeps from the act: "منع [إيران] من الاعتداء"; with a pronoun, too ("منعها من")."""
    for split in scene.tokens[end - 1].word.splits if end > start else ():
        if split.enclitic in PRONOUNS and split.stem in bars:
            return Part("", (), end - 1, pronoun=PRONOUNS[split.enclitic])
    party = party_ending(scene, end, start)
    if party is None:
        return None
    parties = joined_before(scene, party)
    first = parties[0].first
    if first == start or parties[0].proclitic:
        return None
    kept = any(not s.enclitic and s.stem in bars for s in scene.tokens[first - 1].word.splits)
    return Part("", parties, first) if kept else None


def _carrier(stem: str, carriers: frozenset[str]) -> bool:
    return stem in carriers or (stem.endswith("ت") and f"{stem[:-1]}ه" in carriers)
