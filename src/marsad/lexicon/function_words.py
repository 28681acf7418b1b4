"""The small words of the clause (`arabic/function_words.yaml`), as sets by what they do.

All sets hold letters as `marsad.folding.letters` leaves them (hamza kept), so that أن and إن, على and علي stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from marsad.folding import fold, letters
from marsad.lexicon.inflect import verb_forms
from marsad.lexicon.loader import compiled, data_files, read_yaml


class FunctionWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sets of words; see the comments of the data file."""

    never_cues: frozenset[str]
    negation: frozenset[str]
    present_negation: frozenset[str]
    exception: frozenset[str]
    future: frozenset[str]
    subjunctive: frozenset[str]
    before_after: frozenset[str]
    aspect: frozenset[str]
    kana: frozenset[str]
    modals: frozenset[str]
    prepositions: frozenset[str]
    conjunctive_prepositions: frozenset[str]
    about: frozenset[str]
    relative: frozenset[str]
    relative_loose: frozenset[str]
    manner: frozenset[str]
    conditions: frozenset[str]
    clause_starters: frozenset[str]
    emphasis: frozenset[str]
    adverbs: frozenset[str]
    own_clause: frozenset[str]
    own_phrases: frozenset[str]
    turns: frozenset[str]
    after_which: frozenset[str]
    names_before_quotation: frozenset[str]
    no_authority: tuple[str, ...]
    last: frozenset[str]
    documents: frozenset[str]
    bare_documents: frozenset[str]
    own_b: tuple[str, ...]
    own_b_whole: frozenset[str]
    l_attached: tuple[str, ...]
    own_l_whole: frozenset[str]
    short_nouns: frozenset[str]
    own_l: tuple[str, ...]
    designators: frozenset[str]
    speech_objects: tuple[str, ...]
    first_person: frozenset[str]
    before_nouns: frozenset[str]
    noun_or_verb: frozenset[str]
    before_masdars: frozenset[str]
    light_verbs: frozenset[str]
    object_must_speak: frozenset[str]
    openers: frozenset[str]
    channel_adjectives: frozenset[str]
    channel_relative: frozenset[str]
    channel_inside: frozenset[str]
    document_carried: tuple[str, ...]
    carries: tuple[str, ...]
    outlet_staff: frozenset[str]
    belonging: tuple[str, ...]
    outlet_nouns: frozenset[str]
    named_as: frozenset[str]
    not_named: frozenset[str]
    asked: frozenset[str]
    many: frozenset[str]
    considered: frozenset[str]
    held_as: frozenset[str]
    each: frozenset[str]
    masculine: frozenset[str]
    opens_speech: frozenset[str]
    quotation_links: frozenset[str]


_FOLDED = ("no_authority", "last")
_AS_WRITTEN = ("object_must_speak",)  # lemmas, with their shadda


def _third_person(pairs: frozenset[str]) -> Iterator[str]:
    """Forms of "past present" that a subject in the third person takes."""
    for pair in sorted(pairs):
        past, present = pair.split()
        for form, code in verb_forms(past, present):
            if code in ("past:3ms", "past:3fs", "past:3mp", "pres:3ms", "pres:3fs", "pres:3mp"):
                yield form


def _build() -> FunctionWords:
    path = data_files("arabic/function_words.yaml")[0]
    raw = read_yaml(path, FunctionWords)
    changed: dict[str, Any] = {}
    for field in FunctionWords.__struct_fields__:
        held = getattr(raw, field)
        spell = fold if field in _FOLDED else letters
        if field == "light_verbs":
            changed[field] = frozenset(_third_person(held))
            continue
        changed[field] = held if field in _AS_WRITTEN else type(held)(spell(w) for w in held)
    return FunctionWords(**changed)


@cache
def load() -> FunctionWords:
    """The sets, from the cache."""
    return compiled("function_words", ["arabic/function_words.yaml"], FunctionWords, _build)
