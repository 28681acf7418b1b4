"""Exports: what a search finds, or one report, in a format of the field; a stream."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from marsad.export.formats import FORMATS, chunks
from marsad.web.access import Reader
from marsad.web.searching import Searched
from marsad.web.state import Db

api = APIRouter(tags=["exports"])

# Ending and media type of each format.
FILES: Final[dict[str, tuple[str, str]]] = {
    "jsonl": ("jsonl", "application/x-ndjson"),
    "plover": ("plover.jsonl", "application/x-ndjson"),
    "polecat": ("polecat.tsv", "text/tab-separated-values; charset=utf-8"),
    "cameo": ("cameo.tsv", "text/tab-separated-values; charset=utf-8"),
    "acled": ("acled.csv", "text/csv; charset=utf-8"),
    "ftm": ("ftm.jsonl", "application/x-ndjson"),
    "stix": ("stix.json", "application/stix+json; version=2.1"),
    "jsonld": ("jsonld", "application/ld+json"),
    "graphml": ("graphml", "application/xml"),
    "graphml-tells": ("tells.graphml", "application/xml"),
    "gexf": ("gexf", "application/xml"),
    "gexf-tells": ("tells.gexf", "application/xml"),
    "geojson": ("geojson", "application/geo+json"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "ics": ("ics", "text/calendar; charset=utf-8"),
}


@api.get("/formats")
def list_formats(who: Reader) -> list[dict[str, Any]]:
    """The formats of exports."""
    return [{"format": name, "about": form.about, "media_type": FILES[name][1]} for name, form in FORMATS.items()]


@api.get("/export", response_class=StreamingResponse)
def export(
    who: Reader,
    database: Db,
    asked: Searched,
    format: Annotated[str, Query(max_length=40, description="one of /api/v1/formats")],
    report: Annotated[str | None, Query(max_length=500, description="one report by its id, whatever is asked")] = None,
) -> StreamingResponse:
    """The reports that a search finds, or one report, in a format; in the order in which they came in."""
    if report is not None:
        pieces: Iterator[bytes] = chunks(format, iter([database.report(report).record]))
    else:
        request = asked.request
        pieces = database.export(format, request, types=request.type, statuses=request.status)
    # What is wrong shows at the first piece: it is asked for before an answer begins.
    begun = chain([next(pieces, b"")], pieces)
    ending, kind = FILES[format]
    name = "report" if report is not None else "reports"
    return StreamingResponse(
        begun, media_type=kind, headers={"Content-Disposition": f'attachment; filename="marsad-{name}.{ending}"'}
    )
