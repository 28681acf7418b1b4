"""Who speaks before the verb: "المصدر أوضح", "الصحيفة التي قالت", "وكان الوزير ... قد قال"."""

from __future__ import annotations

from marsad.annotate.channels import names_channel
from marsad.annotate.phrases import COMMAS, DASHES, STOPS, chunk, plain_preposition
from marsad.annotate.scene import NP, Scene
from marsad.lexicon import function_words

_BACK = 30
_NEAR = 9
_COUNTED = 3  # words for who is counted
_DOCUMENT, _FAR_DOCUMENT = 7, 16  # words between a document and the verb that tells of it
_INNA = frozenset("أما وأما لكن ولكن أن إن وأن وإن فإن بأن".split())


def preverbal(scene: Scene, i: int) -> NP | None:
    """The noun phrase before the verb at `i` that is its subject, or None."""
    words = function_words.load()
    start = scene.sentence_start[i]
    if scene.inside[i] >= 0:
        start = max(start, scene.inside[i] + 1)
    if scene.letters[i - 1] in words.aspect and i > 0:
        found = _document(scene, i, start) or _after_kana(scene, i, start)
        if found is not None:
            return found
    j = i
    if i > 0 and scene.inside[i] == i - 1 and scene.inside[i - 1] < 0:
        # X "يدعو إلى": the quotation begins with the verb
        start = scene.sentence_start[i]
        j = i - 1
    relative = False
    while j > start:
        form = scene.letters[j - 1]
        if form in words.emphasis and _ending_at(scene, j, start) is not None:
            break  # "المتحدث نفسه" is one phrase
        if form in words.aspect or form in words.emphasis or (form in words.kana and j - 1 > start):
            j -= 1
        elif form in words.relative:
            relative = True
            j -= 1
            if j > start and scene.letters[j - 1] in COMMAS:
                j -= 1
        elif form in DASHES and (opened := _dash_opens(scene, j - 1, start)) is not None:
            j = opened  # 0 too: where it was taken for nothing the walk stood still
        elif form in words.turns and form not in words.aspect:
            return None  # لكنه قال: a pronoun, and no name behind it
        else:
            time = next((a for a in range(j - 1, max(start, j - 6) - 1, -1) if scene.time_end.get(a) == j), None)
            if time is None:
                break
            j = time
    np = None if relative else _many(scene, j, start)
    if np is not None:
        return np
    np = _ending_at(scene, j, start)
    if np is None and j > start and scene.letters[j - 1] in COMMAS and j < i:
        np = _ending_at(scene, j - 1, start)
    if np is not None and relative and j < i and not _relative_agrees(scene, i, j):
        return None  # "الهيئة التي حمل المتحدث باسمها": the verb has a subject of its own
    if np is not None and _can_be_subject(scene, np, start, relative or (not np.definite and j == i)):
        return np
    if relative:
        return _unknown_before(scene, j, start) if np is None else None
    return (
        _document(scene, i, start)
        or _after_kana(scene, i, start)
        or _after_comma(scene, i, start)
        or _document_headline(scene, i, start)
        or _after_inna(scene, i, start)
    )


def _relative_agrees(scene: Scene, i: int, j: int) -> bool:
    """Whether a relative word between tokens `j` and `i` is of the gender of the verb at `i`, as far as both show."""
    if i + 1 < scene.n and scene.letters[i + 1] in ("فيها", "فيه", "خلالها", "خلاله"):
        return True  # "تعليقات الرئيس التي قال فيها": what the relative word takes up is what was said
    form = next((f.removeprefix("و") for f in scene.letters[j:i] if f.removeprefix("و") in ("الذي", "التي")), "")
    feminine = scene.letters[i].startswith("ت") or scene.letters[i].endswith("ت")
    return not form or (form == "التي") == feminine or scene.letters[i].endswith(("وا", "ون", "ا", "ن", "ه", "ها"))


def _after_inna(scene: Scene, i: int, start: int) -> NP | None:
    """ "لكن سكانا في القرية رووا", "أما اللجنة التابعة للحركة فنددت": what stands between the particle and the verb."""
    if scene.letters[start] in ("أما", "وأما"):
        np = scene.mention_np(start + 1)
        if np is not None and not np.proclitic and np.speaks and i - np.end < 2 * _NEAR:
            return np
    for j in range(i - 1, max(start, i - _NEAR) - 1, -1):
        if scene.letters[j] in _INNA:
            np = scene.mention_np(j + 1)
            if np is not None:
                return np if not np.proclitic and np.speaks else None
            end = next((k for k in range(j + 1, i) if plain_preposition(scene.letters[k]) is not None), i)
            if not j + 1 < end <= j + 4 or scene.letters[j + 1].startswith("ال"):
                return None
            span = scene.span(j + 1, end)
            return NP(j + 1, end, span.start, span.end, "", (), "ANON", "role", False, True)
        if scene.tokens[j].word.kind != "word" or scene.letters[j] in COMMAS:
            return None
        if scene.letters[j] in function_words.load().conditions:
            return None
    return None


def _document_headline(scene: Scene, i: int, start: int) -> NP | None:
    """A headline's "تقرير أممي يكشف", "دراسة حديثة تحذر": an indefinite document and its adjectives."""
    if scene.paragraph[i] or not 1 <= i - start <= 4 or scene.report.sentences[0].first != start:
        return None
    if scene.letters[start] not in function_words.load().bare_documents:
        return None
    if any(scene.tokens[j].word.kind != "word" for j in range(start, i)):
        return None
    return NP(start, i, scene.tokens[start].start, scene.tokens[i - 1].end, "", (), "ANON", "role", True, True)


def _document(scene: Scene, i: int, start: int) -> NP | None:
    """ "وكان بيان للوزارة نشرته الوكالة، أشار إلى": a document and whose it is, then who carried it.

    Only كان, a conjunction or nothing stands before it; what tells how it came about names it again by a pronoun.
    """
    words = function_words.load()
    noun = start
    while noun < i and (scene.letters[noun] in words.clause_starters or scene.letters[noun] in words.kana):
        noun += 1
    if noun >= i or scene.letters[noun].removeprefix("و") not in words.bare_documents:
        return None
    owner = scene.mention_np(noun + 1)
    if owner is None or owner.proclitic not in ("", "ل") or not owner.speaks or owner.end > i:
        return None
    told = scene.letters[owner.end : i]
    if any(scene.letters[k] in words.aspect for k in range(owner.end, i)) and len(told) == 1:
        told = []
    if told:
        carried = [w for w in told if w not in COMMAS][:1]
        taken_up = any(w in ("عليه", "عليها", "منه", "منها") for w in told) or told[-2].endswith(("ه", "ها"))
        if not (told[-1] in COMMAS and carried and carried[0].startswith(words.document_carried)):
            return None
        if not taken_up and not carried[0].endswith(("ته", "تها", "ه", "ها")):
            return None
    first = scene.tokens[noun]
    offset = first.start + (1 if first.word.letters.startswith("و") else 0)
    return NP(noun, owner.end, offset, owner.end_offset, "", owner.mentions, owner.type, "role", False, True)


def _unknown_before(scene: Scene, j: int, start: int) -> NP | None:
    """ "زملاؤنا الغربيون الذين أعلنوا": a definite noun and its adjectives that no grammar of names knows."""
    words = function_words.load()
    first = j
    while first > start and j - first < 3:
        word = scene.tokens[first - 1].word
        form = word.letters
        if word.kind != "word" or form in words.prepositions or form in words.relative or form in words.clause_starters:
            break
        if scene.particle(first - 1) is not None or first in scene.ends:
            break
        first -= 1
    if first == j or not any(f.startswith("ال") or f.endswith(("نا", "هم")) for f in scene.letters[first:j]):
        return None
    if not scene.letters[j - 1].endswith(("ون", "ين", "اء")):
        return None  # only a plural of people is sure to be who speaks
    while first < j - 1 and not scene.letters[first].endswith(("ون", "ين", "اء", "نا", "هم")):
        first += 1
    return NP(first, j, scene.tokens[first].start, scene.tokens[j - 1].end, "", (), "ANON", "role", True, True)


def _many(scene: Scene, j: int, start: int) -> NP | None:
    """ "العديد من الدول الأوروبية تأمل": who is counted, the noun and its adjectives that end before token `j`."""
    words = function_words.load()
    k = j - 1
    while k > start and j - k <= _COUNTED and scene.letters[k].startswith("ال"):
        k -= 1
    if k == j - 1 or k <= start or scene.letters[k] != "من":
        return None
    noun = scene.letters[k - 1]
    bare = noun if noun in words.many else noun[1:]
    if bare not in words.many or noun[: -len(bare)] not in ("", "و", "ف"):
        return None
    if k - 1 > start and plain_preposition(scene.letters[k - 2]) is not None:
        return None
    offset = scene.tokens[k - 1].start + len(noun) - len(bare)
    return NP(k - 1, j, offset, scene.tokens[j - 1].end, "", (), "ANON", "role", False, True)


def _ending_at(scene: Scene, j: int, start: int) -> NP | None:
    np = scene.ends.get(j)
    return np if np is not None and np.first >= start and not scene.skip[np.first] and np.speaks else None


def _dash_opens(scene: Scene, j: int, start: int) -> int | None:
    """The token at which a parenthesis between dashes that ends at `j` begins."""
    for k in range(j - 1, max(start, j - _BACK) - 1, -1):
        if scene.letters[k] in DASHES:
            return k
    return None


def _can_be_subject(scene: Scene, np: NP, start: int, relative: bool) -> bool:
    """No preposition governs it, unless a relative clause about it follows."""
    if relative:
        return True
    if np.proclitic[-1:] in ("ب", "ل", "ك"):
        return False
    if np.first == start:
        return True
    before = scene.letters[np.first - 1]
    return plain_preposition(before) is None


def _after_kana(scene: Scene, i: int, start: int) -> NP | None:
    """ "وكان X ... قد قال": the noun phrase right after the last كان before the verb."""
    words = function_words.load()
    for j in range(i - 1, max(start, i - _BACK) - 1, -1):
        if scene.letters[j] in STOPS:
            return None
        if scene.letters[j] in words.kana:
            held = scene.letters[j + 1] in words.aspect
            np = scene.mention_np(j + 1) or (None if held else chunk(scene, j + 1, i, ()))
            if np is None or np.proclitic:
                return None
            plain = not any(scene.letters[k] in COMMAS for k in range(np.end, i))
            return np if scene.letters[i - 1] in words.aspect or np.end == i or plain else None
    return None


def _after_comma(scene: Scene, i: int, start: int) -> NP | None:
    """ "السفارة في بغداد، الثلاثاء، قالت", "X، الذي ...، قال": a subject that begins the clause, with insertions."""
    if i - 1 < start or scene.letters[i - 1] not in COMMAS:
        return None
    first = start
    words = function_words.load()
    while first < i and scene.letters[first] in words.clause_starters:
        first += 1
    np = scene.mention_np(first)
    if np is None or np.proclitic[-1:] in ("ب", "ل", "ك") or np.end >= i:
        return None
    after = scene.letters[np.end]
    return np if after in COMMAS or after in words.relative or plain_preposition(after) else None


def issuer(scene: Scene, i: int) -> NP | None:
    """ "أصدرت الحكومة بيانا أكدت فيه": who issued the document that the verb at `i` tells of."""
    start = scene.sentence_start[i]
    if i + 1 >= scene.n or scene.letters[i + 1] not in ("فيه", "فيها", "خلاله", "خلالها") or i - start < 2:
        return None
    noun = next((j for j in range(i - 1, max(start, i - _DOCUMENT), -1) if names_channel(scene, j)), None)
    if (
        noun is None
    ):  # "نشر الزعيم تغريدة على حسابه في موقع تويتر بعنوان ...، قال فيها": its owner stands right before it
        far = range(i - _DOCUMENT, max(start, i - _FAR_DOCUMENT), -1)
        owned = (j for j in far if names_channel(scene, j) and plain_preposition(scene.letters[j - 1]) is None)
        return next((np for j in owned if (np := _ending_at(scene, j, start)) is not None), None)
    if plain_preposition(scene.letters[noun - 1]) is not None:
        return None
    if any(scene.letters[j] in STOPS or scene.letters[j] in ("و", "ثم") for j in range(noun + 1, i)):
        return None
    return _ending_at(scene, noun, start) or clause_subject(scene, noun, True)


def clause_subject(scene: Scene, i: int, places: bool = False) -> NP | None:
    """The first noun phrase of the sentence that no preposition governs: the subject of its main clause.

    For a participle or a verb that goes on where the main verb is none of reporting:
    "ورفض الوزير التصريحات قائلا", "عقدت شخصيات مؤتمرا ودعت إلى". ``places``: also a state by its capital, right behind
    the first word ("رفضت واشنطن الاتهامات، وقالت").
    """
    start = scene.sentence_start[i]
    for j in range(start, i):
        np = scene.mention_np(j)
        if np is None or np.end > i or scene.skip[j]:
            continue
        if (np.type == "LOC" and not (places and np.speaks and j == start + 1)) or np.proclitic[-1:] in ("ب", "ل", "ك"):
            continue
        if j > start and plain_preposition(scene.letters[j - 1]) is not None:
            continue
        return np
    return None
