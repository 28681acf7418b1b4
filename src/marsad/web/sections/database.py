"""What the database holds, and which engine reads."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from marsad.web.access import Reader
from marsad.web.rendering import page
from marsad.web.state import Db

api = APIRouter(tags=["database"])
pages = APIRouter()


@api.get("/status")
def get_status(who: Reader, database: Db) -> dict[str, Any]:
    """How many reports, statements and events there are, from when to when, and what was set aside."""
    found: dict[str, Any] = msgspec.to_builtins(database.status())
    return found


@pages.get("/database")
def show_status(request: Request, who: Reader, database: Db) -> Response:
    """The state of the database as a page."""
    return page(request, "database.html", {"status": database.status()})
