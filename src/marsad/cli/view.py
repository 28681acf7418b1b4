"""The terminal view of a report: its statements as the tree of chains that they stand in.

The outlet is the root; below it stands whom it quotes, below them whom they quote. Words between «» are the speaker's
own, others are the report's wording. Where a quoted passage itself quotes, the inner one is named in brackets and
stands below, so that nothing is printed twice.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from marsad.cli.labels import CHANNELS, FORCES, TEXTS, Lang
from marsad.cli.terminal import RLM, Screen, columns, safe, wrap
from marsad.document import Entity, Report, Span, Statement


class Branch(NamedTuple):
    """How a tree is drawn in one direction: before a child, before the last child, and below each of them."""

    child: str
    last: str
    below: str
    below_last: str


BRANCHES: dict[Lang, Branch] = {
    "en": Branch("├─ ", "└─ ", "│  ", "   "),
    "ar": Branch("┤─ ", "┘─ ", "│  ", "   "),  # read from the right
}


def view(report: Report, screen: Screen, lang: Lang = "en") -> str:
    """The report's statements as text for a terminal, one or more lines each; ends with a newline."""
    return "\n".join(_View(report, screen, lang).lines()) + "\n"


def gloss(report: Report, statement: Statement, lang: Lang = "en") -> str:
    """One line on a statement: who, to whom, what kind of act, through which channel. The words are not translated."""
    return _View(report, Screen(), lang).gloss(statement)


class _View:
    def __init__(self, report: Report, screen: Screen, lang: Lang) -> None:
        self.report, self.screen, self.lang = report, screen, lang
        self.texts = TEXTS[lang]
        self.branch = BRANCHES[lang]
        self.entities = {e.id: e for e in report.entities}
        self.by_id = {s.id: s for s in report.statements}
        self.children: defaultdict[str | None, list[Statement]] = defaultdict(list)
        for s in report.statements:
            self.children[s.parent if s.parent in self.by_id and s.parent != s.id else None].append(s)

    def lines(self) -> list[str]:
        """All lines of the view."""
        out = self.head()
        statements = self.report.statements
        out.append(self.line("", [(self.outlet(), "strong")]))
        if not statements:
            out.append(self.line("   ", [(self.texts["none"], "dim")]))
        seen: set[str] = set()
        self.tree(self.children.get(None, []), out, seen)
        self.tree([s for s in statements if s.id not in seen], out, seen)  # circles hang on nothing; nothing is lost
        out += self.happenings()
        out += self.foot()
        return out

    def head(self) -> list[str]:
        """Headline, and a line of what there is."""
        report, texts = self.report, self.texts
        title = safe(report.title or report.text.strip().partition("\n")[0])
        out = [self.line("", [(self.screen.arabic(part), "strong")]) for part in wrap(title, self.screen.width)]
        n = len(report.statements)
        facts = [self.isolated(safe(report.id)), self.isolated(report.published or texts["undated"])]
        facts.append(
            f"{n} {texts['statement' if n == 1 else 'statements']}"
            if self.lang == "en"
            else f"{texts['statements']}: {n}"
        )
        if n:
            depth = max(self.depth(s) for s in report.statements)
            facts.append(texts["deep"].format(n=depth))
            unnamed = sum(self.unnamed(s) for s in report.statements)
            if unnamed:
                facts.append(texts["unnamed"].format(n=unnamed))
        if report.furniture:
            facts.append(texts["aside"].format(n=len(report.furniture)))
        return [*out, *self.dim(facts), ""]

    def dim(self, parts: list[str]) -> list[str]:
        """Lines of small print: the parts with points between them, none broken where it fits on a line."""
        lines = [""]
        for part in parts:
            joined = f"{lines[-1]} · {part}" if lines[-1] else part
            if lines[-1] and columns(joined) > self.screen.width:
                lines.append(part)
            else:
                lines[-1] = joined
        return [self.line("", [(line, "dim")]) for line in lines if line]

    def happenings(self) -> list[str]:
        """A line for each event: its type, the gloss made of its codes, and the statement that tells of it."""
        told = [e for e in self.report.events if e.gloss]
        if not told:
            return []
        out = ["", self.line("", [(self.texts["events"], "strong")])]
        for e in sorted(told, key=lambda e: e.trigger):
            gloss = safe(e.gloss.get(self.lang) or e.gloss.get("ar") or "")
            where = f" · {self.texts['in']} {e.in_}" if e.in_ else ""
            first = f"   {e.id} {e.type}{where}: "
            rest = wrap(gloss, max(24, self.screen.width - 6))
            if columns(first) + columns(gloss) <= self.screen.width:
                out.append(self.line(first, [(self.screen.arabic(gloss), "")]))
            else:
                out.append(self.line(first, []))
                out += [self.line("      ", [(self.screen.arabic(part), "")]) for part in rest]
        return out

    def foot(self) -> list[str]:
        """When: the expressions of time and what they were resolved to; then warnings."""
        report = self.report
        times = dict.fromkeys(
            f"{self.screen.arabic(safe(report.slice(t.span)))} = {self.isolated(t.value)}"
            for t in report.times
            if not any(_inside(t.span, f.span) for f in report.furniture)
        )
        out = ["", *self.dim([f"{self.texts['times']}: {first}" if i == 0 else first for i, first in enumerate(times)])]
        for w in report.warnings:
            out += [
                self.line("", [(part, "dim")]) for part in wrap(f"! {w.code}: {safe(w.message)}", self.screen.width)
            ]
        return out if len(out) > 1 else []

    def depth(self, statement: Statement) -> int:
        """How many speakers stand between the outlet and the words, the last one included."""
        return len(self.chain(statement))

    def chain(self, statement: Statement) -> list[Statement]:
        """The statement and those that it stands inside, innermost first."""
        out, seen = [statement], {statement.id}
        while (up := self.by_id.get(out[-1].parent or "")) is not None and up.id not in seen:
            seen.add(up.id)
            out.append(up)
        return out

    def unnamed(self, statement: Statement) -> bool:
        """Whether the chain begins with somebody who is not named."""
        top = self.entities.get(self.chain(statement)[-1].speaker or "")
        return top is not None and top.type == "ANON"

    def tree(self, top: list[Statement], out: list[str], seen: set[str]) -> None:
        """Adds statements and all that hangs on them. A stack, not recursion: a text decides how deep it goes."""
        branch = self.branch
        stack: list[tuple[Statement, str, bool] | None] = [(s, "", i == 0) for i, s in enumerate(reversed(top))]
        while stack:
            item = stack.pop()
            if item is None:
                out.append(self.line(branch.below.rstrip(), []))
                continue
            statement, prefix, last = item
            if statement.id in seen:
                continue
            seen.add(statement.id)
            below = prefix + (branch.below_last if last else branch.below)
            if columns(below) > self.screen.width // 2:
                below = prefix  # too deep to move further in
            kids = self.children.get(statement.id, [])
            self.node(statement, prefix + (branch.last if last else branch.child), below, bool(kids), out)
            if not prefix and not last:
                stack.append(None)
            stack += [(kid, below, i == 0) for i, kid in enumerate(reversed(kids))]

    def node(self, statement: Statement, first: str, below: str, kids: bool, out: list[str]) -> None:
        """Adds one statement: its gloss after the branches `first`, its words after those of `below`."""
        out.append(self.line(first, self.pieces(statement)))
        bar = below + (self.branch.below if kids else self.branch.below_last)
        words = wrap(self.words(statement), max(24, self.screen.width - columns(bar)))
        out += [self.line(bar, [(self.screen.arabic(part), "")]) for part in words]

    def pieces(self, s: Statement) -> list[tuple[str, str]]:
        """The gloss of a statement as text with styles."""
        texts = self.texts
        pieces = [(self.name(s.speaker), "strong")]
        if s.addressees:
            pieces.append((texts["to"], "dim"))
            pieces.append((texts["also"].join(self.name(a) for a in s.addressees), ""))
        pieces.append((": ", ""))
        pieces.append((FORCES[self.lang][s.force], s.force))
        if s.channel:
            pieces.append((f" ({CHANNELS[self.lang][s.channel]})", ""))
        return [*pieces, (f"  {s.id}", "dim")]

    def gloss(self, s: Statement) -> str:
        """The gloss without styles and without the id."""
        return "".join(text for text, _ in self.pieces(s)[:-1])

    def name(self, entity: str | None) -> str:
        """An entity's name in the language of the view, or in Arabic where it has none in it."""
        found = self.entities.get(entity or "")
        if found is None:
            return self.texts["unknown"]
        return self.isolated(safe(_name(found, self.lang)))

    def outlet(self) -> str:
        """The name of the outlet, at the root of every chain."""
        found = self.entities.get(self.report.outlet_entity or "")
        name = _name(found, self.lang) if found else self.report.outlet
        return self.isolated(safe(name or self.texts["outlet"]))

    def isolated(self, text: str) -> str:
        return self.screen.isolate(text, self.lang)

    def words(self, s: Statement) -> str:
        """The reported words, with what is quoted inside them named by its id."""
        twin = self.twin(s)
        if twin is not None:
            return f"= [{twin}]"
        inner = [c for c in self.children.get(s.id, []) if _inside(c.content, s.content)]
        text, at = "", s.content.start
        for child in sorted(inner, key=lambda c: (c.content.start, -c.content.end)):
            if child.content.start < at:
                continue
            text += self.report.text[at : child.content.start] + f"[{child.id}]"
            at = child.content.end
        text = safe(text + self.report.text[at : s.content.end])
        if inner and text == f"[{inner[0].id}]":
            return ""  # the same words on two authorities: they stand below
        return f"«{text}»" if s.quotation == "direct" else text

    def twin(self, s: Statement) -> str | None:
        """The statement before, where it is the same act of another speaker: the words are not printed again."""
        siblings = self.children.get(s.parent, [])
        at = next((i for i, c in enumerate(siblings) if c.id == s.id), 0)
        before = siblings[at - 1] if at else None
        if before is None or before.content != s.content or before.cue != s.cue or self.children.get(s.id):
            return None
        return before.id

    def line(self, prefix: str, pieces: list[tuple[str, str]]) -> str:
        """One line: branches, then pieces with their styles; right to left as a whole in Arabic."""
        body = "".join(self.screen.style(text, style) for text, style in pieces)
        start = RLM if self.lang == "ar" and self.screen.isolates else ""
        return start + (self.screen.style(prefix, "dim") if prefix else "") + body


def _name(entity: Entity, lang: Lang) -> str:
    return entity.name.get(lang) or entity.name.get("ar") or entity.name.get("en") or entity.id


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
