"""``marsad lexicon check``: the lexicon against the phrases that its entries must and must not match."""

from __future__ import annotations

import argparse
import sys

NAME = "lexicon"
HELP = "check the lexicon files against their cases"
DESCRIPTION = """\
check: reads every file of src/marsad/arabic and src/marsad/knowledge, and tries every phrase of the case files
(X.cases.yaml) beside them. Prints what is wrong, with file and entry; exit code 1 if anything is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("action", choices=("check",), help="what to do")


def run(args: argparse.Namespace) -> int:
    """Prints each failure on standard error; 1 where there are any."""
    from marsad.lexicon.check import run_all

    failures = run_all()
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(failures)} failures" if failures else "Every entry reads and every case holds.", file=sys.stderr)
    return 1 if failures else 0
