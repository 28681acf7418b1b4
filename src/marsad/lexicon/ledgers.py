"""Words of ledgers (`arabic/ledger.yaml`), folded, verbs in all their forms."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec

from marsad.folding import fold
from marsad.lexicon import events
from marsad.lexicon.inflect import verb_forms
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILE: Final = "arabic/ledger.yaml"
_FUTURE: Final = ("سي", "ست", "سن", "سا")


class _Ultimatum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lemmas: tuple[str, ...]
    nouns: tuple[str, ...]


class _Acts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of the data file; see its comments."""

    ultimatum: _Ultimatum
    lapsed: _Acts
    without: tuple[str, ...]
    put_off: _Acts
    later: tuple[str, ...]
    refused: tuple[str, ...]
    kept: _Acts
    late: tuple[str, ...]
    pledges: tuple[str, ...]
    names: tuple[str, ...]
    disclose: tuple[str, ...]
    not_future: tuple[str, ...]


class LedgerTable(msgspec.Struct, frozen=True):
    """Folded forms of each kind of word; ``lemmas``, ``refused``, ``pledges`` are lemmas of frames."""

    lemmas: frozenset[str]
    nouns: frozenset[str]
    lapsed: frozenset[str]
    without: frozenset[str]
    put_off: frozenset[str]
    later: frozenset[str]
    refused: frozenset[str]
    kept: frozenset[str]
    late: frozenset[str]
    pledges: frozenset[str]
    names: frozenset[str]
    disclose: frozenset[str]
    not_future: frozenset[str]
    masdars: dict[str, str]


@cache
def load() -> LedgerTable:
    """The table, from the cache; raises ``bad-lexicon``."""
    return compiled("ledger", [FILE, "arabic/events/*.yaml"], LedgerTable, _build)


def _build() -> LedgerTable:
    raw = read_yaml(data_files(FILE)[0], _File)
    return LedgerTable(
        lemmas=_folded(raw.ultimatum.lemmas),
        nouns=_folded(raw.ultimatum.nouns),
        lapsed=_forms(raw.lapsed),
        without=_folded(raw.without),
        put_off=_forms(raw.put_off),
        later=_folded(raw.later),
        refused=_folded(raw.refused),
        kept=_forms(raw.kept),
        late=_folded(raw.late),
        pledges=_folded(raw.pledges),
        names=_folded(raw.names),
        disclose=_folded(raw.disclose),
        not_future=_folded(raw.not_future),
        masdars=_masdars(),
    )


def _folded(listed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, listed))


def _forms(acts: _Acts) -> frozenset[str]:
    found = {form for noun in acts.nouns for form in (fold(noun), "ال" + fold(noun), "ب" + fold(noun))}
    for pair in acts.verbs:
        lemma, present = pair.split()
        found |= {f for f, code in verb_forms(lemma, present) if code.startswith("past:3") and "bound" not in code}
    return frozenset(found)


def _masdars() -> dict[str, str]:
    """Verbal nouns of frames, with and without the article, to their lemma: "تسليم" to "سلم"."""
    found: dict[str, str] = {}
    for frame in events.load().frames:
        if frame.phrase or frame.objects:
            continue
        for noun in (*frame.masdar, *frame.masdar_plural):
            for form in (fold(noun), "ال" + fold(noun), "ل" + fold(noun), "ب" + fold(noun)):
                found.setdefault(form, fold(frame.lemma))
    return found


def is_future(word: str) -> bool:
    """Whether a folded word is a verb of the future ("سيتم") or its particle."""
    plain = word[1:] if word[:1] in ("و", "ف") and len(word) > 4 else word
    if plain == "سوف":
        return True
    return len(plain) >= 4 and plain.startswith(_FUTURE) and plain not in load().not_future


def says(word: str, kind: str) -> bool:
    """Whether a folded word, with or without و or ف before it, is of a kind: lapsed, put_off, kept, nouns, without."""
    forms: frozenset[str] = getattr(load(), kind)
    return word in forms or (word[:1] in ("و", "ف") and word[1:] in forms)


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Cases of the file: a word under the name of the kind that it is, or is not."""
    (kind, word), *_ = case.items()
    got = is_future(fold(str(word))) if kind == "future" else says(fold(str(word)), str(kind))
    return None if got == expected else f"{kind}: {got}"
