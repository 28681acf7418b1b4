#!/usr/bin/env python3
"""How fast Marsad reads: words a second on one core, the cost of each stage, its growth with the text, start time.

The sample is 500 reports of the shared corpus, drawn with a fixed seed; without the corpus the bundled reports are
read instead, which is said. Words are what stands between white space. Loading lexicons is start-up and is counted
apart: one small report is read before the clock starts. The clock is that of the processor, so that what else runs on
the machine does not count; start time is the wall's.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import itertools
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import time
from typing import Any

from marsad.cli.demo import FOLDER
from marsad.document import Report
from marsad.ingest.base import make_report
from marsad.ingest.sources import read_inputs
from marsad.pipeline import STAGES
from marsad.record import to_json

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared")
SEED, SAMPLE = 2024, 500
TARGET_WORDS, TARGET_START = 15_000, 0.8
TARGET_DOUBLING = 2.6  # twice the text: twice the time, and some for the processor's caches
NOISE = 1e-3  # seconds; a stage that takes less on a long text is not compared
FAILURES: list[str] = []
SMALL = "قال متحدث باسم الوزارة إن الاجتماع سيعقد غدا."


def sample(count: int) -> tuple[list[Report], str]:
    """Reports to read, and where they are from."""
    files = sorted((SHARED / "corpus").glob("*.jsonl.gz"))
    if not files:
        demo = [r for r in read_inputs([FOLDER]) if isinstance(r, Report)]
        return demo, f"{len(demo)} bundled reports (the shared corpus is not here)"
    rows: list[dict[str, Any]] = []
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows += map(json.loads, lines)
    rows = random.Random(SEED).sample(rows, count)
    reports = [
        make_report(r["id"], r["text"], title=r["title"], apart=True, published=r["published"], outlet=r["outlet"])
        for r in rows
    ]
    return reports, f"{count} reports of the shared corpus, seed {SEED}"


def words(report: Report) -> int:
    """Words of a report."""
    return len(report.text.split())


def timed(reports: list[Report]) -> dict[str, float]:
    """Seconds of each stage, and of writing the record, over all reports."""
    spent = dict.fromkeys([*(s.name for s in STAGES), "record"], 0.0)
    clock = time.process_time
    functions = [(s.name, s.function) for s in STAGES]
    for report in reports:
        for name, function in functions:
            began = clock()
            try:
                report = function(report)
            except Exception as error:
                FAILURES.append(f"{name} on {report.id}: {type(error).__name__}: {error}")
            spent[name] += clock() - began
        began = clock()
        to_json(report)
        spent["record"] += clock() - began
    return spent


def speed(reports: list[Report], passes: int) -> list[dict[str, float]]:
    """Prints words a second for each pass and the cost of each stage; gives the passes."""
    total = sum(map(words, reports))
    results = []
    for n in range(passes):
        gc.collect()
        results.append(timed(reports))
        said = "first pass, every word new" if n == 0 else f"pass {n + 1}"
        seconds = sum(results[-1].values())
        print(f"  {said:28} {total / seconds:10,.0f} words/s   {len(reports) / seconds:8,.0f} reports/s")
    first = results[0]
    cheapest = min(v for v in first.values() if v > 0)
    print(f"\n  {'stage':12} {'µs/word':>8} {'share':>7} {'× cheapest':>11} {'words/s alone':>14}")
    for name, seconds in first.items():
        rate = f"{total / seconds:14,.0f}" if seconds else f"{'-':>14}"
        share = seconds / sum(first.values())
        print(f"  {name:12} {seconds / total * 1e6:8.2f} {share:7.1%} {seconds / cheapest:11.1f} {rate}")
    return results


def growth(reports: list[Report], start: int = 2_000, doublings: int = 4) -> float:
    """Prints each stage's time as one text doubles in length; gives the worst ratio of the last doubling."""
    lines = itertools.cycle([line for r in reports for line in r.text.splitlines()])
    text: list[str] = []
    have, size, runs = 0, start, []
    for _ in range(doublings + 1):
        while have < size:
            text.append(next(lines))
            have += len(text[-1].split())
        size *= 2
        report = Report(id="long", text="\n".join(text), published="2020-01-01")
        timed([report])  # afterwards the memo knows the words: what is left is the cost of the length
        gc.collect()
        tries = [timed([report]) for _ in range(3)]
        runs.append((have, {name: min(t[name] for t in tries) for name in tries[0]}))
    sizes = " ".join(f"{n:>8,}" for n, _ in runs)
    print(f"\n  {'one text of':12} {sizes} words   last doubling")
    worst = 0.0
    for name in runs[0][1]:
        times = [t[name] for _, t in runs]
        ratio = times[-1] / times[-2] if times[-2] > NOISE else 0.0
        worst = max(worst, ratio)
        print(f"  {name:12} " + " ".join(f"{t * 1000:8.1f}" for t in times) + f" ms      × {ratio:.2f}")
    return worst


def start_time(tries: int = 7) -> float:
    """Seconds from nothing to the record of one small report, compiled lexicons in the cache; the median."""
    command = [str(pathlib.Path(sys.executable).parent / "marsad"), "read", "-", "--format", "json"]
    taken = []
    for _ in range(tries):
        began = time.perf_counter()
        subprocess.run(command, input=SMALL.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> int:
    """Prints all measurements; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=SAMPLE, help="reports in the sample")
    parser.add_argument("--passes", type=int, default=3)
    args = parser.parse_args()
    start = start_time()
    print(f"start of marsad read: {start:.2f} s (target: under {TARGET_START} s)")
    reports, said = sample(args.reports)
    began = time.perf_counter()
    timed([Report(id="small", text=SMALL, published="2020-01-01")])
    print(f"loading the lexicons: {time.perf_counter() - began:.2f} s, not counted below")
    print(f"\nreading {said}: {sum(map(words, reports)):,} words on one core")
    first = speed(reports, args.passes)[0]
    worst = growth(reports)
    rate = sum(map(words, reports)) / sum(first.values())
    ok = rate >= TARGET_WORDS and start < TARGET_START and worst <= TARGET_DOUBLING and not FAILURES
    print(f"\n{rate:,.0f} words/s on the first pass (target: {TARGET_WORDS:,}), start {start:.2f} s;", end=" ")
    print(f"a text of twice the length costs at most {worst:.2f} times as much (target: {TARGET_DOUBLING})")
    for failure in sorted(set(FAILURES))[:20]:
        print(f"failed: {failure}")
    print("targets met" if ok else "TARGET MISSED")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
