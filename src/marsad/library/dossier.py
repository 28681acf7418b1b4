"""A dossier: what the database knows of an actor, a happening or a search, with every quotation and its source.

Sources are numbered in the order in which they are referred to. All sizes are bounded; what was left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.store import actors, events, happenings, ledgers, reading, said, search, tables, woven
from marsad.store.happenings import Happening, Party
from marsad.store.said import StatementRow

HAPPENINGS: Final = 40
STATEMENTS: Final = 40
DISAGREEMENTS: Final = 30
DEADLINES: Final = 30
FOUND: Final = 30  # reports of a search
CITED: Final = 8  # sources of one happening
_AROUND: Final = 80  # characters before and behind a value

About = Literal["actor", "happening", "search"]


class Source(msgspec.Struct, frozen=True):
    """A report that is referred to, by its number."""

    number: int
    report: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None


class Known(msgspec.Struct, frozen=True):
    """A happening: when, what (a gloss, or what was said), how real, how credible with its words, who tells it."""

    row: Happening
    gloss: Mapping[str, str] | None
    words: str | None
    grade: Mapping[str, str] | None
    sources: tuple[int, ...]
    more: int


class Said(msgspec.Struct, frozen=True):
    """A statement with its chain, and the number of its source."""

    row: StatementRow
    source: int


class Disagreement(msgspec.Struct, frozen=True):
    """Two values of one slot of a happening that cannot both hold, each with its words and the number of its source.

    A value is what the slot has, or somebody.
    """

    happening: str
    gloss: Mapping[str, str] | None
    type: str
    slot: str
    sides: tuple[tuple[Any, Party | None, str, int], ...]


class Deadline(msgspec.Struct, frozen=True):
    """A row of a ledger that is open or due, as `marsad ledger` prints it, and the number of its source."""

    row: Mapping[str, Any]
    source: int


class Dossier(msgspec.Struct, frozen=True):
    """All of it. ``title`` is a name ({ar, en}), ``first`` and ``last`` days of what it holds, ``on`` of its states.

    ``more`` counts what was left out: happenings and statements.
    """

    about: About
    subject: str
    title: Mapping[str, str | None]
    first: str | None
    last: str | None
    on: str | None
    known: tuple[Known, ...]
    said: tuple[Said, ...]
    disagreements: tuple[Disagreement, ...]
    deadlines: tuple[Deadline, ...]
    sources: tuple[Source, ...]
    more: tuple[int, int]


def dossier(
    connection: Connection, about: About, subject: str, *, since: str | None = None, until: str | None = None
) -> Dossier:
    """The dossier of an actor (`who`, or an id), a happening (its id or a telling) or a search (its query).

    `since` and `until` bound the days of its happenings. Raises ``no-such-entity``, ``no-such-happening``,
    ``bad-query``, ``bad-date``.
    """
    made = _Maker(connection, since, until)
    if about == "actor":
        return made.of_actor(subject)
    return made.of_happening(subject) if about == "happening" else made.of_search(subject)


class _Maker:
    def __init__(self, connection: Connection, since: str | None, until: str | None) -> None:
        self.connection = connection
        self.since, self.until = since, until
        self.on = events.latest_day(connection)
        self.numbers: dict[str, int] = {}

    def of_actor(self, who: str) -> Dossier:
        """What somebody did and suffered, said, and has promised."""
        row = actors.one(self.connection, who)
        party = (row.who,)
        found = self._happenings(happenings.Asked(party=party, kind=("event",)))
        if found[0] < HAPPENINGS:  # what several tell says most; where that is little, all
            found = self._happenings(happenings.Asked(party=party, kind=("event",), reports=1))
        spoken = said.page(self.connection, row.who, limit=STATEMENTS)
        asked = ledgers.Asked(on=self.on or "9999-12-31", running=True, term=True, actor=row.who, order="deadline")
        return self._made(
            "actor",
            row.who,
            {"ar": row.name_ar, "en": row.name_en},
            found,
            (spoken.total, spoken.rows),
            ledgers.page(self.connection, asked, limit=DEADLINES).rows if self.on else (),
        )

    def of_happening(self, id: str) -> Dossier:
        """One happening as all its reports tell it."""
        found = woven.happening(self.connection, id)
        if len(found) > 1:
            raise MarsadError("no-such-happening", f"{id[:80]} alone")
        cluster = found[0]
        rows = happenings.rows(self.connection, [cluster["id"]])
        tellings = {(m["report"], m["id"]) for m in (*cluster["members"], *cluster.get("mentions", ()))}
        spoken = self._statements_of(cluster, tellings)
        title: Mapping[str, str | None] = self._titles(rows).get(cluster["id"], (None, None))[0] or {
            "ar": spoken[0].content if spoken else None,
            "en": None,
        }
        open_: list[Mapping[str, Any]] = []
        if self.on and cluster["actors"]:
            asked = ledgers.Asked(on=self.on, running=True, term=True, actor=cluster["actors"][0], order="deadline")
            inside = {report for report, _ in tellings}
            page = ledgers.page(self.connection, asked, limit=200)
            open_ = [row for row in page.rows if inside & {e["report"] for e in row["evidence"]}]
        return self._made("happening", cluster["id"], title, (1, rows), (len(spoken), spoken), open_)

    def of_search(self, query: str) -> Dossier:
        """The happenings and statements of the newest reports that a query finds."""
        asked = search.Request(query=query, since=self.since, until=self.until)
        hits = search.search(self.connection, asked, limit=FOUND).hits
        ids = tuple(hit.id for hit in hits)
        found: tuple[int, Sequence[Happening]] = (0, ())
        if ids:
            found = self._happenings(happenings.Asked(report=ids, kind=("event",), reports=2, order="reports"))
        s = tables.statements.c
        keys = [hit.key for hit in hits]
        query_ = sa.select(s.report, s.id).where(s.report.in_(keys)).order_by(s.report.desc(), s.n)
        all_ = [(row[0], row[1]) for row in self.connection.execute(query_)]
        return self._made(
            "search",
            query,
            {"ar": query, "en": query},
            found,
            (len(all_), said.rows(self.connection, all_[:STATEMENTS])),
            (),
            cited=ids,
        )

    def _happenings(self, asked: happenings.Asked) -> tuple[int, Sequence[Happening]]:
        asked = msgspec.structs.replace(asked, since=self.since, until=self.until)
        found = happenings.page(self.connection, asked, limit=HAPPENINGS)
        return found.total, found.rows

    def _statements_of(self, cluster: Mapping[str, Any], tellings: set[tuple[str, str]]) -> list[StatementRow]:
        """Statements that are the happening, that tell it, or that a side of a contact made of it."""
        wanted = {key: None for key in sorted(tellings) if key[1].startswith("s")}
        wanted |= {(s["report"], s["id"]): None for side in cluster.get("readouts", ()) for s in side["statements"]}
        reports = sorted({report for report, _ in tellings})
        keys: dict[str, int] = {}
        e, r = tables.events.c, tables.reports.c
        for n in range(0, len(reports), 200):
            some = reports[n : n + 200]
            keys |= {row[0]: row[1] for row in self.connection.execute(sa.select(r.id, r.key).where(r.id.in_(some)))}
            query = sa.select(r.id, e.id, e.in_statement).join(tables.reports, r.key == e.report)
            for report, id, inner in self.connection.execute(query.where(r.id.in_(some), e.in_statement.is_not(None))):
                if (report, id) in tellings:
                    wanted.setdefault((report, inner))
        known = [(keys[report], id) for report, id in wanted if report in keys]
        return said.rows(self.connection, known[:STATEMENTS])

    def _titles(self, rows: Iterable[Happening]) -> dict[str, tuple[Mapping[str, str] | None, str | None]]:
        first = {row.id: (row.kind, row.members[0]) for row in rows if row.members}
        acts = events.rows(self.connection, [(m.key, m.id) for kind, m in first.values() if kind == "event"])
        glosses = {(e.report, e.id): e.gloss for e in acts}
        spoken = said.rows(self.connection, [(m.key, m.id) for kind, m in first.values() if kind == "statement"])
        words = {(s.report, s.id): s.content for s in spoken}
        return {id: (glosses.get((m.report, m.id)), words.get((m.report, m.id))) for id, (_, m) in first.items()}

    def _number(self, report: str) -> int:
        return self.numbers.setdefault(report, len(self.numbers) + 1)

    def _made(
        self,
        about: About,
        subject: str,
        title: Mapping[str, str | None],
        found: tuple[int, Sequence[Happening]],
        spoken: tuple[int, Sequence[StatementRow]],
        open_: Sequence[Mapping[str, Any]],
        cited: Sequence[str] = (),
    ) -> Dossier:
        rows = sorted(found[1], key=lambda row: (_day(row) or "9999", row.id))
        titles = self._titles(rows)
        bodies = {row.id: woven.happening(self.connection, row.id)[0] for row in rows}
        known = []
        for row in rows:
            reports = list(dict.fromkeys(m.report for m in row.members))
            numbers = tuple(self._number(report) for report in reports[:CITED])
            gloss, words = titles.get(row.id, (None, None))
            grade = bodies[row.id]["grade"]["words"] if bodies[row.id]["grade"] else None
            known.append(Known(row, gloss, words, grade, numbers, row.reports - len(numbers)))
        statements = tuple(Said(row, self._number(row.report)) for row in spoken[1][:STATEMENTS])
        disagreements = self._disagreements(rows, bodies, titles)
        deadlines = tuple(Deadline(row, self._number(row["evidence"][0]["report"])) for row in open_[:DEADLINES])
        for report in cited:
            self._number(report)
        heads = reading.heads(self.connection, self.numbers)
        days = [day for row in rows if (day := _day(row))]
        days += [row.published[:10] for row in spoken[1] if row.published]
        return Dossier(
            about=about,
            subject=subject,
            title=title,
            first=min(days, default=None),
            last=max(days, default=None),
            on=self.on,
            known=tuple(known),
            said=statements,
            disagreements=disagreements,
            deadlines=deadlines,
            sources=tuple(_source(number, id, heads.get(id)) for id, number in self.numbers.items()),
            more=(max(0, found[0] - len(rows)), max(0, spoken[0] - len(statements))),
        )

    def _disagreements(
        self,
        rows: Sequence[Happening],
        bodies: Mapping[str, Mapping[str, Any]],
        titles: Mapping[str, tuple[Mapping[str, str] | None, str | None]],
    ) -> tuple[Disagreement, ...]:
        clashes = [(row.id, clash) for row in rows for clash in bodies[row.id].get("contradictions", ())]
        clashes = clashes[:DISAGREEMENTS]
        sides = [clash[side] for _, clash in clashes for side in ("a", "b")]
        texts = reading.texts(self.connection, dict.fromkeys(side["report"] for side in sides))
        called = events.called(self.connection, {str(side["value"]) for side in sides})
        return tuple(
            Disagreement(
                happening=id,
                gloss=titles.get(id, (None, None))[0],
                type=clash["type"],
                slot=clash["slot"],
                sides=tuple(
                    (
                        side["value"],
                        called.get(str(side["value"])) if clash["slot"] in ("actor", "recipient", "place") else None,
                        _around(texts.get(side["report"], ""), *side["span"]),
                        self._number(side["report"]),
                    )
                    for side in (clash["a"], clash["b"])
                ),
            )
            for id, clash in clashes
        )


def _day(row: Happening) -> str | None:
    return row.date or row.first_day or row.latest


def _source(number: int, id: str, head: reading.Head | None) -> Source:
    if head is None:
        return Source(number, id, None, None, None, None)
    return Source(number, id, head.title, head.outlet, head.published, head.url)


def _around(text: str, start: int, end: int) -> str:
    """The words around a span, in its line."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    stop = text.find("\n", end)
    last = min(len(text) if stop < 0 else stop, end + _AROUND)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    before = "… " if first and text[first - 1] != "\n" else ""
    return f"{before}{' '.join(text[first:last].split())}{' …' if last < len(text) and text[last] != chr(10) else ''}"
