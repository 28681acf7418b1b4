"""The README's real results: what the tool shows on a bundled report, and that report on its way through the stages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable

from marsad.cli.demo import FOLDER
from marsad.document import Event, Report
from marsad.ingest.sources import read_inputs
from marsad.pipeline import STAGES
from marsad.record import record

REPORT = "baghdad-embassy"
SHOWN = 4
WIDTH = 100


def given() -> Report:
    """The report as it comes in."""
    (report,) = read_inputs([FOLDER / f"{REPORT}.txt"])
    assert isinstance(report, Report)
    return report


def result() -> str:
    """What ``marsad demo`` prints for the report: run by itself, since it brings knowledge of its own."""
    here = {k: v for k, v in os.environ.items() if k != "MARSAD_KNOWLEDGE_DIR"}
    command = [sys.executable, "-m", "marsad", "demo", REPORT, "--lang", "en"]
    env = here | {"COLUMNS": str(WIDTH)}
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=env)
    return f"```\n$ marsad demo {REPORT}\n{done.stdout}```\n"


def walk() -> str:
    """The report after each stage: what the stage added, the first few of each."""
    report = given()
    out = []
    for number, stage in enumerate(STAGES, 1):
        report = stage.function(report)
        lines = list(dict.fromkeys(_added(report, stage.name)))
        more = len(lines) - SHOWN
        shown = lines[:SHOWN] + ([f"... and {more} more"] if more > 0 else [])
        out.append(f"{number}. **{stage.name}** (`{stage.path}`): {stage.help}\n")
        out.append("   ```\n" + "".join(f"   {line}\n" for line in shown or ["nothing in this report"]) + "   ```\n")
    statements = record(report)["statements"]
    deepest = max(statements, key=lambda s: (s["parent"] is not None, s["addressees"] != []), default=None)
    if deepest:
        said = json.dumps(deepest, ensure_ascii=False)
        out.append(f"The record holds all of it; statement {deepest['id']} there:\n\n```json\n{said}\n```\n")
    return "\n".join(out)


def _added(report: Report, stage: str) -> Iterable[str]:
    """One line for each annotation of a stage, in the order of the text."""
    if stage == "furniture":
        return [f"{f.kind}: {_one(report.slice(f.span))}" for f in report.furniture]
    if stage == "segment":
        counts = f"{len(report.tokens)} tokens, {len(report.sentences)} sentences, {len(report.quotations)} quotations"
        words = (t.word for t in report.tokens if len(t.word.splits) > 1 and t.word.splits[1].proclitic)
        seen = dict.fromkeys(
            f"{w.form}: {w.splits[1].proclitic} + {w.splits[1].stem} (folded), or one word" for w in words
        )
        return [counts, *list(seen)[: SHOWN - 1]]
    if stage == "times":
        return [f"{report.slice(t.span)}: {t.type} {t.value}" + _interval(t.interval) for t in report.times]
    if stage == "quantities":
        return [
            f"{report.slice(q.span)}: {_number(q.value)} {q.of or q.unit or ''}".rstrip() for q in report.quantities
        ]
    if stage == "names":
        return [f"{report.slice(m.span)}: {m.kind}, {m.type}" for m in report.mentions]
    if stage == "statements":
        return [
            f"{s.id}: {report.slice(s.cue) if s.cue else 'no cue'}, {s.force}, {s.quotation}"
            + (f", inside {s.parent}" if s.parent else "")
            for s in report.statements
        ]
    if stage in ("events", "happenings", "circumstances"):
        return [_event(report, e, stage) for e in report.events]
    return [
        f"{e.id}: {e.type} {e.name.get('ar')}" + (f" = {e.name['en']}" if e.name.get("en") else "")
        for e in report.entities
    ]


def _event(report: Report, event: Event, stage: str) -> str:
    """An event as a stage leaves it: its word and type, then who to whom, then the gloss with all that is known."""
    names = {e.id: e.name.get("en") or e.name.get("ar") for e in report.entities}
    said = f"{event.id}: {report.slice(event.trigger)}, {event.type}"
    if stage == "events":
        return said
    if stage == "happenings":
        actors, recipients = (", ".join(str(names[k]) for k in who) or "?" for who in (event.actors, event.recipients))
        return f"{said}: {actors} → {recipients}"
    gloss = (event.gloss or {}).get("en")
    return f"{said}, {event.status}" + (f": {gloss}" if gloss else "")


def _interval(interval: tuple[str, str] | None) -> str:
    return f" ({interval[0]} to {interval[1]})" if interval and interval[0] != interval[1] else ""


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"


def _one(text: str) -> str:
    return " ".join(text.split())
