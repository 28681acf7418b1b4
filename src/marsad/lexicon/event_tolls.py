"""Words of tolls (`arabic/event_tolls.yaml`), folded, with the singular nouns of people (`arabic/units.yaml`)."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec

from marsad.folding import fold
from marsad.lexicon.inflect import verb_forms
from marsad.lexicon.loader import ROOT, compiled, data_files, read_yaml

FILE: Final = "arabic/event_tolls.yaml"
KINDS: Final = ("dead", "injured", "arrested", "displaced", "size")


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nouns: tuple[str, ...]
    words: tuple[str, ...]
    verbs: tuple[str, ...]
    drop: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of the data file; see its comments."""

    dead: _Kind
    injured: _Kind
    arrested: _Kind
    displaced: _Kind
    size: _Kind
    part: frozenset[str]
    others: frozenset[str]
    outcome: frozenset[str]


class TollTable(msgspec.Struct, frozen=True):
    """``nouns``, ``words``: folded form to kind. ``people``: singular nouns of people."""

    nouns: dict[str, str]
    words: dict[str, str]
    part: frozenset[str]
    others: frozenset[str]
    outcome: frozenset[str]
    people: frozenset[str]


@cache
def load() -> TollTable:
    """The table, from the cache; raises ``bad-lexicon``."""
    return compiled("event_tolls", [FILE, "arabic/units.yaml"], TollTable, _build)


def _build() -> TollTable:
    raw = read_yaml(data_files(FILE)[0], _File)
    nouns: dict[str, str] = {}
    words: dict[str, str] = {}
    for name in KINDS:
        kind: _Kind = getattr(raw, name)
        for noun in kind.nouns:
            for form in (fold(noun), fold(noun) + "ا", "ال" + fold(noun)):
                nouns.setdefault(form, name)
        for word in kind.words:
            words.setdefault(fold(word), name)
        dropped = {fold(w) for w in kind.drop}
        for pair in kind.verbs:
            lemma, present = pair.split()
            for form, code in verb_forms(lemma, present):
                if code.startswith(("past:3", "pres:3", "past:1p")) and "bound" not in code and form not in dropped:
                    words.setdefault(form, name)
    units: dict[str, Any] = read_yaml(ROOT / "arabic" / "units.yaml", dict[str, Any])
    people = frozenset(fold(w) for w in units["units"]["person"])
    part, others, outcome = (frozenset(map(fold, w)) for w in (raw.part, raw.others, raw.outcome))
    return TollTable(nouns, words, part, others, outcome, people)
