"""Places that one mention of a happening lends to another, and those that only its participants tell.

"الغارات" is where "القصف" was two sentences before; an act against a place is there; what a state does to people at
home is in that state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from marsad.annotate.scene import Scene
from marsad.document import Entity
from marsad.link.event_places import Where
from marsad.link.happenings import Happening

_MATERIAL: Final = frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "PROTEST", "AID", "CONSULT", "CONCEDE"})
_AT_HOME: Final = frozenset({"COERCE", "MOBILIZE", "PROTEST"})
_FAR: Final = 40
_NEXT: Final = 8
_SURE: Final = 5  # the same word, and the same actor or recipient


class PlaceSpread:
    """Lends places. Sequences are by happening."""

    def __init__(
        self,
        scene: Scene,
        happenings: Sequence[Happening],
        found: Sequence[Where | None],
        actors: Sequence[frozenset[str]],
        recipients: Sequence[frozenset[str]],
        roots: Sequence[str],
        entities: Mapping[str, Entity],
    ) -> None:
        self.scene, self.happenings, self.found = scene, happenings, list(found)
        self.actors, self.recipients, self.roots, self.entities = actors, recipients, roots, entities
        self.countries = {
            e.kb: e.id for e in entities.values() if e.type == "LOC" and e.kb is not None and e.kb == e.country
        }

    def places(self) -> tuple[list[str | None], list[str]]:
        """Entity ids, and how far the place stands: clause, sentence, report; actors: no word says it."""
        own = [w is not None and w.precision == "clause" for w in self.found]
        ids = [w.entity if w is not None else None for w in self.found]
        how = [w.precision if w is not None else "" for w in self.found]
        for n, h in enumerate(self.happenings):
            if (ids[n] is not None and how[n] == "clause") or h.type not in _MATERIAL:
                continue
            if h.mode == "phone":
                continue  # a call is nowhere
            if ids[n] is not None:  # another clause of the sentence: the same happening elsewhere knows better
                sure = self._lender(n, own, _SURE)
                if sure is not None:
                    ids[n], how[n] = sure, "report"
                continue
            suffers = self._suffers(n)
            lent = suffers or self._lender(n, own, 1)
            if lent is not None:
                ids[n], how[n] = lent, "clause" if suffers else "report"
            else:
                ids[n] = self._meant(n)
                how[n] = "actors"
        return ids, how

    def _lender(self, n: int, own: Sequence[bool], least: int) -> str | None:
        best: tuple[int, int] | None = None
        lent: str | None = None
        for m in range(max(0, n - _FAR), min(len(self.happenings), n + _FAR)):
            where = self.found[m]
            if m == n or not own[m] or where is None:
                continue
            if where.entity in self.entities and self.entities[where.entity].type != "LOC":
                continue  # the house of a body
            likeness = self._alike(n, m)
            rank = (likeness, -abs(n - m) * 2 - (1 if m > n else 0))
            if likeness >= least and (best is None or rank > best):
                best, lent = rank, where.entity
        return lent

    def _alike(self, n: int, m: int) -> int:
        a, b = self.happenings[n], self.happenings[m]
        if a.type != b.type:
            return 0
        same = self.roots[n] == self.roots[m]
        x, y = self.actors[n], self.actors[m]
        if a.type == "CONSULT" and not same and not x & y:
            return 0
        p, q = self.recipients[n], self.recipients[m]
        if x and y and not self._kin(x, y):
            return 0
        if p and q and not self._kin(p, q):
            return 0
        close = self.scene.sentence_start[a.first] == self.scene.sentence_start[b.first]
        beside = close and abs(a.first - b.first) <= _NEXT
        return 1 + 2 * same + 2 * bool(x & y) + 2 * bool(p & q) + close + beside

    def _kin(self, x: frozenset[str], y: frozenset[str]) -> bool:
        if x & y:
            return True
        a = {self.entities[e].country for e in x if e in self.entities} - {None}
        b = {self.entities[e].country for e in y if e in self.entities} - {None}
        return not a or not b or bool(a & b)

    def _suffers(self, n: int) -> str | None:
        """The place that an act is done to ("قصف تل أبيب")."""
        for who in sorted(self.recipients[n]):
            e = self.entities.get(who)
            if e is not None and e.type == "LOC" and self.happenings[n].type in ("ASSAULT", "MOBILIZE", "AID"):
                return who
        return None

    def _meant(self, n: int) -> str | None:
        """The country of who suffers, or of who acts at home."""
        h = self.happenings[n]
        if h.type == "ASSAULT":
            return self._country(self.recipients[n])
        if h.type in _AT_HOME:
            return self._country(self.actors[n])
        if h.type in ("AID", "RETREAT", "CONCEDE"):
            return self._country(self.recipients[n]) or self._country(self.actors[n])
        return None

    def _country(self, who: frozenset[str]) -> str | None:
        for each in sorted(who):
            e = self.entities.get(each)
            land = e.country if e is not None else None
            if land is not None and land in self.countries:
                return self.countries[land]
        return None
