"""The first stage: what on the page is not the report's own reporting is marked, with its kind, and never cut out.

Each rule is a phrase of ``arabic/furniture.yaml`` and the place where it may stand. In doubt text stays body.
"""

from __future__ import annotations

import re

from marsad.document import Furniture, FurnitureKind, Report, Span
from marsad.ingest.datelines import dateline, whole_line
from marsad.ingest.lines import CLOSERS, STOPS, Line, Table, key, lines_of, table
from marsad.ingest.repeats import pull_quotes, teasers

_TWEET_DATE = re.compile(
    r"\(@[A-Za-z0-9_]{1,20}\)[ \xa0]{0,3}"
    r"(?:[A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}|[0-9]{1,2} [^\W\d]{3,10}،? [0-9]{4}|[^\W\d]{3,10} [0-9]{1,2}[،,] [0-9]{4})?"
)
_TWEET_LINK = re.compile(r"(?:https?://)?(?:pic\.twitter\.com|pic\.x\.com|t\.co)/[A-Za-z0-9]+")
_BYLINE_REACH = 100  # characters between the dash of a tweet's byline and its handle
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,20}")
_TITLE_WORDS = 22
_LINK_WORDS = 18
_SHORT_LINK = 3  # words of a link in a run of links
_INLINE_WORDS = 28
_SEPARATES = frozenset(":/|-–—.…،\\»>")
_SHORT_START = 12
_NO_SEPARATOR = 2  # words of an opener that needs no separator after it
_MAX_TITLE = 30
_CREDIT = re.compile(r" \(([^()\n]{2,30})\)")
_CAPTION_WORDS = 26
_LAST_WORDS = 30


class _Finder:
    """Works through the lines of one report; every line is looked at once."""

    def __init__(self, report: Report, phrases: Table) -> None:
        self.report = report
        self.text = report.text
        self.table = phrases
        self.lines = lines_of(report.text)
        self.taken: set[int] = set()
        self.found: list[Furniture] = []
        self.outlet: str | None = None
        self.author: str | None = None
        lines = self.lines
        self.body = 1 if len(lines) > 1 and (len(lines[0].words) <= _MAX_TITLE and not lines[0].stopped) else 0
        self.inline_words = frozenset(phrases.inline)

    def mark(self, start: int, end: int, kind: FurnitureKind) -> None:
        if end > start:
            self.found.append(Furniture(Span(start, end), kind))

    def take(self, i: int, kind: FurnitureKind) -> None:
        self.taken.add(i)
        self.mark(self.lines[i].start, self.lines[i].end, kind)

    def run(self) -> None:
        self._heads()
        tweets = "(@" in self.text or ".com/" in self.text or "t.co/" in self.text
        for i, line in enumerate(self.lines):
            if tweets:
                self._tweets(line)
            if i < self.body or i in self.taken:
                continue
            if not self._whole(i, line):
                self._inside(line)
        self._end()
        if self._is_cnn():
            for i in teasers(self.lines, self.body, self.table):
                if i not in self.taken:
                    self.take(i, "related")
        self._links()
        for i in pull_quotes(self.lines, self.body, self.table):
            embedded = i + 1 < len(self.lines) and "(@" in self.lines[i + 1].raw
            if i not in self.taken and not embedded:
                self.take(i, "pull_quote")

    # the beginning

    def _heads(self) -> None:
        for i, line in enumerate(self.lines[: self.body + 3]):
            at_first = i <= self.body
            if i < self.body:
                continue
            label = line.begins(self.table.heads)
            if label and i == self.body:
                end = line.places[len(label[0]) - 1][1]
                self.mark(line.start, end, label[1])  # type: ignore[arg-type]
                rest = Line(self.text, end, line.end)
                if not rest.words:
                    self.taken.add(i)
                    continue
                line = self.lines[i] = rest
                line.start = line.places[0][0]
            head = whole_line(line, self.table, at_first)
            if head:
                self.take(i, head.kind)
            else:
                head = dateline(line, self.table)
                if head is None:
                    if len(line.words) > _MAX_TITLE:
                        break  # the body has begun
                    continue
                self.mark(line.start, head.end, head.kind)
            self.outlet = self.outlet or head.outlet
            self.author = self.author or head.author

    # whole lines

    def _whole(self, i: int, line: Line) -> bool:
        n = len(line.words)
        if n <= 14:
            kind = self._label(line)
            if kind:
                self.take(i, kind)
                return True
            if tuple(line.words) in self._blocks() and i > self.body:
                self._block(i)
                return True
            if n <= 3 and "@" in line.raw and _EMAIL.search(line.raw):
                self.take(i, "byline")
                return True
        entry = line.begins(self.table.starts)
        if entry and (entry[0] not in self.table.short_starts or self._is_credit_line(line)):
            self.take(i, entry[1])  # type: ignore[arg-type]
            return True
        entry = line.begins(self.table.openers)
        if entry and self._opens(line, len(entry[0]), entry[1]):
            self.take(i, entry[1])  # type: ignore[arg-type]
            if entry[1] == "byline":
                self._named(line, len(entry[0]))
            elif n == len(entry[0]):
                self._titles(i + 1)
            return True
        if 3 <= n <= 7 and not line.closed and line.raw[-1] not in ":،" and line.begins(self.table.facts):
            self.take(i, "related")
            return True
        return False

    def _label(self, line: Line) -> FurnitureKind | None:
        words = [w for w in line.words if not w.isdigit()]
        kind = self.table.labels.get(" ".join(words))
        if kind is None and len(line.words) <= 9 and any(w.isdigit() for w in line.words):
            joined = f" {' '.join(words)} "
            if any(f" {' '.join(p)} " in joined for p in self.table.reading) and not line.closed:
                kind = "reading_time"
        return kind  # type: ignore[return-value]

    def _blocks(self) -> frozenset[tuple[str, ...]]:
        return _blocks(self.table)

    def _is_credit_line(self, line: Line) -> bool:
        """A short line under a report that credits another outlet: it begins with a star or a dash."""
        return len(line.words) <= _SHORT_START and not line.closed and line.raw[0] in "*•-–—"

    def _opens(self, line: Line, n: int, kind: str) -> bool:
        """Whether a phrase of `openers` opens the line: a separator follows it, or nothing."""
        rest = len(line.words) - n
        if rest == 0:
            return kind == "read_also" or line.raw[-1] == ":" or kind == "related"
        gap = line.gap(n)
        if kind in ("byline", "comments"):
            return rest <= 8 and (":" in gap or (line.words[0] == "بقلم" and not line.closed)) and not line.stopped
        if not _SEPARATES.isdisjoint(gap) and rest <= _INLINE_WORDS + 10:
            return True
        return kind == "read_also" and n >= _NO_SEPARATOR and rest <= _TITLE_WORDS and not line.stopped

    def _named(self, line: Line, n: int) -> None:
        if line.words[0] in ("بقلم", "كتب", "كتبت", "اعداد") and 2 <= len(line.words) - n <= 4 and not self.author:
            self.author = " ".join(self.text[line.places[n][0] : line.end].split())

    def _titles(self, i: int) -> None:
        """The titles that follow a label such as "اقرأ أيضا:" on the lines below it."""
        for k in range(i, min(i + 6, len(self.lines))):
            line = self.lines[k]
            if not self._is_title(line):
                return
            self.take(k, "read_also")

    def _is_title(self, line: Line) -> bool:
        return 3 <= len(line.words) <= _TITLE_WORDS and not line.stopped and not self._resumes(line.words[0])

    def _resumes(self, word: str) -> bool:
        return (word.startswith("و") and word[1:] in self.table.resumes) or word in ("يذكر", "يشار")

    def _block(self, i: int) -> None:
        """A block of links: titles, each with or without a teaser, up to the end or to where the body goes on."""
        self.take(i, "related")
        after_title = False
        for k in range(i + 1, len(self.lines)):
            line = self.lines[k]
            if (line.stopped and len(line.words) > 8) or len(line.words) > _TITLE_WORDS:
                cut = line.raw.rstrip(CLOSERS).endswith(("…", "..."))
                last = k + 1 == len(self.lines) or not self.lines[k + 1].stopped
                if not cut and not (after_title and last and not self._resumes(line.words[0])):
                    return
                after_title = False
            else:
                after_title = True
            self.take(k, "related")

    # inside lines

    def _tweets(self, line: Line) -> None:
        for m in _TWEET_LINK.finditer(self.text, line.start, line.end):
            self.mark(m.start(), m.end(), "embed_label")
        for m in _TWEET_DATE.finditer(self.text, line.start, line.end):
            low = max(line.start, m.start() - _BYLINE_REACH)
            dash = max(self.text.rfind(d, low, m.start()) for d in "—–")
            if dash < 0 and not m.group().endswith(")"):
                dash = self.text.rfind("- ", low, m.start())
            if dash >= 0:
                self.mark(dash, m.end(), "byline")

    def _inside(self, line: Line) -> None:
        if not self.inline_words.isdisjoint(line.words):
            for k in range(1, len(line.words)):
                entry = line.begins(self.table.inline, k)
                if entry and any(c in STOPS or c in CLOSERS or c == "|" for c in line.gap(k)):
                    start = line.places[k][0]
                    self.mark(start, self._link_end(line, k + len(entry[0])), entry[1])  # type: ignore[arg-type]
        if "(" in line.raw:
            self._captions(line)

    def _link_end(self, line: Line, k: int) -> int:
        """Where a link inside a line ends: at the end of its sentence, or before the word that takes up the body."""
        last = min(len(line.words), k + _INLINE_WORDS)
        for j in range(k, last + 1):
            gap = line.gap(j)
            if j > k and any(c in ".!؟?" for c in gap):
                return line.places[j - 1][1] + len(gap.rstrip())
            if j == len(line.words):
                return line.end
            if j >= k + 3 and j < last and self._resumes(line.words[j]):
                return line.places[j - 1][1] + len(gap.rstrip())
        return line.places[k - 1][1]

    def _captions(self, line: Line) -> None:
        """A photo's caption: words without a full stop and the photo's source in brackets after them."""
        for m in _CREDIT.finditer(self.text, line.start, line.end):
            parts = re.split(" ?[-–—/،] ?", m[1])
            if not any(key(p) in self.table.credits for p in parts):
                continue
            after = self.text[m.end() : min(line.end, m.end() + 4)].lstrip()
            start = self._sentence_start(line, m.start())
            n = len(self.text[start : m.start()].split())
            ends = not after or (m.end() < line.end and self.text[m.end()] == " " and after[0] == "و")
            named = self.text[max(0, m.start() - 12) : m.start()].endswith(
                ("وكالة", "صحيفة", "قناة", "برس", "عن", "شبكة", "تلفزيون")
            )
            spoken = self._resumes(key(self.text[start : start + 40].split()[0])) if n else True
            if ends and not named and not spoken and 3 <= n <= _CAPTION_WORDS:
                self.mark(start, m.end(), "caption")

    def _sentence_start(self, line: Line, at: int) -> int:
        low = max(line.start, at - 300)
        stop = max(self.text.rfind(c, low, at) for c in (". ", "؟ ", "! ", '" ', "” "))
        if stop < 0:
            return low
        return stop + len(self.text[stop:at]) - len(self.text[stop + 1 : at].lstrip())

    # the end

    def _end(self) -> None:
        if not self.lines:
            return
        for i in range(max(self.body + 1, len(self.lines) - 2), len(self.lines)):
            line = self.lines[i]
            if i not in self.taken:
                head = whole_line(line, self.table, False)
                if head and (i == len(self.lines) - 1 or head.author is None):
                    self.take(i, head.kind)
                    self.author = self.author or head.author
        line = self.lines[-1]
        if len(self.lines) - 1 in self.taken:
            return
        for k in range(max(1, len(line.words) - _LAST_WORDS), len(line.words)):
            entry = line.begins(self.table.tails, k)
            if not entry:
                continue
            if entry[1] == "byline" and (":" not in line.gap(k + 1) or len(line.words) - k > 7):
                continue
            if any(c in STOPS or c in CLOSERS for c in line.gap(k)) and not line.closed:
                self.mark(line.places[k][0], line.end, entry[1])  # type: ignore[arg-type]
                return

    def _links(self) -> None:
        """Lines between paragraphs that neither end as sentences do nor go on: links, on the pages of some outlets."""
        outlet = key(self.outlet or self.report.outlet or "")
        least = next((n for form, n in self.table.link_outlets.items() if form in outlet), None)
        if least is None:
            return
        lines = self.lines

        def is_link(i: int, words: int) -> bool:
            line = lines[i]
            open_end = not line.closed and line.raw[-1] not in ":،؛,"
            return (
                i not in self.taken
                and words <= len(line.words) <= _LINK_WORDS
                and open_end
                and not line.joined(self.table)
            )

        for i in range(self.body + 1, len(lines) - 1):
            beside = any(
                self.body < j < len(lines) and is_link(j, _SHORT_LINK) and is_link(i, _SHORT_LINK)
                for j in (i - 1, i + 1)
            )
            if is_link(i, least) or beside:
                self.mark(lines[i].start, lines[i].end, "related")

    def _is_cnn(self) -> bool:
        cnn = self.table.outlets.get("cnn")
        names = ("cnn", "cnnarabic", "cnnبالعربيه", key(cnn or ""))
        return self.outlet == cnn or key(self.report.outlet or "") in names


_BLOCKS: dict[int, frozenset[tuple[str, ...]]] = {}


def _blocks(phrases: Table) -> frozenset[tuple[str, ...]]:
    if id(phrases) not in _BLOCKS:
        _BLOCKS[id(phrases)] = frozenset(tuple(b) for b in phrases.blocks)
    return _BLOCKS[id(phrases)]


def set_aside(report: Report) -> Report:
    """Assigns ``furniture`` (sorted, none inside another); fills ``author`` and ``outlet`` from bylines."""
    finder = _Finder(report, table())
    finder.run()
    kept: list[Furniture] = []
    for piece in sorted(finder.found, key=lambda f: (f.span.start, -f.span.end)):
        if not kept or piece.span.start >= kept[-1].span.end:
            kept.append(piece)
    return report.with_(
        furniture=tuple(kept),
        outlet=report.outlet or finder.outlet,
        author=report.author or finder.author,
    )
