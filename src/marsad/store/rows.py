"""From a report that was read to the rows that are written of it. Runs in the processes that read; gives plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from marsad.document import Report
from marsad.folding import fold
from marsad.record import record
from marsad.store import copies, terms
from marsad.store.packing import pack_bytes

Row = dict[str, Any]
LONGEST: Final = 31  # days of a time that has a day of its own


class Reading(msgspec.Struct):
    """All rows of one report's record, without the report's key; and the words of its text for the index.

    ``forms`` are folded words in order, ``stems`` each once (see `marsad.store.terms`).
    """

    id: str
    body: bytes  # the record, packed
    outlet: str | None  # entity id
    counts: dict[str, int]  # words, statements, events, warnings
    rows: dict[str, list[Row]]  # by table: entities, mentions, statements, events, roles
    forms: list[str]
    stems: list[str]
    facets: bytes  # JSON: the values of each facet
    sketch: bytes  # fingerprints of the text's own words (marsad.store.copies)


def reading(report: Report) -> Reading:
    """The rows of a report after all stages."""
    made = record(report)
    rows = rows_of(made)
    return Reading(
        id=report.id,
        body=pack_bytes(msgspec.json.encode(made)),
        outlet=made["outlet"],
        counts={
            "words": sum(t.word.kind != "punct" for t in report.tokens),
            "statements": len(made["statements"]),
            "events": len(made["events"]),
            "warnings": len(made["warnings"]),
        },
        rows=rows,
        forms=terms.forms(t.word for t in report.tokens),
        stems=terms.stems(t.word for t in report.tokens),
        facets=msgspec.json.encode(facets_of(rows)),
        sketch=copies.sketch([form for form, _, _ in copies.own_words(made)]),
    )


def rows_of(made: dict[str, Any]) -> dict[str, list[Row]]:
    """The rows of a record, by table."""
    entities = {e["id"]: e for e in made["entities"]}
    who = {id: entity_key(id, entities) for id in entities}
    rows: dict[str, list[Row]] = {
        "entities": [_entity(e, who[e["id"]]) for e in made["entities"]],
        "mentions": [
            {"n": n, "entity": m["entity"], "kind": m["kind"], "start": m["span"][0], "end": m["span"][1]}
            for n, m in enumerate(made["mentions"])
        ],
        "statements": [_statement(n, s) for n, s in enumerate(made["statements"])],
        "events": [_event(n, e, made["published"]) for n, e in enumerate(made["events"])],
    }
    roles: list[Row] = []
    for s in made["statements"]:
        roles += _roles(s["id"], "speaker", [s["speaker"]], who)
        roles += _roles(s["id"], "addressee", s["addressees"], who)
    for e in made["events"]:
        roles += _roles(e["id"], "actor", e["actors"], who)
        roles += _roles(e["id"], "recipient", e["recipients"], who)
        roles += _roles(e["id"], "place", [e["place"]], who)
    rows["roles"] = roles
    return rows


def facets_of(rows: dict[str, list[Row]]) -> dict[str, list[str]]:
    """The different values that a record has of each facet, in the order of their first places."""
    out: dict[str, dict[str, None]] = {}
    for table, names in (("statements", ("channel", "force")), ("events", ("type", "status"))):
        for row in rows[table]:
            for name in names:
                if row[name] is not None:
                    out.setdefault(name, {})[row[name]] = None
    for row in rows["roles"]:
        out.setdefault(row["role"], {})[row["who"]] = None
    return {name: list(values) for name, values in out.items()}


def entity_key(id: str, entities: dict[str, dict[str, Any]]) -> str:
    """Who an entity is across reports, as text.

    The knowledge base's id where it is known; an unnamed source by its class and whom it is close to; anybody else by
    type and folded name. Two people of one name and type share a key: to tell them apart is work of the weave.
    """
    seen: list[str] = []
    while True:
        entity = entities[id]
        if entity["kb"]:
            key = str(entity["kb"])
            break
        if entity["type"] != "ANON":
            name = entity["name"]["ar"] or entity["name"]["en"] or entity["id"]
            key = f"{entity['type']}:{fold(name)}"
            break
        seen.append(f"ANON:{entity['class'] or 'other'}")
        of = entity["of"]
        if of is None or of not in entities or len(seen) > len(entities):
            return "@".join(seen)
        id = of
    return "@".join([*seen, key])


def _entity(entity: dict[str, Any], who: str) -> Row:
    return {
        "id": entity["id"],
        "type": entity["type"],
        "who": who,
        "name_ar": entity["name"]["ar"],
        "name_en": entity["name"]["en"],
        "kb": entity["kb"],
        "country": entity["country"],
        "sector": entity["sector"],
        "class": entity["class"],
        "of": entity["of"],
    }


def _statement(n: int, statement: dict[str, Any]) -> Row:
    cue, source = statement["cue"] or (None, None), statement["source"] or (None, None)
    return {
        "id": statement["id"],
        "n": n,
        "speaker": statement["speaker"],
        "parent": statement["parent"],
        "quotation": statement["quotation"],
        "channel": statement["channel"],
        "force": statement["force"],
        "lemma": statement["lemma"],
        "cue_start": cue[0],
        "cue_end": cue[1],
        "source_start": source[0],
        "source_end": source[1],
        "content_start": statement["content"][0],
        "content_end": statement["content"][1],
    }


def day_of(first: str | None, last: str | None, published: str | None) -> str | None:
    """The day that an event counts for: its first, where the time that it names is a month at the most; else the day
    of the report's publication, for one that tells no time, or "this year", tells what is new."""
    if first is not None and last is not None:
        try:
            if (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days <= LONGEST:
                return first
        except ValueError:  # a year that the calendar does not have
            pass
    return None if published is None else published[:10]


def _event(n: int, event: dict[str, Any], published: str | None) -> Row:
    interval = event["interval"] or (None, None)
    first, last = interval[0] or _day(event["date"]), interval[1] or _day(event["date"])
    return {
        "id": event["id"],
        "n": n,
        "type": event["type"],
        "mode": event["mode"],
        "status": event["status"],
        "date": event["date"],
        "first_day": first,
        "last_day": last,
        "day": day_of(first, last, published),
        "place": event["place"],
        "in_statement": event["in"],
        "dead": event["dead"],
        "injured": event["injured"],
        "size": event["size"],
        "deadline": _deadline(event["deadline"]),
        "quad": event.get("quad"),
        "score": event.get("score"),
        "trigger_start": event["trigger"][0],
        "trigger_end": event["trigger"][1],
    }


def _day(value: Any) -> str | None:
    """The day of a TIMEX3 value that names one."""
    if not isinstance(value, str) or len(value) < 10:
        return None
    day = value[:10]
    return day if day[4] == day[7] == "-" and (day[:4] + day[5:7] + day[8:]).isdecimal() else None


def _deadline(deadline: Any) -> str | None:
    """The last day of a deadline, which a record may give as a value, or as an object with value and interval."""
    if isinstance(deadline, dict):
        interval = deadline.get("interval")
        return interval[1] if interval else _day(deadline.get("value"))
    return _day(deadline)


def _roles(of: str, role: str, entities: Iterable[str | None], who: dict[str, str]) -> list[Row]:
    return [
        {"of": of, "role": role, "n": n, "entity": entity, "who": who[entity]}
        for n, entity in enumerate(e for e in entities if e is not None and e in who)
    ]
