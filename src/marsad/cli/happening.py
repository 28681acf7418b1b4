"""``marsad happening``: one happening as all its reports tell it."""

from __future__ import annotations

import argparse

from marsad.cli.database import add_database_argument, opened

NAME = "happening"
HELP = "one happening: who tells it, where they differ, on whose word"
DESCRIPTION = """\
Shows a happening of the database: its members, slot by slot where the reports differ, its origins, its grade. It is
named by its id (as marsad weave prints it), by one of its members (REPORT_ID#EVENT_ID), by its day and names of its
parties, place or type (2020-09-20/pompeo-salih), or by a report: then all are shown that this report shares with
others. marsad weave is to be run before."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("id", metavar="ID", help="of a happening; REPORT_ID#EVENT_ID; DAY/NAME-NAME; or a report's id")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json: one cluster a line")


def run(args: argparse.Namespace) -> int:
    """Shows the happening."""
    import sys

    import msgspec

    from marsad.cli.terminal import safe, screen_for
    from marsad.cli.weave import shown

    screen = screen_for(sys.stdout)
    with opened(args) as database:
        for cluster in database.happening(args.id):
            if args.format == "json":
                print(msgspec.json.encode(cluster).decode())
                continue
            print(shown(cluster, screen))
            for origin in cluster["origins"]:
                label = origin["label"]["ar"] or origin["label"]["en"] or ""
                print(f"  origin: {origin['kind']}: {screen.arabic(safe(label))}, {len(origin['members'])} members")
            grade = cluster["grade"]
            print(f"  credibility {grade['credibility']}: {safe(grade['words']['en'])}")
            for joined in cluster["why"]:
                levels = ", ".join(f"{v['label']['en']} {v['weight']:+.2f}" for v in joined["levels"])
                print(f"  joined: {safe(joined['report'])}#{joined['id']}: {levels}")
    return 0
