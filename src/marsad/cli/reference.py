"""``marsad settings`` and ``marsad errors``: the tables of settings and of messages, as the docs have them."""

from __future__ import annotations

import argparse
from types import SimpleNamespace

DESCRIPTION = "Prints one line for each, with its name first."


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """Neither command has arguments."""


def print_settings(args: argparse.Namespace) -> int:
    """Settings with their values now, tab-separated: variable, value, help."""
    from marsad.settings import SETTINGS, setting

    for entry in SETTINGS:
        print(f"{entry.variable}\t{setting(entry.name)}\t{entry.help}")
    return 0


def print_errors(args: argparse.Namespace) -> int:
    """Codes with message and remedy, tab-separated."""
    from marsad.errors import MESSAGES

    for code, (message, remedy) in MESSAGES.items():
        print(f"{code}\t{message}\t{remedy}")
    return 0


settings = SimpleNamespace(
    NAME="settings",
    HELP="list the settings and their values",
    DESCRIPTION=DESCRIPTION,
    add_arguments=_no_arguments,
    run=print_settings,
)
errors = SimpleNamespace(
    NAME="errors",
    HELP="list every error and warning code",
    DESCRIPTION=DESCRIPTION,
    add_arguments=_no_arguments,
    run=print_errors,
)
