"""Web Annotation and PROV-O in JSON-LD: each statement and event an annotation of its words, with where it comes from.

The context stands in the file, so that nothing is fetched to read it. Positions are code points of the report's text.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterable, Iterator
from typing import Any, Final

from marsad.export.parts import Facts, Record, array, days, gloss, json

BASE: Final = "urn:marsad:"
_ABOUT: Final = 32  # characters before and after a quotation
_ID: Final = {"@type": "@id"}
_DAY: Final = {"@type": "http://www.w3.org/2001/XMLSchema#date"}
_NUMBER: Final = {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}
CONTEXT: Final[dict[str, Any]] = {
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "m": "urn:marsad:terms:",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "body": {"@id": "oa:hasBody", **_ID},
    "target": {"@id": "oa:hasTarget", **_ID},
    "motivation": {"@id": "oa:motivatedBy", **_ID},
    "source": {"@id": "oa:hasSource", **_ID},
    "selector": {"@id": "oa:hasSelector", **_ID},
    "start": {"@id": "oa:start", **_NUMBER},
    "end": {"@id": "oa:end", **_NUMBER},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "label": "rdfs:label",
    "title": "dcterms:title",
    "issued": {"@id": "dcterms:issued", **_DAY},
    "value": "rdf:value",
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", **_ID},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", **_ID},
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", **_ID},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", **_ID},
    "actedOnBehalfOf": {"@id": "prov:actedOnBehalfOf", **_ID},
    "actor": {"@id": "m:actor", **_ID},
    "recipient": {"@id": "m:recipient", **_ID},
    "addressee": {"@id": "m:addressee", **_ID},
    "place": {"@id": "m:place", **_ID},
    "first": {"@id": "m:first", **_DAY},
    "last": {"@id": "m:last", **_DAY},
    **{name: f"m:{name}" for name in ("force", "channel", "quotation", "plover", "mode", "status", "dead", "injured")},
    "size": "m:size",
    "kb": "m:kb",
}


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """One document with a graph."""
    return array(b'{"@context":' + json(CONTEXT) + b',"@graph":[', _graph(records), b"\n]}\n")


def _graph(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    for record in records:
        facts = Facts(record)
        report = _iri("report", facts.id)
        outlet = facts.entity(record["outlet"])
        yield _node(
            report,
            ["prov:Entity"],
            title=record["title"],
            issued=facts.day,
            value=record["text"],
            wasAttributedTo=None if outlet is None else _who(facts, outlet),
            hadPrimarySource=_url(record["url"]),
        )
        for entity in record["entities"]:
            yield _entity(facts, entity)
        for statement in record["statements"]:
            yield from _statement(facts, report, statement)
        for event in record["events"]:
            yield from _event(facts, report, event)


def _entity(facts: Facts, entity: Record) -> dict[str, Any]:
    kinds = {"PER": "prov:Person", "ORG": "prov:Organization", "MEDIA": "prov:Organization", "LOC": "prov:Location"}
    kind = kinds.get(entity["type"])
    of = facts.entity(entity["of"])
    names = [{"@value": name, "@language": lang} for lang, name in entity["name"].items() if name]
    return _node(
        _who(facts, entity),
        ["prov:Agent", *([kind] if kind else [])],
        label=names,
        kb=entity["kb"],
        actedOnBehalfOf=_who(facts, of) if of is not None and entity["type"] == "ANON" else None,
    )


def _statement(facts: Facts, report: str, statement: Record) -> Iterator[dict[str, Any]]:
    key = f"{facts.id}/{statement['id']}"
    speaker = facts.entity(statement["speaker"])
    above = statement["parent"]
    body = _iri("statement", key)
    said = statement["content"]
    yield _node(
        body,
        ["prov:Entity"],
        value=facts.raw(said),
        force=statement["force"],
        channel=statement["channel"],
        quotation=statement["quotation"],
        wasAttributedTo=None if speaker is None else _who(facts, speaker),
        addressee=[_who(facts, e) for e in facts.named(statement["addressees"])],
        # The chain: a statement that another one reports comes from it; the outermost from the report.
        wasQuotedFrom=_iri("statement", f"{facts.id}/{above}") if above in facts.statements else report,
    )
    yield _annotation(facts, report, _iri("annotation", key), body, said or statement["cue"], "oa:describing")


def _event(facts: Facts, report: str, event: Record) -> Iterator[dict[str, Any]]:
    key = f"{facts.id}/{event['id']}"
    first, last = days(event)
    place = facts.entity(event["place"])
    body = _iri("event", key)
    yield _node(
        body,
        ["prov:Entity"],
        label=[{"@value": gloss(event, lang), "@language": lang} for lang in ("ar", "en")],
        plover=event["type"],
        mode=event["mode"],
        status=event["status"],
        actor=[_who(facts, e) for e in facts.named(event["actors"])],
        recipient=[_who(facts, e) for e in facts.named(event["recipients"])],
        place=None if place is None else _who(facts, place),
        first=first,
        last=last,
        dead=event["dead"],
        injured=event["injured"],
        size=event["size"],
        wasDerivedFrom=_iri("statement", f"{facts.id}/{event['in']}") if event["in"] in facts.statements else report,
    )
    yield _annotation(facts, report, _iri("annotation", key), body, event["trigger"], "oa:classifying")


def _annotation(
    facts: Facts, report: str, id: str, body: str, span: list[int] | None, motivation: str
) -> dict[str, Any]:
    target: dict[str, Any] = {"type": "SpecificResource", "source": report}
    if span is not None:
        start, end = span
        target["selector"] = [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": facts.text[start:end],
                "prefix": facts.text[max(0, start - _ABOUT) : start],
                "suffix": facts.text[end : end + _ABOUT],
            },
        ]
    return _node(
        id, ["Annotation", "prov:Entity"], motivation=motivation, body=body, target=target, wasDerivedFrom=report
    )


def _who(facts: Facts, entity: Record) -> str:
    return _iri("who", facts.who(entity))


def _iri(kind: str, key: str) -> str:
    return f"{BASE}{kind}:{urllib.parse.quote(key, safe='', errors='replace')}"


def _url(value: str | None) -> str | None:
    """An address as an IRI that stands in RDF; None for what is none."""
    if not value or not value.startswith(("http://", "https://")):
        return None
    return urllib.parse.quote(value, safe=":/?#[]@!$&'()*+,;=%~-._", errors="replace")


def _node(id: str, types: list[str], **fields: Any) -> dict[str, Any]:
    return {"id": id, "type": types} | {k: v for k, v in fields.items() if v is not None and v != []}
