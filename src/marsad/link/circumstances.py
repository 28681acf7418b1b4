"""What is said of an event beyond who acts: whether it happened, when, where, how many, on what condition.

A stage: it takes events whose participants are resolved and adds the rest. The readers (`event_status`, `event_dates`,
`event_places` ...) see an event as a `Happening`.
"""

from __future__ import annotations

import msgspec

from marsad.annotate import event_triggers
from marsad.annotate.cues import readings as cue_readings
from marsad.annotate.scene import Scene
from marsad.document import Event, Report, Statement, Why
from marsad.lexicon import events as frames
from marsad.link.contacts import ContactReader
from marsad.link.event_clauses import Clauses
from marsad.link.event_codes import CodeReader
from marsad.link.event_conditions import ConditionReader, Found
from marsad.link.event_dates import DateReader, When
from marsad.link.event_glosses import Glosser
from marsad.link.event_markers import ACTUAL, Standing
from marsad.link.event_memory import memory
from marsad.link.event_place_spread import PlaceSpread
from marsad.link.event_places import PlaceReader
from marsad.link.event_spread import Spread
from marsad.link.event_status import StatusReader
from marsad.link.event_tolls import TollReader
from marsad.link.happenings import Form, Happening


def link(report: Report) -> Report:
    """Assigns status, date, place and the rest to ``events``."""
    if not report.events:
        return report
    scene = Scene(report)
    statements = {s.id: s for s in report.statements}
    report = report.with_(events=tuple(_on_whose_word(e, statements) for e in report.events))
    happenings = [happening(scene, e, statements) for e in report.events]
    verbs = {h.first for h in happenings if h.verbal}
    cues = {scene.at(s.cue.start) for s in report.statements if s.cue is not None}
    clauses = Clauses(scene, verbs)
    standings = _standings(scene, happenings, verbs, cues, report.events)
    actors = [frozenset(e.actors) for e in report.events]
    recipients = [frozenset(e.recipients) for e in report.events]
    roots = [h.lemma for h in happenings]
    entities = {e.id: e for e in report.entities}
    statuses = [s.status for s in standings]
    found = PlaceReader(scene, clauses, happenings).read(actors)
    generic = [s.rule == "status.any" for s in standings]
    places, how = PlaceSpread(scene, happenings, found, actors, recipients, roots, entities, statuses, generic).places()
    reader = DateReader(scene, clauses, happenings)
    reader.read()
    lands = {e.id: e.country for e in report.entities}
    dates = Spread(scene, clauses, reader, actors, places, roots, lands, statuses).dates()
    tolls = TollReader(scene, happenings).read()
    settled = [
        _by_date(report, h.form, standing, date, known=scene.letters[h.first].lstrip("وبلف").startswith("ال"))
        for h, standing, date in zip(happenings, standings, dates, strict=True)
    ]
    ids = [e.id for e in report.events]
    bound = ConditionReader(scene, happenings, [s.status for s in settled], ids).read()
    out = []
    for event, standing, date, place, precision in zip(report.events, settled, dates, places, how, strict=True):
        out.append(_with(report, event, standing, date, place, precision))
    for n, numbers in enumerate(tolls):
        if numbers:
            out[n] = msgspec.structs.replace(out[n], tolls=numbers)
    _bind(out, bound)
    codes = CodeReader(scene, clauses, happenings).read(report.events)
    for n, c in enumerate(codes):
        out[n] = msgspec.structs.replace(out[n], mode=c.mode, context=c.context, quad=c.quad, score=c.score)
    reader2 = ContactReader(scene, clauses, happenings)
    for n, contact in reader2.contacts(out).items():
        out[n] = msgspec.structs.replace(out[n], contact=contact)
    for n, relay in reader2.relays().items():
        out[n] = msgspec.structs.replace(out[n], relay=relay)
    glosses = Glosser(report, happenings, out).read()
    return report.with_(events=tuple(msgspec.structs.replace(e, gloss=g) for e, g in zip(out, glosses, strict=True)))


def _on_whose_word(event: Event, statements: dict[str, Statement]) -> Event:
    """An act of speech is told by who tells the statement, also where that was found after the event."""
    said = statements.get(event.speech or "")
    return event if said is None or said.parent == event.in_ else msgspec.structs.replace(event, in_=said.parent)


def _bind(events: list[Event], found: list[Found]) -> None:
    """Gives conditions and deadlines to the events that they belong to; the first deadline of an event is kept."""
    for f in found:
        for n in f.owners:
            event = events[n]
            if f.condition is not None:
                event = msgspec.structs.replace(event, conditions=(*event.conditions, f.condition))
            elif event.deadline is None:
                event = msgspec.structs.replace(event, deadline=f.deadline)
            else:
                continue
            why = event.why or Why("event")
            events[n] = msgspec.structs.replace(event, why=Why(why.rule, (*why.entries, f.rule)))


def _with(
    report: Report, event: Event, standing: Standing, when: When | None, place: str | None, place_how: str
) -> Event:
    precision = {}
    why = event.why or Why("event")
    said = [f"{standing.rule}:{standing.entry}"] if standing.entry else []
    if when is not None:
        precision["date"] = when.precision
        said.append(f"date.{when.precision}:{report.slice(when.span)}")
    if place is not None:
        precision["place"] = place_how
        said.append(f"place.{place_how}:{place}")
    return msgspec.structs.replace(
        event,
        status=standing.status,
        status_by=standing.word,
        negated_by=standing.word if standing.status == "negated" else None,
        date=when.date if when is not None else None,
        interval=when.interval if when is not None else None,
        place=place,
        precision=precision,
        why=Why(why.rule, (*why.entries, *said)),
    )


def _by_date(report: Report, form: Form, standing: Standing, when: When | None, *, known: bool) -> Standing:
    """What is dated behind the report's own day is yet to come ("يزور الوفد بغداد الأحد المقبل")."""
    published = (report.published or "")[:10]
    ahead = when is not None and when.interval is not None and when.interval[0] > published
    if (
        ahead
        and when is not None
        and published
        and standing == ACTUAL
        and form in ("pres", "noun", "masdar")
        and when.precision == "clause"
        and not (form == "noun" and known)
    ):
        return Standing("planned", when.span, "status.date", when.date or "")
    return standing


def _standings(
    scene: Scene, happenings: list[Happening], verbs: set[int], cues: set[int], events: tuple[Event, ...]
) -> list[Standing]:
    nouns = {h.first for h in happenings if not h.verbal}
    reader = StatusReader(scene, verbs | cues, nouns)
    return [reader.read(h, e.status) for h, e in zip(happenings, events, strict=True)]


def happening(scene: Scene, event: Event, statements: dict[str, Statement]) -> Happening:
    """An event as its readers see it."""
    token = event.token if event.token >= 0 else scene.at(event.trigger.start)
    end = scene.at(event.trigger.end - 1) + 1
    lemma, form = _lemma(scene, event, token)
    found = Happening(
        token,
        max(end, token + 1),
        event.trigger,
        event.type,
        form,
        lemma,
        statements.get(event.in_ or ""),
        statements.get(event.speech or ""),
        event.mode,
    )
    return found._replace(memory=memory(scene, found))


def _lemma(scene: Scene, event: Event, token: int) -> tuple[str, Form]:
    """The lemma and the kind of word of a trigger."""
    word = scene.tokens[token].word
    rule = event.why.rule.partition(":")[0] if event.why is not None else ""
    frame = frames.frame(event.frame)
    if frame is not None:
        for r in event_triggers.readings(word):
            if r.frame == event.frame and rule in (r.kind, "speech"):
                return frame.lemma, _form(r.kind, r.tense)
        return frame.lemma, "noun"
    lemma = next(
        (x.partition(":")[2] for x in (event.why.entries if event.why else ()) if x.startswith("reporting_")), ""
    )
    for cue in cue_readings(word):
        return lemma or word.folded, _form(cue.tense, cue.tense)
    return lemma or word.folded, "noun"


def _form(kind: str, tense: str) -> Form:
    if kind in ("verb", "past", "pres"):
        return "pres" if tense == "pres" else "past"
    return "masdar" if kind == "masdar" else "part" if kind in ("part", "ppart") else "noun"
