"""Inflected forms of Arabic verbs and nouns, as they are written without short vowels.

A verb is given by its lemma (third person masculine singular of the perfect) and its present (the same of the
imperfect), in ordinary spelling. A shadda is written where it tells forms apart: on the second root letter of form
II (``شدّد``, ``أكّد``), on the last letter of doubled verbs (``ردّ``, ``أقرّ``). Every other vowel mark is ignored.

A result is a list of pairs (form, code). Forms are folded (`marsad.folding.fold`), without attached particles and
pronouns. Codes are made of parts joined by a colon:

========================  =====================================================================================
``past:3ms``              perfect: person 1 2 3, gender m f, number s d p (``1s 1p 2d`` have no gender)
``past:3ms:pass``         the passive
``pres:3fp``              imperfect, indicative
``pres:3mp:sub``          subjunctive and jussive, where they are written otherwise than the indicative
``pres:3ms:juss``         jussive alone (``يقل``, ``يدع``)
``imp:2ms``               imperative
``part:ms``               active participle; ``part:ms:acc`` the indefinite accusative (``قائلا``); ``:def`` with ال
``ppart:ms``              passive participle, the same
``masdar``                verbal noun; ``masdar:p`` its plural; ``:acc``, ``:def`` as above
``...:bound``             stands only before an attached pronoun (``نفا`` + ``ه``, ``ابلغو`` + ``ه``)
========================  =====================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable

from marsad.folding import fold, letters
from marsad.lexicon.inflect_classes import Shape, shape

Pairs = list[tuple[str, str]]

_PAST_VOWEL = (("3ms", ""), ("3fs", "ت"), ("3md", "ا"), ("3fd", "تا"), ("3mp", "وا"))
_PAST_CONSONANT = (
    ("3fp", "ن"), ("2ms", "ت"), ("2fs", "ت"), ("2d", "تما"), ("2mp", "تم"), ("2fp", "تن"), ("1s", "ت"), ("1p", "نا"),
)  # fmt: skip
_PREFIXES = (("3ms", "ي"), ("3fs", "ت"), ("2ms", "ت"), ("1s", "أ"), ("1p", "ن"))
_DUALS = (("3md", "ي"), ("3fd", "ت"), ("2d", "ت"))
_MASC_PLURALS = (("3mp", "ي"), ("2mp", "ت"))
_FEM_PLURALS = (("3fp", "ي"), ("2fp", "ت"))


def verb_forms(
    lemma: str,
    present: str,
    *,
    masdar: Iterable[str] = (),
    masdar_plural: Iterable[str] = (),
    extra: dict[str, list[str]] | None = None,
) -> Pairs:
    """All written forms of a verb as (folded form, code), each pair once, in a fixed order.

    `extra` adds forms by code for what no rule gives. Raises ``ValueError`` if lemma and present do not fit.
    """
    verb = shape(lemma, present)
    out: Pairs = []
    out += _past(verb.past, verb.past_short, "past", verb)
    out += _past(verb.past_passive, verb.past_short_passive, "past", verb, ":pass")
    out += _present(verb.present, verb.present_short)
    out += _present(verb.present_passive, verb.present_short_passive, ":pass")
    out += _imperative(verb)
    out += _participle(verb.active, "part")
    out += _participle(verb.passive, "ppart")
    for noun in masdar:
        out += noun_forms(noun, code="masdar")
    for noun in masdar_plural:
        out += noun_forms(noun, code="masdar:p", plural=True)
    for code, forms in (extra or {}).items():
        out += [(form, code) for form in forms]
    return list(dict.fromkeys((fold(form), code) for form, code in out))


def noun_forms(noun: str, *, code: str = "s", plural: bool = False) -> Pairs:
    """Written forms of a noun: bare, with ال, indefinite accusative, and before a pronoun where the letters differ.

    Not folded; `marsad.text.words` opens the teh marbuta before pronouns, so that is not done here.
    """
    noun = letters(noun)
    out = [(noun, code), ("ال" + noun, code + ":def")]
    if noun.endswith("اء"):
        out += [(noun[:-1] + "ئ", code + ":bound"), (noun[:-1] + "ؤ", code + ":bound")]
    elif noun.endswith("ى"):
        out.append((noun[:-1] + "ا", code + ":bound"))
    elif not noun.endswith(("ة", "ا", "أ")) and not (plural and noun.endswith("ات")):
        out.append((noun + "ا", code + ":acc"))
    return out


def dual_forms(noun: str) -> Pairs:
    """The dual of a noun with its construct forms (``بيانان، بيانين، بيانا، بياني``), code ``d``; not folded."""
    noun = letters(noun)
    if noun.endswith("ة"):
        noun = noun[:-1] + "ت"
    elif noun.endswith("ى"):
        noun = noun[:-1] + "ي"
    out = [(noun + "ان", "d"), (noun + "ين", "d"), (noun + "ا", "d:bound"), (noun + "ي", "d:bound")]
    return out + [("ال" + form, "d:def") for form, _ in out[:2]]


def _join(stem: str, ending: str, *, closed: bool = False) -> list[str]:
    """Stem and ending with the spellings that writers use where a final hamza meets a long vowel.

    `closed`: no vowel stands between them, so that two like consonants are one letter (أثبت + ت, but أثبتت).
    """
    if not ending:
        return [stem]
    last, first = stem[-1], ending[0]
    if closed and first in "تن" and last == first:
        return [stem + ending[1:]]  # أثبت + ت, أعلن + نا: one letter with shadda
    if stem.endswith("يء"):
        return [stem[:-1] + "ئ" + ending]
    if last in "أء":
        if first == "ا" and last == "أ":
            return [stem[:-1] + "آ" + ending[1:], stem + ending]
        if first == "و":
            return [stem[:-1] + "ؤ" + ending, stem + ending, stem[:-1] + "ء" + ending, stem[:-1] + "ئ" + ending]
        if first == "ي" and (last == "أ" or stem.endswith("اء")):
            return [stem[:-1] + "ئ" + ending, stem + ending]
    return [stem + ending]


def _past(stem: str, short: str, tense: str, verb: Shape, voice: str = "") -> Pairs:
    """`stem` stands before vowels, `short` before consonants; a weak last radical shows as the last letter of stem."""
    out: Pairs = []
    weak = stem[-1] in "اى" if verb.defective else False
    iy = verb.defective and stem[-1] == "ي"
    for person, ending in _PAST_VOWEL:
        if weak:  # نفى نفت نفيا نفتا نفوا; دعا دعت دعوا
            base = {"3ms": stem, "3md": short}.get(person, stem[:-1])
        elif iy:  # خشي خشيت خشيا خشوا
            base = stem[:-1] if person == "3mp" else stem
        else:
            base = stem
        out += [(form, f"{tense}:{person}{voice}") for form in _join(base, ending)]
        if person == "3mp":
            out += [(form, f"{tense}:{person}{voice}:bound") for form in _join(base, "و")]
    if weak and stem[-1] == "ى":
        out.append((stem[:-1] + "ا", f"{tense}:3ms{voice}:bound"))
    if stem.endswith("اء") and not voice:
        out.append((stem[:-1] + "ء", f"{tense}:3ms{voice}"))
    for person, ending in _PAST_CONSONANT:
        out += [(form, f"{tense}:{person}{voice}") for form in _join(short, ending, closed=True)]
        if person == "2mp":
            out += [(form, f"{tense}:{person}{voice}:bound") for form in _join(short, "تمو", closed=True)]
    return out


def _present(stem: str, short: str, voice: str = "") -> Pairs:
    """`stem` without its prefix; `short` before ن of the feminine plural and in the jussive of hollow verbs."""
    out: Pairs = []
    last = stem[-1]
    weak = last if short == "" else ""  # a defective stem has no short one: ينفي، يدعو، يرى

    def add(person: str, prefix: str, base: str, ending: str, mood: str = "") -> None:
        forms = _join(base, ending, closed=ending == "ن")
        out.extend((_prefixed(prefix, form), f"pres:{person}{voice}{mood}") for form in forms)

    for person, prefix in _PREFIXES:
        add(person, prefix, stem, "")
        if weak:
            add(person, prefix, stem[:-1], "", ":juss")
            if weak == "ى":
                add(person, prefix, stem[:-1] + "ا", "", ":bound")
        elif short != stem:
            add(person, prefix, short, "", ":juss")
        if last == "أ":
            add(person, prefix, stem[:-1] + "ؤ", "", ":bound")
        elif stem.endswith(("اء", "يء")):
            add(person, prefix, stem[:-1] + "ئ", "", ":bound")
            add(person, prefix, stem[:-1] + "ؤ", "", ":bound")
    open_stem = stem[:-1] + "ي" if weak == "ى" else stem
    cut = stem[:-1] if weak else stem
    for person, prefix in _DUALS:
        add(person, prefix, open_stem, "ان")
        add(person, prefix, open_stem, "ا", ":sub")
    for person, prefix in _MASC_PLURALS:
        add(person, prefix, cut, "ون")
        add(person, prefix, cut, "وا", ":sub")
        add(person, prefix, cut, "و", ":sub:bound")
    add("2fs", "ت", cut, "ين")
    add("2fs", "ت", cut, "ي", ":sub")
    for person, prefix in _FEM_PLURALS:
        add(person, prefix, open_stem if weak else short, "ن")
    return out


def _prefixed(prefix: str, form: str) -> str:
    return "آ" + form[1:] if prefix == "أ" and form[0] == "أ" else prefix + form


def _imperative(verb: Shape) -> Pairs:
    if not verb.imperative:
        return []
    base = verb.imperative
    out: Pairs = []
    if verb.defective:
        cut, last = base[:-1], base[-1]
        open_ = cut + ("ي" if last == "ى" else last)
        pairs = [("2ms", cut), ("2fs", cut + "ي"), ("2d", open_ + "ا"), ("2mp", cut + "وا"), ("2fp", open_ + "ن")]
    else:
        short = verb.imperative_short
        pairs = [("2ms", short)]
        for person, stem, ending in (("2fs", base, "ي"), ("2d", base, "ا"), ("2mp", base, "وا"), ("2fp", short, "ن")):
            pairs += [(person, form) for form in _join(stem, ending, closed=ending == "ن")]
    for person, form in pairs:
        out.append((form, f"imp:{person}"))
        if person == "2mp":
            out.append((form[:-1], f"imp:{person}:bound"))
    return out


def _participle(stem: str, kind: str) -> Pairs:
    """All genders and numbers. `stem` ends in ي for a defective active one (``نافي``), in ى for a passive one."""
    if not stem:
        return []
    out: Pairs = []

    def add(number: str, base: str, ending: str, detail: str = "") -> None:
        for form in _join(base, ending):
            out.append((form, f"{kind}:{number}{detail}"))
            if detail == "":
                out.append(("ال" + form, f"{kind}:{number}:def"))

    defective = stem.endswith("^")  # the mark that inflect_classes sets on ناف، مدع
    stem = stem.rstrip("^")
    cut = stem
    open_ = stem
    if defective:
        cut = stem[:-1]
        if cut.endswith("ائ"):
            cut = cut[:-1] + "ء"
        out += [(cut, f"{kind}:ms"), (stem, f"{kind}:ms"), ("ال" + stem, f"{kind}:ms:def")]
        add("ms", stem, "ا", ":acc")
    elif stem.endswith("ى"):
        cut, open_ = stem[:-1], stem[:-1] + "ي"
        add("ms", stem, "")
        out.append((cut + "ا", f"{kind}:ms:bound"))
    else:
        add("ms", stem, "")
        out += [(stem + "ا", f"{kind}:ms:acc")] if stem[-1] != "أ" else []
    if stem.endswith("ى"):
        add("fs", cut, "اة")
    else:
        add("fs", open_, "ة")
    dual_f = cut + "ا" if stem.endswith("ى") else open_
    for ending, detail in (("ان", ""), ("ين", ""), ("ا", ":bound"), ("ي", ":bound")):
        add("md", open_, ending, detail)
        add("fd", dual_f, "ت" + ending, detail)
    for ending, detail in (("ون", ""), ("ين", ""), ("و", ":bound"), ("ي", ":bound")):
        add("mp", cut, ending, detail)
    add("fp", open_, "ات")
    return out
