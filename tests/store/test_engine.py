"""Opening databases: what is refused, and with which code."""

from __future__ import annotations

import multiprocessing
import pathlib

import pytest
import sqlalchemy as sa

import marsad
from marsad.errors import MarsadError
from marsad.store import engine as db
from marsad.store.engine import HEAD, shown, url_of


def code(database: str | pathlib.Path, **how: bool) -> str:
    with pytest.raises(MarsadError) as caught:
        marsad.open(database, **how)
    return caught.value.code


def test_what_is_no_database_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x.db").write_text("This is not a database, whatever its name says." * 50)
    assert code(tmp_path / "x.db") == "bad-database"
    assert code(tmp_path) == "bad-database"
    assert code("mysql://host/name") == "bad-database"
    assert code("postgresql://nobody@127.0.0.1:1/none") == "bad-database"
    assert code("://") == "bad-database"
    assert code(tmp_path / "absent.db", create=False) == "no-database"
    assert not (tmp_path / "absent.db").exists()


def test_passwords_are_not_shown() -> None:
    assert "secret" not in shown(url_of("postgresql://me:secret@host/name"))
    assert url_of("postgres://me@host/name").drivername == "postgresql+pg8000"


def test_a_database_in_memory_streams_and_writes_at_once() -> None:
    with marsad.open(":memory:") as database:
        database.add("قال الوزير إن الاجتماع تأجل.", id="a")
        for report in database:
            database.add(f"قال المدير إن {report.id} صحيح تماما.", id="b")
        assert len(database) == 2


def test_head_is_the_last_migration() -> None:
    from alembic.script import ScriptDirectory

    from marsad.store.engine import _MIGRATIONS

    assert ScriptDirectory(str(_MIGRATIONS)).get_current_head() == HEAD


def test_what_the_database_fails_at_is_told_with_a_remedy(tmp_path: pathlib.Path) -> None:
    with marsad.open(tmp_path / "x.db") as database:
        with db.writing(database.engine) as connection:
            connection.execute(sa.text("DROP TABLE copies"))
        with pytest.raises(MarsadError) as caught:
            database.status()
    assert caught.value.code == "bad-database"
    assert "x.db" in str(caught.value)


def test_two_that_open_a_new_database_at_once_make_its_tables_once(tmp_path: pathlib.Path) -> None:
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_open, args=(str(tmp_path / "x.db"),)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 4


def _open(file: str) -> None:
    with marsad.open(file) as database:
        assert len(database) == 0
