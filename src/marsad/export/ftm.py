"""FollowTheMoney entities, one a line: reports as Article, happenings as Event, who is in them, places as Address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from marsad.export.parts import Facts, Record, alpha2, days, digest, gloss, json, label

_SCHEMA: Final = {
    "PER": "Person",
    "ORG": "Organization",
    "MEDIA": "Organization",
    "ANON": "LegalEntity",
    "LOC": "Address",
}
_PUBLIC: Final = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
# FollowTheMoney gives every property this name; a country's code where it has one of its own.
_CODES: Final = {"XKX": "xk"}


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """A line for each entity; who comes in many reports is told once in each, as FollowTheMoney merges by id."""
    for record in records:
        for entity in _entities(record):
            yield json(entity) + b"\n"


def _entities(record: Record) -> Iterator[dict[str, Any]]:
    facts = Facts(record)
    article = _id("report", facts.id)
    yield _entity(
        article,
        "Article",
        title=[record["title"]],
        publishedAt=[facts.day],
        sourceUrl=[record["url"]] if str(record["url"] or "").startswith(("http://", "https://")) else [],
        publisher=[facts.outlet()],
        bodyText=[record["text"]],
        language=["ara"],
    )
    for entity in record["entities"]:
        yield _party(facts, entity, article)
    for event in record["events"]:
        first, last = days(event)
        place = facts.entity(event["place"])
        actors, recipients = (
            [e for e in facts.named(event[role]) if e["type"] != "LOC"] for role in ("actors", "recipients")
        )
        countries = [e for role in ("actors", "recipients") for e in facts.named(event[role]) if e["type"] == "LOC"]
        yield _entity(
            _id("event", facts.id, event["id"]),
            "Event",
            name=[gloss(event)],
            summary=[gloss(event, "ar")],
            description=[facts.sentence(event)],
            startDate=[first],
            endDate=[last],
            organizer=[_who(facts, e) for e in actors],
            involved=[_who(facts, e) for e in recipients],
            keywords=["PLOVER " + event["type"], event["mode"], f"status: {event['status']}", *event["context"]],
            location=[label(place)] if place is not None else [],
            addressEntity=[_who(facts, place)] if place is not None and place["type"] == "LOC" else [],
            country=[_country(e) for e in (*countries, *([place] if place is not None else []))],
            notes=[f"actor: {label(e)}" for e in facts.named(event["actors"]) if e["type"] == "LOC"]
            + [f"recipient: {label(e)}" for e in facts.named(event["recipients"]) if e["type"] == "LOC"],
            proof=[article],
            recordId=[f"{facts.id}_{event['id']}"],
        )


def _party(facts: Facts, entity: Record, article: str) -> dict[str, Any]:
    schema = _SCHEMA[entity["type"]]
    names = [label(entity), label(entity, "ar")]
    kb = entity["kb"]
    wikidata = [kb] if isinstance(kb, str) and kb[:1] == "Q" and kb[1:].isdigit() else []
    if schema == "Address":
        at = facts.point(entity["id"])
        return _entity(
            _who(facts, entity),
            schema,
            full=names[:1],
            name=names,
            country=[_country(entity)],
            latitude=[] if at is None else [str(at.lat)],
            longitude=[] if at is None else [str(at.lon)],
            wikidataId=wikidata,
            proof=[article],
        )
    if schema == "Organization" and entity["sector"] in _PUBLIC:
        schema = "PublicBody"
    return _entity(
        _who(facts, entity),
        schema,
        name=names,
        country=[_country(entity)],
        wikidataId=wikidata,
        sector=[entity["sector"]] if schema != "Person" else [],
        position=[entity.get("office")] if schema == "Person" else [],
        summary=[f"unnamed: {entity['class']}"] if entity["type"] == "ANON" else [],
        proof=[article],
    )


def _country(entity: Record) -> str | None:
    code = entity["country"]
    found = _CODES.get(code) or alpha2(code)
    return None if found is None else found.lower()


def _who(facts: Facts, entity: Record) -> str:
    kind = "place" if entity["type"] == "LOC" else "who"
    return _id(kind, facts.who(entity), entity["type"])


def _id(*parts: str) -> str:
    return f"marsad-{parts[0]}-{digest(*parts)}"


def _entity(id: str, schema: str, **properties: list[Any]) -> dict[str, Any]:
    kept = {name: list(dict.fromkeys(str(v) for v in values if v)) for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}
