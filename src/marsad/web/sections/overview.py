"""What is new: tempo, open deadlines, disagreements, active pairs, the latest reports."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy.engine import Connection

from marsad.library.database import Database
from marsad.store import events, happenings, ties
from marsad.store.events import Asked
from marsad.store.happenings import Party
from marsad.store.ledgers import Asked as LedgerAsked
from marsad.store.ledgers import LedgerPage
from marsad.store.ties import Pair
from marsad.web import plots
from marsad.web.access import Reader
from marsad.web.asking import latest_day
from marsad.web.language import language
from marsad.web.rendering import page
from marsad.web.sections.reports import ReportRow, row
from marsad.web.shapes import BinShape, PartyShape
from marsad.web.state import Db

api = APIRouter(tags=["overview"])
pages = APIRouter()

DAYS = 60  # of the tempo, before the latest report
RECENT = 30  # days of the pairs
SHOWN = 8
WAITING = ("threats", "demands", "commitments")


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
    deadlines: list[dict[str, Any]]
    differing: list[dict[str, Any]]
    pairs: list[PairShape]
    reports: list[ReportRow]


class Overview(msgspec.Struct, frozen=True):
    """The same for the page: days and step of the tempo."""

    latest: str | None
    since: str | None
    step: events.Step
    tempo: list[events.Bin]
    pairs: list[PairNamed]


def overview(connection: Connection, latest: str | None) -> Overview:
    """What is new in the records."""
    if latest is None:
        return Overview(None, None, "day", [], [])
    since = events.bulk(connection, latest, DAYS)
    step = events.step_for(since, latest)
    bins = events.tempo(connection, Asked(since=since, until=latest), step)
    found = ties.pairs(connection, since=events.back(connection, latest, RECENT), until=latest, limit=SHOWN)
    return Overview(latest, since, step, bins, _named(connection, found))


def _named(connection: Connection, found: list[Pair]) -> list[PairNamed]:
    names = events.called(connection, {who for pair in found for who in (pair.actor, pair.recipient)})

    def party(who: str) -> Party:
        return names.get(who) or Party(who, None, None)

    return [PairNamed(party(p.actor), party(p.recipient), p.n, p.quads) for p in found]


def _deadlines(database: Database, latest: str | None) -> LedgerPage:
    """Threats, demands and commitments whose deadline runs on the day of the latest report."""
    return database.open_deadlines(on=latest, limit=SHOWN)


def _run_out(database: Database, latest: str) -> LedgerPage:
    """Those whose deadline was the last to run out, with what became of them."""
    asked = LedgerAsked(on=latest, ledger=WAITING, term=True, order="latest")
    return database.ledger_page(asked, limit=SHOWN)


def _differing(database: Database) -> happenings.HappeningsPage:
    return database.happenings_page(happenings.Asked(kind=("event",), differs=True), limit=SHOWN)


def _reports(database: Database) -> list[ReportRow]:
    return [row(head) for head in database.latest(limit=SHOWN)[1]]


@api.get("/overview")
def get_overview(who: Reader, database: Db) -> OverviewShape:
    """What is new: tempo of sixty days, pairs of thirty, of few reports all; deadlines, disagreements, reports."""
    found = database.ask_once(overview, latest_day(database))
    return OverviewShape(
        latest=found.latest,
        since=found.since,
        step=found.step,
        tempo=[BinShape.of(one) for one in found.tempo],
        deadlines=list(_deadlines(database, found.latest).rows),
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
    deadlines = _deadlines(database, found.latest)
    run_out = _run_out(database, found.latest) if found.latest and not deadlines.rows else None
    values = {
        "found": found,
        "plot": plot,
        "deadlines": run_out or deadlines,
        "running": run_out is None or not run_out.rows,
        "differing": _differing(database),
        "reports": _reports(database),
    }
    return page(request, "overview.html", values)
