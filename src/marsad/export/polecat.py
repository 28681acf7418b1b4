"""POLECAT's columns, tab-separated: what the weekly files of the data set (doi:10.7910/DVN/AJGVIT) hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from marsad.export.parts import Facts, Record, days, label, table
from marsad.export.plover import QUADS

COLUMNS: Final = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Event Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title"),
    *("Actor Name Raw", "Wikipedia Actor ID"),
    *("Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors"),
    *("Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename"),
    *("Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations"),
    *("Language", "Version"),
)
NONE: Final = "None"  # what the data set writes where there is nothing


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """The header, then a row for each event."""
    return table(COLUMNS, _rows(records), delimiter="\t")


def _rows(records: Iterable[Record]) -> Iterator[list[Any]]:
    for record in records:
        facts = Facts(record)
        story = [
            _joined(label(e) for e in record["entities"] if e["type"] in types)
            for types in (("PER",), ("ORG", "MEDIA"), ("LOC",))
        ]
        for event in record["events"]:
            yield [NONE if value in (None, "") else value for value in _row(facts, event, story)]


def _row(facts: Facts, event: Record, story: list[str]) -> list[Any]:
    place = facts.entity(event["place"])
    at = facts.point(event["place"])
    named = None if place is None else label(place)
    return [
        f"{facts.id}_{event['id']}",
        days(event)[0],
        event["type"],
        event["mode"],
        event.get("score"),
        QUADS.get(event.get("quad") or 0, "").upper(),
        _joined(event["context"]),
        *_party(facts, event["actors"]),
        *_party(facts, event["recipients"]),
        named,
        None if at is None else named,
        None,
        None,
        None if place is None else place["country"],
        None if at is None else at.lat,
        None if at is None else at.lon,
        None if at is None else at.geonames,
        None if place is None else label(place, "ar"),
        "PPL" if at is not None else None,
        facts.outlet(),
        facts.day,
        *story,
        facts.record["lang"],
        facts.record["schema"],
    ]


def _party(facts: Facts, ids: list[str]) -> list[Any]:
    found = facts.named(ids)
    sectors = list(dict.fromkeys(e["sector"] for e in found if e["sector"]))
    return [
        _joined(label(e) for e in found),
        _joined(dict.fromkeys(e["country"] for e in found)),
        None,
        sectors[0] if sectors else None,
        _joined(sectors),
        _joined(e.get("office") for e in found),
        _joined(label(e, "ar") for e in found),
        None,
    ]


def _joined(values: Iterable[str | None]) -> str:
    return "; ".join(value for value in values if value)
