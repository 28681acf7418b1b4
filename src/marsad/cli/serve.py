"""``marsad serve``: the workbench over a database."""

from __future__ import annotations

import argparse
import signal
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from marsad.cli.database import add_database_argument, opened
from marsad.errors import MarsadError
from marsad.settings import int_setting, text_setting

if TYPE_CHECKING:
    from marsad.library.database import Database

NAME = "serve"
HELP = "open the workbench: pages and an API over the database"
DESCRIPTION = """\
Serves the workbench over the database (made where there is none) until it is stopped with Ctrl-C. It listens on the
loopback address, for one person, without a login. With --team users sign in (marsad users), and it may listen for
others; put a server that speaks TLS before it, and give the host's name with --name.
Feeds and folders that are watched are kept up to date meanwhile; MARSAD_SERVE_FEEDS=no leaves that to marsad watch.
The API is described at /api/v1/openapi.json."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("--host", help="address to listen at (setting: host; default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen at, 0: any that is free (setting: port)")
    parser.add_argument("--team", action="store_true", help="users sign in (setting: team)")
    parser.add_argument("--name", action="append", default=[], help="a host's name under which it is asked for as well")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")


def run(args: argparse.Namespace) -> int:
    """Serves until it is stopped."""
    with opened(args, create=True) as database:
        return serve(
            database,
            host=args.host or text_setting("host"),
            port=int_setting("port") if args.port is None else args.port,
            browse=args.open,
            team=args.team or text_setting("team") == "yes",
            names=(*args.name, *(n.strip() for n in text_setting("hosts").split(",") if n.strip())),
        )


def serve(
    database: Database,
    *,
    host: str,
    port: int,
    browse: bool = False,
    team: bool = False,
    names: Sequence[str] = (),
) -> int:
    """Serves a database until the process is told to stop.

    Raises ``no-web``, ``no-front-end``, ``port-taken``; ``not-loopback`` for an address that others reach, without
    `team`; ``no-admin``.
    """
    try:
        import uvicorn

        from marsad.web.app import create_app
        from marsad.web.headers import LOOPBACK
    except ModuleNotFoundError as error:
        raise MarsadError("no-web", str(error.name)) from error
    if not team and host not in LOOPBACK:
        raise MarsadError("not-loopback", host[:80])
    if team and database.accounts.admins() == 0:
        raise MarsadError("no-admin")
    own = LOOPBACK | {host.strip("[]").lower()} | {n.lower() for n in names}
    app = create_app(database, hosts=own, team=team, feeds=text_setting("serve_feeds") == "yes")
    with _bound(host, port) as listening:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
        print(f"Marsad is at {address}  (Ctrl-C stops it)", flush=True)
        if browse:
            import webbrowser

            webbrowser.open(address)
        end_on_signal()
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])
    print("Marsad has stopped.", file=sys.stderr)
    return 0


def end_on_signal() -> None:
    """Makes a process that is told to stop end as by an exception, so that what stands around is put away.

    uvicorn, too, sends itself the signal again once it has ended.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise MarsadError("port-taken", f"{port} at {host}"[:80]) from error
    return listening
