"""Opening a database: SQLite or PostgreSQL by URL, transactions that read and that write, migrations.

Writers are one after the other: on SQLite by ``BEGIN IMMEDIATE``, on PostgreSQL by an advisory lock that the
transaction holds. So what a writer looks up first still holds when it writes, and two processes double nothing.
"""

from __future__ import annotations

import contextlib
import pathlib
import tempfile
import time
import weakref
from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from marsad.errors import MarsadError

BUSY_SECONDS: Final = 120
_LOCK: Final = 0x6D61727361640001  # "marsad" and a number: the advisory lock of writers
_MIGRATIONS: Final = pathlib.Path(__file__).parent / "migrations"
_SAMPLED: Final = 1_000  # rows of each index that are looked at for statistics
_CACHE_KIB: Final = 64 * 1024


def url_of(database: str | pathlib.Path) -> URL:
    """The URL of a database given as URL or as the path of a SQLite file. Raises ``bad-database``."""
    given = str(database)
    if "://" not in given:
        return URL.create("sqlite", database=str(pathlib.Path(given).expanduser()))
    try:
        url = make_url(given)
    except sa.exc.ArgumentError as error:
        raise MarsadError("bad-database", "the URL cannot be read") from error
    backend = url.get_backend_name()
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+pg8000")
    if backend != "sqlite":
        raise MarsadError("bad-database", f"{backend} is neither sqlite nor postgresql")
    return url


def connect(database: str | pathlib.Path, *, create: bool = True) -> Engine:
    """An engine whose database is there and has the tables of this version.

    A new database gets its tables, an older one is migrated. Raises ``no-database`` where there is none and `create` is
    False, ``bad-database`` where it cannot be opened, ``newer-database`` where a later version of Marsad made it.
    """
    url = url_of(database)
    engine = _sqlite(url, create) if url.get_backend_name() == "sqlite" else _postgresql(url)
    try:
        migrate(engine)
    except sa.exc.DBAPIError as error:
        engine.dispose()
        raise MarsadError("bad-database", f"{shown(url)}: {_first_line(error)}") from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def shown(url: URL) -> str:
    """A URL without its password, for messages."""
    return url.database or ":memory:" if url.get_backend_name() == "sqlite" else url.render_as_string()


def _first_line(error: sa.exc.DBAPIError) -> str:
    return (str(error.orig).strip().splitlines() or ["no reason given"])[0]


def _sqlite(url: URL, create: bool) -> Engine:
    folder = None
    if not url.database or url.database == ":memory:":
        # A database in memory is its connection; one that streams and writes at once needs two. So it is a file.
        folder = tempfile.TemporaryDirectory(prefix="marsad-", ignore_cleanup_errors=True)
        url = url.set(database=str(pathlib.Path(folder.name) / "memory.db"))
    path = pathlib.Path(str(url.database))
    if not path.exists() and folder is None:
        if not create:
            raise MarsadError("no-database", str(path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MarsadError("bad-database", f"{path}: {error.strerror}") from error
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    if folder is not None:
        weakref.finalize(engine, folder.cleanup)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions begin where `_begin` says, not where the driver guesses
        run = connection.execute
        run(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        _wal(connection)
        run("PRAGMA synchronous = NORMAL")
        run("PRAGMA foreign_keys = ON")
        run(f"PRAGMA cache_size = -{_CACHE_KIB}")
        run("PRAGMA temp_store = MEMORY")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("marsad_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _wal(connection: Any) -> None:
    """Write-ahead logging. Turning it on needs the file for itself, and does not wait by itself until it has it."""
    import sqlite3

    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] in ("wal", "memory"):
                return
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _postgresql(url: URL) -> Engine:
    try:
        return sa.create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise MarsadError("no-postgresql-driver", error.name or "pg8000") from error


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; no other is at it at the same time. Rolled back where the body raises.

    Raises ``bad-database`` where the database cannot go on: disk full, file damaged, connection lost.
    """
    with _told(engine), engine.connect().execution_options(marsad_write=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


@contextlib.contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """What the database itself fails at, as an error with a remedy; mistakes of ours stay what they are."""
    try:
        yield
    except sa.exc.DatabaseError as error:
        if isinstance(error, sa.exc.OperationalError) or type(error) is sa.exc.DatabaseError:
            raise MarsadError("bad-database", f"{shown(engine.url)}: {_first_line(error)}") from error
        raise


def gather_statistics(engine: Engine) -> None:
    """Tells SQLite's planner how the values are spread, after much came in; PostgreSQL gathers that by itself."""
    if engine.dialect.name == "sqlite":
        with writing(engine) as connection:
            connection.exec_driver_sql(f"PRAGMA analysis_limit = {_SAMPLED}")
            connection.exec_driver_sql("ANALYZE")


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, and sees one state of the database until its end. Raises ``bad-database``."""
    with _told(engine), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def migrate(engine: Engine) -> None:
    """Brings the tables to this version, in one transaction. Does nothing where they are."""
    head = HEAD
    with reading(engine) as connection:
        if _at(connection) == head:
            return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with writing(engine) as connection:
        at = _at(connection)
        if at == head:  # another process was first
            return
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if at is not None and at not in known:
            raise MarsadError("newer-database", at)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _at(connection: Connection) -> str | None:
    """The revision of a database's tables; None where it has none yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


HEAD: Final = "0011"
"""The last revision in `migrations/versions`; a test holds the two together."""
