"""Words that make of an act one in general (`arabic/event_general.yaml`): "قانون التحرش", "عقوبة القتل"."""

from __future__ import annotations

from functools import cache

import msgspec

from marsad.document import EventType
from marsad.folding import fold
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILES = ("arabic/event_general.yaml",)


class Governors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words, how the act is linked to them ("" for the construct, or a preposition), and of which types it is."""

    words: tuple[str, ...]
    over: tuple[str, ...]
    types: tuple[EventType, ...]


class General(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As the data file has it; the comments there say what is what."""

    governors: tuple[Governors, ...]
    between: tuple[str, ...]
    committed: tuple[str, ...]
    particular: tuple[str, ...]
    laws: tuple[str, ...]
    provides: tuple[str, ...]
    provided: tuple[EventType, ...]


class GeneralTable(msgspec.Struct, frozen=True):
    """``governors``: folded word to its links, each to the types of acts; all other words are folded too."""

    governors: dict[str, dict[str, frozenset[EventType]]]
    between: frozenset[str]
    committed: frozenset[str]
    particular: frozenset[str]
    laws: frozenset[str]
    provides: frozenset[str]
    provided: frozenset[EventType]


@cache
def load() -> GeneralTable:
    """The table, from the compiled cache."""
    return compiled("event_general", FILES, GeneralTable, _build)


def _build() -> GeneralTable:
    raw = read_yaml(data_files(FILES[0])[0], General)
    governors: dict[str, dict[str, frozenset[EventType]]] = {}
    for entry in raw.governors:
        for word in entry.words:
            links = governors.setdefault(fold(word), {})
            for link in entry.over:
                links[link] = links.get(link, frozenset()) | frozenset(entry.types)
    return GeneralTable(
        governors,
        frozenset(map(fold, raw.between)),
        frozenset(map(fold, raw.committed)),
        frozenset(map(fold, raw.particular)),
        frozenset(map(fold, raw.laws)),
        frozenset(map(fold, raw.provides)),
        frozenset(raw.provided),
    )
