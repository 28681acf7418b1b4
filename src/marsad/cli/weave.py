"""``marsad weave``: puts together what several reports tell of one happening."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from marsad.cli.database import add_database_argument, opened

if TYPE_CHECKING:
    from marsad.cli.terminal import Screen

NAME = "weave"
HELP = "put together what reports tell of one happening"
DESCRIPTION = """\
Weaves reports: which events of which reports are one happening and which statements one utterance, where the reports
differ, and where what they tell begins. Without files, the reports of the database that are not woven yet are woven
with those that are, and the result is kept there; a run that was stopped is gone on with by the next. With files of
records (what marsad read --format jsonl prints) only these are woven, and nothing is kept."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("records", nargs="*", metavar="RECORDS|-", help="files of records, one a line")
    parser.add_argument(
        "--format",
        choices=("text", "json", "jsonl"),
        help="text: clusters of several reports, for reading; json, jsonl: all clusters, one a line "
        "(default: text for files; for a database only how many there are)",
    )
    parser.add_argument("--anew", action="store_true", help="weave everything in the database anew")


def run(args: argparse.Namespace) -> int:
    """Weaves, and prints the clusters."""
    from marsad.library.weaving import weave_files

    if args.records:
        return show(weave_files(args.records), args.format or "text")
    with opened(args) as database:
        made = database.weave(anew=args.anew)
        told = f"{made.reports:,} reports woven, {made.written:,} clusters written, {made.gone:,} taken away"
        print(told, file=sys.stderr)
        if args.format:
            return show(database.happenings(several=args.format == "text"), args.format)
    return 0


def show(found: Iterable[dict[str, Any]], form: str) -> int:
    """Prints clusters; in text those of several reports."""
    import msgspec

    from marsad.cli.terminal import screen_for

    screen = screen_for(sys.stdout)
    for cluster in found:
        if form != "text":
            print(msgspec.json.encode(cluster).decode())
        elif cluster["counts"]["reports"] > 1:
            print(shown(cluster, screen))
    return 0


def shown(cluster: dict[str, Any], screen: Screen) -> str:
    """A cluster in a few lines."""
    from marsad.cli.terminal import safe

    counts = cluster["counts"]
    head = [cluster["id"], cluster["type"] or "", cluster["date"] or "/".join(cluster["interval"] or ()) or "-"]
    if cluster["place"]:
        head.append(cluster["place"])
    lines = [screen.style(" ".join(map(safe, head)), "strong")]
    lines.append(f"  {counts['reports']} reports, {counts['outlets']} outlets, {counts['origins']} origins")
    lines += [f"  {safe(member['report'])}#{member['id']}" for member in cluster["members"]]
    for slot in cluster["slots"]:
        values = "; ".join(safe(_value(v["value"])) for v in slot["values"][:6])
        lines.append(f"  {slot['slot']}: {slot['verdict']}: {screen.isolate(values, 'en')}")
    return "\n".join(lines)


def _value(value: Any) -> str:
    """A slot's value as text: a name, a number, a list of them."""
    if isinstance(value, dict):
        return str(value.get("ar") or value.get("en") or value)
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    return str(value)
