"""Reports: the list, one with its record and its versions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from marsad.store.search import Hit
from marsad.store.search import Request as Asked
from marsad.web.access import Reader
from marsad.web.paging import Page, Paging, paged
from marsad.web.rendering import page
from marsad.web.state import Db

api = APIRouter(tags=["reports"])
pages = APIRouter()


class ReportRow(BaseModel):
    """A report in a list."""

    id: str
    title: str | None
    url: str | None
    published: str | None
    outlet: str | None
    version: int


def row(hit: Hit) -> ReportRow:
    """A hit of the store as a row."""
    return ReportRow(
        id=hit.id, title=hit.title, url=hit.url, published=hit.published, outlet=hit.outlet, version=hit.number
    )


def _latest(request: Request, database: Db, asked: Paging) -> Page[ReportRow]:
    found = database.search(Asked(), limit=asked.limit, offset=asked.offset)
    return paged(request, [row(hit) for hit in found.hits], found.total, asked)


@api.get("/reports")
def list_reports(request: Request, who: Reader, database: Db, asked: Paging) -> Page[ReportRow]:
    """All reports, the newest first."""
    return _latest(request, database, asked)


@api.get("/reports/{id:path}")
def get_record(id: str, who: Reader, database: Db) -> dict[str, Any]:
    """The record of a report, schema ``marsad/1``."""
    return database.report(id).record


@pages.get("/reports")
def show_reports(request: Request, who: Reader, database: Db, asked: Paging) -> Response:
    """The list as a page."""
    return page(request, "reports.html", {"found": _latest(request, database, asked)})
