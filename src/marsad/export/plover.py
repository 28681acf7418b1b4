"""PLOVER 2.0: one event a line, with the field names of NGEC, the coder that PLOVER 2.0 was published with.

Source of the names: ahalterman/NGEC ``formatter.py``. What PLOVER calls auxiliary modes (planned, hypothetical,
negated) is ``status``; what NGEC has no field for follows under names of Marsad's record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from marsad.export.parts import Facts, Record, days, gloss, json, label

QUADS: Final = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """A line for each event."""
    for record in records:
        facts = Facts(record)
        for event in record["events"]:
            yield json(event_of(facts, event)) + b"\n"


def event_of(facts: Facts, event: Record) -> dict[str, Any]:
    """An event in PLOVER's fields."""
    first, last = days(event)
    place = facts.entity(event["place"])
    return {
        "id": f"{facts.id}_{event['id']}",
        "story_id": facts.id,
        "headline": facts.record["title"],
        "pub_date": facts.day,
        "publisher": facts.outlet(),
        "url": facts.record["url"],
        "lang": facts.record["lang"],
        "event_text": facts.sentence(event),
        "event_type": event["type"],
        "event_mode": [event["mode"]] if event["mode"] else [],
        "contexts": event["context"],
        "quad_class": QUADS.get(event.get("quad") or 0),
        "event_intensity": event.get("score"),
        "date_resolved": event["date"],
        "date_interval": [first, last] if first else None,
        "status": event["status"],
        "status_text": facts.words(event.get("status_by") or event["negated_by"]),
        "attributes": {
            "ACTOR": [_party(facts, entity) for entity in facts.named(event["actors"])],
            "RECIP": [_party(facts, entity) for entity in facts.named(event["recipients"])],
            "LOC": [] if place is None else [_place(facts, event, place)],
        },
        "fatalities": event["dead"],
        "injuries": event["injured"],
        "size": event["size"],
        "conditions": [facts.words(c["span"] if isinstance(c, dict) else c) for c in event["conditions"] or ()],
        "deadline": (event["deadline"] or {}).get("interval") if isinstance(event["deadline"], dict) else None,
        "reported_by": [_report(facts, statement) for statement in facts.chain(event)],
        "trigger": {
            "text": facts.raw(event["trigger"]),
            "start_char": event["trigger"][0],
            "end_char": event["trigger"][1],
        },
        "gloss": {"ar": gloss(event, "ar"), "en": gloss(event, "en")},
        "version": facts.record["schema"],
    }


def _party(facts: Facts, entity: Record) -> dict[str, Any]:
    return {
        "text": label(entity, "ar"),
        "name": label(entity, "en"),
        "country": entity["country"],
        "code_1": entity["sector"],
        "wikidata": _wikidata(entity),
        "key": facts.who(entity),
    }


def _wikidata(entity: Record) -> str | None:
    kb = entity["kb"]
    return kb if isinstance(kb, str) and kb[:1] == "Q" and kb[1:].isdigit() else None


def _place(facts: Facts, event: Record, place: Record) -> dict[str, Any]:
    at = facts.point(event["place"])
    return {
        "text": label(place, "ar"),
        "resolved_placename": label(place, "en"),
        "country_code3": place["country"],
        "lat": None if at is None else at.lat,
        "lon": None if at is None else at.lon,
        "geonameid": None if at is None else str(at.geonames),
    }


def _report(facts: Facts, statement: Record) -> dict[str, Any]:
    speaker = facts.entity(statement["speaker"])
    return {
        "speaker": None if speaker is None else label(speaker),
        "cue": facts.words(statement["cue"]),
        "channel": statement["channel"],
        "force": statement["force"],
    }
