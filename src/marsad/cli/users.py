"""``marsad users``: who may sign in to the workbench in team mode."""

from __future__ import annotations

import argparse
import getpass
import sys

from marsad.cli.database import add_database_argument, machine_user, opened

NAME = "users"
HELP = "who may sign in to the workbench in team mode: add, list, change, token"
DESCRIPTION = """\
Keeps the users of the database. A reader looks and exports, an analyst also adds reports and judges, an admin also
keeps the users. Passwords are asked for on the terminal, or read from the first line of standard input.

  marsad users add NAME --role analyst   a new user
  marsad users list                      name, role, active, day of adding; tab-separated
  marsad users role NAME ROLE            another role
  marsad users password NAME             a new password
  marsad users stop NAME, start NAME     may not sign in any more; may again
  marsad users token NAME --label TEXT   an API token, printed this once; --role, --until YYYY-MM-DD

A new password, another role, and stop end the user's sessions and take his tokens back; --keep-tokens leaves the tokens
of who may still sign in. The audit log has each change with the name of this machine's user."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("what", choices=("add", "list", "role", "password", "stop", "start", "token"))
    parser.add_argument("name", nargs="?", metavar="NAME", help="of the user")
    parser.add_argument("to", nargs="?", metavar="ROLE", help="role: reader, analyst, admin")
    parser.add_argument("--role", default=None, choices=("reader", "analyst", "admin"), help="default: reader")
    parser.add_argument("--label", default="", help="token: what it is for")
    parser.add_argument(
        "--keep-tokens", action="store_true", help="role, password: the user's API tokens go on counting"
    )
    parser.add_argument("--until", metavar="DAY", help="token: the last day on which it counts")


def run(args: argparse.Namespace) -> int:
    """Keeps the users; 1 where a list is empty."""
    from marsad.cli.terminal import safe
    from marsad.errors import MarsadError

    with opened(args, create=args.what == "add") as database:
        accounts = database.accounts
        if args.what == "list":
            found = accounts.users()
            for user in found:
                print(safe(user.name), user.role, "active" if user.active else "stopped", user.added[:10], sep="\t")
            return 0 if found else 1
        if not args.name:
            raise MarsadError("bad-account", f"{args.what} takes the user's NAME")
        by, keep = machine_user(), args.keep_tokens
        if args.what == "add":
            accounts.add(args.name, args.role or "reader", _password(), by=by)
            return 0
        if args.what == "token":
            print(accounts.add_token(args.name, args.label, role=args.role or "reader", until=args.until, by=by))
            return 0
        if args.what == "role":
            ended = accounts.change(args.name, role=args.to or args.role or "", keep_tokens=keep, by=by)
        elif args.what == "password":
            ended = accounts.change(args.name, password=_password(), keep_tokens=keep, by=by)
        else:
            ended = accounts.change(args.name, active=args.what == "start", by=by)
        if args.what != "start":
            print(f"sessions ended: {ended.sessions}, tokens taken back: {ended.tokens}", file=sys.stderr)
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass("Password: ")
