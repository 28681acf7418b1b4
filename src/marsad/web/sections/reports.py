"""Reports: the list, one with its record, its text with marks, its versions and what it shares with others."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from marsad.export.formats import FORMATS
from marsad.library.database import Database
from marsad.store.reading import Head, Version
from marsad.store.search import Hit
from marsad.web import language, marks
from marsad.web.access import Reader
from marsad.web.paging import Page, Paging, paged
from marsad.web.rendering import has_arabic, page
from marsad.web.report_view import view
from marsad.web.state import Db

api = APIRouter(tags=["reports"])
pages = APIRouter()

Day = Annotated[str | None, Query(max_length=10, description="a day, 2024-05-02")]
Outlet = Annotated[str | None, Query(max_length=200, description="as the reports name it")]
Id = Annotated[str, Query(max_length=500, description="the report's id")]


class ReportRow(BaseModel):
    """A report in a list."""

    id: str
    title: str | None
    url: str | None
    published: str | None
    outlet: str | None
    version: int


def row(head: Head | Hit) -> ReportRow:
    """A head of the store as a row."""
    return ReportRow(
        id=head.id, title=head.title, url=head.url, published=head.published, outlet=head.outlet, version=head.number
    )


def _latest(
    request: Request, database: Database, asked: Paging, outlet: str | None, since: str | None, until: str | None
) -> Page[ReportRow]:
    total, heads = database.latest(outlet=outlet, since=since, until=until, limit=asked.limit, offset=asked.offset)
    return paged(request, [row(head) for head in heads], total, asked)


@api.get("/reports")
def list_reports(
    request: Request,
    who: Reader,
    database: Db,
    asked: Paging,
    outlet: Outlet = None,
    since: Day = None,
    until: Day = None,
) -> Page[ReportRow]:
    """All reports, or those of an outlet and of days of publication, the newest first."""
    return _latest(request, database, asked, outlet or None, since or None, until or None)


@api.get("/outlets")
def list_outlets(who: Reader, database: Db) -> list[dict[str, Any]]:
    """The outlets as reports name them, with the number of their reports."""
    return [{"outlet": name, "reports": number} for name, number in database.outlets()]


@api.get("/versions")
def list_versions(who: Reader, database: Db, report: Id) -> list[dict[str, Any]]:
    """The versions of a report as they came in; ``change`` is the difference from the one before."""
    found: list[dict[str, Any]] = msgspec.to_builtins(database.versions(report))
    return found


@api.get("/copies")
def list_copies(who: Reader, database: Db, report: Id) -> list[dict[str, Any]]:
    """The reports with which a report shares text, and the passages."""
    found: list[dict[str, Any]] = msgspec.to_builtins(list(database.copies(report)))
    return found


@api.get("/reports/{id:path}")
def get_record(id: str, who: Reader, database: Db) -> dict[str, Any]:
    """The record of a report, schema ``marsad/1``."""
    return database.report(id).record


@pages.get("/reports")
def show_reports(
    request: Request,
    who: Reader,
    database: Db,
    asked: Paging,
    outlet: Outlet = None,
    since: Day = None,
    until: Day = None,
) -> Response:
    """The list as a page."""
    found = _latest(request, database, asked, outlet or None, since or None, until or None)
    chosen = {"outlet": outlet or "", "since": since or "", "until": until or ""}
    return page(request, "reports.html", {"found": found, "outlets": database.outlets(), "chosen": chosen})


@pages.get("/reports/{id:path}")
def show_report(request: Request, id: str, who: Reader, database: Db) -> Response:
    """The text of a report with all that was read in it."""
    stored = database.report(id)
    versions = database.versions(id)
    copies = list(database.copies(id))
    others = database.heads({c.earlier if c.later == id else c.later for c in copies})
    lang = language.language(request)
    record = stored.record
    values = {
        "report": stored,
        "record": record,
        "view": view(record, database.told(id), stored.outlet),
        "versions": [_changed(before, after) for before, after in zip([None, *versions], versions, strict=False)],
        "copies": [_copy(c, id, others, record["text"]) for c in copies],
        "formats": FORMATS,
        "shown_url": unquote(stored.url or ""),
        "report_lang": "ar" if has_arabic(record["text"]) else "en",
        "report_dir": "rtl" if has_arabic(record["text"]) else "ltr",
        "citation": _citation(lang, stored.outlet, stored.title, stored.published, stored.url),
    }
    return page(request, "report.html", values)


def _changed(before: Version | None, after: Version) -> dict[str, Any]:
    """A version, and the difference from the one before it as marks in the text."""
    change = after.change or {"fields": {}, "text": []}
    text = None
    if before is not None and change["text"]:
        text = marks.difference(before.given.text, after.given.text, change["text"])
    return {"version": after, "fields": change["fields"], "text": text}


def _copy(copy: Any, id: str, others: dict[str, Head], text: str) -> dict[str, Any]:
    """One report with which this one shares text: the passages are of this one's text."""
    later = copy.later == id
    other = copy.earlier if later else copy.later
    mine = [passage[0 if later else 1] for passage in copy.passages]
    return {
        "head": others.get(other),
        "id": other,
        "kind": copy.kind,
        "share": round(100 * copy.share),
        "later": later,
        "passages": [" ".join(text[a:b].split()) for a, b in mine],
    }


def _citation(lang: str, outlet: str | None, title: str | None, day: str | None, url: str | None) -> str:
    """How the report is cited, on one line."""
    quoted = (f"«{title}»" if lang == "ar" else f"“{title}”") if title else None
    return ("، " if lang == "ar" else ", ").join(part for part in (outlet, quoted, day, url) if part)
