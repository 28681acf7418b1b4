"""What the page of a report shows of its record: marks for the text, and a panel for each thing that was read in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec
from markupsafe import Markup

from marsad.lexicon import offices
from marsad.lexicon.offices import Office
from marsad.store.rows import entity_key
from marsad.store.woven import Told
from marsad.web.marks import Mark, nested
from marsad.web.rendering import part

Record = Mapping[str, Any]

MAX_DEPTH: Final = 4  # of nested statements that are told apart by their looks
# Of marks with the same span the outer has the lower rank.
_HEADLINE, _FURNITURE, _WARNING, _CONTENT, _SOURCE, _CUE, _PART, _EVENT, _TIME, _NAME = range(0, 100, 10)


class Entity(msgspec.Struct, frozen=True):
    """Somebody or something named. ``who`` is its key across reports, ``of`` whom an unnamed source is close to."""

    id: str
    name: Mapping[str, str | None]
    type: str
    who: str
    kb: str | None
    country: str | None
    sector: str | None
    kind: str | None
    of: Entity | None
    office: Office | None
    candidates: tuple[str, ...]
    mentions: int


class Link(msgspec.Struct, frozen=True):
    """One link of a chain: the outlet, or the speaker of a statement with the word that reports."""

    kind: Literal["outlet", "named", "unnamed", "speaker"]
    entity: Entity | None
    name: str | None  # where there is no entity
    statement: str | None = None
    cue: str | None = None


class Statement(msgspec.Struct, frozen=True):
    """One act of speech. ``words`` is what was said; ``twins`` have the same words on another's authority."""

    raw: Record
    id: str
    words: str
    cue: str | None
    source: str | None
    speaker: Entity | None
    addressees: tuple[Entity, ...]
    chain: tuple[Link, ...]
    depth: int
    twins: tuple[str, ...]
    events: tuple[str, ...]
    told: Told | None


class Event(msgspec.Struct, frozen=True):
    """One event. ``conditions`` and ``deadline_words`` are the report's own words."""

    raw: Record
    id: str
    trigger: str
    status_words: str | None
    actors: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    place: Entity | None
    conditions: tuple[str, ...]
    deadline_words: str | None
    told: Told | None


class Time(msgspec.Struct, frozen=True):
    """A word of time."""

    raw: Record
    id: str
    words: str


class Warned(msgspec.Struct, frozen=True):
    """What the reader could not do."""

    raw: Record
    id: str
    words: str | None


class ReportView(msgspec.Struct, frozen=True):
    """All that the page shows of one record."""

    text: Markup
    outlet: Entity | None
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    times: tuple[Time, ...]
    warnings: tuple[Warned, ...]


def view(record: Record, told: Mapping[str, Told], outlet: str | None = None) -> ReportView:
    """The view of a record; `told` has the happenings that others tell too, `outlet` the outlet's name as given."""
    return _View(record, told, outlet).made()


class _View:
    def __init__(self, record: Record, told: Mapping[str, Told], outlet: str | None) -> None:
        self.record, self.told = record, told
        self.text: str = record["text"]
        self.raw_entities = {e["id"]: e for e in record["entities"]}
        self.raw_statements = {s["id"]: s for s in record["statements"]}
        self.mentions: defaultdict[str, int] = defaultdict(int)
        for m in record["mentions"]:
            self.mentions[m["entity"]] += 1
        self._entities: dict[str, Entity] = {}
        self.outlet = self.entity(record["outlet"])
        self.outlet_name = outlet

    def made(self) -> ReportView:
        """The whole view."""
        inside: defaultdict[str, list[str]] = defaultdict(list)
        for event in self.record["events"]:
            if event["in"]:
                inside[event["in"]].append(event["id"])
        alike: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
        for s in self.record["statements"]:
            alike[tuple(s["content"])].append(s["id"])
        named = [e for e in (self.entity(id) for id in self.mentions) if e is not None]
        return ReportView(
            text=nested(self.text, self.marks()),
            outlet=self.outlet,
            entities=tuple(sorted(named, key=lambda e: (-e.mentions, int(e.id[1:]) if e.id[1:].isdecimal() else 0))),
            statements=tuple(self.statement(s, inside, alike) for s in self.record["statements"]),
            events=tuple(self.event(e) for e in self.record["events"]),
            times=tuple(Time(t, f"t{n}", self.said(t["span"]) or "") for n, t in enumerate(self.record["times"], 1)),
            warnings=tuple(Warned(w, f"w{n}", self.said(w["span"])) for n, w in enumerate(self.record["warnings"], 1)),
        )

    def said(self, span: list[int] | None) -> str | None:
        """The words of a span, on one line."""
        return None if span is None else " ".join(self.text[span[0] : span[1]].split())

    def entity(self, id: str | None, depth: int = 0) -> Entity | None:
        """An entity of the record."""
        if id is None or id not in self.raw_entities:
            return None
        if id not in self._entities:
            e = self.raw_entities[id]
            self._entities[id] = Entity(
                id=id,
                name=e["name"],
                type=e["type"],
                who=entity_key(id, self.raw_entities),
                kb=e["kb"],
                country=e["country"],
                sector=e["sector"],
                kind=e["class"],
                of=self.entity(e["of"], depth + 1) if depth < 3 and e["of"] != id else None,
                office=offices.load().offices.get(e.get("office") or ""),
                candidates=tuple(e.get("candidates") or ()),
                mentions=self.mentions[id],
            )
        return self._entities[id]

    def named(self, ids: list[str]) -> tuple[Entity, ...]:
        """The entities of ids."""
        return tuple(e for e in map(self.entity, ids) if e is not None)

    def up(self, statement: Record) -> list[Record]:
        """The statement and those that it stands in, the innermost first."""
        out = [statement]
        while (parent := out[-1]["parent"]) in self.raw_statements and self.raw_statements[parent] not in out:
            out.append(self.raw_statements[parent])
        return out

    def chain(self, up: list[Record]) -> tuple[Link, ...]:
        """Outlet ← source ← speaker."""
        name = None if self.outlet else self.outlet_name
        links = [Link("outlet", self.outlet, name)]
        for s in reversed(up):
            entity = self.entity(s["speaker"])
            unnamed = entity is None or entity.type == "ANON"
            links.append(
                Link(
                    "unnamed" if unnamed else "speaker" if s is up[0] else "named",
                    entity,
                    None if entity else self.said(s["source"]),
                    s["id"],
                    self.said(s["cue"]),
                )
            )
        return tuple(links)

    def statement(
        self, s: Record, inside: Mapping[str, list[str]], alike: Mapping[tuple[int, ...], list[str]]
    ) -> Statement:
        """A statement's panel."""
        up = self.up(s)
        return Statement(
            raw=s,
            id=s["id"],
            words=self.said(s["content"]) or "",
            cue=self.said(s["cue"]),
            source=self.said(s["source"]),
            speaker=self.entity(s["speaker"]),
            addressees=self.named(s["addressees"]),
            chain=self.chain(up),
            depth=len(up),
            twins=tuple(id for id in alike[tuple(s["content"])] if id != s["id"]),
            events=tuple(inside.get(s["id"], ())),
            told=self.told.get(s["id"]),
        )

    def event(self, e: Record) -> Event:
        """An event's panel."""
        deadline = e["deadline"] if isinstance(e["deadline"], dict) else None
        return Event(
            raw=e,
            id=e["id"],
            trigger=self.said(e["trigger"]) or "",
            status_words=self.said(e.get("status_by") or e["negated_by"]),
            actors=self.named(e["actors"]),
            recipients=self.named(e["recipients"]),
            place=self.entity(e["place"]),
            conditions=tuple(self.said(c["span"]) or "" for c in e["conditions"]),
            deadline_words=self.said(deadline["span"]) if deadline else None,
            told=self.told.get(e["id"]),
        )

    def marks(self) -> list[Mark]:
        """The marks of the text, in no order."""
        out: list[Mark] = []

        def mark(span: list[int] | None, name: str, rank: int, **data: str | None) -> None:
            if span is not None:
                kept = tuple((key, value) for key, value in data.items() if value)
                out.append(Mark(span[0], span[1], name, kept, rank))

        head = self.text.find("\n") + 1
        if 0 < head < len(self.text) and head <= 300:
            mark([0, head], "headline", _HEADLINE)
        for f in self.record["furniture"]:
            mark(f["span"], "m-furniture", _FURNITURE, kind=f["kind"])
        for n, w in enumerate(self.record["warnings"], 1):
            mark(w["span"], "m-warning", _WARNING, mark=f"w{n}")
        for s in self.record["statements"]:
            depth = min(len(self.up(s)), MAX_DEPTH)
            mark(s["content"], "m-statement", _CONTENT + depth, mark=s["id"], depth=str(depth), force=s["force"])
            mark(s["source"], "m-source", _SOURCE, mark=s["id"])
            mark(s["cue"], "m-cue", _CUE, mark=s["id"])
        for e in self.record["events"]:
            for span in self._parts(e):
                mark(span, "m-part", _PART, part=e["id"])
            mark(e["trigger"], "m-event", _EVENT, mark=e["id"], status=e["status"])
        for n, t in enumerate(self.record["times"], 1):
            mark(t["span"], "m-time", _TIME, mark=f"t{n}")
        for m in self.record["mentions"]:
            mark(m["span"], "m-name", _NAME, mark=m["entity"], kind=m["kind"], href=self._page(m["entity"]))
        return out

    def _parts(self, e: Record) -> list[list[int]]:
        """The words beside the trigger that say something of an event: they are lit with it."""
        deadline = e["deadline"] if isinstance(e["deadline"], dict) else None
        spans = [e.get("status_by"), e["negated_by"], deadline["span"] if deadline else None]
        spans += [toll["span"] for toll in e.get("tolls", {}).values()]
        spans += [c["span"] for c in e["conditions"]]
        return [list(span) for span in dict.fromkeys(tuple(span) for span in spans if span)]

    def _page(self, id: str) -> str | None:
        entity = self.entity(id)
        return f"/actors/{part(entity.who)}" if entity else None
