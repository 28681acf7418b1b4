"""Where events happened, by place and time."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from marsad.store.whereabouts import Place, whereabouts
from marsad.web.access import Reader
from marsad.web.asking import PRESETS, STATUSES, TYPES, Filter, Filters
from marsad.web.rendering import page
from marsad.web.shapes import PlaceShape
from marsad.web.state import Db

api = APIRouter(tags=["events"])
pages = APIRouter()
LISTED = 40  # of the places, in the table of the page


def _found(database: Db, by: Filter) -> list[Place]:
    return database.ask_once(whereabouts, by.asked, step=by.step)


@api.get("/places")
def list_places(who: Reader, database: Db, by: Filters) -> list[PlaceShape]:
    """The 600 places with most events, and how well each is known."""
    return [PlaceShape.of(row) for row in _found(database, by)]


@pages.get("/map")
def show_map(request: Request, who: Reader, database: Db, by: Filters) -> Response:
    """The map, and the same as a table."""
    found = _found(database, by)
    values = {
        "places": found[:LISTED],
        "count": len(found),
        "events": sum(row.n for row in found),
        "by": by,
        "types": TYPES,
        "statuses": STATUSES,
        "presets": PRESETS,
    }
    return page(request, "map.html", values)
