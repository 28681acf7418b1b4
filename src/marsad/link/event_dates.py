"""When an event took place: the time in its clause, in its sentence, of the same happening elsewhere, of the report.

A time belongs to the nearest happening or act of speech before it in its clause, a time at the head of a sentence to
the first one behind it; what stands in the same clause shares it. Mentions of one happening share a date.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from marsad.annotate.scene import CLAUSE_PARTICLES, Scene
from marsad.document import Span, Timex
from marsad.link.event_clauses import Clauses
from marsad.link.happenings import Happening

DAY: Final = len("2024-05-15")
_HEAD: Final = 3  # words before a time at the head of a sentence
_BUT: Final = frozenset({"لكن", "ولكن", "لكنه", "لكنها"})
_TITLE: Final = 4  # tokens from mark to mark of a name in quotation marks
_COMMAS: Final = frozenset({"،", ","})
_BEHIND: Final = 8  # tokens behind a time in which a happening shares it


class When(NamedTuple):
    """A date with its days, the words that say so, and how far they stand: clause, sentence, report.

    ``weak``: about, or a time of day alone; a plain date overrides it.
    """

    date: str | None
    interval: tuple[str, str] | None
    span: Span
    precision: str
    weak: bool = False

    @property
    def whole(self) -> bool:
        """Whether a day is told, no month or year."""
        return self.date is not None and len(self.date) == DAY

    @property
    def exact(self) -> bool:
        """Whether a day is told, and not about."""
        return self.whole and not self.weak


def moved(day: str, days: int) -> str:
    """A day so many days on."""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


class _Time(NamedTuple):
    first: int
    end: int
    timex: Timex
    since: bool


class DateReader:
    """Gives happenings of one report their dates."""

    def __init__(self, scene: Scene, clauses: Clauses, happenings: Sequence[Happening]) -> None:
        self.scene = scene
        self.clauses = clauses
        self.words = clauses.words
        self.happenings = happenings
        self.published = (scene.report.published or "")[:10]
        self.at: dict[int, int] = {}
        for n, h in enumerate(happenings):
            self.at.setdefault(h.first, n)
        self.found: list[When | None] = [None] * len(happenings)
        self.spoken: dict[int, When] = {}  # times of acts of speech by the token of the cue
        self.inside = {p for first, end in scene.time_end.items() for p in range(first, end)}
        self.lead: tuple[When, int] | None = None  # a time of the lead whose verb nobody knows
        self.days = {
            scene.at(t.span.start)
            for t in scene.report.times
            if t.interval is not None and not (t.type == "TIME" and _hour(t))
        }
        self.times = {t.first: t for t in self._times()}
        self.loose: set[int] = set()  # times that belong to no happening
        self.declared: set[int] = set()  # happenings of the day on which they are declared

    def read(self) -> list[When | None]:
        """The dates by happening, those of clauses only."""
        before: _Time | None = None
        for time in self.times.values():
            if (
                time.timex.type == "TIME"
                and _hour(time.timex)
                and before is not None
                and self.clauses.same(before.first, time.first)
            ):
                continue  # "أجرت العام الماضي تجارب، معظمها صباحا": no day
            self._attach(time)
            before = time if len(date_of(time.timex)) in (len("2024"), len("2024-05")) else None
        self._remember()
        return self.found

    def _remember(self) -> None:
        """What is remembered was in the year that is said, or so many years ago, and not on the day of that."""
        year = self.published[:4]
        for n, h in enumerate(self.happenings):
            held = h.memory
            if held is None or not year:
                continue
            when = self.found[n]
            if when is not None and when.date is not None and when.date[:4] < year:
                continue
            self.found[n] = self._former(h, year)
            if self.found[n] is None and held.years:
                then = f"{int(year) - held.years:04}"
                span = self.scene.span(held.first, held.end)
                self.found[n] = When(then, (f"{then}-01-01", f"{then}-12-31"), span, "clause", True)

    def _former(self, h: Happening, year: str) -> When | None:
        """The first time of a former year behind a happening in its sentence."""
        last = min(self.scene.sentence_end[h.first], h.end + 2 * _BEHIND)
        times = (self.times[p] for p in range(h.end, last) if p in self.times and not self.times[p].since)
        return next((w for t in times if (w := self._when(t)).date is not None and (w.date or year)[:4] < year), None)

    def _times(self) -> Iterator[_Time]:
        scene = self.scene
        for timex in scene.report.times:
            if timex.interval is None or not (timex.type == "DURATION" or timex.value[:1].isdigit()):
                continue
            first, end = scene.at(timex.span.start), scene.at(timex.span.end - 1) + 1
            if scene.skip[first]:
                continue
            if scene.inside[first] >= 0 and scene.opens[scene.inside[first]] - scene.inside[first] <= _TITLE:
                continue  # «مفاجأة أكتوبر»: a name
            before = scene.folded[first - 1] if first > scene.sentence_start[first] else ""
            since = before in self.words.since or scene.folded[first] in self.words.since
            if before in self.words.no_day and not since:
                continue
            yield _Time(first, end, timex, since)

    def _attach(self, time: _Time) -> None:
        scene, clauses = self.scene, self.clauses
        start = scene.sentence_start[time.first]
        owner: int | None = None
        head = start
        for p in range(time.first - 1, start - 1, -1):
            if p in self.inside:
                continue  # a word of another time
            part = p in self.at and self.happenings[self.at[p]].form == "part"
            if (p in self.at and not part) or clauses.speech(p):
                told = self._told_within(p, time.first)
                if told < 0 or self._set_off(time, told):
                    owner = p
                head = max(head, told)
                break
        when = self._when(time)
        if owner is None:
            words = sum(scene.tokens[p].word.kind == "word" for p in range(head, time.first))
            owner = self._behind(time) if words <= _HEAD else None  # a time at the head
            if owner is None:
                self._loose(time, when)
                self._frame(time, when)
                if not self._subordinate(start, time.first):
                    self._go_on(time.end, start, None, when)
                return
        if owner > time.first:
            self._coordinate(owner, when)
        self._own(owner, when)
        self._frame(time, when)
        if not self._subordinate(start, min(owner, time.first)):
            self._go_on(max(time.end, owner + 1), owner, self._level(owner), when)

    def _own(self, owner: int, when: When) -> None:
        """The happening or act of speech at `owner` is of that time, and what goes with it."""
        scene, clauses = self.scene, self.clauses
        start = scene.sentence_start[owner]
        n = self.at.get(owner)
        if n is None or self.happenings[n].said is not None:
            self.spoken.setdefault(owner, when)  # told at that time; what is told of is another matter
            self._begun(owner, when)
            self._declared(owner, when)
        if n is None:
            return
        h = self.happenings[n]
        self._give(n, when)
        relative = h.verbal and h.span.end < scene.tokens[owner].end  # "اتفاق أبرمته روسيا الأحد": of that verb alone
        for p in range(clauses.of[owner], scene.sentence_end[owner]):  # what stands in the same clause shares it
            k = self.at.get(p)
            if k is None or k == n or not clauses.same(p, owner):
                continue
            other = self.happenings[k]
            if p > owner and any(clauses.same(p, q) for q in range(p + 1, p + _BEHIND) if q in self.days):
                continue  # it has a time of its own
            if (
                (other.said is None) == (h.said is None)
                and (other.type == h.type or p < owner)
                and not (relative and p < owner - 1)
            ):
                self._give(k, when)
        self._when_clause(owner, when)
        if scene.folded[owner - 1] in self.words.during or (
            owner > start + 1 and scene.folded[owner - 2] in self.words.during
        ):
            for p in range(owner - 2, start - 1, -1):  # "دعا الرئيس خلال لقائه اليوم": the call as well
                m = self.at.get(p)
                if m is not None or clauses.speech(p):
                    self.spoken.setdefault(p, when)
                    if m is not None:
                        self._give(m, when)
                    break

    def _set_off(self, time: _Time, told: int) -> bool:
        """ "نفت الحكومة، المعترف بها، الجمعة، تقارير": a time between commas is of the cue where no clause begins
        between what is told, from token `told` on, and it."""
        scene, clauses = self.scene, self.clauses
        if time.end >= scene.n or not {scene.folded[time.first - 1], scene.folded[time.end]} <= _COMMAS:
            return False
        return all(clauses.of[p] < told and p not in self.at for p in range(told, time.first))

    def _subordinate(self, start: int, end: int) -> bool:
        """Whether a clause that is no main one begins between two tokens."""
        words, scene = self.words, self.scene
        held = words.subordinate | words.relative
        return any(scene.folded[p] in held and p not in self.inside for p in range(start, end))

    def _frame(self, time: _Time, when: When) -> None:
        """ "وفي الاجتماع الذي عقد الأحد، وافق الوزير ودعا": the verb behind a frame is of the time in it."""
        scene, clauses = self.scene, self.clauses
        start = scene.sentence_start[time.first]
        if scene.folded[start] in _BUT:
            start += 1
        openers = self.words.frames | self.words.at_once
        if {scene.folded[start], scene.folded[start][1:]}.isdisjoint(openers) or time.first <= start:
            return
        within = self.words.relative | self.words.at_once  # whose verb is none of the main clause
        if any(scene.folded[p] in self.words.subordinate and p not in self.inside for p in range(start, time.first)):
            return
        verb = None
        for p in range(start + 1, scene.sentence_end[start]):
            if p not in clauses.verbs and p not in clauses.cues:
                continue
            if p > time.end and scene.folded[p - 1] in _COMMAS and not self._with_and(p):
                verb = p
                break
            if scene.folded[clauses.of[p]] not in within:
                return
        apart = verb == time.end + 1 and scene.folded[time.first - 1] in _COMMAS
        if verb is None or self._timed_behind(verb) or not (apart or self.at.keys() & {start + 1, start + 2}):
            return
        when = when._replace(precision="sentence")
        self._own(verb, when)
        self._go_on(verb + 1, verb, self._level(verb), when)

    def _level(self, p: int) -> str | None:
        """The statement in which the happening or cue at a token is told of."""
        n = self.at.get(p)
        cue = self.clauses.cues.get(p)
        if cue is not None:
            return cue.parent
        held = self.happenings[n].statement if n is not None else None
        return held.id if held is not None else None

    def _go_on(self, p: int, owner: int, level: str | None, when: When) -> None:
        """ "وصل الأحد إلى بغداد والتقى الرئيس وتمكن من إقناعه": verbs that go on, told on one level, share a day."""
        scene, clauses = self.scene, self.clauses
        when = when._replace(precision="sentence")
        levels = {level} | self._told_beside(owner)
        for q in range(p, scene.sentence_end[owner]):
            verb = self._joined(q, owner)
            if verb is None or self._level(verb) not in levels:
                continue
            if self._timed_behind(verb):
                continue
            n = self.at.get(verb)
            if n is not None:
                self._give(n, when)
            cue = clauses.cues.get(verb)
            if cue is not None:
                self.spoken.setdefault(verb, when)
            levels |= self._told_beside(verb)

    def _with_and(self, p: int) -> bool:
        """Whether و is attached to the verb at a token, and no letter of it ("وافق")."""
        n, cue = self.at.get(p), self.clauses.cues.get(p)
        trigger = self.happenings[n].span if n is not None else cue.cue if cue is not None else None
        attached = trigger is None or trigger.start > self.scene.tokens[p].start
        return self.scene.letters[p].startswith("و") and attached

    def _told_beside(self, p: int) -> set[str]:
        """ "أعرب عن رغبته ووعد": a verb that is joined to a cue without أن, though it stands in what is told."""
        cue = self.clauses.cues.get(p)
        if cue is None or self.scene.folded[self.scene.after(cue.content.start)] in CLAUSE_PARTICLES:
            return set()
        return {cue.id}

    def _timed_behind(self, verb: int) -> bool:
        """Whether a time stands behind a verb in its clause, and no other happening between that it may be of."""
        for p in range(verb + 1, min(self.scene.sentence_end[verb], verb + _BEHIND)):
            if p in self.at or not self.clauses.same(p, verb):
                return False
            if p in self.days:
                return True
        return False

    def _joined(self, q: int, owner: int) -> int | None:
        """The past verb at token `q` that is joined by و to the one at `owner`, or the deed that it carries."""
        scene, clauses = self.scene, self.clauses
        form = scene.folded[q]
        if not (self._with_and(q) or form[1:] in self.words.managed) or form in self.words.clause_openers:
            return None
        within = clauses.of[q - 1]
        if (
            within > owner
            and scene.folded[within] in self.words.clause_openers
            and scene.tokens[q - 1].word.kind != "punct"
        ):
            return None  # joined to the verb of a clause within
        if form[1:] in self.words.managed:
            return next((x for x in range(q + 1, min(q + _BEHIND, scene.sentence_end[q])) if x in self.at), None)
        n = self.at.get(q)
        if clauses.of[q] != q or (n is None and q not in clauses.cues):
            return None
        return q if n is None or self.happenings[n].form == "past" else None

    def _coordinate(self, owner: int, when: When) -> None:
        """ "وفي الأحد عقد الوفد مؤتمرا ودعا": a time at the head holds for the verbs that go on."""
        scene, clauses = self.scene, self.clauses
        for p in range(owner + 1, scene.sentence_end[owner]):
            if scene.letters[p].startswith("و") and clauses.of[p] == p and (p in self.at or p in clauses.cues):
                n = self.at.get(p)
                if n is not None and self.happenings[n].form != "past":
                    continue
                if self._timed(p):
                    continue  # "وفي الشهر الماضي وقعت هجمات ودعا يوم الجمعة": of its own day
                if n is not None:
                    self._give(n, when)
                if p in clauses.cues:
                    self.spoken.setdefault(p, when)

    def _timed(self, p: int) -> bool:
        """Whether a time stands in the clause of token `p`, about it."""
        scene = self.scene
        around = range(max(scene.sentence_start[p], p - 2 * _HEAD), min(scene.sentence_end[p], p + _BEHIND))
        return any(q in scene.time_end and self.clauses.same(p, q) for q in around)

    def _told_within(self, p: int, at: int) -> int:
        """The first token of what the cue at `p` tells, where a time at `at` stands in it and is none of the telling;
        else -1."""
        s = self.clauses.cues.get(p)
        first = self.scene.after(s.content.start) if s is not None else -1
        return first if p < first <= at else -1

    def _loose(self, time: _Time, when: When) -> None:
        """A time of a verb that nobody knows: events behind it in its clause, or in a clause with عندما, share it."""
        scene, clauses = self.scene, self.clauses
        self.loose.add(time.first)
        if self.lead is None and scene.paragraph[time.first] in (1, 2) and when.date is not None and not when.weak:
            self.lead = (when, time.first)
        for p in range(time.end, min(scene.sentence_end[time.first], time.end + _BEHIND)):
            if not clauses.same(p, time.first):
                break
            n = self.at.get(p)
            if n is not None and self.happenings[n].said is None:
                self._give(n, when)
                break
        self._when_clause(time.first, when)

    def _when_clause(self, owner: int, when: When) -> None:
        """ "زار بغداد الأحد حين أعلن": a clause with عندما or حين is of the same time."""
        scene, clauses = self.scene, self.clauses
        end = scene.sentence_end[owner]
        p = owner
        while p < end and clauses.same(p, owner):
            p += 1
        if p < end and scene.folded[p] in self.words.at_once:
            for q in range(p, end):
                if not clauses.same(q, p):
                    break
                n = self.at.get(q)
                if n is not None:
                    self._give(n, when)

    def _begun(self, owner: int, when: When) -> None:
        """ "أعلن الجيش الخميس بدء عملية": what is declared begun is of that day."""
        scene = self.scene
        for p in range(owner + 1, min(scene.sentence_end[owner], owner + 2 * _BEHIND)):
            n = self.at.get(p)
            if n is not None:
                before = {scene.folded[q].removeprefix("ال") for q in range(max(owner + 1, p - 2), p)}
                if before & self.words.begin and self.happenings[n].said is None:
                    self._give(n, when)
                return

    def _declared(self, owner: int, when: When) -> None:
        """ "أعلنت الشرطة الأحد ضبط شخصين": the deed that is declared by its noun, and by no clause, is of that day."""
        scene = self.scene
        cue = self.clauses.cues.get(owner)
        if cue is None or scene.folded[owner].removeprefix("و") not in self.words.declare:
            return
        first = scene.after(cue.content.start)
        while first < scene.n and (first in self.inside or scene.folded[first] in _COMMAS):
            first += 1  # a time before the deed
        n = self.at.get(first)
        if n is None or self.happenings[n].form in ("part", "pres") or scene.letters[first].startswith("ال"):
            return
        end = min(scene.sentence_end[owner], first + 2 * _BEHIND)
        near = range(first + 1, min(end, first + _BEHIND))
        if any(scene.folded[p] in self.words.since for p in range(first + 1, end)) or self.days & set(near):
            return  # "مقتل عشرين منذ الأحد"
        if self.found[n] is None:
            self.declared.add(n)
        self._give(n, when._replace(precision="sentence"))

    def _behind(self, time: _Time) -> int | None:
        """The first happening or act of speech behind a time at the head of its sentence."""
        scene = self.scene
        for p in range(time.end, min(scene.sentence_end[time.first], time.end + 2 * _HEAD + _BEHIND * 2)):
            if p not in self.inside and (p in self.at or self.clauses.speech(p)):
                return p
        return None

    def _give(self, n: int, when: When) -> None:
        held = self.found[n]
        weaker = held is not None and when.weak and not held.weak
        if held is not None and not weaker and self._nearer(self.happenings[n].span, when, held):
            self.found[n] = when
        if held is None or (held.weak and not when.weak) or (held.date is None and when.date is not None):
            self.found[n] = when

    @staticmethod
    def _nearer(at: Span, when: When, held: When) -> bool:
        """Whether a time is finer than the one held, and nearer: a month at the head, the day beside the verb."""
        finer = when.date is not None and held.date is not None and len(when.date) > len(held.date)
        return finer and abs(when.span.start - at.start) < abs(held.span.start - at.start)

    def _when(self, time: _Time) -> When:
        timex = time.timex
        interval = timex.interval
        if time.since and interval is not None:
            last = max(self.published, interval[1]) if self.published else interval[1]
            date = date_of(timex)
            return When(date if len(date) > 4 else None, (interval[0], last), timex.span, "clause")
        weak = timex.mod is not None or timex.type == "DURATION" or _hour(timex)
        return When(date_of(timex) or None, interval, timex.span, "clause", weak)


def _hour(timex: Timex) -> bool:
    """Whether no day is said, but the hour ("صباحا"), or the day only by what was said before ("اليوم نفسه")."""
    return timex.why is not None and timex.why.rule == "times.same"


def date_of(timex: Timex) -> str:
    """The TIMEX3 value without the time of day (2020-12-20, 2020-12, 2020); of weeks and of
    durations with known ends as much as both ends share."""
    if timex.interval is None or (timex.type != "DURATION" and "W" not in timex.value):
        return timex.value.partition("T")[0]
    first, last = timex.interval
    for size in (10, 7, 4):
        if first[:size] == last[:size]:
            return first[:size]
    return ""
