"""Scores sentences that several people labelled for one kind of event, with the words for who did it to whom.

A folder holds KIND.jsonl (``{id, event_type, label, text}``; label: yes, difficult no, easy no, ambiguous) and
KIND_spans.jsonl (``{text, spans: [{source_actor, target_actor}], event_type}``, each a list of words).

Yes is unanimous there; most of what people disagreed on is "difficult no", and so is a good part of plain reports. What
they agreed on is news: an event that the sentence itself tells, not one that it takes as known (the inquiry into the
attack) or talks about (attacks in general). `marsad.evaluate.news.reported` draws that line; the measures without it
stand beside.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator
from typing import Any, Final

from marsad import read
from marsad.document import Report, Span
from marsad.errors import MarsadError
from marsad.evaluate.measure import Tally, overlap
from marsad.evaluate.news import reported

AMBIGUOUS: Final = "ambiguous"


def evaluate_gsr(folder: pathlib.Path) -> tuple[Tally, list[tuple[Any, ...]]]:
    """The scores of a folder, and each sentence that was judged otherwise: missed or extra, type, label, text.

    Raises ``no-such-file`` where the folder holds no labelled sentences, ``bad-gold`` for a file out of shape.
    """
    tally = Tally()
    wrong: list[tuple[Any, ...]] = []
    files = sorted(p for p in folder.glob("*.jsonl") if not p.stem.endswith("_spans"))
    if not files:
        raise MarsadError("no-such-file", str(folder / "*.jsonl"))
    for path in files:
        for row in _rows(path, "id", "event_type", "label", "text"):
            if row["label"] != AMBIGUOUS:
                _score(row, tally, wrong)
    for path in files:
        spans = path.with_name(f"{path.stem}_spans.jsonl")
        if spans.exists():
            for row in _rows(spans, "event_type", "text", "spans"):
                _score_spans(row, tally)
    return tally, wrong


def _rows(path: pathlib.Path, *fields: str) -> Iterator[dict[str, Any]]:
    try:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                if missing := [f for f in fields if f not in row]:
                    raise MarsadError("bad-gold", f"{path.name}: no {', '.join(missing)}")
                yield row
    except (ValueError, TypeError, OSError) as error:
        raise MarsadError("bad-gold", f"{path.name}: {type(error).__name__} {error}") from error


def _score(row: dict[str, Any], tally: Tally, wrong: list[tuple[Any, ...]]) -> None:
    kind, text = str(row["event_type"]), str(row["text"])
    report = read(text).report
    held = [e for e in report.events if e.type == kind]
    gold = row["label"] == "yes"
    answers = {
        f"{kind} sentences": reported(report, kind),
        f"{kind} sentences, by any event": bool(held),
        f"{kind} sentences, by any actual event": any(e.status == "actual" for e in held),
    }
    for name, given in answers.items():
        tally.found(name, int(gold and given), int(given), int(gold))
    if answers[f"{kind} sentences"] != gold:
        wrong.append(("missed" if gold else "extra", kind, row["label"], text))


def _score_spans(row: dict[str, Any], tally: Tally) -> None:
    """The share of annotated actor and target spans of which a word lies in an actor or recipient of an event."""
    text = str(row["text"])
    report = read(text).report
    ours = _participants(report)
    wanted = {
        tuple(map(str, s[role])) for s in row["spans"] for role in ("source_actor", "target_actor") if s.get(role)
    }
    for words in sorted(wanted):
        place = _place(text, words)
        if place is not None:
            tally.share("actor spans found", int(any(overlap(place, span) for span in ours)), 1)


def _participants(report: Report) -> list[Span]:
    who = {i for e in report.events for i in (*e.actors, *e.recipients)}
    said = {s.id: s.source for s in report.statements}
    spans = [m.span for m in report.mentions if m.entity in who]
    spans += [source for e in report.events if (source := said.get(e.speech or ""))]
    return spans + [a.span for e in report.events for a in e.arguments if a.span and a.role in ("actor", "recipient")]


def _place(text: str, words: tuple[str, ...]) -> Span | None:
    """Where the words stand: in a row if they do, otherwise the longest of them; None where it is not there."""
    start = text.find(" ".join(words))
    if start >= 0:
        return Span(start, start + len(" ".join(words)))
    longest = max(words, key=len)
    start = text.find(longest)
    return Span(start, start + len(longest)) if start >= 0 else None
