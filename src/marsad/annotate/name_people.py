"""Names of people by the grammar of names: given and family names, أبو، بن، عبد الـ, unknown words after a title."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.annotate.name_data import table
from marsad.annotate.name_words import (
    ADJ,
    CLOSED,
    COMMON,
    DEF,
    DEMONYM,
    ENTITY,
    FAMILY,
    FOREIGN,
    FUNCTION,
    GIVEN,
    HEAD,
    KNOWN,
    LOOSE,
    NEVER,
    NISBA,
    PARTICLES,
    PERSONAL,
    SHAPE,
    SPEECH,
    VERB,
    Facts,
    flags,
)

# How far the context vouches that a name stands here.
NOWHERE, SPOKEN, TITLED = 0, 1, 2
_MOST = 5
# Second words of compound given names: علاء الدين, عبد الله, زين العابدين.
_SECOND = frozenset(
    "الدين الله الرحمن الاسلام الحق العابدين الاله الهدي النبي الحسن الحسين الزهراء الرسول الامير".split()
)
_KUNYA = frozenset("ابو ابي ابا ام".split())
_BETWEEN = frozenset("بن ابن بنت ولد ال فان فون دي دو دا ديل دال بو اوف دير لا لو ماك ذو".split())


def person(fs: Sequence[Facts], at: int, end: int, stem: str, trust: int) -> int:
    """The token index after the name that begins at ``at`` with ``stem`` (particles cut off), or ``at`` if none does.

    Linear: each token is looked at once. ``trust`` is `TITLED` after a title or role, `SPOKEN` beside a verb of speech.
    """
    n, count, strong, unknown = at, 0, 0, 0
    first_loose = given = everyday = False
    while n < end and count < _MOST:
        fact = fs[n]
        if not fact.word:
            if count and (_hyphen(fs, n, end) or (fact.folded == "#" and n + 1 < end and fs[n + 1].word)):
                n += 1  # ريكس #تيلرسون
                continue
            break
        word = stem if n == at else fact.folded
        f = flags(word) if n == at and word != fact.folded else fact.whole
        if count and word in _SECOND and strong + unknown:
            n += 1
            continue
        took = _compound(fs, n, end, word, count, trust)
        if took:
            n += took
            count += 1
            strong += 1
            given = True
            continue
        nisba = count == 1 and given and f & DEF and f & NISBA and f & COMMON and not f & (ADJ | DEMONYM | NEVER)
        if nisba and word[2:] not in table().words:
            strong += 1
        elif f & PERSONAL:
            loose = bool(f & (LOOSE | CLOSED))
            everyday = everyday or (not count and bool(f & CLOSED))
            if f & FUNCTION and f & LOOSE:
                break
            if f & DEMONYM and f & DEF and not (count == 1 and strong and not word.endswith("ه")):
                break
            if loose and f & (SPEECH | VERB) and count:
                break
            if count == 0:
                if f & DEF and f & (LOOSE | COMMON | ADJ | DEMONYM | HEAD):
                    break
                first_loose = loose
                if trust == NOWHERE and not f & GIVEN:
                    break
                if loose and trust != TITLED and f & (VERB | SPEECH):
                    break
            elif loose and count >= 2 and f & COMMON:
                break
            strong += not loose
            given = given or bool(f & GIVEN)
        elif f & DEMONYM and not f & DEF and count and given and _goes_on(fs, n + 1, end):
            strong += 1  # محمد جواد آذري جهرمي
        elif f & SHAPE and not f & (KNOWN & ~SHAPE) and count == 1 and given and _stops(fs, n + 1, end):
            strong += 1  # موشيه يعلون
        elif not count and trust == TITLED and _named_all_the_same(fs, n, end, f):
            unknown += 1
        elif f & KNOWN & ~FOREIGN:
            break
        elif f & DEF:
            if (
                not count
                or not given
                or (f & NISBA and f & (ADJ | NEVER))
                or (word.startswith("الم") and not f & NISBA)
            ):
                break
            unknown += 1
        elif f & FOREIGN:
            strong += 1
        elif len(word) < 3 and not count:
            break
        else:
            if (not count and trust == NOWHERE) or (word.endswith("يه") and len(word) > 4):
                break
            if count and word.startswith(("بال", "لل")) and len(word) > 4:
                break
            if word.endswith("ه") and ((count and word[0] in "ولب") or (not count and trust == SPOKEN)):
                break
            unknown += 1
            if unknown > 3:
                break
        n += 1
        count += 1
    if first_loose and not everyday and count >= 2 and not strong:
        strong = unknown  # عيسى ماندي: given names marked for other reasons than an everyday word
        first_loose = False
    kunya = stem == "ابو" and at + 1 < end and bool(fs[at + 1].whole & PERSONAL) and not fs[at + 1].whole & LOOSE
    if not count or not _enough(count, strong, unknown, first_loose, trust, kunya=kunya):
        return at
    return n


def _goes_on(fs: Sequence[Facts], n: int, end: int) -> bool:
    """Another word of a name at ``n``."""
    if n >= end or not fs[n].word:
        return False
    f = fs[n].whole
    return bool(f & PERSONAL and not f & (LOOSE | CLOSED)) or (not f & (KNOWN | DEF) and len(fs[n].folded) > 3)


def _stops(fs: Sequence[Facts], n: int, end: int) -> bool:
    """No word that a verb at ``n - 1`` could govern."""
    return n >= end or not fs[n].word or fs[n].speech


def _named_all_the_same(fs: Sequence[Facts], n: int, end: int, f: int) -> bool:
    """An everyday word before بن, a body's short name before a given name: شعلان بن فهد, سانا مارين."""
    if n + 1 >= end or f & FUNCTION:
        return False
    nxt = fs[n + 1]
    if nxt.folded in ("بن", "ابن"):
        return True
    return f & KNOWN == ENTITY and not f & DEF and bool(nxt.whole & PERSONAL) and not nxt.whole & LOOSE


def _enough(count: int, strong: int, unknown: int, first_loose: bool, trust: int, *, kunya: bool = False) -> bool:
    if trust == TITLED:
        return True
    if trust == SPOKEN:
        return count >= 2 or bool(strong)
    if kunya:
        return True
    return count >= 2 and bool(strong) and not (first_loose and (strong < 1 or unknown))


def _hyphen(fs: Sequence[Facts], n: int, end: int) -> bool:
    return fs[n].folded == "-" and n + 1 < end and fs[n + 1].word and not fs[n + 1].whole & KNOWN


def _compound(fs: Sequence[Facts], n: int, end: int, word: str, count: int, trust: int) -> int:
    """Words taken by a particle and what it governs: بن علي, أبو عاقلة, عبد الفتاح, فان دير لاين."""
    if word not in PARTICLES or n + 1 >= end or not fs[n + 1].word:
        return 0
    nxt = fs[n + 1]
    if word == "عبد":
        return 2 if nxt.whole & (DEF | PERSONAL) or nxt.folded in ("ربه", "النبي") else 0
    if nxt.whole & FUNCTION and not nxt.whole & PERSONAL:
        return 0
    if word in _KUNYA:
        if word != "ابو" and not count and trust == NOWHERE:
            return 0
        return 0 if nxt.whole & (VERB | DEMONYM) and not nxt.whole & PERSONAL else 2 + _second(fs, n + 2, end)
    if word in _BETWEEN:
        if not count and trust == NOWHERE and not (word in ("بن", "ابن") and nxt.whole & GIVEN):
            return 0
        if word == "ال" and not count:
            return 0
        if nxt.folded in _BETWEEN and n + 2 < end and fs[n + 2].word:
            return 3
        if nxt.folded == "عبد" and n + 2 < end and fs[n + 2].word:
            return 3
        return 2 + _second(fs, n + 2, end)
    return 0


def _second(fs: Sequence[Facts], n: int, end: int) -> int:
    return 1 if n < end and fs[n].word and fs[n].folded in ("الله", "الدين") else 0


__all__ = ["FAMILY", "NOWHERE", "SPOKEN", "TITLED", "person"]
