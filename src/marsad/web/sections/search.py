"""Search: words and facets, snippets with what was found, counts that narrow, and searches that are saved."""

from __future__ import annotations

import calendar
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from marsad.errors import MarsadError
from marsad.export.formats import FORMATS
from marsad.library.database import Database
from marsad.store.facets import Value
from marsad.store.search import Hit
from marsad.web.access import Analyst, Reader
from marsad.web.marks import found as found_in
from marsad.web.paging import Page, Paging, paged
from marsad.web.rendering import has_arabic, page
from marsad.web.searching import MANY, MAX_VALUES, PEOPLE, Asked, Searched, of_request
from marsad.web.searching import asked as asked_of
from marsad.web.sections.reports import ReportRow
from marsad.web.state import Db

api = APIRouter(tags=["search"])
pages = APIRouter()

SHOWN: Final = ("actor", "speaker", "type", "status", "force", "channel", "place", "outlet", "month", "recipient")
FEW: Final = 6  # values of a facet shown at once
TOP: Final = 15
# What the store says of a query that it cannot read, by its beginning: the words of the interface.
FAULTS: Final = (
    ("the quotation mark", "quote"),
    ("a bracket is closed", "closed"),
    ("a bracket is not closed", "open"),
    ("brackets more than", "deep"),
    ("- stands", "minus"),
    ("more than", "long"),
)
Name = Annotated[str, Query(min_length=1, max_length=120)]


class HitRow(ReportRow):
    """A report that was found: ``snippet`` is a stretch of its text, ``marks`` spans of the text that were found."""

    snippet: str
    start: int
    marks: list[tuple[int, int]]


class SavedRow(BaseModel):
    """A saved search: ``query`` are the parts of the address of /api/v1/search."""

    name: str
    query: dict[str, Any]
    added: str
    ran: str | None


class ToSave(BaseModel):
    """A search to be saved: ``query`` as the address of /api/v1/search has it."""

    name: str
    query: dict[str, Any] = {}


def hit_row(hit: Hit) -> HitRow:
    """A hit of the store as a row."""
    return HitRow(
        id=hit.id,
        title=hit.title,
        url=hit.url,
        published=hit.published,
        outlet=hit.outlet,
        version=hit.number,
        snippet=hit.snippet.text,
        start=hit.snippet.start,
        marks=list(hit.snippet.marks),
    )


@api.get("/search")
def search(request: Request, who: Reader, database: Db, asked: Searched, window: Paging) -> Page[HitRow]:
    """The reports that a search finds. Facets of statements hold for one statement, those of events for one event."""
    found = database.search(asked.request, limit=window.limit, offset=window.offset)
    return paged(request, [hit_row(hit) for hit in found.hits], found.total, window)


@api.get("/facets")
def facets(who: Reader, database: Db, asked: Searched) -> dict[str, list[dict[str, Any]]]:
    """For each facet its most frequent values among the reports that a search finds, with how many have them."""
    _, counted = database.search_counted(asked.request, limit=0, top=TOP)
    return {name: [msgspec.to_builtins(value) for value in values] for name, values in counted.items()}


@pages.get("/search")
def show_search(request: Request, who: Reader, database: Db, asked: Searched, window: Paging) -> Response:
    """The search as a page: fields, what narrows it, what was found."""
    values: dict[str, Any] = {"asked": asked, "formats": FORMATS, "people": PEOPLE, "fault": None, "field_at": None}
    try:
        found, counted = database.search_counted(asked.request, limit=window.limit, offset=window.offset, top=TOP)
    except MarsadError as error:
        if error.code not in ("bad-query", "bad-date"):
            raise
        values |= _fault(error, asked) | {"chips": _chips(database, asked)}
        return page(request, "search.html", values, status=400)
    values |= {
        "found": paged(request, [_shown(hit) for hit in found.hits], found.total, window),
        "facets": [(name, _choices(asked, name, counted.get(name, []))) for name in SHOWN],
        "chips": _chips(database, asked),
        "few": FEW,
        "written": urlencode(list(asked.query.items()), doseq=True),
    }
    return page(request, "search.html", values)


def _fault(error: MarsadError, asked: Asked) -> dict[str, Any]:
    """Which field is wrong, and how: a key of the words for it, and what the store says."""
    if error.code == "bad-date":
        field = "since" if asked.since is not None and asked.since.startswith(error.detail) else "until"
        return {"field_at": field, "fault": "date", "said": error.detail}
    fault = next((key for start, key in FAULTS if error.detail.startswith(start)), "other")
    return {"field_at": "q", "fault": fault, "said": error.detail}


def _shown(hit: Hit) -> dict[str, Any]:
    snippet = hit.snippet
    return {
        "row": hit_row(hit),
        "words": found_in(snippet.text, snippet.start, snippet.marks),
        "dir": "rtl" if has_arabic(snippet.text) else "ltr",
    }


def _choices(asked: Asked, facet: str, values: list[Value]) -> list[dict[str, Any]]:
    """The values of a facet that are not chosen yet, with the address of the search that has them."""
    chosen = set(asked.values.get(facet, []))
    out = []
    for value in values:
        if value.value in chosen:
            continue
        query = _month(asked, value.value) if facet == "month" else asked.with_value(facet, value.value)
        if facet == "month" and asked.since == query["since"] and asked.until == query["until"]:
            continue
        out.append({"value": value, "query": query})
    return out


def _month(asked: Asked, month: str) -> dict[str, Any]:
    """The search within one month, 2018-05."""
    year, number = int(month[:4]), int(month[5:7])
    return {**asked.query, "since": f"{month}-01", "until": f"{month}-{calendar.monthrange(year, number)[1]:02}"}


def _chips(database: Database, asked: Asked) -> list[dict[str, Any]]:
    """What narrows the search, each with the address of the search without it."""
    called = database.called(value for name in PEOPLE for value in asked.values.get(name, []))
    out: list[dict[str, Any]] = []
    for name in MANY:
        for value in asked.values.get(name, []):
            ar, en = called.get(value, (None, None))
            names = {"ar": ar, "en": en} if name in PEOPLE else None
            out.append({"field": name, "value": value, "name": names, "query": asked.without(name, value)})
    for name, day in (("since", asked.since), ("until", asked.until)):
        if day:
            out.append({"field": name, "value": day, "name": None, "query": asked.without(name)})
    return out


# Saved searches


def _saved_row(saved: Any) -> SavedRow:
    return SavedRow(name=saved.name, query=of_request(saved.request).query, added=saved.added, ran=saved.ran)


def _save(database: Database, name: str, asked: Asked) -> None:
    """Saves a search; what it finds today counts as seen, so that only what comes from now on is new."""
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise MarsadError("bad-request", "name: 1 to 120 characters")
    asked.request  # noqa: B018 - the query is read before it is saved
    database.search(asked.request, limit=0)
    database.save_search(name, asked.request)
    database.seen_search(name)


@api.get("/searches")
def list_saved(who: Reader, database: Db) -> list[SavedRow]:
    """The saved searches, by name."""
    return [_saved_row(saved) for saved in database.saved_searches()]


@api.post("/searches", status_code=201)
def save(who: Analyst, database: Db, given: ToSave) -> SavedRow:
    """Saves a search in the place of one of the same name. What it finds today counts as seen."""
    _save(database, given.name, _of_query(given.query))
    return _saved_row(database.saved_search(" ".join(given.name.split())))


@api.get("/searches/new")
def new_in_saved(request: Request, who: Reader, database: Db, name: Name, window: Paging) -> Page[HitRow]:
    """What a saved search finds that was not seen yet; it stays new until it is said to be seen."""
    found = database.new_in_search(name, limit=window.offset + window.limit)
    return paged(request, [hit_row(hit) for hit in found.hits[window.offset :]], found.total, window)


@api.post("/searches/seen", status_code=204)
def seen(who: Analyst, database: Db, name: Name) -> None:
    """Notes all that a saved search finds today as seen."""
    database.seen_search(name)


@api.delete("/searches", status_code=204)
def delete(who: Analyst, database: Db, name: Name) -> None:
    """Forgets a saved search."""
    database.delete_search(name)


def _of_query(query: dict[str, Any]) -> Asked:
    """A search by the parts of its address. Raises ``bad-request``."""
    given: dict[str, Any] = {}
    for name, value in query.items():
        if name in MANY:
            held = value if isinstance(value, list) else [value]
            if len(held) > MAX_VALUES:
                raise MarsadError("bad-request", f"query: {name} has more than {MAX_VALUES} values")
            given[name] = [str(one) for one in held]
        elif name in ("q", "since", "until", "order"):
            given[name] = str(value)
        else:
            raise MarsadError("bad-request", f"query: there is no field {name[:40]}")
    if given.get("order", "newest") not in ("newest", "oldest", "added"):
        raise MarsadError("bad-request", "query: order is newest, oldest or added")
    filled: dict[str, Any] = {name: given.get(name, []) for name in MANY}
    filled.update((name, given[name]) for name in ("q", "since", "until", "order") if name in given)
    return asked_of(**filled)


@pages.get("/searches")
def show_saved(request: Request, who: Reader, database: Db) -> Response:
    """The saved searches as a page."""
    saved: list[dict[str, Any]] = []
    for one in database.saved_searches():
        asked = of_request(one.request)
        saved.append({"saved": one, "asked": asked, "chips": _chips(database, asked)})
    return page(request, "searches.html", {"saved": saved})


@pages.get("/searches/count")
def show_count(request: Request, who: Reader, database: Db, name: Name) -> Response:
    """How many reports are new in a saved search: a part of the page."""
    return page(request, "searches_count.html", {"name_": name, "total": database.new_in_search(name, limit=0).total})


@pages.get("/searches/new")
def show_new(request: Request, who: Reader, database: Db, name: Name) -> Response:
    """What is new in a saved search, as a page."""
    saved = database.saved_search(name)
    found = database.new_in_search(name)
    asked = of_request(saved.request)
    values = {"saved": saved, "asked": asked, "chips": _chips(database, asked), "total": found.total}
    return page(request, "searches_new.html", {**values, "hits": [_shown(hit) for hit in found.hits]})


@pages.post("/searches")
def post_save(
    who: Analyst, database: Db, name: Annotated[str, Form(max_length=120)], asked: Searched
) -> RedirectResponse:
    """Saves the search of the address that the form is sent to."""
    _save(database, name, asked)
    return RedirectResponse("/searches", status_code=303)


@pages.post("/searches/seen")
def post_seen(who: Analyst, database: Db, name: Annotated[str, Form(max_length=120)]) -> RedirectResponse:
    """Notes what is new as seen."""
    database.seen_search(name)
    return RedirectResponse("/searches", status_code=303)


@pages.post("/searches/delete")
def post_delete(who: Analyst, database: Db, name: Annotated[str, Form(max_length=120)]) -> RedirectResponse:
    """Forgets a saved search."""
    database.delete_search(name)
    return RedirectResponse("/searches", status_code=303)
