"""Where the tellings of one happening begin, counted by beginnings and not by outlets.

Tellings are one origin where they share a source (a person, his office, one outlet's unnamed source, one agency), where
one report's source is an outlet whose own source another report of the cluster names, and where their wording is
shared: then both have it from one text.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from marsad.weave.posts import head, headed, same_name
from marsad.weave.sources import Source, accounts, person, sources_of
from marsad.weave.views import Pair, Told, View

SHINGLE: Final = 4  # words in a row that are compared
SHARED: Final = 0.5  # share of the shorter passage's shingles from which two passages are one text
LEAST: Final = 6  # shingles of a passage that can tell
NAMES: Final = 80  # persons of a cluster whose names are compared
HOLDERS: Final = 40  # tellings that a shingle is remembered for


class _Telling(NamedTuple):
    member: int
    source: Source


def origins(members: Sequence[Told]) -> list[dict[str, Any]]:
    """The origins of a cluster as RECORD.md has them, in the order in which the members come.

    A report may stand under several. Members are events, or statements (then whoever speaks is the origin).
    """
    tellings = [_Telling(n, s) for n, told in _accounts(members) for s in _sources(told)]
    copies = _copies(tellings, members)
    tellings, copies = _without_outlets(tellings, copies, members)
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
    for a, b in _same_names(by_key):
        join(by_key[a], by_key[b])
    for word, short in _heads(by_key).items():
        # In one happening "the coalition" is that one which others call by its name, where it is one only.
        full = {root(by_key[key]) for key in by_key if headed(key, word)}
        for key in short:
            join(by_key[key], by_key[short[0]])
        if len(full) == 1:
            join(by_key[short[0]], full.pop())
    for carrier, n in _carriers(tellings).items():
        if carrier in by_key:
            join(by_key[carrier], n)
    for x, y in copies:
        # Who leaves out whom a text names tells it on his own word, for all that a reader of him knows.
        if _own(tellings[x].source) == _own(tellings[y].source):
            join(x, y)
    groups: dict[int, list[int]] = {}
    for n in range(len(tellings)):
        groups.setdefault(root(n), []).append(n)
    return [_origin(k, [tellings[n] for n in group], members) for k, group in enumerate(groups.values(), 1)]


def _same_names(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Keys of two persons whose names are spellings of one, or the one a part of the other."""
    persons = sorted(k for k in keys if k.startswith(("per/", "per-")))[:NAMES]
    return ((a, b) for a, b in itertools.combinations(persons, 2) if same_name(a, b))


def _heads(keys: Iterable[str]) -> dict[str, list[str]]:
    """The keys of bodies that are called by one word, by that word."""
    found: dict[str, list[str]] = {}
    for key in sorted(keys):
        if (word := head(key)) is not None:
            found.setdefault(word, []).append(key)
    return found


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


def _without_outlets(
    tellings: list[_Telling], copies: list[tuple[int, int]], members: Sequence[Told]
) -> tuple[list[_Telling], list[tuple[int, int]]]:
    """A report that names a source anywhere for the happening is no origin of its own in its other sentences, unless
    another report has the same words there: these then have a text in common that names nobody."""
    named = {members[t.member].view.id for t in tellings if not _own(t.source)}
    copied = {n for pair in copies for n in pair if all(_own(tellings[m].source) for m in pair)}
    kept = [
        n for n, t in enumerate(tellings) if not _own(t.source) or members[t.member].view.id not in named or n in copied
    ]
    at = {n: k for k, n in enumerate(kept)}
    return [tellings[n] for n in kept], [(at[a], at[b]) for a, b in copies if a in at and b in at]


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


def _copies(tellings: Sequence[_Telling], members: Sequence[Told]) -> list[tuple[int, int]]:
    """Pairs of tellings of two reports whose passages are one text. Looked up by the shingles that they share, so that
    the cost follows what is copied and not the square of the cluster."""
    sizes: list[int] = []
    where: dict[tuple[str, ...], list[int]] = {}
    shared: Counter[tuple[int, int]] = Counter()
    for n, telling in enumerate(tellings):
        found = _shingles(members[telling.member].view, telling.source.passage)
        sizes.append(len(found))
        for shingle in found if len(found) >= LEAST else ():
            holders = where.setdefault(shingle, [])
            for other in holders:
                if members[tellings[other].member].view.id != members[telling.member].view.id:
                    shared[other, n] += 1
            if len(holders) < HOLDERS:
                holders.append(n)
    return sorted(pair for pair, n in shared.items() if n >= SHARED * min(sizes[pair[0]], sizes[pair[1]]))


def _shingles(view: View, passage: Pair) -> set[tuple[str, ...]]:
    words = [w for w, _, _ in view.words(passage)]
    return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}


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
