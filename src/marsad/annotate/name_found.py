"""What the finder finds: names and roles by tokens and characters, and how overlaps are settled."""

from __future__ import annotations

from typing import NamedTuple

from marsad.annotate.name_data import Gender, Head
from marsad.annotate.name_roles import Role
from marsad.annotate.name_words import HeadAt
from marsad.document import EntityType


class Found(NamedTuple):
    """A name found, by tokens ``[first, last)`` and characters."""

    first: int
    last: int
    start: int
    end: int
    type: EntityType
    form: str  # folded words, particles cut off
    rule: str
    rank: int = 0  # higher wins where spans are alike
    sector: str | None = None
    country: str | None = None
    kb: str | None = None
    head: str | None = None


class RoleFound(NamedTuple):
    first: int
    last: int
    start: int
    end: int
    at: HeadAt
    role: Role
    type: EntityType
    rule: str
    sector: str | None


def settle(found: list[Found]) -> list[Found]:
    """No two of the result overlap: the longer wins, then the higher rank, then the earlier."""
    taken: dict[int, bool] = {}
    out: list[Found] = []
    for f in sorted(found, key=lambda f: (-(f.last - f.first), -f.rank, f.start)):
        if any(k in taken for k in range(f.first, f.last)):
            continue
        for k in range(f.first, f.last):
            taken[k] = True
        out.append(f)
    return sorted(out, key=lambda f: f.start)


def plain_head(stem: str, proclitic: str, cut: int, gender: Gender | None = None) -> HeadAt:
    """A definite noun that refers by itself ("المدينة", "الأخير"), as a head of no group."""
    bare = stem.removeprefix("ال")
    return HeadAt(Head(bare, gender or ("f" if bare.endswith("ه") else "m"), "s", -1), True, proclitic, cut, 0)


def plain_role(last: int, country: str | None = None, *, full: bool = False) -> Role:
    """A definite role without complement that ends before token ``last``."""
    return Role(last, None, country, full, True, "other")
