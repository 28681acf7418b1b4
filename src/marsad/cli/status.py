"""``marsad status``: what the database holds."""

from __future__ import annotations

import argparse

from marsad.cli.database import add_database_argument, opened

NAME = "status"
HELP = "what the database holds"
DESCRIPTION = """\
Prints what the database holds: reports, versions, outlets, statements, events, what was read by an earlier version of
Marsad or its lexicon (marsad ingest --reread reads it anew), what waits for the weave and whether that will begin anew,
and what was set aside."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument(
        "--aside", action="store_true", help="list the inputs that gave no report, with the reason, tab-separated"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json: one object")


def run(args: argparse.Namespace) -> int:
    """Prints the state of the database."""
    import msgspec

    with opened(args) as database:
        if args.aside:
            for row in database.aside():
                if args.format == "json":
                    print(msgspec.json.encode(row).decode())
                else:
                    print(row.source, row.code, row.last, row.times, f"{row.message} {row.remedy}", sep="\t")
            return 0
        status = database.status()
    if args.format == "json":
        print(msgspec.json.encode(status).decode())
        return 0
    days = f"{status.first} to {status.last}" if status.first else "none"
    again = {
        "rules": "the next weave does all of them anew: this Marsad weaves otherwise",
        "records": "the next weave does all of them anew: reports were read anew or are gone",
        "judgements": "the next weave does all of them anew, with the decisions since",
    }
    lines = [
        ("database", status.database),
        (
            "reports",
            f"{status.reports:,}" + (f" ({status.versions:,} versions)" if status.versions > status.reports else ""),
        ),
        ("outlets", f"{status.outlets:,}"),
        ("published", days),
        ("statements", f"{status.statements:,}"),
        ("events", f"{status.events:,}"),
        ("copies", f"{status.copied:,} copied, {status.partly:,} partly"),
        ("watched", f"{status.sources:,} feeds and folders"),
        ("engine", status.engine),
        ("outdated", f"{status.outdated:,} records of another engine"),
        (
            "woven",
            f"{status.woven:,} reports, {status.waiting:,} wait for marsad weave"
            + (f"; {again[status.anew]}" if status.anew else ""),
        ),
        ("set aside", ", ".join(f"{n:,} {code}" for code, n in status.aside.items()) or "none"),
    ]
    for name, value in lines:
        print(f"{name:11} {value}")
    return 0
