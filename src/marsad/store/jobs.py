"""Jobs of the workbench in the store: what each has done outlives the server that did it."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.ingest.base import Rejected
from marsad.store import holders, tables
from marsad.store.writing import now

KEPT: Final = 60  # jobs that are remembered
SILENT: Final = dt.timedelta(minutes=10)  # a job of another machine that gave no sign for so long is interrupted

State = Literal["waiting", "reading", "comparing", "done", "failed", "stopped", "interrupted"]
ENDED: Final = frozenset({"done", "failed", "stopped", "interrupted"})
_J = tables.jobs.c


class Job(msgspec.Struct):
    """One job. Times are UTC, ISO; ``reports`` are ids of the first new ones, ``fault`` says why it failed.

    ``interrupted``: the server ended before the job did; what the counts say is in the database. ``given`` is what was
    asked for, where that is enough to do it again.
    """

    id: str
    kind: Literal["files", "address", "look"]
    label: str
    author: str
    asked: str
    state: State = "waiting"
    began: str | None = None
    ended: str | None = None
    new: int = 0
    corrected: int = 0
    known: int = 0
    aside: int = 0
    set_aside: list[Rejected] = []
    reports: list[str] = []
    fault: str | None = None
    fault_code: str | None = None
    given: dict[str, Any] | None = None

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.state not in ENDED

    @property
    def seen(self) -> int:
        """All inputs so far."""
        return self.new + self.corrected + self.known + self.aside


_CODEC: Final = msgspec.json.Decoder(Job)


def _body(job: Job) -> bytes:
    return zlib.compress(msgspec.json.encode(job), 3)


def _job(body: bytes) -> Job:
    return _CODEC.decode(zlib.decompress(body))


def add(connection: Connection, job: Job) -> None:
    """Adds a job of this process; the oldest that have ended go."""
    row = {"id": job.id, "holder": holders.me(), "seen": now(), "running": job.running, "body": _body(job)}
    connection.execute(sa.insert(tables.jobs).values(row))
    old = sa.select(_J.key).order_by(_J.key.desc()).offset(KEPT).limit(-1 if _sqlite(connection) else None)
    connection.execute(sa.delete(tables.jobs).where(_J.running.is_(False), _J.key.in_(old)))


def _sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"  # knows no OFFSET without a LIMIT


def keep(connection: Connection, job: Job) -> bool:
    """Keeps how far a job is, as a sign of life; whether somebody wants it stopped."""
    stop = connection.execute(sa.select(_J.stop).where(_J.id == job.id)).scalar_one_or_none()
    row = {"seen": now(), "running": job.running, "body": _body(job)}
    connection.execute(sa.update(tables.jobs).where(_J.id == job.id).values(row))
    return bool(stop)


def stop(connection: Connection, id: str) -> None:
    """Asks whichever process does a job to end it."""
    connection.execute(sa.update(tables.jobs).where(_J.id == id, _J.running).values(stop=True))


def listed(connection: Connection) -> list[Job]:
    """The last jobs, the latest first."""
    rows = connection.execute(sa.select(_J.body).order_by(_J.key.desc()).limit(KEPT))
    return [_job(row.body) for row in rows]


def find(connection: Connection, id: str) -> Job | None:
    """A job by its id."""
    body = connection.execute(sa.select(_J.body).where(_J.id == id)).scalar_one_or_none()
    return None if body is None else _job(body)


def left(connection: Connection) -> list[str]:
    """The ids of jobs whose process is no more, or has given no sign of life for long."""
    silent = now(-SILENT)
    rows = connection.execute(sa.select(_J.id, _J.holder, _J.seen).where(_J.running)).all()
    return [row.id for row in rows if row.holder != holders.me() and (holders.gone(row.holder) or row.seen < silent)]


def interrupt(connection: Connection, ids: list[str]) -> None:
    """Notes of jobs that they were interrupted; their end is the last sign that they gave."""
    for row in connection.execute(sa.select(tables.jobs).where(_J.id.in_(ids), _J.running)).all():
        job = _job(row.body)
        job.state, job.ended = "interrupted", f"{row.seen[:19]}Z"
        connection.execute(sa.update(tables.jobs).where(_J.id == row.id).values(running=False, body=_body(job)))
