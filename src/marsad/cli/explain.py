"""``marsad explain``: how a statement or an event came about, from the words to the rule and the lexicon entries."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from marsad.cli.inputs import add_input_arguments, complain, inputs

if TYPE_CHECKING:
    from marsad.cli.labels import Lang
    from marsad.cli.terminal import Screen
    from marsad.document import Report
    from marsad.library.deriving import Tongue

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
    from marsad.cli.view import gloss
    from marsad.errors import MarsadError
    from marsad.ingest.sources import Rejected
    from marsad.library.deriving import statement_rows
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
                title = f"{statement.id}  {gloss(report, statement, lang)}"
                _print(title, statement_rows(report, statement, _tongue(screen)), screen)
    if (args.statement or args.event not in (None, "all")) and not shown and not aside:
        what = f"event {args.event}" if args.event else f"statement {args.statement}"
        raise MarsadError("no-such-annotation", what)
    return 1 if aside else 0


def _events(report: Report, wanted: str, screen: Screen, lang: Lang) -> int:
    """Prints the derivations of the events wanted of a report; how many."""
    from marsad.cli.terminal import safe
    from marsad.library import deriving_events

    reading = deriving_events.read(report)
    found = [(n, event) for n, event in enumerate(reading.report.events) if wanted in ("all", event.id)]
    for n, event in found:
        title = f"{event.id}  {event.type}  {screen.isolate(safe(event.gloss.get(lang, '')), lang)}"
        _print(title, deriving_events.event_rows(reading, n, _tongue(screen)), screen)
    return len(found)


def _tongue(screen: Screen) -> Tongue:
    from marsad.cli.terminal import safe
    from marsad.library.deriving import Tongue

    return Tongue("en", lambda text: screen.arabic(safe(text)))


def _print(title: str, rows: list[tuple[str, str]], screen: Screen) -> None:
    """Title, then label and value, the values broken at the end of the line."""
    from marsad.cli.terminal import wrap

    print(screen.style(title, "strong"))
    for label, value in rows:
        for i, part in enumerate(wrap(value, screen.width - 13)):
            print("  " + screen.style(f"{'' if i else label:10} ", "dim") + part)
    print()
