"""One happening for its page: a column for each report, a row for each slot, with the words behind each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from marsad.library.database import Database
from marsad.store import happenings
from marsad.weave.views import View

COLUMNS: Final = 24  # reports that are shown side by side; a link leads to the list of the others
CODED: Final = frozenset({"status", "channel"})  # slots whose values are codes with words of their own
BEFORE: Final = 60  # characters shown on each side of a span

Name = dict[str, str | None]
Pair = tuple[int, int]


class Quote(msgspec.Struct, frozen=True):
    """Words of a report around a span: what stands before it, the span itself, what stands behind it."""

    before: str
    mark: str
    after: str
    report: str
    id: str | None = None


class Telling(msgspec.Struct, frozen=True):
    """One telling in a report: the sentence with its mark, and the chain of those on whose word it is told."""

    id: str
    quote: Quote
    chain: tuple[Name, ...]


class Account(msgspec.Struct, frozen=True):
    """A report that tells the happening."""

    report: str
    title: str | None
    url: str | None
    published: str | None
    outlet: Name
    tellings: tuple[Telling, ...]


class Cell(msgspec.Struct, frozen=True):
    """A value that a report gives in a slot, with its words; ``code`` where the value is one of the record's codes."""

    value: Name
    code: str | None
    quote: Quote
    differs: bool


class Row(msgspec.Struct, frozen=True):
    """A slot: the verdict over all reports, and what each gives (by report id)."""

    slot: str
    verdict: str
    cells: dict[str, tuple[Cell, ...]]


class Origin(msgspec.Struct, frozen=True):
    """Where chains begin, and the reports that hang on it."""

    id: str
    kind: str
    label: Name
    reports: tuple[Account, ...]
    keys: tuple[str, ...]


class Clash(msgspec.Struct, frozen=True):
    """Two values of two reports that cannot both be, typed, with both spans."""

    type: str
    slot: str
    a: Quote
    b: Quote


class Readout(msgspec.Struct, frozen=True):
    """What one party of a contact says of it."""

    party: Name
    said: tuple[Quote, ...]


class Joined(msgspec.Struct, frozen=True):
    """Why a telling was joined: levels of comparison with their weights."""

    account: Account
    id: str
    score: float
    levels: tuple[dict[str, Any], ...]


class Comparison(msgspec.Struct, frozen=True):
    """All that the page of a happening shows."""

    accounts: tuple[Account, ...]
    more: int
    rows: tuple[Row, ...]
    origins: tuple[Origin, ...]
    clashes: tuple[Clash, ...]
    readouts: tuple[Readout, ...]
    joined: tuple[Joined, ...]


def excerpt(view: View, span: Sequence[int], id: str | None = None, *, whole: bool = False) -> Quote:
    """The words around a span: its sentence where `whole`, else some words on each side of it."""
    start, end = span
    first, last = view.sentence(start)
    last = max(last, end)
    if not whole:
        first = max(first, view.text.rfind(" ", 0, max(0, start - BEFORE)) + 1 if start - BEFORE > first else first)
        if last - end > BEFORE:
            cut = view.text.find(" ", end + BEFORE)
            last = min(last, cut if cut >= 0 else last)
    text = view.text
    return Quote(text[first:start].lstrip(), text[start:end], text[end:last].rstrip(), view.id, id)


def compared(database: Database, cluster: Mapping[str, Any]) -> Comparison:
    """A cluster (schema ``marsad-weave/1``) with what its page shows besides."""
    tellings: dict[str, list[dict[str, Any]]] = {}
    for member in cluster["members"]:
        tellings.setdefault(member["report"], []).append(member)
    shown = list(tellings)[:COLUMNS]
    views = {id: View(database.report(id).record) for id in shown}
    accounts = {id: _account(views[id], tellings[id]) for id in shown}
    names = _names(database, cluster)
    return Comparison(
        accounts=tuple(accounts.values()),
        more=len(tellings) - len(shown),
        rows=tuple(_row(slot, views, names) for slot in cluster["slots"]),
        origins=tuple(_origin(o, accounts) for o in cluster["origins"]),
        clashes=tuple(
            Clash(c["type"], c["slot"], _side(c["a"], views), _side(c["b"], views))
            for c in cluster.get("contradictions", ())
            if c["a"]["report"] in views and c["b"]["report"] in views
        ),
        readouts=tuple(
            Readout(
                names.get(r["party"], {"ar": r["party"], "en": None}),
                tuple(
                    excerpt(views[s["report"]], s["span"], s["id"], whole=True)
                    for s in r["statements"]
                    if s["report"] in views
                ),
            )
            for r in cluster.get("readouts", ())
        ),
        joined=tuple(
            Joined(accounts[w["report"]], w["id"], w["score"], tuple(w["levels"]))
            for w in cluster["why"]
            if w["report"] in accounts
        ),
    )


def _account(view: View, members: Iterable[Mapping[str, Any]]) -> Account:
    record = view.record
    told = []
    for member in members:
        row = view.events.get(member["id"]) or view.statements.get(member["id"])
        inner = None if row is None else row["in"] if "in" in row else row["parent"]
        chain = [view.name(s["speaker"]) for s in reversed(view.chain(inner)) if s["speaker"]]
        told.append(Telling(member["id"], excerpt(view, member["span"], member["id"], whole=True), tuple(chain)))
    outlet = view.name(record["outlet"])
    return Account(view.id, record["title"], record["url"], record["published"], outlet, tuple(told))


def _names(database: Database, cluster: Mapping[str, Any]) -> dict[str, Name]:
    keys = {str(v["value"]) for s in cluster["slots"] for v in s["values"]}
    keys |= {cluster["place"] or "", *cluster["actors"], *cluster["recipients"]}
    keys |= {r["party"] for r in cluster.get("readouts", ())}
    found = database.ask(happenings.called, keys)
    return {who: {"ar": party.name_ar, "en": party.name_en} for who, party in found.items()}


def _row(slot: Mapping[str, Any], views: Mapping[str, View], names: Mapping[str, Name]) -> Row:
    cells: dict[str, list[Cell]] = {}
    told = sum(len(value["members"]) for value in slot["values"])
    most = max((len(value["members"]) for value in slot["values"]), default=0)
    for value in slot["values"]:
        text = str(value["value"])
        name = names.get(text, {"ar": text, "en": None})
        code = text if slot["slot"] in CODED else None
        # What fewer reports say than another value is marked; where all are equally many, all are.
        differs = slot["verdict"] in ("differ", "updated") and (len(value["members"]) < most or most * 2 <= told)
        for member in value["members"]:
            view = views.get(member["report"])
            if view is not None:
                cell = Cell(name, code, excerpt(view, member["span"]), differs)
                cells.setdefault(view.id, []).append(cell)
    return Row(slot["slot"], slot["verdict"], {id: tuple(found) for id, found in cells.items()})


def _origin(origin: Mapping[str, Any], accounts: Mapping[str, Account]) -> Origin:
    reports = dict.fromkeys(m["report"] for m in origin["members"] if m["report"] in accounts)
    return Origin(
        origin["id"],
        origin["kind"],
        origin["label"],
        tuple(accounts[id] for id in reports),
        tuple(origin.get("keys", ())),
    )


def _side(side: Mapping[str, Any], views: Mapping[str, View]) -> Quote:
    return excerpt(views[side["report"]], side["span"])
