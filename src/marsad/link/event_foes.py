"""Who fights whom, as features for choosing the participants of events (`marsad.lexicon.conflicts`).

A report often leaves the other side to be understood ("اجتياح رفح"), since its reader knows who fights whom. So a
candidate is held against those who surely take part, whoever stands in the sentence, and whoever holds the place. Where
the knowledge has nothing, the report's own "A attacks B" says it, and that rebels fight the forces of a state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from marsad.document import Entity, Report
from marsad.folding import fold
from marsad.lexicon import conflicts, event_participants, knowledge, offices

Standing = Literal["foe", "same", "rival", "people", "allied", "none"]
"""How two stand: foes in arms, of one party, foes in politics or of days past, one of the people of a foe's country."""
_NEAREST: Final[tuple[Standing, ...]] = ("same", "foe", "people", "rival", "allied", "none")
_KNOWN: Final[dict[conflicts.Relation, Standing]] = {
    "armed": "foe", "political": "rival", "past": "rival", "allied": "allied",
}  # fmt: skip
_FORCES: Final = ("MIL", "COP")


class Bout(NamedTuple):
    """Whom the candidates for one role of an event are held against, as entities.

    ``others`` surely have the other role and take sides; ``around`` stand in the sentence; ``holders`` (ids of the
    knowledge base) hold the place. ``own``: whether the event itself tells who attacked whom. ``land``: the country of
    the place; ``foreign``: nobody of it surely has the other role. ``ground``: ground changes hands.
    """

    others: tuple[str, ...]
    around: tuple[str, ...]
    holders: tuple[str, ...]
    own: bool
    land: str | None = None
    foreign: bool = False
    ground: bool = False


class Foes:
    """How the entities of a report stand to one another."""

    def __init__(self, report: Report, entities: Mapping[str, Entity], told: Mapping[tuple[str, str], int]) -> None:
        """``told``: how often the report surely tells that the first used force against the second."""
        self.entities = entities
        self.date = report.published[:10] if report.published else None
        self._parties: dict[str, tuple[str, ...]] = {}
        self._camps: dict[str, str] = {}
        self._standings: dict[tuple[str, str], Standing] = {}
        count: dict[str, int] = {}
        for m in report.mentions:
            if m.entity is not None and m.entity in entities:
                count[m.entity] = count.get(m.entity, 0) + 1
        self.home = _home(count, entities)
        self.kinds = self._kinds(count)
        self.told: dict[tuple[str, str], int] = {}
        for (a, b), times in told.items():
            if self._takes_sides(a) and self._takes_sides(b):
                pair = self._pair(a, b)
                self.told[pair] = self.told.get(pair, 0) + times
        self._in_arms = {camp for pair in self.told for camp in pair}

    def _kinds(self, count: Mapping[str, int]) -> dict[str, str]:
        """What bodies of the report are by the first words of their forms, to the body named most often."""
        found: dict[str, str] = {}
        for i in sorted(count, key=lambda i: -count[i]):
            e = self.entities[i]
            known = knowledge.by_id(e.kb) if e.kb is not None and e.type == "ORG" else None
            for form in known.ar if known is not None and known.id in conflicts.load().stands else ():
                found.setdefault(event_participants.bare(fold(form).split()[0]), i)
        return found

    def _takes_sides(self, entity: str) -> bool:
        e = self.entities[entity]
        return bool(self.parties(entity)) or e.sector in conflicts.STATE or e.sector in ("REB", "PRM", "OPP")

    def parties(self, entity: str) -> tuple[str, ...]:
        """As what an entity takes sides (`conflicts.parties`)."""
        held = self._parties.get(entity)
        if held is None:
            self._parties[entity] = ()  # bodies that belong to one another
            held = self._parties[entity] = tuple(dict.fromkeys(self._parties_of(self.entities[entity])))
        return held

    def _parties_of(self, e: Entity) -> tuple[str, ...]:
        if e.type == "LOC" and e.kb is not None and e.kb != e.country:
            return conflicts.holders(e.kb, self.date)
        found = conflicts.parties(e.kb, e.country, e.sector)
        office = offices.load().offices.get(e.office) if e.office is not None else None
        if office is not None:
            found += conflicts.parties(office.body, office.country, e.sector)
        if not found and e.of is not None and e.of in self.entities:
            found = self.parties(e.of)
        if not found and e.kb is None and e.type == "ORG" and e.sector not in _FORCES:
            short = self.kinds.get(_only_word(e))  # "الجماعة", "التنظيم"
            found = self.parties(short) if short is not None else ()
        if not found and e.country is None and is_force(e) and _told_as_known(e):
            found = conflicts.parties(None, self.home, e.sector)  # "الجيش", not "قواتها"
        return found

    def camp(self, entity: str) -> str:
        """One name for all that stand for the same body or state."""
        held = self._camps.get(entity)
        if held is None:
            e = self.entities[entity]
            held = next((i for i in self.parties(entity) if i.startswith("org-")), None)
            if held is None and e.country is not None and (e.sector in conflicts.STATE or e.kb == e.country):
                held = e.country
            if held is None and e.type in ("ORG", "ANON") and e.of is not None:
                held = e.of
            held = self._camps[entity] = held or entity
        return held

    def _pair(self, a: str, b: str) -> tuple[str, str]:
        x, y = self.camp(a), self.camp(b)
        return (x, y) if x < y else (y, x)

    def standing(self, a: str, b: str, own: bool = False) -> Standing:
        """How two entities stand; with `own` what is told only once does not count, since the event itself tells it."""
        if a == b:
            return "same"
        key = (a, b) if a < b else (b, a)
        held = self._standings.get(key)
        if held is None:
            held = self._standings[key] = self._stand(a, b)
        if held not in ("foe", "same") and self.told.get(self._pair(a, b), 0) > own:
            return "foe"
        return held

    def _stand(self, a: str, b: str) -> Standing:
        mine, theirs = self.parties(a), self.parties(b)
        found = conflicts.relation(mine, theirs, self.date)
        if found in ("armed", "political"):
            return _KNOWN[found]
        if self.camp(a) == self.camp(b):
            return "same"
        if found is not None:
            return _KNOWN[found]
        if set(mine) & set(theirs):
            return "same"
        one, other = self.entities[a], self.entities[b]
        if (is_rebel(one) and is_force(other)) or (is_rebel(other) and is_force(one)):
            return "foe"
        return "people" if self._people(one, theirs) or self._people(other, mine) else "none"

    def _people(self, e: Entity, parties: Sequence[str]) -> bool:
        """Whether somebody is of the people of a country that is at odds with others."""
        if e.country is None or e.sector in conflicts.STATE or e.sector in ("REB", "PRM"):
            return False
        return conflicts.relation((e.country,), parties, self.date) in ("armed", "political")

    def nearest(self, a: str, others: Iterable[str], own: bool = False) -> Standing:
        """The first, in the order of `_NEAREST`, of how an entity stands to others."""
        return min((self.standing(a, o, own) for o in others), key=_NEAREST.index, default="none")

    def against(self, a: str, holders: Sequence[str]) -> Standing:
        """How an entity stands to who holds a place."""
        mine = self.parties(a)
        if set(mine) & set(holders):
            return "same"
        found = conflicts.relation(mine, holders, self.date)
        return "none" if found is None else _KNOWN[found]

    def holders(self, place: str) -> tuple[str, ...]:
        """Who holds the place that an entity is, on the report's day; ids of the knowledge base."""
        kb = self.entities[place].kb
        return conflicts.holders(kb, self.date) if kb is not None else ()

    def siding(self, entities: Iterable[str]) -> tuple[str, ...]:
        """Those who take sides, by the knowledge or as the report tells."""
        return tuple(i for i in entities if self.parties(i) or self.camp(i) in self._in_arms)

    def features(self, entity: str, group: str, bout: Bout) -> list[str]:
        """What speaks for and against a candidate for an event of a class by how it stands to others, by name."""
        out = []
        if bout.others:
            out.append(f"foe-others:{self.nearest(entity, bout.others, bout.own)}|{group}")
        if bout.holders:
            out.append(f"foe-place:{self.against(entity, bout.holders)}|{group}")
        foe = any(self.standing(entity, a) == "foe" for a in bout.around)
        if foe:
            out.append(f"foe-around|{group}")
        if bout.ground:  # whoever held it fights
            e = self.entities[entity]
            arms = is_rebel(e) or e.sector in conflicts.STATE or e.sector == "PRM"
            out += [f"ground-{'arms' if arms else 'others'}", *(["ground-foe"] if foe else [])]
            if arms and not foe and bout.others and self.nearest(entity, bout.others, bout.own) == "none":
                out.append("ground-unknown")
        if bout.land is not None and group == "force":
            e = self.entities[entity]
            side = "state" if e.kb == bout.land else "body" if e.country == bout.land else "out"
            out.append(f"land-{side}-{'foreign' if bout.foreign else 'own'}")
        return out


def _home(count: Mapping[str, int], entities: Mapping[str, Entity]) -> str | None:
    """The country that a report names most, with what is of it."""
    found: dict[str, int] = {}
    for i, times in count.items():
        country = entities[i].country
        if country is not None:
            found[country] = found.get(country, 0) + times
    return max(found, key=lambda c: (found[c], c), default=None)


def _only_word(e: Entity) -> str:
    """The word that is all of a name, without its article; else nothing."""
    words = fold(e.name.get("ar") or "").split()
    return words[0].removeprefix("ال") if len(words) == 1 and words[0].startswith("ال") else ""


def _told_as_known(e: Entity) -> bool:
    """Whether a name has its article or more words than one: a bare word may be somebody's ("قواتها")."""
    name = fold(e.name.get("ar") or "")
    return name.startswith("ال") or " " in name


def is_rebel(e: Entity) -> bool:
    """Whether somebody fights a state, by sector or by what he is called: "المسلحين"."""
    if e.sector == "REB":
        return True
    if e.kb is not None or e.type not in ("ANON", "ORG"):
        return False
    fighters = event_participants.load().fighters
    return any(event_participants.bare(w) in fighters for w in fold(e.name.get("ar") or "").split())


def is_force(e: Entity) -> bool:
    """Whether somebody without an id is an army or police, as far as is told."""
    return e.sector in _FORCES and not is_rebel(e)
