"""Words of conditions and deadlines (`arabic/event_conditions.yaml`), folded."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import msgspec

from marsad.folding import fold
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILE: Final = "arabic/event_conditions.yaml"
Phrases = dict[str, list[tuple[str, ...]]]


class _Conditions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]
    negated: bool


class _Deadlines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]
    day: Literal["end", "before"]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of the data file; see its comments."""

    conditions: tuple[_Conditions, ...]
    none: tuple[str, ...]
    ends: frozenset[str]
    deadlines: tuple[_Deadlines, ...]
    within: tuple[str, ...]
    open: tuple[str, ...]
    terms: frozenset[str]


class ConditionTable(msgspec.Struct, frozen=True):
    """Phrases by their first word, longest first; ``negated`` and ``before`` by the phrase joined with blanks."""

    conditions: Phrases
    negated: frozenset[str]
    none: Phrases
    ends: frozenset[str]
    deadlines: Phrases
    before: frozenset[str]
    within: Phrases
    open: Phrases
    terms: frozenset[str]


def phrases(texts: tuple[str, ...]) -> Phrases:
    """Phrases folded word by word, by their first word, the longest first."""
    table: Phrases = {}
    for text in texts:
        words = tuple(fold(w) for w in text.split())
        if words not in table.setdefault(words[0], []):
            table[words[0]].append(words)
    for options in table.values():
        options.sort(key=lambda words: -len(words))
    return table


@cache
def load() -> ConditionTable:
    """The table, from the cache; raises ``bad-lexicon``."""
    return compiled("event_conditions", [FILE], ConditionTable, _build)


def _build() -> ConditionTable:
    raw = read_yaml(data_files(FILE)[0], _File)
    return ConditionTable(
        conditions=phrases(tuple(w for group in raw.conditions for w in group.words)),
        negated=frozenset(fold(w) for group in raw.conditions if group.negated for w in group.words),
        none=phrases(raw.none),
        ends=frozenset(fold(w) for w in raw.ends),
        deadlines=phrases(tuple(w for group in raw.deadlines for w in group.words)),
        before=frozenset(fold(w) for group in raw.deadlines if group.day == "before" for w in group.words),
        within=phrases(raw.within),
        open=phrases(raw.open),
        terms=frozenset(fold(w) for w in raw.terms),
    )
