"""Taking reports in beside the requests: one worker, one job after the other, each with its progress to be looked at.

A job is known by its id as long as it is among the last ones; what it took in and set aside is in the database anyhow.
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
from typing import Final, Literal

import msgspec

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import Limits, Rejected
from marsad.ingest.sources import read_inputs
from marsad.library.database import Database
from marsad.library.ingesting import Counts
from marsad.library.watching import How, take_in, watch
from marsad.library.web import is_address
from marsad.settings import int_setting

LOG: Final = logging.getLogger("marsad.web")
KEPT: Final = 60  # jobs that are remembered
WAITING: Final = 12  # jobs that may wait
ASIDE: Final = 200  # inputs set aside that a job remembers; the database has all
NEW: Final = 30  # new reports that a job names

State = Literal["waiting", "reading", "comparing", "done", "failed", "stopped"]
ENDED: Final = frozenset({"done", "failed", "stopped"})


class Job(msgspec.Struct):
    """One job. Times are UTC, ISO; ``reports`` are ids of the first new ones, ``fault`` says why it failed."""

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

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.state not in ENDED

    @property
    def seen(self) -> int:
        """All inputs so far."""
        return self.new + self.corrected + self.known + self.aside


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
        self._jobs: dict[str, Job] = {}
        self._thread: threading.Thread | None = None

    # What is asked

    def listed(self) -> list[Job]:
        """The jobs, the latest first, as they stand now."""
        with self._lock:
            return [_copy(job) for job in reversed(self._jobs.values())]

    def one(self, id: str) -> Job:
        """A job by its id. Raises ``no-such-job``."""
        with self._lock:
            if id not in self._jobs:
                raise MarsadError("no-such-job", id[:40])
            return _copy(self._jobs[id])

    def stop(self, id: str) -> Job:
        """Ends a job after the reports at hand; what it took in stays. Raises ``no-such-job``."""
        with self._lock:
            if id not in self._jobs:
                raise MarsadError("no-such-job", id[:40])
            for todo in [*self._waiting, *([self._current] if self._current else [])]:
                if todo.job.id == id:
                    todo.stop = True
        return self.one(id)

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

        return self._add(Job(secrets.token_hex(6), "address", address[:300], author, _now()), work)

    def look(self, keys: list[int] | None, label: str, author: str) -> Job:
        """Looks at sources that are watched, whether they are due or not: those of the keys, or all."""

        def work(progress: Callable[[Counts], None], aside: Callable[[Rejected], None]) -> Counts:
            total = Counts()

            def looked(_: object, counts: Counts) -> None:
                total.add(counts)
                progress(total)

            return watch(self._database.engine, How(), keys=keys, once=True, looked=looked, aside=aside)

        return self._add(Job(secrets.token_hex(6), "look", label, author, _now()), work)

    def _add(
        self,
        job: Job,
        work: Callable[[Callable[[Counts], None], Callable[[Rejected], None]], Counts],
        folder: tempfile.TemporaryDirectory[str] | None = None,
    ) -> Job:
        with self._lock:
            if len(self._waiting) >= WAITING:
                raise MarsadError("too-many-jobs", str(WAITING))
            self._waiting.append(_Todo(job, work, folder))
            self._jobs[job.id] = job
            for id in [id for id, one in self._jobs.items() if not one.running][: max(0, len(self._jobs) - KEPT)]:
                del self._jobs[id]
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
        job, before = todo.job, self._database.last_key()

        def progress(counts: Counts) -> None:
            with self._lock:
                job.new, job.corrected = counts.new, counts.corrected
                job.known, job.aside = counts.known, counts.aside
            if todo.stop:
                raise _Stopped

        def aside(rejected: Rejected) -> None:
            with self._lock:
                if len(job.set_aside) < ASIDE:
                    job.set_aside = [*job.set_aside, rejected]

        try:
            self._state(job, "stopped" if todo.stop else "reading")
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
                self._state(job, "comparing")
                self._database.compare()
                self._after()
        except MarsadError as error:
            end, job.fault, job.fault_code = "failed", error.message, error.code
        except Exception as error:
            LOG.exception("comparing failed")
            end, job.fault, job.fault_code = "failed", type(error).__name__, "web-fault"
        self._state(job, end)

    def _state(self, job: Job, state: State) -> None:
        with self._lock:
            job.state = state
            if state in ENDED:
                job.ended = _now()
            elif job.began is None:
                job.began = _now()


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
