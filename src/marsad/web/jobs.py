"""Taking reports in beside the requests: one worker, one job after the other, each with its progress to be looked at.

A job is known by its id as long as it is among the last ones, also after the server was started anew: how far it came
is kept in the database (`marsad.store.jobs`), and one that its server did not end is told as interrupted.
"""

from __future__ import annotations

import collections
import datetime as dt
import logging
import pathlib
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import Limits, Rejected
from marsad.ingest.sources import read_inputs
from marsad.library.database import Database
from marsad.library.ingesting import Counts
from marsad.library.watching import How, look, take_in
from marsad.library.web import is_address
from marsad.settings import int_setting
from marsad.store import engine as db
from marsad.store import jobs as store
from marsad.store.jobs import ENDED, Job, State

LOG: Final = logging.getLogger("marsad.web")
WAITING: Final = 12  # jobs that may wait
ASIDE: Final = 200  # inputs set aside that a job remembers; the database has all
NEW: Final = 30  # new reports that a job names


class _Stopped(Exception):
    """Somebody wants no more of it."""


class _Todo(msgspec.Struct):
    job: Job
    work: Callable[[Callable[[Counts], None], Callable[[Rejected], None]], Counts]
    folder: tempfile.TemporaryDirectory[str] | None = None
    stop: bool = False


class Jobs:
    """The jobs of one application. `after` is called when one has brought something new."""

    def __init__(self, database: Database, after: Callable[[], None]) -> None:
        self._database, self._after = database, after
        self._lock = threading.Lock()
        self._waiting: collections.deque[_Todo] = collections.deque()
        self._current: _Todo | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    # What is asked

    def listed(self) -> list[Job]:
        """The jobs, the latest first, as they stand now; those of a server that is no more are interrupted."""
        self._settle()
        found = self._database.ask(store.listed)
        with self._lock:
            mine = {todo.job.id: todo.job for todo in self._todo()}
            return [_copy(mine.get(job.id, job)) for job in found]

    def one(self, id: str) -> Job:
        """A job by its id. Raises ``no-such-job``."""
        with self._lock:
            for todo in self._todo():
                if todo.job.id == id:
                    return _copy(todo.job)
        self._settle()
        found = self._database.ask(store.find, id)
        if found is None:
            raise MarsadError("no-such-job", id[:40])
        return found

    def stop(self, id: str) -> Job:
        """Ends a job after the reports at hand; what it took in stays. Raises ``no-such-job``.

        One that another process does ends when that process next looks.
        """
        found = self.one(id)
        with self._lock:
            for todo in self._todo():
                if todo.job.id == id:
                    todo.stop = True
                    return _copy(todo.job)
        if found.running:
            with db.writing(self._database.engine) as connection:
                store.stop(connection, id)
        return found

    def again(self, id: str, author: str) -> Job:
        """Does a job once more that was of addresses. Raises ``no-such-job``, ``job-of-files``, ``too-many-jobs``."""
        given = self.one(id).given
        if given is None:
            raise MarsadError("job-of-files", id[:40])
        if "address" in given:
            return self.address(given["address"], How(given.get("published"), given.get("outlet")), author)
        return self.look(given.get("keys"), str(given.get("label", "")), author)

    def close(self) -> None:
        """Notes of all jobs that go on that they are interrupted: the server ends."""
        with self._lock:
            self._closed = True
            going = [todo for todo in self._todo() if todo.job.running]
            for todo in going:
                todo.stop = True
                todo.job.state, todo.job.ended = "interrupted", _now()
        for todo in going:
            self._keep(todo, closing=True)
            if todo.folder is not None and todo is not self._current:
                todo.folder.cleanup()

    def _todo(self) -> list[_Todo]:
        return [*self._waiting, *([self._current] if self._current else [])]

    def _settle(self) -> None:
        """Notes what servers left that are no more."""
        left = self._database.ask(store.left)
        if left:
            with db.writing(self._database.engine) as connection:
                store.interrupt(connection, left)

    def wait(self, seconds: float) -> bool:
        """Waits until all have ended, so long at the most; whether they have."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    # What is to be done

    def files(self, folder: tempfile.TemporaryDirectory[str], names: list[str], how: How, author: str) -> Job:
        """Takes in the files of a folder, which is taken away afterwards. Raises ``too-many-jobs``, ``bad-date``."""
        how.defaults  # noqa: B018 - raises before anything is read
        shown = [name for name in names if not name.endswith(".meta.json")] or names
        label = ", ".join(shown[:3]) + (f" +{len(shown) - 3}" if len(shown) > 3 else "")

        def work(progress: Callable[[Counts], None], aside: Callable[[Rejected], None]) -> Counts:
            return self._database.ingest_reports(_uploaded(folder.name, how), progress=progress, aside=aside)

        return self._add(Job(secrets.token_hex(6), "files", label, author, _now()), work, folder)

    def address(self, address: str, how: How, author: str) -> Job:
        """Takes in what an address of the web holds: a page, a feed, a list of feeds.

        Raises ``address-refused`` for what is no such address, ``too-many-jobs``, ``bad-date``.
        """
        how.defaults  # noqa: B018
        address = address.strip()
        if not is_address(address):  # a path would be a file of this machine
            raise MarsadError("address-refused", f"{address[:100]}: not an address of the web")

        def work(progress: Callable[[Counts], None], aside: Callable[[Rejected], None]) -> Counts:
            return take_in(self._database.engine, [address], how, progress=progress, aside=aside)

        given = {"address": address, "published": how.published, "outlet": how.outlet}
        return self._add(Job(secrets.token_hex(6), "address", address[:300], author, _now(), given=given), work)

    def look(self, keys: list[int] | None, label: str, author: str) -> Job:
        """Looks at sources that are watched, whether they are due or not: those of the keys, or all."""

        def work(progress: Callable[[Counts], None], aside: Callable[[Rejected], None]) -> Counts:
            return look(self._database.engine, How(), keys=keys, due=False, progress=progress, aside=aside)

        given = {"keys": keys, "label": label}
        return self._add(Job(secrets.token_hex(6), "look", label, author, _now(), given=given), work)

    def _add(
        self,
        job: Job,
        work: Callable[[Callable[[Counts], None], Callable[[Rejected], None]], Counts],
        folder: tempfile.TemporaryDirectory[str] | None = None,
    ) -> Job:
        with self._lock:
            if len(self._waiting) >= WAITING:
                raise MarsadError("too-many-jobs", str(WAITING))
        with db.writing(self._database.engine) as connection:
            store.add(connection, job)
        with self._lock:
            self._waiting.append(_Todo(job, work, folder))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="marsad-ingest", daemon=True)
                self._thread.start()
            return _copy(job)

    # The worker

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = self._current = None
                    return
                todo = self._current = self._waiting.popleft()
            try:
                self._do(todo)
            finally:
                if todo.folder is not None:
                    todo.folder.cleanup()

    def _do(self, todo: _Todo) -> None:
        job = todo.job

        def progress(counts: Counts) -> None:
            with self._lock:
                job.new, job.corrected = counts.new, counts.corrected
                job.known, job.aside = counts.known, counts.aside
            self._keep(todo)  # once a batch, which is a transaction of its own anyhow
            if todo.stop:
                raise _Stopped

        def aside(rejected: Rejected) -> None:
            with self._lock:
                if len(job.set_aside) < ASIDE:
                    job.set_aside = [*job.set_aside, rejected]

        try:
            before = self._database.last_key()
            self._state(todo, "stopped" if todo.stop else "reading")
            if todo.stop:
                return
            progress(todo.work(progress, aside))
            end: State = "done"
        except _Stopped:
            end = "stopped"
        except MarsadError as error:
            end, job.fault, job.fault_code = "failed", error.message, error.code
        except Exception as error:  # the worker must go on, and the job must say that it failed
            LOG.exception("ingest failed")
            end, job.fault, job.fault_code = "failed", type(error).__name__, "web-fault"
        try:
            found = self._database.added_since(before, limit=NEW)
            with self._lock:
                job.reports = found
            if job.new or job.corrected or found:
                self._state(todo, "comparing")
                self._database.compare()
                self._after()
        except MarsadError as error:
            end, job.fault, job.fault_code = "failed", error.message, error.code
        except Exception as error:
            LOG.exception("comparing failed")
            end, job.fault, job.fault_code = "failed", type(error).__name__, "web-fault"
        self._state(todo, end)

    def _state(self, todo: _Todo, state: State) -> None:
        job = todo.job
        with self._lock:
            if self._closed:
                return
            job.state = state
            if state in ENDED:
                job.ended = _now()
            elif job.began is None:
                job.began = _now()
        self._keep(todo)

    def _keep(self, todo: _Todo, *, closing: bool = False) -> None:
        """Writes how far a job is; where the database does not take it, the job goes on all the same."""
        with self._lock:
            if self._closed and not closing:
                return
            job = _copy(todo.job)
        try:
            with db.writing(self._database.engine) as connection:
                todo.stop = store.keep(connection, job) or todo.stop
        except MarsadError as error:
            LOG.warning("the state of a job could not be kept: %s", error)


def _uploaded(folder: str, how: How) -> Iterator[Report | Rejected]:
    """The reports of uploaded files; where they come from is the file's name, not where it lay for a moment."""
    limits = Limits(max_report_bytes=int_setting("max_report_bytes"))
    start = f"{folder}/"
    # Each by its name, so that one of a kind that is not known is set aside, and not passed over as in a folder.
    files = sorted(path for path in pathlib.Path(folder).iterdir() if not path.name.endswith(".meta.json"))
    inputs = read_inputs(files, published=how.published, outlet=how.outlet, encoding=how.encoding, limits=limits)
    for item in inputs:
        if isinstance(item, Rejected):
            yield msgspec.structs.replace(
                item,
                source=f"upload:{item.source.removeprefix(start)}",
                message=item.message.replace(start, ""),
            )
        else:
            yield item.with_(source=f"upload:{(item.source or '').removeprefix(start)}")


def safe_name(given: str | None, taken: set[str]) -> str:
    """A file's name without a folder, and no other's; ``upload`` where it has none."""
    name = pathlib.PurePosixPath((given or "").replace("\\", "/")).name
    name = "".join(c for c in name if c.isprintable() and c not in "/\0").lstrip(".")[-120:] or "upload"
    stem, dot, ending = name.partition(".")
    number = 2
    while name in taken:
        name, number = f"{stem}-{number}{dot}{ending}", number + 1
    taken.add(name)
    return name


def _copy(job: Job) -> Job:
    return msgspec.structs.replace(job)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
