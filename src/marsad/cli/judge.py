"""``marsad judge``: what people decide: same, not same, wrong, note, the letter of a source."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from marsad.cli.database import add_database_argument, machine_user, opened

NAME = "judge"
HELP = "decide: same, not same, wrong, a note, a source's letter; list, undo, export, import"
DESCRIPTION = """\
Keeps decisions in the database, each with author and time; every later weave holds to them. Tellings are named
REPORT#ID, as marsad weave prints them (v1 an event, s1 a statement); a cluster's id stands for its first member.

  marsad judge same A#v1 B#v3         they are one happening, or one utterance
  marsad judge not_same A#v1 B#v3     they are not
  marsad judge wrong A#v1             the annotation is wrong (right, unsure)
  marsad judge note A --comment TEXT  a note on a report, telling or cluster
  marsad judge letter WHO B           a source's reliability, A to F; WHO as origins print it under keys
  marsad judge list [ID]              all decisions, tab-separated; --standing: what holds today
  marsad judge undo NUMBER            takes one back
  marsad judge export, import [FILE]  JSONL, with authors and times; what is there already is not added again.
                                      What is imported is of whom --author names; the file's author is kept beside"""

_DECIDE = ("same", "not_same", "right", "wrong", "unsure", "note", "letter")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_database_argument(parser)
    parser.add_argument("what", metavar="WHAT", choices=(*_DECIDE, "list", "undo", "export", "import"))
    parser.add_argument("subject", nargs="*", metavar="SUBJECT", help="what the decision is on; see above")
    parser.add_argument("--comment", metavar="TEXT", help="why, or the text of a note")
    parser.add_argument("--author", metavar="NAME", help="who decides (default: the user of this machine)")
    parser.add_argument("--standing", action="store_true", help="list: only what holds today")


def run(args: argparse.Namespace) -> int:
    """Keeps or lists decisions; 1 where a list is empty."""
    from marsad.cli.terminal import safe
    from marsad.errors import MarsadError

    given: list[str] = args.subject
    author = args.author or machine_user()
    with opened(args) as database:
        if args.what == "list":
            found = database.judgements(of=given[0] if given else None, standing=args.standing)
            for j in found:
                by = f"{j.author} ({j.claimed})" if j.claimed else j.author
                parts: list[Any] = [j.key, j.at, by, j.verdict, j.left, j.right or "", j.value or ""]
                print(*(safe(str(part)) for part in [*parts, j.comment or ""]), sep="\t")
            return 0 if found else 1
        if args.what == "export":
            for line in database.export_judgements():
                print(line.decode())
            return 0
        if args.what == "import":
            print(f"{database.import_judgements(_lines(given), by=author):,} added", file=sys.stderr)
            return 0
        if args.what == "undo":
            if len(given) != 1 or not given[0].isdecimal() or len(given[0]) > 18:
                raise MarsadError("no-such-judgement", " ".join(given)[:80])
            database.undo_judgement(int(given[0]), author=author)
            return 0
        expected = 2 if args.what in ("same", "not_same", "letter") else 1
        if len(given) != expected:
            raise MarsadError("bad-judgement", f"{args.what} takes {expected} of SUBJECT")
        right, value = (given[1], None) if args.what in ("same", "not_same") else (None, given[-1])
        if args.what != "letter":
            value = None
        made = database.judge(args.what, given[0], right, author=author, comment=args.comment, value=value)
        print(f"kept as {made.key}", file=sys.stderr)
    return 0


def _lines(paths: list[str]) -> list[bytes]:
    from marsad.errors import MarsadError

    if not paths or paths == ["-"]:
        return sys.stdin.buffer.read().splitlines()
    lines: list[bytes] = []
    for path in paths:
        try:
            with open(path, "rb") as file:
                lines += file.read().splitlines()
        except FileNotFoundError as error:
            raise MarsadError("no-such-file", path) from error
        except OSError as error:
            raise MarsadError("unreadable", f"{path}: {error.strerror}") from error
    return lines
