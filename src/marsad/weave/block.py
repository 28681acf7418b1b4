"""Which groups may be one at all: those that share rare words, participants or places. Bounded for each group."""

from __future__ import annotations

import heapq
from collections import deque
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

    def add(self, number: int, group: Group) -> None:
        """Enters a group under its keys."""
        for key, _ in self._keys(group, KEPT):
            self._of.setdefault(key, deque(maxlen=POSTINGS)).append(number)

    def candidates(self, group: Group) -> list[int]:
        """The groups that share most with it, best first."""
        score: dict[int, float] = {}
        seen: dict[str, int] = {}
        for key, weight in self._keys(group, KEPT):
            numbers = self._of.get(key)
            # The rarest words stand nowhere else: those count that have been met.
            if numbers is None or seen.setdefault(key[1], 0) >= ASKED:
                continue
            seen[key[1]] += 1
            for number in numbers:
                score[number] = score.get(number, 0.0) + weight
        return heapq.nsmallest(CANDIDATES, score, key=lambda n: (-score[n], n))

    def _keys(self, group: Group, most: int) -> Iterator[tuple[str, float]]:
        side = "s" if group.kind == "statement" else _SIDES.get(min(group.types), "x")
        yield from self._rarest(side + "w", group.words, most)
        yield from self._rarest(side + "e", group.who, most)
        if group.kind == "event":
            yield from self._rarest(side + "p", {p[0] for p in group.places}, most)
            if group.rank:
                yield from self._rarest(side + "n", group.near, most)

    def _rarest(self, prefix: str, keys: Iterable[str], most: int) -> Iterator[tuple[str, float]]:
        weight = self._frequencies.weight
        ranked = sorted(((weight(k), k) for k in keys), key=lambda x: (-x[0], x[1]))[:most]
        for w, key in ranked:
            if w > 0:
                yield f"{prefix}:{key}", w
