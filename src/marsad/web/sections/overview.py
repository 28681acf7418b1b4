"""What is new: tempo, open deadlines, disagreements, active pairs, the latest reports."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy.engine import Connection

from marsad.library.database import Database
from marsad.store import events, happenings, tables, ties
from marsad.store.events import Asked, EventRow
from marsad.store.happenings import Party
from marsad.store.search import Request as Search
from marsad.store.ties import Pair
from marsad.web import plots
from marsad.web.access import Reader
from marsad.web.asking import later, latest_day
from marsad.web.language import language
from marsad.web.rendering import page
from marsad.web.sections.reports import ReportRow, row
from marsad.web.shapes import BinShape, EventShape, PartyShape
from marsad.web.state import Db

api = APIRouter(tags=["overview"])
pages = APIRouter()

DAYS = 60  # of the tempo, before the latest report
RECENT = 30  # days of the pairs
SHOWN = 8
AHEAD = 3_650  # days within which a deadline is looked for


class PairNamed(msgspec.Struct, frozen=True):
    """Who acts on whom, with names: how many events, by quad class 1 to 4."""

    actor: Party
    recipient: Party
    n: int
    quads: tuple[int, int, int, int]


class PairShape(BaseModel):
    """Who acts on whom: how many events, by quad class 1 to 4."""

    actor: PartyShape
    recipient: PartyShape
    n: int
    quads: tuple[int, int, int, int]


class OverviewShape(BaseModel):
    """What is new, up to the day of the latest report; days and step of the tempo."""

    latest: str | None
    since: str | None
    step: events.Step
    tempo: list[BinShape]
    deadlines: list[EventShape]
    differing: list[dict[str, Any]]
    pairs: list[PairShape]
    reports: list[ReportRow]


class Overview(msgspec.Struct, frozen=True):
    """The same for the page: days and step of the tempo."""

    latest: str | None
    since: str | None
    step: events.Step
    tempo: list[events.Bin]
    deadlines: list[EventRow]
    pairs: list[PairNamed]


def open_deadlines(connection: Connection, on: str, limit: int) -> list[EventRow]:
    """Events that wait for a day not before `on`, the next first; one of each actor, type and day."""
    e, r, o = tables.events.c, tables.reports.c, tables.roles.c
    actor = sa.and_(o.report == e.report, o["of"] == e.id, o.role == "actor", o.n == 0)
    query = (
        sa.select(e.report, e.id, e.type, e.deadline, o.who)
        .join(tables.reports, r.key == e.report)
        .outerjoin(tables.roles, actor)
        .where(e.deadline >= on, e.deadline <= later(on, AHEAD), e.status != "negated")
        .order_by(e.deadline, sa.func.coalesce(r.published, "").desc(), e.report, e.n)
        .limit(limit * 20)
    )
    first: dict[tuple[str, str, str | None], tuple[int, str]] = {}
    for report, id, type, deadline, who in connection.execute(query):
        first.setdefault((deadline, type, who), (report, id))
    return events.rows(connection, list(first.values())[:limit])


def overview(connection: Connection, latest: str | None) -> Overview:
    """What is new in the records."""
    if latest is None:
        return Overview(None, None, "day", [], [], [])
    since = events.back(connection, latest, DAYS)
    step = events.step_for(since, latest)
    bins = events.tempo(connection, Asked(since=since, until=latest), step)
    found = ties.pairs(connection, since=events.back(connection, latest, RECENT), until=latest, limit=SHOWN)
    return Overview(latest, since, step, bins, open_deadlines(connection, latest, SHOWN), _named(connection, found))


def _named(connection: Connection, found: list[Pair]) -> list[PairNamed]:
    names = events.called(connection, {who for pair in found for who in (pair.actor, pair.recipient)})

    def party(who: str) -> Party:
        return names.get(who) or Party(who, None, None)

    return [PairNamed(party(p.actor), party(p.recipient), p.n, p.quads) for p in found]


def _differing(database: Database) -> happenings.HappeningsPage:
    return database.happenings_page(happenings.Asked(kind=("event",), differs=True), limit=SHOWN)


def _reports(database: Database) -> list[ReportRow]:
    return [row(hit) for hit in database.search(Search(), limit=SHOWN).hits]


@api.get("/overview")
def get_overview(who: Reader, database: Db) -> OverviewShape:
    """What is new: tempo of sixty days, pairs of thirty, of few reports all; deadlines, disagreements, reports."""
    found = database.ask_once(overview, latest_day(database))
    return OverviewShape(
        latest=found.latest,
        since=found.since,
        step=found.step,
        tempo=[BinShape.of(one) for one in found.tempo],
        deadlines=[EventShape.of(one) for one in found.deadlines],
        differing=[msgspec.to_builtins(one) for one in _differing(database).rows],
        pairs=[PairShape.model_validate(one, from_attributes=True) for one in found.pairs],
        reports=_reports(database),
    )


@pages.get("/")
def show_overview(request: Request, who: Reader, database: Db) -> Response:
    """The overview as a page."""
    found = database.ask_once(overview, latest_day(database))
    plot = None
    if found.latest is not None and found.since is not None:
        mirrored = language(request) == "ar"
        plot = plots.tempo(found.tempo, found.since, found.latest, found.step, mirrored=mirrored)
    values = {
        "found": found,
        "plot": plot,
        "differing": _differing(database),
        "reports": _reports(database),
    }
    return page(request, "overview.html", values)
