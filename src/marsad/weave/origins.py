"""Where the tellings of one happening begin, counted by beginnings and not by outlets.

Tellings are one origin where they share a source (a person, his office, one outlet's unnamed source, one agency), where
one report's source is an outlet whose own source another report of the cluster names, and where their wording is
shared: then both have it from one text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from marsad.weave.sources import Source, accounts, person, sources_of
from marsad.weave.views import Pair, Told, View

SHINGLE: Final = 4  # words in a row that are compared
SHARED: Final = 0.5  # share of the shorter passage's shingles from which two passages are one text
LEAST: Final = 6  # shingles of a passage that can tell


class _Telling(NamedTuple):
    member: int
    source: Source


def origins(members: Sequence[Told]) -> list[dict[str, Any]]:
    """The origins of a cluster as RECORD.md has them, in the order in which the members come.

    A report may stand under several. Members are events, or statements (then whoever speaks is the origin).
    """
    tellings = [_Telling(n, s) for n, told in _accounts(members) for s in _sources(told)]
    tellings = _without_outlets(tellings, members)
    parent = list(range(len(tellings)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    def join(a: int, b: int) -> None:
        first, second = sorted((root(a), root(b)))
        parent[second] = first

    by_key: dict[str, int] = {}
    for n, telling in enumerate(tellings):
        for key in sorted(telling.source.keys):
            join(n, by_key.setdefault(key, n))
    for carrier, n in _carriers(tellings).items():
        if carrier in by_key:
            join(by_key[carrier], n)
    shingles = [_shingles(members[t.member].view, t.source.passage) for t in tellings]
    for a in range(len(tellings)):
        for b in range(a):
            if root(a) != root(b) and tellings[a].member != tellings[b].member and _copied(shingles[a], shingles[b]):
                join(a, b)
    groups: dict[int, list[int]] = {}
    for n in range(len(tellings)):
        groups.setdefault(root(n), []).append(n)
    return [_origin(k, [tellings[n] for n in group], members) for k, group in enumerate(groups.values(), 1)]


def counts(members: Sequence[Told], found: Sequence[dict[str, Any]]) -> dict[str, int]:
    """``counts`` of a cluster: reports, outlets, origins."""
    return {
        "reports": len({told.view.id for told in members}),
        "outlets": len({told.view.outlet for told in members}),
        "origins": len(found),
    }


def _accounts(members: Sequence[Told]) -> Iterator[tuple[int, Told]]:
    """The members that give an account, with their numbers."""
    by_report: dict[str, list[int]] = {}
    for n, told in enumerate(members):
        by_report.setdefault(told.view.id, []).append(n)
    for numbers in by_report.values():
        view = members[numbers[0]].view
        events = [view.events[members[n].id] for n in numbers if members[n].id in view.events]
        kept = {e["id"] for e in accounts(view, events)}
        yield from ((n, members[n]) for n in numbers if members[n].id in kept or members[n].id not in view.events)


def _sources(told: Told) -> list[Source]:
    event = told.view.events.get(told.id)
    if event is not None:
        return sources_of(told.view, event)
    statement = told.view.statements[told.id]
    passage = (statement["content"][0], statement["content"][1])
    if statement["speaker"] is None:
        return [Source("outlet", frozenset({f"outlet:{told.view.outlet}"}), (None, None), passage)]
    return [person(told.view, statement["speaker"], passage, (), told.id)]


def _without_outlets(tellings: list[_Telling], members: Sequence[Told]) -> list[_Telling]:
    """A report that names a source anywhere for the happening is no origin of its own in its other sentences."""
    named = {members[t.member].view.id for t in tellings if not _own(t.source)}
    return [t for t in tellings if not _own(t.source) or members[t.member].view.id not in named]


def _own(source: Source) -> bool:
    return source.kind == "outlet" and all(k.startswith("outlet:") for k in source.keys)


def _carriers(tellings: Sequence[_Telling]) -> dict[str, int]:
    """An outlet that others cite to the telling that names that outlet's own source."""
    found: dict[str, int] = {}
    for n, telling in enumerate(tellings):
        for carrier in telling.source.through:
            if carrier not in telling.source.keys:
                found.setdefault(carrier, n)
    return found


def _shingles(view: View, passage: Pair) -> set[tuple[str, ...]]:
    words = [w for w, _, _ in view.words(passage)]
    return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}


def _copied(a: set[tuple[str, ...]], b: set[tuple[str, ...]]) -> bool:
    least = min(len(a), len(b))
    return least >= LEAST and len(a & b) >= SHARED * least


_RANK: Final = {"office": 0, "named": 1, "document": 2, "unnamed": 3, "outlet": 4}


def _origin(number: int, tellings: Sequence[_Telling], members: Sequence[Told]) -> dict[str, Any]:
    best = min(tellings, key=lambda t: (_RANK[t.source.kind], t.member)).source
    own: dict[int, None] = dict.fromkeys(t.member for t in tellings)
    return {
        "id": f"o{number}",
        "kind": best.kind,
        "label": {"ar": best.label[0], "en": best.label[1]},
        "members": [_member(members[n]) for n in own],
        "keys": sorted({k for t in tellings for k in t.source.keys}),
    }


def _member(told: Told) -> dict[str, Any]:
    row = told.view.events.get(told.id)
    place = row["trigger"] if row is not None else told.view.statements[told.id]["content"]
    return {"report": told.view.id, "id": told.id, "span": list(place)}
