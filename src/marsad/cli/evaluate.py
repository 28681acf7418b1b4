"""``marsad evaluate``: scores the reader against annotated reports."""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import sys
from typing import TYPE_CHECKING, Any

from marsad.errors import MarsadError

if TYPE_CHECKING:
    from marsad.evaluate.floors import FloorSet
    from marsad.evaluate.measure import Tally

NAME = "evaluate"
HELP = "score the reader against a folder of annotated reports"
DESCRIPTION = """\
Reads every report of a gold folder (ID.txt with ID.gold.json and, if there, ID.meta.json; or ID.offsets.json with
--corpus) and prints precision, recall and F1, or accuracy, for each measure, counted over all reports together.
A JSON file in place of the folder holds single sentences with their times, and only times are scored.
"offices FILE" scores JSON lines of a title, a date and who held the office, "gsr DIR" sentences that people labelled
for ASSAULT and PROTEST, with the words for who did it to whom, "weave DIR" clusters of reports of one happening."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "gold",
        type=pathlib.Path,
        nargs="+",
        metavar="GOLD_DIR",
        help="the folder of gold files, or a file of times; or offices and a file; or gsr or weave and a folder",
    )
    parser.add_argument(
        "--corpus", type=pathlib.Path, metavar="DIR", help="the corpus that ID.offsets.json files point into"
    )
    parser.add_argument(
        "--records", type=pathlib.Path, metavar="DIR", help="score ID.json records of this folder instead"
    )
    parser.add_argument(
        "--only", type=_expression, metavar="RE", help="only reports whose id holds this regular expression"
    )
    parser.add_argument("--errors", action="store_true", help="list what was missed, wrong or too much, tab-separated")
    parser.add_argument("--json", type=pathlib.Path, metavar="OUT", help="also write the scores to this file")
    parser.add_argument("--floors", action="store_true", help="fail where a score lies under its pinned floor")


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {error}") from error
    return text


def run(args: argparse.Namespace) -> int:
    """Prints the scores; 1 where a floor does not hold."""
    from marsad.evaluate.floors import floors_for
    from marsad.evaluate.run import evaluate
    from marsad.evaluate.times import evaluate_times

    if str(args.gold[0]) == "offices" and len(args.gold) == 2:
        return _offices(args)
    if str(args.gold[0]) == "gsr" and len(args.gold) == 2:
        return _gsr(args)
    if str(args.gold[0]) == "weave" and len(args.gold) == 2:
        return _weave(args)
    if len(args.gold) > 1:
        raise MarsadError("no-such-file", " ".join(map(str, args.gold[1:])))
    args.gold = args.gold[0]
    if args.gold.is_file():
        tally, wrong = evaluate_times(args.gold)
        _print(tally, wrong if args.errors else [])
        return 0
    floors = floors_for(args.gold) if args.floors else None
    scorer = evaluate(args.gold, corpus=args.corpus, only=args.only, errors=args.errors, records=args.records)
    print(f"{scorer.reports} reports")
    _print(scorer.tally, scorer.errors or [])
    scores = scorer.tally.values()
    if args.json:
        args.json.write_text(json.dumps(scores, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if floors is None:
        return 0
    return _check(floors, scores)


def _gsr(args: argparse.Namespace) -> int:
    from marsad.evaluate.gsr import evaluate_gsr

    tally, wrong = evaluate_gsr(args.gold[1])
    _print(tally, wrong if args.errors else [])
    if args.json:
        args.json.write_text(json.dumps(tally.values(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def _weave(args: argparse.Namespace) -> int:
    from marsad.evaluate.floors import floors_for
    from marsad.evaluate.weave import evaluate_weave

    tally, wrong = evaluate_weave(args.gold[1])
    _print(tally, wrong if args.errors else [])
    if args.json:
        args.json.write_text(json.dumps(tally.values(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return _check(floors_for(args.gold[1]), tally.values()) if args.floors else 0


def _offices(args: argparse.Namespace) -> int:
    from marsad.evaluate.floors import floors_for
    from marsad.evaluate.offices import evaluate_offices

    path = args.gold[1]
    if not path.is_file():
        raise MarsadError("no-such-file", str(path))
    tally, wrong = evaluate_offices(path)
    _print(tally, wrong if args.errors else [])
    if args.json:
        args.json.write_text(json.dumps(tally.values(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return _check(floors_for(path), tally.values()) if args.floors else 0


def _check(floors: FloorSet, scores: dict[str, dict[str, Any]]) -> int:
    from marsad.evaluate.floors import check

    checked = check(floors, scores)
    for floor in checked:
        reached = "not measured" if floor.reached is None else f"{floor.reached:.3f}"
        print(
            f"{'holds' if floor.ok else 'BELOW'}  {floor.measure}: {reached}, floor {floor.floor:.3f}", file=sys.stderr
        )
    return 0 if all(floor.ok for floor in checked) else 1


def _print(tally: Tally, errors: list[tuple[Any, ...]]) -> None:
    for name, row in tally.rows.items():
        print(f"{name:58s} {row.line()}")
    for error in errors:
        print("\t".join(map(str, error)))
