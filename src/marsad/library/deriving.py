"""How an annotation came about: from the words to the rule and the entries of the lexicon, as rows of label and value.

What ``marsad explain`` prints and the workbench shows is made here, in Arabic or English. Rows are pairs of a key of
`marsad.library.deriving_words.LABELS` and a text on one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from marsad.document import Entity, Mention, Report, Span, Statement, Timex, Why
from marsad.library.deriving_words import PHRASES, Lang, said

Row = tuple[str, str]


class Tongue(msgspec.Struct, frozen=True):
    """The language of phrases, and how a piece of the report is set among them (made safe, kept right to left)."""

    lang: Lang
    piece: Callable[[str], str]

    def say(self, phrase: str) -> str:
        """A phrase of `PHRASES`."""
        return said(PHRASES, phrase, self.lang)

    def words(self, report: Report, span: Span | None, otherwise: str = "none") -> str:
        """The words of a span with its offsets."""
        return self.at(report, span) if span is not None else self.say(otherwise)

    def at(self, report: Report, span: Span) -> str:
        """The words of a span with its offsets."""
        return f"{self.piece(report.slice(span))}  [{span.start}, {span.end})"

    def listed(self, entries: Sequence[str]) -> str:
        """Entries of the lexicon, in a row."""
        return ", ".join(self.piece(e) for e in entries)

    def why(self, why: Why | None) -> str:
        """A rule with its entries; empty where none is recorded."""
        if why is None:
            return ""
        return f"{self.say('by-rule')} {why.rule}" + (f" ({self.listed(why.entries)})" if why.entries else "")


# Statements


def statement_rows(report: Report, statement: Statement, tongue: Tongue) -> list[Row]:
    """The derivation of a statement."""
    why = statement.why
    cue = tongue.words(report, statement.cue, "implied")
    lemma = f"  {tongue.say('lemma')} {tongue.piece(statement.lemma)}" if statement.lemma else ""
    return [
        ("cue", cue + lemma),
        ("source", tongue.words(report, statement.source, "implied")),
        ("speaker", _speaker(report, statement, tongue)),
        ("content", tongue.words(report, statement.content)),
        ("quotation", statement.quotation),
        ("force", statement.force),
        ("channel", statement.channel or tongue.say("no-channel")),
        ("inside", statement.parent or tongue.say("report")),
        ("chain", " ← ".join(_chain(report, statement, tongue))),
        ("rule", why.rule if why else tongue.say("no-rule")),
        ("entries", tongue.listed(why.entries) if why and why.entries else tongue.say("none")),
        ("sentence", tongue.piece(_sentence(report, statement))),
    ]


def _speaker(report: Report, statement: Statement, tongue: Tongue) -> str:
    """The entity that speaks, and by which mention it was recognised at the source."""
    entity = next((e for e in report.entities if e.id == statement.speaker), None)
    if entity is None:
        return tongue.say("unresolved")
    names = " / ".join(tongue.piece(n) for n in (entity.name.get("ar"), entity.name.get("en")) if n)
    source = statement.source
    at = [
        m
        for m in report.mentions
        if source and m.entity == entity.id and m.span.start < source.end and source.start < m.span.end
    ]
    by = "; ".join(
        f"{m.kind} {tongue.piece(report.slice(m.span))}" + (f", {tongue.why(m.why)}" if m.why else "") for m in at
    )
    return f"{entity.id} {entity.type} {names}" + (f"  {tongue.say('by')} {by}" if by else "")


def _chain(report: Report, statement: Statement, tongue: Tongue) -> list[str]:
    """Names from the outlet down to the speaker."""
    names = {e.id: e.name.get("ar") or e.name.get("en") or e.id for e in report.entities}
    by_id = {s.id: s for s in report.statements}
    up: list[Statement] = [statement]
    while (parent := up[-1].parent) in by_id and by_id[parent] not in up:
        up.append(by_id[parent])
    outlet = names.get(report.outlet_entity or "") or report.outlet or tongue.say("outlet")
    return [tongue.piece(n) for n in [outlet, *(names.get(s.speaker or "", "?") for s in reversed(up))]]


def _sentence(report: Report, statement: Statement) -> str:
    """The sentence or sentences from the cue to the end of the content, the cue marked with brackets."""
    spans = [s for s in (statement.cue, statement.source, statement.content) if s]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    for sentence in report.sentences:
        first, last = report.tokens[sentence.first].start, report.tokens[sentence.last - 1].end
        if first <= start < last:
            start = first
        if first < end <= last:
            end = last
    cue, text = statement.cue, report.text
    if cue is None:
        return text[start:end]
    return f"{text[start : cue.start]}[{text[cue.start : cue.end]}]{text[cue.end : end]}"


# Names and times


def entity_rows(report: Report, entity: Entity, tongue: Tongue) -> list[Row]:
    """Who somebody is taken for, and by which rule each of his mentions was found."""
    rows = [
        ("type", entity.type),
        ("known", " ".join(part for part in (entity.kb, entity.country) if part) or tongue.say("none")),
    ]
    if entity.office:
        rows.append(("office", entity.office))
    if entity.candidates:
        rows.append(("candidates", ", ".join(entity.candidates)))
    rows += [("mention", _mention(report, m, tongue)) for m in report.mentions if m.entity == entity.id]
    return rows


def _mention(report: Report, mention: Mention, tongue: Tongue) -> str:
    why = tongue.why(mention.why)
    return f"{tongue.at(report, mention.span)}  {mention.kind}" + (f"; {why}" if why else "")


def time_rows(report: Report, time: Timex, tongue: Tongue) -> list[Row]:
    """What a word of time was resolved to, and how."""
    rows = [("words", tongue.at(report, time.span)), ("type", time.type)]
    rows.append(("value", f"{time.value} {time.mod}" if time.mod else time.value))
    if time.interval:
        rows.append(("interval", " – ".join(time.interval)))
    rows.append(("rule", time.why.rule if time.why else tongue.say("no-rule")))
    rows.append(("entries", tongue.listed(time.why.entries) if time.why and time.why.entries else tongue.say("none")))
    return rows
