"""What every command that reads reports has in common: its arguments and how it names what was set aside."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marsad.document import Report
    from marsad.ingest.sources import Rejected


def add_input_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments that say what is known of the input."""
    parser.add_argument(
        "--published", metavar="DATE", help="publication date (2024-08-05) of reports that do not give one"
    )
    parser.add_argument("--outlet", metavar="NAME", help="the outlet of reports that do not name theirs")
    parser.add_argument("--encoding", metavar="NAME", help="the encoding of the input, where it should not be detected")


def inputs(args: argparse.Namespace, paths: list[str]) -> Iterator[Report | Rejected]:
    """The reports and rejections of the paths, with the arguments and settings that apply."""
    from marsad.ingest.sources import Limits, read_inputs
    from marsad.settings import int_setting

    if "-" in paths and sys.stdin.isatty():
        print("marsad: reading the report from this terminal; end it with Ctrl-D", file=sys.stderr)
    limits = Limits(max_report_bytes=int_setting("max_report_bytes"))
    return read_inputs(paths, published=args.published, outlet=args.outlet, encoding=args.encoding, limits=limits)


def complain(rejected: Rejected) -> None:
    """Says on standard error what was set aside, why, and what helps."""
    print(f"marsad: {rejected.source}: {rejected.code}: {rejected.message} {rejected.remedy}", file=sys.stderr)
