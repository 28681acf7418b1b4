"""Reads every report of a gold folder with the pipeline and scores the records."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import msgspec

from marsad.document import Entity, Report
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
        scorer.add(gold, _from_file(records, gold) if records else record(_linked(run(gold.report()))))
    return scorer


def _linked(report: Report) -> Report:
    """Stands in for a linker that has linked nothing yet: one entity for each form, so that names can be scored."""
    if report.entities or not report.mentions:
        return report
    entities: dict[tuple[str, str], Entity] = {}
    mentions = []
    for m in report.mentions:
        form = report.slice(m.span)
        entity = entities.setdefault((m.type, form), Entity(f"e{len(entities) + 1}", m.type, {"ar": form, "en": None}))
        mentions.append(msgspec.structs.replace(m, entity=entity.id))
    return report.with_(mentions=tuple(mentions), entities=tuple(entities.values()))


def _from_file(folder: pathlib.Path, gold: Gold) -> dict[str, Any]:
    path = folder / f"{gold.id}.json"
    if not path.exists():
        return {"text": gold.text}
    try:
        data = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise MarsadError("bad-gold", f"{path.name}: {error}") from error
    return data if isinstance(data, dict) else {"text": gold.text}
