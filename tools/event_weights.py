#!/usr/bin/env python3
"""Fits the weights of `arabic/event_roles.yaml` on folders of annotated reports and on the readings of the tests.

Only on texts that belong to the project (the demo, `tests/reports`, `tests/written`); those of others serve to measure.

Logistic regression with an L2 penalty (the same input gives the same weights). Candidates and features are those of
`marsad.link.event_roles`; a candidate counts as right where the gold has its entity in the role. ``--folds N`` prints
precision, recall and F1 on reports left out in turn, ``--write`` fits on all and writes the file.
"""

from __future__ import annotations

import argparse
import math
import pathlib
import sys
from collections import Counter, defaultdict
from typing import Any, NamedTuple

import numpy as np
import yaml

from marsad.document import Report
from marsad.evaluate.gold import Gold, read_folder
from marsad.evaluate.measure import match, overlap
from marsad.evaluate.score import entity_map
from marsad.ingest.base import make_report
from marsad.link.event_features import ROLES, Context, Role
from marsad.link.events import Linker
from marsad.pipeline import STAGES, run
from marsad.record import record

FILE = pathlib.Path(__file__).resolve().parent.parent / "src/marsad/arabic/event_roles.yaml"
READINGS = pathlib.Path(__file__).resolve().parent.parent / "tests/annotate/event_readings"
PUBLISHED = "2024-05-02"  # as in the tests of the readings
STEPS, RATE, PENALTY, RARE = 250, 0.1, 12.0, 4
TIMES = 10  # what a sentence of the readings counts: it is there for one construction
LEAST: dict[Role, float] = {
    "actor": 0.28,
    "recipient": 0.25,
}  # about these F1 is flat on gold/dev, on which nothing is fitted
MORE: dict[Role, float] = {"actor": 0.5, "recipient": 0.42}


class Row(NamedTuple):
    """One candidate of one event in one role."""

    report: str
    event: int
    role: str
    features: tuple[str, ...]
    right: bool
    fit: bool  # of an event that the gold has: others count for the thresholds only


Asked = dict[Role, list[tuple[str, tuple[str, ...]]]]


def candidates(report: Report) -> tuple[Linker, list[Asked]]:
    """Who may take part in the events of a report as far as the happenings: entity and features, by role.

    A speaker is the actor of his act of speech, so that nobody is asked for there.
    """
    linker = Linker(report)
    known = linker.known()
    context = Context(linker.told(), list(report.events), known, linker.entities, linker.agrees)
    out: list[Asked] = []
    for k in range(len(report.events)):
        view = context.view(k)
        roles = [r for r in ROLES if r != "actor" or all(n.how != "speaker" for n in known[k])]
        out.append({r: [(i, tuple(context.features(k, i, r, view))) for i in context.candidates(k, r)] for r in roles})
    return linker, out


def as_far_as_happenings(report: Report) -> Report:
    before = next(k for k, s in enumerate(STAGES) if s.name == "happenings")
    return run(report, stages=STAGES[:before], strict=True)


def rows(gold: Gold) -> tuple[list[Row], dict[str, int]]:
    """All candidates of a report's events, and how many participants the gold has by role in those that it has too."""
    report = as_far_as_happenings(gold.report())
    linker, asked = candidates(report)
    mapped = entity_map(gold, record(linker.finish(list(report.events), everyone=True)))
    pairs = [
        (float(overlap(g.trigger, e.trigger)), i, j)
        for i, g in enumerate(gold.events)
        for j, e in enumerate(report.events)
        if g.trigger is not None and g.type == e.type and overlap(g.trigger, e.trigger)
    ]
    out: list[Row] = []
    total: dict[str, int] = dict.fromkeys(ROLES, 0)
    found = {j: gold.events[i] for i, j in match(pairs).items()}
    for j, by_role in enumerate(asked):
        event = found.get(j)
        for role, listed in by_role.items():
            held = () if event is None else event.actors if role == "actor" else event.recipients
            total[role] += len(held)
            out += [Row(gold.id, j, role, f, mapped.get(entity) in held, event is not None) for entity, f in listed]
    return out, total


def readings(path: pathlib.Path) -> list[Row]:
    """The candidates of the sentences of a file of readings (`tests/annotate/event_readings`), those with faults too.

    They say who takes part in each event of one sentence, by the name of the entity.
    """
    out: list[Row] = []
    for case in yaml.safe_load(path.read_text("utf-8")):
        report = as_far_as_happenings(make_report(case["name"], case["text"], published=PUBLISHED))
        linker, asked = candidates(report)
        wanted = {(e["trigger"], e["type"]): e for e in case["events"]}
        for j, event in enumerate(report.events):
            held = wanted.get((report.slice(event.trigger), event.type))
            if held is None:
                continue
            for role, listed in asked[j].items():
                names = held.get(f"{role}s", ())
                for entity, features in listed:
                    right = linker.entities[entity].name.get("ar") in names
                    out.append(Row(f"{path.stem}:{case['name']}", j, role, features, right, True))
    return out


def fit(rows: list[Row]) -> dict[str, float]:
    """Weights of an L2-penalised logistic regression, by Adam over all rows at once."""
    data = [r for r in rows if r.fit]
    seen: Counter[str] = Counter(f for row in data for f in row.features)
    names = sorted(f for f, n in seen.items() if n >= RARE)
    index = {f: n for n, f in enumerate(names)}
    pairs = [(k, index[f]) for k, row in enumerate(data) for f in row.features if f in index]
    where, what = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    right = np.array([float(r.right) for r in data])
    weights, first, second = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        scores = np.bincount(where, weights[what], len(data))
        error = 1 / (1 + np.exp(-np.clip(scores, -30, 30))) - right
        gradient = np.bincount(what, error[where], len(names)) + PENALTY * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        rate = RATE * (1 - step / STEPS)
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return {f: round(float(w), 2) for f, w in zip(names, weights, strict=True) if abs(w) >= 0.05}


def chances(data: list[Row], weights: dict[str, float]) -> list[float]:
    return [1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights.get(f, 0.0) for f in r.features))))) for r in data]


def score(data: list[Row], chance: list[float], least: float, more: float, total: int) -> tuple[float, float, float]:
    """F1, precision, recall where the best candidate of an event is taken at `least`, others at `more`."""
    events: defaultdict[tuple[str, int], list[tuple[float, Row]]] = defaultdict(list)
    for row, c in zip(data, chance, strict=True):
        events[row.report, row.event].append((c, row))
    right = given = 0
    for held in events.values():
        held.sort(key=lambda pair: -pair[0])
        taken = [row for n, (c, row) in enumerate(held) if c >= (more if n else least)]
        right += sum(row.right for row in taken)
        given += len(taken)
    p, q = right / max(given, 1), right / max(total, 1)
    return 2 * p * q / max(p + q, 1e-9), p, q


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--corpus", type=pathlib.Path, help="texts of gold that holds offsets only")
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--features", action="store_true", help="print the weights")
    args = parser.parse_args()
    data: list[Row] = []
    totals = dict.fromkeys(ROLES, 0)
    names: list[str] = []
    for folder in args.folders:
        for gold in read_folder(folder, corpus=args.corpus):
            found, total = rows(gold)
            data += found
            names.append(gold.id)
            for role in ROLES:
                totals[role] += total[role]
    for path in sorted(READINGS.glob("*.yaml")):
        data += TIMES * readings(path)
    tables: dict[str, Any] = {}
    for role in ROLES:
        mine = [r for r in data if r.role == role]
        chance = [0.0] * len(mine)
        for k in range(args.folds):
            left = set(names[k :: args.folds])
            weights = fit([r for r in mine if r.report not in left])
            for n, (row, c) in enumerate(zip(mine, chances(mine, weights), strict=True)):
                if row.report in left:
                    chance[n] = c
        whole = [(r, c) for r, c in zip(mine, chance, strict=True) if ":" not in r.report]
        f, p, q = score([r for r, _ in whole], [c for _, c in whole], LEAST[role], MORE[role], totals[role])
        print(f"{role}: P {p:.3f} R {q:.3f} F1 {f:.3f}")
        tables[role] = {"least": LEAST[role], "more": MORE[role], "weights": fit(mine)}
    if args.features:
        for role in ROLES:
            for f, w in sorted(tables[role]["weights"].items(), key=lambda x: -abs(x[1]))[:90]:
                print(role, f, w)
    if args.write:
        lines = [
            "# Weights of the features by which participants of events are chosen; written by tools/event_weights.py.",
            "# least, more: the chance at which the best and any other are taken.",
        ]
        for role in ROLES:
            lines += [f"{role}:", f"  least: {tables[role]['least']}", f"  more: {tables[role]['more']}", "  weights:"]
            lines += [f'    "{f}": {w}' for f, w in tables[role]["weights"].items()]
        FILE.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
