"""Jobs and duties in the store, on both databases."""

from __future__ import annotations

import os

import pytest
import sqlalchemy as sa

from marsad.library.database import Database
from marsad.store import engine as db
from marsad.store import holders, jobs, leases, tables
from marsad.store.jobs import KEPT, Job


def job(id: str, state: jobs.State = "waiting") -> Job:
    return Job(id, "files", "ملف.txt", "desk", "2024-05-02T00:00:00Z", state=state)


def test_jobs_are_kept_in_order_and_the_oldest_go(database: Database) -> None:
    with db.writing(database.engine) as connection:
        jobs.add(connection, job("first"))
        for n in range(KEPT + 5):
            jobs.add(connection, job(f"j{n}", "done"))
    found = database.ask(jobs.listed)
    assert [one.id for one in found] == [f"j{n}" for n in reversed(range(5, KEPT + 5))]
    assert database.ask(jobs.find, "first") == job("first")  # it goes on
    assert database.ask(jobs.find, "j0") is None


def test_a_job_goes_on_and_is_asked_to_stop(database: Database) -> None:
    one = job("a")
    with db.writing(database.engine) as connection:
        jobs.add(connection, one)
        one.new, one.state = 7, "reading"
        assert not jobs.keep(connection, one)
        jobs.stop(connection, "a")
        assert jobs.keep(connection, one)
    assert database.ask(jobs.find, "a") == one
    assert database.ask(jobs.left) == []


@pytest.mark.parametrize(
    ("holder", "seen", "left"),
    [
        ("elsewhere:1:0", "2099-01-01T00:00:00.000Z", False),
        ("elsewhere:1:0", "2020-01-01T00:00:00.000Z", True),
        ("{here}:{mine}:before", "2099-01-01T00:00:00.000Z", True),
        ("{here}:999999999:0", "2099-01-01T00:00:00.000Z", True),
        ("{here}:1:0", "2099-01-01T00:00:00.000Z", False),
    ],
)
def test_a_job_of_a_process_that_is_no_more_is_interrupted(
    database: Database, holder: str, seen: str, left: bool
) -> None:
    holder = holder.format(here=holders.me().split(":")[0], mine=os.getpid())
    with db.writing(database.engine) as connection:
        jobs.add(connection, job("a", "reading"))
        connection.execute(sa.update(tables.jobs).values(holder=holder, seen=seen))
    assert database.ask(jobs.left) == (["a"] if left else [])
    with db.writing(database.engine) as connection:
        jobs.interrupt(connection, ["a"])
    found = database.ask(jobs.find, "a")
    assert found is not None
    assert (found.state, found.ended, found.running) == ("interrupted", f"{seen[:19]}Z", False)


def test_a_duty_is_one_process_s(database: Database) -> None:
    with db.writing(database.engine) as connection:
        assert leases.take(connection, "feeds", 60)
        assert leases.take(connection, "feeds", 60)  # renewed
        assert leases.taken(connection, "feeds") == holders.me()
        connection.execute(sa.update(tables.leases).values(holder="elsewhere:1:0"))
        assert not leases.take(connection, "feeds", 60)
        leases.free(connection, "feeds")  # not ours to give back
        assert leases.taken(connection, "feeds") == "elsewhere:1:0"
        connection.execute(sa.update(tables.leases).values(until="2020-01-01T00:00:00.000Z"))
        assert leases.taken(connection, "feeds") is None
        assert leases.take(connection, "feeds", 60)
        leases.free(connection, "feeds")
        assert leases.taken(connection, "feeds") is None
