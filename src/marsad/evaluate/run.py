"""Reads every report of a gold folder with the pipeline and scores the records."""

from __future__ import annotations

import json
import pathlib
from typing import Any

from marsad.errors import MarsadError
from marsad.evaluate.gold import Gold, read_folder
from marsad.evaluate.score import Scorer
from marsad.pipeline import run
from marsad.record import record


def evaluate(
    folder: pathlib.Path,
    *,
    corpus: pathlib.Path | None = None,
    only: str | None = None,
    errors: bool = False,
    records: pathlib.Path | None = None,
) -> Scorer:
    """The scores of a gold folder.

    `records` is a folder of ``ID.json`` to score in place of the pipeline's own records; a record that is not there
    counts as empty. `only`, `corpus` and what is raised: see `marsad.evaluate.gold.read_folder`.
    """
    scorer = Scorer(errors=errors)
    for gold in read_folder(folder, corpus=corpus, only=only):
        scorer.add(gold, _from_file(records, gold) if records else record(run(gold.report())))
    return scorer


def _from_file(folder: pathlib.Path, gold: Gold) -> dict[str, Any]:
    path = folder / f"{gold.id}.json"
    if not path.exists():
        return {"text": gold.text}
    try:
        data = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise MarsadError("bad-gold", f"{path.name}: {error}") from error
    return data if isinstance(data, dict) else {"text": gold.text}
