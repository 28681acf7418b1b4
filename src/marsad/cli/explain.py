"""``marsad explain``: how a statement or an event came about, from the words to the rule and the lexicon entries."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from marsad.cli.inputs import add_input_arguments, complain, inputs

if TYPE_CHECKING:
    from marsad.cli.labels import Lang
    from marsad.cli.terminal import Screen
    from marsad.document import Report, Span, Statement

NAME = "explain"
HELP = "show how a statement or an event was found: rule, lexicon entries, words"
DESCRIPTION = """\
Reads a report and prints the derivation of one statement, or of all: the sentence that it stands in, the cue, the
words that name the source, the rule and the lexicon entries that joined them, and the chain up to the outlet. With
--event it prints that of an event: its trigger and frame, each participant with how the clause has it and what else
spoke for it, and the words by which status, date, place, conditions and deadline were given."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("file", metavar="FILE|-", help="the report")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--statement", metavar="ID", help="the statement's id as marsad read shows it (s3); all if left out"
    )
    what.add_argument("--event", metavar="ID", help="an event's id (v4), or all for every event of the report")
    parser.add_argument("--lang", choices=("ar", "en"), help="the language of the glosses")
    add_input_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the derivations; 1 where an input was set aside."""
    from marsad.cli.terminal import lang_of, screen_for
    from marsad.errors import MarsadError
    from marsad.ingest.sources import Rejected
    from marsad.pipeline import run as run_stages

    screen, lang = screen_for(sys.stdout), lang_of(args.lang)
    aside = shown = 0
    for item in inputs(args, [args.file]):
        if isinstance(item, Rejected):
            complain(item)
            aside += 1
            continue
        if args.event:
            shown += _events(item, args.event, screen, lang)
            continue
        report = run_stages(item)
        for statement in report.statements:
            if args.statement in (None, statement.id):
                shown += 1
                print("\n".join(derivation(report, statement, screen, lang)), end="\n\n")
    if (args.statement or args.event not in (None, "all")) and not shown and not aside:
        what = f"event {args.event}" if args.event else f"statement {args.statement}"
        raise MarsadError("no-such-annotation", what)
    return 1 if aside else 0


def _events(report: Report, wanted: str, screen: Screen, lang: Lang) -> int:
    """Prints the derivations of the events wanted of a report; how many."""
    from marsad.cli import explain_event

    reading = explain_event.read(report)
    found = [n for n, event in enumerate(reading.report.events) if wanted in ("all", event.id)]
    for n in found:
        print("\n".join(explain_event.derivation(reading, n, screen, lang)), end="\n\n")
    return len(found)


def derivation(report: Report, statement: Statement, screen: Screen, lang: Lang) -> list[str]:
    """The lines that explain one statement: label, then words, offsets or entries."""
    from marsad.cli.terminal import wrap
    from marsad.cli.view import gloss

    def words(span: Span | None) -> str:
        return (
            "none: only implied"
            if span is None
            else f"{screen.arabic(_oneline(report, span))}  [{span.start}, {span.end})"
        )

    why = statement.why
    rows = [
        ("cue", words(statement.cue) + (f"  lemma {screen.arabic(statement.lemma)}" if statement.lemma else "")),
        ("source", words(statement.source)),
        ("speaker", _speaker(report, statement, screen)),
        ("content", words(statement.content)),
        ("quotation", statement.quotation),
        ("force", statement.force),
        ("channel", statement.channel or "none named"),
        ("inside", statement.parent or "the report itself"),
        ("chain", " ← ".join(_chain(report, statement, screen))),
        ("rule", why.rule if why else "none recorded"),
        ("entries", ", ".join(screen.arabic(e) for e in why.entries) if why and why.entries else "none"),
        ("sentence", screen.arabic(_sentence(report, statement))),
    ]
    lines = [screen.style(f"{statement.id}  {gloss(report, statement, lang)}", "strong")]
    for label, value in rows:
        for i, part in enumerate(wrap(value, screen.width - 13)):
            lines.append("  " + screen.style(f"{'' if i else label:10} ", "dim") + part)
    return lines


def _oneline(report: Report, span: Span) -> str:
    from marsad.cli.terminal import safe

    return safe(report.slice(span))


def _speaker(report: Report, statement: Statement, screen: Screen) -> str:
    """The entity that speaks, and by which mention it was recognised at the source."""
    entity = next((e for e in report.entities if e.id == statement.speaker), None)
    if entity is None:
        return "not resolved"
    names = " / ".join(screen.arabic(n) for n in (entity.name.get("ar"), entity.name.get("en")) if n)
    source = statement.source
    at = [
        m
        for m in report.mentions
        if source and m.entity == entity.id and m.span.start < source.end and source.start < m.span.end
    ]
    by = "; ".join(
        f"{m.kind} {screen.arabic(_oneline(report, m.span))}"
        + (f", rule {m.why.rule}" + (f" ({', '.join(m.why.entries)})" if m.why.entries else "") if m.why else "")
        for m in at
    )
    return f"{entity.id} {entity.type} {names}" + (f"  by {by}" if by else "")


def _chain(report: Report, statement: Statement, screen: Screen) -> list[str]:
    """Names from the outlet down to the speaker."""
    names = {e.id: e.name.get("ar") or e.name.get("en") or e.id for e in report.entities}
    by_id = {s.id: s for s in report.statements}
    up: list[Statement] = [statement]
    while (parent := up[-1].parent) in by_id and by_id[parent] not in up:
        up.append(by_id[parent])
    outlet = names.get(report.outlet_entity or "") or report.outlet or "the outlet"
    return [screen.arabic(n) for n in [outlet, *(names.get(s.speaker or "", "?") for s in reversed(up))]]


def _sentence(report: Report, statement: Statement) -> str:
    """The sentence or sentences from the cue to the end of the content, the cue marked with brackets."""
    from marsad.cli.terminal import safe

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
        return safe(text[start:end])
    return safe(f"{text[start : cue.start]}[{text[cue.start : cue.end]}]{text[cue.end : end]}")
