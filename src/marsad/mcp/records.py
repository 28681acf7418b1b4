"""From records and clusters to answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marsad.library.deriving_words import LABELS
from marsad.library.explaining import Derivation
from marsad.mcp import answers as a

Record = Mapping[str, Any]
Words = Callable[[str, Sequence[int]], a.Quote | None]  # report id and span to the words there
_FACTS = 60  # lines of a derivation
_FACT = 1_500  # characters of one
_VALUES = 12  # values of one slot
_ORIGINS = 20
_REPORTS = 20  # reports named beside one value or origin


def quote(text: str, span: Sequence[int], limit: int = a.QUOTED) -> a.Quote:
    """The words at a span, shortened to `limit` characters."""
    start, end = int(span[0]), int(span[1])
    return a.Quote(start=start, end=end, text=text[start : min(end, start + limit)], cut=end - start > limit)


class Told:
    """One record, with its entities at hand."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.text: str = record["text"]
        self._entities = {e["id"]: e for e in record["entities"]}
        self._statements = {s["id"]: s for s in record["statements"]}

    def quote(self, span: Sequence[int] | None, limit: int = a.QUOTED) -> a.Quote | None:
        """The words at a span, or none."""
        return None if span is None else quote(self.text, span, limit)

    def party(self, entity: str | None) -> a.Party | None:
        """Who an entity of the record is."""
        found = self._entities.get(entity or "")
        if found is None:
            return None
        name = found["name"]
        return a.Party(ar=name["ar"], en=name["en"], id=found["kb"] or found.get("key"), type=found["type"])

    def parties(self, entities: Sequence[str]) -> list[a.Party]:
        """Those of some entities that the record has."""
        return [p for p in map(self.party, entities) if p is not None]

    def chain(self, statement: str | None) -> list[a.Party]:
        """On whose word: the outlet, then the speakers from the outermost statement to this one."""
        up: list[Mapping[str, Any]] = []
        while statement in self._statements and self._statements[statement] not in up:
            up.append(self._statements[statement])
            statement = up[-1]["parent"]
        outlet = self.party(self.record["outlet"])
        known = [outlet] if outlet is not None else []
        nobody = a.Party(ar=None, en=None, id=None, type=None)
        return known + [self.party(s["speaker"]) or nobody for s in reversed(up)]

    def statement(self, row: Mapping[str, Any]) -> a.StatementAnswer:
        """One statement of the record."""
        return a.StatementAnswer(
            id=row["id"],
            speaker=self.party(row["speaker"]),
            addressees=self.parties(row["addressees"]),
            force=row["force"],
            quotation=row["quotation"],
            channel=row["channel"],
            cue=self.quote(row["cue"]),
            source=self.quote(row["source"]),
            content=quote(self.text, row["content"]),
            chain=self.chain(row["id"]),
        )

    def event(self, row: Mapping[str, Any]) -> a.EventAnswer:
        """One event of the record."""
        tolls = {
            name: toll["value"] if toll["value"] is not None else toll["low"] for name, toll in row["tolls"].items()
        }
        return a.EventAnswer(
            id=row["id"],
            type=row["type"],
            status=row["status"],
            actors=self.parties(row["actors"]),
            recipients=self.parties(row["recipients"]),
            date=row["date"],
            place=self.party(row["place"]),
            tolls=tolls,
            trigger=quote(self.text, row["trigger"]),
            statement=row["in"],
            gloss=row["gloss"].get("en", ""),
        )

    def answer(self, *, limit: int, offset: int, text_from: int | None = None) -> a.ReportAnswer:
        """The report: `limit` statements and events from `offset` on, and of the text what was asked for."""
        r = self.record
        part = None
        if text_from is not None:
            start = min(text_from, len(self.text))
            part = quote(self.text, (start, len(self.text)), a.TEXT)
        return a.ReportAnswer(
            id=r["id"],
            title=r["title"],
            outlet=self.party(r["outlet"]),
            published=r["published"],
            url=r["url"],
            text=part,
            length=len(self.text),
            statements=[self.statement(s) for s in r["statements"][offset : offset + limit]],
            events=[self.event(e) for e in r["events"][offset : offset + limit]],
            statements_total=len(r["statements"]),
            events_total=len(r["events"]),
            warnings=[f"{w['code']}: {w['message']}" for w in r["warnings"][:20]],
        )

    def explain(self, derivation: Derivation) -> a.Explanation:
        """The derivation of an annotation, with its rule and its chain as the record has them."""
        found = {row["id"]: row for kind in ("statements", "events") for row in self.record[kind]}
        row = found.get(derivation.annotation) if derivation.kind in ("statement", "event") else None
        why = (row["why"] if row is not None else None) or {"rule": None, "entries": []}
        return a.Explanation(
            report=derivation.report,
            id=derivation.annotation,
            kind=derivation.kind,
            rule=why["rule"],
            entries=list(why["entries"])[:_FACTS],
            facts=[
                a.Fact(about=LABELS[key][1] if key in LABELS else key, value=value[:_FACT])
                for key, value in derivation.rows[:_FACTS]
            ],
            chain=[] if row is None else self.chain(row["id"] if derivation.kind == "statement" else row["in"]),
            same=derivation.same,
        )


def happening(
    cluster: Mapping[str, Any], words: Words, outlets: Mapping[str, tuple[str | None, str | None]], limit: int
) -> a.HappeningAnswer:
    """A cluster of the weave. `words` gives a report's words at a span, `outlets` outlet and day of each report."""
    members = cluster["members"]
    grade = cluster["grade"]
    tellings = [
        a.Telling(
            report=m["report"],
            id=m["id"],
            outlet=outlets.get(m["report"], (None, None))[0],
            published=outlets.get(m["report"], (None, None))[1],
            words=words(m["report"], m["span"]),
        )
        for m in members[:limit]
    ]
    return a.HappeningAnswer(
        id=cluster["id"],
        kind=cluster["kind"],
        type=cluster["type"],
        status=cluster["status"],
        date=cluster["date"],
        place=cluster["place"],
        actors=cluster["actors"][:_VALUES],
        recipients=cluster["recipients"][:_VALUES],
        reports=cluster["counts"]["reports"],
        outlets=cluster["counts"]["outlets"],
        origins_total=cluster["counts"]["origins"],
        credibility=grade["credibility"],
        grade=grade["words"]["en"],
        reasons=[_reason(why) for why in grade["why"]][:_VALUES],
        slots=[_slot(s) for s in cluster["slots"]],
        origins=[
            a.Origin(kind=o["kind"], label=o["label"]["ar"] or o["label"]["en"], reports=_reports(o["members"]))
            for o in cluster["origins"][:_ORIGINS]
        ],
        tellings=tellings,
        tellings_total=len(members),
    )


def _reason(why: Any) -> str:
    label = why.get("label", why) if isinstance(why, Mapping) else why
    return str(label.get("en", label)) if isinstance(label, Mapping) else str(label)


def _slot(slot: Mapping[str, Any]) -> a.Slot:
    values = [a.SlotValue(value=str(v["value"]), reports=_reports(v["members"])) for v in slot["values"][:_VALUES]]
    return a.Slot(slot=slot["slot"], verdict=slot["verdict"], values=values)


def _reports(members: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(m["report"] for m in members))[:_REPORTS]


def ledger_row(row: Mapping[str, Any], words: Words, evidence: int) -> a.LedgerRow:
    """A row of a ledger."""
    deadline = row["deadline"]
    until = None
    if deadline is not None:
        until = deadline["interval"][1] if deadline["interval"] else deadline["value"]
    return a.LedgerRow(
        kind=row["kind"],
        date=row["date"],
        state=row["state"],
        by=[_party(p) for p in row["by"]],
        to=[_party(p) for p in row["to"]],
        what=row["what"][: a.QUOTED],
        condition=row["condition"][: a.QUOTED] if row["condition"] else None,
        deadline=until,
        evidence=[
            a.Evidence(report=e["report"], id=e["id"], says=e["says"], words=words(e["report"], e["span"]))
            for e in row["evidence"][:evidence]
        ],
    )


def _party(party: Mapping[str, Any]) -> a.Party:
    return a.Party(ar=party["name"]["ar"], en=party["name"]["en"], id=party["id"], type=None)
