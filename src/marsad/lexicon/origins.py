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
    issued: tuple[str, ...]
    behind: tuple[str, ...]
    close: dict[str, tuple[str, ...]]
    evidence: tuple[str, ...]
    speaks_for: tuple[str, ...]
    official_media: tuple[str, ...]
    forces: tuple[str, ...]
    responsible: tuple[str, ...]
    correspondent: tuple[str, ...]
    institutions: dict[str, tuple[str, ...]]
    revised: tuple[str, ...]
    none: tuple[str, ...]
    civilians: tuple[str, ...]
    general: tuple[str, ...]
    part: tuple[str, ...]


class OriginTable(msgspec.Struct, frozen=True):
    """Entries are folded words joined by single spaces. ``institutions``: such an entry to the office's role;
    ``close``: such a word to what he is to the person; ``weekdays``: their names (`arabic/times.yaml`)."""

    documents: frozenset[str]
    issued: frozenset[str]
    behind: frozenset[str]
    close: dict[str, str]
    evidence: frozenset[str]
    speaks_for: tuple[str, ...]
    official_media: frozenset[str]
    forces: frozenset[str]
    responsible: frozenset[str]
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
        issued=frozenset(map(words, raw.issued)),
        behind=frozenset(map(words, raw.behind)),
        close={words(w): who for who, listed in raw.close.items() for w in listed},
        evidence=frozenset(map(words, raw.evidence)),
        speaks_for=tuple(map(words, raw.speaks_for)),
        official_media=frozenset(map(words, raw.official_media)),
        forces=frozenset(map(words, raw.forces)),
        responsible=frozenset(map(words, raw.responsible)),
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
    """Whether the name of a speaker is only that of a text: "البيان", "بيان صادر"."""
    table = load()
    first, *rest = words(name).split(" ")
    return first in table.documents and all(word in table.issued for word in rest)


def closeness(name: str) -> str | None:
    """What the speaker who is named so is to a person: "محاميه" lawyer; None for others."""
    return load().close.get(words(name).partition(" ")[0])


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Cases of the file: ``name`` with the ``institution`` that it is, ``close`` what he is to a person, or
    whether it is a ``document``."""
    name = str(case["name"])
    if "institution" in case:
        got = institution(name)
        return None if (got == case["institution"]) == expected else f"institution {got}"
    if "close" in case:
        who = closeness(name)
        return None if (who == case["close"]) == expected else f"close {who}"
    got_document = is_document(name)
    return None if got_document == expected else f"document {got_document}"
