"""``marsad watch``: keeps feeds and folders up to date."""

from __future__ import annotations

import argparse
import signal
import threading
from typing import TYPE_CHECKING, Any

from marsad.cli.database import add_database_argument, opened, told
from marsad.cli.inputs import complain

if TYPE_CHECKING:
    from marsad.library.ingesting import Counts
    from marsad.store.sources import Source

NAME = "watch"
HELP = "keep feeds and folders up to date"
DESCRIPTION = """\
Looks at feeds and folders again and again, and takes in what is new: those named here, and with none named all that
the database knows. Feeds are asked only for what changed since, with pauses between requests to one host; one that
fails is asked less and less often, once a day at least. Ctrl-C ends it after the source at hand."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("inputs", nargs="*", metavar="FOLDER|URL|OPML", help="what to watch from now on")
    parser.add_argument("--outlet", metavar="NAME", help="the outlet of reports that do not name theirs")
    parser.add_argument(
        "--every", type=int, metavar="MINUTES", help="minutes between two looks (setting: feed_minutes)"
    )
    parser.add_argument("--once", action="store_true", help="look once at each, whether it is due or not, and end")
    parser.add_argument("--list", action="store_true", help="list what is watched, tab-separated, and end")
    parser.add_argument(
        "--remove", action="append", default=[], metavar="ADDRESS", help="watch this no longer, and end"
    )
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes that read at once (default 1)")


def run(args: argparse.Namespace) -> int:
    """Watches until it is told to end; with --once 1 where something was set aside."""
    from marsad.library import watching
    from marsad.store import engine as db
    from marsad.store import sources

    how = watching.How(outlet=args.outlet, workers=args.workers)
    with opened(args, create=bool(args.inputs)) as database:
        if args.remove:
            with db.writing(database.engine) as connection:
                gone = [sources.remove(connection, address) for address in args.remove]
            return 0 if all(gone) else 1
        keys = watching.register(database.engine, args.inputs, how) if args.inputs else None
        if args.list:
            with db.reading(database.engine) as connection:
                for s in sources.sources(connection):
                    print(s.kind, s.address, s.title or "", s.checked or "", s.due or "", s.fault or "", sep="\t")
            return 0
        stop = threading.Event()

        def end(_: int, __: Any) -> None:
            stop.set()

        def tell(source: Source, counts: Counts) -> None:
            if counts.new or counts.corrected:
                database.compare()
            if counts.new or counts.corrected or counts.aside:
                print(f"{source.address}: {told(counts)}", flush=True)

        before = {which: signal.signal(which, end) for which in (signal.SIGINT, signal.SIGTERM)}
        try:
            total = watching.watch(
                database.engine,
                how,
                keys=keys,
                minutes=args.every,
                once=args.once,
                stop=stop,
                looked=tell,
                aside=complain,
            )
        finally:
            for which, handler in before.items():
                signal.signal(which, handler)
        return 1 if args.once and total.aside else 0
