"""What one report tells of one happening: its tellings that are one, put together before reports are compared.

A report comes back to a happening in several sentences, each with a part of what is known; compared are the parts
together, so that a name, a place or a number missed in one sentence is there from another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from marsad.weave.objects import Kind, Telling

MAX_WORDS: Final = 90


class Group(msgspec.Struct, gc=False):
    """Tellings of one report that are one happening, or one statement.

    ``members`` are ids of events or statements; ``actors``, ``recipients``, ``places``, ``triggers``, ``modes``,
    ``types``, ``statuses`` hold all that the tellings have. ``days`` are first and last day with how they are known.
    """

    report: str
    kind: Kind
    members: tuple[str, ...]
    types: frozenset[str]
    modes: frozenset[str]
    triggers: frozenset[str]
    statuses: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    places: tuple[tuple[str, ...], ...]
    days: tuple[tuple[int, int, str], ...]
    published: int | None
    outlet: str | None
    numbers: frozenset[tuple[str, int]]
    words: frozenset[str]
    near: frozenset[str]
    rank: int

    @property
    def who(self) -> frozenset[str]:
        """All participants."""
        return self.actors | self.recipients


def group(tellings: Iterable[Telling]) -> Group:
    """The group of some tellings of one report and kind, in their order."""
    all_ = list(tellings)
    head = all_[0]
    words = Counter(w for t in all_ for w in t.words)
    kept = sorted(words, key=lambda w: (-words[w], w))[:MAX_WORDS]
    return Group(
        report=head.report,
        kind=head.kind,
        members=tuple(t.id for t in all_),
        types=frozenset(t.type for t in all_),
        modes=frozenset(t.mode for t in all_ if t.mode),
        triggers=frozenset(t.trigger for t in all_ if t.trigger),
        statuses=frozenset(t.status for t in all_),
        actors=frozenset(known(a for t in all_ for a in t.actors)),
        recipients=frozenset(known(a for t in all_ for a in t.recipients)),
        places=tuple(dict.fromkeys(t.place for t in all_ if t.place)),
        days=tuple(
            dict.fromkeys((t.first, t.last, t.dated) for t in all_ if t.first is not None and t.last is not None)
        ),
        published=head.published,
        outlet=head.outlet,
        numbers=frozenset((k, n) for t in all_ for k, n in t.numbers.items()),
        words=frozenset(kept),
        near=frozenset(head.near),
        rank=max(t.rank for t in all_),
    )


def known(keys: Iterable[str]) -> Iterable[str]:
    """Keys that tell who it is: unnamed sources of no body are left out."""
    return (k for k in keys if not k.startswith("ANON:") or "@" in k)


class Frequencies:
    """In how many reports each word stands, so that a rare word says more than a frequent one."""

    def __init__(self) -> None:
        self.reports = 0
        self.of: dict[str, int] = {}

    def add(self, words: Iterable[str]) -> None:
        """Counts the words of one report, each once."""
        self.reports += 1
        of = self.of
        for word in words:
            of[word] = of.get(word, 0) + 1

    def weight(self, word: str) -> float:
        """The weight of a word: 0 where it stands everywhere."""
        # The 20 keep the first reports of an empty database from being told apart by chance.
        return math.log((self.reports + 20) / (self.of.get(word, 0) + 1.5))

    def share(self, a: frozenset[str], b: frozenset[str]) -> float:
        """How much of their weight two sets share, 0 to 1 (cosine of their weighted words)."""
        common = a & b
        if not common:
            return 0.0
        weight = self.weight
        both = sum(weight(w) ** 2 for w in common)
        return both / math.sqrt(self.mass(a) * self.mass(b))

    def mass(self, words: frozenset[str]) -> float:
        """The squared length of a set's vector."""
        weight = self.weight
        return sum(weight(w) ** 2 for w in words) or 1.0


def counted(tellings: Iterable[Telling]) -> Mapping[str, None]:
    """The words and participants of a report's tellings, each once, for `Frequencies.add`."""
    found: dict[str, None] = {}
    for t in tellings:
        for part in (t.words, t.near, t.actors, t.recipients, t.place):
            found.update(dict.fromkeys(part))
    return found
