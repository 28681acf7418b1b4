"""Words of calls, meetings, visits and carried messages (`arabic/contacts.yaml`), folded."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import msgspec

from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.lexicon.inflect import verb_forms
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILE: Final = "arabic/contacts.yaml"
ContactChannel = Literal["phone", "meeting", "visit", "message", "talks"]
Part = Literal["carrier", "origin", "addressee"]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of the data file; see its comments."""

    channels: dict[ContactChannel, tuple[str, ...]]
    length: frozenset[str]
    messages: frozenset[str]
    carried: dict[Part, tuple[str, ...]]
    presents: tuple[str, ...]
    about: frozenset[str]
    by: frozenset[str]


class ContactTable(msgspec.Struct, frozen=True):
    """``channels``: beginnings of words with their channel, in order; ``verbs``: form to what its subject may be."""

    channels: tuple[tuple[str, ContactChannel], ...]
    length: frozenset[str]
    messages: frozenset[str]
    verbs: dict[str, tuple[Part, ...]]
    about: frozenset[str]
    by: frozenset[str]


@cache
def load() -> ContactTable:
    """The table, from the cache; raises ``bad-lexicon``."""
    return compiled("contacts", [FILE], ContactTable, _build)


def _build() -> ContactTable:
    raw = read_yaml(data_files(FILE)[0], _File)
    lemmas = [(lemma, part) for part, group in raw.carried.items() for lemma in group]
    if len(lemmas) != len(raw.presents):
        raise MarsadError("bad-lexicon", "contacts.yaml: a verb of carried has no present")
    verbs: dict[str, tuple[Part, ...]] = {}
    for (lemma, part), present in zip(lemmas, raw.presents, strict=True):
        for form, code in verb_forms(lemma, present):
            if code.startswith(("past:3", "pres:3", "part")):
                verbs[form] = (*(x for x in verbs.get(form, ()) if x != part), part)
    return ContactTable(
        channels=tuple((fold(w), channel) for channel, words in raw.channels.items() for w in words),
        length=frozenset(fold(w) for w in raw.length),
        messages=frozenset(fold(w) for w in raw.messages),
        verbs=verbs,
        about=frozenset(fold(w) for w in raw.about),
        by=frozenset(fold(w) for w in raw.by),
    )
