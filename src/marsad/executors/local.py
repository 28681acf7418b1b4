"""Runs the stages over many reports on this machine, in one process or in several, in the order of the input."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from marsad.document import Report
from marsad.ingest.sources import Rejected
from marsad.pipeline import run

T = TypeVar("T")

CHUNK = 16  # reports that a process takes at once
AHEAD = 3  # chunks that wait for each process; bounds what is held in memory


def run_all(
    inputs: Iterable[Report | Rejected], finish: Callable[[Report], T], *, workers: int = 1
) -> Iterator[T | Rejected]:
    """For each report what `finish` makes of it after all stages; rejections pass through in their place.

    With more than one of `workers`, `finish` runs in other processes: it must be a function of a module, and what it
    gives must be picklable. Only a bounded number of reports is read ahead.
    """
    if workers <= 1:
        for item in inputs:
            yield item if isinstance(item, Rejected) else finish(run(item))
        return

    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor

    source = iter(inputs)
    chunks = iter(lambda: list(itertools.islice(source, CHUNK)), [])
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[list[T | Rejected]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_chunk, chunk, finish))
            if len(waiting) >= workers * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunk(items: list[Report | Rejected], finish: Callable[[Report], T]) -> list[T | Rejected]:
    return [item if isinstance(item, Rejected) else finish(run(item)) for item in items]
