"""The knowledge base that recognises names in text: countries, places, outlets, organisations, people, name lists.

The data stand in ``knowledge/**/*.yaml`` in ordinary spelling; `load` gives them folded and keyed for look-up.
A form is written without attached particles. A tilde before a form (``~النصر``) says that it is also an everyday
word, a person's name or another thing's name, and must not be taken for this entity without help from its context.
"""

from __future__ import annotations

import pathlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Literal

import msgspec

from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.lexicon.loader import compiled, data_files, overlay_files, read_yaml
from marsad.lexicon.tenures import HolderItem, period, stretch

KnownType = Literal["PER", "ORG", "LOC", "MEDIA"]
Gender = Literal["m", "f", "mf"]
Ownership = Literal["state", "public", "party", "religious", "private"]

_TYPES: dict[str, KnownType] = {"places": "LOC", "organisations": "ORG", "people": "PER", "outlets": "MEDIA"}
_PREFIX: dict[KnownType, str] = {"PER": "per", "ORG": "org", "LOC": "loc", "MEDIA": "media"}
_SOURCES = ("knowledge/*.yaml", "knowledge/*/*.yaml", "knowledge/places/gazetteer.tsv")
# As marsad.text.segment cuts: numbers, Arabic words, other words, single marks.
_PIECE = re.compile("[0-9]+|[\u0621-\u06d3]+|[a-z\u00c0-\u024f][a-z0-9\u00c0-\u024f]*|\\S")
_LATIN = str.maketrans("ıİłŁøØđĐ", "iIlLoOdD")
_COUNTRY_IN_NAME = re.compile(r" \(([A-Z]{3})\)$")


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One known entity. ``ar`` has the canonical name first, then every other usual spelling or short form.

    ``country`` is ISO 3166-1 alpha-3, ``sector`` a PLOVER sector, ``of`` the id of the entity that this one belongs
    to. ``ambiguous`` is true where every form needs context; ask `KnowledgeTable.ambiguous` for a single form.
    ``sponsor`` is the id of a country or body behind it, ``alignment`` a word for whom it sides with, ``active`` its
    first and last day, ``sectors`` the days from which it has another sector than ``sector``, in order. ``ownership``
    of an outlet is one of `Ownership` (``public``: by law apart from the government), ``owner`` the id of the state,
    body or person that has it. ``gender`` is given where a person's given name would mislead.
    """

    id: str
    type: KnownType
    ar: tuple[str, ...]
    en: str | None = None
    country: str | None = None
    sector: str | None = None
    kind: str | None = None
    of: str | None = None
    wikidata: str | None = None
    ambiguous: bool = False
    note: str | None = None
    sponsor: str | None = None
    alignment: str | None = None
    active: tuple[str, str] | None = None
    sectors: tuple[tuple[str, str], ...] = ()
    gender: Gender | None = None
    owner: str | None = None
    ownership: str | None = None

    def sector_on(self, date: str | None) -> str | None:
        """The PLOVER sector on a day; without a day, the latest."""
        if not self.sectors:
            return self.sector
        known = [sector for since, sector in self.sectors if date is None or since <= date]
        return known[-1] if known else self.sector

    def active_on(self, date: str | None) -> bool:
        """Whether it may have been there on a day; true where nothing is known."""
        return date is None or self.active is None or self.active[0] <= date <= self.active[1]


class KnowledgeTable(msgspec.Struct, frozen=True):
    """All that is known, keyed by folded forms whose words are joined by one space.

    ``forms``: folded form to indices into ``entries`` (hand-kept entries before the gazetteer's).
    ``first``: folded first word of a form to the largest number of words of a form that begins with it.
    ``ambiguous``: folded forms of entities and nationality adjectives that need context.
    ``ambiguous_names``: given and family names that do.
    ``demonyms``: folded nationality adjectives in all genders and numbers to ISO 3166-1 alpha-3.
    ``given``: folded given names to gender. ``family``: folded family names and nisbas with their article.
    ``name_particles``: folded words that stand inside personal names (بن, آل, أبو, فان ...).
    """

    entries: list[Entry]
    forms: dict[str, list[int]]
    first: dict[str, int]
    ambiguous: frozenset[str]
    ambiguous_names: frozenset[str]
    demonyms: dict[str, str]
    given: dict[str, Gender]
    family: frozenset[str]
    name_particles: frozenset[str]

    def longest(self, words: Sequence[str], at: int) -> tuple[str, int] | None:
        """The longest known form that begins at folded word ``at``: the form and its number of words, or None."""
        most = self.first.get(words[at])
        if most is None:
            return None
        for n in range(min(most, len(words) - at), 0, -1):
            form = " ".join(words[at : at + n])
            if form in self.forms:
                return form, n
        return None

    def of_form(self, form: str) -> list[Entry]:
        """The entries that a form (in any spelling) may name; empty if there is none."""
        return [self.entries[i] for i in self.forms.get(key(form), ())]


class Item(msgspec.Struct, forbid_unknown_fields=True):
    """An entry written out; what it leaves open, its block says. ``ar`` holds forms with `` / `` between them.

    ``leaders`` are tenures of the office "leader of it" (`marsad.lexicon.offices`), ``active`` is ``2004..2010``,
    ``sectors`` gives a sector from a date on (``{2021-08-15: GOV}``).
    """

    ar: str
    id: str | None = None
    country: str | None = None
    sector: str | None = None
    kind: str | None = None
    of: str | None = None
    wikidata: str | None = None
    note: str | None = None
    leaders: list[HolderItem] = []
    sponsor: str | None = None
    alignment: str | None = None
    active: Any = None
    sectors: dict[Any, str] = {}
    gender: Gender | None = None
    owner: str | None = None
    ownership: Ownership | None = None


class Block(msgspec.Struct, forbid_unknown_fields=True):
    """Entries that share country, sector, kind: English name to forms, or to an `Item`."""

    entries: dict[str, str | Item]
    country: str | None = None
    sector: str | None = None
    kind: str | None = None
    of: str | None = None
    type: KnownType | None = None
    ownership: Ownership | None = None


class Country(msgspec.Struct, forbid_unknown_fields=True):
    """A country: its forms, its capital (English name to forms), bases of its nationality adjective.

    ``plural`` holds plurals that the base does not give (روس, أتراك).
    """

    en: str
    ar: str
    capital: dict[str, str] = {}
    demonym: str | None = None
    plural: str | None = None
    wikidata: str | None = None
    kind: str = "country"


class GivenNames(msgspec.Struct, forbid_unknown_fields=True):
    """Given names of one origin. A tilde marks a name that is also an everyday word."""

    male: list[str] = []
    female: list[str] = []
    both: list[str] = []


class FamilyNames(msgspec.Struct, forbid_unknown_fields=True):
    """Family names by origin, and particles of names."""

    names: dict[str, list[str]] = {}
    particles: list[str] = []


def key(form: str) -> str:
    """The folded form, cut as the text is cut into tokens and joined by one space: the key of every look-up.

    ``أ.ف.ب`` is ``ا . ف . ب``, ``فرانس24`` is ``فرانس 24``.
    """
    return " ".join(_PIECE.findall(fold(form)))


def slug(english: str) -> str:
    """``Al-Jazeera (QAT)`` to ``al-jazeera-qat``: the part of an id that comes of the English name."""
    plain = unicodedata.normalize("NFKD", english.translate(_LATIN).casefold())
    return re.sub(r"[^a-z0-9]+", "-", re.sub("[\u0300-\u036f'’]", "", plain)).strip("-")


def split_forms(written: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Forms in order without their tildes, and the keys of those that had one."""
    forms, needs = [], set()
    for part in written.split(" / "):
        form = part.strip()
        if form.startswith("~"):
            form = form[1:]
            needs.add(key(form))
        if not form:
            raise MarsadError("bad-lexicon", f"empty form in {written!r}")
        forms.append(form)
    return tuple(forms), frozenset(needs)


_FEMININE = ("ة", "تان", "تين", "ات")
_MASCULINE = ("", "ان", "ين", "ون", "ا")


def inflect_demonym(base: str) -> Iterator[str]:
    """Every gender, number and definiteness of a nationality adjective (``عراقي``, ``كوري جنوبي``, ``جنوب أفريقي``)."""
    words = base.split()
    for ending in _MASCULINE + _FEMININE:
        if words[0].endswith("ي"):
            yield " ".join(w + ending for w in words)
            yield " ".join("ال" + w + ending for w in words)
        else:
            # جنوب أفريقي: the first word is a fixed part; the article stands before it or before both
            last = words[-1] + ending
            yield " ".join([*words[:-1], last])
            yield " ".join(["ال" + words[0], *words[1:-1], last])
            yield " ".join([*words[:-1], "ال" + last])


def _dated(english: str, written: object, read: Callable[[Any], tuple[str, str]]) -> tuple[str, str]:
    try:
        return read(written)
    except ValueError as error:
        raise MarsadError("bad-lexicon", f"{english}: {error}") from error


class _Builder:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.ids: set[str] = set()
        self.forms: dict[str, list[int]] = {}
        self.ambiguous: set[str] = set()
        self.demonyms: dict[str, str] = {}
        self.ambiguous_demonyms: set[str] = set()
        self.ambiguous_names: set[str] = set()
        self.given: dict[str, Gender] = {}
        self.family: set[str] = set()
        self.particles: set[str] = set()
        self.own: set[str] = set()  # ids of the users' own entries, which take the place of shipped ones
        self.certain: set[str] = set()  # their unmarked forms
        self.capitals: set[str] = set()  # a capital is meant although a lesser town needs its context: طرابلس

    def add(self, entry: Entry, needs: frozenset[str]) -> None:
        if entry.id in self.own:
            return
        if entry.id in self.ids:
            raise MarsadError("bad-lexicon", f"id {entry.id} is given twice")
        self.ids.add(entry.id)
        keys = [key(form) for form in entry.ar]
        if needs.issuperset(keys):
            entry = msgspec.structs.replace(entry, ambiguous=True)
        index = len(self.entries)
        self.entries.append(entry)
        if entry.en is not None and (entry.type == "MEDIA" or (entry.type == "ORG" and entry.en.isupper())):
            # CNN, Reuters, NATO, as they stand in Arabic text
            latin = key(entry.en)
            if len(latin) > 2 and latin not in self.forms:
                keys.append(latin)
        for folded in dict.fromkeys(keys):
            self.forms.setdefault(folded, []).append(index)
        self.ambiguous |= needs
        if entry.kind == "capital":
            self.capitals |= set(keys) - needs

    def block(self, kind: KnownType, block: Block) -> None:
        of_type = block.type or kind
        for english, value in block.entries.items():
            item = Item(ar=value) if isinstance(value, str) else value
            named = _COUNTRY_IN_NAME.search(english)
            forms, needs = split_forms(item.ar)
            self.add(
                Entry(
                    id=item.id or f"{_PREFIX[of_type]}-{slug(english)}",
                    type=of_type,
                    ar=forms,
                    en=english[: named.start()] if named else english,
                    country=item.country or block.country or (named.group(1) if named else None),
                    sector=item.sector or block.sector,
                    kind=item.kind or block.kind,
                    of=item.of or block.of,
                    wikidata=item.wikidata,
                    note=item.note,
                    sponsor=item.sponsor,
                    alignment=item.alignment,
                    active=None if item.active is None else _dated(english, item.active, stretch),
                    owner=item.owner,
                    ownership=item.ownership or block.ownership,
                    sectors=tuple(sorted((_dated(english, d, period)[0], s) for d, s in item.sectors.items())),
                    gender=item.gender,
                ),
                needs,
            )

    def files(self, paths: Iterable[pathlib.Path]) -> None:
        """The blocks of the files whose folder says of what type they are."""
        for path in paths:
            kind = _TYPES.get(path.parent.name)
            if kind is None:
                continue
            for block in read_yaml(path, list[Block]):
                try:
                    self.block(kind, block)
                except MarsadError as error:
                    raise MarsadError("bad-lexicon", f"{path.name}: {error.detail}") from error

    def end_of_own(self) -> None:
        """What was added so far is the users' own."""
        self.own = set(self.ids)
        self.certain = set(self.forms) - self.ambiguous

    def country(self, code: str, country: Country) -> None:
        forms, needs = split_forms(country.ar)
        known = Entry(code, "LOC", forms, country.en, code, "GOV", country.kind, wikidata=country.wikidata)
        self.add(known, needs)
        for english, written in country.capital.items():
            forms, needs = split_forms(written)
            self.add(Entry(f"loc-{slug(english)}", "LOC", forms, english, code, None, "capital", code), needs)
        for source, grow in ((country.demonym, True), (country.plural, False)):
            if source is None:
                continue
            bases, needs = split_forms(source)
            for base in bases:
                for form in inflect_demonym(base) if grow else (base, "ال" + base):
                    folded = key(form)
                    if self.demonyms.setdefault(folded, code) == code and key(base) in needs:
                        self.ambiguous_demonyms.add(folded)

    def names(self) -> None:
        for path in data_files("knowledge/names/given_*.yaml"):
            lists = read_yaml(path, GivenNames)
            genders: tuple[tuple[Gender, list[str]], ...] = (("m", lists.male), ("f", lists.female), ("mf", lists.both))
            for gender, names in genders:
                for name in self._marked(names):
                    known = self.given.get(name)
                    self.given[name] = gender if known in (None, gender) else "mf"
        for path in data_files("knowledge/names/family_*.yaml"):
            family = read_yaml(path, FamilyNames)
            for written in family.names.values():
                self.family.update(self._marked(written))
            self.particles.update(self._marked(family.particles))

    def _marked(self, names: Iterable[str]) -> Iterator[str]:
        for written in names:
            name = key(written.removeprefix("~"))
            if written.startswith("~"):
                self.ambiguous_names.add(name)
            yield name

    def gazetteer(self) -> None:
        """Populated places of GeoNames that the hand-kept lists do not have."""
        for path in data_files("knowledge/places/gazetteer.tsv"):
            for line in path.read_text("utf-8").splitlines():
                if line.startswith("#"):
                    continue
                english, code, written = line.split("\t")
                forms, needs = split_forms(written)
                taken = [self._is_place(key(form)) for form in forms]
                kept = tuple(form for form, known in zip(forms, taken, strict=True) if not known)
                if taken[0] or not kept:
                    continue
                needs |= {key(f) for f in kept if key(f) in self.forms or key(f) in self.given or key(f) in self.family}
                ident = f"geo-{slug(english)}-{code.lower()}"
                if ident not in self.ids:
                    of = code if code in self.ids else None
                    self.add(Entry(ident, "LOC", kept, english, code, None, "city", of), needs)

    def check(self) -> None:
        """Every id that an entry points at is there."""
        for entry in self.entries:
            for field, ident in (("of", entry.of), ("sponsor", entry.sponsor), ("owner", entry.owner)):
                if ident is not None and ident not in self.ids:
                    raise MarsadError("bad-lexicon", f"{entry.id}: {field} {ident!r} is no id of the knowledge base")

    def _is_place(self, form: str) -> bool:
        return any(self.entries[i].type == "LOC" for i in self.forms.get(form, ()))

    def table(self) -> KnowledgeTable:
        # سوريا is the country, not the indefinite accusative of سوري
        demonyms = {form: code for form, code in self.demonyms.items() if not self._is_place(form)}
        first: dict[str, int] = {}
        for form in self.forms:
            words = form.split(" ")
            first[words[0]] = max(first.get(words[0], 0), len(words))
        unsure = self.ambiguous - self.certain - self.capitals
        return KnowledgeTable(
            entries=self.entries,
            forms=self.forms,
            first=first,
            ambiguous=frozenset(unsure | (self.ambiguous_demonyms & demonyms.keys())),
            ambiguous_names=frozenset(self.ambiguous_names),
            demonyms=demonyms,
            given=self.given,
            family=frozenset(self.family),
            name_particles=frozenset(self.particles),
        )


def build() -> KnowledgeTable:
    """Compiles the data files; raises ``bad-lexicon`` where one is wrong."""
    builder = _Builder()
    for path in overlay_files("knowledge/countries.yaml"):
        for code, country in read_yaml(path, dict[str, Country]).items():
            builder.country(code, country)
    builder.files(overlay_files("knowledge/*/*.yaml"))
    builder.end_of_own()
    countries = read_yaml(data_files("knowledge/countries.yaml")[0], dict[str, Country])
    for code, country in countries.items():
        builder.country(code, country)
    builder.files(data_files("knowledge/*/*.yaml"))
    builder.names()
    builder.gazetteer()
    builder.check()
    return builder.table()


@cache
def load() -> KnowledgeTable:
    """The compiled knowledge base, from the cache where it holds it; read once for each process."""
    return compiled("knowledge", _SOURCES, KnowledgeTable, build)


def by_id(ident: str) -> Entry | None:
    """The known entity of an id, or None."""
    index = ids().get(ident)
    return None if index is None else load().entries[index]


@cache
def ids() -> dict[str, int]:
    """Where each entry stands in ``entries``, by id."""
    return {e.id: k for k, e in enumerate(load().entries)}


def named(name: str) -> list[Entry]:
    """The entries that an Arabic form or the English name gives, without regard to case and accents."""
    table = load()
    return table.of_form(name) or [table.entries[k] for k in _by_slug().get(slug(name), ())]


@cache
def _by_slug() -> dict[str, list[int]]:
    """Where the entries of an English name stand, by the name's slug."""
    found: dict[str, list[int]] = {}
    for k, entry in enumerate(load().entries):
        if entry.en is not None and (made := slug(entry.en)):
            found.setdefault(made, []).append(k)
    return found


def found(text: str) -> list[str]:
    """Ids of what a phrase without attached particles names, longest forms first, forms that need context left out."""
    table, words, out, i = load(), key(text).split(" "), [], 0
    while i < len(words):
        hit = table.longest(words, i)
        if hit is not None and hit[0] not in table.ambiguous:
            out.append(table.entries[table.forms[hit[0]][0]].id)
        i += hit[1] if hit is not None else 1
    return out


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """The checker of ``knowledge.cases.yaml``: ``find`` holds the ids that ``text`` names, or must not name."""
    ids = found(case["text"])
    if expected:
        return None if ids == case["find"] else f"finds {ids}"
    wrong = [i for i in case["find"] if i in ids]
    return f"finds {wrong}" if wrong else None
