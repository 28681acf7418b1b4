"""``marsad copies``: which reports share text."""

from __future__ import annotations

import argparse

from marsad.cli.database import add_database_argument, opened

NAME = "copies"
HELP = "which reports share text: copied, partly reused"
DESCRIPTION = """\
Lists the reports that share text with an earlier one, the largest share first, tab-separated: class (copied: four
fifths of its words or more; partly), share of its words, its id, the earlier one's id. A report that is not named is
its own. marsad ingest compares what is new with everything there is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("id", nargs="*", metavar="ID", help="only what this report shares, with the passages")
    parser.add_argument(
        "--format", choices=("text", "jsonl"), default="text", help="jsonl: one pair a line, with spans"
    )


def run(args: argparse.Namespace) -> int:
    """Lists the pairs; 1 where there are none."""
    import msgspec

    from marsad.cli.terminal import safe

    some = False
    with opened(args) as database:
        for id in args.id or [None]:
            for copy in database.copies(id):
                some = True
                if args.format == "jsonl":
                    print(msgspec.json.encode(copy).decode())
                    continue
                print(copy.kind, f"{copy.share:.2f}", safe(copy.later), safe(copy.earlier), sep="\t")
                if id is not None:
                    text = database.report(copy.later).record["text"]
                    for (start, end), _ in copy.passages:
                        print(f"\t{start}-{end}\t{safe(text[start:end])}")
    return 0 if some else 1
