"""Offices and who held them when: two records, an `Office` and its `Tenure`s (`knowledge/offices/*.yaml`).

The first and the last day of a tenure both count. A date is a day, a month (``2006-05``) or a year (``2006``): of a
month or a year the whole counts, and the bound is soft, so that two tenures may share it. A tenure whose ``who`` is
null is a gap, said. `load` gives the table; `holders` who held an office on a date.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, Literal, get_args

import msgspec

from marsad.errors import MarsadError
from marsad.lexicon import knowledge
from marsad.lexicon.loader import compiled, data_files, overlay_files, read_yaml
from marsad.lexicon.tenures import FIRST_DAY, LAST_DAY, HolderItem, Tenure, period

RoleKey = Literal[
    "president", "monarch", "crown_prince", "supreme_leader", "head_of_council", "vice_president", "prime_minister",
    "deputy_prime_minister", "foreign_minister", "defence_minister", "interior_minister", "finance_minister",
    "oil_minister", "justice_minister", "information_minister", "minister", "parliament_speaker",
    "upper_house_speaker", "army_chief", "army_spokesman", "government_spokesman", "foreign_ministry_spokesman",
    "presidency_spokesman", "defence_ministry_spokesman", "interior_ministry_spokesman", "white_house_spokesman",
    "intelligence_chief", "national_security_adviser", "central_bank_governor", "chief_of_staff", "ambassador",
    "envoy", "secretary_general", "director_general", "high_representative", "commission_president",
    "council_president", "mission_head", "commander", "leader", "politburo_chief", "spokesman", "governor", "other",
]  # fmt: skip
ROLES: Final[frozenset[str]] = frozenset(get_args(RoleKey))
"""The keys of ``role``; what each is called in Arabic stands in ``arabic/office_titles.yaml``."""
SOURCES: Final = ("knowledge/*.yaml", "knowledge/*/*.yaml", "knowledge/places/gazetteer.tsv")
_OF_OFFICE = frozenset({"GOV", "LEG", "MIL", "SPY", None})  # sectors that one has by holding an office
SECTORS: Final[dict[str, str]] = {
    "army_chief": "MIL", "army_spokesman": "MIL", "commander": "MIL", "defence_minister": "GOV",
    "intelligence_chief": "SPY", "parliament_speaker": "LEG", "upper_house_speaker": "LEG",
}  # fmt: skip
"""PLOVER sector of those who hold a role, where it is not GOV or that of the body."""


class OfficeItem(msgspec.Struct, forbid_unknown_fields=True):
    """An office as written, with the tenures under it; fields as in `Office`. ``titles`` has forms with `` / ``."""

    en: str
    role: str
    holders: list[HolderItem] = []
    country: str | None = None
    body: str | None = None
    sector: str | None = None
    titles: str | None = None
    portfolio: str | None = None
    posted: str | None = None
    place: str | None = None
    wikidata: str | None = None
    note: str | None = None


class OfficeFile(msgspec.Struct, forbid_unknown_fields=True):
    """One file of ``knowledge/offices``: offices that share a country, or belong to none."""

    offices: dict[str, OfficeItem]
    country: str | None = None


class Office(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An office. ``country`` is ISO 3166-1 alpha-3, ``body``, ``place`` ids of the knowledge base, ``posted`` where an
    ambassador or envoy is sent. ``titles`` are extra forms, ``context`` those of them that need a country beside them.
    """

    id: str
    en: str
    role: str
    country: str | None = None
    body: str | None = None
    sector: str | None = None
    titles: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    portfolio: tuple[str, ...] = ()
    posted: str | None = None
    place: str | None = None
    wikidata: str | None = None
    note: str | None = None


class OfficeTable(msgspec.Struct, frozen=True):
    """``offices`` by id; ``tenures`` by office, in order of time; ``held``: offices by who held them."""

    offices: dict[str, Office]
    tenures: dict[str, list[Tenure]]
    held: dict[str, list[str]]


def build_from(
    files: Iterable[tuple[str, OfficeFile]],
    kb: knowledge.KnowledgeTable,
    given: Iterable[tuple[str, str, OfficeItem]] = (),
    problems: list[str] | None = None,
) -> OfficeTable:
    """The table of some files (name, content); raises ``bad-lexicon`` with file and place where one is wrong.

    Where a later file has an office again (users' own knowledge), its tenures win: the earlier ones end where they
    begin. ``given`` are further
    offices (file, id, item), left out where a file has the leader of that body itself.
    With ``problems`` what is wrong is put there, office by office, and left out of the table.
    """
    ids = {e.id: e.type for e in kb.entries}
    offices: dict[str, Office] = {}
    tenures: dict[str, list[Tenure]] = {}
    items = [(name, ident, item, file.country) for name, file in files for ident, item in file.offices.items()]
    led = {item.body for _, _, item, _ in items if item.role == "leader"}
    items += [(name, ident, item, None) for name, ident, item in given if item.body not in led]
    for name, ident, item, country in items:
        place = f"{name}: {ident}"
        try:
            office = _office(place, ident, item, item.country or country, ids)
            made = _tenures(place, ident, item.holders, ids)
        except MarsadError as error:
            if problems is None:
                raise
            problems.append(error.detail)
            continue
        offices[ident] = office
        tenures[ident] = _won(tenures.get(ident, []), made)
    held: dict[str, list[str]] = {}
    for ident, all_of_it in tenures.items():
        for tenure in all_of_it:
            if tenure.who is not None and ident not in held.setdefault(tenure.who, []):
                held[tenure.who].append(ident)
    return OfficeTable(offices, tenures, held)


def _office(place: str, ident: str, item: OfficeItem, country: str | None, ids: Mapping[str, str]) -> Office:
    if item.role not in ROLES:
        raise MarsadError("bad-lexicon", f"{place}: unknown role {item.role!r}")
    for field, value in (("country", country), ("body", item.body), ("place", item.place)):
        if value is not None and value not in ids:
            raise MarsadError("bad-lexicon", f"{place}: {field} {value!r} is no id of the knowledge base")
    titles, context = knowledge.split_forms(item.titles) if item.titles else ((), frozenset())
    portfolio = tuple(p.strip() for p in (item.portfolio or "").split(" / ") if p.strip())
    if item.role == "minister" and not (portfolio or titles):
        raise MarsadError("bad-lexicon", f"{place}: a minister needs a portfolio or titles")
    return Office(
        ident,
        item.en,
        item.role,
        country,
        item.body,
        item.sector,
        titles,
        tuple(t for t in titles if knowledge.key(t) in context),
        portfolio,
        item.posted,
        item.place,
        item.wikidata,
        item.note,
    )


def _won(shipped: Iterable[Tenure], own: list[Tenure]) -> list[Tenure]:
    """Both in order of time; a shipped tenure keeps only what the users' own leave of it before their first day."""
    kept = []
    for t in shipped:
        over = [o for o in own if o.covers(t.first, t.last)]
        if not over:
            kept.append(t)
        elif t.first < over[0].first:
            last = over[0].first
            kept.append(msgspec.structs.replace(t, last=last, sure_last=min(t.sure_last, last)))
    return sorted([*kept, *own], key=lambda t: t.first)


def person_id(who: str, ids: Mapping[str, object]) -> str | None:
    """The id of a holder as written: an English name of a person, or an id."""
    return next((i for i in (who, f"per-{knowledge.slug(who)}") if i in ids), None)


def _tenures(place: str, ident: str, holders: Iterable[HolderItem], ids: Mapping[str, str]) -> list[Tenure]:
    out: list[Tenure] = []
    for n, item in enumerate(holders):
        at = f"{place}, holder {n + 1} ({item.who})"
        who = None
        if item.who is not None:
            who = person_id(item.who, ids)
            if who is None or ids[who] != "PER":
                raise MarsadError("bad-lexicon", f"{at}: no such person in knowledge/people")
        try:
            first, sure_first = (FIRST_DAY, FIRST_DAY) if item.from_ is None else period(item.from_)
            sure_last, last = (LAST_DAY, LAST_DAY) if item.to is None else period(item.to)
        except ValueError as error:
            raise MarsadError("bad-lexicon", f"{at}: {error}") from error
        if first > last:
            raise MarsadError("bad-lexicon", f"{at}: ends ({item.to}) before it begins ({item.from_})")
        tenure = Tenure(ident, who, first, last, sure_first, sure_last, item.acting, item.concurrent, item.note)
        if out and tenure.first < out[-1].first:
            raise MarsadError("bad-lexicon", f"{at}: begins before the holder above it; write them in order of time")
        for before in out:
            marked = tenure.acting or before.acting or tenure.concurrent or before.concurrent
            if not marked and tenure.sure_first < before.sure_last:
                raise MarsadError(
                    "bad-lexicon",
                    f"{at}: overlaps {before.who} by more than the day of handover; "
                    "mend the dates, or mark one of them acting or concurrent",
                )
        out.append(tenure)
    return out


def _leaders() -> Iterator[tuple[str, str, OfficeItem]]:
    """The offices "leader of X" of organisations that give their ``leaders``: file, id, item."""
    for path in (*data_files("knowledge/organisations/*.yaml"), *overlay_files("knowledge/organisations/*.yaml")):
        for block in read_yaml(path, list[knowledge.Block]):
            for english, item in block.entries.items():
                if isinstance(item, str) or not item.leaders:
                    continue
                body = item.id or f"org-{knowledge.slug(english)}"
                sector = item.sector or block.sector
                yield (
                    _name(path),
                    f"{body}-leader",
                    OfficeItem(f"Leader of {english}", "leader", item.leaders, body=body, sector=sector),
                )


def files() -> list[tuple[str, OfficeFile]]:
    """The office files by name, read and in shape, the users' own last; raises ``bad-lexicon``."""
    paths = [*data_files("knowledge/offices/*.yaml"), *overlay_files("knowledge/offices/*.yaml")]
    return [(_name(path), read_yaml(path, OfficeFile)) for path in paths]


def _name(path: pathlib.Path) -> str:
    return f"{path.parent.name}/{path.name}"


def problems() -> list[str]:
    """All that is wrong with the office files, with file and place; raises ``bad-lexicon`` where one has no shape."""
    found: list[str] = []
    build_from(files(), knowledge.load(), _leaders(), found)
    return found


def build() -> OfficeTable:
    """Compiles the office files; raises ``bad-lexicon`` where one is wrong."""
    return build_from(files(), knowledge.load(), _leaders())


@cache
def load() -> OfficeTable:
    """The table, from the cache where it holds it; read once for each process."""
    return compiled("offices", SOURCES, OfficeTable, build)


def holders(office: str, date: str) -> list[Tenure]:
    """The tenures of an office on a date (day, month or year), gaps too; empty if there are none or no such office.

    In this order: those that hold it surely on all of the date, the full holder before an acting one and before one
    beside him, who came later first. On the day of a handover both are given, the new holder first.
    """
    first, last = period(date)
    found = [t for t in load().tenures.get(office, ()) if t.covers(first, last)]
    return sorted(found, key=lambda t: (not t.surely(first, last), t.acting, t.concurrent, _later(t.first)))


def _later(day: str) -> int:
    return -int(day.replace("-", ""))


def held_by(person: str, date: str | None = None) -> list[Tenure]:
    """All tenures of a person, or those on a date, in order of time."""
    table = load()
    out = [t for office in table.held.get(person, ()) for t in table.tenures[office] if t.who == person]
    if date is not None:
        first, last = period(date)
        out = [t for t in out if t.covers(first, last)]
    return sorted(out, key=lambda t: (t.first, t.office))


def sector_of(office: Office) -> str:
    """The PLOVER sector of who holds an office: its own, its role's, its body's, else GOV."""
    if office.sector is not None:
        return office.sector
    if office.role in SECTORS:
        return SECTORS[office.role]
    if office.role in ("ambassador", "envoy") and office.country is not None:
        return "GOV"  # whose he is, not where he sits
    if office.body is not None:
        entry = knowledge.by_id(office.body)
        if entry is not None and entry.sector is not None:
            return entry.sector
    return "GOV"


def sector_on(known: knowledge.Entry | None, office: str | None, date: str | None, role: str | None) -> str | None:
    """The PLOVER sector on a date: of the office held, of the role that the report gives, of the entity itself.

    Who held office and holds none any more is one of the elites (ELI), unless the report gives a present role.
    """
    if office is not None:
        return sector_of(load().offices[office])
    if known is None or known.type != "PER":
        return (known.sector_on(date) if known is not None else None) or role
    tenures = held_by(known.id)
    if date is None or not tenures or known.sector not in _OF_OFFICE:
        return known.sector or role
    if role is not None:
        return role
    return "ELI" if any(t.last < date for t in tenures) else "PTY"
