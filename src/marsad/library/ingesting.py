"""Reports into the store: what is known is passed over, what is new is read in other processes and written in batches.

Each batch is one transaction: a run that is cut off anywhere has written whole batches, and the next run passes over
them. Reports are compared before they are read, so a second run over the same input reads nothing.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from marsad.document import Report
from marsad.executors.local import run_all
from marsad.ingest.base import Rejected
from marsad.store import engine as db
from marsad.store import fulltext, rows, tables, terms, writing
from marsad.store.packing import unpack_given
from marsad.store.writing import Incoming
from marsad.text.segment import words_of

SIFTED: Final = 200  # reports that are compared with the store at once
BATCH: Final = 48  # reports in one transaction, at most
BATCH_SECONDS: Final = 2.0  # and it waits no longer than this for more


class Counts(msgspec.Struct):
    """What became of the reports so far."""

    new: int = 0
    corrected: int = 0
    known: int = 0
    aside: int = 0

    @property
    def seen(self) -> int:
        """All reports that came in."""
        return self.new + self.corrected + self.known + self.aside

    def add(self, other: Counts) -> None:
        """Adds the counts of another run."""
        self.new += other.new
        self.corrected += other.corrected
        self.known += other.known
        self.aside += other.aside


Progress = Callable[[Counts], None]
Aside = Callable[[Rejected], None]


def _nothing(_: object) -> None:
    """For callers who need no news."""


def ingest(
    engine: Engine,
    inputs: Iterable[Report | Rejected],
    *,
    workers: int = 1,
    progress: Progress = _nothing,
    aside: Aside = _nothing,
) -> Counts:
    """Takes reports into the store, reads them, and gives what became of them.

    `progress` is called after every batch, `aside` for every input that gave no report.
    """
    counts = Counts()
    waiting: deque[Incoming] = deque()  # in the order in which they are read

    def fresh() -> Iterator[Report | Rejected]:
        source = iter(inputs)
        while some := list(itertools.islice(source, SIFTED)):
            yield from _sift(engine, some, waiting, [*waiting, *(item for item, _ in batch)], counts)

    batch: list[tuple[Incoming, rows.Reading]] = []
    rejected: list[Rejected] = []
    began = time.monotonic()
    for item in run_all(fresh(), rows.reading, workers=workers):
        if isinstance(item, Rejected):
            aside(item)
            rejected.append(item)
            counts.aside += 1
        else:
            while waiting[0].id != item.id:  # one on which a reader died
                waiting.popleft()
            batch.append((waiting.popleft(), item))
        if len(batch) + len(rejected) >= BATCH or time.monotonic() - began > BATCH_SECONDS:
            _write(engine, batch, rejected, counts)
            progress(counts)
            batch, rejected, began = [], [], time.monotonic()
    _write(engine, batch, rejected, counts)
    if counts.new >= SIFTED:
        db.gather_statistics(engine)
    progress(counts)
    return counts


def _sift(
    engine: Engine,
    some: list[Report | Rejected],
    waiting: deque[Incoming],
    on_way: list[Incoming],
    counts: Counts,
) -> Iterator[Report | Rejected]:
    """What of a row of inputs is to be read; reports that are known are counted."""
    coming = [writing.incoming(r) for r in some if isinstance(r, Report)]
    with db.reading(engine) as connection:
        sifted = iter(writing.sift(connection, coming, before=on_way))
    for item in some:
        if isinstance(item, Rejected):
            yield item
            continue
        state, came = next(sifted)
        if state == "known":
            counts.known += 1
        else:
            waiting.append(came)
            yield came.report


def _write(
    engine: Engine, batch: list[tuple[Incoming, rows.Reading]], rejected: list[Rejected], counts: Counts
) -> None:
    """One transaction; reports whose id was taken meanwhile are read again under another and written in the next."""
    from marsad.pipeline import run

    while batch or rejected:
        with db.writing(engine) as connection:
            if rejected:
                writing.set_aside(connection, rejected)
            done = writing.write(connection, batch)
        rejected, batch = [], []
        for state, item in done:
            if state == "again":
                batch.append((item, rows.reading(run(item.report))))
            elif state == "new":
                counts.new += 1
            elif state == "corrected":
                counts.corrected += 1
            else:
                counts.known += 1


def reread(engine: Engine, *, workers: int = 1, progress: Progress = _nothing) -> Counts:
    """Reads anew the reports whose record another engine made; each record is replaced in one transaction.

    Gives as ``corrected`` how many records were replaced.
    """
    from marsad.store.engine_id import engine_id
    from marsad.store.reading import outdated

    reindex(engine)
    counts = Counts()
    after = 0
    while True:
        with db.reading(engine) as connection:
            some = list(itertools.islice(outdated(connection, engine_id(), after=after), SIFTED))
        if not some:
            return counts
        made = run_all((given.report(id) for _, _, id, given in some), rows.reading, workers=workers)
        items = zip(some, made, strict=True)
        while part := list(itertools.islice(items, BATCH)):
            fresh = [(key, version, r) for (key, version, _, _), r in part if not isinstance(r, Rejected)]
            with db.writing(engine) as connection:
                counts.corrected += writing.replace(connection, fresh)
            progress(counts)
        after = some[-1][0]


def reindex(engine: Engine) -> int:
    """Makes the full-text index anew where an earlier version of Marsad made it; gives how many versions it holds."""
    v = tables.versions.c
    with db.reading(engine) as connection:
        old = connection.execute(sa.select(v.key).where(v.indexed != terms.SCHEME).limit(1)).first()
    if old is None:
        return 0
    done = after = 0
    with db.writing(engine) as connection:
        fulltext.clear(connection)
        query = sa.select(v.key, v.given).order_by(v.key).limit(SIFTED)
        while some := connection.execute(query.where(v.key > after)).all():
            words = [(key, words_of(unpack_given(given).text)) for key, given in some]
            fulltext.add(connection, [(key, terms.forms(w), terms.stems(w)) for key, w in words])
            done, after = done + len(some), some[-1].key
        connection.execute(sa.update(tables.versions).values(indexed=terms.SCHEME))
    return done
