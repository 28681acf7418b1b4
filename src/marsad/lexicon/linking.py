"""Words that join mentions or keep them apart (`arabic/linking.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import msgspec

from marsad.folding import fold, letters
from marsad.lexicon.loader import compiled, data_files, read_yaml


class LinkingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments of the data file. ``role_forms`` maps a folded form to its folded lemma once compiled."""

    role_forms: dict[str, list[str]]
    place_before: frozenset[str]
    media_nouns: frozenset[str]
    designating: frozenset[str]
    colours: frozenset[str]
    titles: frozenset[str]
    loose_heads: frozenset[str]
    source_words: frozenset[str]
    then: frozenset[str]
    former: frozenset[str]
    posts: frozenset[str]
    delegates: frozenset[str]
    delegated_to: tuple[str, ...]
    members: frozenset[str]
    commanders: frozenset[str]
    forces: frozenset[str]
    services: dict[str, list[str]]
    kinds: dict[str, dict[str, str]]
    short_states: dict[str, tuple[str, ...]]
    general_bodies: dict[str, tuple[str, ...]]
    masculine: frozenset[str]
    dual_states: dict[str, tuple[str, ...]]


class LinkingTable(msgspec.Struct, frozen=True):
    """``place_before``, ``source_words`` and ``then`` in letters, the rest folded.

    ``services``: the folded words of a form, without articles, to what it names (army, police, security).
    """

    role_lemma: dict[str, str]
    place_before: frozenset[str]
    media_nouns: frozenset[str]
    designating: frozenset[str]
    colours: frozenset[str]
    titles: frozenset[str]
    loose_heads: frozenset[str]
    source_words: frozenset[str]
    then: frozenset[str]
    former: frozenset[str]
    posts: frozenset[str]
    delegates: frozenset[str]
    delegated_to: tuple[str, ...]
    members: frozenset[str]
    commanders: frozenset[str]
    forces: frozenset[str]
    services: dict[str, str]
    kinds: dict[str, dict[str, str]]
    short_states: dict[str, tuple[str, ...]]
    general_bodies: dict[str, tuple[str, ...]]
    masculine: frozenset[str]
    dual_states: dict[str, tuple[str, ...]]


def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(w) for w in words)


def plain(folded: Iterable[str]) -> str:
    """Folded words without articles, joined by single spaces."""
    return " ".join(w.removeprefix("ال") for w in folded)


def _build() -> LinkingTable:
    raw = read_yaml(data_files("arabic/linking.yaml")[0], LinkingWords)
    return LinkingTable(
        role_lemma={fold(form): fold(lemma) for lemma, forms in raw.role_forms.items() for form in forms},
        place_before=frozenset(letters(w) for w in raw.place_before),
        media_nouns=_folded(raw.media_nouns),
        designating=_folded(raw.designating),
        colours=frozenset(fold(w + ending) for w in raw.colours for ending in ("", "ة", "ين", "ون")),
        titles=_folded(raw.titles),
        loose_heads=_folded(raw.loose_heads),
        source_words=frozenset(letters(w) for w in raw.source_words),
        then=frozenset(letters(w) for w in raw.then),
        former=_folded(raw.former),
        posts=_folded(raw.posts),
        delegates=_folded(raw.delegates),
        delegated_to=raw.delegated_to,
        members=_folded(raw.members),
        commanders=_folded(raw.commanders),
        forces=raw.forces,
        services={plain(fold(form).split()): name for name, forms in raw.services.items() for form in forms},
        kinds=raw.kinds,
        short_states={fold(form): codes for form, codes in raw.short_states.items()},
        masculine=_folded(raw.masculine),
        dual_states={fold(form): codes for form, codes in raw.dual_states.items()},
        general_bodies={fold(form): states for form, states in raw.general_bodies.items()},
    )


@cache
def load() -> LinkingTable:
    """The table, from the cache."""
    return compiled("linking", ["arabic/linking.yaml"], LinkingTable, _build)
