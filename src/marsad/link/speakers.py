"""Speakers: the entity behind a source, behind a pronoun, behind a verb that only goes on."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque

from marsad.document import Mention, Report, Span, Statement
from marsad.lexicon import function_words, linking
from marsad.link.clusters import Clusters, role_text
from marsad.link.forms import words
from marsad.link.roles import lemma

_SAME = frozenset({"نفسه", "نفسها", "ذاته", "ذاتها", "المذكور", "المذكورة", "عينه", "أنفسهم"})
_NEAR = 60  # characters between a possessor and the act that a pronoun makes his
_SEEN = 64  # mentions of a speaker that tell of what kind he is
_STANDS_IN = frozenset({"جاء", "ورد"})
_WINDOW = 40  # statements looked back at


class Speakers:
    """Resolves statements in the order of the text. ``new`` collects sources that no mention names."""

    def __init__(self, report: Report, clusters: Clusters) -> None:
        self.report = report
        self.clusters = clusters
        self.starts = [m.span.start for m in report.mentions]
        self.by_id = {s.id: s for s in report.statements}
        self.speaker: dict[str, int | str | None] = {}
        self.new: dict[tuple[str, ...], str] = {}
        self.new_spans: dict[str, Span] = {}
        self._cache: dict[int, list[int]] = {}
        self._by_last: dict[str, dict[tuple[str, ...], int]] = {}

    def at(self, span: Span) -> int | None:
        """The mention that names what a span says: a person's name before a role, the first before what is inside."""
        mentions = self.report.mentions
        lo = bisect_left(self.starts, span.start - 1)
        inside = []
        for k in range(lo, len(mentions)):
            m = mentions[k]
            if m.span.start >= span.end:
                break
            if m.span.start >= span.start - 1 and m.span.end <= span.end + 1 and m.kind != "pronoun":
                inside.append(k)
        if not inside:
            return None
        first = inside[0]
        if (
            mentions[first].type == "ANON"
            and mentions[first].of is not None
            and mentions[first].span.start <= span.start + 1
        ):
            return first  # "مصدر مقرب من الرئيس فلان"
        person = next((k for k in inside if mentions[k].kind == "name" and mentions[k].type == "PER"), None)
        if (
            person is not None
            and mentions[person].span.end >= span.end - 1
            and not self._another(first, person)
            and not any(
                mentions[k].kind == "role" and mentions[k].span.end >= mentions[person].span.end for k in inside
            )
        ):
            return person  # titles, then the name
        outlet = next((k for k in inside if mentions[k].kind == "name" and mentions[k].type == "MEDIA"), None)
        if outlet is not None and mentions[first].type == "MEDIA" and mentions[outlet].span.end >= span.end - 1:
            return outlet  # صحيفة "لوموند"
        if not _names(mentions[first].span, span, self.report.text):
            return None
        group = mentions[first].group
        same = [k for k in inside if mentions[k].group == group and group >= 0] or [first]
        # a role that names its own body first: the longest role that begins the span
        return next((k for k in same if mentions[k].kind == "name"), max(same, key=lambda k: mentions[k].span.end))

    def _another(self, role: int, person: int) -> bool:
        """ "الناطق باسم الرئيس فلان": a title whose holder is not whom the name inside it names."""
        holder, named = self.clusters.who(role), self.clusters.who(person)
        return self.report.mentions[role].kind == "role" and None not in (holder, named) and holder != named

    def resolve(self) -> None:
        """Fills ``speaker`` for every statement."""
        before: deque[Statement] = deque(maxlen=_WINDOW)  # only who spoke lately can go on
        for s in sorted(self.report.statements, key=_place):
            self.speaker[s.id] = self._one(s, list(before))
            before.append(s)

    def _one(self, s: Statement, before: list[Statement]) -> int | str | None:
        if s.source is not None:
            k = self.at(s.source)
            if k is not None:
                kind = self._kind_spoken(k, before)
                return kind if kind is not None else self.clusters.find(k)
            return self.unknown(s.source)
        if s.goes_on is not None:
            return self.speaker.get(s.goes_on)
        known = self._issuer(s, before) if s.lemma in _STANDS_IN else self._asked(s, before)
        if known is not None:
            return known
        agreement = s.pronoun or ""
        if s.why is not None and s.why.rule.endswith("+of-him"):
            return self._other(s, before, agreement)
        if s.why is not None and s.why.rule.startswith("part"):
            vouched = self._vouched(s, before)
            if vouched is not None:
                return vouched
        if agreement[:1] in ("1", "2"):
            return self.speaker.get(s.parent) if s.parent else self._last(s, before, "")
        act = s.why is not None and s.why.rule.startswith(("noun", "masdar"))
        if s.parent is not None and (act or not any(b.parent == s.parent for b in before)):
            parent = self.by_id[s.parent]
            if parent.why is not None and parent.why.rule == "attribution":
                found = self._last_free(s, before, agreement)
                return found if found is not None else self.speaker.get(s.parent)
            return self._in_clause(s, parent, agreement, before)
        return self._last(s, before, agreement)

    def _kind_spoken(self, k: int, before: list[Statement]) -> int | str | None:
        """ "المصدر", "الصحيفة", "الوزير نفسه": whoever of that kind spoke last, a like number first."""
        m = self.report.mentions[k]
        surface = self.clusters.text(k).split()
        if surface[-1] in _SAME and len(self.members(self.clusters.find(k))) == 1 and before:
            return self._last(self.report.statements[0], before, "")  # "المسؤول الحكومي ذاته": whoever spoke last
        text = role_text(self.clusters.text(k))
        if m.kind != "role" or not m.definite or len([w for w in text if not w.startswith(("نفس", "ذات"))]) != 1:
            return None
        head = lemma(m.head or text[0])
        outlet = m.type == "MEDIA" or head in linking.load().media_nouns
        fallback: int | str | None = None
        for b in reversed(before):
            who = self.speaker.get(b.id)
            if not isinstance(who, int):
                continue
            for j in self.members(who)[:_SEEN]:
                n = self.report.mentions[j]
                same = (n.type == "MEDIA" and outlet) or (n.kind == "role" and lemma(n.head) == head and j != k)
                if same and (m.number is None or n.number is None or m.number == n.number):
                    return who
                if same and fallback is None:
                    fallback = who
        return fallback if head == "مصدر" else None

    def _vouched(self, s: Statement, before: list[Statement]) -> int | str | None:
        """ "بحسب ما قال مسؤول، مضيفا": the participle goes on for the authority right before it."""
        cue = (s.cue or s.content).start
        near = [b for b in before if b.cue is not None and b.cue.start < cue and b.parent == s.parent]
        if not near:
            return None
        b = max(near, key=lambda b: b.cue.start if b.cue is not None else 0)
        if b.why is None or b.why.rule != "attribution" or b.lemma is None or b.cue is None:
            return None
        if any(x.parent == b.id and x.cue is not None and x.cue.start < b.cue.start for x in before):
            return None  # "شدد الرئيس، بحسب المصدر، على ...، معتبرا": the authority stands inside what goes on
        gap = self.report.text[b.cue.start : cue]
        verbal = b.lemma.endswith("ما") or b.lemma in ("حسبما", "كما", "وفقما", "مثلما")
        verbal = verbal or b.content.start > b.cue.start
        return self.speaker.get(b.id) if verbal and not any(c in gap for c in ".\n") else None

    def _last(self, s: Statement, before: list[Statement], agreement: str) -> int | str | None:
        """Whoever spoke last at the same level, if the verb can be his."""
        level = self._level(s)
        free = [b for b in before if not (b.why and b.why.rule == "attribution")]
        for b in reversed(free):
            if self._level(b) == level and self._may(b, agreement):
                told = self._told_of(b, free, agreement)
                return told if told is not None else self.speaker.get(b.id)
        for b in reversed(free):
            if self._may(b, agreement) and b.id != s.parent:
                return self.speaker.get(b.id)
        return None

    def _issuer(self, s: Statement, before: list[Statement]) -> int | str | None:
        """ "وجاء في البيان": whoever issued the last one."""
        last = next((b for b in reversed(before) if b.channel == s.channel and b.parent == s.parent), None)
        return self.speaker.get(last.id) if last is not None and s.channel is not None else None

    def _asked(self, s: Statement, before: list[Statement]) -> int | None:
        """ "سأل الرئيس عن الموعد، فأجابه": whoever was asked."""
        if s.lemma != "أجاب" or not before or before[-1].force != "ask" or len(before[-1].addressee_spans) != 1:
            return None
        k = self.at(before[-1].addressee_spans[0])
        return self.clusters.find(k) if k is not None else None

    def _other(self, s: Statement, before: list[Statement], agreement: str) -> int | str | None:
        """ "ونقلت عنه الوكالة قوله": whoever spoke last and is not who tells of him."""
        teller = self.speaker.get(s.parent or "")
        for b in reversed(before):
            if self.speaker.get(b.id) != teller and self._may(b, agreement):
                return self.speaker.get(b.id)
        return None

    def _told_of(self, relay: Statement, before: list[Statement], agreement: str) -> int | str | None:
        """ "نقلت الوكالة عن المسؤول قوله. وأضاف": whoever it told of goes on, where the verb can be his."""
        if relay.why is None or not relay.why.rule.endswith("+relay"):
            return None
        told = next((b for b in reversed(before) if b.parent == relay.id), None)
        if told is None or not self._may(told, agreement):
            return None
        feminine = agreement[1:2] == "f" and self.report.slice(relay.source or relay.content).split()[0].endswith("ة")
        return None if feminine else self.speaker.get(told.id)

    def _level(self, s: Statement) -> str | None:
        """The statement inside whose words `s` stands, authorities passed over."""
        parent = self.by_id.get(s.parent or "")
        while parent is not None and parent.why is not None and parent.why.rule == "attribution":
            parent = self.by_id.get(parent.parent or "")
        return parent.id if parent is not None else None

    def _last_free(self, s: Statement, before: list[Statement], agreement: str) -> int | str | None:
        for b in reversed(before):
            if b.id != s.parent and not (b.why and b.why.rule == "attribution") and self._may(b, agreement):
                return self.speaker.get(b.id)
        return None

    def _in_clause(self, s: Statement, parent: Statement, agreement: str, before: list[Statement]) -> int | str | None:
        """Inside reported words: the nearest agreeing name before the cue there, else who is reported."""
        cue = s.cue or s.content
        lo = bisect_left(self.starts, parent.content.start)
        hi = bisect_left(self.starts, cue.start)
        gap = self.report.text[parent.content.start : cue.start]
        if len(gap.split()) <= 2:
            if self._may(parent, agreement):
                return self.speaker.get(parent.id)
            return self._last(s, before, agreement)  # "إنهم أقروا": others than who speaks
        act = s.why is not None and s.why.rule.startswith(("noun", "masdar"))
        near = cue.start - _NEAR if act else 0
        for k in reversed(range(lo, hi)) if act else range(lo, hi):
            if self.report.mentions[k].span.end < near:
                continue
            m = self.report.mentions[k]
            if m.kind != "pronoun" and m.type in ("PER", "ORG", "MEDIA", "ANON") and _agrees(m, agreement):
                return self.clusters.find(k)
        return self.speaker.get(parent.id)

    def _may(self, b: Statement, agreement: str) -> bool:
        who = self.speaker.get(b.id)
        if who is None:
            return False
        if not agreement or isinstance(who, str):
            return True
        marks = [self.report.mentions[k] for k in self.members(who)[:_SEEN]]
        return any(_agrees(m, agreement) for m in marks) if marks else True

    def members(self, cluster: int) -> list[int]:
        """The mentions of a cluster."""
        if not self._cache:
            for k in range(len(self.report.mentions)):
                self._cache.setdefault(self.clusters.find(k), []).append(k)
        return self._cache.get(cluster, [])

    def _named_in(self, span: Span) -> int | None:
        """A person named elsewhere whose words all stand in the span ("Mustafa ... مصطفى الكاظمي")."""
        if not self._by_last:
            for k, m in enumerate(self.report.mentions):
                if m.kind == "name" and m.type in ("PER", "ORG"):
                    name = words(self.clusters.text(k))
                    if len(name) >= 2:
                        self._by_last.setdefault(name[-1], {}).setdefault(name, k)
        here = words(self.report.slice(span))
        for word in reversed(here):
            for name, k in self._by_last.get(word, {}).items():
                if set(here).issuperset(name):
                    return self.clusters.find(k)
        return None

    def unknown(self, span: Span) -> int | str:
        """A source that no mention names: an entity of its own, the same for the same words."""
        known = self._named_in(span)
        if known is not None:
            return known
        key = tuple(self.report.slice(span).split())
        if key not in self.new:
            self.new[key] = f"new{len(self.new)}"
            self.new_spans[self.new[key]] = span
        return self.new[key]


def _names(inner: Span, outer: Span, text: str) -> bool:
    """Whether a mention inside a source says who that is: "بيان للجيش" is the army's, "أفراد في عصابة" are not it."""
    before = text[outer.start : inner.start].split()
    if inner.start - outer.start <= 1 or (inner.end - inner.start) * 2 >= outer.end - outer.start:
        return True
    small = function_words.load()
    return all(
        w.strip('"«“”') in small.designators | small.documents | linking.load().source_words | {"", "ل", "لل"}
        for w in before
    )


def _place(s: Statement) -> tuple[int, int]:
    """Parents before children, else by the text."""
    authority = s.why is not None and s.why.rule == "attribution"
    return ((s.content.start if authority else (s.cue or s.source or s.content).start), 0 if authority else 1)


def _agrees(m: Mention, agreement: str) -> bool:
    """Whether a verb of this person, gender and number can have `m` as its subject; unknown agrees."""
    if len(agreement) < 3:
        return True
    gender, number = agreement[1], agreement[2]
    if number == "p":
        return m.number != "s" or m.type in ("ORG", "MEDIA")
    if m.number == "p":
        return gender == "f" or m.type == "ORG"
    if m.type == "LOC":
        return True
    if m.gender is not None:
        return m.gender == gender
    return not (m.type == "PER" and gender == "f" and m.gender == "m")
