"""Who fights whom, when, and who holds which place (`knowledge/conflicts/*.yaml`).

A conflict has two sides; every member of the one is a foe of every member of the other while both are in it. A member
is the id of a body without ``org-``, a country for its state (government, army, police), ``SYR/REB`` for bodies of a
country and a PLOVER sector that have no id of their own, or a bloc; days may follow (``USA 2014-09..``). `load` gives
the table; `relation` asks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final, Literal

import msgspec

from marsad.errors import MarsadError
from marsad.lexicon import knowledge
from marsad.lexicon.loader import compiled, data_files, overlay_files, read_yaml
from marsad.lexicon.offices import SOURCES
from marsad.lexicon.tenures import FIRST_DAY, LAST_DAY, stretch

Kind = Literal["armed", "political"]
Relation = Literal["armed", "political", "past", "allied"]
FILES: Final = "knowledge/conflicts/*.yaml"
STATE: Final = frozenset({"GOV", "MIL", "COP", "LEG", "SPY", "JUD"})
"""Sectors whose bodies and people stand for their country."""
_CODE: Final = re.compile(r"[A-Z]{3}(/[A-Z]{3})?")


class ConflictItem(msgspec.Struct, forbid_unknown_fields=True):
    """A conflict as written; ``active`` is ``2004..2010``, as of organisations."""

    name: str
    kind: Kind
    active: Any
    one: list[str]
    other: list[str]


class HeldItem(msgspec.Struct, forbid_unknown_fields=True):
    """Places (ids without ``loc-``) that a body, a state or a bloc held from the first to the last day."""

    by: str
    active: Any
    places: list[str]


class ConflictFile(msgspec.Struct, forbid_unknown_fields=True):
    """One file: blocs are lists of members under a name, for the sides of all files."""

    conflicts: list[ConflictItem]
    blocs: dict[str, list[str]] = {}
    held: list[HeldItem] = []


class Stand(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """That a member is on a side (0 or 1) of a conflict (its index) from the first to the last day, both counted."""

    conflict: int
    side: int
    first: str
    last: str


class Conflict(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A conflict: English name, kind, first and last day."""

    name: str
    kind: Kind
    first: str
    last: str


class Held(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who held a place from the first to the last day: ids of the knowledge base, or ``SYR/REB``."""

    by: tuple[str, ...]
    first: str
    last: str


class ConflictTable(msgspec.Struct, frozen=True):
    """``stands`` by member, ``held`` by the id of the place; the users' own entries go before those shipped."""

    conflicts: list[Conflict]
    stands: dict[str, list[Stand]]
    held: dict[str, list[Held]]


class _Builder:
    def __init__(self, ids: Mapping[str, object], problems: list[str] | None) -> None:
        self.ids, self.problems = ids, problems
        self.blocs: dict[str, list[str]] = {}
        self.table = ConflictTable([], {}, {})

    def fail(self, place: str, problem: str) -> None:
        """Notes what is wrong; raises ``bad-lexicon`` where nobody collects it."""
        said = f"{place}: {problem}"
        if self.problems is None:
            raise MarsadError("bad-lexicon", said)
        self.problems.append(said)

    def days(self, place: str, written: Any) -> tuple[str, str]:
        try:
            return stretch(written)
        except ValueError as error:
            self.fail(place, str(error))
            return LAST_DAY, FIRST_DAY

    def members(
        self, place: str, written: Iterable[str], within: tuple[str, ...] = ()
    ) -> Iterator[tuple[str, str, str]]:
        """Members of a side with their days; blocs are opened."""
        for entry in written:
            name, _, days = entry.partition(" ")
            first, last = self.days(place, days) if days else (FIRST_DAY, LAST_DAY)
            if name in within:
                self.fail(place, f"bloc {name} holds itself")
            elif name in self.blocs:
                for ident, begin, end in self.members(place, self.blocs[name], (*within, name)):
                    yield ident, max(first, begin), min(last, end)
            else:
                ident = name if _CODE.fullmatch(name) else f"org-{name}"
                if ident.partition("/")[0] not in self.ids:
                    self.fail(place, f"{name!r} is no body, country or bloc")
                else:
                    yield ident, first, last

    def conflict(self, place: str, item: ConflictItem) -> None:
        place = f"{place}: {item.name}"
        first, last = self.days(place, item.active)
        sides: list[dict[str, Stand]] = []
        for side, written in enumerate((item.one, item.other)):
            found: dict[str, Stand] = {}
            for ident, begin, end in self.members(place, written):
                found.setdefault(ident, Stand(len(self.table.conflicts), side, max(first, begin), min(last, end)))
            if not found:
                self.fail(place, "a side has no members")
            sides.append(found)
        for ident, stand in sides[0].items():
            other = sides[1].get(ident)
            if other is not None and stand.first <= other.last and other.first <= stand.last:
                self.fail(place, f"{ident} is on both sides")
        self.table.conflicts.append(Conflict(item.name, item.kind, first, last))
        for found in sides:
            for ident, stand in found.items():
                if stand.first <= stand.last:
                    self.table.stands.setdefault(ident, []).append(stand)

    def hold(self, place: str, item: HeldItem) -> None:
        place = f"{place}: held by {item.by}"
        first, last = self.days(place, item.active)
        by = tuple(dict.fromkeys(ident for ident, *_ in self.members(place, [item.by])))
        for name in item.places:
            ident = f"loc-{name}"
            if ident not in self.ids:
                self.fail(place, f"there is no place {name!r}")
            else:
                self.table.held.setdefault(ident, []).append(Held(by, first, last))


def build_from(
    files: Iterable[tuple[str, ConflictFile]], ids: Mapping[str, object], problems: list[str] | None = None
) -> ConflictTable:
    """The table of some files (name, content), the users' own first; raises ``bad-lexicon`` where one is wrong.

    A conflict or bloc whose name a file before has is left out. With ``problems`` what is wrong is put there.
    """
    builder = _Builder(ids, problems)
    listed = list(files)
    for _, file in listed:
        builder.blocs = {**file.blocs, **builder.blocs}
    names: dict[str, str] = {}
    for file_name, file in listed:
        for item in file.conflicts:
            if names.setdefault(item.name, file_name) == file_name:
                builder.conflict(file_name, item)
        for held in file.held:
            builder.hold(file_name, held)
    return builder.table


def files() -> list[tuple[str, ConflictFile]]:
    """The files by name, read and in shape, the users' own first; raises ``bad-lexicon``."""
    paths = [*overlay_files(FILES), *data_files(FILES)]
    return [(f"{path.parent.name}/{path.name}", read_yaml(path, ConflictFile)) for path in paths]


def problems() -> list[str]:
    """All that is wrong with the files, with file and conflict; raises ``bad-lexicon`` where one has no shape."""
    found: list[str] = []
    build_from(files(), knowledge.ids(), found)
    return found


@cache
def load() -> ConflictTable:
    """The table, from the cache where it holds it; read once for each process."""
    return compiled("conflicts", SOURCES, ConflictTable, lambda: build_from(files(), knowledge.ids()))


def parties(kb: str | None, country: str | None, sector: str | None) -> tuple[str, ...]:
    """As what somebody takes sides: its own id and that of the body that it belongs to, its state, its country and
    sector. Who fights his own state does not stand for it."""
    table = load()
    entry = knowledge.by_id(kb) if kb is not None else None
    found = [i for i in (kb, entry.of if entry is not None else None) if i is not None and i in table.stands]
    if country is None:
        return tuple(found)
    if sector in STATE and not any(_fights(i, country) for i in found):
        found.append(country)
    if not (found and kb in found):
        found.append(f"{country}/{sector or 'CVL'}")
    return tuple(dict.fromkeys(i for i in found if i in table.stands))


@cache
def _fights(ident: str, country: str) -> bool:
    """Whether a body is ever in arms against a state."""
    table = load()
    theirs = {(s.conflict, 1 - s.side) for s in table.stands.get(country, ())}
    return any(
        (s.conflict, s.side) in theirs and table.conflicts[s.conflict].kind == "armed" for s in table.stands[ident]
    )


def relation(some: Iterable[str], others: Iterable[str], date: str | None) -> Relation | None:
    """How parties stand to others on a day: foes in arms, political foes, foes in arms of days past, on one side.

    Without a day, as they stood latest.
    """
    one, other = tuple(some), tuple(others)
    return _relation(one, other, date) if one and other else None


@lru_cache(maxsize=50_000)
def _relation(some: tuple[str, ...], others: tuple[str, ...], date: str | None) -> Relation | None:
    table, found = load(), set[Relation]()
    theirs: dict[int, list[Stand]] = {}
    for ident in others:
        for stand in table.stands.get(ident, ()):
            theirs.setdefault(stand.conflict, []).append(stand)
    for ident in some:
        for mine in table.stands.get(ident, ()):
            for other in theirs.get(mine.conflict, ()):
                first, last = max(mine.first, other.first), min(mine.last, other.last)
                if first > last or (date is not None and date < first):
                    continue
                kind = table.conflicts[mine.conflict].kind
                now = date is None or date <= last
                if mine.side != other.side:
                    if now or kind == "armed":
                        found.add(kind if now else "past")
                elif now and kind == "armed":
                    found.add("allied")
    order: tuple[Relation, ...] = ("armed", "political", "past", "allied")
    return next((r for r in order if r in found), None)


def holders(place: str, date: str | None) -> tuple[str, ...]:
    """Who holds a place (its id) on a day: as the files say of it or of what it lies in, else its state."""
    entry = knowledge.by_id(place)
    seen: set[str] = set()
    within = entry
    while within is not None and within.id not in seen:
        seen.add(within.id)
        for held in load().held.get(within.id, ()):
            if date is None or held.first <= date <= held.last:
                return held.by
        within = knowledge.by_id(within.of) if within.of is not None else None
    return (entry.country,) if entry is not None and entry.type == "LOC" and entry.country else ()


def foes(party: str, date: str | None) -> list[tuple[Conflict, tuple[str, ...]]]:
    """The conflicts that a member is in on a day (without one: ever), in order of time, with the other side."""
    table = load()
    out = []
    for mine in table.stands.get(party, ()):
        if date is not None and not mine.first <= date <= mine.last:
            continue
        others = tuple(
            ident
            for ident, stands in table.stands.items()
            if any(
                s.conflict == mine.conflict
                and s.side != mine.side
                and (s.first <= date <= s.last if date is not None else s.first <= mine.last and mine.first <= s.last)
                for s in stands
            )
        )
        out.append((table.conflicts[mine.conflict], others))
    return sorted(out, key=lambda pair: (pair[0].first, pair[0].name))


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Cases of the files: how ``one`` stands to ``other`` on a ``date``, or who ``holds`` a ``place`` then."""
    date = str(case["date"])
    if "place" in case:
        got: object = list(holders(case["place"], date))
        return None if (got == case["holds"]) == expected else f"held by {got}"
    sides = []
    for name in (case["one"], case["other"]):
        entry = knowledge.by_id(name)
        sides.append(parties(name, entry.country, entry.sector_on(date)) if entry is not None else (name,))
    got = relation(sides[0], sides[1], date)
    return None if (got == case["are"]) == expected else f"{got}"
