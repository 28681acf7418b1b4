"""From a report to its record: the JSON that `marsad read` prints, in the schema ``marsad/1``.

The order of keys is fixed and nothing depends on the time or the place of the run: the same input gives the same bytes.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from marsad.document import Deadline, Entity, Event, Mention, Quantity, Relay, Report, Span, Statement, Timex, Toll, Why

SCHEMA: Final = "marsad/1"


def record(report: Report) -> dict[str, Any]:
    """The record of a report, as plain dicts and lists in the order in which they are printed."""
    mentions = [m for m in report.mentions if m.entity is not None]
    return {
        "schema": SCHEMA,
        "id": report.id,
        "url": report.url,
        "title": report.title,
        "published": report.published,
        "outlet": report.outlet_entity,
        "lang": report.lang,
        "text": report.text,
        "furniture": [{"span": _span(f.span), "kind": f.kind} for f in report.furniture],
        "entities": [_entity(e) for e in _referred(report, mentions)],
        "mentions": [{"span": _span(m.span), "entity": m.entity, "kind": m.kind} for m in mentions],
        "times": [_time(t) for t in report.times],
        "quantities": [_quantity(q) for q in report.quantities],
        "statements": [_statement(s) for s in report.statements],
        "events": [_event(e) for e in report.events],
        "warnings": [{"code": w.code, "message": w.message, "span": _span(w.span)} for w in report.warnings],
    }


def to_json(report: Report, *, indent: int = 0) -> str:
    """The record as JSON: one line, or indented by `indent` spaces. Arabic stands as itself, not escaped."""
    data = msgspec.json.encode(record(report))
    return (msgspec.json.format(data, indent=indent) if indent else data).decode()


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _referred(report: Report, mentions: list[Mention]) -> list[Entity]:
    """The entities that something in the record refers to, directly or as what an unnamed source belongs to."""
    wanted: set[str | None] = {m.entity for m in mentions} | {report.outlet_entity}
    for statement in report.statements:
        wanted.add(statement.speaker)
        wanted.update(statement.addressees)
    for event in report.events:
        wanted.update(event.actors)
        wanted.update(event.recipients)
        wanted.add(event.place)
        if event.relay is not None:
            wanted |= {event.relay.origin, event.relay.carrier, event.relay.addressee}
    known = {e.id: e for e in report.entities}
    todo = [known[i] for i in wanted if i in known]
    while todo:
        of = todo.pop().of
        if of is not None and of not in wanted and of in known:
            wanted.add(of)
            todo.append(known[of])
    return [e for e in report.entities if e.id in wanted]


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": {"ar": entity.name.get("ar"), "en": entity.name.get("en")},
        "kb": entity.kb,
        "country": entity.country,
        "sector": entity.sector,
        "class": entity.class_,
        "of": entity.of,
        "office": entity.office,
        "candidates": list(entity.candidates),
        "key": entity.key,
    }


def _time(time: Timex) -> dict[str, Any]:
    return {
        "span": _span(time.span),
        "type": time.type,
        "value": time.value,
        "mod": time.mod,
        "interval": None if time.interval is None else list(time.interval),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "span": _span(quantity.span),
        "value": _number(quantity.value),
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "unit": quantity.unit,
        "of": quantity.of,
        "mod": quantity.mod,
    }


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a point: 8, not 8.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "cue": _span(statement.cue),
        "source": _span(statement.source),
        "speaker": statement.speaker,
        "addressees": list(statement.addressees),
        "content": _span(statement.content),
        "parent": statement.parent,
        "quotation": statement.quotation,
        "channel": statement.channel,
        "force": statement.force,
        "lemma": statement.lemma,
        "why": _why(statement.why),
    }


def _event(event: Event) -> dict[str, Any]:
    """An event. ``dead``, ``injured``, ``size`` are the numbers; ``tolls`` has them with their bounds and places."""
    return {
        "id": event.id,
        "trigger": _span(event.trigger),
        "type": event.type,
        "mode": event.mode,
        "context": list(event.context),
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "status": event.status,
        "status_by": _span(event.status_by),
        "negated_by": _span(event.negated_by),
        "date": event.date,
        "interval": None if event.interval is None else list(event.interval),
        "place": event.place,
        "precision": dict(event.precision),
        "in": event.in_,
        "dead": _count(event, "dead"),
        "injured": _count(event, "injured"),
        "size": _count(event, "size"),
        "tolls": {name: _toll(toll) for name, toll in event.tolls.items()},
        "conditions": [
            {"span": _span(c.span), "word": c.word, "event": c.event, "negated": c.negated} for c in event.conditions
        ],
        "deadline": _deadline(event.deadline),
        "contact": None
        if event.contact is None
        else {"channel": event.contact.channel, "length": event.contact.length},
        "relay": _relay(event.relay),
        "quad": event.quad,
        "score": event.score,
        "gloss": dict(event.gloss),
        "chances": event.chances,
        "why": _why(event.why),
    }


def _count(event: Event, name: str) -> int | None:
    toll = event.tolls.get(name)
    return None if toll is None else toll.value if toll.value is not None else toll.low


def _toll(toll: Toll) -> dict[str, Any]:
    return {
        "value": toll.value,
        "low": toll.low,
        "high": toll.high,
        "approximate": toll.approximate,
        "span": _span(toll.span),
    }


def _deadline(deadline: Deadline | None) -> dict[str, Any] | None:
    if deadline is None:
        return None
    interval = None if deadline.interval is None else list(deadline.interval)
    return {"span": _span(deadline.span), "value": deadline.value, "interval": interval}


def _relay(relay: Relay | None) -> dict[str, Any] | None:
    if relay is None:
        return None
    return {
        "origin": relay.origin,
        "carrier": relay.carrier,
        "addressee": relay.addressee,
        "content": _span(relay.content),
    }


def _why(why: Why | None) -> dict[str, Any] | None:
    return None if why is None else {"rule": why.rule, "entries": list(why.entries)}
