"""``marsad search``: finds reports in the database."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from marsad.cli.database import add_database_argument, opened

if TYPE_CHECKING:
    from marsad.cli.terminal import Screen
    from marsad.store.search import Hit, Request

NAME = "search"
HELP = "find reports: words, and who says or does what"
DESCRIPTION = """\
Finds reports, the newest first. The query holds words, "phrases", OR, -not and brackets; a word is found with whatever
is attached to it, and with or without the article. Facets narrow the search: those of a statement (speaker, addressee,
channel, force) hold for one statement, those of an event (type, status, actor, recipient, place) for one event; one
facet given twice takes either. Names are whole words of a name, Arabic or English, or ids of the knowledge base.
Exit code 1: nothing was found."""

_FACETS = (
    ("speaker", "NAME", "who speaks"),
    ("addressee", "NAME", "to whom"),
    ("channel", "CHANNEL", "by phone, meeting, statement, post, interview, press_conference, speech, message, media"),
    ("force", "FORCE", "what is done in speaking: assert, deny, threaten, demand, commit, accuse, support, ask"),
    ("type", "TYPE", "type of event (PLOVER): AGREE, CONSULT, ASSAULT ..."),
    ("status", "STATUS", "of the event: actual, planned, hypothetical, negated"),
    ("actor", "NAME", "who acts in the event"),
    ("recipient", "NAME", "towards whom"),
    ("place", "NAME", "where"),
    ("entity", "NAME", "who or what is named anywhere; given twice both must be"),
    ("outlet", "NAME", "whose report"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("query", nargs="*", metavar="QUERY", help="words; may be left out where facets are given")
    add_facet_arguments(parser)
    parser.add_argument("--order", choices=("newest", "oldest", "added"), default="newest", help="which come first")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most so many (default 20)")
    parser.add_argument("--offset", type=int, default=0, metavar="N", help="leave out the first N")
    parser.add_argument("--facets", action="store_true", help="count the values of all facets instead")
    parser.add_argument(
        "--format", choices=("text", "json", "jsonl"), default="text", help="json: one object; jsonl: the records found"
    )
    parser.add_argument("--save", metavar="NAME", help="keep this search under a name")
    parser.add_argument(
        "--run", dest="kept", metavar="NAME", help="run a search that was kept: only what is new since its last run"
    )
    parser.add_argument("--list", action="store_true", help="list the searches that were kept, tab-separated")
    parser.add_argument("--delete", metavar="NAME", help="forget a search that was kept")


def add_facet_arguments(parser: argparse.ArgumentParser) -> None:
    """What narrows a search, and an export."""
    for name, value, said in _FACETS:
        parser.add_argument(f"--{name}", action="append", default=[], metavar=value, help=said)
    parser.add_argument("--since", metavar="DATE", help="published on this day or later")
    parser.add_argument("--until", metavar="DATE", help="published on this day or earlier")


def run(args: argparse.Namespace) -> int:
    """Searches; 1 where nothing was found."""
    import msgspec

    from marsad.cli.terminal import screen_for

    request = request_of(args)
    with opened(args) as database:
        if args.list:
            for saved in database.saved_searches():
                print(saved.name, saved.ran or "", msgspec.json.encode(saved.request).decode(), sep="\t")
            return 0
        if args.delete:
            database.delete_search(args.delete)
            return 0
        if args.save:
            database.save_search(args.save, request)
            print(f"saved; marsad search --run {args.save!r} lists what is new", file=sys.stderr)
            return 0
        if args.facets:
            return _facets(database.facets(request), args.format)
        if args.kept:
            found = database.run_search(args.kept)
        else:
            found = database.search(request, limit=args.limit, offset=args.offset)
        if args.format == "json":
            print(msgspec.json.encode(found).decode())
        elif args.format == "jsonl":
            for stored in database.reports_by_keys(hit.key for hit in found.hits):
                print(stored.body.decode())
        else:
            screen = screen_for(sys.stdout)
            for hit in found.hits:
                print(_shown(hit, screen))
            print(f"{len(found.hits):,} of {found.total:,} reports", file=sys.stderr)
    return 0 if found.hits else 1


def request_of(args: argparse.Namespace) -> Request:
    """The query and facets of the arguments."""
    from marsad.store.search import Request

    facets: dict[str, Any] = {name: tuple(getattr(args, name)) for name, _, _ in _FACETS}
    return Request(
        query=" ".join(args.query), since=args.since, until=args.until, order=getattr(args, "order", "newest"), **facets
    )


def _facets(found: dict[str, list[tuple[str, str, int]]], form: str) -> int:
    import msgspec

    if form != "text":
        print(msgspec.json.encode(found).decode())
    else:
        for name, values in found.items():
            for value, shown, count in values:
                print(name, count, shown, "" if shown == value else value, sep="\t")
    return 0 if any(found.values()) else 1


def _shown(hit: Hit, screen: Screen) -> str:
    """A hit for reading: id, day, outlet and title, then the place that shows why."""
    from marsad.cli.terminal import safe, wrap

    head = " · ".join(safe(part) for part in (hit.published or "no date", hit.outlet, hit.id) if part)
    lines = [screen.style(head, "dim"), screen.style(screen.arabic(safe(hit.title or "")), "strong")]
    said = hit.snippet
    pieces: list[str] = []
    at = said.start
    for start, end in said.marks:
        if start >= at:
            pieces += [
                said.text[at - said.start : start - said.start],
                f"[{said.text[start - said.start : end - said.start]}]",
            ]
            at = end
    pieces.append(said.text[at - said.start :])
    lines += [f"    {screen.arabic(line)}" for line in wrap(safe("".join(pieces)), screen.width - 4)]
    return "\n".join(lines) + "\n"
