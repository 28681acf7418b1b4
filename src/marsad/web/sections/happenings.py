"""Happenings: the list with its filters, and one with its accounts side by side."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from marsad.document import Status
from marsad.errors import MarsadError
from marsad.store import happenings
from marsad.store.happenings import Asked, Order
from marsad.store.judging import LETTERS
from marsad.web.access import Reader
from marsad.web.asking import STATUSES, TYPES, Many, Text
from marsad.web.comparing import compared
from marsad.web.paging import Page, Paging, Window, paged
from marsad.web.rendering import page
from marsad.web.shapes import HappeningShape
from marsad.web.state import Db

api = APIRouter(tags=["happenings"])
pages = APIRouter()

SLOTS = ("dead", "injured", "size", "date", "place", "actor", "recipient", "status", "condition", "deadline")
FEWEST = (1, 2, 3, 5, 10)


class Filter(msgspec.Struct, frozen=True):
    """The filters as they were given."""

    kind: Literal["event", "statement"] | None
    type: list[str]
    status: list[str]
    party: str | None
    place: str | None
    outlet: str | None
    since: str | None
    until: str | None
    slot: str | None
    differs: bool
    reports: int
    origins: int
    order: Order

    @property
    def asked(self) -> Asked:
        """For the store."""

        def one(value: str | None) -> tuple[str, ...]:
            return (value,) if value else ()

        return Asked(
            kind=one(self.kind),
            type=tuple(self.type),
            status=tuple(self.status),
            party=one(self.party),
            place=one(self.place),
            outlet=one(self.outlet),
            since=self.since,
            until=self.until,
            slot=one(self.slot),
            differs=True if self.differs else None,
            reports=self.reports,
            origins=self.origins,
            order=self.order,
        )


def filters(
    kind: Annotated[Literal["event", "statement", ""] | None, Query(description="events, or utterances")] = None,
    type: Annotated[Many | None, Query(description="PLOVER types, or forces of utterances")] = None,
    status: Annotated[list[Status | Literal[""]] | None, Query(description="how real it is", max_length=8)] = None,
    party: Annotated[Text | None, Query(description="who takes part: a name or an id of an actor")] = None,
    place: Annotated[Text | None, Query(description="where: a name or an id")] = None,
    outlet: Annotated[Text | None, Query(description="an outlet that tells it")] = None,
    since: Annotated[Text | None, Query(description="first day, ISO")] = None,
    until: Annotated[Text | None, Query(description="last day, ISO")] = None,
    slot: Annotated[Text | None, Query(description="only where the values of this slot differ")] = None,
    differs: Annotated[bool, Query(description="only where accounts differ")] = False,
    reports: Annotated[int, Query(ge=1, le=1_000, description="the fewest reports")] = 2,
    origins: Annotated[int, Query(ge=1, le=1_000, description="the fewest independent origins")] = 1,
    order: Annotated[Order, Query(description="latest report, most reports, or latest happening first")] = "latest",
) -> Filter:
    """The filters of a request."""

    def text(value: str | None) -> str | None:
        return (value or "").strip() or None

    return Filter(
        kind=kind or None,
        type=[one for one in type or () if one],
        status=[one for one in status or () if one],
        party=text(party),
        place=text(place),
        outlet=text(outlet),
        since=text(since),
        until=text(until),
        slot=text(slot),
        differs=differs,
        reports=reports,
        origins=origins,
        order=order,
    )


Filters = Annotated[Filter, Depends(filters)]


def _found(request: Request, database: Db, by: Filter, asked: Window) -> Page[HappeningShape]:
    found = database.happenings_page(by.asked, limit=asked.limit, offset=asked.offset)
    return paged(request, [HappeningShape.of(row) for row in found.rows], found.total, asked)


@api.get("/happenings")
def list_happenings(request: Request, who: Reader, database: Db, by: Filters, asked: Paging) -> Page[HappeningShape]:
    """What several reports tell (or `reports=1`, all), with who tells it and where accounts differ."""
    return _found(request, database, by, asked)


@api.get("/happenings/{id:path}")
def get_happening(id: str, who: Reader, database: Db) -> dict[str, Any]:
    """One cluster, schema ``marsad-weave/1``, by its id or by one of its tellings (REPORT#ID)."""
    return _one(database, id)


def _one(database: Db, id: str) -> dict[str, Any]:
    found = database.happening(id)
    if len(found) != 1:  # a report's id names all that it shares
        raise MarsadError("no-such-happening", id[:80])
    return found[0]


@pages.get("/happenings")
def show_happenings(request: Request, who: Reader, database: Db, by: Filters, asked: Paging) -> Response:
    """The list."""
    values = {
        "found": _found(request, database, by, asked),
        "by": by,
        "types": TYPES,
        "statuses": STATUSES,
        "slots": SLOTS,
        "fewest": FEWEST,
    }
    return page(request, "happenings.html", values)


@pages.get("/happenings/{id:path}")
def show_happening(request: Request, id: str, who: Reader, database: Db) -> Response:
    """Accounts side by side, origins, grade, and what people decided."""
    cluster = _one(database, id)
    row = next(iter(database.ask(happenings.rows, [cluster["id"]])), None)
    if row is None:
        raise MarsadError("no-such-happening", id[:80])
    tellings = {f"{m['report']}#{m['id']}" for m in cluster["members"]}
    decided = [
        j for j in database.judgements() if {j.left, j.right, cluster["id"]} & tellings or j.left == cluster["id"]
    ]
    shown = compared(database, cluster)
    first = cluster["members"][0]
    values = {
        "cluster": cluster,
        "row": row,
        "shown": shown,
        "outlets": {a.report: a.outlet["ar"] or a.outlet["en"] or a.report for a in shown.accounts},
        "first_telling": f"{first['report']}#{first['id']}",
        "decided": decided[-50:],
        "letters": sorted(LETTERS),
        "weaving": request.app.state.weaving.state,
    }
    return page(request, "happening.html", values)
