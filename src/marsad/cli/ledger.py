"""``marsad ledger``: contacts, relays, threats, demands, commitments, denials, incidents, and what became of them."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from marsad.cli.database import add_database_argument, opened

if TYPE_CHECKING:
    from marsad.cli.terminal import Screen

NAME = "ledger"
HELP = "threats, ultimatums, demands, commitments ... and what became of them"
DESCRIPTION = """\
Lists a ledger of the database, or of records in files (what marsad read --format jsonl prints): contacts, relays,
threats (with ultimatums), demands, commitments, denials or incidents, by date. A row says by whom and to whom, what, on
what condition, until when, and on what evidence. Threats, demands and commitments have a state on a day: open, due (the
day lies in the last day, month or year of the term), met or broken (a later report tells so; it is named), expired (the
term is over, and no report tells), unknown. Exit code 1: there are no rows."""

_NAMES = ("contacts", "relays", "threats", "demands", "commitments", "denials", "incidents")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("ledger", metavar="NAME", choices=_NAMES, help=", ".join(_NAMES))
    parser.add_argument("records", nargs="*", metavar="RECORDS|-", help="files of records; none: the database")
    parser.add_argument("--open", action="store_true", help="only what is open or due")
    parser.add_argument("--on", metavar="DATE", help="states on this day, from what was published by then (today)")
    parser.add_argument("--actor", metavar="NAME", help="only rows with this party: whole words of a name, or an id")
    parser.add_argument("--format", choices=("text", "jsonl"), default="text", help="jsonl: one row a line")


def run(args: argparse.Namespace) -> int:
    """Lists the rows; 1 where there are none."""
    import msgspec

    from marsad.cli.terminal import screen_for
    from marsad.library.ledger import ledger, records_of_files

    asked = {"on": args.on, "running": args.open, "actor": args.actor}
    if args.records:
        rows = ledger(records_of_files(args.records), args.ledger, **asked)
    else:
        with opened(args) as database:
            rows = list(database.ledger(args.ledger, **asked))
    screen = screen_for(sys.stdout)
    for row in rows:
        print(msgspec.json.encode(row).decode() if args.format == "jsonl" else _shown(row, screen))
    return 0 if rows else 1


def _shown(row: dict[str, Any], screen: Screen) -> str:
    """A row for reading: day, kind, state; who to whom; what; term and condition; evidence."""
    from marsad.cli.terminal import safe, wrap

    def names(parties: list[dict[str, Any]]) -> str:
        return "، ".join(screen.arabic(safe(p["name"]["ar"] or p["name"]["en"] or p["id"])) for p in parties) or "?"

    deadline = row["deadline"]
    until = ""
    if deadline is not None:
        until = f", until {deadline['interval'][1] if deadline['interval'] else deadline['value']}"
    head = f"{row['date'] or 'no date'} · {row['kind']} · {row['state']}{until}"
    lines = [screen.style(safe(head), "strong"), f"    {names(row['by'])} → {names(row['to'])}"]
    if row["via"] is not None:
        lines.append(f"    via {names([row['via']])}")
    lines += [f"    {screen.arabic(line)}" for line in wrap(safe(row["what"]), screen.width - 4)]
    if row["condition"]:
        lines.append(f"    if: {screen.arabic(safe(row['condition']))}")
    lines += [
        screen.style(f"    {e['says']}: {safe(e['report'])}#{e['id']} {e['span'][0]}-{e['span'][1]}", "dim")
        for e in row["evidence"]
    ]
    return "\n".join(lines) + "\n"
