"""Weaves records: those of a database, which keeps what was woven, or those of files."""

from __future__ import annotations

import contextlib
import hashlib
import pathlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from marsad.errors import MarsadError
from marsad.library.ledger import refresh
from marsad.store import engine as db
from marsad.store import judging, ledgers, reading, tables, woven
from marsad.weave.cluster import Judged, Weaver
from marsad.weave.objects import Telling, tellings
from marsad.weave.output import Records, cluster_id, finished

MAX_LINE: Final = 64_000_000  # bytes of one record
_KEPT: Final = 400  # reports whose records are held at once


class RecordFile:
    """Records of JSONL files (``marsad read --format jsonl``), each fetched again where it stands.

    Raises ``no-such-file``, ``unreadable``, ``bad-record``. A report that stands in them twice counts once, as it
    stands last.
    """

    def __init__(self, paths: Sequence[str | pathlib.Path]) -> None:
        self._files: list[IO[bytes]] = []
        self._at: dict[str, tuple[int, int]] = {}
        self.tellings: dict[str, list[Telling]] = {}
        try:
            for path in paths:
                self._read(path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closes the files."""
        for file in self._files:
            file.close()

    def _read(self, path: str | pathlib.Path) -> None:
        import shutil
        import sys
        import tempfile

        if str(path) == "-":
            file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
            shutil.copyfileobj(sys.stdin.buffer, file)
            file.seek(0)
        else:
            try:
                file = open(path, "rb")  # noqa: SIM115 - kept open: records are fetched from it again
            except FileNotFoundError as error:
                raise MarsadError("no-such-file", str(path)) from error
            except OSError as error:
                raise MarsadError("unreadable", f"{path}: {error.strerror}") from error
        number = len(self._files)
        self._files.append(file)
        line, at = 0, 0
        while text := file.readline(MAX_LINE + 1):
            line += 1
            if len(text) > MAX_LINE:
                raise MarsadError("bad-record", f"{path}:{line}: longer than {MAX_LINE:,} bytes")
            if text.strip():
                try:
                    record = msgspec.json.decode(text)
                    made = tellings(record)
                    id = str(record["id"])
                except (msgspec.DecodeError, KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
                    raise MarsadError("bad-record", f"{path}:{line}: {type(error).__name__} {error}"[:200]) from error
                self._at[id] = (number, at)
                self.tellings[id] = made
            at = file.tell()

    def record(self, id: str) -> Mapping[str, Any]:
        """The record of a report, decoded anew."""
        number, at = self._at[id]
        file = self._files[number]
        file.seek(at)
        found: Mapping[str, Any] = msgspec.json.decode(file.readline(MAX_LINE + 1))
        return found


def weave_files(paths: Sequence[str | pathlib.Path], judged: Judged | None = None) -> Iterator[dict[str, Any]]:
    """The clusters of the records in some files, in the order of their first members."""
    with contextlib.closing(RecordFile(paths)) as files:
        yield from _clusters(files, judged)


def _clusters(files: RecordFile, judged: Judged | None) -> Iterator[dict[str, Any]]:
    from marsad.weave.cluster import weave

    weaver = weave(files.tellings.values(), judged)
    records = Records(files.record, kept=_KEPT, told=files.tellings.__getitem__)
    for cluster in weaver.clusters.values():
        yield finished(weaver, cluster, records)


BATCH: Final = 100  # reports, or clusters times ten, in one transaction


class Made(msgspec.Struct):
    """What a weave did: reports that were woven, clusters that were written and taken away."""

    reports: int = 0
    written: int = 0
    gone: int = 0


def weave_database(engine: Engine, *, anew: bool = False, progress: Callable[[Made], None] = lambda _: None) -> Made:
    """Weaves the reports of a database that are not woven yet, and writes the clusters that are new or changed.

    Reports come in by publication, then id. Everything is woven anew where `anew` says so, where a report that was
    woven has changed or is gone, and where judgements or the weave itself have changed. Each batch is one transaction
    that first looks whether another process has gone on meanwhile; one that is killed is gone on with by the next.
    """
    made = Made()
    while True:
        with db.writing(engine) as connection:
            stamp = stamp_of(connection)
            if anew or not _goes_on(connection, stamp):
                woven.forget(connection)
        anew = False
        with db.reading(engine) as connection:
            judged = judging.links(connection)
            weaver = Weaver(judged)
            for row in woven.woven(connection):
                weaver.restore(row.tellings, row.steps)
            order = woven.waiting(connection)
            done = woven.count(connection)
        if _weave(engine, weaver, stamp, order, done, made, progress) and _write(engine, weaver, stamp, made, progress):
            del weaver  # the ledgers need room too
            refresh(engine)
            return made


def stamp_of(connection: Connection) -> str:
    """What the weave depends on beside the records: its own rules, and judgements on tellings."""
    links, letters = judging.links(connection), judging.letters(connection)
    if not links.same and not links.not_same and not letters:
        return woven.rules()
    pairs = sorted((*a, *b, sort) for sort, of in (("=", links.same), ("/", links.not_same)) for a in of for b in of[a])
    text = msgspec.json.encode([pairs, sorted(letters.items())])
    return f"{woven.rules()}.{hashlib.blake2b(text, digest_size=4).hexdigest()}"


class Ahead(msgspec.Struct, frozen=True):
    """What the next weave has to do: ``woven`` reports are woven, ``waiting`` are not yet.

    ``anew``: why it begins with all of them again, None where it goes on: ``rules`` (an earlier Marsad wove),
    ``records`` (reports were read anew or are gone), ``judgements``.
    """

    woven: int
    waiting: int
    anew: str | None


def ahead(connection: Connection) -> Ahead:
    """What the next weave of a database has to do."""
    done = woven.count(connection)
    reports = int(connection.execute(sa.select(sa.func.count()).select_from(tables.records)).scalar_one())
    anew = None
    if done:
        stamp, made = stamp_of(connection), woven.made_by(connection)
        if any(mine.partition("+")[0].partition(".")[0] != woven.rules() for mine, _ in made):
            anew = "rules"
        elif any(mine.partition("+")[2] != theirs for mine, theirs in made) or done != woven.last(connection):
            anew = "records"
        elif any(mine.partition("+")[0] != stamp for mine, _ in made):
            anew = "judgements"
    return Ahead(done, reports - done, anew)


def _goes_on(connection: Connection, stamp: str) -> bool:
    """Whether what was woven still holds: the same records, in an unbroken order, the same rules and judgements."""
    found = woven.engines(connection)
    return len(found) == woven.last(connection) and all(mine == f"{stamp}+{theirs}" for mine, theirs in found)


def _weave(
    engine: Engine,
    weaver: Weaver,
    stamp: str,
    keys: Sequence[int],
    done: int,
    made: Made,
    progress: Callable[[Made], None],
) -> bool:
    """Weaves the reports of some keys; False where somebody else went on or changed something meanwhile."""
    for n in range(0, len(keys), BATCH):
        with db.reading(engine) as connection:
            stored = list(reading.stored_by_keys(connection, keys[n : n + BATCH]))
        rows, parts = [], []
        for report in stored:
            record = report.record
            found = tellings(record)
            parts.append((report.key, report.engine, ledgers.part(record)))
            weaver.add(found)
            rows.append((report.key, f"{stamp}+{report.engine}", found, tuple(weaver.steps)))
        with db.writing(engine) as connection:
            if woven.count(connection) != done or stamp_of(connection) != stamp:
                return False
            if len(woven.present(connection, rows)) != len(rows):
                return False
            woven.keep(connection, done, rows)
            ledgers.keep(connection, parts)
        done += len(rows)
        made.reports += len(rows)
        progress(made)
    return True


def _write(engine: Engine, weaver: Weaver, stamp: str, made: Made, progress: Callable[[Made], None]) -> bool:
    """Writes the clusters that are not there, and takes those away that are no more."""
    with db.reading(engine) as connection:
        there = woven.cluster_ids(connection)
        count = woven.count(connection)
        r = tables.reports.c
        keys, days = {}, {}
        for id, key, published in connection.execute(sa.select(r.id, r.key, r.published)):
            keys[id], days[id] = key, published
        letters = judging.letters(connection)
    wanted = {
        cluster_id((weaver.groups[n].report, id) for n in c.groups for id in weaver.groups[n].members): number
        for number, c in weaver.clusters.items()
    }
    gone = there - wanted.keys()
    with db.writing(engine) as connection:
        if woven.count(connection) != count or stamp_of(connection) != stamp:
            return False
        woven.drop(connection, gone)
    made.gone += len(gone)
    missing = [number for id, number in wanted.items() if id not in there]
    stored = _Stored()
    records = Records(stored.record, kept=_KEPT, told=stored.tellings)
    for n in range(0, len(missing), BATCH * 10):
        with db.reading(engine) as connection:
            stored.connection = connection
            some = [
                finished(weaver, weaver.clusters[number], records, letters) for number in missing[n : n + BATCH * 10]
            ]
        with db.writing(engine) as connection:
            if woven.count(connection) != count or stamp_of(connection) != stamp:
                return False
            known = woven.cluster_ids_among(connection, [c["id"] for c in some])
            woven.put(connection, [c for c in some if c["id"] not in known], keys, days, stamp)
        made.written += len(some)
        progress(made)
    return True


class _Stored:
    """Records and tellings of the database, looked up by a connection that changes from batch to batch."""

    def __init__(self) -> None:
        self.connection: Connection | None = None

    def record(self, id: str) -> Mapping[str, Any]:
        """The record of a report."""
        assert self.connection is not None
        return reading.stored_by_id(self.connection, id).record

    def tellings(self, id: str) -> Sequence[Telling]:
        """The tellings of a report that is woven."""
        assert self.connection is not None
        return woven.tellings_of(self.connection, id)
