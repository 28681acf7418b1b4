"""The words that names are made of, compiled from ``arabic/*.yaml``: roles, bodies, titles, everyday words."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

import msgspec

from marsad.document import SourceClass
from marsad.folding import fold
from marsad.lexicon.inflect import verb_forms
from marsad.lexicon.loader import compiled, data_files, read_yaml

Gender = Literal["m", "f"]
Number = Literal["s", "d", "p"]

_SOURCES = tuple(
    f"arabic/{name}.yaml"
    for name in ("roles", "sources", "titles", "bodies", "designators", "portfolios", "everyday", "reporting_verbs")
)


class RoleGroup(msgspec.Struct, forbid_unknown_fields=True):
    """Nouns for persons of one kind (roles.yaml, sources.yaml)."""

    nouns: str
    class_: SourceClass = msgspec.field(name="class", default="other")
    sector: str | None = None
    weak: bool = False
    kin: bool = False
    adjective: bool = False
    plural_only: bool = False
    phrases: bool = False
    source: bool = False


class Sources(msgspec.Struct, forbid_unknown_fields=True):
    """sources.yaml."""

    nouns: list[RoleGroup]
    close: list[str]
    prepositions: list[str]
    class_adjectives: dict[SourceClass, list[str]]
    before: list[str]


class BodyGroup(msgspec.Struct, forbid_unknown_fields=True):
    """Nouns that head the names of bodies of one kind (bodies.yaml)."""

    nouns: str
    sector: str
    type: Literal["ORG", "MEDIA"] = "ORG"
    designator: bool = False
    name_only: bool = False
    l: bool = False  # noqa: E741 the preposition's own letter
    bare: bool = True
    role_only: bool = False
    article: bool = False


class Titles(msgspec.Struct, forbid_unknown_fields=True):
    """titles.yaml."""

    strong: str
    phrases: list[str]
    after_rank: list[str]


class Designators(msgspec.Struct, forbid_unknown_fields=True):
    """designators.yaml."""

    left_out: str
    contained: str
    plain: str
    kept: str
    phrases: list[str]
    parts: str
    roles: str
    possessed: str
    directions: str
    adjectives: str


class Portfolios(msgspec.Struct, forbid_unknown_fields=True):
    """portfolios.yaml."""

    definite: str
    inner: str
    adjectives: str
    never: str


class Everyday(msgspec.Struct, forbid_unknown_fields=True):
    """everyday.yaml."""

    function: str
    speech: str
    verbs: str
    words: str


class Head(msgspec.Struct, frozen=True, array_like=True):
    """One written form of a noun that heads a role or a body, without article."""

    lemma: str
    gender: Gender
    number: Number
    group: int
    construct: bool = False  # stands only before a complement (متحدثو)
    alif: bool = False  # ends in ى, which folding makes ي: القوى, and not القوي (strong)


class NameTable(msgspec.Struct, frozen=True):
    """Everything of arabic/ that names need, folded."""

    roles: dict[str, list[Head]]
    role_groups: list[RoleGroup]
    bodies: dict[str, list[Head]]
    body_groups: list[BodyGroup]
    titles: frozenset[str]
    title_phrases: dict[str, list[list[str]]]
    after_rank: frozenset[str]
    left_out: frozenset[str]
    contained: frozenset[str]
    plain: frozenset[str]
    kept: frozenset[str]
    kept_phrases: dict[str, list[str]]
    parts: frozenset[str]
    place_roles: frozenset[str]
    possessed: frozenset[str]
    directions: frozenset[str]
    place_adjectives: frozenset[str]
    portfolios: frozenset[str]
    inner: frozenset[str]
    adjectives: frozenset[str]
    never: frozenset[str]
    function: frozenset[str]
    speech: frozenset[str]
    verbs: frozenset[str]
    words: frozenset[str]
    close: frozenset[str]
    classes: dict[str, SourceClass]
    before: frozenset[str]


@cache
def table() -> NameTable:
    """The compiled table, from the cache where it holds it; read once for each process."""
    return compiled("names", _SOURCES, NameTable, _build)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(w).replace("_", " ") for w in text.split())


def _file(name: str) -> str:
    return f"arabic/{name}.yaml"


def _build() -> NameTable:
    roles = read_yaml(data_files(_file("roles"))[0], list[RoleGroup])
    sources = read_yaml(data_files(_file("sources"))[0], Sources)
    bodies = read_yaml(data_files(_file("bodies"))[0], list[BodyGroup])
    titles = read_yaml(data_files(_file("titles"))[0], Titles)
    places = read_yaml(data_files(_file("designators"))[0], Designators)
    inside = read_yaml(data_files(_file("portfolios"))[0], Portfolios)
    everyday = read_yaml(data_files(_file("everyday"))[0], Everyday)
    for group in sources.nouns:
        group.source = True
    role_groups = roles + sources.nouns
    speech = frozenset(_verbs(everyday.speech))
    return NameTable(
        roles=_heads([g.nouns for g in role_groups], persons=True),
        role_groups=role_groups,
        bodies=_heads([g.nouns for g in bodies], persons=False),
        body_groups=bodies,
        titles=_words(titles.strong),
        title_phrases=_phrases(titles.phrases),
        after_rank=frozenset(fold(w) for w in titles.after_rank),
        left_out=_words(places.left_out),
        contained=_words(places.contained),
        plain=_words(places.plain),
        kept=_words(places.kept),
        kept_phrases={k: [w for p in v for w in p[1:]] for k, v in _phrases(places.phrases).items()},
        parts=_words(places.parts),
        place_roles=_words(places.roles),
        possessed=_words(places.possessed),
        directions=_words(places.directions),
        place_adjectives=_words(places.adjectives),
        portfolios=_words(inside.definite),
        inner=_words(inside.inner),
        adjectives=_words(inside.adjectives),
        never=_words(inside.never),
        function=_words(everyday.function),
        speech=speech,
        verbs=speech | frozenset(_verbs(everyday.verbs)),
        words=_words(everyday.words),
        close=frozenset(fold(w) for w in sources.close),
        classes={fold(w): c for c, ws in sources.class_adjectives.items() for w in ws},
        before=frozenset(fold(w) for w in sources.before),
    )


def _phrases(phrases: Iterable[str]) -> dict[str, list[list[str]]]:
    """Folded phrases by their first word, the longest first."""
    out: dict[str, list[list[str]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        words = fold(phrase).split()
        out.setdefault(words[0], []).append(words)
    return out


_FINITE = (
    "past:3ms",
    "past:3fs",
    "past:3mp",
    "past:3md",
    "past:3fd",
    "pres:3ms",
    "pres:3fs",
    "pres:3mp",
    "pres:1p",
    "part:",
)


def _verbs(pairs: str) -> Iterator[str]:
    """Third-person and participle forms of ``past present; past present``."""
    for pair in pairs.split(";"):
        past, present = pair.split()
        with contextlib.suppress(ValueError):
            for form, code in verb_forms(past, present):
                if code.startswith(_FINITE) and (not code.startswith("part:") or ":acc" in code or "fs" in code):
                    yield form


def _heads(groups: list[str], *, persons: bool) -> dict[str, list[Head]]:
    out: dict[str, list[Head]] = {}
    for n, nouns in enumerate(groups):
        for written in nouns.split():
            noun, _, plural = written.partition("/")
            for form, head in _noun(fold(noun.removesuffix("!")), fold(plural), n, persons):
                if plural.endswith("ى") and form == fold(plural):
                    head = msgspec.structs.replace(head, alif=True)
                if noun.endswith("!") and head.gender == "f":
                    continue
                if head not in out.setdefault(form, []):
                    out[form].append(head)
    return out


def _noun(noun: str, plural: str, group: int, persons: bool) -> Iterator[tuple[str, Head]]:
    if "_" in noun:
        return
    feminine = noun.endswith("ه") and noun not in ("فقيه", "نزيه")
    stem = noun[:-1] if feminine else noun
    gender: Gender = "f" if feminine or noun.endswith("ات") else "m"
    yield noun, Head(noun, gender, "p" if noun == "قوات" else "s", group)
    if plural:
        yield plural, Head(noun, gender, "p", group)
    if noun.endswith(("ات", "ء")) and not persons:
        return
    if feminine:
        for end in ("تان", "تين"):
            yield stem + end, Head(noun, "f", "d", group)
        for end in ("تا", "تي"):
            yield stem + end, Head(noun, "f", "d", group, True)
        if not plural:
            yield stem + "ات", Head(noun, "f", "p", group)
        return
    yield stem + "ان", Head(noun, "m", "d", group)
    if noun == "مجلس":
        yield stem + "ي", Head(noun, "m", "d", group, True)
    if persons and not noun.startswith("مت"):
        yield stem + "ا", Head(noun, "m", "d", group, True)
        yield stem + "ا", Head(noun, "m", "s", group)
    if plural or not persons:
        yield stem + "ين", Head(noun, "m", "d", group)
        if persons and noun != "رئيس":
            yield stem + "ي", Head(noun, "m", "d", group, True)
    if not persons:
        if not plural and noun != "مباحث":
            yield stem + "ات", Head(noun, "m", "p", group)
        return
    if not plural:
        yield stem + "ون", Head(noun, "m", "p", group)
        yield stem + "ين", Head(noun, "m", "p", group)
        yield stem + "و", Head(noun, "m", "p", group, True)
        yield stem + "ي", Head(noun, "m", "p", group, True)
    yield stem + "ه", Head(noun, "f", "s", group)
    yield stem + "ات", Head(noun, "f", "p", group)
    yield stem + "تان", Head(noun, "f", "d", group)
    yield stem + "تين", Head(noun, "f", "d", group)
