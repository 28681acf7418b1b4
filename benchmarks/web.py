#!/usr/bin/env python3
"""The workbench on real reports: how long a page takes, and how many bytes it is.

``--database FILE`` is one that ``benchmarks/store.py --keep FILE`` and ``marsad weave`` made. Each sort of page is
asked for many times, with reports, happenings, actors and searches drawn from the database by a fixed seed, in both
languages, by one client after the other. Both clocks are printed: the wall's, on which what else runs on the machine
counts, and the processor's. Bytes are those of the page itself, compressed.
"""

from __future__ import annotations

import argparse
import pathlib
import random
import statistics
import sys
import time
from collections.abc import Callable

import sqlalchemy as sa
from fastapi.testclient import TestClient

import marsad
from marsad.library.database import Database
from marsad.store import tables
from marsad.store.happenings import Asked
from marsad.web.app import create_app
from marsad.web.rendering import link, part

SEED, ASKED = 2024, 60
TARGET, TARGET_SEARCH = 0.300, 0.150  # seconds, 95th percentile
LEDGERS = ("contacts", "relays", "threats", "demands", "commitments", "denials", "incidents")


def pages(database: Database, draw: random.Random) -> dict[str, Callable[[], str]]:
    """For each sort of page what gives one more address of it."""
    with database.engine.connect() as connection:
        ids = connection.execute(sa.select(tables.reports.c.id)).scalars().all()
        who = connection.execute(
            sa.select(tables.roles.c.who).group_by(tables.roles.c.who).having(sa.func.count() > 3)
        ).scalars()
        somebody = sorted(who)
        names = connection.execute(sa.select(tables.names.c.name_ar).where(tables.names.c.kb.is_not(None))).scalars()
        named = sorted(filter(None, names))
    happenings = [row.id for row in database.happenings_page(Asked(order="reports"), limit=400).rows]
    words = [w for id in draw.sample(ids, min(80, len(ids))) for w in database.report(id).record["text"].split()]
    words = [w for w in words if len(w) > 3 and w.isalpha()]
    return {
        "overview": lambda: "/",
        "reports": lambda: link("/reports", offset=draw.randrange(0, len(ids), 25)),
        "report": lambda: f"/reports/{part(draw.choice(ids))}",
        "happenings": lambda: link("/happenings", differs=draw.choice(["", "true"]), party=draw.choice(["", *named])),
        "happening": lambda: f"/happenings/{part(draw.choice(happenings))}",
        "timeline": lambda: link("/timeline", party=draw.choice(["", draw.choice(named)])),
        "actors": lambda: link("/actors", q=draw.choice(["", draw.choice(named)])),
        "actor": lambda: f"/actors/{part(draw.choice(somebody))}",
        "network": lambda: "/network",
        "map": lambda: "/map",
        "ledger": lambda: f"/ledgers/{draw.choice(LEDGERS)}",
        "judgements": lambda: "/judgements",
        "ingest": lambda: "/ingest",
        "search": lambda: link("/search", q=draw.choice(words)),
        "search, facet": lambda: link("/search", q=draw.choice(words), speaker=draw.choice(named)),
        "API: search": lambda: link("/api/v1/search", q=draw.choice(words)),
        "API: record": lambda: f"/api/v1/reports/{part(draw.choice(ids))}",
    }


def main() -> int:
    """Prints all measurements; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", metavar="FILE", type=pathlib.Path, required=True)
    parser.add_argument("--asked", type=int, default=ASKED, help="requests for each sort of page")
    parser.add_argument("--only", help="sorts of pages whose name holds this")
    args = parser.parse_args()
    missed = []
    with marsad.open(args.database, create=False) as database:
        client = TestClient(create_app(database), base_url="http://127.0.0.1")
        print(f"{len(database):,} reports in {args.database.name}\n")
        print(f"  {'page':14} {'median':>8} {'p95':>8} {'processor p95':>14} {'largest':>9}   ms; kB compressed")
        for name, address in pages(database, random.Random(SEED)).items():
            if args.only and args.only not in name:
                continue
            client.get(address())  # what is loaded once does not count
            wall, processor, size = [], [], 0
            for n in range(args.asked):
                path = address()
                began, worked = time.perf_counter(), time.process_time()
                answer = client.get(path, headers={"Accept-Language": ("ar", "en")[n % 2]})
                wall.append(time.perf_counter() - began)
                processor.append(time.process_time() - worked)
                if answer.status_code != 200:
                    print(f"  {name:14} {answer.status_code}: {path}")
                    missed.append(name)
                    break
                size = max(size, int(answer.headers.get("content-length", 0)))
            at = int(len(wall) * 0.95)
            p95 = sorted(wall)[min(at, len(wall) - 1)]
            cpu = sorted(processor)[min(at, len(wall) - 1)]
            print(
                f"  {name:14} {statistics.median(wall) * 1e3:8.0f} {p95 * 1e3:8.0f} {cpu * 1e3:14.0f} {size / 1e3:9.1f}"
            )
            if p95 > (TARGET_SEARCH if "search" in name else TARGET):
                missed.append(name)
    print(f"\ntargets: {TARGET * 1e3:.0f} ms, search {TARGET_SEARCH * 1e3:.0f} ms;", end=" ")
    print("TARGET MISSED: " + ", ".join(missed) if missed else "all met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
