"""Scores times on single sentences: a JSON list of ``{dct, text, timex: [{start, end, type, value, alts}]}``.

``dct`` is the date of publication. A span counts as exact where it is the annotated one or one of its ``alts``.
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.evaluate.measure import Tally, likeness, match
from marsad.pipeline import run


def evaluate_times(path: pathlib.Path) -> tuple[Tally, list[tuple[Any, ...]]]:
    """The scores of a file, and what was missed, wrong or too much. Raises ``bad-gold`` for a file out of shape."""
    tally = Tally()
    wrong: list[tuple[Any, ...]] = []
    try:
        for row in json.loads(path.read_text("utf-8")):
            _score(row, tally, wrong)
    except (ValueError, KeyError, TypeError) as error:
        raise MarsadError("bad-gold", f"{path.name}: {type(error).__name__} {error}") from error
    return tally, wrong


def _score(row: dict[str, Any], tally: Tally, wrong: list[tuple[Any, ...]]) -> None:
    text = row["text"]
    given = run(Report(id=str(row["id"]), text=text, published=row["dct"])).times
    gold = [((t["start"], t["end"]), t) for t in row["timex"]]
    pairs = match((likeness(span, s.span), i, j) for i, (span, _) in enumerate(gold) for j, s in enumerate(given))
    valued = {i for i, j in pairs.items() if gold[i][1]["value"] == given[j].value}
    exact = {
        i
        for i, j in pairs.items()
        if text[slice(*given[j].span)] in {text[slice(*gold[i][0])], *(a["text"] for a in gold[i][1].get("alts", []))}
    }
    tally.found("times, overlap", len(pairs), len(given), len(gold))
    tally.found("times, exact", len(exact), len(given), len(gold))
    tally.found("times, overlap and value", len(valued), len(given), len(gold))
    tally.found("times, exact and value", len(valued & exact), len(given), len(gold))
    for i, (span, t) in enumerate(gold):
        if i not in valued & exact:
            got = given[pairs[i]] if i in pairs else None
            wrong.append((row["id"], text[slice(*span)], t["value"], got and (text[slice(*got.span)], got.value)))
    for j, s in enumerate(given):
        if j not in pairs.values():
            wrong.append((row["id"], "extra", text[slice(*s.span)], s.value))
