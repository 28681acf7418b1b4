"""ACLED's columns, CSV: violence, protest and what ACLED calls strategic developments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from marsad.export.parts import Facts, Record, data, days, gloss, label, table

COLUMNS: Final = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)
# PLOVER's sectors in ACLED's words for kinds of actors; what has no word of its own is left open.
INTER: Final = {
    "GOV": "State forces",
    "MIL": "State forces",
    "COP": "State forces",
    "REB": "Rebel group",
    "PRM": "Political militia",
    "UAF": "Political militia",
    "CVL": "Civilians",
    "REF": "Civilians",
}


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """The header, then a row for each event in ACLED's scope."""
    return table(COLUMNS, _rows(records), delimiter=",")


def kind(event: Record) -> list[str] | None:
    """Disorder type, event type and sub-event type; None outside ACLED's scope."""
    modes = data("acled.yaml").get(event["type"], {})
    found: list[str] | None = modes.get(event["mode"] or "", modes.get(""))
    return found


def _rows(records: Iterable[Record]) -> Iterator[list[Any]]:
    for record in records:
        facts = Facts(record)
        for event in record["events"]:
            sort = kind(event)
            if sort is not None:
                yield _row(facts, event, sort)


def _row(facts: Facts, event: Record, sort: list[str]) -> list[Any]:
    first, last = days(event)
    place, at = facts.entity(event["place"]), facts.point(event["place"])
    country = data("countries.yaml").get(place["country"]) if place is not None else None
    one, two = _party(facts, event["actors"]), _party(facts, event["recipients"])
    if sort[1] == "Protests":
        one = [one[0] or "Protesters", one[1], "Protesters"]
    elif sort[1] == "Riots":
        one = [one[0] or "Rioters", one[1], "Rioters"]
    return [
        f"{facts.id}_{event['id']}",
        first,
        first and int(first[:4]),
        None if first is None else 1 if first == last else 3 if last is None or first[:7] != last[:7] else 2,
        *sort,
        *one,
        *two,
        "-".join(part for part in (one[2], two[2]) if part),
        "Civilian targeting" if two[2] == "Civilians" and sort[0].startswith("Political violence") else None,
        None if country is None else country["number"],
        None,
        None if country is None else country["name"],
        None,
        None,
        None,
        None if place is None else label(place),
        None if at is None else at.lat,
        None if at is None else at.lon,
        None if place is None else 1 if at is not None else 3,
        facts.outlet(),
        None,
        gloss(event),
        event["dead"],
        f"crowd size={event['size']}" if event["size"] is not None and event["type"] == "PROTEST" else None,
        None,
    ]


def _party(facts: Facts, ids: list[str]) -> list[Any]:
    found = facts.named(ids)
    if not found:
        return [None, None, None]
    return [label(found[0]), "; ".join(label(e) or "" for e in found[1:]), INTER.get(found[0]["sector"] or "")]
