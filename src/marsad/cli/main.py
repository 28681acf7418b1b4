"""The entry point ``marsad``: finds the command and runs it; each command loads the heavy modules that it needs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, Final

from marsad import __version__
from marsad.cli import (
    copies,
    demo,
    evaluate,
    explain,
    export,
    happening,
    ingest,
    judge,
    knowledge,
    ledger,
    lexicon,
    mcp,
    read,
    reference,
    search,
    serve,
    status,
    users,
    watch,
    weave,
)
from marsad.errors import MarsadError

COMMANDS: Final[tuple[Any, ...]] = (
    read,
    explain,
    ingest,
    watch,
    search,
    serve,
    mcp,
    export,
    copies,
    weave,
    happening,
    ledger,
    judge,
    status,
    users,
    demo,
    lexicon,
    knowledge,
    evaluate,
    reference.settings,
    reference.errors,
)

DESCRIPTION = "Marsad (مرصد) reads Arabic news offline and records who said what, when, where, and on whose word."
EPILOG = """\
exit codes: 0 all went well; 1 some input was set aside, or a check failed; 2 the command itself was wrong.
Records go to standard output, everything else to standard error."""


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = argparse.ArgumentParser(
        prog="marsad", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"marsad {__version__}")
    top.add_argument(
        "--database",
        metavar="URL",
        help="SQLite file or database URL of the commands that keep reports (setting: database)",
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        sub = commands.add_parser(
            module.NAME,
            help=module.HELP,
            description=module.DESCRIPTION,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    args = parser().parse_args(argv)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except MarsadError as error:
        print(f"marsad: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (| head): not our fault, and no traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
