"""``marsad ingest``: takes reports into the database and reads them."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from marsad.cli.database import Ticker, add_database_argument, opened, told
from marsad.cli.inputs import add_input_arguments, complain

if TYPE_CHECKING:
    from marsad.ingest.base import Rejected

NAME = "ingest"
HELP = "take reports into the database: files, folders, feeds, pages"
DESCRIPTION = """\
Takes reports into the database and reads them: files and folders of every kind that marsad read takes, addresses of
RSS and Atom feeds, of OPML lists and of single pages; - is standard input. What is known already is passed over, a
corrected version of a report is kept beside the first. Stopped at any point, the same command goes on where it was.
Input that gives no report is named on standard error and kept in the list that marsad status --aside prints; the exit
code is then 1."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("inputs", nargs="*", metavar="PATH|URL|OPML", help="what to take in")
    add_input_arguments(parser)
    parser.add_argument(
        "--workers",
        type=int,
        default=default_workers(),
        metavar="N",
        help="processes that read at once (default: all cores)",
    )
    parser.add_argument(
        "--reread", action="store_true", help="read anew what an earlier version of Marsad or of its lexicon read"
    )


def default_workers() -> int:
    """One process for each core that may be used."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def run(args: argparse.Namespace) -> int:
    """Takes all inputs in; 1 where some were set aside, 2 where there is nothing to do."""
    from marsad.library.watching import How, take_in

    if not args.inputs and not args.reread:
        print("marsad ingest: nothing to take in; name a file, a folder, a feed or a page", file=sys.stderr)
        return 2
    how = How(args.published, args.outlet, args.encoding, args.workers)
    ticker = Ticker()

    def aside(rejected: Rejected) -> None:
        ticker.clear()
        complain(rejected)

    with opened(args, create=True) as database:
        code = 0
        if args.inputs:
            counts = take_in(database.engine, args.inputs, how, progress=ticker, aside=aside)
            database.compare()
            ticker.clear()
            print(f"{told(counts)}; {len(database):,} reports in {database.name}")
            code = 1 if counts.aside else 0
        if args.reread:
            replaced = database.reread(workers=args.workers, progress=ticker)
            ticker.clear()
            print(f"{replaced:,} records read anew")
    return code
