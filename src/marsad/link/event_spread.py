"""Dates and places that one mention of a happening lends to another, and that one act of speech lends to the next.

A report tells of one main happening many times: "قصف" with its day in one sentence is "الهجوم" in the next. Mentions
lend where nothing speaks against it: the same type, no other actor, no other place, no time of its own in the clause.
What is said on one occasion is said on one day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from marsad.annotate.scene import Scene
from marsad.link.event_clauses import Clauses
from marsad.link.event_date_relations import Relations
from marsad.link.event_dates import DAY, DateReader, When, moved
from marsad.link.happenings import pointed

_VERBAL: Final = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
_YEAR: Final = len("2024")
_ABOUT: Final = 3  # days by which "about two weeks ago" may be off
_SOME: Final = frozenset({"اي", "عقد"})  # before a meeting: none that is known
_BESIDE: Final = 3
_OWN: Final = 5  # tokens behind a happening in which a time is its own
_LEAD: Final = 2  # paragraphs of headline and lead
_FIRST: Final = 4  # sentences among which the lead ends, where a report has no paragraphs
_LATE: Final = 5  # paragraphs in which what is said has the day of what the speaker says above
_FAR: Final = 40  # happenings looked at in each direction


class Spread:
    """Lends dates."""

    def __init__(
        self,
        scene: Scene,
        clauses: Clauses,
        reader: DateReader,
        actors: Sequence[frozenset[str]],
        places: Sequence[str | None],
        roots: Sequence[str],
        lands: dict[str, str | None],
        statuses: Sequence[str],
    ) -> None:
        """`actors`, `places`, `roots` (lemmas), `statuses` by happening; `lands`: the country of each entity."""
        self.scene, self.clauses, self.reader = scene, clauses, reader
        self.happenings = reader.happenings
        self.actors, self.places, self.roots, self.lands = actors, places, roots, lands
        self.statuses = statuses
        self.day: dict[int, When] = {}  # of acts of speech, by the token of the cue
        self.named: set[int] = set()  # those whose day follows from that of another ("غداة هجوم")
        # Starts of the times that are a week, month or year, or about a day, and no length of time.
        self.coarse = {
            t.span.start
            for t in scene.report.times
            if t.type == "DATE" and (len(t.value) != DAY or t.mod == "APPROX") and not self._since(t.span.start)
        }
        self.times = {scene.at(t.span.start): t.value for t in scene.report.times}

    def _since(self, offset: int) -> bool:
        p = self.scene.at(offset)
        before = self.scene.folded[p - 1] if p > self.scene.sentence_start[p] else ""
        return bool({before, self.scene.folded[p]} & self.clauses.words.since)

    def dates(self) -> list[When | None]:
        """The dates with those that are lent."""
        found = list(self.reader.found)
        given = [w is not None for w in found]
        relations = Relations(self.scene, self.clauses, self.reader)
        relations.lend(found, given, "sentence")
        self.named = {n for n in relations.named if not given[n]}
        own = [w is not None for w in found]
        self._speech(found)
        self._talks(found)
        for n, h in enumerate(self.happenings):
            if found[n] is not None or h.said is not None or not self._open(n):
                continue
            if self.statuses[n] != "actual":
                if self.statuses[n] == "planned" and not h.verbal:
                    found[n] = self._planned(n, own, found)
                continue  # what has not happened is of no day that is told of elsewhere
            if h.memory is not None:
                continue  # nor is what is remembered
            lent = self._lender(n, own, found) or self._headed(n)
            if lent is not None:
                found[n] = lent._replace(precision="report")
        relations.lend(found, own, "report")
        self._finer(found)
        return found

    def _finer(self, found: list[When | None]) -> None:
        """ "التقى هذا الأسبوع ... وفي الاجتماع، الاثنين": the week that holds a day of the like is that day."""
        given = tuple(found)  # what is made finer makes nothing else finer
        for n, when in enumerate(found):
            if (
                when is None
                or when.interval is None
                or when.span.start not in self.coarse
                or self.happenings[n].memory is not None
            ):
                continue
            first, last = when.interval
            if when.whole:  # "قبل نحو أسبوعين"
                first, last = moved(first, -_ABOUT), moved(last, _ABOUT)
            near = [
                w
                for m in self._near(n)
                if (w := given[m]) is not None and w.exact and first <= (w.date or "") <= last and self._one(n, m, when)
            ]
            if len({w.date for w in near}) == 1:
                finer = near[0]._replace(precision="report")
                found[n] = finer
                for k in self._near(n):  # the verb behind that frame
                    other = found[k]
                    if other is not None and other.span == when.span and other.precision == "sentence":
                        found[k] = finer

    def _near(self, n: int) -> Iterator[int]:
        """The other happenings that may be the same as the nth, in the order of the text."""
        return (m for m in range(max(0, n - _FAR), min(len(self.happenings), n + _FAR)) if m != n)

    def _one(self, n: int, m: int, coarse: When) -> bool:
        """Whether two mentions, one of them of a coarse date, are surely of one happening."""
        a, b = self.happenings[n], self.happenings[m]
        if a.type != b.type or self.statuses[n] != self.statuses[m]:
            return False
        same, shared = self.roots[n] == self.roots[m], bool(self.actors[n] & self.actors[m])
        if a.type in _VERBAL or (coarse.date is not None and len(coarse.date) <= _YEAR):
            return same and shared
        return shared or (same and self._alike(n, m, coarse) > 0)

    def _open(self, n: int) -> bool:
        """Whether a happening may be one that is told of elsewhere: no time of its own stands right behind it."""
        h, scene = self.happenings[n], self.scene
        for p in range(h.end, min(scene.sentence_end[h.first], h.end + _OWN)):
            if p in scene.time_end and self.clauses.same(p, h.first) and self._vague(p):
                return False
        return True

    def _vague(self, p: int) -> bool:
        return p in self.reader.loose or self.times.get(p, "") in ("PAST_REF", "FUTURE_REF")

    def _lender(self, n: int, own: Sequence[bool], found: Sequence[When | None]) -> When | None:
        best: tuple[int, int] | None = None
        lent: When | None = None
        for m in self._near(n):
            when = found[m]
            if not own[m] or when is None or when.date is None or self._before_all(m):
                continue
            likeness = self._alike(n, m, when)
            if likeness == 0:
                continue
            rank = (likeness - when.weak, -abs(n - m) * 2 - (1 if m > n else 0))
            if best is None or rank > best:
                best, lent = rank, when
        return lent

    def _planned(self, n: int, own: Sequence[bool], found: Sequence[When | None]) -> When | None:
        """ "الزيارة": a meeting to come is that of the same word that is told of before, or behind the headline."""
        h, scene = self.happenings[n], self.scene
        if h.type != "CONSULT" or (scene.folded[h.first - 1] in _SOME and not scene.letters[h.first].startswith("ال")):
            return None
        for m in sorted(self._near(n), key=lambda m: abs(m - n)):
            when = found[m]
            if not own[m] or when is None or len(when.date or "") <= _YEAR:
                continue
            alike = self.statuses[m] == "planned" and self.roots[m] == self.roots[n]
            if not alike or self.happenings[m].type != h.type or (m > n and scene.paragraph[h.first]):
                continue
            if self.actors[n] & self.actors[m] or not self.actors[n] or not self.actors[m]:
                return when._replace(precision="report")
        return None

    def _headed(self, n: int) -> When | None:
        """The day of the lead, where its verb is none that is coded, for what the headline's type tells again."""
        lead = self.reader.lead
        h = self.happenings[n]
        if lead is None or h.type in _VERBAL or self.statuses[n] != "actual" or h.form == "pres" or not self.happenings:
            return None
        first = next((x for x in self.happenings if x.type not in _VERBAL), None)
        if first is None or first.type != h.type or self.scene.paragraph[first.first] > _LEAD:
            return None
        when = lead[0]
        return when if when.whole else None

    def _alike(self, n: int, m: int, when: When) -> int:
        """How sure it is that two mentions are of one happening: 0 not at all."""
        a, b = self.happenings[n], self.happenings[m]
        if a.type != b.type:
            return 0
        if abs(a.first - b.first) <= _BESIDE and self.clauses.same(a.first, b.first):
            return 9  # "استهدفت الغارات": a verb and the noun of its act
        same = self.roots[n] == self.roots[m]
        if (a.type in _VERBAL or m in self.named) and not same:
            return 0
        if pointed(self.scene, a) and m > n:
            return 0  # "هذه الهجمات": those told before
        if self.statuses[n] != self.statuses[m] and not same:
            return 0
        if when.date is not None and len(when.date) < 8 and not same and not when.weak:
            return 0
        if a.form == "pres" and self.scene.paragraph[a.first] > 0 and self.statuses[n] == "actual":
            return 0  # what goes on
        x, y = self.actors[n], self.actors[m]
        shared = bool(x & y)
        if a.type == "CONSULT" and not same and not shared:
            return 0
        if a.type == "CONSULT" and (a.mode == "phone") != (b.mode == "phone") and len(x & y) == 1:
            return 0  # one of them on two occasions
        headed = not self.scene.paragraph[a.first] and self.scene.paragraph[b.first] <= _LEAD
        if x and y and not shared and self._apart(x, y) and not (headed and same):
            return 0
        if when.date is not None and len(when.date) <= _YEAR and not (same and shared):
            return 0
        p, q = self.places[n], self.places[m]
        there = p is not None and p == q
        if p is not None and q is not None and not there and self._apart({p}, {q}):
            return 0
        apart = p is not None and q is not None and not there
        vague = when.date is not None and len(when.date) < 8
        return max(1, 2 + 2 * same + 2 * shared + 2 * there - apart + 2 * headed - vague)

    def _apart(self, x: frozenset[str] | set[str], y: frozenset[str] | set[str]) -> bool:
        """Whether two sides, or two places, are of different countries."""
        a, b = self._land(x), self._land(y)
        return bool(a and b and not a & b)

    def _land(self, entities: frozenset[str] | set[str]) -> set[str]:
        return {land for e in entities if (land := self.lands.get(e)) is not None}

    def _speech(self, found: list[When | None]) -> None:
        """Acts of speech of one speaker are of one day; those of the report itself are of the day of its lead."""
        scene = self.scene
        at = self.clauses.cues
        by_token = {h.first: n for n, h in enumerate(self.happenings)}
        told: dict[str | None, When] = {}
        agencies = {s.id for p, s in at.items() if s.channel == "media" and s.parent is None and not self._earlier(p)}
        lead: When | None = None
        first = scene.report.sentences[:_FIRST][-1].last if scene.report.sentences else 0
        for token in sorted(at):
            n = by_token.get(token)
            when = self.reader.spoken.get(token) or (found[n] if n is not None else None)
            if when is None or when.date is None:
                continue
            self.day[token] = when
            if self._earlier(token):
                continue  # "وكان قد حذر في مارس": said on another day than what he says now
            if len(when.date) < DAY:
                continue  # what was said some time in a month dates nothing else
            told.setdefault(at[token].speaker, when)
            if lead is None and scene.paragraph[token] <= _LEAD and token < first:
                lead = when
        for token, s in at.items():
            n = by_token.get(token)
            if token in self.day or (n is not None and (found[n] is not None or not self._open(n))):
                continue
            when = told.get(s.speaker) or (lead if s.parent is None or s.parent in agencies else None)
            if when is None or self._earlier(token) or (n is not None and self._goes_on(n)):
                continue
            if scene.paragraph[token] > _LATE or (n is not None and self.statuses[n] != "actual"):
                continue  # far down it is as often said on another day
            self.day[token] = when._replace(precision="report")
            if n is not None:
                found[n] = self.day[token]
        for n, h in enumerate(self.happenings):  # "كرر اتهامه": what is said of an act of speech in the clause of one
            if h.type in _VERBAL and h.said is None and found[n] is None and not h.verbal:
                for p in range(h.first - 1, scene.sentence_start[h.first] - 1, -1):
                    if p in at and at[p].speaker in self.actors[n] and p in self.day:
                        found[n] = self.day[p]._replace(precision="sentence")
                        break

    def _goes_on(self, n: int) -> bool:
        """ "الذي يطالب بتغيير الحكومة", "دائما ما دعا": what somebody says again and again."""
        h, scene = self.happenings[n], self.scene
        first = max(scene.sentence_start[h.first], h.first - _BESIDE)
        near = {scene.folded[p].removeprefix("و") for p in range(first, h.first)}
        if near & self.clauses.words.habit:
            return True
        before = scene.folded[h.first - 1] if h.first > scene.sentence_start[h.first] else ""
        return h.form == "pres" and scene.paragraph[h.first] > 0 and before in self.clauses.words.relative

    def _talks(self, found: list[When | None]) -> None:
        """ "قال خلال لقاء", "في مستهل اجتماع": the meeting is of the day of what is said in it."""
        scene, clauses = self.scene, self.clauses
        for n, h in enumerate(self.happenings):
            if h.type != "CONSULT" or h.verbal or found[n] is not None:
                continue
            start = scene.sentence_start[h.first]
            words = {scene.folded[p].removeprefix("و") for p in range(max(start, h.first - 3), h.first)}
            if h.first - start <= 2 and words & {"في", "خلال"}:  # "وفي جلسة لمجلس الأمن، قالت السفيرة"
                cue = next((p for p in range(h.end, min(scene.sentence_end[start], h.end + 12)) if p in self.day), None)
                if cue is not None:
                    found[n] = self.day[cue]._replace(precision="sentence")
                    continue
            called = h.mode == "phone" and scene.folded[h.first - 1] == "في"  # "أكد في اتصال هاتفي"
            if not called and not words & clauses.words.during:
                continue
            for p in range(h.first - 1, scene.sentence_start[h.first] - 1, -1):
                if p in clauses.cues:
                    when = self.day.get(p)
                    if when is not None:
                        found[n] = when._replace(precision="sentence")
                    break

    def _before_all(self, m: int) -> bool:
        """ "وكان الجيش قد قصف", "وكان الجيش أعلن قصف": what was before lends its day to nothing else."""
        h = self.happenings[m]
        if h.verbal:
            return self._earlier(h.first)
        cue = h.statement.cue if h.statement is not None else None
        return cue is not None and m in self.reader.declared and self._earlier(self.scene.at(cue.start))

    def _earlier(self, i: int) -> bool:
        """ "كان قد أعلن", "سبق أن": said before what the report tells of."""
        scene = self.scene
        words = {scene.folded[p] for p in range(max(scene.sentence_start[i], i - 8), i)}
        return bool(words & self.clauses.words.earlier)
