"""Ledgers: contacts, relays, threats, demands, commitments, denials, incidents; states on a day, evidence."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import BaseModel

from marsad.errors import MarsadError
from marsad.export import ics
from marsad.library.database import Database
from marsad.library.ledger import day_of
from marsad.store.ledgers import Asked, LedgerPage
from marsad.weave.ledgers import LEDGERS, WAITING
from marsad.web.access import Reader
from marsad.web.asking import Text, latest_day
from marsad.web.ledger_view import lines
from marsad.web.paging import Page, Paging, Window, paged
from marsad.web.rendering import page
from marsad.web.state import Db

api = APIRouter(tags=["ledgers"])
pages = APIRouter()

ALL: Final = "deadlines"  # threats, demands and commitments whose deadline is known, as one ledger
NAMES: Final = (ALL, *LEDGERS)
STATES: Final = ("running", "due", "met", "broken", "expired")
ORDERS: Final = ("deadline", "latest", "day")
CALENDAR: Final = 5_000  # deadlines of one calendar

State = Literal["running", "open", "due", "met", "broken", "expired", "unknown", ""]
Order = Literal["deadline", "latest", "day", ""]


class Filter(msgspec.Struct, frozen=True):
    """The filters of a ledger as they were given; ``on`` is the day of the states."""

    name: str
    on: str
    state: str
    actor: str
    since: str
    until: str
    term: bool
    order: str

    @property
    def asked(self) -> Asked:
        """For the store."""
        return Asked(
            on=self.on,
            ledger=tuple(sorted(WAITING)) if self.name == ALL else (self.name,),
            running=self.state == "running",
            state=(self.state,) if self.state not in ("running", "") else (),
            actor=self.actor or None,
            since=self.since or None,
            until=self.until or None,
            term=self.term or self.name == ALL,
            order=self.order,
        )

    @property
    def query(self) -> dict[str, Any]:
        """For an address with the same filters, on another ledger too."""
        return {
            "state": self.state,
            "actor": self.actor,
            "on": self.on,
            "since": self.since,
            "until": self.until,
            "term": "true" if self.term else None,
        }


def filters(
    database: Db,
    name: str,
    on: Annotated[Text | None, Query(description="the day of the states, ISO; the day of the latest report")] = None,
    state: Annotated[State, Query(description="running: what is open or due")] = "",
    actor: Annotated[Text | None, Query(description="a party: whole words of a name, or an id")] = None,
    since: Annotated[Text | None, Query(description="first day of the row, ISO")] = None,
    until: Annotated[Text | None, Query(description="last day of the row, ISO")] = None,
    term: Annotated[bool, Query(description="only what has a deadline that is known")] = False,
    order: Annotated[Order, Query(description="next deadline, latest, or first day first")] = "",
) -> Filter:
    """The filters of a request. Raises ``no-such-ledger``, ``bad-date``."""
    if name not in NAMES:
        raise MarsadError("no-such-ledger", name[:80])
    return Filter(
        name=name,
        on=day_of((on or "").strip() or latest_day(database)),
        state=state if name == ALL or name in WAITING else "",
        actor=(actor or "").strip(),
        since=(since or "").strip(),
        until=(until or "").strip(),
        term=term and name in WAITING,
        order=order or ("deadline" if name == ALL else "latest"),
    )


Filters = Annotated[Filter, Depends(filters)]


class LedgerRow(BaseModel):
    """A row as ``marsad ledger`` prints it: `deadline` is {value, interval}, `evidence` where it stands in reports."""

    ledger: str
    kind: str
    by: list[dict[str, Any]]
    to: list[dict[str, Any]]
    via: dict[str, Any] | None
    what: str
    condition: str | None
    deadline: dict[str, Any] | None
    date: str | None
    state: str
    evidence: list[dict[str, Any]]


def _found(database: Database, by: Filter, asked: Window) -> LedgerPage:
    return database.ledger_page(by.asked, limit=asked.limit, offset=asked.offset)


@api.get("/ledgers")
def list_ledgers(who: Reader) -> list[str]:
    """The names of the ledgers; ``deadlines`` is what of three of them has a deadline that is known."""
    return list(NAMES)


@api.get("/ledgers/{name}")
def get_ledger(request: Request, who: Reader, database: Db, by: Filters, asked: Paging) -> Page[LedgerRow]:
    """The rows of a ledger with their states on a day."""
    found = _found(database, by, asked)
    return paged(request, [LedgerRow.model_validate(row) for row in found.rows], found.total, asked)


@api.get("/ledgers/{name}/calendar", response_class=StreamingResponse)
def get_calendar(who: Reader, database: Db, by: Filters) -> StreamingResponse:
    """The deadlines of a ledger as iCalendar, the next first; 5,000 at the most."""
    asked = msgspec.structs.replace(by.asked, term=True, order="deadline")
    rows: list[tuple[dict[str, Any], str | None, str]] = []
    while len(rows) < CALENDAR:
        found = database.ledger_page(asked, limit=500, offset=len(rows))
        for row in found.rows:
            source = found.reports.get(row["evidence"][0]["report"])
            rows.append((row, source.outlet, source.published or "") if source else (row, None, ""))
        if not found.rows or len(rows) >= found.total:
            break
    headers = {"Content-Disposition": f'attachment; filename="marsad-{by.name}.ics"'}
    return StreamingResponse(ics.deadlines(rows[:CALENDAR]), media_type="text/calendar; charset=utf-8", headers=headers)


@pages.get("/ledgers")
def show_ledgers(who: Reader) -> Response:
    """What is still running comes first."""
    return RedirectResponse(f"/ledgers/{ALL}?state=running", 303)


@pages.get("/ledgers/{name}")
def show_ledger(request: Request, who: Reader, database: Db, by: Filters, asked: Paging) -> Response:
    """A ledger as a page."""
    found = _found(database, by, asked)
    values = {
        "found": paged(request, database.ask(lines, found, by.on), found.total, asked),
        "by": by,
        "names": NAMES,
        "states": STATES,
        "orders": ORDERS,
        "waits": by.name == ALL or by.name in WAITING,
        "all": ALL,
    }
    return page(request, "ledger.html", values)
