"""What the database holds, and which engine reads."""

from __future__ import annotations

import pathlib
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from marsad.library.database import Database
from marsad.library.status import Status
from marsad.web.access import Identity, Reader
from marsad.web.rendering import page
from marsad.web.state import Db

api = APIRouter(tags=["database"])
pages = APIRouter()


def _status(who: Identity, database: Database) -> Status:
    """The state; where the database lies is for admins, the others get its name."""
    found = database.status()
    if who.may("admin"):
        return found
    return msgspec.structs.replace(found, database=pathlib.PurePosixPath(found.database).name)


@api.get("/status")
def get_status(who: Reader, database: Db) -> dict[str, Any]:
    """How many reports, statements and events there are, from when to when, and what was set aside."""
    found: dict[str, Any] = msgspec.to_builtins(_status(who, database))
    return found


@pages.get("/database")
def show_status(request: Request, who: Reader, database: Db) -> Response:
    """The state of the database as a page."""
    return page(request, "database.html", {"status": _status(who, database)})
