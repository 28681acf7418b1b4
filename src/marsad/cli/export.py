"""``marsad export``: takes what the database holds out, in a format of the field."""

from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Iterable

from marsad.cli.database import add_database_argument, opened
from marsad.cli.search import add_facet_arguments, request_of
from marsad.export.formats import FORMATS

NAME = "export"
HELP = "take reports and events out: PLOVER, POLECAT, STIX, GeoJSON ..."
DESCRIPTION = """\
Writes what the database holds in a format of the field, in the order in which the reports came in. The query and the
facets of marsad search narrow it: they choose reports; --type and --status choose events in them as well. polecat,
cameo and acled have no column for the status: they hold actual events, unless --status names others. A file is put in
place only when it is whole. What each format holds is said in docs/formats.md.

formats:
""" + "\n".join(f"  {name:<14} {form.about}" for name, form in FORMATS.items())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument(
        "query", nargs="*", metavar="QUERY", help="words that the reports hold; all where none are given"
    )
    parser.add_argument("--format", required=True, metavar="FORMAT", help="see the list above")
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where to; - is standard output (default)")
    add_facet_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exports; raises where format, database or query are wrong."""
    from marsad.errors import MarsadError
    from marsad.export.formats import chunks

    if args.format not in FORMATS:
        raise MarsadError("no-such-format", args.format[:40])
    request = request_of(args)
    with opened(args) as database:
        records = (stored.record for stored in database.matching(request))
        write(chunks(args.format, records, types=request.type, statuses=request.status), args.output)
    return 0


def write(pieces: Iterable[bytes], to: str | pathlib.Path | None) -> None:
    """Writes to a file that is put in place when it is whole, or to standard output (``-`` or None)."""
    from marsad.export.formats import replaced

    if to is None or str(to) == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    with replaced(pathlib.Path(to)) as file:
        for piece in pieces:
            file.write(piece)
