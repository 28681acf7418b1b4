"""What the commands share that work on a database: which one it is, progress, and how what came in is told."""

from __future__ import annotations

import argparse
import getpass
import pathlib
import sys
import time
from typing import TYPE_CHECKING

from marsad.settings import text_setting

if TYPE_CHECKING:
    from marsad.library.database import Database
    from marsad.library.ingesting import Counts


def add_database_argument(parser: argparse.ArgumentParser) -> None:
    """``--database`` may stand before the command and behind it."""
    parser.add_argument(
        "--database",
        metavar="URL",
        default=argparse.SUPPRESS,
        help="SQLite file or database URL (setting: database; default: marsad.db in the user's data folder)",
    )


def database_of(args: argparse.Namespace) -> str:
    """The database of a command: ``--database``, else the setting, else a file in the user's data folder."""
    given = args.database or text_setting("database")
    if given:
        return str(given)
    import platformdirs

    return str(pathlib.Path(platformdirs.user_data_dir("marsad", appauthor=False)) / "marsad.db")


def opened(args: argparse.Namespace, *, create: bool = False) -> Database:
    """The database of a command, open. Raises ``no-database``, ``bad-database``, ``newer-database``."""
    import marsad

    return marsad.open(database_of(args), create=create)


def machine_user() -> str:
    """The user of this machine, who stands for what is done from the command line."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def told(counts: Counts) -> str:
    """What became of the reports, in words."""
    parts = [f"{counts.new:,} new"]
    if counts.corrected:
        parts.append(f"{counts.corrected:,} corrected")
    parts.append(f"{counts.known:,} known")
    if counts.aside:
        parts.append(f"{counts.aside:,} set aside")
    return ", ".join(parts)


class Ticker:
    """Progress on standard error: one line that is written over on terminals, a line each half minute elsewhere."""

    def __init__(self) -> None:
        self._began = self._said = time.monotonic()
        self._terminal = sys.stderr.isatty()

    def __call__(self, counts: Counts) -> None:
        """Tells how far it is, where that is due."""
        now = time.monotonic()
        if now - self._said < (0.5 if self._terminal else 30):
            return
        self._said = now
        rate = counts.seen / max(now - self._began, 1e-3)
        line = f"marsad: {counts.seen:,} reports, {rate:,.0f} a second: {told(counts)}"
        print(
            f"\r\x1b[K{line}" if self._terminal else line,
            end="" if self._terminal else "\n",
            file=sys.stderr,
            flush=True,
        )

    def clear(self) -> None:
        """Takes the line away, before something else is written."""
        if self._terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
