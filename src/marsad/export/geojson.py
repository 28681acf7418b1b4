"""GeoJSON (RFC 7946): a feature for each event that has a place, a point where the gazetteer knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from marsad.export.parts import Facts, Record, array, days, gloss, label


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """A feature collection."""
    return array(b'{"type":"FeatureCollection","features":[', _features(records), b"\n]}\n")


def _features(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    for record in records:
        facts = Facts(record)
        for event in record["events"]:
            place, at = facts.entity(event["place"]), facts.point(event["place"])
            if place is None:
                continue
            first, last = days(event)
            yield {
                "type": "Feature",
                "id": f"{facts.id}_{event['id']}",
                "geometry": None if at is None else {"type": "Point", "coordinates": [at.lon, at.lat]},
                "properties": {
                    "type": event["type"],
                    "mode": event["mode"],
                    "status": event["status"],
                    "first": first,
                    "last": last,
                    "place": {"ar": label(place, "ar"), "en": label(place, "en")},
                    "country": place["country"],
                    "geonames": None if at is None else at.geonames,
                    "actors": [label(e) for e in facts.named(event["actors"])],
                    "recipients": [label(e) for e in facts.named(event["recipients"])],
                    "dead": event["dead"],
                    "injured": event["injured"],
                    "size": event["size"],
                    "gloss": gloss(event),
                    "outlet": facts.outlet(),
                    "report": facts.id,
                    "url": record["url"],
                },
            }
