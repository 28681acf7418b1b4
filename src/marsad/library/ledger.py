"""A ledger of a database or of records in files, with the state of each row on a day.

The rows of a database are kept there (`marsad.store.ledgers`), and made anew where reports came in or changed.
"""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, Final

import msgspec
from sqlalchemy.engine import Engine

from marsad.errors import MarsadError
from marsad.store import engine as db
from marsad.store import ledgers, reading
from marsad.weave.ledger_states import Sign, decide, merged, signs
from marsad.weave.ledgers import LEDGERS, WAITING, Entry, Ledger, as_row, concerns, entries
from marsad.weave.views import View

MAX_LINE: Final = 64_000_000  # bytes of one record
RUNNING: Final = frozenset({"open", "due"})


def ledger(
    records: Iterable[Mapping[str, Any]],
    name: str,
    *,
    on: str | None = None,
    running: bool = False,
    actor: str | None = None,
) -> list[dict[str, Any]]:
    """The rows of a ledger, by date, then place in the report.

    `on` is the day of the states, today where it is left out; reports published later do not count. `running` keeps
    what is open or due, `actor` what a party of that name or id has to do with.

    Raises ``no-such-ledger``, ``bad-date``.
    """
    if name not in LEDGERS:
        raise MarsadError("no-such-ledger", name[:80])
    day = day_of(on)
    rows: list[Entry] = []
    found: list[Sign] = []
    for record in records:
        if (record["published"] or "") > day:
            continue
        view = View(record)
        rows += [e for e in entries(view) if e.ledger == name]
        if name in WAITING:
            found += signs(view)
    kept = merged(rows)
    decide(kept, found, day)
    if running:
        kept = [e for e in kept if e.state in RUNNING]
    if actor:
        kept = [e for e in kept if concerns(e, actor)]
    kept.sort(key=lambda e: (e.date or e.published or "", e.evidence[0].report, e.evidence[0].span))
    return [as_row(e) for e in kept]


BATCH: Final = 100  # reports whose parts are written in one transaction


def refresh(engine: Engine) -> bool:
    """Makes the ledgers of a database those of its records, where they are not; gives whether there was anything to do.

    Parts of records are written in batches, then all rows in one transaction: a process that is stopped leaves the rows
    of before, and the next goes on.
    """
    done = False
    while True:
        after = 0
        while keys := _lacking(engine, after):
            with db.reading(engine) as connection:
                made = [(s.key, s.engine, ledgers.part(s.record)) for s in reading.stored_by_keys(connection, keys)]
            with db.writing(engine) as connection:
                ledgers.keep(connection, made)
            after, done = keys[-1], True
        with db.reading(engine) as connection:
            if ledgers.is_merged(connection):
                return done
            before = ledgers.digests(connection)
            rows = ledgers.rows(connection)
        with db.writing(engine) as connection:
            # Another process may have changed records meanwhile: then once more.
            if ledgers.digests(connection) == before:
                ledgers.put(connection, rows)
                return True


def _lacking(engine: Engine, after: int) -> list[int]:
    with db.reading(engine) as connection:
        return ledgers.lacking(connection, after=after, most=BATCH)


def day_of(on: str | None) -> str:
    """An ISO day, today where it is left out. Raises ``bad-date``."""
    if on is None:
        return datetime.datetime.now(datetime.UTC).date().isoformat()
    try:
        return datetime.date.fromisoformat(on).isoformat()
    except ValueError as error:
        raise MarsadError("bad-date", on[:40]) from error


def records_of_files(paths: Sequence[str | pathlib.Path]) -> Iterator[Mapping[str, Any]]:
    """The records of JSONL files, or of standard input (``-``).

    Raises ``no-such-file``, ``unreadable``, ``bad-record``.
    """
    for path in paths:
        if str(path) == "-":
            import sys

            yield from _lines(sys.stdin.buffer, "-")
            continue
        try:
            with pathlib.Path(path).open("rb") as file:
                yield from _lines(file, str(path))
        except FileNotFoundError as error:
            raise MarsadError("no-such-file", str(path)) from error
        except OSError as error:
            raise MarsadError("unreadable", f"{path}: {error.strerror}") from error


_NEEDED: Final = ("id", "text", "published", "outlet", "entities", "mentions", "times", "statements", "events")


def _lines(file: IO[bytes], name: str) -> Iterator[Mapping[str, Any]]:
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            raise MarsadError("bad-record", f"{name}:{number}: longer than {MAX_LINE:,} bytes")
        try:
            record = msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise MarsadError("bad-record", f"{name}:{number}: {error}"[:200]) from error
        missing = [k for k in _NEEDED if k not in record]
        if missing:
            raise MarsadError("bad-record", f"{name}:{number}: no {missing[0]}")
        yield record


__all__ = ["Ledger", "ledger", "records_of_files"]
