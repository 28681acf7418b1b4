"""What the API gives of events, statements, places, ties and actors: the rows of the store, described for OpenAPI."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

S = TypeVar("S", bound="Shape")


class Shape(BaseModel):
    """An object of the API made of a row of the store, which has the same fields."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls: type[S], row: Any) -> S:
        """The row as the API gives it."""
        return cls.model_validate(row)


class PartyShape(Shape):
    """Somebody, or a place: `who` is his id across reports."""

    who: str
    name_ar: str | None
    name_en: str | None


class EventShape(Shape):
    """An event of a report; `day` is the one that it counts for, `mark` where its trigger stands in `quote`."""

    report: str
    id: str
    title: str | None
    outlet: str | None
    published: str | None
    type: str
    mode: str | None
    status: str
    quad: int | None
    date: str | None
    day: str | None
    deadline: str | None
    dead: float | None
    injured: float | None
    place: PartyShape | None
    actors: list[PartyShape]
    recipients: list[PartyShape]
    gloss: dict[str, str] | None
    quote: str
    mark: tuple[int, int]


class BinShape(Shape):
    """How many events of a quad class and status there were in the time that begins on `day`."""

    day: str
    quad: int | None
    status: str
    n: int


class TempoShape(Shape):
    """Counts of events over time, in steps of a day, a week or a month."""

    step: str
    since: str | None
    until: str | None
    bins: list[BinShape]


class StatementShape(Shape):
    """A statement of a report, with the speakers through whom it came (`chain`, from the outlet's side)."""

    report: str
    id: str
    title: str | None
    outlet: str | None
    published: str | None
    content: str
    force: str
    quotation: str
    channel: str | None
    speaker: PartyShape | None
    addressees: list[PartyShape]
    chain: list[PartyShape]


class PlaceShape(Shape):
    """A place of events. `precision`: point (a town, with coordinates in degrees), country, within (a place of which
    the country alone is known), unknown. `quads` counts the quad classes 1 to 4; `times` does so for each day, week or
    month that has events, by its first day."""

    place: PartyShape
    precision: str
    country: str | None
    lat: float | None
    lon: float | None
    n: int
    quads: tuple[int, int, int, int]
    times: dict[str, tuple[int, int, int, int]]


class NodeShape(Shape):
    """Somebody in a network."""

    who: str
    type: str
    name_ar: str | None
    name_en: str | None


class TieShape(Shape):
    """From whom to whom, how often, and how often in each time (its first day)."""

    source: str
    target: str
    n: int
    times: dict[str, int]


class NetworkShape(Shape):
    """Ties of one kind, and who is tied."""

    kind: str
    step: str
    since: str | None
    until: str | None
    nodes: list[NodeShape]
    ties: list[TieShape]


class ActorShape(Shape):
    """Somebody with the number of his parts: statements by and to, events by and to."""

    who: str
    type: str
    name_ar: str | None
    name_en: str | None
    kb: str | None
    country: str | None
    speaker: int
    addressee: int
    actor: int
    recipient: int


class CounterpartShape(Shape):
    """With whom one has events: how many by him to the other, and to him; by quad class 1 to 4."""

    party: PartyShape
    n: int
    by: int
    to: int
    quads: tuple[int, int, int, int]


class TenureShape(Shape):
    """An office that somebody held, from and to as ISO days; `to` is None where no end is known."""

    office: str
    name: str
    since: str | None
    until: str | None
    acting: bool


class ActorPageShape(ActorShape):
    """One actor with what is known of him and those he has to do with."""

    offices: list[TenureShape]
    counterparts: list[CounterpartShape]


class MemberShape(Shape):
    """One telling of a happening: the report, and the id of the event or statement in it."""

    report: str
    id: str
    title: str | None
    outlet: str | None
    published: str | None


class HappeningShape(Shape):
    """A happening in a list. `differing` names the slots in which accounts differ, `told` counts the tellings, of which
    `members` are the first."""

    id: str
    kind: str
    type: str | None
    status: str | None
    date: str | None
    first_day: str | None
    last_day: str | None
    place: PartyShape | None
    actors: list[PartyShape]
    recipients: list[PartyShape]
    reports: int
    outlets: int
    origins: int
    credibility: int
    differs: bool
    differing: list[str]
    latest: str | None
    told: int
    members: list[MemberShape]
