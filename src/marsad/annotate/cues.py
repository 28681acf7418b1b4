"""Words that may report: verbs, participles, verbal nouns, and phrases that name an authority.

A candidate is only a word that could report where it stands; whether it does is decided by what follows it
(`marsad.annotate.frames`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from marsad.annotate.scene import Scene
from marsad.document import Word
from marsad.lexicon import function_words, reporting
from marsad.lexicon.reporting import Verb


class Reading(NamedTuple):
    """One way to read a word as a reporting verb."""

    entry: int
    tense: str  # past, pres, part (active participle), masdar
    agreement: str  # 3ms, 3fs, 1p ...; ms, fs, mp for participles
    passive: bool
    proclitic: str
    enclitic: str
    cut: int
    tail: int
    weak: bool = False  # the form is usually another word


_LONG = 4  # letters, marks counted, of a verb whose passive a ḍamma shows later
_NO_ADJECTIVE = frozenset({"هذا", "ما", "أنها", "إنها", "بأنها", "مرة"})
_CLAUSE = 12  # words that a clause under أن holds
_WITH_THEM = frozenset("إليه إليها إليهم إليهما معه معها معهم معهما".split())


class Cue(NamedTuple):
    """A candidate cue at one token."""

    token: int
    verb: Verb
    reading: Reading


@lru_cache(maxsize=100_000)
def readings(word: Word) -> tuple[Reading, ...]:
    """Every reading of a word type as a form of a reporting verb, the plainest split first."""
    if word.kind != "word" or len(word.folded) < 2:
        return ()
    table = reporting.load()
    forms, lemmas = table.forms, [e.lemma for e in table.entries] if word.letters.startswith("ال") else []
    out: list[Reading] = []
    for split in word.splits:
        for index, feature in forms.get(split.stem, ()):
            parts = feature.split(":")
            tense, agreement = parts[0], parts[1] if len(parts) > 1 else ""
            bound = "bound" in parts
            if bound and not split.enclitic:
                continue
            if split.enclitic and not _takes(tense, agreement, parts, split.enclitic):
                continue
            if parts[-1].startswith("spelt=") and parts[-1][6:] not in word.letters:
                continue
            if word.letters.startswith("ال") and tense != "masdar" and not lemmas[index].startswith("ال"):
                continue  # an article, and so a noun
            if _fits(tense, split.proclitic, split.enclitic, word.letters, agreement, table.entries[index].present):
                out.append(
                    Reading(
                        index,
                        tense,
                        agreement,
                        "pass" in parts,
                        split.proclitic,
                        split.enclitic,
                        split.cut,
                        split.tail,
                        parts[-1] == "weak",
                    )
                )
    return tuple(_likely(out))


def _takes(tense: str, agreement: str, parts: list[str], enclitic: str) -> bool:
    """Whether a verb form takes a pronoun: not ي (ني stands there: شكري is a name), ك only from a first person
    (هناك, التمسك), none behind a passive (يشارك) or a form that is usually another word (بينهم, ثمنه)."""
    if tense not in ("past", "pres"):
        return True
    if enclitic == "ي" or "pass" in parts or parts[-1] == "weak":
        return False
    return enclitic != "ك" or agreement.startswith("1")


_LIKELY = ("3ms", "3fs", "3mp", "1p", "1s", "3md", "3fd", "3fp")


def _likely(found: list[Reading]) -> list[Reading]:
    """Of readings of one entry and tense that differ in person only, the one that news writes."""
    best: dict[tuple[int, str, str], Reading] = {}
    for r in found:
        if r.tense in ("past", "pres"):
            if r.agreement not in _LIKELY:
                continue
            key = (r.entry, r.tense, r.proclitic)
            held = best.get(key)
            if held is None or _LIKELY.index(r.agreement) < _LIKELY.index(held.agreement):
                best[key] = r
    told = {(r.entry, r.proclitic) for r in found if r.tense == "past" and r.agreement == "3ms"}
    found = [
        r for r in found if not (r.tense == "pres" and r.agreement == "1s" and (r.entry, r.proclitic) in told)
    ]  # أعلن is "he announced" in news, never "I announce"
    first_plural = {(r.entry, r.tense) for r in found if r.agreement == "1p" and not r.enclitic}
    found = [r for r in found if not (r.enclitic == "نا" and (r.entry, r.tense) in first_plural)]
    return [r for r in found if r.tense not in ("past", "pres") or best.get((r.entry, r.tense, r.proclitic)) is r]


def _fits(tense: str, pro: str, enc: str, letters: str, agreement: str, present: str) -> bool:
    """Whether particles, pronoun and spelling go with the form."""
    if tense in ("imp", "ppart"):
        return False
    if tense == "past":
        return pro in ("", "و", "ف")
    if tense == "pres":
        if letters.endswith("ى") and enc == "" and not present.endswith("ى"):
            return False  # يُدعى, يُسمّى: passive by its spelling
        if pro.endswith("ل") and agreement[:1] == "1":
            return False
        return pro in ("", "و", "ف", "ل", "س", "وس", "فس")
    if tense == "part":
        if enc or pro not in ("", "و", "ف") or letters.lstrip("وف").startswith("ال"):
            return False
        # the participle that goes on with a sentence is accusative: قائلا، قائلة، قائلين
        if agreement.startswith("m") and agreement.endswith("s"):
            return letters.endswith("ا")
        return letters.endswith(("ة", "ين", "ات"))
    if tense == "masdar":
        if letters == "القول":
            return True
        return enc in ("ه", "ها", "هم", "هما") and pro in ("", "و", "ف", "ب", "ل", "وب", "ول")
    return False


def candidates(scene: Scene) -> dict[int, list[Cue]]:
    """Candidate cues by token, negated, future and merely demanded reports left out."""
    table = reporting.load()
    words = function_words.load()
    out: dict[int, list[Cue]] = {}
    for i, token in enumerate(scene.tokens):
        found = readings(token.word)
        if not found or scene.skip[i] or scene.particle(i) is not None:
            continue
        if token.word.letters in words.never_cues and not _shows(scene, i):
            continue
        if i and scene.letters[i - 1] in words.manner and not (i + 1 < scene.n and scene.particle(i + 1) is not None):
            continue  # an adjective, and no "بشكل نفترض أنه"
        cues = [
            Cue(i, table.entries[r.entry], r)
            for r in found
            if (_act_here(scene, i, r, table.entries[r.entry]) if r.tense == "masdar" else _reports_here(scene, i, r))
        ]
        if cues:
            out[i] = cues
    return out


def _act_here(scene: Scene, i: int, reading: Reading, verb: Verb) -> bool:
    """False for "يمكن القول" and "باعتباره": verbal nouns that report nothing."""
    before = scene.letters[i - 1] if i else ""
    if before in function_words.load().before_nouns:
        return False
    return not (verb.describes and reading.proclitic[-1:] in ("ب", "ل"))


def _shows(scene: Scene, i: int) -> bool:
    """ "وبين التقرير أن": the verb, and not the preposition, where a clause follows its subject at once."""
    if scene.letters[i] != "وبين" or i != scene.sentence_start[i]:
        return False
    for j in range(i + 2, min(i + 8, scene.sentence_end[i])):
        if scene.particle(j) == "":
            return True
        if scene.letters[j].startswith("و") or scene.tokens[j].word.kind == "punct":
            return False
    return False


def _reports_here(scene: Scene, i: int, reading: Reading) -> bool:
    """False where the words about the verb say that nothing is reported: negation, future, demand, a preposition."""
    words = function_words.load()
    if reading.proclitic in ("س", "وس", "فس"):
        return False
    start = scene.sentence_start[i]
    j = i - 1
    while j >= start and scene.letters[j] in words.aspect:
        j -= 1
    before = scene.letters[j] if j >= start else ""
    before2 = scene.letters[j - 1] if j - 1 >= start else ""
    if reading.tense == "part":
        return _participle_place(scene, i, reading, before)
    if before in words.negation or before in words.future or before in ("إذا", "لو", "وإذا", "ولو", "سواء"):
        return False
    if before in words.before_nouns or _is_passive(scene, i, reading):
        return False
    if _is_masdar(scene, i, start):
        return False
    if i and scene.letters[i - 1] in "،," and scene.letters[i + 1 : i + 2] and scene.letters[i + 1] in _WITH_THEM:
        return False  # "وروى ناجون، تحدثت إليهم الجريدة، أن": how they were heard
    if scene.letters[i] in ("رفض", "رفضت") and scene.letters[i + 1 : i + 2] and scene.letters[i + 1] in words.not_named:
        return scene.letters[i + 2 : i + 3] != ["عن"]  # "مسؤول رفض الكشف عن اسمه"
    if scene.letters[i] in ("عبر", "وعبر"):
        after = scene.letters[i + 1 : i + 13]
        return any(w in ("عن", "عنه", "عنها") and after[n + 1 : n + 2] != ["طريق"] for n, w in enumerate(after))
    if reading.tense == "pres":
        if scene.letters[i].startswith("و") and _under_an(scene, i, start):
            return False
        if j < i - 1 and scene.letters[i - 1] in ("قد", "فقد", "وقد"):
            return False  # قد يقول: he may
        if before in words.present_negation:
            # "لا نطلب سوى" says what is asked for
            return any(w in words.exception for w in scene.letters[i + 1 : i + 5])
        if before in words.subjunctive:
            return before2 in words.before_after
    # after a preposition stands a noun
    return not (before in words.prepositions and before not in words.conjunctive_prepositions)


def _is_passive(scene: Scene, i: int, reading: Reading) -> bool:
    """A passive that the ḍamma shows, أُعلن, اعتُبر, or what stands behind a verb that takes two objects."""
    form = scene.tokens[i].word.form.removeprefix("و")
    if reading.tense == "past" and (form[1:2] == "ُ" or (form[:1] in "اٱ" and "ُ" in form[2:4] and len(form) > _LONG)):
        return True
    return _is_held(scene, i, reading)


def _is_held(scene: Scene, i: int, reading: Reading) -> bool:
    """ "تصريحات اعتبرت معادية لها", "يعتبر من أهم القادة": it is held to be so, and nobody says by whom."""
    words = function_words.load()
    if reading.enclitic or reading.agreement not in ("3ms", "3fs") or i + 2 >= scene.n:
        return False
    if reporting.load().entries[reading.entry].lemma not in words.considered:
        return False
    behind, then = scene.letters[i + 1], scene.letters[i + 2]
    if behind in words.held_as:
        return True
    indefinite = behind.endswith(("ة", "ا")) and not behind.startswith("ال") and i + 1 not in scene.nps
    return indefinite and behind not in _NO_ADJECTIVE and not then.startswith("ال") and i + 2 not in scene.nps


def _is_masdar(scene: Scene, i: int, start: int) -> bool:
    """ "قرار نقل السفارة": behind a bare noun the word is a verbal noun, though written like the verb."""
    words = function_words.load()
    if scene.letters[i] not in words.noun_or_verb or i <= start or i in scene.ends:
        return False
    before = scene.tokens[i - 1].word
    return (
        before.kind == "word"
        and before.letters in words.before_masdars
        and i - 1 not in scene.nps
        and scene.particle(i - 1) is None
    )


def _under_an(scene: Scene, i: int, start: int) -> bool:
    """ "كان من المقرر أن يدعو إلى التحقيق ويحث": what is yet to come goes on."""
    for k in range(i - 1, max(start, i - _CLAUSE) - 1, -1):
        if scene.tokens[k].word.kind != "word":
            return False
        if scene.letters[k] == "أن" and scene.letters[k + 1][:1] in "يت" and k + 1 not in scene.nps:
            return not any(readings(scene.tokens[m].word) for m in range(max(start, k - 2), k))
    return False


def _participle_place(scene: Scene, i: int, reading: Reading, before: str) -> bool:
    """A feminine participle is written like an adjective: only after a pause does it go on with a sentence."""
    if scene.letters[i].endswith("ا"):
        return True
    if before in scene.pauses or i == scene.sentence_start[i] or i - 1 in scene.closes:
        return True
    return any(scene.particle(j) == "" for j in range(i + 1, min(i + 3, scene.n)))
