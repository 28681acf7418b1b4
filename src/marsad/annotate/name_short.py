"""Short forms of the full names that a report has given: "غندور" after "إبراهيم غندور", every time."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.annotate.name_found import Found
from marsad.annotate.name_people import _BETWEEN, _KUNYA, _SECOND
from marsad.annotate.name_words import (
    CLOSED,
    COMMON,
    DEF,
    DEMONYM,
    FAMILY,
    FUNCTION,
    GIVEN,
    HEAD,
    LOOSE,
    VERB,
    Facts,
    flags,
    knowledge,
)
from marsad.document import Token


def units(form: str) -> list[str]:
    """The parts of a personal name that stand alone: ``شيرين ابو عاقله`` to ``شيرين`` and ``ابو عاقله``."""
    out: list[str] = []
    join = False
    for word in form.split(" "):
        if word in ("-", "."):
            continue
        if join or (out and word in _SECOND):
            out[-1] += " " + word
            join = word in _BETWEEN or word in _KUNYA or word == "عبد"
            continue
        out.append(word)
        join = word in _BETWEEN or word in _KUNYA or word == "عبد"
    return out


def short_forms(names: Sequence[Found], tokens: Sequence[Token], fs: Sequence[Facts], titled: set[int]) -> list[Found]:
    """Further places of the short forms of the personal names given, as names found."""
    forms: dict[str, list[str]] = {}  # first word to the word lists of short forms
    loose: set[str] = set()
    kb = knowledge()

    def add(words: str, *, guarded: bool) -> None:
        first = words.split(" ")[0]
        if words not in forms.setdefault(first, []):
            forms[first].append(words)
            if guarded:
                loose.add(words)

    for f in names:
        if f.type != "PER":
            continue
        parts = units(f.form)
        if len(parts) < 2:
            if f.rank >= 3 and f.rule == "person" and len(f.form) > 3:
                add(f.form, guarded=bool(flags(f.form) & (CLOSED | LOOSE)) or f.form in kb.forms)
            continue
        add(" ".join(parts), guarded=False)
        for k in range(1, len(parts)):
            tail = " ".join(parts[k:])
            if len(tail) < 3:
                continue
            mask = flags(tail) if " " not in tail else 0
            guard = bool(
                mask & (CLOSED | LOOSE | DEMONYM) or any(kb.entries[x].type != "PER" for x in kb.forms.get(tail, ()))
            )
            guard = guard and not (
                mask & DEMONYM == 0 and any(kb.entries[x].type == "PER" for x in kb.forms.get(tail, ()))
            )
            if k == len(parts) - 1 or len(parts) - k > 1:
                add(tail, guarded=guard or (bool(mask & GIVEN) and k < len(parts) - 1))
                if not tail.startswith("ال") and " " not in tail and not guard:
                    add("ال" + tail, guarded=False)
                elif (
                    tail.startswith("ال") and len(tail) > 5 and not flags(tail[2:]) & (CLOSED | GIVEN | LOOSE | DEMONYM)
                ):
                    add(tail[2:], guarded=False)
        first = parts[0]
        mask = flags(first)
        if len(first) > 3 and not mask & (CLOSED | LOOSE | HEAD) and " " not in first and first not in kb.forms:
            add(first, guarded=bool(mask & GIVEN) and not (mask & FAMILY) and first in _COMMONEST)
        if len(parts) > 2:
            add(" ".join(parts[:2]), guarded=False)
            add(f"{parts[0]} {parts[-1]}", guarded=False)
    if not forms:
        return []
    out: list[Found] = []
    for i, fact in enumerate(fs):
        if not fact.word:
            continue
        for r in fact.readings:
            for written in forms.get(r.stem, ()):
                words = written.split(" ")
                n = i + len(words)
                if n > len(fs) or any(fs[i + k].folded != words[k] for k in range(1, len(words))):
                    continue
                spoken = (i and fs[i - 1].speech) or (n < len(fs) and fs[n].speech and fs[n].whole & VERB)
                if written in loose and not (i in titled or spoken or _stands_alone(fs, i, len(words))):
                    continue
                if r.cut and fact.whole & (COMMON | FUNCTION):
                    continue
                out.append(Found(i, n, tokens[i].start + r.cut, tokens[n - 1].end, "PER", written, "short-form", 2))
    return out


def _stands_alone(fs: Sequence[Facts], i: int, size: int) -> bool:
    """A family name that is a nationality too ("السوداني"), where no noun stands before it that it could belong to."""
    if size > 1 or not i or not fs[i].whole & DEMONYM or not fs[i].whole & DEF:
        return False
    before = fs[i - 1]
    if not before.word or before.whole & (DEF | DEMONYM):
        return False
    return bool(before.whole & (FUNCTION | VERB)) or (bool(before.whole & HEAD) and not before.whole & CLOSED)


_COMMONEST = frozenset(
    "محمد احمد علي حسن حسين محمود مصطفي ابراهيم عمر خالد يوسف سعيد صالح ناصر "
    "جورج جون ديفيد مايكل عبدالله سليمان موسي عيسي".split()
)
