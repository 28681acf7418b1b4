#!/usr/bin/env python3
"""Scores the reader on every gold folder that is there, and checks the floors pinned to them.

Folders: the reports written for this project (``src/marsad/demo``, ``tests/reports``); offsets into the shared corpus
(``tests/gold_offsets``) and the shared gold, where there is a shared folder. Exit code 1 where a floor does not hold,
or where gold that has floors is not the gold that they were pinned to. ``--write`` also puts the scores into
CHANGELOG.md, between its marks.
"""

from __future__ import annotations

import os
import pathlib
import re
import sys

from marsad.errors import MarsadError
from marsad.evaluate.floors import FloorSet, check, load
from marsad.evaluate.gold import digest, has_gold
from marsad.evaluate.offices import evaluate_offices
from marsad.evaluate.run import evaluate

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared")
FOLDERS = {
    "dev": SHARED / "gold" / "dev",
    "corpus": ROOT / "tests" / "gold_offsets",
    "demo": ROOT / "src" / "marsad" / "demo",
    "reports": ROOT / "tests" / "reports",
}
SHOWN = (
    "statements found",
    "statements found, content exact to 0.8",
    "statements found with the right speaker",
    "statements found with the whole chain right",
    "nested statements with the whole chain right (recall)",
    "statement quotation",
    "statement force",
    "names, overlap",
    "names resolved to the right entity",
    "times, overlap and value",
    "furniture (words)",
    "events, type in the sentence",
    "events, trigger and type",
    "event actors",
    "event recipients",
    "event status",
    "event date, where there is one",
    "event place, where there is one",
)


def main() -> int:
    """Prints a line for each measure and folder, and whether its floor holds."""
    bad = 0
    taken: dict[str, dict[str, float | None]] = {}
    by_name = {entry.name: entry for entry in load().sets}
    for name, folder in FOLDERS.items():
        if not has_gold(folder) or (name == "corpus" and not (SHARED / "corpus").is_dir()):
            print(f"{name}: skipped, {folder.name} or its corpus is not here")
            continue
        entry = by_name.get(name)
        if entry and entry.gold != digest(folder):
            print(f"{name}: the gold is not what the floors are pinned to; now {digest(folder)}")
            bad += 1
        try:
            scorer = evaluate(folder, corpus=SHARED / "corpus")
        except MarsadError as error:
            print(f"{name}: {error}")
            bad += 1
            continue
        scores = scorer.tally.values()
        floors = {c.measure: c for c in check(entry, scores)} if entry else {}
        print(f"{name}: {scorer.reports} reports")
        column = taken.setdefault(f"{name} ({scorer.reports})", {})
        for measure in SHOWN:
            row = scores.get(measure, {})
            reached = row.get("f1", row.get("acc")) if row.get("gold") != 0 else None  # no event is annotated there
            column[measure] = reached
            floor = floors.get(measure)
            said = "" if floor is None else f"   floor {floor.floor:.2f} {'holds' if floor.ok else 'DOES NOT HOLD'}"
            bad += floor is not None and not floor.ok
            print(f"  {measure:56s} {'  -' if reached is None else format(reached, '.3f')}{said}")
    bad += offices(by_name.get("offices"))
    if "--write" in sys.argv[1:]:
        write(taken)
    return 1 if bad else 0


def offices(entry: FloorSet | None) -> int:
    """The titles of the shared gold and whether their floor holds; how many things are wrong."""
    path = SHARED / "gold" / "offices.jsonl"
    if not path.is_file():
        print("offices: skipped, its file is not here")
        return 0
    scores = evaluate_offices(path)[0].values()
    for checked in check(entry, scores) if entry is not None and entry.gold == digest(path) else ():
        said = "holds" if checked.ok else "DOES NOT HOLD"
        print(f"offices\n  {checked.measure:56s} {checked.reached:.3f}   floor {checked.floor:.2f} {said}")
        return not checked.ok
    print(f"offices: the gold is not what the floors are pinned to; now {digest(path)}")
    return 1


def write(taken: dict[str, dict[str, float | None]]) -> None:
    """Puts the scores into the changelog as a table: a row for each measure, a column for each folder."""
    rows = ["| F1 or accuracy | " + " | ".join(taken) + " |", "|---|" + "---|" * len(taken)]
    for measure in SHOWN:
        values = ("-" if (v := column.get(measure)) is None else f"{v:.3f}" for column in taken.values())
        rows.append(f"| {measure} | " + " | ".join(values) + " |")
    path = ROOT / "CHANGELOG.md"
    text = path.read_text("utf-8")
    table = "\n".join(rows)
    path.write_text(
        re.sub(r"(<!-- scores -->\n).*?(<!-- /scores -->)", rf"\1{table}\n\2", text, count=1, flags=re.S), "utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
