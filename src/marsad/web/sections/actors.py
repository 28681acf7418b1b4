"""Who takes part: the list, and one with his offices, statements, events and counterparts."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request, Response

from marsad.errors import MarsadError
from marsad.lexicon import knowledge, offices
from marsad.lexicon.tenures import FIRST_DAY
from marsad.store import actors, events, said
from marsad.store.events import Asked
from marsad.web import plots
from marsad.web.access import Reader
from marsad.web.asking import BACK, latest_day
from marsad.web.language import Lang, language, messages, text
from marsad.web.paging import Page, Paging, paged
from marsad.web.rendering import page
from marsad.web.shapes import ActorPageShape, ActorShape, CounterpartShape, StatementShape, TenureShape
from marsad.web.state import Db

api = APIRouter(tags=["actors"])
pages = APIRouter()

ActorType = Literal["PER", "ORG", "LOC", "MEDIA", "ANON"]
Name = Annotated[str | None, Query(max_length=200, description="words of a name, or an id")]
SHOWN = 5  # statements and events of each kind on a page


class Held(msgspec.Struct, frozen=True):
    """An office that somebody held; the last day is None where no end is known."""

    office: str
    name: str
    since: str | None
    until: str | None
    acting: bool


def held(who: str, lang: Lang) -> list[Held]:
    """The offices that somebody held, the latest first, called in the language."""
    table = offices.load().offices
    out = []
    for tenure in offices.held_by(who):
        name = office_name(table[tenure.office], lang)
        since = None if tenure.first == FIRST_DAY else tenure.first
        out.append(Held(tenure.office, name, since, None if tenure.open else tenure.last, tenure.acting))
    return out[::-1]


def known_as(id: str | None) -> dict[str, str | None] | None:
    """What somebody of the knowledge base is called, {ar, en}; None where the id is not there."""
    entry = knowledge.by_id(id) if id else None
    return None if entry is None else {"ar": entry.ar[0] if entry.ar else None, "en": entry.en}


def office_name(office: offices.Office, lang: Lang) -> str:
    """What an office is called: in Arabic its own title, or that of its role with the country or body."""
    key = f"code.office.{office.role}"
    if lang == "en":
        return office.en
    if key not in messages() or office.role == "minister":
        return office.titles[0] if office.titles else office.en
    of = [knowledge.by_id(id) for id in (office.body, office.posted, office.country) if id]
    names = dict.fromkeys(entry.ar[0] for entry in of if entry is not None and entry.ar)
    return f"{text(lang, key)} ({'، '.join(names)})" if names else text(lang, key)


@api.get("/actors")
def list_actors(
    request: Request,
    who: Reader,
    database: Db,
    asked: Paging,
    q: Name = None,
    type: ActorType | None = None,
) -> Page[ActorShape]:
    """Those who take part, most first; by name and type."""
    found = database.ask_once(actors.page, name=q, type=type, limit=asked.limit, offset=asked.offset)
    return paged(request, [ActorShape.of(row) for row in found.rows], found.total, asked)


@api.get("/statements")
def list_statements(
    request: Request,
    who: Reader,
    database: Db,
    asked: Paging,
    speaker: Name = None,
    addressee: Name = None,
) -> Page[StatementShape]:
    """The statements by, or else to somebody, the latest first."""
    if not speaker and not addressee:
        raise MarsadError("bad-request", "speaker or addressee is missing")
    role, name = ("speaker", speaker) if speaker else ("addressee", addressee)
    found = database.ask_once(said.page, name or "", role, limit=asked.limit, offset=asked.offset)
    return paged(request, [StatementShape.of(row) for row in found.rows], found.total, asked)


@api.get("/actors/{actor:path}")
def get_actor(request: Request, who: Reader, database: Db, actor: str) -> ActorPageShape:
    """One actor: how often in which part, the offices that he held, and with whom he has events."""
    row = database.ask_once(actors.one, actor)
    return ActorPageShape(
        **ActorShape.of(row).model_dump(),
        offices=[TenureShape.of(one) for one in held(actor, language(request))],
        counterparts=[CounterpartShape.of(one) for one in database.ask_once(actors.counterparts, actor)],
    )


@pages.get("/actors")
def show_actors(
    request: Request,
    who: Reader,
    database: Db,
    asked: Paging,
    q: Name = None,
    type: ActorType | Literal[""] | None = None,
) -> Response:
    """The list as a page."""
    found = database.ask_once(actors.page, name=q, type=type or None, limit=asked.limit, offset=asked.offset)
    listed = paged(request, found.rows, found.total, asked)
    return page(
        request, "actors.html", {"found": listed, "asked_name": q or "", "type": type or "", "types": actors.TYPES}
    )


@pages.get("/actors/{actor:path}/statements")
def show_statements(
    request: Request,
    who: Reader,
    database: Db,
    actor: str,
    asked: Paging,
    role: Literal["speaker", "addressee"] = "speaker",
) -> Response:
    """All statements by or to one actor."""
    row = database.ask_once(actors.one, actor)
    found = database.ask_once(said.page, actor, role, limit=asked.limit, offset=asked.offset)
    values = {"actor": row, "role": role, "found": paged(request, found.rows, found.total, asked)}
    return page(request, "actor_statements.html", values)


@pages.get("/actors/{actor:path}")
def show_actor(request: Request, who: Reader, database: Db, actor: str) -> Response:
    """One actor's page."""
    row = database.ask_once(actors.one, actor)
    lang = language(request)
    latest = latest_day(database)
    known = knowledge.by_id(actor)
    plot = None
    if latest is not None:
        since = database.ask_once(events.bulk, latest, BACK)
        step = events.step_for(since, latest)
        bins = database.ask_once(events.tempo, Asked(party=(actor,), since=since, until=latest), step)
        plot = plots.tempo(bins, since, latest, step, mirrored=lang == "ar")
    values = {
        "actor": row,
        "known": known,
        "country": known_as(row.country),
        "sponsor": known_as(known.sponsor if known else None),
        "offices": held(actor, lang),
        "by": database.ask_once(said.page, actor, limit=SHOWN),
        "to": database.ask_once(said.page, actor, "addressee", limit=SHOWN),
        "about": database.ask_once(said.about, actor, limit=SHOWN),
        "acted": database.ask_once(events.page, Asked(actor=(actor,)), limit=SHOWN),
        "suffered": database.ask_once(events.page, Asked(recipient=(actor,)), limit=SHOWN),
        "counterparts": database.ask_once(actors.counterparts, actor),
        "plot": plot,
    }
    return page(request, "actor.html", values)
