"""Pieces of a clause: attached prepositions, the phrase that a preposition governs, speakers that no name tells."""

from __future__ import annotations

from collections.abc import Container

from marsad.annotate.channels import channel_at
from marsad.annotate.scene import NP, Scene
from marsad.lexicon import function_words

COMMAS = frozenset("،,")
DASHES = frozenset("-–—−")
STOPS = frozenset(".؟?!؛;…")
_ALONE = frozenset({"ب", "بـ", "ل", "لـ", "ك", "كـ", "ول", "وب", "ولـ", "وبـ"})
_LONGEST_CHUNK = 8


def attached(scene: Scene, pos: int) -> tuple[str, int, int] | None:
    """A preposition written onto the word at `pos`: the letter, where the noun begins in the text, its token."""
    words = function_words.load()
    token = scene.tokens[pos]
    form = scene.letters[pos]
    if form in _ALONE and pos + 1 < scene.n:
        return form.rstrip("ـ")[-1], scene.tokens[pos + 1].start, pos + 1
    np = scene.nps.get(pos)
    if np is not None:
        return (np.proclitic[-1], np.start_offset, pos) if np.proclitic[-1:] in ("ب", "ل", "ك") else None
    if len(form) < 3 or token.word.kind != "word" or form[0] not in "بلك":
        return None
    if len(form) == 3 and form[1:] not in words.short_nouns:
        return None
    if form[0] == "ك" and form[1:3] != "ال":
        return None
    if form[0] == "ب" and form != "بعدم" and (form in words.own_b_whole or form.startswith(words.own_b)):
        return None
    if form[0] == "ل" and (
        form in words.own_l_whole or form.startswith(words.own_l) or not form.startswith(("لل", *words.l_attached))
    ):
        return None
    return form[0], token.start + 1, pos


def plain_preposition(form: str) -> str | None:
    """The usual spelling of a free preposition, or None."""
    if form not in function_words.load().prepositions:
        return None
    return {"الى": "إلى", "فى": "في"}.get(form, form)


def phrase_end(scene: Scene, pos: int, limit: int) -> int:
    """The end of the noun phrase that a preposition governs: a mention, a quotation, a time, or one word."""
    if pos >= limit:
        return limit
    if pos in scene.time_end:
        return max(scene.time_end[pos], pos + 1)
    np = scene.mention_np(pos)
    if np is not None:
        return max(np.end, pos + 1)
    if pos in scene.opens:
        return scene.opens[pos] + 1
    end = pos + 1
    form = scene.letters[pos]
    owned = _owned(scene, pos, limit)
    if owned is not None:
        return owned
    if (
        end < limit
        and form.endswith(("ه", "ها", "هم"))
        and scene.letters[end].endswith("ا")
        and len(scene.letters[end]) > 3
    ):
        end += 1  # خلال تلقيه اتصالا
        while end < limit and scene.letters[end].endswith(("ا", "ة")) and not scene.letters[end].startswith("ال"):
            end += 1
    elif form.startswith("ال") or form.endswith(("ه", "ها", "هم")):
        # what agrees with it: علاقته الوطيدة, الجلسة الطارئة
        end = _agreeing(scene, end, min(limit, pos + 4))
    return end


def _owned(scene: Scene, pos: int, limit: int) -> int | None:
    """Past what a bare noun owns or is owned by: "متن السفينة", "فريق الأمن القومي"; None where it stands alone."""
    form, behind = scene.letters[pos], pos + 1
    bare = form[1:] if form[:1] in "لب" and len(form) > 3 else form
    if (
        behind >= limit
        or scene.tokens[pos].word.kind != "word"
        or bare.startswith("ال")
        or form.startswith("لل")
        or form.endswith(("ا", "ه", "ها", "هم", "ين", "ون", "ية"))
        or scene.particle(behind) is not None
        or scene.letters[behind] in function_words.load().relative
    ):
        return None
    definite = scene.letters[behind].startswith("ال")
    owner = scene.mention_np(behind)
    if owner is not None:
        if owner.proclitic or not (owner.kind == "role" or definite):
            return None
        return max(owner.end, behind + 1)
    if not definite or behind in scene.time_end:
        return None
    return _agreeing(scene, behind + 1, min(limit, pos + 5))


def _agreeing(scene: Scene, pos: int, limit: int) -> int:
    """Past words with their article that belong to the noun before them."""
    relative = function_words.load().relative
    while (
        pos < limit
        and scene.letters[pos].startswith("ال")
        and pos not in scene.nps
        and scene.letters[pos] not in relative
    ):
        pos += 1
    return pos


def parenthesis(scene: Scene, pos: int, limit: int) -> int:
    """Past a bracket or a pair of dashes at `pos`; one token where it has no end."""
    closing = frozenset(")") if scene.letters[pos] == "(" else DASHES
    for j in range(pos + 1, min(limit, pos + 30)):
        if scene.letters[j] in closing:
            return j + 1
    return pos + 1


def chunk(scene: Scene, pos: int, limit: int, cues: Container[int], strict: bool = False) -> NP | None:
    """A speaker whom neither list nor grammar of names knows: nouns up to what cannot belong to them.

    `strict`: behind a noun with its article only what agrees with it.
    """
    words = function_words.load()
    first = pos
    named = False
    letters = scene.letters
    if not _nominal(scene, pos) or pos in cues or letters[pos] in words.negation:
        return None
    if len(letters[pos]) > 3 and letters[pos].endswith("ا") and not letters[pos].startswith("ال"):
        return None  # an indefinite accusative is no subject
    while pos < limit and pos - first < _LONGEST_CHUNK:
        form = letters[pos]
        if pos > first and (
            form in COMMAS
            or form in STOPS
            or form in (":", "(", "-", "–")
            or scene.particle(pos) is not None
            or form in words.relative
            or form in words.adverbs
            or pos in cues
            or pos in scene.opens
            or pos in scene.time_end
            or channel_at(scene, pos, limit) is not None
            or letters[pos] in ("فقد", "بأنه", "بأنها")
        ):
            break
        held = scene.nps.get(pos)
        if held is not None and pos > first:
            closed = letters[pos - 1].startswith("ال") and letters[pos].startswith("ال")
            counted = pos == first + 2 and letters[pos - 1] == "من" and letters[first] in words.many
            if held.proclitic != "و" and not counted and (named or closed or letters[first].startswith("ال")):
                break  # a second name is whom it is told; a noun with its article owns none
            named = True
            if held.proclitic in ("", "و"):
                pos = min(held.end, limit)
                continue
        if strict and pos > first and letters[first].startswith("ال") and not form.startswith(("ال", "وال")):
            break
        if pos == first + 1 and letters[first].endswith(("ون", "ين", "ان")) and form.startswith("ال"):
            break  # "ناشطون السلطات": a noun with its ending owns nothing
        if plain_preposition(form) is not None:
            if form not in ("في", "من") or pos + 1 >= limit:
                break
        elif (pos > first and attached(scene, pos) is not None) or not _nominal(scene, pos):
            break
        pos += 1
    while pos > first and plain_preposition(letters[pos - 1]) is not None:
        pos -= 1
    if pos == first:
        return None
    start, end = scene.tokens[first].start, scene.tokens[pos - 1].end
    return NP(first, pos, start, end, "", (), "ANON", "role", False, True)


def _nominal(scene: Scene, pos: int) -> bool:
    word = scene.tokens[pos].word
    return word.kind in ("word", "number", "latin") and word.letters not in function_words.load().relative
