"""Scores sentences that several people labelled for one kind of event, with the words for who did it to whom.

A folder holds KIND.jsonl (``{id, event_type, label, text}``; label: yes, difficult no, easy no, ambiguous) and
KIND_spans.jsonl (``{text, spans: [{source_actor, target_actor}], event_type}``, each a list of words).

Yes is unanimous there; most of what people disagreed on is "difficult no", and so is a good part of plain reports. What
they agreed on is news: an event that the sentence itself tells, not one that it takes as known (the inquiry into the
attack) or talks about (attacks in general). `reported` draws that line; the measures without it stand beside.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from marsad import read
from marsad.annotate.event_triggers import readings
from marsad.document import Event, Report, Span, Word
from marsad.errors import MarsadError
from marsad.evaluate.measure import Tally, overlap
from marsad.lexicon import events, function_words, reporting

AMBIGUOUS: Final = "ambiguous"
SUPPORTS: Final[dict[str, tuple[int, tuple[str, ...]]]] = {
    "ASSAULT": (5, ("twice", "number", "means", "party", "plain", "short")),
    "PROTEST": (3, ("again", "number", "numbers", "place", "short")),
}
"""By type, how many of which supports (see `reported`) a sentence needs; chosen on the public sentences."""

_BEFORE = 3  # tokens before a trigger in which a relative or a subordinating word makes it background
_LONG = 45  # words of a sentence that tells several things
_CARRIER = 7  # tokens before a noun in which a verb carries or reports it
_SPEECH = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "THREATEN", "AGREE", "REJECT"})
_SUBORDINATE = frozenset("عندما حين حينما بعدما لأن لان إذا اذا لو كي لكي لما كلما منذ".split())


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


def reported(report: Report, kind: str) -> bool:
    """Whether a sentence reports an event of a type as news.

    One of its events is told, not taken as known: actual, and a finite verb of the past or an indefinite noun that a
    verb carries or reports, outside relative and subordinate clauses. And there are enough supports (`SUPPORTS`):
    "twice" another is told so, "again" there is a second word for it, "number" of people in any of them, "numbers" in
    what is told, "place", "means" (explosives, firearms ...), "party" somebody does or suffers what is told, "plain" no
    act of speech (accusation, demand ...) of which it would be only the topic, "short" a sentence that tells one thing.
    """
    held = [e for e in report.events if e.type == kind and e.status == "actual"]
    told = [e for e in held if _told(report, e)]
    if not told:
        return False
    supports = {
        "twice": len(told) > 1,
        "again": sum(not _definite(report, e) and not _background(report, e) for e in held) > 1,
        "number": _numbered(report, held),
        "numbers": _numbered(report, told),
        "place": any(e.place for e in held),
        "means": any(e.mode for e in held),
        "party": any(e.actors or e.recipients or _counted_party(report, e) for e in told),
        "plain": not any(e.type in _SPEECH for e in report.events),
        "short": sum(t.word.kind != "punct" for t in report.tokens) < _LONG,
    }
    enough, names = SUPPORTS.get(kind, SUPPORTS["ASSAULT"])
    return sum(supports[name] for name in names) >= enough


def _counted_party(report: Report, event: Event) -> bool:
    """Whether a participant is told by a number alone ("مقتل 31 شخصا"), which is no entity."""
    return bool(event.tolls) or any(_counted(report, a.span) for a in event.arguments if a.span)


def _numbered(report: Report, held: list[Event]) -> bool:
    """Whether an event tells how many: a toll, or a number in the words for a participant."""
    return any(e.tolls for e in held) or any(_counted(report, a.span) for e in held for a in e.arguments if a.span)


def _told(report: Report, event: Event) -> bool:
    if event.token < 0 or event.frame < 0 or _background(report, event):
        return False
    verbs = [r for r in readings(report.tokens[event.token].word) if r.frame == event.frame and r.kind == "verb"]
    if event.why is not None and event.why.rule.startswith("verb"):
        return any(r.tense == "past" for r in verbs)
    return not _definite(report, event) and any(
        _carries(t.word) for t in report.tokens[_from(event, _CARRIER) : event.token]
    )


def _background(report: Report, event: Event) -> bool:
    relative = function_words.load().relative
    near = report.tokens[_from(event, _BEFORE) : max(event.token, 0)]
    return any(t.word.letters in relative or t.word.letters in _SUBORDINATE for t in near)


def _definite(report: Report, event: Event) -> bool:
    return event.token >= 0 and any(
        r.definite for r in readings(report.tokens[event.token].word) if r.frame == event.frame
    )


def _from(event: Event, words: int) -> int:
    return max(0, event.token - words)


@lru_cache(maxsize=20_000)
def _carries(word: Word) -> bool:
    """Whether a word is a verb that carries an event noun or reports."""
    light, said = events.load().light_forms, reporting.load().forms
    return any(
        s.stem in light or s.stem in said
        for s in word.splits
        if not s.enclitic and s.proclitic in ("", "و", "ف", "ل", "س")
    )


def _counted(report: Report, span: Span) -> bool:
    return any(overlap(span, q.span) for q in report.quantities)


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
