"""On what an event hangs, and until when it must be.

A condition belongs to the happening of its sentence that stands outside it, nearest to it, and to the act of speech
that sets it ("هدد بإغلاق السفارة ما لم تتوقف الهجمات": the threat and the closing). A deadline belongs to the demand,
pledge or threat of its sentence, and to what is demanded, pledged or threatened.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from marsad.annotate.phrases import DASHES
from marsad.annotate.scene import Scene
from marsad.document import Condition, Deadline, Span, Timex
from marsad.folding import fold
from marsad.lexicon import event_conditions
from marsad.lexicon.event_conditions import Phrases
from marsad.link.event_markers import is_future
from marsad.link.happenings import Happening

_LONGEST: Final = 26
_STOP: Final = frozenset(".؟?!؛;…")
_COMMA: Final = frozenset("،,")
_BEFORE_FUTURE: Final = frozenset("كان كانت كانوا ان بان انه انها الذي التي الذين ما من مما عما كيف متي".split())
_ASKING: Final = frozenset({"ما", "ماذا", "لماذا", "كيف", "لما"})
_MARKS: Final = frozenset('"“«')
_SO: Final = ("فان", "فسوف", "فقد", "فمن", "فس", "فلن")
_GIVES_TIME: Final = "امهل"
_BINDING: Final = frozenset({"REQUEST", "THREATEN", "AGREE", "REJECT"})
_LENGTH: Final = re.compile(r"^PT?(\d+)([HDWMY])$")
_DAYS: Final = {"D": 1, "W": 7, "Y": 365}


class Found(NamedTuple):
    """A condition or deadline with the happenings (by index) that it belongs to."""

    condition: Condition | None
    deadline: Deadline | None
    owners: tuple[int, ...]
    rule: str


class _Clause(NamedTuple):
    first: int
    size: int  # tokens of the word that opens it
    end: int
    word: str


class ConditionReader:
    """Reads the conditions and deadlines of one report."""

    def __init__(
        self, scene: Scene, happenings: Sequence[Happening], statuses: Sequence[str], ids: Sequence[str]
    ) -> None:
        self.scene, self.happenings, self.statuses, self.ids = scene, happenings, statuses, ids
        self.table = event_conditions.load()
        self.published = (scene.report.published or "")[:10]
        self.times: dict[int, Timex] = {scene.at(t.span.start): t for t in scene.report.times}

    def read(self) -> list[Found]:
        """Conditions first, then deadlines, in the order of the text."""
        out: list[Found] = []
        sentences: dict[int, list[int]] = {}
        for n, h in enumerate(self.happenings):
            sentences.setdefault(self.scene.sentence_start[h.first], []).append(n)
        for start, members in sorted(sentences.items()):
            end = self.scene.sentence_end[start]
            for clause in self._clauses(start, end):
                out += self._condition(clause, members)
            out += self._deadlines(start, end, members)
        return out

    # Conditions

    def _clauses(self, start: int, end: int) -> list[_Clause]:
        found: list[_Clause] = []
        words, opening = self.scene.folded, self.table.conditions
        p = start
        while p < end:
            size = self._opens(p) if words[p] in opening else 0
            if not size:
                p += 1
                continue
            stop = self._end(p + size, end)
            word = " ".join(self.scene.folded[p : p + size])
            if stop > p + size:
                found.append(_Clause(p, size, stop, word))
            p = max(stop, p + 1)
        return found

    def _opens(self, p: int) -> int:
        scene = self.scene
        if self._size(p, self.table.none) or (p > 0 and self._size(p - 1, self.table.none) > 1):
            return 0
        size = self._size(p, self.table.conditions)
        if size == 1 and scene.folded[p] in ("ان", "وان"):
            # إن opens a condition only before a verb in the perfect or لم
            behind = scene.letters[p + 1] if p + 1 < scene.n else ""
            return size if scene.letters[p] in ("إن", "وإن") and behind in ("لم", "استمر", "استمرت", "تم") else 0
        if size == 1 and scene.folded[p] == "والا":  # "وألا تستخدم", "وإلا فإنه", "وإلا ما معنى"
            behind = scene.folded[p + 1] if p + 1 < scene.n else "ف"
            return 0 if scene.letters[p] != "وإلا" or behind.startswith("ف") or behind in _ASKING else size
        return size

    def _size(self, p: int, table: Phrases) -> int:
        scene = self.scene
        if not 0 <= p < scene.n:
            return 0
        for words in table.get(scene.folded[p], ()):
            size = len(words)
            if p + size > scene.n:
                continue
            if all(scene.folded[p + k] == w for k, w in enumerate(words)):
                return size
            opened = words[-1] in ("ب", "ال") and scene.folded[p + size - 1].startswith(words[-1])
            if opened and all(scene.folded[p + k] == w for k, w in enumerate(words[:-1])):
                return size - 1
        return 0

    def _end(self, p: int, end: int) -> int:
        scene = self.scene
        opened = scene.inside[p - 1] if p - 1 < scene.n else -1
        dashed = any(scene.folded[q] in DASHES for q in range(max(0, p - 4), p))
        for q in range(p, min(end, p + _LONGEST)):
            form = scene.folded[q]
            if form in _STOP or form in self.table.ends or (form in _COMMA and q > p):
                return q
            if dashed and form in DASHES:
                return q
            if q in scene.closes and scene.closes[q] == opened:
                return q
            if q > p + 1 and scene.letters[q].startswith(("فس", "فإن")):
                return q
            ahead = is_future(scene.tokens[q].word) or scene.folded[q] in ("سيكون", "ستكون")
            if ahead and q > p and not {scene.folded[q - 1], scene.folded[p]} & _BEFORE_FUTURE:
                return q  # "القرار في حال اتخاذه سيكون خطأ"
        return min(end, p + _LONGEST)

    def _condition(self, clause: _Clause, members: Sequence[int]) -> list[Found]:
        scene = self.scene
        inside = [n for n in members if clause.first <= self.happenings[n].first < clause.end]
        outside = [n for n in members if n not in inside]
        owners = self._owners(clause, outside)
        if not owners:
            return []
        named = next((n for n in inside if self.happenings[n].said is None), None)
        span = scene.span(clause.first, clause.end)
        condition = Condition(
            span,
            scene.text[span.start : scene.tokens[clause.first + clause.size - 1].end],
            self.ids[named] if named is not None else None,
            clause.word in self.table.negated,
        )
        return [Found(condition, None, tuple(owners), f"condition:{clause.word}")]

    def _owners(self, clause: _Clause, outside: Sequence[int]) -> list[int]:
        """The nearest happening that is not said to be actual, and the act of speech in which the condition is set."""
        scene = self.scene
        offset = scene.tokens[clause.first].start
        holders = [n for n in outside if self._says(n, offset)]
        after = scene.folded[clause.end : clause.end + 2]
        if len(after) == 2 and after[0] in _COMMA and after[1].startswith(_SO):
            # "وإذا قصفوا، فإن": it hangs on what follows
            outside = [n for n in outside if self.happenings[n].first >= clause.end]
        free = [
            n
            for n in outside
            if self.happenings[n].said is None
            and self.statuses[n] in ("hypothetical", "planned")
            and abs(self.happenings[n].first - clause.first) <= _LONGEST
        ]
        owners: list[int] = []
        if free:
            owners.append(min(free, key=lambda n: (abs(self.happenings[n].first - clause.first), n)))
        inner = [n for n in holders if self.happenings[n].type in _BINDING]
        if inner:
            owners.append(max(inner, key=lambda n: self.happenings[n].first))
        return owners

    def _says(self, n: int, offset: int) -> bool:
        said = self.happenings[n].said
        if said is None:
            return False
        dashed = self.scene.text[max(0, offset - 2) : offset].strip() in DASHES  # "وهدد - في حال الرفض - برد"
        start = said.cue.end if dashed and said.cue is not None else said.content.start
        return start <= offset < said.content.end

    # Deadlines

    def _deadlines(self, start: int, end: int, members: Sequence[int]) -> list[Found]:
        out = []
        scene = self.scene
        for p in range(start, end):
            if scene.folded[p] not in self.table.open and p not in self.times:
                continue
            size = self._size(p, self.table.open)
            if size:
                owners = self._bound(p, members, loose=True)
                if owners:
                    out.append(Found(None, Deadline(scene.span(p, p + size)), owners, "deadline:open"))
            timex = self.times.get(p)
            if timex is None:
                continue
            given = any(fold(self.happenings[n].lemma) == _GIVES_TIME for n in members if self.happenings[n].first < p)
            found = self._deadline(p, timex, start, end, given)
            if found is None:
                continue
            owners = self._bound(p, members, loose=found[1])
            if owners:
                out.append(Found(None, found[0], owners, found[2]))
        return out

    def _deadline(self, p: int, timex: Timex, start: int, end: int, given: bool) -> tuple[Deadline, bool, str] | None:
        """The deadline that a time makes, whether a word says that it is a term, and the rule."""
        scene = self.scene
        size, kind = self._before(p, self.table.deadlines, start)
        term = any(scene.folded[q] in self.table.terms for q in range(max(start, p - 6), min(end, p + 6)))
        if timex.type in ("DATE", "TIME"):
            own = fold(scene.text[timex.span.start : timex.span.end]).split()[0]
            if not size and own not in ("قبل", "بحلول"):
                return None
            if timex.interval is None:
                return None
            first, last = timex.interval
            day = _shifted(first, -1) if kind in self.table.before and timex.mod != "END" else last
            if self.published and day < self.published:
                return None
            begin = self.published or day
            span = Span(scene.tokens[p - size].start if size else timex.span.start, timex.span.end)
            return Deadline(span, timex.value, (min(begin, day), day)), term, f"deadline:{kind or own}"
        if timex.type != "DURATION":
            return None
        term = term or given  # "أمهلت الجماعة التي يقودها فلان الحكومة 48 ساعة"
        size, kind = self._before(p, self.table.within, start)
        if not size and not term:
            return None
        if "الماضي" in timex.value or timex.interval is not None:
            return None
        interval = self._from_now(timex.value)
        if interval is None and not term and self.published:
            return None  # "خلال الأيام المقبلة": when, and not until when
        span = Span(scene.tokens[p - size].start if size else timex.span.start, timex.span.end)
        return Deadline(span, timex.value, interval), term, f"deadline:{kind or 'term'}"

    def _before(self, p: int, table: Phrases, start: int) -> tuple[int, str]:
        """The phrase of a table that ends right before token `p`: its size and words."""
        scene = self.scene
        if p > start and scene.folded[p - 1] in _MARKS:
            size, kind = self._before(p - 1, table, start)
            return size + bool(size), kind
        for size in (3, 2, 1):
            words = tuple(scene.folded[p - size : p])
            if p - size >= start and words in table.get(words[0], ()):
                return size, " ".join(words)
        return 0, ""

    def _from_now(self, value: str) -> tuple[str, str] | None:
        """The days from the report's own day to the end of a length of time."""
        found = _LENGTH.match(value)
        if found is None or not self.published:
            return None
        count, unit = int(found.group(1)), found.group(2)
        if count > 10_000:
            return None
        if unit == "H" and value.startswith("PT"):
            days = -(-count // 24)
        elif unit == "M":
            days = 30 * count if not value.startswith("PT") else 0
        else:
            days = _DAYS.get(unit, 0) * count
        return self.published, _shifted(self.published, days)

    def _bound(self, p: int, members: Sequence[int], *, loose: bool) -> tuple[int, ...]:
        """What a deadline at token `p` binds: the nearest happening to come, and the act of speech that sets it."""
        scene = self.scene
        offset = scene.tokens[p].start
        open_ = [
            n
            for n in members
            if self.happenings[n].said is None
            and (self.statuses[n] in ("planned", "hypothetical") or loose)
            and abs(self.happenings[n].first - p) <= _LONGEST
        ]
        before = [n for n in open_ if self.happenings[n].first < p]
        owners: list[int] = []
        if before or open_:
            owners.append(max(before, key=lambda n: self.happenings[n].first) if before else open_[0])
        acts = [n for n in members if self.happenings[n].type in _BINDING and n not in owners]
        says = [n for n in acts if self._says(n, offset) or (loose and self.happenings[n].first < p)]
        if says:
            owners.append(max(says, key=lambda n: self.happenings[n].first))
        return tuple(owners)


def _shifted(day: str, days: int) -> str:
    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day
