"""What the words around a form say of it: whether an ambiguous form is a name here, and of what type."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.annotate.name_data import table
from marsad.annotate.name_words import (
    CLOSED,
    COMMON,
    DEF,
    ENTITY,
    FUNCTION,
    HEAD,
    PERSONAL,
    PLACE,
    VERB,
    Facts,
    knowledge,
)
from marsad.document import EntityType
from marsad.folding import fold

_QUOTES = frozenset("\"«“”»'‘’(")
_REIGNS = frozenset("نظام حكومه اداره قوات حكم عهد".split())
_ON_WORD = frozenset("بحسب حسب وفق مع عن في علي".split())
_PLACE_BEFORE = frozenset("في الي بين داخل قرب".split())


def adjective_here(fs: Sequence[Facts], i: int, flags: int) -> bool:
    """Whether a nationality that also names a country is an adjective: "منطقة تركية", "السياسة السعودية"."""
    if not flags & DEF:
        return noun(fs, i - 1)
    before = fs[i - 1]
    definite = any(r.flags & DEF and not r.flags & (FUNCTION | ENTITY) for r in before.readings)
    return definite and not before.whole & FUNCTION


def noun(fs: Sequence[Facts], i: int) -> bool:
    """An indefinite everyday noun, which an adjective may follow."""
    f = fs[i]
    return any(
        r.flags & (COMMON | HEAD | PLACE) and not r.flags & (DEF | FUNCTION) for r in f.readings
    ) and not f.whole & (VERB | FUNCTION)


def expected(fs: Sequence[Facts], i: int, titled: set[int]) -> EntityType | None:
    """The type that the words before token ``i`` lead to expect."""
    t = table()
    before = word_before(fs, i)
    if before is None:
        return None
    if before.folded == "ل" and fs[i - 1].folded in _QUOTES:
        return "MEDIA"
    if any(t.role_groups[h.head.group].sector == "MED" for h in before.roles):
        return "MEDIA"
    if before.bodies and not before.bodies[0].definite:
        return t.body_groups[before.bodies[0].head.group].type
    if before.place or before.folded in t.directions or before.folded == "في":
        return "LOC"
    if i in titled:
        return "PER"
    return None


def word_before(fs: Sequence[Facts], i: int) -> Facts | None:
    """The word before token ``i``, quotation marks between left out."""
    k = i - 1
    while k >= 0 and fs[k].folded in _QUOTES:
        k -= 1
    return fs[k] if k >= 0 and fs[k].word else None


def vouched(fs: Sequence[Facts], i: int, size: int, form: str, proclitic: str, titled: set[int]) -> bool:
    """Whether the context speaks for an ambiguous form's being a name."""
    kb, t = knowledge(), table()
    if size > 1 or form in t.plain:
        return True
    f = next((r.flags for r in fs[i].readings if r.stem == form), fs[i].whole)
    kinds = {kb.entries[k].type for k in kb.forms[form]}
    if any(kb.entries[k].kind == "country" and fold(kb.entries[k].ar[0]) == form for k in kb.forms[form]):
        return True
    before = word_before(fs, i)
    quoted = i > 0 and fs[i - 1].folded in _QUOTES and i + size < len(fs) and not fs[i + size].word
    if kinds == {"LOC", "MEDIA"} and not f & (CLOSED | PERSONAL):
        return True  # either way a name: الرياض
    if i in titled and "PER" in kinds:
        return True
    if before is None:
        return False
    if "PER" in kinds and before.folded in _REIGNS:
        return True
    if "LOC" in kinds:
        if before.place or any(r.stem in t.directions for r in before.readings):
            return True
        if (before.folded in _PLACE_BEFORE or proclitic == "ب") and not fs[i].whole & CLOSED:
            return True
    if "MEDIA" in kinds and any(
        t.body_groups[h.head.group].type == "MEDIA" or h.head.lemma == "وكاله" for h in before.bodies
    ):
        return True
    if "ORG" in kinds and (before.bodies and (quoted or t.body_groups[before.bodies[0].head.group].designator)):
        return True
    if "MEDIA" in kinds:
        if any(t.role_groups[h.head.group].sector == "MED" for h in before.roles):
            return True
        if quoted and (before.folded == "ل" or before.speech or before.folded in _ON_WORD):
            return True
    return quoted and any(t.body_groups[h.head.group].type in kinds for h in before.bodies)
