"""What stands on the way from a cue to its content: asides about a source, relative clauses, who else is named."""

from __future__ import annotations

from collections.abc import Container

from marsad.annotate.agreement import clause_ahead
from marsad.annotate.cues import Cue
from marsad.annotate.phrases import COMMAS, DASHES, STOPS, attached, chunk, plain_preposition
from marsad.annotate.scene import NP, Scene, mentions_of
from marsad.lexicon import function_words

_ASIDE = 16  # tokens of why a source is not named


def anonymity(scene: Scene, pos: int, limit: int) -> int | None:
    """Past "طلب عدم ذكر اسمه،": why a source is not named is no part of what it says."""
    letters, words = scene.letters, function_words.load()
    if pos < limit and letters[pos] in words.relative:
        pos += 1
    if pos + 1 >= limit or not (
        (letters[pos] in words.asked and letters[pos + 1] in words.not_named)
        or (letters[pos] == "لم" and letters[pos + 1].startswith(("يكشف", "تكشف", "يسم", "تسم", "يذكر", "تذكر")))
    ):
        return None
    for j in range(pos, min(pos + _ASIDE, limit)):
        if letters[j] in COMMAS:
            return j + 1
        if scene.particle(j) == "":
            return j
    return None


def clause_behind(scene: Scene, pos: int, limit: int) -> bool:
    """Whether a clause particle or a colon comes next, past commas, times and on whose word ("، نقلا عن مصادر،")."""
    while pos < limit and (scene.letters[pos] in COMMAS or pos in scene.time_end or pos in scene.attributions):
        pos = scene.attributions.get(pos, pos + 1)
    return pos < limit and (scene.particle(pos) in ("", "ب") or scene.letters[pos] == ":")


def unlisted_name(scene: Scene, pos: int, limit: int, cues: frozenset[int]) -> NP | None:
    """The name in quotation marks at `pos` in no list ("أفادت «الجنوب نيوز» بأن"): it is definite or Latin."""
    if not scene.letters[pos + 1].startswith("ال") and scene.tokens[pos + 1].word.kind != "latin":
        return None
    return chunk(scene, pos + 1, min(scene.opens[pos], limit), cues)


def is_document(scene: Scene, np: NP) -> bool:
    """Whether a noun phrase is a document: البيان, تقرير."""
    return scene.letters[np.first].removeprefix("ال") in {w.removeprefix("ال") for w in function_words.load().documents}


def for_outlet(scene: Scene, pos: int) -> NP | None:
    """ "لصحيفة حرييت", "لمراسل الإذاعة": the outlet behind the noun that the preposition stands on."""
    form = scene.letters[pos]
    form = "ال" + form[2:] if form.startswith("لل") else form[1:]
    if form not in scene.designators and form not in function_words.load().outlet_staff:
        return None
    return scene.mention_np(pos + 1)


def of_speech(scene: Scene, pos: int, limit: int) -> bool:
    """Whether a thing of speech stands at `pos`, as verbs of many senses need."""
    return pos < limit and scene.letters[pos].startswith(function_words.load().speech_objects)


def past_relative(scene: Scene, pos: int, limit: int, cues: Container[int]) -> int:
    """Past a relative clause about the subject: to the next comma or clause particle."""
    for j in range(pos + 1, limit):
        form = scene.letters[j]
        if form in COMMAS or form in ":؛" or form in DASHES:
            return j
        if scene.particle(j) == "" and j - 1 not in cues and plain_preposition(scene.letters[j - 1]) is None:
            return j
    return limit


def conjoined(scene: Scene, np: NP, into: list[NP], limit: int, told: bool = False) -> int:
    """Adds further subjects or addressees to `into`: "أعلنت الحكومة والسفارة". The token after the last.

    ``told``: those who are told may be people and bodies together.
    """
    pos = np.end
    while pos < limit:
        other = scene.nps.get(pos)
        if other is None or other.proclitic != "و" or not other.speaks:
            break
        mixed = (other.type == "PER" and np.type != "PER") or (other.type == "LOC" and np.type == "PER")
        if mixed and not told:
            break
        into.append(other)
        pos = other.end
    return pos


def source_near(scene: Scene, np: NP) -> bool:
    """Whether a noun phrase is an unnamed source close to somebody: "مصدر مقرب من رئيس الحكومة"."""
    return any(m.type == "ANON" and m.of is not None for m in mentions_of(scene, np))


def described(scene: Scene, pos: int, limit: int) -> int | None:
    """ "وصف الوزير القرار بأنه متسرع": past what is described at `pos`, to what it is called."""
    if not scene.letters[pos].startswith("ال"):
        return None
    for j in range(pos + 1, min(limit, pos + 6)):
        if scene.particle(j) == "ب" or (attached(scene, j) or " ")[0] == "ب":
            return j
        if scene.letters[j] in COMMAS or scene.letters[j] in STOPS:
            return None
    return None


def governed_speech(scene: Scene, cue: Cue, pos: int, end: int, limit: int) -> bool:
    """ "رحبت باريس بالتصريحات": a thing of speech that the verb itself governs, and no channel."""
    found = attached(scene, pos)
    if found is None or found[0] != "ب" or "ب" not in cue.verb.content or cue.verb.force == "assert":
        return False
    return end >= limit or (scene.particle(end) is None and end not in scene.opens and scene.letters[end] != ":")


def long_subject(scene: Scene, cue: Cue, pos: int, limit: int, cues: Container[int]) -> NP | None:
    """ "واعتبر فريق الدفاع عن المتهم أن": a speaker that no list knows, where only his like stands before أن."""
    if pos != cue.token + 1 or not {"anna", "an"} & cue.verb.content:
        return None
    made = chunk(scene, pos, limit, cues, True)
    if made is None or made.end >= limit or clause_ahead(scene, made.end, limit) is None:
        return None
    return made


def asks_whether(scene: Scene, cue: Cue, pos: int) -> bool:
    """ "تساءل عما إذا"; but "وعند سؤاله عما إذا" only leads to the answer."""
    if scene.letters[pos] != "عما" or "عن" not in cue.verb.content or cue.reading.tense == "masdar":
        return False
    return scene.letters[pos + 1 : pos + 2] == ["إذا"]
