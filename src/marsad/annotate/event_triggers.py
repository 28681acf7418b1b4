"""Words that name a happening: verbs, verbal nouns, participles and event nouns of the frames.

A candidate is read by its form; the words about it say which of its readings holds (verb or verbal noun) and which
frame (أطلق النار, أطلق سراح).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from marsad.annotate.cues import readings as cue_readings
from marsad.annotate.event_antecedents import past_relative, taken_up
from marsad.annotate.frames import agrees
from marsad.annotate.phrases import COMMAS, STOPS, plain_preposition
from marsad.annotate.scene import NP, Scene
from marsad.document import Span, Word
from marsad.lexicon import events, function_words
from marsad.lexicon.events import Frame

_OBJECTS = 5  # words behind a trigger among which its object must begin
_NOUN_OBJECTS = 3  # the same behind an event noun: its adjective, or what it is of
_FARTHEST = 30  # the same, names and relative clauses included
_LED = 4  # words before a trigger among which a word stands that it needs before it
_WHOLE = 3  # letters of a word that is more than a particle
_CANCELS = 3  # words about a trigger that say it is something else
_NOUNS = frozenset({"masdar", "noun", "part", "ppart"})
_THEREIN = frozenset("فيه فيها فيهما خلاله خلالها خلالهما أثناءه أثناءها".split())  # "هجوم قتل فيه عشرات": a verb
_PREFIXED = frozenset("وفبل")
_GIVEN = frozenset("ل ب ك".split())


class Reading(NamedTuple):
    """One way to read a word as a trigger. ``agreement``: 3ms ... of verbs, ms, fs, mp of participles."""

    frame: int
    kind: str  # verb, masdar, noun, part, ppart
    tense: str  # past, pres, or "" for nouns
    agreement: str
    passive: bool
    proclitic: str
    enclitic: str
    cut: int
    tail: int
    definite: bool
    weak: bool


class Trigger(NamedTuple):
    """A reading at its place. ``end`` is the first token behind the trigger's own words (وقف إطلاق النار)."""

    token: int
    reading: Reading
    frame: Frame
    span: Span
    end: int

    @property
    def verbal(self) -> bool:
        """Whether it is a finite verb."""
        return self.reading.kind == "verb"


_PERSONS = ("3ms", "3fs", "3mp", "1p", "3md", "3fd", "3fp", "1s")


@lru_cache(maxsize=100_000)
def readings(word: Word) -> tuple[Reading, ...]:
    """Every reading of a word type as a trigger: special frames (with objects or a phrase) first, then plain splits."""
    if word.kind != "word" or len(word.folded) < 2:
        return ()
    table = events.load()
    out: list[Reading] = []
    for split in word.splits:
        for index, feature in table.forms.get(split.stem, ()):
            parts = feature.split(":")
            kind = "verb" if parts[0] in ("past", "pres") else parts[0]
            if not _fits(word, kind, parts, split.proclitic, split.enclitic):
                continue
            if kind == "verb" and parts[0] == "past" and split.enclitic and not _transitive(table.frames[index]):
                continue  # استقالته is his resignation: nobody resigns somebody
            spelt = next((p[6:] for p in parts if p.startswith("spelt=")), None)
            if spelt is not None and spelt not in word.letters:
                continue
            out.append(
                Reading(
                    index,
                    kind,
                    parts[0] if kind == "verb" else "",
                    parts[1] if kind in ("verb", "part", "ppart") else "p" if "p" in parts[1:] else "s",
                    "pass" in parts,
                    split.proclitic,
                    split.enclitic,
                    split.cut,
                    split.tail,
                    "def" in parts,
                    "weak" in parts,
                )
            )
    return tuple(_likely(out))


def _transitive(frame: Frame) -> bool:
    """Whether a verb can have a pronoun attached, or its form with one is at least no verbal noun with its owner."""
    has_object = "object" in (*(frame.actor or ()), *(frame.recipient or ())) or bool(frame.objects)
    return has_object or not any(m.endswith("ة") for m in frame.masdar)


def _fits(word: Word, kind: str, parts: list[str], pro: str, enc: str) -> bool:
    """Whether particles and pronoun go with the form."""
    bound = "bound" in parts
    if bound and not enc and kind != "noun" and "d" not in parts:
        return False
    if kind == "verb":
        if enc == "ي" or (enc and "pass" in parts):
            return False
        if enc == "ك" or enc == "كن":
            return False
        if parts[0] == "past":
            return pro in ("", "و", "ف") and _hamza(word, pro, "أ")
        return pro in ("", "و", "ف", "ل", "س", "وس", "فس", "ول", "فل")
    if (enc and ("def" in parts or "acc" in parts)) or (enc == "ي" and kind != "verb"):
        return False  # اجتماعي، احتلالي: adjectives, not "my meeting"
    if enc in ("ك", "كن", "ني", "كما"):
        return False
    if pro in ("س", "وس", "فس", "ا", "او", "اف"):
        return False
    if kind == "masdar":
        return _hamza(word, pro, "إ")
    if kind in ("part", "ppart"):
        return not enc
    return True


def _hamza(word: Word, pro: str, expected: str) -> bool:
    """False where a written hamza says the other: أعلن is no verbal noun, إعلان no verb."""
    first = word.letters[len(pro) :]
    first = first[2:] if expected == "إ" and first.startswith("ال") else first
    first = first[1:] if pro.endswith("ل") and first.startswith("ل") else first
    return first[:1] not in "أإ" or first[:1] == expected or not first


def _likely(found: list[Reading]) -> list[Reading]:
    """Of readings of one frame and tense that differ in person only, the one that news writes; special frames first."""
    table = events.load()
    best: dict[tuple[int, str, str, str], Reading] = {}
    order: list[Reading] = []
    for r in found:
        if r.kind != "verb":
            order.append(r)
            continue
        if r.agreement not in _PERSONS or (r.tense == "past" and r.agreement == "1s"):
            continue
        key = (r.frame, r.tense, r.proclitic, r.enclitic)
        held = best.get(key)
        if held is None:
            best[key] = r
            order.append(r)
        elif _PERSONS.index(r.agreement) < _PERSONS.index(held.agreement):
            order[order.index(held)] = r
            best[key] = r
    told = {(r.frame, r.proclitic) for r in order if r.tense == "past" and r.agreement == "3ms"}
    order = [r for r in order if not (r.tense == "pres" and r.agreement == "1s" and (r.frame, r.proclitic) in told)]

    def rank(r: Reading) -> tuple[bool, int, bool]:
        frame = table.frames[r.frame]
        return (
            not (frame.phrase or frame.objects or frame.before or "pronoun" in frame.needs),
            len(r.proclitic) + len(r.enclitic),
            r.weak,
        )

    return sorted(order, key=rank)


def triggers(scene: Scene) -> list[Trigger]:
    """The triggers of a report in the order of the text, at most one a token."""
    table = events.load()
    out: list[Trigger] = []
    names = _inside_names(scene)
    apart = names | _counted(scene)
    until = -1
    for i, token in enumerate(scene.tokens):
        found = readings(token.word)
        if not found or scene.skip[i] or i in names or i < until:
            continue
        place = _place(scene, i)
        for r in found:
            frame = table.frames[r.frame]
            if not _stands(scene, i, r, place):
                continue
            if ("pronoun" in frame.needs and not r.enclitic) or not _led(scene, i, frame, apart):
                continue
            end = _own_words(scene, i, r, frame, apart)
            if end is None or _cancelled(scene, i, end, frame):
                continue
            start, stop = token.start + r.cut, token.end - r.tail
            if end > i + 1:
                stop = scene.tokens[end - 1].end
            out.append(Trigger(i, r, frame, Span(start, stop), end))
            until = end
            break
    return out


def _inside_names(scene: Scene) -> set[int]:
    """Tokens of names; of roles too, but for what a role is a role in."""
    out: set[int] = set()
    for m in scene.report.mentions:
        if m.kind == "pronoun":
            continue
        first, last = scene.at(m.span.start), scene.at(m.span.end - 1)
        if m.kind == "name" and last <= first + 1 and _with_object(scene, first):
            continue  # "المسلح فتح النار": not the movement
        if last > first and scene.letters[first + 1].endswith("ون") and _may_be_verb(scene, first):
            first += 1  # "تجمع المتظاهرون": a nominative is owned by nothing
        out.update(range(first, last + 1))
    return out


def _with_object(scene: Scene, i: int) -> bool:
    """Whether a word that can be a name is a verb whose own object stands right behind it."""
    if i + 1 >= scene.n:
        return False
    frames = events.load().frames
    behind = scene.folded[i + 1]
    return behind.startswith("ال") and any(
        r.kind == "verb" and not r.proclitic and behind.removeprefix("ال").startswith(frames[r.frame].objects)
        for r in readings(scene.tokens[i].word)
        if frames[r.frame].objects
    )


def _counted(scene: Scene) -> set[int]:
    """Tokens of numbers with what says how near they are: "أكثر من 100", "اثنين وستين"."""
    out: set[int] = set()
    for q in scene.report.quantities:
        out.update(range(scene.at(q.span.start), scene.at(q.span.end - 1) + 1))
    return out


def _may_be_verb(scene: Scene, i: int) -> bool:
    return any(r.kind == "verb" for r in readings(scene.tokens[i].word))


def _place(scene: Scene, i: int) -> str:
    """What may stand at `i`: "noun", "verb", or "" where both may."""
    words = function_words.load()
    start = scene.sentence_start[i]
    if i == start:
        return ""
    before = scene.letters[i - 1]
    plain = before[1:] if before[:1] in "وف" and len(before) > 2 else before
    if before in words.negation or plain in ("قد", "لقد", "سوف", "لن", "لم", "الذي", "التي", "الذين", "لا", "لما"):
        return "verb"
    if before in words.relative and before not in words.relative_loose:
        return "verb"
    if before in words.before_nouns or before in words.before_masdars:
        return "noun"
    if plain_preposition(before) is not None and before not in words.conjunctive_prepositions:
        return "noun"
    if plain in ("كي", "لكي", "حتى"):
        return "verb"
    return ""


def _stands(scene: Scene, i: int, r: Reading, place: str) -> bool:
    """Whether the place allows the reading."""
    letters = scene.letters[i]
    words = function_words.load()
    if i and scene.letters[i - 1] in words.manner:
        return False  # "بشكل قاطع": an adjective
    if r.kind == "verb":
        if place == "noun" or (r.proclitic[:1] in ("و", "ف") and i and scene.letters[i - 1] in words.relative):
            return False  # "التي وفرتها": no و + verb behind a relative
        if r.agreement[:1] == "1" and scene.inside[i] < 0 and scene.paragraph[i] > 0 and not _speaks(scene, i):
            return False
        if r.weak or _also_noun(scene, i, r):
            if place == "verb" and not r.weak and scene.letters[i - 1] != "لا":  # "لا حل" is a noun
                return True
            return _verb_here(scene, i, r) or (not r.weak and _owns_nothing(scene, i))
        return True
    if r.definite or r.enclitic:
        return place != "verb"
    if place == "verb":
        return False
    if r.kind in ("part", "ppart"):
        return True
    return not (letters.endswith("ا") and i and scene.letters[i - 1] in words.negation)


def _speaks(scene: Scene, i: int) -> bool:
    """Whether the words at `i` may be somebody's own: a post, or behind a colon or a particle in the sentence."""
    at = scene.tokens[i].start
    if any(s.quotation == "direct" and s.content.start <= at < s.content.end for s in scene.report.statements):
        return True
    return any(scene.letters[j] == ":" or scene.particle(j) == "" for j in range(scene.sentence_start[i], i))


def _also_noun(scene: Scene, i: int, r: Reading) -> bool:
    return any(
        o.kind in _NOUNS and o.proclitic == r.proclitic and not o.enclitic for o in readings(scene.tokens[i].word)
    )


def _verb_here(scene: Scene, i: int, r: Reading) -> bool:
    """For a form that is verb and noun (قتل, قصف, هدد): where it begins a clause, or behind its subject."""
    start = scene.sentence_start[i]
    if i == start or r.proclitic == "و":
        # "وقتل 5 أشخاص" and "قتل وجرح": a verb, unless it joins a noun
        return i == start or i - 1 in scene.time_end or not _after_noun(scene, i)
    before = scene.letters[i - 1]
    if before in ("،", ",", ":", "؛", "..", "-", "–") or i - 1 in scene.opens or i - 1 in scene.closes:
        return True
    if i in scene.ends:
        np = scene.ends[i]
        return (
            np.speaks
            and np.proclitic[-1:] not in ("ب", "ل", "ك")
            and agrees(scene, np, r.agreement)
            and not _subject_of_another(scene, np)
        )
    if r.agreement == "3ms" and before.endswith("نه") and scene.particle(i - 1) is not None:
        return True  # "قال إنه بحث مع الوزير"
    words = function_words.load()
    return before in words.aspect or before in words.turns or before in words.kana or before in words.clause_starters


def _subject_of_another(scene: Scene, np: NP) -> bool:
    """Whether a verb that takes a verbal noun stands right before its subject: "قررت الحكومة طرد السفير"."""
    j = np.first - 1
    if j < scene.sentence_start[np.first]:
        return False
    word = scene.tokens[j].word
    if any(r.tense in ("past", "pres") and not r.weak for r in cue_readings(word)):
        return True
    table = events.load()
    return any(
        table.light[index].noun == "object" and not table.light[index].nouns and "pass" not in code
        for split in word.splits
        if split.proclitic in ("", "و", "ف", "س") and not split.enclitic
        for index, code in table.light_forms.get(split.stem, ())
    )


def _owns_nothing(scene: Scene, i: int) -> bool:
    """Whether nothing is owned by the word, so that it is no verbal noun: "شخصا قتل وأصيب أربعة", "الجندي قتل في"."""
    before = scene.letters[i - 1] if i > scene.sentence_start[i] else ""
    if i + 1 < scene.sentence_end[i] and scene.letters[i + 1] in _THEREIN:
        return True
    if not before.startswith("ال") and not before.endswith(("ا", "ين", "ون", "ان")):
        return False
    if i + 1 >= scene.sentence_end[i]:
        return True
    behind = scene.letters[i + 1]
    if behind in STOPS or behind in (",", "،") or plain_preposition(behind) is not None:
        return True
    held = readings(scene.tokens[i + 1].word) if behind[:1] in "وب" else ()
    return any(r.kind == "verb" and r.proclitic == "و" for r in held) or (
        bool(held) and all(r.proclitic == "ب" for r in held)
    )


def _after_noun(scene: Scene, i: int) -> bool:
    """Whether a verbal noun stands right before a joined word ("قصف وقتل المدنيين")."""
    found = readings(scene.tokens[i - 1].word)
    return bool(found) and all(r.kind in _NOUNS for r in found)


def _led(scene: Scene, i: int, frame: Frame, apart: set[int]) -> bool:
    """Whether a word that the frame needs before its own stands among the few words before, names left out."""
    if not frame.before:
        return True
    begins = tuple(w for w in frame.before if len(w) >= _WHOLE)
    start = scene.sentence_start[i]
    if len(begins) < len(frame.before) and i > start:
        form = scene.folded[i - 1]
        if form in frame.before or (form[:1] in "وف" and form[1:] in frame.before):
            return True  # "لن تسمح"
    left = _LED
    for j in range(i - 1, max(start, i - _FARTHEST) - 1, -1):
        if j in apart or (scene.letters[j] in COMMAS and j - 1 in apart):
            continue
        left -= 1
        if left < 0:
            return False
        form = scene.folded[j]
        bare = form[1:] if form[:1] in _PREFIXED else form
        if form.startswith(begins) or bare.startswith(begins) or bare.removeprefix("ال").startswith(begins):
            return True
    return False


def _own_words(scene: Scene, i: int, r: Reading, frame: Frame, apart: set[int]) -> int | None:
    """The token behind the trigger's own words; None where those that it needs are not there.

    Words of names and numbers (`apart`) do not count: "أطلق رئيس الوزراء فلان الفلاني سراح".
    """
    limit = min(scene.sentence_end[i], i + 1 + _OBJECTS)
    if frame.phrase is not None:
        return _phrase(scene, i, frame.phrase.split(), limit)
    if frame.objects:
        if _behind(scene, i, frame, apart) or (
            frame.verbal and taken_up(scene, i, frame, r.agreement, r.enclitic, verb=r.kind == "verb")
        ):
            return i + 1
        return None
    return i + 1


def _behind(scene: Scene, i: int, frame: Frame, apart: set[int]) -> bool:
    """Whether one of the objects that a frame needs stands behind its word."""
    left = _OBJECTS if frame.verbal else _NOUN_OBJECTS
    over = i
    for j in range(i + 1, min(scene.sentence_end[i], i + 1 + _FARTHEST)):
        if j < over:
            continue
        if frame.verbal and scene.letters[j] in COMMAS:
            over = past_relative(scene, j)  # "يتبادل الجيش والحزب، الذي تدعمه إيران، إطلاق النار"
            left = min(left, 1) if over > j else left
            continue  # "توصلت إيران، الثلاثاء في فيينا، إلى اتفاق"
        if scene.tokens[j].word.kind != "word" and frame.verbal and scene.letters[j] not in STOPS:
            continue
        left -= (j not in apart or j == i + 1) and j not in scene.inside_times
        if left < 0:
            return False
        form = scene.folded[j]
        if scene.letters[j] in STOPS:
            return False
        bare = form[1:] if form[:1] in "وبل" else form
        for stem in {form, bare, form.removeprefix("ال"), bare.removeprefix("ال"), bare.removeprefix("ل")}:
            if stem.startswith(frame.objects):
                return True
        if frame.verbal and scene.particle(j) is not None:
            return False  # another clause begins
    return False


def _phrase(scene: Scene, i: int, words: list[str], limit: int) -> int | None:
    j = i + 1
    first = True
    for w in words:
        skipped = 0
        while True:
            if j >= limit:
                return None
            form = scene.folded[j]
            if (
                form == w
                or form.removeprefix("ال") == w.removeprefix("ال")
                or (
                    first and form[:1] in "لب" and (form[1:] == w or form[1:].removeprefix("ل") == w.removeprefix("ال"))
                )
            ):
                break
            if not first or skipped or plain_preposition(words[0]) is not None:
                return None  # "حققه المغرب في": a preposition that is the whole phrase follows at once
            skipped += 1
            j += 1
        first = False
        j += 1
    return j


def _cancelled(scene: Scene, i: int, end: int, frame: Frame) -> bool:
    if not frame.not_:
        return False
    whole, begins, rows = _words_against(frame.not_)
    lo, hi = max(scene.sentence_start[i], i - _CANCELS), min(scene.sentence_end[i], end + _CANCELS)
    for j in (*range(lo, i), *range(end, hi)):
        form = scene.folded[j]
        bare = form[1:] if form[:1] in "وبل" and len(form) > 3 else form
        plain = bare.removeprefix("ال")
        if form in whole or bare in whole or plain in whole:
            return True
        if rows and j + 1 < hi and (form, scene.folded[j + 1]) in rows:
            return True
        if begins and (form.startswith(begins) or bare.startswith(begins) or plain.startswith(begins)):
            return True
    return False


@cache
def _words_against(
    not_: tuple[str, ...],
) -> tuple[frozenset[str], tuple[str, ...], frozenset[tuple[str, str]]]:
    """What cancels a frame: whole words, beginnings, and two words in a row."""
    rows = frozenset((w.split()[0], w.split()[1]) for w in not_ if " " in w)
    single = [w for w in not_ if " " not in w]
    whole = frozenset(w for w in single if not w.endswith("*"))
    return whole, tuple(w[:-1] for w in single if w.endswith("*")), rows
