"""What pages of events are asked by: parties, types, status, place and a stretch of time, from the address."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal

import msgspec
from fastapi import Depends, Query

from marsad.document import EventType, Status
from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.store import events
from marsad.store.events import Asked, Step
from marsad.store.search import day
from marsad.web.state import Db

TYPES: Final = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE"
    " COERCE ASSAULT"
).split()
STATUSES: Final = ("actual", "planned", "hypothetical", "negated")
BACK: Final = 90  # days before the latest report that are shown where nothing is asked
AHEAD: Final = 30  # and days after it, in which what is planned falls
PRESETS: Final = (7, 30, 90, 365)

Text = Annotated[str, Query(max_length=200)]
Many = Annotated[list[Annotated[str, Query(max_length=200)]], Query(max_length=20)]


class Stretch(msgspec.Struct, frozen=True):
    """The time that is shown: ISO days, both included; ``latest`` is the day of the latest report.

    ``whole`` says that all days were asked for: then the days are None.
    """

    since: str | None
    until: str | None
    latest: str | None
    whole: bool = False

    def back(self, days: int) -> str | None:
        """The first of so many days that end with the latest report."""
        return None if self.latest is None else later(self.latest, 1 - days)


def later(value: str, days: int) -> str:
    """A day some days later."""
    return (dt.date.fromisoformat(value) + dt.timedelta(days=days)).isoformat()


def stretch(
    database: Db,
    since: Annotated[Text | None, Query(description="first day, ISO")] = None,
    until: Annotated[Text | None, Query(description="last day, ISO")] = None,
    time: Annotated[Literal["all", ""] | None, Query(description="all: every day")] = None,
) -> Stretch:
    """The time asked for; else the ninety days to the latest report (of few reports all) and the month after."""
    latest = latest_day(database)
    if time == "all":
        return Stretch(None, None, latest, whole=True)
    first, last = (day(since) if since else None), (day(until) if until else None)
    if first is not None and last is not None and first > last:
        raise MarsadError("bad-date", f"{last}, which is before {first},")
    if latest is not None:
        if first is None:
            first = later(last, -BACK) if last else database.ask_once(events.back, latest, BACK)
        if last is None:
            last = max(later(latest, AHEAD), first)
    return Stretch(first, last, latest)


Time = Annotated[Stretch, Depends(stretch)]


def latest_day(database: Database) -> str | None:
    """The day of the latest report."""
    return database.ask_once(events.latest_day)


class Filter(msgspec.Struct, frozen=True):
    """The filters as they were given, for forms and links."""

    party: list[str]
    type: list[EventType]
    status: list[Status]
    place: str | None
    time: Stretch

    @property
    def asked(self) -> Asked:
        """For the store."""
        return Asked(
            party=tuple(self.party),
            type=tuple(self.type),
            status=tuple(self.status),
            place=(self.place,) if self.place else (),
            since=self.time.since,
            until=self.time.until,
        )

    @property
    def query(self) -> dict[str, Any]:
        """For an address with the same filters."""
        time = {"time": "all"} if self.time.whole else {"since": self.time.since, "until": self.time.until}
        return {"party": self.party, "type": self.type, "status": self.status, "place": self.place, **time}

    @property
    def without_time(self) -> dict[str, Any]:
        """For an address with the same filters but another time."""
        return {"party": self.party, "type": self.type, "status": self.status, "place": self.place}

    @property
    def step(self) -> Step:
        """The step in which the time is well seen."""
        if self.time.since is None or self.time.until is None:
            return "month"
        return events.step_for(self.time.since, self.time.until)


def filters(
    time: Time,
    party: Annotated[Many | None, Query(description="who takes part: names, or ids of actors")] = None,
    type: Annotated[list[EventType | Literal[""]] | None, Query(description="PLOVER types", max_length=20)] = None,
    status: Annotated[list[Status | Literal[""]] | None, Query(description="how real it is", max_length=8)] = None,
    place: Annotated[Text | None, Query(description="a place: its name or id; of a country also what is in it")] = None,
) -> Filter:
    """The filters of a request."""
    parties = [one.strip() for one in party or () if one.strip()]
    types, statuses = (
        [one for one in type or () if one],
        [one for one in status or () if one],
    )  # a form sends empty ones
    return Filter(parties, types, statuses, (place or "").strip() or None, time)


Filters = Annotated[Filter, Depends(filters)]
