"""Days by relation: "غداة الهجوم", "بعد يومين من القمة", "قبل ساعات من وصوله": one happening dates the other.

What such a phrase stands beside is so many days behind, or before, what it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from marsad.annotate.scene import Scene
from marsad.document import Span, Timex
from marsad.link.event_clauses import Clauses
from marsad.link.event_dates import DateReader, When, moved

_HEAD: Final = 4  # words before such a phrase at the head of a sentence
_LEAD: Final = 1  # paragraph of the lead
_NAMED: Final = 4  # tokens behind the phrase among which stands what it names
_LENGTH: Final = {"P1D": 1, "P2D": 2, "P3D": 3, "P4D": 4, "P5D": 5, "P6D": 6}
_PAUSES: Final = frozenset({"،", ",", "؛", ".", ":"})


class Relation(NamedTuple):
    """``beside`` took place ``days`` after ``named``; ``span``: the words that say so. ``weak``: about (hours)."""

    beside: int  # token of a happening or an act of speech
    named: int  # happening
    days: int
    span: Span
    weak: bool


class Relations:
    """The relations of one report, and what follows from them."""

    def __init__(self, scene: Scene, clauses: Clauses, reader: DateReader) -> None:
        self.scene, self.clauses, self.reader = scene, clauses, reader
        self.words = clauses.words
        self.lengths: dict[int, Timex] = {
            scene.at(t.span.start): t for t in scene.report.times if t.type == "DURATION" and t.interval is None
        }
        self.found = list(self._relations())
        self.named = {r.named for r in self.found}

    def lend(self, found: list[When | None], own: Sequence[bool], precision: str) -> None:
        """Gives to the one side of a relation the day that follows from the other's."""
        reader = self.reader
        for r in self.found:
            n = reader.at.get(r.beside)
            beside = found[n] if n is not None else reader.spoken.get(r.beside)
            named = found[r.named]
            if n is not None and beside is not None and named is not None and beside.date == named.date and r.days:
                if not own[r.named]:
                    named = None  # "جاء الهجوم غداة هجوم آخر": lent by its like
                elif not own[n]:
                    beside = None
            if named is None and beside is not None and beside.exact:
                found[r.named] = self._moved(beside, -r.days, r, precision)
            elif beside is None and named is not None and named.exact:
                when = self._moved(named, r.days, r, precision)
                if n is not None:
                    found[n] = when
                    for p in range(self.clauses.of[r.beside], r.beside + _NAMED):  # the verb and the noun of its act
                        k = reader.at.get(p)
                        if k is not None and found[k] is None and self._beside(p, k, r.beside, n):
                            found[k] = when
                if r.beside in self.clauses.cues:
                    reader.spoken.setdefault(r.beside, when)

    def _beside(self, p: int, k: int, at: int, n: int) -> bool:
        happenings = self.reader.happenings
        return happenings[k].type == happenings[n].type and self.clauses.same(p, at)

    @staticmethod
    def _moved(when: When, days: int, relation: Relation, precision: str) -> When:
        day = moved(when.date or "", days)
        return When(day, (day, day), relation.span, precision, relation.weak)

    def _relations(self) -> Iterator[Relation]:
        scene = self.scene
        for p in range(scene.n):
            found = self._phrase(p)
            if found is None:
                continue
            end, days, weak = found
            named = self._named(end)
            if named is not None and self._lasts(named, end, abs(days)):
                continue
            beside = self._governor(p, named) if named is not None else None
            if beside is None and scene.folded[scene.sentence_start[p]] in self.words.comes:
                beside = self._lead()  # "ويأتي ذلك غداة الهجوم"
            if beside is not None and named is not None:
                yield Relation(beside, self.reader.at[named], days, scene.span(p, end), weak)

    def _lead(self) -> int | None:
        """The token of the first happening or act of speech of the lead that has its day."""
        reader, scene = self.reader, self.scene
        for p in sorted(reader.at.keys() | reader.spoken.keys()):
            if scene.paragraph[p] > _LEAD:
                return None
            n = reader.at.get(p)
            when = reader.found[n] if n is not None else reader.spoken.get(p)
            if when is not None and when.exact and (n is None or reader.happenings[n].verbal):
                return p
        return None

    def _phrase(self, p: int) -> tuple[int, int, bool] | None:
        """Where the phrase that begins at token `p` ends, how many days it tells, whether about."""
        scene, words = self.scene, self.words
        form = scene.folded[p].removeprefix("و")
        days = words.days_from.get(form)
        if days is not None:
            return None if p in self.reader.inside or p + 1 in scene.time_end else (p + 1, days, False)
        sign = words.signs.get(form)
        if sign is None:
            return None
        q = p + 1
        timex = self.lengths.get(q)
        if timex is None or timex.mod is not None:
            return None
        end = scene.time_end[q]
        while end < scene.n and scene.folded[end] in words.about_length:
            end += 1
        if end >= scene.n or scene.folded[end] not in words.length_from:
            return None
        if timex.value in _LENGTH:
            return end + 1, sign * _LENGTH[timex.value], False
        return (end + 1, 0, True) if timex.value.startswith("PT") and timex.value.endswith("H") else None

    def _lasts(self, named: int, end: int, days: int) -> bool:
        """ "بعد ثلاثة أيام من المحادثات": so long did it last."""
        scene = self.scene
        if days < 2 or scene.folded[end - 1] != "من":
            return False
        h = self.reader.happenings[self.reader.at[named]]
        return h.type == "CONSULT" or (h.type == "ASSAULT" and scene.letters[named].startswith("ال"))

    def _named(self, p: int) -> int | None:
        """The token of the happening that the phrase names, from token `p` on."""
        scene = self.scene
        for q in range(p, min(scene.sentence_end[p - 1], p + _NAMED)):
            if q in self.reader.at:
                return None if self.reader.happenings[self.reader.at[q]].verbal else q
            if scene.folded[q] in _PAUSES or scene.folded[q] in self.words.bounds or q in scene.time_end:
                return None
        return None

    def _governor(self, p: int, named: int) -> int | None:
        """The token of the happening or act of speech beside which the phrase at token `p` stands."""
        scene, clauses = self.scene, self.clauses
        start, end = scene.sentence_start[p], scene.sentence_end[p]
        noun: int | None = None
        for q in range(p - 1, start - 1, -1):
            if q in clauses.verbs or q in clauses.cues:
                if scene.folded[clauses.of[q]] in self.words.relative:
                    continue
                return None if scene.folded[clauses.of[q]] in self.words.subordinate else q
            if q in self.reader.at and (noun is None or scene.folded[clauses.of[noun]] in self.words.relative):
                noun = q
        if noun is not None and sum(scene.tokens[q].word.kind == "word" for q in range(start, noun)) < _HEAD:
            return noun  # "ويأتي الهجوم غداة القمة"
        for q in range(named + 1, end):  # "وغداة الهجوم الذي وقع في البلدة، زار"
            if q in clauses.verbs or q in clauses.cues:
                if scene.folded[q - 1] in _PAUSES:
                    return q
                if scene.folded[clauses.of[q]] not in self.words.relative:
                    return None
        return None
