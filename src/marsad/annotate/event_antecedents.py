"""The object that a frame needs, where it stands before the word that takes it up.

"صاروخا أطلقه الحوثيون", "الصواريخ التي أطلقت باتجاه المدينة", "الطائرة التي تم إسقاطها": a pronoun, the passive or the
subject of a relative clause does what elsewhere the noun behind the verb does.
"""

from __future__ import annotations

from functools import cache

from marsad.annotate.phrases import COMMAS, STOPS, attached, plain_preposition
from marsad.annotate.scene import Scene
from marsad.lexicon import function_words
from marsad.lexicon.events import Frame

_NEAR = 6  # words before a relative word or a pronoun among which stands what it takes up
_WEAPON = 30  # the same where a weapon is meant: of nothing else it is said
_CLAUSE = 18  # words of a relative clause between commas
_ADJECTIVES = 3  # words before a verb without a relative word
_SHORTEST = 3  # letters of a beginning that can name a thing
_WEAPONS = ("صاروخ", "صواريخ", "قذيف", "قذائف", "قذايف", "طائر", "طاير", "مسير", "عبو", "لغم", "الغام", "قنبل", "قنابل")

# what these need behind them is where one goes, who does it, or how it is: never an object
_NO_OBJECT = frozenset(
    "وصل توجّه سافر غادر توسّط تجمّع احتشد توافد تقدّم انتشر تحرّك حلّق خرج نزل سار جاب طاف انطلق تدفّق اقترب دفع استعدّ "
    "أبحر تطوّع التزم حقّق عرض تراجع أعرب عبّر أبدى تصدّى انتهى شارك ساهم وعد قرّر كلّف حدّد قضى أودى حصل تزوّد تحامل "
    "ساعد دعم توقّف رحّل أعلن رافق اختتم خفّض قلّص وجّه استجاب لبّى شدّد حكم أدان دان احتجّ أضرب".split()
)
_NO_THING = frozenset({"ضد", "الى", "علي", "ارهاب"})  # "الإرهاب وتمويله" is financed by nobody
_FIRED = frozenset({"أطلق", "زرع"})
_DIRECT = frozenset({"ASSAULT", "RETREAT", "SANCTION"})
_BEFORE = frozenset({"قد", "لقد", "وقد"})


def taken_up(scene: Scene, i: int, frame: Frame, agreement: str, enclitic: str, *, verb: bool) -> bool:
    """Whether what a frame needs behind its word at token `i` stands before it, and the word takes it up."""
    things = _things(frame.objects)
    if not things or frame.symmetric or frame.lemma in _NO_OBJECT or enclitic not in ("", "ه", "ها"):
        return False
    weapons = tuple(w for w in things if w.startswith(_WEAPONS))
    start = scene.sentence_start[i]
    if not verb:
        if not enclitic or frame.owner == "actor":
            return False
        many = enclitic == "ها"
        return _named(scene, i, max(start, i - _NEAR), many, things) or (
            bool(weapons) and _named(scene, i, max(start, i - _WEAPON), many, weapons)
        )
    if enclitic:
        many = enclitic == "ها"
    elif agreement in ("3ms", "3fs") and _nothing_behind(scene, i):
        many = agreement == "3fs"
    else:
        return False
    words = function_words.load()
    j = i
    while j > start and scene.letters[j - 1] in words.aspect | words.negation | words.future | _BEFORE:
        j -= 1
    if j > start and scene.letters[j - 1] in words.relative - words.relative_loose:
        j -= 1
        j -= j > start and scene.letters[j - 1] in COMMAS
        return _named(scene, j, max(start, j - _NEAR), many, things, things_only=not enclitic)
    if enclitic:
        return _named(scene, i, max(start, i - _NEAR), many, things, things_only=True)
    if frame.lemma in _FIRED and _named(scene, j, max(start, j - _WEAPON), many, weapons, things_only=True):
        return True  # "كان الصاروخ باتجاه المدينة وأطلق من الجبل"
    if frame.type not in _DIRECT:
        return False  # "المدارس ستغلق"
    for k in range(j - 1, max(start, j - _ADJECTIVES) - 1, -1):
        if _is(scene, k, many, things):
            return k not in scene.nps and all(_adjective(scene, k, m) for m in range(k + 1, j))
    return False


def past_relative(scene: Scene, comma: int) -> int:
    """The token behind a relative clause that a comma opens and the next closes; `comma` where none is so set apart."""
    limit = min(scene.sentence_end[comma], comma + _CLAUSE)
    if comma + 1 >= limit or scene.letters[comma + 1] not in function_words.load().relative:
        return comma
    return next((j + 1 for j in range(comma + 2, limit) if scene.letters[j] in COMMAS), comma)


def _nothing_behind(scene: Scene, i: int) -> bool:
    """Whether no object can follow a verb: a preposition, a time or a stop does."""
    j = i + 1
    if j >= scene.sentence_end[i]:
        return True
    form = scene.letters[j]
    if form in ("عليه", "عليها"):
        return False  # "الذي أطلق عليه اسم"
    return (
        form in STOPS
        or form in COMMAS
        or j in scene.inside_times
        or plain_preposition(form) is not None
        or form in ("باتجاه", "تجاه", "نحو", "صوب", "قبل", "بعد", "عقب", "خلال", "مساء", "فجر", "ليل", "أثناء")
        or (attached(scene, j) is not None and scene.particle(j) is None)
    )


def _named(
    scene: Scene, i: int, start: int, feminine: bool, things: tuple[str, ...], *, things_only: bool = False
) -> bool:
    """Whether a thing that agrees is named between two tokens."""
    for k in range(i - 1, start - 1, -1):
        if scene.letters[k] in STOPS:
            return False
        if _is(scene, k, feminine, things):
            return not things_only or k not in scene.nps
    return False


def _is(scene: Scene, k: int, feminine: bool, things: tuple[str, ...]) -> bool:
    """Whether a word names one of the things, and is of the gender."""
    if not feminine and scene.letters[k].endswith(("ة", "ات")):
        return False
    form = scene.folded[k]
    bare = form[2:] if form.startswith("لل") else form[1:] if form[:1] in "وفبلك" else form
    return any(stem.startswith(things) for stem in {form, bare, form.removeprefix("ال"), bare.removeprefix("ال")})


def _adjective(scene: Scene, head: int, m: int) -> bool:
    """Whether a word behind a noun can be its adjective."""
    form = scene.letters[m]
    definite = scene.letters[head].lstrip("وفبلك").startswith("ال")
    return form.startswith("ال") == definite and form.endswith(("ي", "ية", "ة", "ا"))


@cache
def _things(objects: tuple[str, ...]) -> tuple[str, ...]:
    """Of the words that a frame needs those that name a thing: no preposition, nothing that is only spoken of."""
    return tuple(w for w in objects if len(w) >= _SHORTEST and plain_preposition(w) is None and w not in _NO_THING)
