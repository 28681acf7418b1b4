"""Who has to do with whom: contacts, threats, conflict, cooperation, and who tells whom."""

from __future__ import annotations

from typing import Annotated

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.engine import Connection

from marsad.store import tables, ties
from marsad.store.events import step_for
from marsad.store.ties import KINDS, Kind, Tie
from marsad.web.access import Reader
from marsad.web.asking import PRESETS, Stretch, Time
from marsad.web.rendering import page
from marsad.web.shapes import NetworkShape, NodeShape, TieShape
from marsad.web.state import Db

api = APIRouter(tags=["network"])
pages = APIRouter()

KindAsked = Annotated[Kind, Query(description="which ties")]
Around = Annotated[str | None, Query(max_length=200, description="a name or id: his ties alone")]
Most = Annotated[int, Query(ge=1, le=ties.MAX_TIES, description="how many ties")]


class Node(msgspec.Struct, frozen=True):
    """Somebody in the network."""

    who: str
    type: str
    name_ar: str | None
    name_en: str | None


class Network(msgspec.Struct, frozen=True):
    """Ties, strongest first, those who are tied, by `who`, and the step of the ties' times."""

    step: str
    ties: list[Tie]
    nodes: dict[str, Node]


def network(connection: Connection, kind: Kind, time: Stretch, around: str | None, limit: int) -> Network:
    """The strongest ties of a kind, with names."""
    step = "month" if time.since is None or time.until is None else step_for(time.since, time.until)
    step = "week" if step == "day" else step
    around = (around or "").strip() or None
    found = ties.network(connection, kind, since=time.since, until=time.until, around=around, step=step, limit=limit)
    everybody = sorted({who for tie in found for who in (tie.source, tie.target)})
    n = tables.names.c
    query = sa.select(n.who, n.type, n.name_ar, n.name_en).where(n.who.in_(everybody))
    return Network(step, found, {row.who: Node(*row) for row in connection.execute(query)})


@api.get("/ties")
def get_ties(
    who: Reader, database: Db, time: Time, kind: KindAsked = "contacts", around: Around = None, limit: Most = 80
) -> NetworkShape:
    """The strongest ties of a kind in a time, with the number in each week or month of it."""
    found = database.ask_once(network, kind, time, around, limit)
    return NetworkShape(
        kind=kind,
        step=found.step,
        since=time.since,
        until=time.until,
        nodes=[NodeShape.of(node) for node in found.nodes.values()],
        ties=[TieShape.of(tie) for tie in found.ties],
    )


@pages.get("/network")
def show_network(
    request: Request, who: Reader, database: Db, time: Time, kind: KindAsked = "contacts", around: Around = None
) -> Response:
    """The network, and the same as a table."""
    found = database.ask_once(network, kind, time, around, 80)
    values = {"found": found, "kind": kind, "kinds": KINDS, "around": around or "", "time": time, "presets": PRESETS}
    return page(request, "network.html", values)
