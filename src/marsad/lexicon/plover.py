"""The facts of PLOVER 2.0 and the words of its modes and contexts (`arabic/plover.yaml`)."""

from __future__ import annotations

from functools import cache
from typing import Final

import msgspec

from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILE: Final = "arabic/plover.yaml"
Words = dict[str, tuple[str, ...]]


class PloverType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Quad class (1 to 4), score (-10 to 10) and modes of a type."""

    quad: int
    score: float
    modes: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    types: dict[str, PloverType]
    content_modes: dict[str, dict[str, str]]
    mode_words: dict[str, Words]
    contexts: Words


class Keyword(msgspec.Struct, frozen=True):
    """A word or phrase: the folded words; the last may be a beginning."""

    words: tuple[str, ...]
    name: str


class PloverTable(msgspec.Struct, frozen=True):
    """``contexts``, ``modes`` (by type): keywords of one word, and phrases by their first word."""

    types: dict[str, PloverType]
    content_modes: dict[str, dict[str, str]]
    contexts: tuple[Keyword, ...]
    modes: dict[str, tuple[Keyword, ...]]


@cache
def load() -> PloverTable:
    """The table, from the cache; raises ``bad-lexicon``."""
    return compiled("plover", [FILE], PloverTable, _build)


def _build() -> PloverTable:
    raw = read_yaml(data_files(FILE)[0], _File)
    for name, modes in raw.mode_words.items():
        unknown = set(modes) - set(raw.types[name].modes)
        if unknown:
            raise MarsadError("bad-lexicon", f"plover.yaml: {name} has no mode {', '.join(sorted(unknown))}")
    for name, by_content in raw.content_modes.items():
        unknown = set(by_content.values()) - set(raw.types[name].modes)
        if unknown:
            raise MarsadError("bad-lexicon", f"plover.yaml: {name} has no mode {', '.join(sorted(unknown))}")
    short = [w for words in (*raw.mode_words.values(), raw.contexts) for ws in words.values() for w in ws if len(w) < 3]
    if short:
        raise MarsadError("bad-lexicon", f"plover.yaml: a keyword has three letters or more, not {', '.join(short)}")
    return PloverTable(
        raw.types,
        raw.content_modes,
        _keywords(raw.contexts),
        {name: _keywords(words) for name, words in raw.mode_words.items()},
    )


def _keywords(groups: Words) -> tuple[Keyword, ...]:
    return tuple(
        Keyword(tuple(fold(w) for w in text.split()), name) for name, texts in groups.items() for text in texts
    )
