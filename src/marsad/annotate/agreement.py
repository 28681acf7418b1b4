"""Who may be the subject of a verb: its gender and number, and the order of subject and object behind it."""

from __future__ import annotations

from marsad.annotate.cues import Cue
from marsad.annotate.phrases import COMMAS, STOPS, attached, plain_preposition
from marsad.annotate.scene import NP, Scene
from marsad.lexicon import function_words

_TAIL = 16  # tokens of a role behind its head


def feminine(scene: Scene, np: NP) -> bool | None:
    """The gender of a noun phrase by its first word, as a verb before it must agree; None where it does not show."""
    mentions = [scene.report.mentions[k] for k in np.mentions]
    if scene.letters[np.first] in function_words.load().masculine:
        return False
    for m in mentions:
        if m.kind == "role" and m.number == "p" and m.type in ("PER", "ANON"):
            return None  # قادة, مسؤولون: people
        if m.gender is not None and m.number != "p":
            return m.gender == "f"
    form = scene.letters[np.first]
    if np.type == "ORG" and form.endswith("يا"):
        return True
    if form.endswith("ة"):
        return None if np.type == "PER" and np.kind == "name" else True
    if form.endswith("ات") and np.kind == "role":
        return True
    return None


def masculine_head(scene: Scene, np: NP) -> bool:
    """Whether the head is a noun that a feminine verb cannot have right behind it: المجتمع, الرئيس, المسؤول."""
    form = scene.letters[np.first]
    if np.type not in ("ORG", "PER", "ANON") or not form.startswith("ال") or np.kind == "name":
        return False
    return not many(scene, np) and not form.endswith(("ة", "ات", "اء", "ى", "ين", "ون"))


def many(scene: Scene, np: NP) -> bool:
    """Whether a noun phrase is marked as several people or bodies."""
    return any(scene.report.mentions[k].number == "p" for k in np.mentions)


def may_be_subject(scene: Scene, cue: Cue, takes_object: bool, np: NP, limit: int) -> bool:
    """Gender, and for verbs that take whom they address as object, who that may be."""
    agreement = cue.reading.agreement
    words = function_words.load()
    gender = feminine(scene, np)
    if agreement == "3ms" and gender is True:
        return False
    if agreement == "3fs" and gender is not True and masculine_head(scene, np):
        return False
    if not takes_object or (np.mentions and not np.definite):
        return True  # "وحذر خبراء من": somebody new speaks
    i = cue.token
    definite = any(form.startswith("ال") for form in scene.letters[np.first : np.end])  # not "وتطالب قوى سياسية"
    if not np.mentions and definite and scene.letters[i].startswith("و") and not scene.letters[np.first].endswith("ون"):
        return False  # "وناشد الدول الصديقة مساعدة لبنان": who speaks goes on
    second = _second(scene, np, limit)
    if cue.verb.force == "accuse" and cue.verb.target and not cue.verb.describes and np.type != "PER" and not second:
        return False  # "واتهم الميليشيا ب": whom he accuses
    if scene.letters[np.first - 1] in words.each or scene.letters[np.first] in words.each:
        return False
    # one noun phrase behind a verb that goes on ("ودعت السلطات إلى") is who is asked, if it is many or a body;
    # a pronoun between verb and noun says that the subject stands before ("يتهم فيها مصر")
    going_on = (i > scene.sentence_start[i] and scene.letters[i].startswith(("و", "ف"))) or (
        scene.letters[i + 1] in ("فيها", "فيه", "خلالها", "خلاله")
    )
    if np.type == "PER" or second:
        return True
    return not (many(scene, np) and scene.letters[i].startswith("و")) and not going_on


def _second(scene: Scene, np: NP, limit: int) -> bool:
    """Whether another noun phrase follows that can be who is asked."""
    pos = np.end
    while pos < min(limit, np.end + 12):
        if scene.letters[pos] in STOPS or scene.particle(pos) is not None:
            return False
        governed = attached(scene, pos)
        if governed is not None and governed[0] == "ب":
            return False  # the content begins
        other = scene.mention_np(pos)
        if other is not None and not other.proclitic and plain_preposition(scene.letters[pos - 1]) is None:
            return True
        pos += 1
    return False


def unknown_subject(scene: Scene, cue: Cue, pos: int, limit: int) -> bool:
    """Whether a noun that no name grammar knows is a speaker: definite, or a plural of people."""
    word = scene.tokens[pos].word
    if word.kind != "word":
        return False
    if "ال" + word.letters in function_words.load().documents:
        return True
    if word.letters.startswith("ال") and pos + 1 < limit:
        return not scene.letters[pos].endswith("ة") or cue.reading.agreement == "3fs"
    return word.letters.endswith(("ون", "ين")) and not word.letters.startswith(("ا", "إ", "ت"))


def clause_ahead(scene: Scene, pos: int, limit: int) -> int | None:
    """The clause particle ahead, with only what belongs to the subject before it."""
    end = min(limit, pos + _TAIL)
    while pos < end:
        form = scene.letters[pos]
        if scene.particle(pos) is not None:
            return pos
        np = scene.nps.get(pos)
        if np is not None:
            pos = np.end
        elif pos in scene.time_end:
            pos = max(pos + 1, scene.time_end[pos])
        elif form in COMMAS or form.startswith(("ال", "لل", "وال")) or plain_preposition(form) is not None:
            pos += 1
        else:
            return None
    return None


def agrees(scene: Scene, np: NP, pos: int, sure: bool = False) -> bool:
    """Whether the word at `pos` can be an adjective of the noun phrase before it: الكتل البرلمانية, الناطق الرسمي.

    ``sure``: only one that cannot be a noun of its own, as behind a verb that takes an object ("وصف الوزير الإضراب").
    """
    form = scene.letters[pos]
    if not form.startswith("ال") or form in function_words.load().relative:
        return False
    if sure and not form.endswith(("ي", "ية", "يين", "يون")):
        return False
    gender = feminine(scene, np)
    return gender is None or gender == form.endswith("ة") or many(scene, np)
