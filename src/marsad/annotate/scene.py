"""What the statement grammar sees of a report: tokens with their neighbourhood, in arrays worked out once.

A noun phrase is what the names stage made one group: a role and a name, a name and its acronym, a name in apposition.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from marsad.document import Mention, Report, Span
from marsad.lexicon import function_words, knowledge
from marsad.text.words import word

# Clause particles that a verb of saying opens its content with, folded; with an attached pronoun as one word.
_PRONOUNS = ("", "ه", "ها", "هم", "هن", "هما", "نا", "ني", "ي", "ك", "كم", "كما", "نه", "ننا", "نني")
CLAUSE_PARTICLES = frozenset("ان" + p for p in _PRONOUNS)
_PREFIXED = ("ب", "ل", "و", "ك", "ف")


class NP(NamedTuple):
    """A noun phrase that names somebody or something: token range, and the mentions that it is made of."""

    first: int
    end: int
    start_offset: int  # in the text, attached particles cut off
    end_offset: int
    proclitic: str  # what is attached before it, folded
    mentions: tuple[int, ...]  # indices into Report.mentions
    type: str  # type of the naming mention (a name before a role)
    kind: str  # name or role
    definite: bool
    speaks: bool  # can be a speaker: not a mere place unless it stands for its government


@cache
def _governing() -> frozenset[str]:
    """Places that stand for who governs them: they speak, a dam or a strait does not."""
    kinds = {"country", "capital", "territory", "province", "region", "city"}
    return frozenset(e.id for e in knowledge.load().entries if e.type == "LOC" and e.kind in kinds)


def _realm(mention: Mention) -> bool:
    """ "المملكة", "السلطنة": a state by its kind."""
    return mention.kind == "role" and mention.head in ("مملكه", "سلطنه", "جمهوريه", "دوله", "اماره")


class Scene:
    """A report with look-ups by token index."""

    pauses = frozenset("،,؛;:-–—")

    __slots__ = (
        "attributions",
        "closes",
        "designators",
        "ends",
        "folded",
        "inside",
        "inside_times",
        "letters",
        "n",
        "nps",
        "numbers",
        "opens",
        "paragraph",
        "report",
        "sentence_end",
        "sentence_start",
        "skip",
        "starts",
        "text",
        "time_end",
        "tokens",
    )

    def __init__(self, report: Report) -> None:
        self.report = report
        self.designators = function_words.load().designators
        self.text = report.text
        self.tokens = report.tokens
        n = self.n = len(report.tokens)
        self.starts = [t.start for t in report.tokens]
        self.letters = [t.word.letters for t in report.tokens]
        self.folded = [t.word.folded for t in report.tokens]
        self.sentence_start = [0] * n
        self.sentence_end = [n] * n
        self.paragraph = [0] * n
        for s in report.sentences:
            for i in range(s.first, s.last):
                self.sentence_start[i], self.sentence_end[i], self.paragraph[i] = s.first, s.last, s.paragraph
        self.numbers: dict[int, int] | None = None  # first token of a number to what it counts
        self.attributions: dict[int, int] = {}  # token -> end, set by the statement grammar
        self._quotations()
        self.time_end: dict[int, int] = {}
        self.inside_times: set[int] = set()
        for time in report.times:
            first, end = self.at(time.span.start), self.at(time.span.end - 1) + 1
            self.time_end[first] = end
            self.inside_times.update(range(first, end))
        self.skip = [False] * n
        for f in report.furniture:
            for i in range(self.after(f.span.start), self.after(f.span.end)):
                self.skip[i] = True
        self.nps: dict[int, NP] = {}
        self.ends: dict[int, NP] = {}
        for np in self._noun_phrases():
            if self.skip[np.first]:
                continue
            held = self.nps.get(np.first)
            if held is None or np.end > held.end:
                self.nps[np.first] = np
        for np in self.nps.values():
            held = self.ends.get(np.end)
            if held is None or np.first < held.first:
                self.ends[np.end] = np

    def at(self, offset: int) -> int:
        """The token that holds an offset (the last one that starts at or before it)."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def after(self, offset: int) -> int:
        """The first token that starts at or after an offset."""
        i = bisect_right(self.starts, offset) - 1
        return i if i >= 0 and self.starts[i] == offset else i + 1

    def span(self, first: int, end: int) -> Span:
        """The text from token `first` up to and without token `end`."""
        return Span(self.tokens[first].start, self.tokens[end - 1].end)

    def _quotations(self) -> None:
        self.opens: dict[int, int] = {}
        self.closes: dict[int, int] = {}
        self.inside = [-1] * self.n  # innermost quotation that holds the token, by its opening mark
        for q in sorted(self.report.quotations, key=lambda q: (q.open, -q.close)):
            self.opens[q.open] = q.close
            self.closes.setdefault(q.close, q.open)
            for i in range(q.open + 1, min(q.close, self.n)):
                self.inside[i] = q.open

    def _noun_phrases(self) -> Iterator[NP]:
        groups: dict[int, list[int]] = {}
        for k, m in enumerate(self.report.mentions):
            if m.kind != "pronoun":
                groups.setdefault(m.group if m.group >= 0 else -2 - k, []).append(k)
        mentions = self.report.mentions
        for members in groups.values():
            members.sort(key=lambda k: mentions[k].span)
            # a group whose members stand far apart is a coreference, not a phrase: keep the stretch together only
            # where the gap is small
            run: list[int] = []
            for k in members:
                if run and self._apart(mentions[run[-1]].span.end, mentions[k].span.start):
                    yield self._np(run)
                    run = []
                run.append(k)
            if run:
                yield self._np(run)

    def _apart(self, end: int, start: int) -> bool:
        gap = self.text[end:start]
        return start - end > 24 or any(c in gap for c in ".؟?!؛\n")

    def _np(self, run: list[int]) -> NP:
        mentions = [self.report.mentions[k] for k in run]
        start = mentions[0].span.start
        end = max(m.span.end for m in mentions)
        first, last = self.at(start), self.at(end - 1)
        main = next((m for m in mentions if m.kind == "name"), mentions[0])
        particle = self.text[self.tokens[first].start : start]
        return NP(
            first,
            self._closing(last + 1),
            start,
            self.tokens[self._closing(last + 1) - 1].end,
            word(particle).folded if particle else "",
            tuple(run),
            main.type,
            main.kind,
            main.definite,
            main.type != "LOC"
            or _realm(main)
            or main.kb in _governing()
            or (main.kb is None and main.country is not None),
        )

    def _closing(self, end: int) -> int:
        """A name in quotation marks or brackets takes the closing mark with it."""
        if end < self.n and (end in self.closes or self.letters[end] == ")") and not self._open_inside(end):
            return end + 1
        return end

    def _open_inside(self, end: int) -> bool:
        return self.letters[end] == ")" and "(" not in self.letters[max(0, end - 6) : end]

    def mention_np(self, i: int) -> NP | None:
        """The noun phrase that begins at token `i`, an opening quotation mark before a name passed over."""
        np = self.nps.get(i)
        if np is None and i in self.opens and self.opens[i] - i <= 5:
            inner = self.nps.get(i + 1)
            if inner is not None and inner.end >= self.opens[i]:
                return inner._replace(first=i)
        if np is None and i + 1 < self.n and self.letters[i] in self.designators and i + 1 not in self.time_end:
            inner = self.mention_np(i + 1)
            if inner is not None and not inner.proclitic:
                return inner._replace(first=i, start_offset=self.starts[i])
        return np

    def particle(self, i: int) -> str | None:
        """The attached preposition of a clause particle at `i` ("" for a bare one); None where there is none.

        إن، أن، أنه، بأن، بأنها، لأن is a cause and not a clause of content.
        """
        form = self.folded[i]
        if i and self.letters[i - 1] in ("-", "–") and self.tokens[i - 1].end == self.tokens[i].start:
            return None  # مون جاي-إن
        if form in CLAUSE_PARTICLES:
            return ""
        for p in _PREFIXED:
            if form.startswith(p) and form[len(p) :] in CLAUSE_PARTICLES:
                return p
        return None


def mentions_of(scene: Scene, np: NP) -> list[Mention]:
    """The mentions of a noun phrase."""
    return [scene.report.mentions[k] for k in np.mentions]
