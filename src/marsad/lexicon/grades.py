"""Words of grades (`arabic/grades.yaml`): Admiralty's and ICD 203's terms, Arabic and English, and reasons."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec

from marsad.lexicon.loader import compiled, data_files, read_yaml

FILE: Final = "arabic/grades.yaml"
LETTERS: Final = "ABCDEF"


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One term in both languages."""

    ar: str
    en: str


class Likelihood(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term of likelihood, with its range in per cent."""

    ar: str
    en: str
    low: int
    high: int


class GradeTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of the data file; see its comments."""

    credibility: dict[int, Words]
    reliability: dict[str, Words]
    likelihood: dict[int, Likelihood]
    confidence: dict[str, Words]
    reasons: dict[str, Words]


@cache
def load() -> GradeTable:
    """The table, from the cache; raises ``bad-lexicon``."""
    return compiled("grades", [FILE], GradeTable, lambda: read_yaml(data_files(FILE)[0], GradeTable))


def mixes(sentence: str) -> bool:
    """Whether one sentence speaks of likelihood and of confidence, which ICD 203 forbids."""
    table = load()
    said = sentence.lower()
    likely = any(w.lower() in said for row in table.likelihood.values() for w in (row.ar, row.en))
    sure = any(w.lower() in said for row in table.confidence.values() for w in (row.ar, row.en))
    return likely and sure


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Cases of the file: a ``credibility`` and its words, or a ``sentence`` that keeps the two apart."""
    if "sentence" in case:
        return None if (not mixes(str(case["sentence"]))) == expected else "likelihood and confidence in one sentence"
    got = load().credibility[int(case["credibility"])].en
    return None if (got == case["en"]) == expected else got
