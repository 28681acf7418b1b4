"""One database of each kind for the contract tests: SQLite always, PostgreSQL where it answers.

With ``MARSAD_TEST_POSTGRES`` set (CI does it) tests fail where PostgreSQL is absent; else they are skipped with reason.
"""

from __future__ import annotations

import itertools
import os
import pathlib
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

import marsad
from marsad.library.database import Database
from marsad.store.engine import url_of

SERVER = os.environ.get("MARSAD_TEST_POSTGRES") or "postgresql://postgres@127.0.0.1:5432/postgres"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[sa.Engine]:
    """A PostgreSQL server in which databases can be made."""
    pytest.importorskip("pg8000", reason="pg8000 is not installed") if "MARSAD_TEST_POSTGRES" not in os.environ else 0
    engine = sa.create_engine(url_of(SERVER), isolation_level="AUTOCOMMIT", connect_args={"timeout": 3})
    try:
        engine.connect().close()
    except sa.exc.OperationalError:
        if "MARSAD_TEST_POSTGRES" in os.environ:
            raise
        pytest.skip("no PostgreSQL answers on 127.0.0.1:5432")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[str]:
    """The URL of a database that does not exist yet (SQLite) or is empty (PostgreSQL)."""
    if request.param == "sqlite":
        yield str(tmp_path / "new" / "reports.db")
        return
    server: sa.Engine = request.getfixturevalue("server")
    name = f"marsad_test_{os.getpid()}_{next(_numbers)}"
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    try:
        yield server.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty database with its tables."""
    with marsad.open(url) as opened:
        yield opened


@pytest.fixture
def write(tmp_path: pathlib.Path) -> Callable[..., pathlib.Path]:
    """Writes a file below a folder of its own, with its parents, and gives its path."""

    def file(name: str, text: str) -> pathlib.Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return file
