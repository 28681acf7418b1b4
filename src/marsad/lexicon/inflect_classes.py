"""The class of an Arabic verb, read from two written forms, and the stems from which `inflect` builds its forms."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from marsad.folding import letters

Class = Literal["sound", "assimilated", "hollow", "defective", "doubled"]
_SHADDA = "\u0651"
_MARKS = re.compile("[\u064b-\u0650\u0652\u0670\u0640]")


class Shape(msgspec.Struct, frozen=True):
    """Stems of a verb in ordinary spelling. Present stems are without their prefix.

    A ``short`` stem stands before consonants (``قل`` of ``قال``); that of a defective present is empty, since only
    its last letter falls. A participle that ends in ``^`` is defective and loses its ya (``ناف``).
    """

    kind: Class
    form: str  # I to X, or Q, Qt for verbs of four root letters
    past: str
    past_short: str
    past_passive: str
    past_short_passive: str
    present: str
    present_short: str
    present_passive: str
    present_short_passive: str
    imperative: str
    imperative_short: str
    active: str
    passive: str

    @property
    def defective(self) -> bool:
        """Whether the last root letter is weak."""
        return self.kind == "defective"


def shape(lemma: str, present: str) -> Shape:
    """The stems of a verb; raises ``ValueError`` where lemma and present do not look like a perfect and a present."""
    marked = _MARKS.sub("", lemma)
    past, now = letters(lemma), letters(present)
    if len(past) < 2 or len(now) < 3 or now[0] != "ي":
        raise ValueError(f"not a verb: {lemma} / {present}")
    stem = now[1:]
    kind = _kind(past, stem, marked)
    form = _form(past, stem, marked, kind)
    past_short = _past_short(past, stem, kind)
    passive = _past_passive(past, form, kind)
    passive_short = past_short if kind == "hollow" else _past_short(passive, stem, kind, passive=True)
    present_passive = _present_passive(past, stem, form, kind)
    imperative = _imperative(past, stem, form, kind)
    active, passive_participle = _participles(past, stem, form, kind)
    return Shape(
        kind=kind,
        form=form,
        past=past,
        past_short=past_short,
        past_passive=passive,
        past_short_passive=passive_short,
        present=stem,
        present_short=_present_short(stem, kind),
        present_passive=present_passive,
        present_short_passive=_present_short(present_passive, kind),
        imperative=imperative,
        imperative_short=_present_short(imperative, kind) if kind == "hollow" else imperative,
        active=active,
        passive=passive_participle,
    )


def _kind(past: str, stem: str, marked: str) -> Class:
    if marked.endswith(_SHADDA) or len(past) == 2:
        return "doubled"
    if past[-1] in "اى" or (past[-1] == "ي" and stem[-1] in "ىي"):
        return "defective"
    if past[-2] == "ا":
        return "hollow"
    if past[0] == "و" and len(past) == 3 and stem[0] != "و" and _SHADDA not in marked:
        return "assimilated"
    return "sound"


def _form(past: str, stem: str, marked: str, kind: Class) -> str:
    """The form, by letters. A doubled last letter counts as two, a weak one as itself."""
    middle = _SHADDA in (marked[:-1] if kind == "doubled" else marked)
    length = len(past) + (kind == "doubled")
    if past[0] == "آ" and stem[0] == "ؤ":
        return "III" if stem[1] == "ا" else "IV"  # آخذ يؤاخذ, آمن يؤمن
    if past.startswith("است") and length >= 6:
        return "X"
    if past.startswith("ان") and length == 5 and kind != "defective" and stem[0] == "ن":
        return "VII"
    if past[0] == "ا" and (length >= 5 or middle):  # اتّهم has four written letters
        return "VIII"
    if past[0] == "ت" and length >= 4 and stem[0] == "ت":
        return "V" if middle or (past[2] != "ا" and length == 4) else "VI" if past[2] == "ا" else "Qt"
    if length == 3:
        return "II" if middle else "I"
    if past[0] in "أآ" and not stem.startswith("أ"):
        return "IV"
    return "III" if past[1] == "ا" else "Q"


def _past_short(past: str, stem: str, kind: Class, *, passive: bool = False) -> str:
    if kind == "doubled":
        return past + past[-1]
    if kind == "hollow":
        if past[-1] == "ء":
            return past[:-2] + "ئ" if len(past) > 3 or "و" not in stem else past[:-2] + "ؤ"
        return past[:-2] + past[-1]
    if kind == "defective":
        if past[-1] == "ا" and stem[-1] == "و" and not passive:
            return past[:-1] + "و"
        return past[:-1] + "ي"
    return past


def _past_passive(past: str, form: str, kind: Class) -> str:
    """Where the passive is written otherwise: طولب, قيل, نفي, سئل, أنبئ."""
    out = past
    if form == "III":
        out = past[0] + "و" + past[2:]
    elif form == "VI":
        out = past[:2] + "و" + past[3:]
    if past[0] == "آ":
        out = "أو" + past[1:]
    if kind == "hollow":
        return out[:-2] + "ي" + out[-1]
    if kind == "defective":
        out = out[:-1] + "ي"
    if out[-1] == "أ":
        return out[:-1] + "ئ"
    if len(out) == 3 and out[1] == "أ":
        return out[0] + "ئ" + out[2]
    return out


def _present_short(stem: str, kind: Class) -> str:
    if kind == "defective":
        return ""
    if kind == "doubled":
        return stem + stem[-1]
    if kind == "hollow" and len(stem) > 2 and stem[-2] in "اوي":
        return stem[:-2] + ("أ" if stem[-1] == "ء" and stem[-2] == "ا" else "ئ" if stem[-1] == "ء" else stem[-1])
    return stem


def _present_passive(past: str, stem: str, form: str, kind: Class) -> str:
    out = stem
    if kind == "assimilated" or (form == "I" and past[0] == "و" and stem[0] != "و"):
        out = "و" + stem
    elif form == "I" and stem[0] == "أ":
        out = "ؤ" + stem[1:]
    if kind == "hollow":
        return out[:-2] + "ا" + out[-1]
    if kind == "defective":
        return out[:-1] + "ى"
    if out[-1] == "ئ":
        return out[:-1] + "أ"
    return out


def _imperative(past: str, stem: str, form: str, kind: Class) -> str:
    """The stem of the imperative: with a helping alef where the present stem begins with two consonants."""
    if past[0] == "آ":
        return past
    if form == "IV":
        return "أ" + stem
    if form in ("VII", "VIII", "X"):
        return "ا" + stem
    light = kind in ("hollow", "doubled", "assimilated") or (past[0] == "و" and stem[0] != "و")
    if form == "I" and not light and len(stem) >= 3:
        return "ا" + stem
    return stem


def _participles(past: str, stem: str, form: str, kind: Class) -> tuple[str, str]:
    """Active and passive participle; ``^`` marks a defective active one."""
    if form != "I":
        base = "م" + stem
        if kind == "hollow":
            return base, base[:-2] + "ا" + base[-1]
        if kind == "defective":
            return base[:-1] + "ي^", base[:-1] + "ى"
        if base[-1] in "ئأ":
            return base[:-1] + "ئ", base[:-1] + "أ"
        if base.endswith("اء" + base[-1]):
            return base[:-2] + "ئ" + base[-1], base  # متسائل
        return base, base
    first = "آ" if past[0] == "أ" else past[0] + "ا"
    if kind == "doubled":
        return first + past[-1], "م" + past + "و" + past[-1]
    if kind == "hollow":
        last = past[-1]
        long = stem[-2]
        active = past[0] + ("ائي^" if last == "ء" else "ائ" + last)
        return active, "" if last == "ء" or long not in "وي" else "م" + stem
    middle = past[1]
    if kind == "defective":
        seat = "ئ" if middle == "أ" else middle
        return first + seat + "ي^", "م" + past[:-1] + ("و" if stem[-1] == "و" else "ي")
    last = past[-1]
    seat = {"أ": "ئ", "ئ": "ئ"}.get(middle, middle)
    active = first + seat + ("ئ" if last in "أئ" else last)
    passive = "م" + past[0] + ("ؤ" if middle in "أئ" else middle) + "و" + ("ء" if last in "أئ" else last)
    return active, passive
