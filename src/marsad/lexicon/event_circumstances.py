"""Words of clauses, times and places about a happening (`arabic/event_circumstances.yaml`), folded."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec

from marsad.folding import fold
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILE: Final = "arabic/event_circumstances.yaml"


class CircumstanceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sets of words; see the comments of the data file."""

    clause_openers: frozenset[str]
    subordinate: frozenset[str]
    at_once: frozenset[str]
    since: frozenset[str]
    no_day: frozenset[str]
    during: frozenset[str]
    begin: frozenset[str]
    memorials: frozenset[str]
    remembered_of: frozenset[str]
    earlier: frozenset[str]
    relative: frozenset[str]
    habit: frozenset[str]
    frames: frozenset[str]
    managed: frozenset[str]
    declare: frozenset[str]
    days_from: dict[str, int]
    signs: dict[str, int]
    about_length: frozenset[str]
    bounds: frozenset[str]
    comes: frozenset[str]
    length_from: frozenset[str]
    place_in: frozenset[str]
    place_to: frozenset[str]
    place_aim: frozenset[str]
    place_over: frozenset[str]
    visits: frozenset[str]
    hosts: tuple[str, ...]
    seats: frozenset[str]
    led_by: frozenset[str]
    witnesses: tuple[str, ...]


def _build() -> CircumstanceWords:
    raw = read_yaml(data_files(FILE)[0], CircumstanceWords)
    words: dict[str, Any] = {}
    for name, held in msgspec.structs.asdict(raw).items():
        words[name] = (
            {fold(w): n for w, n in held.items()} if isinstance(held, dict) else type(held)(fold(w) for w in held)
        )
    return CircumstanceWords(**words)


@cache
def load() -> CircumstanceWords:
    """The sets, from the cache; raises ``bad-lexicon``."""
    return compiled("event_circumstances", [FILE], CircumstanceWords, _build)
