"""Which groups may be one at all: those that share rare words, participants or places. Bounded for each group."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Final

from marsad.weave.groups import Frequencies, Group

KEPT: Final = 30  # rarest words, participants, places under which a group is entered, of each
ASKED: Final = 8  # of those, how many are looked up
POSTINGS: Final = 120  # latest groups that a key keeps
CANDIDATES: Final = 40  # groups that one is compared with
_SIDES: Final = {
    **dict.fromkeys(("ACCUSE", "REJECT", "THREATEN", "REQUEST"), "v"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "m"),
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"), "c"),
}


class Index:
    """Groups by their keys. A key keeps its latest groups, so that work does not grow with what came in long ago."""

    def __init__(self, frequencies: Frequencies) -> None:
        self._frequencies = frequencies
        self._of: dict[str, deque[int]] = {}
        # Of the report that came in last: keys are asked for twice, those of headline and lead by each of its groups.
        self._report = -1
        self._made: dict[int, list[tuple[str, float]]] = {}
        self._near: dict[frozenset[str], list[tuple[float, str]]] = {}

    def add(self, number: int, group: Group) -> None:
        """Enters a group under its keys."""
        for key, _ in self._keys(group):
            self._of.setdefault(key, deque(maxlen=POSTINGS)).append(number)

    def candidates(self, group: Group) -> list[int]:
        """The groups that share most with it, best first."""
        score: defaultdict[int, float] = defaultdict(float)
        seen: dict[str, int] = {}
        for key, weight in self._keys(group):
            numbers = self._of.get(key)
            # The rarest words stand nowhere else: those count that have been met.
            if numbers is None or seen.setdefault(key[1], 0) >= ASKED:
                continue
            seen[key[1]] += 1
            for number in numbers:
                score[number] += weight
        if len(score) > CANDIDATES:
            least = heapq.nlargest(CANDIDATES, score.values())[-1]
            kept = [(-scored, number) for number, scored in score.items() if scored >= least]
        else:
            kept = [(-scored, number) for number, scored in score.items()]
        kept.sort()
        return [number for _, number in kept[:CANDIDATES]]

    def _keys(self, group: Group) -> list[tuple[str, float]]:
        """The keys of a group with their weights; a group is the same object as long as its report comes in."""
        if self._report != self._frequencies.reports:
            self._report = self._frequencies.reports
            self._made.clear()
            self._near.clear()
        found = self._made.get(id(group))
        if found is None:
            found = self._made[id(group)] = list(self._ranked(group))
        return found

    def _ranked(self, group: Group) -> Iterator[tuple[str, float]]:
        side = "s" if group.kind == "statement" else _SIDES.get(min(group.types), "x")
        yield from _prefixed(side + "w", self._rarest(group.words))
        yield from _prefixed(side + "e", self._rarest(group.who))
        if group.kind == "event":
            yield from _prefixed(side + "p", self._rarest({p[0] for p in group.places}))
            if group.rank:
                near = self._near.get(group.near)
                if near is None:
                    near = self._near[group.near] = self._rarest(group.near)
                yield from _prefixed(side + "n", near)

    def _rarest(self, keys: Iterable[str]) -> list[tuple[float, str]]:
        """The rarest of some keys, each behind the negative of its weight."""
        weight = self._frequencies.weight
        return [ranked for ranked in sorted([(-weight(k), k) for k in keys])[:KEPT] if ranked[0] < 0]


def _prefixed(prefix: str, ranked: Iterable[tuple[float, str]]) -> Iterator[tuple[str, float]]:
    for negative, key in ranked:
        yield f"{prefix}:{key}", -negative
