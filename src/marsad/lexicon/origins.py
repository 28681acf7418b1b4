"""Words that the weave goes by (`arabic/origins.yaml`): of origins, of counts that are revised, of what happened."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final

import msgspec

from marsad.folding import fold
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILE: Final = "arabic/origins.yaml"
TIMES: Final = "arabic/times.yaml"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of the data file; see its comments."""

    documents: tuple[str, ...]
    evidence: tuple[str, ...]
    speaks_for: tuple[str, ...]
    official_media: tuple[str, ...]
    correspondent: tuple[str, ...]
    institutions: dict[str, tuple[str, ...]]
    revised: tuple[str, ...]
    none: tuple[str, ...]
    civilians: tuple[str, ...]
    general: tuple[str, ...]
    part: tuple[str, ...]


class OriginTable(msgspec.Struct, frozen=True):
    """Entries are folded words joined by single spaces. ``institutions``: such an entry to the office's role;
    ``weekdays``: their names (`arabic/times.yaml`)."""

    documents: frozenset[str]
    evidence: frozenset[str]
    speaks_for: tuple[str, ...]
    official_media: frozenset[str]
    correspondent: frozenset[str]
    institutions: dict[str, str]
    revised: tuple[str, ...]
    none: frozenset[str]
    civilians: frozenset[str]
    general: frozenset[str]
    part: frozenset[str]
    weekdays: frozenset[str]


@cache
def load() -> OriginTable:
    """The table, from the cache; raises ``bad-lexicon``."""
    return compiled("origins", [FILE, TIMES], OriginTable, _build)


def _build() -> OriginTable:
    raw = read_yaml(data_files(FILE)[0], _File)
    times: dict[str, Any] = read_yaml(data_files(TIMES)[0], dict[str, Any])
    return OriginTable(
        documents=frozenset(map(words, raw.documents)),
        evidence=frozenset(map(words, raw.evidence)),
        speaks_for=tuple(map(words, raw.speaks_for)),
        official_media=frozenset(map(words, raw.official_media)),
        correspondent=frozenset(map(words, raw.correspondent)),
        institutions={words(w): role for role, listed in raw.institutions.items() for w in listed},
        revised=tuple(map(words, raw.revised)),
        none=frozenset(map(words, raw.none)),
        civilians=frozenset(map(words, raw.civilians)),
        general=frozenset(map(words, raw.general)),
        part=frozenset(map(words, raw.part)),
        weekdays=frozenset(words(form) for forms in times["weekdays"].values() for form in forms),
    )


@lru_cache(maxsize=20_000)
def words(text: str) -> str:
    """The folded words of a text, between single spaces."""
    return " ".join(fold(text).split())


def institution(name: str) -> str | None:
    """The role of the office that a body's name stands for: "الرئاسة الفلسطينية" president; None for other bodies."""
    folded = words(name)
    for form, role in load().institutions.items():
        if folded == form or folded.startswith(form + " "):
            return role
    return None


def is_document(name: str) -> bool:
    """Whether the name of a speaker is only that of a text: "البيان"."""
    first = words(name).split(" ")
    return bool(first[0]) and first[0] in load().documents and len(first) == 1


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Cases of the file: ``name`` with the ``institution`` that it is, or whether it is a ``document``."""
    name = str(case["name"])
    if "institution" in case:
        got = institution(name)
        return None if (got == case["institution"]) == expected else f"institution {got}"
    got_document = is_document(name)
    return None if got_document == expected else f"document {got_document}"
