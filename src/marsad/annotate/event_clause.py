"""The clause about the trigger of an event: its parts behind it and its subject before it."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from marsad.annotate.event_light import Part
from marsad.annotate.event_parties import Party, of_np, party_at
from marsad.annotate.event_slots import slots_of
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_walk import Phrase, noun_phrase, party_before, walk
from marsad.annotate.frames import agrees
from marsad.annotate.phrases import plain_preposition
from marsad.annotate.scene import Scene
from marsad.annotate.subjects import preverbal
from marsad.lexicon import function_words

PRONOUNS = {"ه": "3ms", "ها": "3fs", "هم": "3mp", "هما": "3md", "هن": "3fp", "نا": "1p", "ي": "1s"}
_AT_LEAST = (["على", "الأقل"], ["على", "الاقل"], ["على", "الأكثر"])
_SHORT = 4  # words of a quotation that only marks a word


class Clause(NamedTuple):
    """What stands about a trigger: parts behind it, its subject before it, how its end was reached."""

    parts: tuple[Part, ...]
    before: Party | None
    end: int
    event: int = -1  # token of the event noun that is the subject: غارة استهدفت, استهدفت غارة


def clause(scene: Scene, t: Trigger, verbs: Container[int], nouns: Container[int]) -> Clause:
    """The parts of the clause of a trigger."""
    limit = scene.sentence_end[t.token]
    if scene.inside[t.token] >= 0 and scene.opens[scene.inside[t.token]] - t.token > _SHORT:
        limit = min(limit, scene.opens[scene.inside[t.token]])
    held = walk(scene, t.end, limit, verbs, nouns)
    parts: list[Part] = []
    for p in held.phrases:
        if p.joined and parts and parts[-1].prep == p.prep and p.party is not None and not p.comma:
            last = parts[-1]
            parts[-1] = last._replace(parties=(*last.parties, p.party))
            continue
        parts.append(_part(p, t.end))
        if p.party is not None and not p.prep:
            parts += _held_inside(scene, p.party, slots_of(t))
    before = _before(scene, t) if t.verbal else None
    return Clause(tuple(parts), before, held.end)


def _held_inside(scene: Scene, party: Party, slots: Container[str]) -> list[Part]:
    """What a preposition of the frame governs inside a role: "سفيرها لدى أستراليا"."""
    for j in range(party.first + 1, party.end - 1):
        prep = plain_preposition(scene.letters[j])
        if prep is not None and prep != "في" and prep in slots:
            inner = party_at(scene, j + 1, party.end)
            return [Part(prep, (inner,), j)] if inner is not None else []
    return []


def _part(p: Phrase, begin: int) -> Part:
    return Part(
        p.prep, (p.party,) if p.party is not None else (), p.first, p.first == begin, p.pronoun, p.comma, p.head
    )


def _before(scene: Scene, t: Trigger) -> Party | None:
    """The subject before a verb."""
    r = t.reading
    if r.proclitic in ("و", "ف", "وس", "فس", "ول", "ل") or r.agreement[:1] == "1":
        return None
    if t.token and scene.letters[t.token - 1] in ("فقد", "وقد", "ولقد", "لقد"):
        return None  # a clause of its own
    np = preverbal(scene, t.token)
    if np is not None:
        if not agrees(scene, np, r.agreement):
            return None
        return of_np(scene, np) if np.mentions else noun_phrase(scene, np.first, t.token, ()).party
    words = function_words.load()
    j = t.token
    start = scene.sentence_start[t.token]
    between = words.aspect | words.relative | words.future | words.negation | words.present_negation
    while j > start:
        if scene.letters[j - 1] in between:
            j -= 1  # "بلاده لم تطرد", "قواته سوف تهاجم"
        elif j - 1 > start and scene.letters[j - 2 : j] in _AT_LEAST:
            j -= 2  # "29 طفلا على الأقل قتلوا"
        else:
            break
    return party_before(scene, j, start)
