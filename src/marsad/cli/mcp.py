"""``marsad mcp``: tools over a database, for agents that speak the Model Context Protocol."""

from __future__ import annotations

import argparse

from marsad.cli.database import add_database_argument, opened
from marsad.errors import MarsadError

NAME = "mcp"
HELP = "serve a database to agents, over the Model Context Protocol"
DESCRIPTION = """\
Serves tools over the database on standard input and output until the input ends: read, search, report, happenings,
happening, ledger, explain. None changes anything; every answer is bounded and carries the spans and the words that it
rests on. An agent's configuration names the command: {"command": "marsad", "args": ["mcp", "--database", "FILE"]}."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Serves until the input ends. Raises ``no-mcp``."""
    try:
        from marsad.mcp.server import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("marsad"):
            raise
        raise MarsadError("no-mcp", str(error.name)) from error
    with opened(args) as database:
        make_server(database).run("stdio")
    return 0
