"""Weaving beside the requests: one thread at a time, which goes on as long as something is waiting."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

import msgspec

from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.library.weaving import Ahead

LOG: Final = logging.getLogger("marsad.web")


class State(msgspec.Struct, frozen=True):
    """Whether it is weaving, what it has done, how long it has taken, and what went wrong the last time.

    ``pending``: decisions are waiting for a weave. ``ahead``: what the next one has to do.
    """

    running: bool = False
    reports: int = 0
    written: int = 0
    seconds: float = 0.0
    fault: str | None = None
    pending: bool = False
    ahead: Ahead | None = None


class Weaving:
    """The weave of one application."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False
        self._began = 0.0
        self._state = State()

    @property
    def state(self) -> State:
        """How far it is."""
        with self._lock:
            found = self._state
            if found.running:
                return msgspec.structs.replace(found, seconds=time.monotonic() - self._began)
        return msgspec.structs.replace(
            found, pending=self._database.judgements_pending(), ahead=self._database.weave_ahead()
        )

    def start(self) -> None:
        """Weaves what is waiting; where it is at it already, it does so once more afterwards."""
        with self._lock:
            if self._state.running:
                self._again = True
                return
            self._begin()

    def _begin(self) -> None:
        self._again, self._began, self._state = False, time.monotonic(), State(running=True)
        self._thread = threading.Thread(target=self._run, name="marsad-weave", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Waits until it has ended, so long at the most; whether it has."""
        until = time.monotonic() + seconds
        while (thread := self._thread) is not None and thread.is_alive():
            thread.join(max(0.0, until - time.monotonic()))
            if time.monotonic() >= until:
                return not self.state.running
        return True

    def _run(self) -> None:
        fault: str | None = None
        try:
            self._database.weave(progress=lambda made: self._note(made.reports, made.written))
        except MarsadError as error:
            fault = str(error)
        except Exception as error:  # the thread must not end without a word
            LOG.exception("weaving failed")
            fault = type(error).__name__
        with self._lock:
            took = time.monotonic() - self._began
            self._state = msgspec.structs.replace(self._state, running=False, seconds=took, fault=fault)
            if self._again:
                self._begin()

    def _note(self, reports: int, written: int) -> None:
        with self._lock:
            self._state = msgspec.structs.replace(self._state, reports=reports, written=written)
