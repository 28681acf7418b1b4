"""The words of glosses (`arabic/event_glosses.yaml`): one line for an event in Arabic and in English."""

from __future__ import annotations

from functools import cache
from typing import Final

import msgspec

from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.lexicon import plover
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILE: Final = "arabic/event_glosses.yaml"
Pair = dict[str, str]


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act: English third person, plural, infinitive and noun; the Arabic noun."""

    en: tuple[str, str, str, str]
    ar: str


class GlossTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments of the data file. ``stopping`` is folded when compiled."""

    acts: dict[str, Act]
    lemmas: dict[str, Act]
    joined: dict[str, Pair]
    joined_lemmas: dict[str, Pair]
    channels: dict[str, Pair]
    statuses: dict[str, Pair]
    tolls: dict[str, Pair]
    about: Pair
    least: Pair
    words: dict[str, Pair]
    stopping: frozenset[str]

    def act(self, kind: str, mode: str | None, lemma: str) -> Act:
        """The act of a type with its mode, or of a lemma that has its own."""
        return (
            self.lemmas.get(f"{kind}:{lemma}")
            or self.lemmas.get(lemma)
            or self.acts.get(f"{kind}-{mode}")
            or self.acts[kind]
        )


@cache
def load() -> GlossTable:
    """The table, from the cache; raises ``bad-lexicon``."""
    return compiled("event_glosses", [FILE, plover.FILE], GlossTable, _build)


def _build() -> GlossTable:
    raw = read_yaml(data_files(FILE)[0], GlossTable)
    types = plover.load().types
    known = set(types) | {f"{name}-{mode}" for name, kind in types.items() for mode in kind.modes}
    unknown = sorted(set(raw.acts) - known)
    missing = sorted(set(types) - set(raw.acts))
    if unknown or missing:
        raise MarsadError("bad-lexicon", f"event_glosses.yaml: acts unknown {unknown}, missing {missing}")
    return msgspec.structs.replace(raw, stopping=frozenset(fold(w) for w in raw.stopping))
