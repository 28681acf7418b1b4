"""The adjectives of a noun for people or bodies."""

from __future__ import annotations

from functools import lru_cache

from marsad.annotate.phrases import plain_preposition
from marsad.annotate.scene import Scene
from marsad.document import Word
from marsad.lexicon import event_participants, function_words, knowledge

_ADJECTIVES = 4
PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فل")


@lru_cache(maxsize=50_000)
def nationality(word: Word) -> tuple[str, str, str, int] | None:
    """Of a nationality adjective: country, what is attached before it, the adjective folded, letters cut."""
    if word.kind != "word" or len(word.folded) < 4:
        return None
    table, blocs = knowledge.load(), event_participants.load().blocs
    for split in word.splits:
        if split.enclitic or split.proclitic not in PROCLITICS:
            continue
        code = table.demonyms.get(split.stem)
        if code is None and split.stem.endswith("يه"):
            code = table.demonyms.get(split.stem[:-1])  # written like the country: "الاتهامات السعودية"
        code = code or blocs.get(event_participants.bare(split.stem))
        if code is not None and not (
            split.stem in table.ambiguous and event_participants.bare(split.stem)[:4] == "مالي"
        ):
            return code, split.proclitic, split.stem, split.cut
    return None


def second_nationality(scene: Scene, pos: int) -> tuple[str, str, str, int] | None:
    """The nationality at a token, with or without its article as another right before it: "غارات روسية [سورية]"."""
    own, before = nationality(scene.tokens[pos].word), nationality(scene.tokens[pos - 1].word)
    if own is None or before is None or before[2].startswith("ال") != own[2].startswith("ال"):
        return None
    return own


def adjectives_end(scene: Scene, pos: int, limit: int, definite: bool, armed: bool = False) -> int:
    """Past the adjectives of a noun: with ال behind a definite one, else by their endings.

    A second nationality of armed forces is of others: "طائرات روسية [وسورية]".
    Behind a sound plural only sound plurals agree: "مسلحون مجهولون" without "قاضيا", "مستوطنون إسرائيليون"
    without "قرية".
    """
    words = function_words.load()
    first = pos
    sound = scene.letters[pos - 1][-2:] if pos else ""
    while pos < min(limit, first + _ADJECTIVES):
        form = scene.letters[pos]
        if scene.tokens[pos].word.kind != "word" or form in words.relative or pos in scene.time_end:
            break
        if pos in scene.nps or plain_preposition(form) is not None or scene.particle(pos) is not None:
            break
        nation = nationality(scene.tokens[pos].word) if armed and form[0] == "و" else None
        if nation is not None and nation[1] == "و":
            break
        if form.startswith("ال"):
            if not definite and pos > first:
                break
        elif (
            definite
            or not (form.endswith(("ين", "ون", "ية", "يا", "ي")) or form in _LOOSE)
            or (sound in ("ون", "ين") and not form.endswith(sound) and form not in _LOOSE)
        ):
            break
        pos += 1
    return pos


_LOOSE = frozenset("مسلحة مدنية حربية تجارية إرهابية متطرفة متشددة روس أكراد عرب أتراك أجانب جدد آخرون مهمين".split())
