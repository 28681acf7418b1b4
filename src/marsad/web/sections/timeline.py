"""Events over time: counts for a chart, and the list; by party, type, status, place and days."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from marsad.store import events
from marsad.store.events import EventsPage, Step
from marsad.web.access import Reader
from marsad.web.asking import PRESETS, STATUSES, TYPES, Filter, Filters
from marsad.web.paging import Page, Paging, Window, paged
from marsad.web.rendering import page
from marsad.web.shapes import BinShape, EventShape, TempoShape
from marsad.web.state import Db

api = APIRouter(tags=["events"])
pages = APIRouter()


def _found(database: Db, by: Filter, asked: Window) -> EventsPage:
    return database.ask_once(events.page, by.asked, limit=asked.limit, offset=asked.offset)


@api.get("/events")
def list_events(request: Request, who: Reader, database: Db, by: Filters, asked: Paging) -> Page[EventShape]:
    """Events, the latest first, each with who told it and the sentence."""
    found = _found(database, by, asked)
    return paged(request, [EventShape.of(row) for row in found.rows], found.total, asked)


@api.get("/tempo")
def get_tempo(
    who: Reader,
    database: Db,
    by: Filters,
    step: Annotated[Step | None, Query(description="day, week or month; left out: what suits the time")] = None,
) -> TempoShape:
    """How many events there were when, by quad class and status."""
    chosen = step or by.step
    bins = database.ask_once(events.tempo, by.asked, chosen)
    return TempoShape(
        step=chosen, since=by.time.since, until=by.time.until, bins=[BinShape.of(found) for found in bins]
    )


@pages.get("/timeline")
def show_timeline(request: Request, who: Reader, database: Db, by: Filters, asked: Paging) -> Response:
    """The chart, the same figures as a table, and the list."""
    found = _found(database, by, asked)
    bins = database.ask_once(events.tempo, by.asked, by.step)
    table: dict[str, list[int]] = {}
    for one in bins:
        counts = table.setdefault(one.day, [0] * 8)
        if one.quad:
            counts[one.quad - 1] += one.n
        counts[4 + STATUSES.index(one.status)] += one.n
    values = {
        "found": paged(request, found.rows, found.total, asked),
        "by": by,
        "table": sorted(table.items(), reverse=True),
        "total": sum(one.n for one in bins),
        "types": TYPES,
        "statuses": STATUSES,
        "presets": PRESETS,
    }
    return page(request, "timeline.html", values)
