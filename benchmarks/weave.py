#!/usr/bin/env python3
"""The weave on real reports: its cost beside that of reading, its growth, its memory, and how long pages of it take.

Reports of the shared corpus (``ant2018.jsonl.gz``) are read into one new SQLite file, as ``marsad ingest`` does, up to
2,000, 4,000, 8,000 and 16,000; at each of these a copy is woven from nothing by a process of its own. Then 100 reports
more are woven into the last, and pages of happenings and ledgers are asked for. Without the corpus nothing is measured,
which is said. Costs are times of the processor, of all processes that take part, so that what else runs on the machine
counts little; pages are measured by the wall's clock.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import math
import multiprocessing
import os
import pathlib
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import marsad
from marsad.cli.ingest import default_workers
from marsad.library.database import Database
from marsad.store.happenings import Asked
from marsad.store.ledgers import Asked as LedgerAsked

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared")
CORPUS = SHARED / "corpus" / "ant2018.jsonl.gz"
SIZES = (2_000, 4_000, 8_000, 16_000)
MORE = 100
DAY = "2018-06-01"
TIMES = 20  # each page is asked for so often
TARGET_RATIO = 1.5  # of the time of reading
TARGET_MEMORY = 4_096  # MiB
TARGET_GROWTH = 1.2  # exponent: time grows with this power of the number of reports
TARGET_PAGE = 0.300  # seconds, 95th percentile


def processor() -> float:
    """Seconds of the processor that this process and its children that are over have had."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def woven(file: str, answer: Any) -> None:
    """Weaves a database; sends seconds of the processor, peak memory in MiB, reports and clusters."""
    with marsad.open(file) as database:
        began = time.process_time()
        made = database.weave()
        seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    answer.send((seconds, peak, made.reports, made.written))


def weave(file: pathlib.Path) -> tuple[float, int, int, int]:
    """Weaves a database in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=woven, args=(str(file), theirs))
    process.start()
    theirs.close()
    found: tuple[float, int, int, int] = ours.recv()
    process.join()
    return found


def pages(database: Database) -> float:
    """Prints how long pages take; gives the greatest 95th percentile, in seconds."""
    named = Counter(party.who for row in database.happenings_page(limit=500).rows for party in row.actors)
    actor = max(named, key=lambda who: (named[who], who), default="")
    outlet = next(iter(database)).outlet or ""
    asked: dict[str, Callable[[], object]] = {
        "latest happenings": database.happenings_page,
        "those that differ": lambda: database.happenings_page(Asked(kind=("event",), differs=True)),
        "most reports first": lambda: database.happenings_page(Asked(order="reports")),
        "of one actor": lambda: database.happenings_page(Asked(party=(actor,))),
        "of one outlet": lambda: database.happenings_page(Asked(outlet=(outlet,))),
        "of a week": lambda: database.happenings_page(Asked(since="2018-05-01", until="2018-05-07")),
        "open deadlines": lambda: database.open_deadlines(on=DAY),
        "open threats": lambda: database.ledger_page(LedgerAsked(DAY, ledger=("threats",), running=True)),
        "demands met": lambda: database.ledger_page(LedgerAsked(DAY, ledger=("demands",), state=("met",))),
        "incidents": lambda: database.ledger_page(LedgerAsked(DAY, ledger=("incidents",), order="latest")),
        "rows of one actor": lambda: database.ledger_page(LedgerAsked(DAY, ledger=("threats",), actor="ترامب")),
    }
    print(f"\n  {'page':20} {'median':>8} {'p95':>8}   ms")
    worst = 0.0
    for name, ask in asked.items():
        taken = []
        for _ in range(TIMES):
            began = time.perf_counter()
            ask()
            taken.append(time.perf_counter() - began)
        p95 = sorted(taken)[int(TIMES * 0.95)]
        worst = max(worst, p95)
        print(f"  {name:20} {statistics.median(taken) * 1e3:8.1f} {p95 * 1e3:8.1f}")
    return worst


def part(source: pathlib.Path, first: int, count: int) -> pathlib.Path:
    """Some lines of the corpus as a file of their own."""
    path = source / f"{first}.jsonl"
    with gzip.open(CORPUS) as lines:
        path.write_bytes(b"".join(itertools.islice(lines, first, first + count)))
    return path


def main() -> int:
    """Prints all measurements; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="numbers of reports")
    parser.add_argument("--workers", type=int, default=default_workers())
    args = parser.parse_args()
    if not CORPUS.exists():
        print("the shared corpus is not here: the weave was not measured")
        return 0
    measured: list[tuple[int, float, float]] = []  # reports, seconds of reading, seconds of weaving
    memory = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        base, copy = folder / "read.db", folder / "woven.db"
        print("  reports  read, s  weave, s  ms a report  of reading  clusters   memory")
        at, read = 0, 0.0
        for size in sorted(args.sizes):
            with marsad.open(base) as database:
                began = processor()
                database.ingest(part(folder, at, size - at), workers=args.workers)
                read += processor() - began
            at = size
            for old in folder.glob("woven.db*"):
                old.unlink()
            shutil.copy(base, copy)
            seconds, peak, reports, clusters = weave(copy)
            memory = max(memory, peak)
            measured.append((reports, read, seconds))
            print(
                f"  {reports:7,} {read:8.1f} {seconds:9.1f} {seconds / reports * 1e3:12.1f}"
                f" {seconds / read:11.2f} {clusters:9,} {peak:5} MB",
                flush=True,
            )
        with marsad.open(copy) as database:
            database.ingest(part(folder, at, MORE), workers=args.workers)
        seconds, peak, reports, _ = weave(copy)
        memory = max(memory, peak)
        print(f"  {reports:7,} more: {seconds:.1f} s, {peak} MB; file: {copy.stat().st_size >> 20} MB")
        with marsad.open(copy) as database:
            worst = pages(database)
    first, last = measured[0], measured[-1]
    growth = math.log(last[2] / first[2]) / math.log(last[0] / first[0]) if last is not first else 1.0
    ratio = last[2] / last[1]
    print(f"\nweaving takes {ratio:.2f} of the time of reading (target: {TARGET_RATIO}), {memory} MB", end=" ")
    print(f"(target: {TARGET_MEMORY}), grows with power {growth:.2f} (target: {TARGET_GROWTH});", end=" ")
    print(f"pages p95 {worst * 1e3:.0f} ms (target: {TARGET_PAGE * 1e3:.0f})")
    ok = ratio <= TARGET_RATIO and memory <= TARGET_MEMORY and growth <= TARGET_GROWTH and worst <= TARGET_PAGE
    print("targets met" if ok else "TARGET MISSED")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
