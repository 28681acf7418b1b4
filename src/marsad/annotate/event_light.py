"""Light verbs: "شنّ الجيش هجوما", "تعرّض المقر لهجوم", "أسفر الانفجار عن مقتل", "تم اعتقال"."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

from marsad.annotate.event_parties import Party, of_np
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_walk import (
    Phrase,
    beside,
    joined_before,
    noun_phrase,
    party_before,
    pronoun_preposition,
    walk,
)
from marsad.annotate.frames import agrees
from marsad.annotate.phrases import STOPS, attached, plain_preposition
from marsad.annotate.scene import Scene
from marsad.annotate.subjects import preverbal
from marsad.document import Word
from marsad.folding import fold
from marsad.lexicon import events, function_words
from marsad.lexicon.events import LightVerb

_BACK = 10
_OBJECTS = 4  # phrases behind a verb that has its noun as subject, and those joined to them
_THESE = frozenset({"هذا", "هذه", "ذلك", "تلك", "هذين", "هاتين", "مثل", "كل", "جميع", "بعض", "سلسلة"})
_PRONOUNS = {"ه": "3ms", "ها": "3fs", "هم": "3mp", "هما": "3md"}


class Part(NamedTuple):
    """One slot's filling: participants joined by و, or a pronoun. ``site``: مواقع الحوثيين, hit for whose they are."""

    prep: str
    parties: tuple[Party, ...]
    first: int
    adjacent: bool = False
    pronoun: str = ""
    comma: bool = False
    head: bool = True
    site: bool = False


class Carried(NamedTuple):
    """A light verb with its subject, and the other participant."""

    verb: LightVerb
    token: int
    part: Part | None
    other: Part | None
    object: Part | None = None  # of a light verb whose subject is the noun


@lru_cache(maxsize=50_000)
def light_reading(word: Word) -> tuple[int, str, str, str] | None:
    """Of a form of a light verb: its index, code, what is attached before it, its pronoun."""
    if word.kind != "word" or len(word.folded) < 2:
        return None
    forms = events.load().light_forms
    best = None
    for split in word.splits:
        if split.proclitic not in ("", "و", "ف", "س", "وس", "ل", "ول") or split.enclitic not in ("", *_PRONOUNS):
            continue
        for index, code in forms.get(split.stem, ()):
            if "pass" in code and split.enclitic:
                continue
            if word.letters.startswith("ال"):
                continue
            held = (index, code, split.proclitic, split.enclitic)
            if best is not None and code.endswith(":pass") < best[1].endswith(":pass"):
                best = held  # "ووجهت": و and وجّه
            elif best is None or code.startswith(("past:3ms", "past:3fs", "pres:3ms", "pres:3fs")) > best[1].startswith(
                ("past:3ms", "past:3fs", "pres:3ms", "pres:3fs")
            ):
                best = held
    return best


@lru_cache(maxsize=50_000)
def light_readings(word: Word) -> tuple[tuple[int, str, str, str], ...]:
    """The reading of a form with those of the same verb in other constructions (بدأ الهجوم, بدأ في الهجوم)."""
    held = light_reading(word)
    if held is None:
        return ()
    table = events.load()
    lemma = table.light[held[0]].lemma
    return (held, *((k, *held[1:]) for k, v in enumerate(table.light) if k != held[0] and v.lemma == lemma))


def carried(scene: Scene, t: Trigger, verbs: Container[int]) -> Carried | None:
    """The light verb that carries a noun, before it in its clause (or behind it in a relative clause)."""
    start = max(scene.sentence_start[t.token], t.token - _BACK)
    for j in range(t.token - 1, start - 1, -1):
        if scene.letters[j] in STOPS or scene.letters[j] == ":" or (scene.particle(j) is not None):
            break
        readings = light_readings(scene.tokens[j].word)
        if not readings or (j in scene.nps and scene.nps[j].first == j):
            if j in verbs:
                break
            continue
        table = events.load().light
        held = next(
            (  # not "التحالف الذي تقوده": the pronoun is its object
                r
                for r in readings
                if _governs(scene, table[r[0]], j, t) and not (r[3] and table[r[0]].noun == "object")
            ),
            None,
        )
        if held is None:
            continue
        verb = table[held[0]]
        if not _verbal(scene, j):
            if verb.subject == "recipient" and verb.noun == "ل":
                return Carried(verb, j, _befallen(scene, j, t, verbs), None)
            if held[1].startswith("past") and scene.letters[j - 1] in ("قبل", "بعد", "عقب", "خلال", "أثناء"):
                break  # "قبل شن مسلحين هجوما": a verbal noun with its own subject
            continue
        return _with_subject(scene, verb, held, j, t, verbs)
    return _relative(scene, t, verbs)


def _befallen(scene: Scene, j: int, t: Trigger, verbs: Container[int]) -> Part | None:
    """Whom a verbal noun has as owner: "بعد تعرض [سفينة إيرانية] لهجوم"."""
    found = walk(scene, j + 1, t.token, verbs).phrases
    first = found[0] if found else None
    if first is None or first.party is None or first.prep:
        return None
    return Part("", (first.party, *_joined(found, first.end)), first.first)


def _verbal(scene: Scene, j: int) -> bool:
    """Whether a verb can stand at `j`: not behind a preposition, nor as a verbal noun ("فكرة عقد قمة", "قبل شن")."""
    before = scene.letters[j - 1] if j > scene.sentence_start[j] else ""
    if before == "حال" and scene.letters[j].endswith("ت"):
        return True  # "في حال أقدمت"
    words = function_words.load()
    return before not in words.before_masdars and (
        plain_preposition(before) is None or before in words.conjunctive_prepositions
    )


def _governs(scene: Scene, verb: LightVerb, j: int, t: Trigger) -> bool:
    """Whether the noun stands where the light verb has it."""
    letters = scene.letters[t.token]
    if verb.nouns and not scene.folded[t.token].removeprefix("ال").startswith(tuple(verb.nouns)):
        return False
    if verb.noun in ("object", "subject"):
        before = t.token - 1
        while before > j and scene.letters[before] in _THESE:
            before -= 1  # "تتخذ الخطوات لوقف هذه الهجمات"
        return (
            t.reading.proclitic in ("", "و")
            and plain_preposition(scene.letters[before]) is None
            and (before == j or attached(scene, before) is None)
        )
    if verb.noun in ("ل", "ب", "ك"):
        if t.reading.proclitic[-1:] == verb.noun:
            return True
        return any(scene.letters[k][:1] == verb.noun for k in range(j + 1, t.token)) and not letters.startswith("ال")
    return any(scene.letters[k] == verb.noun for k in range(j + 1, t.token))


def _with_subject(
    scene: Scene, verb: LightVerb, held: tuple[int, str, str, str], j: int, t: Trigger, verbs: Container[int]
) -> Carried:
    agreement = held[1].split(":")[1]
    part: Part | None = None
    other: Part | None = None
    between = walk(scene, j + 1, t.token, verbs).phrases
    if verb.who:
        return Carried(verb, j, _made_to(scene, verb, held, j, between), None)
    bare = [p for p in between if p.prep == "" and p.party is not None and not p.comma]
    if verb.noun == "subject":
        return Carried(verb, j, None, None)
    unknown = any(p.prep == "" and p.party is None and not p.comma and p.first == j + 1 for p in between)
    if bare and not (bare[0].party is not None and bare[0].party.proclitic):
        part = Part(
            "", tuple(p.party for p in bare[:1] if p.party is not None) + _joined(between, bare[0].end), bare[0].first
        )
    elif held[2] in ("", "س"):
        np = preverbal(scene, j)
        if np is not None and agrees(scene, np, agreement):
            held_party = of_np(scene, np) if np.mentions else noun_phrase(scene, np.first, j, ()).party
            part = Part("", joined_before(scene, held_party), np.first) if held_party is not None else None
        else:
            group = party_before(scene, j, scene.sentence_start[j])
            part = Part("", joined_before(scene, group), group.first) if group is not None else None
        if part is not None:
            part = part._replace(parties=(*part.parties, *beside(scene, part.parties[-1].end, j)))
    if part is None and t.reading.definite and j == t.token - 1:
        # "تبنى الهجوم تنظيم": what stands right behind a noun with its article is no idafa
        behind = walk(scene, t.end, scene.sentence_end[t.token], verbs).phrases[:1]
        if behind and behind[0].first == t.end and behind[0].prep == "" and behind[0].party is not None:
            after = behind[0].party
            if after.np is not None or after.group is not None:
                part = Part("", (after,), after.first)
    if part is None and not unknown:
        part = Part("", (), j, pronoun=agreement)
    if part is not None:
        together = tuple(p.party for p in between if p.prep == "with" and p.party is not None)
        part = part._replace(parties=(*part.parties, *together[:1]))
    if verb.from_ is not None:
        behind = walk(scene, t.end, scene.sentence_end[t.token], verbs).phrases
        source = next((p for p in (*between, *behind) if p.prep in (verb.from_, "agent") and p.party is not None), None)
        if source is not None and source.party is not None:
            other = Part("", (source.party,), source.first)
    elif verb.to and verb.subject == "actor":
        to = next((p for p in between if p.prep in verb.to and (p.party is not None or p.pronoun)), None)
        if to is not None:
            parties = () if to.party is None else (to.party, *_joined(between, to.end, to.prep))
            other = Part(to.prep, parties, to.first, pronoun=to.pronoun)
    return Carried(verb, j, part, other)


def _made_to(
    scene: Scene, verb: LightVerb, held: tuple[int, str, str, str], j: int, between: list[Phrase]
) -> Part | None:
    """Who is made to act: the object ("أجبر التنظيم الرئيس على الفرار"), its pronoun, or who stands behind لـ."""
    if "object" not in verb.who:
        return next(
            (Part("", (p.party,), p.first) for p in between if p.prep in verb.who and p.party is not None), None
        )
    if held[3] in _PRONOUNS:
        return Part("", (), j, pronoun=_PRONOUNS[held[3]])
    bare = [p for p in between if p.prep == "" and p.party is not None and not p.joined]
    np = preverbal(scene, j) if held[2] in ("", "س") else None
    if held[1].split(":")[-1] == "pass":
        return Part("", (bare[0].party,), bare[0].first) if bare and bare[0].party else None
    wanted = 0 if np is not None else 1
    only = bare[0].party if len(bare) == 1 else None
    if only is not None and only.np is not None and not agrees(scene, only.np, held[1].split(":")[1]):
        wanted = 0  # the only phrase, and it cannot be the subject
    if len(bare) <= wanted:
        return None
    found = bare[wanted]
    assert found.party is not None
    return Part("", (found.party, *_joined(between, found.end)), found.first)


def _joined(phrases: list[Phrase], end: int, prep: str = "") -> tuple[Party, ...]:
    return tuple(p.party for p in phrases if p.first >= end and p.joined and p.party is not None and p.prep == prep)


def _objects(phrases: list[Phrase], enclitic: str, token: int) -> Part | None:
    """ "جمعه بنظيره", "جمع الوزير ونظيره", "طال حافلة": all participants behind the verb."""
    first = [p for k, p in enumerate(phrases) if k < _OBJECTS or (p.joined and p.prep == phrases[0].prep)]
    parties = tuple(p.party for p in first if p.party is not None and p.prep in ("", "ب", "مع") and not p.comma)
    pronoun = _PRONOUNS.get(enclitic, "")
    return Part("", parties, token, pronoun=pronoun) if parties or pronoun else None


_OF_FEMININE = frozenset({"التي", "اللاتي", "اللواتي"})


def _masculine(scene: Scene, t: Trigger) -> bool:
    """Whether the trigger is a masculine singular: in "للتحقيق في الانتهاكات التي ارتكبها" it is not taken up."""
    form = fold(scene.report.slice(t.span)).removeprefix("ال")
    if t.reading.proclitic.endswith("ل") and form.startswith("ل") and not t.frame.lemma.startswith("ل"):
        form = form[1:]  # للتحقيق
    if form.endswith(("ه", "ة", "ات")):
        return False
    return t.reading.kind == "masdar" or form.removesuffix("ا") == fold(t.frame.lemma)


def _relative(scene: Scene, t: Trigger, verbs: Container[int]) -> Carried | None:
    """ "الهجوم الذي شنه التنظيم", "غارة نفذتها طائرات": the light verb behind its noun."""
    limit = min(scene.sentence_end[t.token], t.end + 5)
    held_by = plain_preposition(scene.letters[t.end - 1]) is not None  # of a phrase: تحقيق في
    for j in range(t.end, limit):
        held = light_reading(scene.tokens[j].word)
        if scene.letters[j] in STOPS:
            return None
        held_by = held_by or plain_preposition(scene.letters[j]) is not None
        if held_by and scene.letters[j] in _OF_FEMININE and _masculine(scene, t):
            return None
        if held is None:
            continue
        verb = events.load().light[held[0]]
        if verb.noun == "subject" and verb.object is not None:
            behind = walk(scene, j + 1, scene.sentence_end[t.token], verbs).phrases
            what = _objects(behind, held[3], j)
            return Carried(verb, j, None, None, what)
        takes_up = pronoun_preposition(scene.letters[j + 1]) if j + 1 < scene.n else None
        taken = takes_up is not None and takes_up[0] in (verb.noun, "ب", "في")
        if not held[3] and not taken:
            continue
        if verb.noun != "object" and not taken:
            return None
        behind = walk(scene, j + 1 + taken, scene.sentence_end[t.token], verbs).phrases
        subject = next((p for p in behind[:1] if p.prep == "" and p.party is not None), None)
        part = None
        if subject is not None and subject.party is not None:
            part = Part("", (subject.party, *_joined(behind[:3], subject.end)), subject.first)
        other = next((p for p in behind if p.prep == (verb.from_ or "") and verb.from_ and p.party is not None), None)
        return Carried(
            verb, j, part, Part("", (other.party,), other.first) if other is not None and other.party else None
        )
    return None
