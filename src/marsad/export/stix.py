"""STIX 2.1: one bundle; reports, identities, locations, incidents (events) and notes (statements).

Ids are UUIDs of version 5 and the instants those of the reports, so the same records give the same bundle. In memory
are only the ids of identities and locations that were written.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any, Final

from marsad.export.parts import NAMESPACE, UNDATED, Facts, Record, alpha2, array, days, gloss, label

_CLASS: Final = {"PER": "individual", "ORG": "organization", "MEDIA": "organization", "ANON": "unspecified"}
_SECTOR: Final = {
    "GOV": "government",
    "MIL": "defense",
    "MED": "communications",
    "NGO": "non-profit",
    "EDU": "education",
}


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """The bundle."""
    id = uuid.uuid5(NAMESPACE, "stix bundle")
    return array(f'{{"type":"bundle","id":"bundle--{id}","objects":['.encode(), _objects(records), b"\n]}\n")


def _objects(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    yield _object("identity", "marsad", UNDATED, name="Marsad", identity_class="system")
    for record in records:
        facts = Facts(record)
        for entity in record["entities"]:
            made = _entity(facts, entity)
            if made["id"] not in seen:
                seen.add(made["id"])
                yield made
        refs = [_ref(facts, entity) for entity in record["entities"]]
        for event in record["events"]:
            for made in _event(facts, event):
                refs.append(made["id"])
                yield made
        for statement in record["statements"]:
            note = _statement(facts, statement)
            if note is not None:
                refs.append(note["id"])
                yield note
        yield _object(
            "report",
            f"report {facts.id}",
            facts.day,
            name=record["title"] or facts.id,
            description=record["text"],
            published=_instant(facts.day),
            report_types=["observed-data"],
            object_refs=list(dict.fromkeys(refs)) or [_name("identity", "marsad")],
            external_references=_references(facts),
            lang="ar",
        )


def _entity(facts: Facts, entity: Record) -> dict[str, Any]:
    kb = entity["kb"]
    known = isinstance(kb, str) and kb[:1] == "Q"
    references = [{"source_name": "wikidata", "external_id": kb}] if known else None
    other = [name for name in (label(entity, "ar"),) if name and name != label(entity)]
    if entity["type"] == "LOC":
        at = facts.point(entity["id"])
        code = alpha2(entity["country"])
        return _object(
            "location",
            facts.who(entity),
            UNDATED,
            name=label(entity) or entity["id"],
            description=other[0] if other else None,
            region=None if code or at else "world",
            country=code,
            latitude=None if at is None else at.lat,
            longitude=None if at is None else at.lon,
            external_references=references,
        )
    sector = _SECTOR.get(entity["sector"] or "")
    return _object(
        "identity",
        facts.who(entity),
        UNDATED,
        name=label(entity) or f"unnamed {entity['class'] or 'source'}",
        description=other[0] if other else None,
        roles=[entity["office"]] if entity.get("office") else None,
        identity_class=_CLASS[entity["type"]],
        sectors=[sector] if sector else None,
        external_references=references,
    )


def _event(facts: Facts, event: Record) -> Iterator[dict[str, Any]]:
    key = f"{facts.id}_{event['id']}"
    first, last = days(event)
    when = "" if first is None else f" ({first if first == last else f'{first}/{last}'})"
    incident = _object(
        "incident",
        f"event {key}",
        facts.day,
        name=gloss(event),
        description=f"{facts.sentence(event)}{when}",
        labels=[f"plover:{event['type']}", *([f"mode:{event['mode']}"] if event["mode"] else []), event["status"]],
        external_references=[{"source_name": "marsad", "external_id": key}],
    )
    yield incident
    links = [(_ref(facts, e), "actor-in", incident["id"]) for e in facts.named(event["actors"])]
    links += [(incident["id"], "towards", _ref(facts, e)) for e in facts.named(event["recipients"])]
    place = facts.entity(event["place"])
    if place is not None:
        links.append((incident["id"], "located-at", _ref(facts, place)))
    for source, kind, target in links:
        yield _object(
            "relationship",
            f"{source} {kind} {target}",
            facts.day,
            relationship_type=kind,
            source_ref=source,
            target_ref=target,
        )


def _statement(facts: Facts, statement: Record) -> dict[str, Any] | None:
    said, speaker = facts.words(statement["content"]), facts.entity(statement["speaker"])
    if not said:
        return None
    key = f"{facts.id}_{statement['id']}"
    about = [_ref(facts, e) for e in ([] if speaker is None else [speaker])]
    return _object(
        "note",
        f"statement {key}",
        facts.day,
        abstract=f"{statement['force'] or 'assert'}: {facts.words(statement['cue']) or ''}".strip(),
        content=said,
        authors=[label(speaker) or "unnamed"] if speaker is not None else None,
        object_refs=about or [_name("report", f"report {facts.id}")],
        labels=[v for v in (statement["force"], statement["quotation"], statement["channel"]) if v] or None,
        external_references=[{"source_name": "marsad", "external_id": key}],
        lang="ar",
    )


def _references(facts: Facts) -> list[dict[str, str]]:
    found = {"source_name": facts.outlet() or "marsad", "external_id": facts.id}
    url = facts.record["url"]
    return [{**found, "url": url} if str(url or "").startswith(("http://", "https://")) else found]


def _ref(facts: Facts, entity: Record) -> str:
    return _name("location" if entity["type"] == "LOC" else "identity", facts.who(entity))


def _name(kind: str, key: str) -> str:
    return f"{kind}--{uuid.uuid5(NAMESPACE, f'{kind} {key}')}"


def _instant(day: str | None) -> str:
    return f"{(day or UNDATED)[:10]}T00:00:00.000Z"


def _object(kind: str, key: str, day: str | None, **fields: Any) -> dict[str, Any]:
    at = _instant(day)
    own = {"type": kind, "spec_version": "2.1", "id": _name(kind, key), "created": at, "modified": at}
    return own | {name: value for name, value in fields.items() if value is not None}
