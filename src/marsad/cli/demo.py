"""``marsad demo``: reads the reports that come with Marsad."""

from __future__ import annotations

import argparse
import os
import pathlib

from marsad.cli import read
from marsad.settings import PREFIX

NAME = "demo"
HELP = "read the reports that come with Marsad"
DESCRIPTION = """\
Reads the reports that are bundled with Marsad and shows who says what in them, on whose word. They were written for
the project: some tell of invented countries, some of the real world's public facts. Who is who in the invented ones
is knowledge of one's own (setting knowledge_dir), laid out in the folder demo/knowledge."""

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments: those of ``marsad read`` but for the input."""
    parser.add_argument("only", nargs="*", metavar="ID", help="only these reports")
    parser.add_argument("--format", choices=("text", "json", "jsonl"), default="text", help="as for marsad read")
    parser.add_argument("--lang", choices=("ar", "en"), help="the language of the glosses")
    parser.set_defaults(published=None, outlet=None, encoding=None, output=None, workers=1)


def run(args: argparse.Namespace) -> int:
    """Shows the bundled reports."""
    os.environ.setdefault(f"{PREFIX}KNOWLEDGE_DIR", str(FOLDER / "knowledge"))
    names = args.only or sorted(p.stem for p in FOLDER.glob("*.txt"))
    args.paths = [str(FOLDER / f"{name}.txt") for name in names]
    return read.run(args)
