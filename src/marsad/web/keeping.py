"""Feeds and folders that are watched, kept up to date beside the requests: by one process, though several may serve."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

import msgspec

from marsad.errors import MarsadError
from marsad.ingest.base import Rejected
from marsad.library import watching, web
from marsad.library.database import Database
from marsad.library.ingesting import Counts
from marsad.store import engine as db
from marsad.store import leases, sources
from marsad.store.sources import Source
from marsad.store.writing import now

LOG: Final = logging.getLogger("marsad.web")
DUTY: Final = "feeds"
LOOK: Final = 20.0  # seconds between two looks at what is due
LEASE: Final = 180.0  # seconds after which another process takes over from one that is no more
RENEW: Final = 45.0


class State(msgspec.Struct, frozen=True):
    """``on``: this process keeps sources up to date; ``mine``: it is its turn, and no other's.

    ``last``: when it last looked at a source, ``new`` and ``corrected`` what that brought since it was started.
    """

    on: bool = False
    mine: bool = False
    last: str | None = None
    new: int = 0
    corrected: int = 0
    fault: str | None = None


class Keeping:
    """The looks at what is due. `after` is called when something new came in and was compared."""

    def __init__(self, database: Database, after: Callable[[], None], fetcher: web.Web | None = None) -> None:
        self._database, self._after, self._fetcher = database, after, fetcher
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._state = State()

    @property
    def state(self) -> State:
        """How it stands."""
        with self._lock:
            return self._state

    def start(self) -> None:
        """Begins."""
        self._note(on=True)
        self._thread = threading.Thread(target=self._run, name="marsad-keep", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Ends after the source at hand, or is left alone after so long: what it writes is whole in any case."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(seconds)
        self._note(on=False, mine=False)

    def _note(self, **values: object) -> None:
        with self._lock:
            self._state = msgspec.structs.replace(self._state, **values)

    def _run(self) -> None:
        while not self._stop.is_set():
            fault = None
            try:
                self.once()
            except MarsadError as error:
                fault = str(error)
            except Exception as error:  # the thread must go on
                LOG.exception("keeping feeds up to date failed")
                fault = type(error).__name__
            self._note(fault=fault)
            self._stop.wait(LOOK)
        try:
            with db.writing(self._database.engine) as connection:
                leases.free(connection, DUTY)
        except MarsadError:
            LOG.warning("the database did not take back the duty of feeds; others wait for its end")

    def once(self) -> Counts:
        """Looks at what is due, where it is this process's turn; nothing is written where nothing is due."""
        engine = self._database.engine
        with db.reading(engine) as connection:
            if not sources.due(connection):
                return Counts()
        if not self._mine():
            return Counts()
        self._fetcher = self._fetcher or web.Web()  # kept: it knows when each host was last asked
        done = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(done,), name="marsad-renew", daemon=True)
        renewing.start()
        try:
            counts = watching.look(
                engine, watching.How(), stop=self._stop, looked=self._looked, aside=_told, fetcher=self._fetcher
            )
        finally:
            done.set()
            renewing.join()
        if counts.new or counts.corrected:
            self._database.compare()
            self._after()
        return counts

    def _mine(self) -> bool:
        with db.writing(self._database.engine) as connection:
            mine = leases.take(connection, DUTY, LEASE)
        self._note(mine=mine)
        return mine

    def _renew(self, done: threading.Event) -> None:
        while not done.wait(RENEW):
            try:
                if not self._mine():
                    return
            except MarsadError:
                LOG.warning("the duty of feeds could not be renewed")

    def _looked(self, _: Source, counts: Counts) -> None:
        state = self.state
        self._note(last=now(), new=state.new + counts.new, corrected=state.corrected + counts.corrected)


def _told(rejected: Rejected) -> None:
    LOG.info("set aside: %s: %s", rejected.source, rejected.code)
