"""Who is the same across reports though the keys differ: one name spelled in two ways, an office and who holds it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from marsad.lexicon import knowledge, offices
from marsad.lexicon import origins as lexicon
from marsad.link.forms import bare, person_key, person_within

# Whose word is that of their office: a statement of the ministry and the minister's are one origin.
OF_OFFICE: Final = frozenset(
    {"president", "monarch", "prime_minister", "foreign_minister", "defence_minister", "interior_minister"}
)
_PERSON: Final = ("per/", "per-")
_LISTED: Final = ("per/", "per-", "org/")


def shared(a: frozenset[str], b: frozenset[str]) -> frozenset[str]:
    """Those of `a` that are also in `b`: by key, or by a name that is a part or another spelling."""
    common = a & b
    rest = [x for x in a - common if x.startswith(_LISTED)]
    if rest:
        others = [y for y in b - common if y.startswith(_LISTED)]
        if others:
            common |= {x for x in rest if any(same_name(x, y) for y in others)}
    return common


@lru_cache(maxsize=200_000)
def same_name(a: str, b: str) -> bool:
    """Whether two keys are of one name. A person's may be spelled otherwise or cut short, that of a body in no list
    may be cut short to two words; two persons of the knowledge base are two."""
    if a.startswith(_PERSON) and b.startswith(_PERSON):
        if a.startswith("per-") and b.startswith("per-"):
            return False
        return _part(a, b) or any(_spelled(x, y) for x in _names(a) for y in _names(b))
    return _part(a, b)


def _spelled(x: str, y: str) -> bool:
    short, long = (x, y) if len(person_key(x)) <= len(person_key(y)) else (y, x)
    return len(person_key(short)) > 1 and person_within(short, long)


@lru_cache(maxsize=100_000)
def _names(key: str) -> tuple[str, ...]:
    if key.startswith("per/"):
        return (key[4:].replace("_", " "),)
    entry = knowledge.by_id(key)
    return entry.ar if entry is not None else ()


def _part(a: str, b: str) -> bool:
    """Whether one name's words are all in the other's, which then is the fuller form; a body's name has two words."""
    if a[:4] != b[:4] or a[3] != "/":
        return False
    x, y = set(a[4:].split("_")), set(b[4:].split("_"))
    small = x if len(x) <= len(y) else y
    if not small <= (x | y) - (x ^ y) or max(map(len, small), default=0) < 3:
        return False
    return a[:4] == "per/" or len(small) > 1


def head(key: str) -> str | None:
    """The word by which alone a body is called, without the article: "التحالف", its men "قوات التحالف"; None for other
    keys."""
    if not key.startswith("ORG:"):
        return None
    first, *rest = _without_forces(key[4:].split())
    return bare(first) if not rest and first.startswith("ال") else None


def headed(key: str, word: str) -> bool:
    """Whether the name of a body, or one that the knowledge base has for it, begins with a word and goes on."""
    if key.startswith("org/"):
        names = [key[4:].split("_")]
    elif key.startswith("ORG:"):
        names = [key[4:].split()]
    else:
        entry = knowledge.by_id(key) if key.startswith("org-") else None
        names = [lexicon.words(name).split() for name in entry.ar] if entry is not None else []
    return any(len(words) > 1 and bare(words[0]) == word for words in map(_without_forces, names))


def _without_forces(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0] in lexicon.load().forces else words


def held(row: Mapping[str, Any], published: str | None) -> list[offices.Office]:
    """The offices of a person of a record: that by which the report calls him, else those that he then held."""
    table = offices.load().offices
    named = [row["office"]] if row.get("office") else []
    if not named and row["kb"]:
        named = [t.office for t in offices.held_by(row["kb"], published)]
    return [table[o] for o in named if o in table]


def posts(row: Mapping[str, Any], published: str | None) -> frozenset[str]:
    """The offices for which an entity of a record acts, as ``office:COUNTRY:ROLE``: those that a person holds, or of
    whose holder a body is the house ("الرئاسة الفلسطينية")."""
    if row["type"] == "ORG":
        role = lexicon.institution(row["name"]["ar"] or "")
        return frozenset({f"office:{row['country']}:{role}"} if role and row["country"] else ())
    if row["type"] != "PER":
        return frozenset()
    return frozenset(
        f"office:{office.country}:{office.role}"
        for office in held(row, published)
        if office.country and office.role in OF_OFFICE
    )
