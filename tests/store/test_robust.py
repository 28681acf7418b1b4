"""Ingest that is killed at any moment, and ingest by several at once: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import multiprocessing
import os
import pathlib
import random
import signal
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa

import marsad
from marsad.library import ingesting
from marsad.library.database import Database
from marsad.store import engine as db
from marsad.store import fulltext, tables

TRIES = 20
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def folder(write: Callable[..., pathlib.Path], monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Forty reports: files, lines, one input that is no report, one report twice, one in two versions."""
    monkeypatch.setattr(ingesting, "BATCH", 4)
    monkeypatch.setattr(ingesting, "SIFTED", 7)
    for n in range(20):
        write(f"all/{n:02}.txt", f"أعلن الوزير أن المشروع رقم {n} سيبدأ غدا.\nونفى المدير وجود تأخير في العمل.")
    write("all/x.txt", "not Arabic")
    rows = [
        {"id": f"r{n}", "text": f"قال السفير إن الاتفاق رقم {n} وقع أمس.", "published": "2024-03-05"} for n in range(18)
    ]
    rows.append(rows[3])
    rows.append({**rows[5], "text": rows[5]["text"] + " وأضاف أنه نهائي."})
    write("all/rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    return write("all/00.txt", "أكد الرئيس أن الانتخابات ستجرى في موعدها.").parent


def indexed(connection: sa.Connection) -> int:
    """How many versions the index has. Each of the texts has one of the words; SQLite's index cannot be listed."""
    match = " WHERE word_index MATCH 'اعلن OR قال OR اكد'" if connection.dialect.name == "sqlite" else ""
    return int(connection.execute(sa.text(f"SELECT count(*) FROM word_index{match}")).scalar_one())


def dump(database: Database) -> list[tuple[object, ...]]:
    """All that ought to be the same however it came in."""
    with db.reading(database.engine) as connection:

        def rows(*columns: sa.ColumnElement[object]) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(*columns))]

        r, v, s = tables.reports.c, tables.versions.c, tables.statements.c
        out = rows(r.id, r.number) + rows(v.content, v.number) + rows(tables.aside.c.source)
        out += [(row.id, row.body) for row in database]
        counted = sa.select(sa.func.count()).select_from(tables.statements)
        out.append((connection.execute(counted).scalar_one(), len(rows(s.report, s.id))))
        index = indexed(connection)
        out.append((index, connection.execute(sa.select(sa.func.count()).select_from(tables.versions)).scalar_one()))
    return sorted(out, key=repr)


def whole(database: Database) -> None:
    """Every report that is there is there with all its rows, and in the index."""
    reports = list(database)
    assert len(reports) == len(database)
    with db.reading(database.engine) as connection:
        count = sa.func.count()
        for stored in reports:
            record = stored.record
            for name in ("statements", "events", "mentions", "entities"):
                table = tables.metadata.tables[name]
                where = table.c.report == stored.key
                assert connection.execute(sa.select(count).where(where)).scalar_one() == len(record[name])
        versions = connection.execute(sa.select(count).select_from(tables.versions)).scalar_one()
        assert indexed(connection) == versions
        assert connection.execute(sa.select(count).select_from(tables.sketches)).scalar_one() == versions


def empty(database: Database) -> None:
    with db.writing(database.engine) as connection:
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(sa.delete(table))
        fulltext.clear(connection)


def take_in(url: str, folder: str) -> None:
    with marsad.open(url) as database:
        database.ingest(folder)


def test_ingest_that_is_killed_at_any_moment_loses_and_doubles_nothing(url: str, folder: pathlib.Path) -> None:
    with marsad.open(url) as database:
        database.ingest(folder)
        wanted = dump(database)
        assert len(database) == 38
        empty(database)
        began = time.monotonic()
        child = FORK.Process(target=take_in, args=(url, str(folder)))
        child.start()
        child.join()
        length = time.monotonic() - began
        assert dump(database) == wanted
        cut = 0
        for n in range(TRIES):
            empty(database)
            child = FORK.Process(target=take_in, args=(url, str(folder)))
            child.start()
            time.sleep(random.Random(n).uniform(0, length))
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            child.join()
            whole(database)
            cut += len(database) < 38
            database.ingest(folder)
            assert dump(database) == wanted
        assert cut > 0, "no try was cut off inside the run"


def test_several_that_take_in_one_folder_at_once_double_nothing(url: str, folder: pathlib.Path) -> None:
    children = [FORK.Process(target=take_in, args=(url, str(folder))) for _ in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0, 0]
    with marsad.open(url) as database:
        whole(database)
        found = dump(database)
        empty(database)
        database.ingest(folder)
        assert found == dump(database)


def test_a_second_run_reads_nothing(url: str, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with marsad.open(url) as database:
        database.ingest(folder)

        def unread(*_: object, **__: object) -> None:
            raise AssertionError("a report was read again")

        monkeypatch.setattr("marsad.executors.local.run", unread)
        counts = database.ingest(folder)
        assert (counts.new, counts.corrected, counts.known) == (0, 0, 40)


def test_readers_in_other_processes_give_the_same(url: str, folder: pathlib.Path) -> None:
    with marsad.open(url) as database:
        database.ingest(folder)
        wanted = dump(database)
        empty(database)
        database.ingest(folder, workers=2)
        assert dump(database) == wanted
