"""Puts tellings together, one report after the other: each group joins the cluster that it fits best, or begins one.

The order is the caller's (publication, then id), so the same reports give the same clusters, and a run that was stopped
goes on where it stopped. What a judgement says holds before all comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

import msgspec

from marsad.weave.block import Index
from marsad.weave.compare import SPOKEN, Comparison, of_events, of_one_report, of_statements
from marsad.weave.groups import Frequencies, Group, counted, group
from marsad.weave.levels import JOIN, JOIN_STATEMENTS, JOIN_WITHIN
from marsad.weave.objects import Telling

SAMPLE: Final = 6  # groups of a cluster that a new one is compared with
MERGED: Final = 3  # groups of each of two clusters that are compared before the two become one
MEAN: Final = 0.75  # share of the threshold that the mean over them has to reach
SECOND: Final = 0.6  # score within a report from which two of its groups may be in one cluster
LOCAL: Final = 80  # groups of one report that are compared with each other

Key = tuple[str, str]


class Compare(Protocol):
    """Compares two groups; with the words that made each level where asked."""

    def __call__(self, a: Group, b: Group, frequencies: Frequencies, *, words: bool = False) -> Comparison: ...


class Judged(Protocol):
    """What was judged: pairs of tellings (report, id) that are one, and that are not."""

    @property
    def same(self) -> Mapping[Key, frozenset[Key]]: ...

    @property
    def not_same(self) -> Mapping[Key, frozenset[Key]]: ...


class NothingJudged:
    """No judgements."""

    same: Mapping[Key, frozenset[Key]] = {}
    not_same: Mapping[Key, frozenset[Key]] = {}


class Cluster(msgspec.Struct):
    """Groups that are one happening or utterance: their numbers, and for each what joined it (None for the first)."""

    groups: list[int]
    why: list[Comparison | None]


class Step(msgspec.Struct, frozen=True, array_like=True):
    """What was done with a report: a group begins a cluster or joins one; or ``cluster`` goes into ``merged``."""

    members: tuple[str, ...]
    cluster: int | None
    why: Comparison | None = None
    merged: int | None = None


class Weaver:
    """Clusters of tellings, kept while reports come in.

    ``groups`` are in the order of coming in; ``clusters`` by the number of their first group.
    """

    def __init__(self, judged: Judged | None = None) -> None:
        self.frequencies = Frequencies()
        self.groups: list[Group] = []
        self.clusters: dict[int, Cluster] = {}
        self.of: list[int] = []  # for each group its cluster
        self._index = Index(self.frequencies)
        self._judged: Judged = judged or NothingJudged()
        self.steps: list[Step] = []  # of the report that came in last
        self._where: dict[Key, int] = {}  # of tellings that were judged: their group

    def add(self, tellings: Sequence[Telling]) -> None:
        """Takes in one report's tellings."""
        self.steps = []
        self.frequencies.add(counted(tellings))
        made = [group([t]) for t in tellings if t.kind == "statement"]
        made += self.local([t for t in tellings if t.kind == "event"])
        first = len(self.groups)
        for g in made:
            self._place(g, first)
        for number in range(first, len(self.groups)):
            self._index.add(number, self.groups[number])

    def restore(self, tellings: Sequence[Telling], steps: Iterable[Step]) -> None:
        """Takes in a report that was woven before, by the steps that `add` took then."""
        self.steps = []
        self.frequencies.add(counted(tellings))
        by_id = {t.id: t for t in tellings}
        first = len(self.groups)
        for step in steps:
            if step.merged is None:
                self._enter(group([by_id[i] for i in step.members]), step.cluster, step.why)
            elif step.cluster is not None:
                self._make_one(step.merged, step.cluster, step.why)
        for number in range(first, len(self.groups)):
            self._index.add(number, self.groups[number])

    def local(self, events: Sequence[Telling]) -> list[Group]:
        """The events of one report as groups of tellings of one happening (average linkage, best pair first)."""
        parts = [[t] for t in events]
        singles = [group(p) for p in parts]
        if len(parts) > LOCAL * 4:
            return singles
        score: dict[tuple[int, int], float] = {}
        for a in range(len(parts)):
            for b in range(max(0, a - LOCAL), a):
                score[b, a] = self._within(events[b], events[a], singles[b], singles[a])
        at = list(range(len(parts)))
        for (a, b), best in sorted(score.items(), key=lambda x: (-x[1], x[0])):
            if best < JOIN_WITHIN:
                break
            x, y = at[a], at[b]
            if x == y:
                continue
            left = [n for n, c in enumerate(at) if c == x]
            right = [n for n, c in enumerate(at) if c == y]
            links = [score.get((min(n, m), max(n, m)), 0.0) for n in left for m in right]
            if min(links) < -2.0 or sum(links) / len(links) < JOIN_WITHIN * 0.6:
                continue
            for n in right:
                at[n] = x
        found: dict[int, list[Telling]] = {}
        for n, c in enumerate(at):
            found.setdefault(c, []).append(events[n])
        return [group(p) for p in found.values()]

    def _within(self, x: Telling, y: Telling, a: Group, b: Group) -> float:
        if y.key in self._judged.not_same.get(x.key, ()):
            return -99.0
        if y.key in self._judged.same.get(x.key, ()):
            return 99.0
        apart = max(y.span[0] - x.span[1], 0) if x.sentence == y.sentence else None
        return of_one_report(a, b, self.frequencies, apart=apart).score

    def _place(self, new: Group, first: int) -> int:
        """Enters a group where it belongs; gives its cluster."""
        forced, barred = self._judgements(new)
        if forced is not None:
            return self._enter(new, forced, None)
        compare: Compare = of_statements if new.kind == "statement" else of_events
        threshold = JOIN_STATEMENTS if new.kind == "statement" else JOIN
        found: dict[int, list[tuple[float, int]]] = {}
        for number in self._index.candidates(new):
            other = self.groups[number]
            if other.kind != new.kind or other.report == new.report:
                continue
            made = compare(new, other, self.frequencies)
            found.setdefault(self.of[number], []).append((made.score, number))
        tops = {cluster: max(scored, key=lambda s: (s[0], -s[1])) for cluster, scored in found.items()}
        fitting = [
            cluster
            for cluster in sorted(tops, key=lambda c: (-tops[c][0], c))
            if tops[cluster][0] >= threshold
            and cluster not in barred
            and self._fits(new, cluster, {number: score for score, number in found[cluster]}, threshold, first)
        ]
        if not fitting:
            return self._enter(new, None, None)
        nearest = self.groups[tops[fitting[0]][1]]
        home = self._enter(new, fitting[0], compare(new, nearest, self.frequencies, words=True))
        for cluster in fitting[1:3]:
            home = self._merge(home, cluster, threshold, compare)
        return home

    def _merge(self, home: int, other: int, threshold: float, compare: Compare) -> int:
        """Makes one of two clusters that a group fits both, where they fit each other; gives the cluster it is in."""
        a, b = sorted((home, other))
        left, right = self._sample(a)[:MERGED], self._sample(b)[:MERGED]
        pairs = [(x, y) for x in left for y in right]
        apart = [(x, y) for x, y in pairs if self.groups[x].report != self.groups[y].report]
        if not apart or any(self._told_apart(self.groups[x], self.groups[y]) for x, y in pairs if (x, y) not in apart):
            return home
        scores = [(compare(self.groups[x], self.groups[y], self.frequencies).score, x, y) for x, y in apart]
        if sum(s[0] for s in scores) / len(scores) < threshold * MEAN or self._kept_apart(a, b):
            return home
        _, x, y = max(scores)
        self._make_one(a, b, compare(self.groups[x], self.groups[y], self.frequencies, words=True))
        return a

    def _make_one(self, a: int, b: int, why: Comparison | None) -> None:
        """Puts the groups of cluster `b` into `a`."""
        gone = self.clusters.pop(b)
        self.clusters[a].groups += gone.groups
        self.clusters[a].why += [why, *gone.why[1:]]
        for number in gone.groups:
            self.of[number] = a
        self.steps.append(Step((), b, why, a))

    def _kept_apart(self, a: int, b: int) -> bool:
        """Whether a judgement keeps two clusters apart."""
        if not self._judged.not_same:
            return False
        there = {(self.groups[n].report, id) for n in self.clusters[b].groups for id in self.groups[n].members}
        here = ((self.groups[n].report, id) for n in self.clusters[a].groups for id in self.groups[n].members)
        return any(there & self._judged.not_same.get(key, frozenset()) for key in here)

    def _sample(self, cluster: int) -> list[int]:
        """The first and the latest groups of a cluster."""
        members = self.clusters[cluster].groups
        return members if len(members) <= SAMPLE else [*members[:2], *members[2 - SAMPLE :]]

    def _fits(self, new: Group, cluster: int, known: dict[int, float], threshold: float, first: int) -> bool:
        """Whether a group fits a cluster as a whole, so that chains of near pairs do not grow."""
        compare = of_statements if new.kind == "statement" else of_events
        scores: list[float] = []
        for number in self.clusters[cluster].groups[-SAMPLE:]:
            if number >= first and self._told_apart(new, self.groups[number]):
                return False
        for number in self._sample(cluster):
            if number >= first:
                continue
            if number not in known:
                known[number] = compare(new, self.groups[number], self.frequencies).score
            scores.append(known[number])
        return not scores or sum(scores) / len(scores) >= threshold * MEAN

    def _told_apart(self, a: Group, b: Group) -> bool:
        """Whether a report tells two of its own groups apart, so that they do not come together through others."""
        if not a.types & b.types or a.kind == "statement":
            return True
        found = of_one_report(a, b, self.frequencies)
        return not found.never and not a.types & SPOKEN and found.score < SECOND

    def _judgements(self, new: Group) -> tuple[int | None, set[int]]:
        """The cluster that judgements put a group in, and those that they keep it out of."""
        forced: int | None = None
        barred: set[int] = set()
        for id in new.members:
            key = (new.report, id)
            for other in self._judged.same.get(key, ()):
                if other in self._where:
                    forced = self.of[self._where[other]] if forced is None else forced
            for other in self._judged.not_same.get(key, ()):
                if other in self._where:
                    barred.add(self.of[self._where[other]])
        return (forced if forced not in barred else None), barred

    def _enter(self, new: Group, cluster: int | None, why: Comparison | None) -> int:
        number = len(self.groups)
        self.groups.append(new)
        self.steps.append(Step(new.members, cluster, why))
        if cluster is None:
            cluster = number
            self.clusters[cluster] = Cluster([number], [None])
        else:
            self.clusters[cluster].groups.append(number)
            self.clusters[cluster].why.append(why)
        self.of.append(cluster)
        for id in new.members:
            key = (new.report, id)
            if key in self._judged.same or key in self._judged.not_same:
                self._where[key] = number
        return cluster


def weave(reports: Iterable[Sequence[Telling]], judged: Judged | None = None) -> Weaver:
    """Weaves the tellings of some reports, in the order of publication and then of ids."""
    weaver = Weaver(judged)
    for tellings in sorted((t for t in reports if t), key=lambda t: (t[0].published or 0, t[0].report)):
        weaver.add(tellings)
    return weaver
