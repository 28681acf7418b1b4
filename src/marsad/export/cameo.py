"""Events by CAMEO code: PLOVER's type, mode and context led back to CAMEO by ``data/cameo.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from marsad.export.parts import Facts, Record, data, days, label, table

COLUMNS: Final = (
    *("event_id", "date", "source", "source_country", "source_sector", "target", "target_country", "target_sector"),
    *("cameo", "cameo_root", "cameo_name", "plover_type", "plover_mode", "goldstein", "quad"),
    *("place", "country", "latitude", "longitude", "outlet", "url"),
)


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """The header, then a row for each event and each pair of source and target, as CAMEO data are dyadic."""
    return table(COLUMNS, _rows(records), delimiter="\t")


def code(event: Record) -> str:
    """The CAMEO code of an event: by mode and context, by mode, by context, or of the type alone."""
    rules = data("cameo.yaml")["types"][event["type"]]
    mode, contexts = event["mode"], event["context"]
    for rule in rules.get("both", ()):
        if rule["mode"] == mode and rule["context"] in contexts:
            return str(rule["code"])
    found = rules.get("mode", {}).get(mode)
    if found is None and mode is None:
        found = next((rules["context"][c] for c in contexts if c in rules.get("context", {})), None)
    return str(found or rules["code"])


def _rows(records: Iterable[Record]) -> Iterator[list[Any]]:
    names = data("cameo.yaml")["names"]
    for record in records:
        facts = Facts(record)
        for event in record["events"]:
            cameo = code(event)
            place, at = facts.entity(event["place"]), facts.point(event["place"])
            sources: list[Record | None] = [*facts.named(event["actors"])] or [None]
            targets: list[Record | None] = [*facts.named(event["recipients"])] or [None]
            for source in sources:
                for target in targets:
                    yield [
                        f"{facts.id}_{event['id']}",
                        days(event)[0],
                        *_party(source),
                        *_party(target),
                        cameo,
                        cameo[:2],
                        names[cameo],
                        event["type"],
                        event["mode"],
                        event.get("score"),
                        event.get("quad"),
                        None if place is None else label(place),
                        None if place is None else place["country"],
                        None if at is None else at.lat,
                        None if at is None else at.lon,
                        facts.outlet(),
                        record["url"],
                    ]


def _party(entity: Record | None) -> list[Any]:
    return [None] * 3 if entity is None else [label(entity), entity["country"], entity["sector"]]
