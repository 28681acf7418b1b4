"""Runs the stages over many reports on this machine, in one process or in several, in the order of the input."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from marsad.document import Report
from marsad.ingest.base import reject
from marsad.ingest.sources import Rejected
from marsad.pipeline import run

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")

CHUNK = 16  # reports that a process takes at once
AHEAD = 3  # chunks that wait for each process; bounds what is held in memory


def run_all(
    inputs: Iterable[Report | Rejected], finish: Callable[[Report], T], *, workers: int = 1
) -> Iterator[T | Rejected]:
    """For each report what `finish` makes of it after all stages; rejections pass through in their place.

    With more than one of `workers`, `finish` runs in other processes: it must be a function of a module, and what it
    gives must be picklable; a few reports are read here all the same. Only a bounded number of reports is read ahead. A
    report on which a process dies (for want of memory, or in a library) is rejected as ``reader-died``; the others go
    on.
    """
    source = iter(inputs)
    if workers > 1:
        first = list(itertools.islice(source, CHUNK))
        workers = workers if len(first) == CHUNK else 1  # other processes take longer to start than few reports to read
        source = itertools.chain(first, source)
    if workers <= 1:
        for item in source:
            yield item if isinstance(item, Rejected) else finish(run(item))
        return

    from concurrent.futures.process import BrokenProcessPool

    chunks = iter(lambda: list(itertools.islice(source, CHUNK)), [])
    waiting: deque[tuple[list[Report | Rejected], Future[list[T | Rejected]]]] = deque()
    pool = _pool(workers)
    try:
        more = True
        while more or waiting:
            chunk = next(chunks, None) if more else None
            more = chunk is not None
            try:
                if chunk is not None:
                    waiting.append((chunk, pool.submit(_chunk, chunk, finish)))
                    chunk = None
                    if len(waiting) < workers * AHEAD:
                        continue
                made = waiting[0][1].result() if waiting else []
            except BrokenProcessPool:
                left = [*(c for c, _ in waiting), *([chunk] if chunk is not None else [])]
                waiting.clear()
                pool.shutdown()
                for some in left:
                    yield from _one_by_one(some, finish)
                pool = _pool(workers)
                continue
            if waiting:
                waiting.popleft()
            yield from made
    finally:
        pool.shutdown(cancel_futures=True)


def _one_by_one(items: list[Report | Rejected], finish: Callable[[Report], T]) -> Iterator[T | Rejected]:
    """Each report by itself, so that the one is found on which the process dies."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(1)
    try:
        for item in items:
            try:
                yield pool.submit(_chunk, [item], finish).result()[0]
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(1)
                if isinstance(item, Report):
                    yield reject(item.source or item.id, "reader-died")
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Processes that read end when the one that writes is killed; else they would wait for work for ever."""
    import multiprocessing
    import os
    import signal
    import threading
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is None:
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _chunk(items: list[Report | Rejected], finish: Callable[[Report], T]) -> list[T | Rejected]:
    return [item if isinstance(item, Rejected) else finish(run(item)) for item in items]
