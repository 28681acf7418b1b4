"""Places that one mention of a happening lends to another, and those that only its participants tell.

"الغارات" is where "القصف" was two sentences before; an act against a place is there; what a state does to people at
home is in that state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from marsad.annotate.event_triggers import readings
from marsad.annotate.scene import Scene
from marsad.document import Entity
from marsad.lexicon import event_circumstances
from marsad.link.event_places import Where
from marsad.link.happenings import Happening, pointed

_MATERIAL: Final = frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "PROTEST", "AID", "CONSULT", "CONCEDE"})
_AT_HOME: Final = frozenset({"COERCE", "MOBILIZE", "PROTEST"})
_FAR: Final = 40
_NEXT: Final = 8
_OWN_LAND: Final = frozenset({"اراضيها", "اراضيه", "اراضينا", "ارضها", "ارضه", "ارضنا"})
_LAND: Final = 14  # tokens behind a happening in which its land is named
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
        statuses: Sequence[str],
        generic: Sequence[bool],
    ) -> None:
        """`generic`: any such act is meant and none that is known ("أي هجوم")."""
        self.scene, self.happenings, self.found = scene, happenings, list(found)
        self.actors, self.recipients, self.roots, self.entities = actors, recipients, roots, entities
        self.statuses, self.generic = statuses, generic
        numbers = {s.first: n for n, s in enumerate(scene.report.sentences)}
        self.sentence = [numbers[scene.sentence_start[h.first]] for h in happenings]
        self.named: dict[str, set[int]] = {}  # the sentences in which an entity is named
        over = event_circumstances.load().place_over
        for m in scene.report.mentions:
            first = scene.at(m.span.start)
            land = first > 0 and scene.folded[first - 1].removeprefix("ال") in over  # "الأراضي التركية"
            if m.entity is not None and (m.kind == "name" or land):
                self.named.setdefault(m.entity, set()).add(scene.sentence_start[first])
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
            if h.mode == "phone" or h.memory is not None:
                continue  # a call is nowhere; what happened years ago is none of what is told of
            if ids[n] is not None:  # another clause of the sentence: the same happening elsewhere knows better
                sure = self._lender(n, own, _SURE)
                if sure is not None:
                    ids[n], how[n] = sure, "report"
                continue
            suffers = self._own_land(n) or self._suffers(n)
            lent = suffers or (None if self.generic[n] else self._lender(n, own, 1))
            if lent is not None:
                ids[n], how[n] = lent, "clause" if suffers else "report"
            else:
                ids[n] = self._meant(n)
                how[n] = "actors"
        return ids, how

    def _lender(self, n: int, own: Sequence[bool], least: int) -> str | None:
        best: tuple[int, int] | None = None
        lent: str | None = None
        these = pointed(self.scene, self.happenings[n])
        for m in range(max(0, n - _FAR), min(len(self.happenings), n + _FAR)):
            where = self.found[m]
            if m == n or not own[m] or where is None or self.happenings[m].memory is not None:
                continue
            if where.entity in self.entities and self.entities[where.entity].type != "LOC":
                continue  # the house of a body
            likeness = self._alike(n, m)
            if these:  # "هذه الهجمات": those told of last
                if m > n:
                    continue
                likeness = min(likeness, 1) + (likeness > 0 and self.roots[n] == self.roots[m])
            rank = (likeness, -abs(n - m) * 2 - (1 if m > n else 0))
            if likeness >= least and (best is None or rank > best):
                best, lent = rank, where.entity
        return lent

    def _alike(self, n: int, m: int) -> int:
        a, b = self.happenings[n], self.happenings[m]
        if a.type != b.type:
            fought = a.mode == "ceasefire" and b.type == "ASSAULT" and self.statuses[m] == "actual" and m < n
            return int(fought)  # a truce is where there is fighting
        same = self.roots[n] == self.roots[m]
        if not self._may_be_one(n, m, same):
            return 0
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
        near = abs(self.sentence[n] - self.sentence[m]) <= 1
        return 1 + 2 * same + 2 * bool(x & y) + 2 * bool(p & q) + close + beside + 2 * near

    def _may_be_one(self, n: int, m: int, same: bool) -> bool:
        """Whether what two mentions of a type say of themselves lets them be one happening; `same`: of one word."""
        a, b = self.happenings[n], self.happenings[m]
        if a.type == "RETREAT" and a.mode and b.mode and a.mode != b.mode:
            return False  # who withdraws and who ceases fire
        s, t = self.statuses[n], self.statuses[m]
        shared = (
            self.actors[n] & self.actors[m] or self.recipients[n] & self.recipients[m] or (a.mode and a.mode == b.mode)
        )
        if s in ("hypothetical", "negated") and not same and not (shared and t != "actual"):
            return False  # what has not happened is none of what is told of in another word
        known = self._definite(a)
        if s == "actual" and t != "actual" and not same and not (known and a.type == "CONSULT"):
            return False
        if s == "hypothetical" and t == "actual" and not known and a.form == "noun":
            return False  # "مستعدون لحرب"
        if not same or known:
            return True
        if self.scene.sentence_start[a.first] == self.scene.sentence_start[b.first]:
            return a.verbal or b.verbal or self._definite(b)  # "باستهداف السفارة أو باستهداف قوافل": two
        return b.verbal or not self._many(a) or self._many(b)  # "شن ضربات" is more than "وجه ضربة"

    def _definite(self, h: Happening) -> bool:
        """Whether a noun has its article."""
        return self.scene.letters[h.first].lstrip("وبلفك").startswith(("ال", "ل"))

    def _many(self, h: Happening) -> bool:
        """Whether a noun is a plural."""
        found = [r.agreement for r in readings(self.scene.tokens[h.first].word) if r.kind == "noun"]
        return bool(found) and all(x == "p" for x in found)

    def _kin(self, x: frozenset[str], y: frozenset[str]) -> bool:
        if x & y:
            return True
        a = {self.entities[e].country for e in x if e in self.entities} - {None}
        b = {self.entities[e].country for e in y if e in self.entities} - {None}
        return not a or not b or bool(a & b)

    def _suffers(self, n: int) -> str | None:
        """The place that an act is done to ("قصف تل أبيب")."""
        h = self.happenings[n]
        for who in sorted(self.recipients[n]):
            e = self.entities.get(who)
            if e is None or e.type != "LOC" or h.type not in ("ASSAULT", "MOBILIZE", "AID"):
                continue
            if self.scene.sentence_start[h.first] in self.named.get(who, ()):
                return who  # "استهدافنا" of a state's minister tells of no place
        return None

    def _own_land(self, n: int) -> str | None:
        """ "اتهمت طهران خصومها باغتيال القائد على أراضيها": the land of the state that says it."""
        h, scene = self.happenings[n], self.scene
        if h.statement is None or h.statement.speaker is None or h.type not in _MATERIAL:
            return None
        for p in range(h.end, min(scene.sentence_end[h.first], h.end + _LAND)):
            if scene.folded[p] in _OWN_LAND and scene.folded[p - 1] in ("علي", "في", "داخل", "فوق"):
                return self._country(frozenset({h.statement.speaker}))
        return None

    def _meant(self, n: int) -> str | None:
        """The country of who suffers, or of who acts at home."""
        h = self.happenings[n]
        if h.type == "ASSAULT":
            return self._country(frozenset(e for e in self.recipients[n] if self._rooted(e)))
        if h.type in _AT_HOME:
            return self._country(self.actors[n])
        if h.type in ("AID", "RETREAT", "CONCEDE"):
            away = h.type == "AID" or h.mode == "withdraw"  # who gives or withdraws is not at home
            return self._country(self.recipients[n]) or (None if away else self._country(self.actors[n]))
        return None

    def _rooted(self, who: str) -> bool:
        """Whether somebody known is no person: people are hit abroad ("الأميركيين", an envoy), a force at home."""
        e = self.entities.get(who)
        return e is not None and e.kb is not None and e.type != "PER"

    def _country(self, who: frozenset[str]) -> str | None:
        for each in sorted(who):
            e = self.entities.get(each)
            land = e.country if e is not None else None
            if land is not None and land in self.countries:
                return self.countries[land]
        return None
