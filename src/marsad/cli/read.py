"""``marsad read``: reads reports and prints their records, or shows them on the terminal."""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import os
import pathlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from marsad.cli.inputs import add_input_arguments, complain, inputs

if TYPE_CHECKING:
    from marsad.cli.labels import Lang
    from marsad.cli.terminal import Screen
    from marsad.document import Report

_PRINTED = ("text", "json", "jsonl")

NAME = "read"
HELP = "read reports: who says what, on whose word"
DESCRIPTION = """\
Reads Arabic news reports and prints, for each, who says what on whose word. Input may be plain text, HTML, JSONL or
WARC (also compressed with gzip), files or folders; - or nothing is standard input. Beside ID.txt a file ID.meta.json
may give outlet, published, url, author and title. Input that cannot be read is named on standard error and skipped;
the exit code is then 1."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("paths", nargs="*", default=["-"], metavar="FILE|FOLDER|-", help="what to read")
    add_input_arguments(parser)
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        default="text",
        help="text: for reading; json: one record a report, indented on terminals; jsonl: one record a line; "
        "or a format of marsad export (plover, polecat, cameo, geojson ...)",
    )
    parser.add_argument("--lang", choices=("ar", "en"), help="the language of the glosses in text (setting: lang)")
    parser.add_argument("--output", metavar="FILE", type=pathlib.Path, help="write here instead of standard output")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes that read at once (default 1)")


def run(args: argparse.Namespace) -> int:
    """Reads all inputs; 1 where some were set aside."""
    from marsad.executors.local import run_all
    from marsad.ingest.sources import Rejected

    if args.format not in _PRINTED:
        return _exported(args)
    reports = inputs(args, args.paths)
    aside = 0
    with _output(args.output) as out:
        for printed in run_all(reports, _printer(args, out), workers=args.workers):
            if isinstance(printed, Rejected):
                complain(printed)
                aside += 1
            else:
                out.write(printed)
    return 1 if aside else 0


def _exported(args: argparse.Namespace) -> int:
    """Writes what was read in a format of exports; no database is needed."""
    import msgspec

    from marsad.cli.export import write
    from marsad.executors.local import run_all
    from marsad.export.formats import chunks
    from marsad.ingest.sources import Rejected

    aside = 0

    def records() -> Iterator[dict[str, Any]]:
        nonlocal aside
        for made in run_all(inputs(args, args.paths), functools.partial(_json, 0), workers=args.workers):
            if isinstance(made, Rejected):
                complain(made)
                aside += 1
            else:
                yield msgspec.json.decode(made)

    write(chunks(args.format, records()), args.output)
    return 1 if aside else 0


def _printer(args: argparse.Namespace, out: TextIO) -> Callable[[Report], str]:
    """What makes a report's printed form; picklable, for other processes."""
    if args.format == "text":
        from marsad.cli.terminal import lang_of, screen_for

        return functools.partial(_text, screen_for(out), lang_of(args.lang))
    return functools.partial(_json, 2 if args.format == "json" and out.isatty() else 0)


def _text(screen: Screen, lang: Lang, report: Report) -> str:
    from marsad.cli.view import view

    return view(report, screen, lang) + "\n"


def _json(indent: int, report: Report) -> str:
    from marsad.record import to_json

    return to_json(report, indent=indent) + "\n"


@contextlib.contextmanager
def _output(path: pathlib.Path | None) -> Iterator[TextIO]:
    """Standard output in UTF-8, or a file that is put in place only when it is whole."""
    if path is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
        yield sys.stdout
        return
    from marsad.errors import MarsadError

    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise MarsadError("unwritable", f"{path}: {error.strerror}") from error
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
