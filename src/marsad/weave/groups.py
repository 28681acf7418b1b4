"""What one report tells of one happening: its tellings that are one, put together before reports are compared.

A report comes back to a happening in several sentences, each with a part of what is known; compared are the parts
together, so that a name, a place or a number missed in one sentence is there from another.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from marsad.weave.objects import Kind, Telling, is_somebody

MAX_WORDS: Final = 90
INFERRED: Final = "report"  # how a day or a place is known that another sentence of the report says
AROUND: Final = 3  # days about that of the report


class Group(msgspec.Struct, gc=False):
    """Tellings of one report that are one happening, or one statement.

    ``members`` are ids of events or statements; ``actors``, ``recipients``, ``places``, ``triggers``, ``modes``,
    ``types``, ``statuses`` hold all that the tellings have. ``days`` are first and last day with how they are known;
    ``beside`` is who is named beside a contact, ``weekday`` that a day may be the one a week before,
    ``placed`` that the places are said beside the tellings.
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
    sides: frozenset[str]
    beside: frozenset[str]
    weekday: bool
    places: tuple[tuple[str, ...], ...]
    placed: bool
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


@lru_cache(maxsize=64)
def _one_set(words: tuple[str, ...]) -> frozenset[str]:
    """One set for all tellings of a report, and one string for each word however many reports have it."""
    return frozenset(map(sys.intern, words))


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
        actors=frozenset(a for t in all_ for a in t.actors if is_somebody(a)),
        recipients=frozenset(a for t in all_ for a in t.recipients if is_somebody(a)),
        sides=frozenset(side for t in all_ for side in t.sides),
        beside=frozenset(b for t in all_ for b in t.beside),
        weekday=any(t.weekday for t in all_),
        places=_places(all_),
        placed=any(t.place and t.placed != INFERRED for t in all_),
        days=_days(all_),
        published=head.published,
        outlet=head.outlet,
        numbers=frozenset((k, n) for t in all_ for k, n in t.numbers.items()),
        words=frozenset(map(sys.intern, kept)),
        near=_one_set(head.near),
        rank=max(t.rank for t in all_),
    )


def _days(tellings: Sequence[Telling]) -> tuple[tuple[int, int, str], ...]:
    """The days of some tellings. Those said beside them go before those taken from elsewhere in the report, and these
    count only about the report's own day: else the day of what is told as background may have been taken. So may a day
    long past that only the body says of what stands in headline or lead: it goes behind all others, and counts only
    where headline or lead say it."""
    published = next((t.published for t in tellings), None)
    dated = [t for t in tellings if t.first is not None and t.last is not None]
    found = dict.fromkeys((t.first or 0, t.last or 0, t.dated) for t in dated)
    said = tuple(d for d in found if d[2] != INFERRED)
    fetched = tuple(
        d for d in found if d[2] == INFERRED and (published is None or d[0] - AROUND <= published <= d[1] + AROUND)
    )
    if published is not None and any(t.rank for t in tellings):
        first = {(t.first, t.last, t.dated) for t in dated if t.rank}
        late = tuple(d for d in said if d[1] + AROUND >= published)
        said = late or fetched or tuple(d for d in said if d in first)
    return said or fetched


def _places(tellings: Sequence[Telling]) -> tuple[tuple[str, ...], ...]:
    """The places said beside the tellings; where none is, those taken from elsewhere in the report."""
    said = dict.fromkeys(t.place for t in tellings if t.place and t.placed != INFERRED)
    return tuple(said or dict.fromkeys(t.place for t in tellings if t.place))


class Frequencies:
    """In how many reports each word stands, so that a rare word says more than a frequent one.

    Weights are those of a count that is taken anew with each fiftieth more of reports: they depend on the reports alone
    that came in, and not on what was asked in between.
    """

    def __init__(self) -> None:
        self.reports = 0
        self._of: dict[str, int] = {}
        self._taken = 0  # reports when the weights were made
        self._rare = 1.0
        self._weights: dict[str, float] = {}
        self._squares: dict[str, float] = {}
        self._masses: dict[frozenset[str], float] = {}
        self._shares: dict[tuple[frozenset[str], frozenset[str]], float] = {}  # asked since the last report came in

    def add(self, words: Iterable[str]) -> None:
        """Counts the words of one report, each once."""
        self.reports += 1
        self._shares.clear()
        of = self._of
        for word in words:
            of[word] = of.get(word, 0) + 1
        if self.reports >= self._taken + max(1, self._taken // 50):
            self._taken = self.reports
            # The 20 keep the first reports of an empty database from being told apart by chance.
            all_ = self.reports + 20
            by_count = [math.log(all_ / (n + 1.5)) for n in range(max(of.values(), default=0) + 1)]
            squares = [weight**2 for weight in by_count]
            self._weights = {word: by_count[n] for word, n in of.items()}
            self._squares = {word: squares[n] for word, n in of.items()}
            self._rare = by_count[0]
            self._masses = {}

    def weight(self, word: str) -> float:
        """The weight of a word, greater where it stands in fewer reports."""
        return self._weights.get(word, self._rare)

    def share(self, a: frozenset[str], b: frozenset[str]) -> float:
        """How much of their weight two sets share, 0 to 1 (cosine of their weighted words)."""
        found = self._shares.get((a, b))
        if found is None:
            common = a & b
            # Exact, so that the order of a set, which differs between runs, does not count.
            found = self._sum(common) / math.sqrt(self.mass(a) * self.mass(b)) if common else 0.0
            self._shares[a, b] = found
        return found

    def _sum(self, words: frozenset[str]) -> float:
        squares, rare = self._squares.get, self._rare**2
        return math.fsum([squares(w, rare) for w in words])

    def mass(self, words: frozenset[str]) -> float:
        """The squared length of a set's vector."""
        found = self._masses.get(words)
        if found is None:
            found = self._masses[words] = self._sum(words) or 1.0
        return found


def counted(tellings: Iterable[Telling]) -> Mapping[str, None]:
    """The words and participants of a report's tellings, each once, for `Frequencies.add`."""
    found: dict[str, None] = {}
    for t in tellings:
        for part in (t.words, t.near, t.actors, t.recipients, t.place, t.sides):
            found.update(dict.fromkeys(part))
    return found
