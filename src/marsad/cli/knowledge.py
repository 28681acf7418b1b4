"""``marsad knowledge``: what is known of a name, a title or an office; whether a folder of knowledge is in order."""

from __future__ import annotations

import argparse
import datetime
import os
import pathlib
import sys
from typing import TYPE_CHECKING

from marsad.errors import MarsadError

if TYPE_CHECKING:
    from marsad.lexicon.knowledge import Entry
    from marsad.lexicon.tenures import Tenure

NAME = "knowledge"
HELP = "show who is who on a date; check a folder of your own knowledge"
DESCRIPTION = """\
show NAME: prints what is known of a name, a title ("وزير الخارجية الأميركي"), an office or an id, with who held
which office and whom it fights; --on gives the date. Exit code 1 where nothing is known.
check [FOLDER]: reads all knowledge, with FOLDER over it, and tries its cases (X.cases.yaml); prints what is wrong, with
file and place; exit code 1 if anything is. Without FOLDER the folder of the setting knowledge_dir is taken."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("action", choices=("show", "check"), help="what to do")
    parser.add_argument("what", nargs="?", metavar="NAME", help="show: a name, title, office or id; check: a folder")
    parser.add_argument("--on", metavar="DATE", help="the date (2020-09-24, 2020-09 or 2020); today without it")
    parser.add_argument("--country", metavar="ISO3", help="whose officials a title without a country means")


def run(args: argparse.Namespace) -> int:
    """Shows or checks; 1 where nothing is known or something is wrong."""
    if args.action == "check":
        return _check_folder(args.what)
    if not args.what:
        raise MarsadError("bad-setting", "marsad knowledge show needs a name")
    return _show(args.what, args.on or datetime.date.today().isoformat(), args.country)


def _show(what: str, date: str, country: str | None) -> int:
    from marsad.lexicon import knowledge, offices
    from marsad.lexicon.office_titles import resolve
    from marsad.lexicon.tenures import period

    try:
        period(date)
    except ValueError as error:
        raise MarsadError("bad-date", date) from error
    entry = knowledge.by_id(what)
    entries = [entry] if entry is not None else knowledge.named(what)
    found = resolve(what, date, country) if not entries else None
    office = what if what in offices.load().offices else (found.office if found is not None else None)
    people = [found.holder] if found is not None and found.holder else list(found.candidates) if found else []
    if office is not None:
        _print_office(office, date)
    for e in [*entries, *(x for i in people if (x := knowledge.by_id(i)) is not None)]:
        _print_entry(e, date)
    if not entries and not people and office is None:
        print(f"Nothing is known of {what}.", file=sys.stderr)
        return 1
    if found is not None and not people:
        print(f"Nobody in the data held it on {date}, or it cannot be told who is meant.", file=sys.stderr)
    return 0


def _print_office(ident: str, date: str) -> None:
    from marsad.lexicon import offices

    table = offices.load()
    office = table.offices[ident]
    print(f"{ident}\t{office.en}")
    for label, value in (("role", office.role), ("country", office.country), ("body", office.body)):
        if value:
            print(f"  {label}\t{value}")
    for tenure in table.tenures[ident]:
        _print_tenure(tenure, date, tenure.who or "(vacant)")


def _print_entry(entry: Entry, date: str) -> None:
    from marsad.lexicon import offices
    from marsad.lexicon.tenures import period

    held = offices.held_by(entry.id)
    now = [t for t in held if t in offices.held_by(entry.id, date)]
    office = now[0].office if now else None
    print(f"{entry.id}\t{entry.type}\t{entry.en or ''}\t{entry.ar[0]}")
    rows = (
        ("forms", " / ".join(entry.ar[1:])),
        ("kind", entry.kind),
        ("of", entry.of),
        ("country", entry.country),
        ("sector", offices.sector_on(entry, office, date, None)),
        ("active", "..".join(entry.active) if entry.active else None),
        ("sponsor", entry.sponsor),
        ("alignment", entry.alignment),
        ("wikidata", entry.wikidata),
        ("note", entry.note),
    )
    for label, value in rows:
        if value:
            print(f"  {label}\t{value}")
    for tenure in held:
        _print_tenure(tenure, date, tenure.office)
    for ident in (i for i, o in offices.load().offices.items() if o.body == entry.id):
        for tenure in offices.holders(ident, date):
            print(f"  {ident}\t{tenure.who or '(vacant)'}")
    _print_foes(entry, period(date)[0])


def _print_foes(entry: Entry, day: str) -> None:
    from marsad.lexicon import conflicts
    from marsad.lexicon.tenures import FIRST_DAY, LAST_DAY

    if entry.type == "LOC" and entry.id != entry.country:
        if entry.id in conflicts.load().held:
            print(f"  held by\t{', '.join(conflicts.holders(entry.id, day))}")
        return
    for conflict, others in conflicts.foes(entry.id, day):
        first = "" if conflict.first == FIRST_DAY else conflict.first
        last = "" if conflict.last == LAST_DAY else conflict.last
        print(f"  {conflict.kind}\t{conflict.name}, {first}..{last}\t{', '.join(others)}")


def _print_tenure(tenure: Tenure, date: str, label: str) -> None:
    from marsad.lexicon.tenures import FIRST_DAY, period

    mark = "*" if tenure.covers(*period(date)) else " "
    first = "" if tenure.first == FIRST_DAY else tenure.first
    last = "" if tenure.open else tenure.last
    said = "".join(f"\t{word}" for word in ("acting" if tenure.acting else "", tenure.note or "") if word)
    print(f"{mark} {first or '?':10} .. {last:10}\t{label}{said}")


def _check_folder(given: str | None) -> int:
    from marsad.lexicon import check
    from marsad.lexicon.loader import overlay
    from marsad.settings import PREFIX

    if given is not None:
        if not pathlib.Path(given).is_dir():
            raise MarsadError("no-such-file", given)
        os.environ[f"{PREFIX}KNOWLEDGE_DIR"] = str(pathlib.Path(given).resolve())
    folder = overlay()
    tables = ("marsad.lexicon.knowledge:load", "marsad.lexicon.offices:problems", "marsad.lexicon.conflicts:problems")
    failures = list(check.tables(tables))
    if not failures:
        paths = [p for p in check.case_files() if "knowledge" in p.parts]
        paths += sorted(folder.rglob("*.cases.yaml")) if folder is not None else []
        failures = [failure for path in paths for failure in check.run_file(path)]
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(failures)} failures" if failures else "All knowledge reads and every case holds.", file=sys.stderr)
    return 1 if failures else 0
