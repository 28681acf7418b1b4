"""Scores titles: JSON lines of ``{title, date, holder_en, holder_ar}``, each a title, a day and who held the office.

A holder is right where the English or one of the Arabic names of the entity found is the name given, spelling apart.
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

from marsad.errors import MarsadError
from marsad.evaluate.measure import Tally, plain
from marsad.lexicon import knowledge
from marsad.lexicon.office_titles import resolve

MEASURE = "offices, right holder"


def evaluate_offices(path: pathlib.Path) -> tuple[Tally, list[tuple[Any, ...]]]:
    """The score of a file, and each title that was not resolved to its holder: title, date, holder, what was given.

    Raises ``bad-gold`` for a file that is out of shape.
    """
    tally = Tally()
    wrong: list[tuple[Any, ...]] = []
    try:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                _score(json.loads(line), tally, wrong)
    except (ValueError, KeyError, TypeError) as error:
        raise MarsadError("bad-gold", f"{path.name}: {type(error).__name__} {error}") from error
    return tally, wrong


def _score(row: dict[str, Any], tally: Tally, wrong: list[tuple[Any, ...]]) -> None:
    found = resolve(row["title"], row["date"])
    entry = knowledge.by_id(found.holder) if found is not None and found.holder is not None else None
    wanted = {plain(row[f]) for f in ("holder_en", "holder_ar") if row.get(f)}
    names = {plain(n) for n in (entry.en, *entry.ar) if n} if entry is not None else set()
    right = bool(wanted & names)
    tally.share(MEASURE, right, 1)
    if not right:
        given = entry.en if entry is not None else (found.office if found is not None else None)
        wrong.append((row["title"], row["date"], row.get("holder_en"), given))
