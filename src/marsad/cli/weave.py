"""``marsad weave``: puts together what several reports tell of one happening."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marsad.cli.terminal import Screen

NAME = "weave"
HELP = "put together what reports tell of one happening"
DESCRIPTION = """\
Weaves the records of files (what marsad read --format jsonl prints): which events of which reports are one happening
and which statements one utterance, where the reports differ, and where what they tell begins. In text only those are
shown that several reports tell."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("records", nargs="+", metavar="RECORDS|-", help="files of records, one a line")
    parser.add_argument(
        "--format",
        choices=("text", "json", "jsonl"),
        default="text",
        help="json, jsonl: one cluster a line, also those of one report",
    )


def run(args: argparse.Namespace) -> int:
    """Weaves, and prints the clusters."""
    from marsad.library.weaving import weave_files

    return show(weave_files(args.records), args.format)


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
        values = "; ".join(safe(str(v["value"])) for v in slot["values"][:6])
        lines.append(f"  {slot['slot']}: {slot['verdict']}: {screen.isolate(values, 'en')}")
    return "\n".join(lines)
