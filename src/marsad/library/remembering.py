"""Answers about all of a database are kept until it changes: counts over all days take longer than a page may."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from marsad.store import engine as db
from marsad.store import tables

MOST: Final = 200  # answers that are kept

P = ParamSpec("P")
T = TypeVar("T")
State = tuple[Any, ...]


def state(connection: Connection) -> State:
    """What changes with the records: the last version that came in, and the engines that read what is there.

    While everything is read anew, the state is that of the beginning; it changes with the first and the last record.
    """
    last = sa.select(sa.func.max(tables.versions.c.key)).scalar_subquery()
    first_engine = sa.select(sa.func.min(tables.records.c.engine)).scalar_subquery()
    last_engine = sa.select(sa.func.max(tables.records.c.engine)).scalar_subquery()
    return tuple(connection.execute(sa.select(last, first_engine, last_engine)).one())


class Memory:
    """Answers by question, for one database; safe to share between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Any, tuple[State, Any]] = OrderedDict()

    def ask(
        self, engine: Engine, question: Callable[Concatenate[Connection, P], T], *given: P.args, **named: P.kwargs
    ) -> T:
        """The answer of a function of `marsad.store` that only reads, kept or new; its arguments must be hashable.

        Whoever gets an answer must not change it.
        """
        key = (question, given, tuple(sorted(named.items())))
        with db.reading(engine) as connection:
            now = state(connection)
            with self._lock:
                kept = self._kept.get(key)
                if kept is not None and kept[0] == now:
                    self._kept.move_to_end(key)
                    answer: T = kept[1]
                    return answer
            answer = question(connection, *given, **named)
        with self._lock:
            self._kept[key] = (now, answer)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer
