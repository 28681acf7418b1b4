"""Participants without a name (`arabic/groups.yaml`): people, bodies, vessels by what they are."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

import msgspec

from marsad.folding import fold
from marsad.lexicon.inflect import dual_forms, noun_forms
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILES = ("arabic/groups.yaml",)


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A noun for people or bodies that act or suffer.

    ``people``: sound masculine plural and dual are made; ``plural``: other plurals. ``armed``: can attack.
    ``belongs``: with an owner in the idafa the owner is the participant. ``plural_only``: the singular is none.
    ``bare``: the indefinite singular is one too (جندي; مسلح is rather an adjective).
    ``national``: only where a nationality follows, for which it stands (قوة إسرائيلية، طائرات تركية).
    ``indefinite_only``: with ال only in the plural. ``then``: the next word must be one of these. ``weak``: forms that
    are usually another word count only behind a number. ``kind``: words of one kind are one participant in a report;
    army and police are the body of the country that the report names.
    """

    lemma: str
    type: Literal["PER", "ORG"]
    people: bool = False
    plural: tuple[str, ...] = ()
    sector: str | None = None
    armed: bool = False
    belongs: bool = False
    plural_only: bool = False
    indefinite_only: bool = False
    bare: bool = False
    national: bool = False
    then: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    kind: Literal["army", "police", "militants", "civilians", "children", "protesters"] | None = None


class GroupTable(msgspec.Struct, frozen=True):
    """``forms``: stem to (index, number, definite, weak)."""

    groups: tuple[Group, ...]
    forms: dict[str, tuple[int, str, bool, bool]]


@lru_cache(maxsize=50_000)
def kind_of(text: str) -> str | None:
    """The kind of the people that a phrase names: of its noun, or of the adjective of armed men."""
    table = load()
    kinds: list[str | None] = []
    for word in fold(text).split():
        held = table.forms.get(word) or table.forms.get(word.removesuffix("ه"))
        if held is None and not kinds:
            continue  # a number before it
        group = table.groups[held[0]] if held is not None else None
        if not kinds and group is not None and (group.kind is not None or not group.armed):
            return group.kind
        if group is not None and group.kind == "militants":
            return group.kind  # "العناصر الإرهابية"
        kinds.append(None)
        if len(kinds) > _ADJECTIVES:
            break
    return None


_ADJECTIVES = 2


@cache
def load() -> GroupTable:
    """The table, from the compiled cache."""
    return compiled("groups", FILES, GroupTable, _build)


def _build() -> GroupTable:
    groups = read_yaml(data_files(FILES[0])[0], tuple[Group, ...])
    forms: dict[str, tuple[int, str, bool, bool]] = {}
    for index, group in enumerate(groups):
        weak = {fold(w) for w in group.weak}
        pairs = [] if group.plural_only else noun_forms(group.lemma, code="s") + dual_forms(group.lemma)
        plurals = list(group.plural)
        if group.people:
            plurals += [group.lemma + "ون", group.lemma + "ين"]
            pairs += [(group.lemma + "و", "p:bound"), (group.lemma + "ي", "p:bound")]
        for plural in plurals:
            pairs += noun_forms(plural, code="p", plural=True)
        for form, code in pairs:
            key = fold(form)
            if code == "s:def" and group.indefinite_only:
                continue
            forms.setdefault(key, (index, code[0], "def" in code, key in weak))
    return GroupTable(groups, forms)
