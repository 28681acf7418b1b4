"""Slot by slot: where the reports of one happening agree, differ, are updated, or leave something out.

Verdicts are tried in the order differ, updated, omitted, agree. Unlike values that do not clash agree: a place inside
another, a vague count beside an exact one, "at least 30" beside 37, an office beside whoever holds it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

from marsad.lexicon import knowledge
from marsad.lexicon import origins as lexicon
from marsad.weave import values as read
from marsad.weave.contacts import parties, said, spoken_values
from marsad.weave.values import Value
from marsad.weave.views import Row, Told, View

Verdict = Literal["agree", "differ", "updated", "omitted"]
Clash = Callable[[Value, Value], bool]

SAME_WORDS: Final = 0.3  # share of the shorter text's words from which two conditions or wordings say the same
# What a clash in a slot is.
TYPES: Final = {
    "dead": "number",
    "injured": "number",
    "size": "number",
    "civilians dead": "number",
    "date": "time",
    "deadline": "time",
    "place": "place",
    "actor": "blame",
    "recipient": "blame",
    "status": "negation",
    "condition": "wording",
    "wording": "wording",
    "channel": "wording",
    "threatened": "wording",
    "demanded": "wording",
}
_COUNTS: Final = frozenset({"dead", "injured", "size", "civilians dead"})


SlotValues = dict[str, dict[str, list[Value]]]
"""By slot and report what the report gives, empty where it gives nothing."""


def slot_values(members: Sequence[Told]) -> SlotValues:
    """What each report of a cluster gives for each slot: what `contrast` and `contradictions` judge."""
    return _values(_by_report(members))


def contrast(members: Sequence[Told], values: SlotValues | None = None) -> list[dict[str, Any]]:
    """The slots of a cluster as RECORD.md has them; a slot that no report fills is left out."""
    reports = {told.view.id for told in members}
    found: list[dict[str, Any]] = []
    for slot, per_report in (slot_values(members) if values is None else values).items():
        given = {report: listed for report, listed in per_report.items() if listed}
        if given:
            verdict = judge(slot, given, len(reports))
            found.append({"slot": slot, "verdict": verdict, "values": _shown(given)})
    return found


def contradictions(members: Sequence[Told], values: SlotValues | None = None) -> list[dict[str, Any]]:
    """Pairs of values of two reports that clash, typed, with both spans: the first pair of each two values."""
    found: list[dict[str, Any]] = []
    for slot, per_report in (slot_values(members) if values is None else values).items():
        seen: set[tuple[str, str]] = set()
        for a, b in itertools.combinations([v for listed in per_report.values() for v in listed], 2):
            pair = (str(a.shown), str(b.shown))
            if a.report == b.report or not clash(slot, a, b) or pair in seen or pair[::-1] in seen:
                continue
            if slot in ("actor", "recipient") and not _all_clash(slot, per_report[a.report], per_report[b.report]):
                continue
            seen.add(pair)
            found.append({"type": TYPES[slot], "slot": slot, "a": _side(a), "b": _side(b)})
    return found


def readouts(members: Sequence[Told]) -> list[dict[str, Any]]:
    """Both sides' accounts of one contact, side by side: each party's statements in the reports that tell it.

    ``[{party, statements: [{report, id, span, force}]}]``; empty where fewer than two parties give an account.
    """
    who = parties(members)
    listed: dict[str, list[dict[str, Any]]] = {}
    for view, told in _by_report(members).values():
        contacts = [e for t in told if (e := view.events.get(t.id)) is not None and e["type"] == "CONSULT"]
        for row in said(view, contacts, who) if contacts else ():
            entry = {"report": view.id, "id": row["id"], "span": list(row["content"]), "force": row["force"]}
            listed.setdefault(view.key(row["speaker"]), []).append(entry)
    return [{"party": p, "statements": s} for p, s in listed.items()] if len(listed) > 1 else []


def judge(slot: str, given: dict[str, list[Value]], reports: int) -> Verdict:
    """The verdict over what each report gives (empty reports left out) in a cluster of so many reports."""
    clashing = False
    for a, b in itertools.combinations(given.values(), 2):
        if _all_clash(slot, a, b):
            clashing = True
    if clashing:
        return "updated" if _updated(slot, given) else "differ"
    return "omitted" if len(given) < reports else "agree"


def clash(slot: str, a: Value, b: Value) -> bool:
    """Whether two values cannot both hold."""
    if slot == "date":
        return a.exact and b.exact and _apart(a, b)  # days that are said, not taken from another sentence
    if slot in _COUNTS or slot == "deadline":
        return _apart(a, b)
    if slot == "place":
        return _places_apart(a, b)
    if slot in ("actor", "recipient"):
        return a.exact and b.exact and not a.keys & b.keys
    if slot == "status":
        return "negated" in (a.shown, b.shown) and a.shown != b.shown
    if slot == "channel":
        return a.shown != b.shown
    return not _alike(a, b)


def _all_clash(slot: str, a: Sequence[Value], b: Sequence[Value]) -> bool:
    """Two reports clash where no value of the one can stand beside one of the other."""
    if slot in ("actor", "recipient") and (len(a) > 1 or len(b) > 1):
        return False  # lists of parties are of any length
    if slot == "status":
        return any(x.shown == "negated" for x in a) != any(y.shown == "negated" for y in b)
    return all(clash(slot, x, y) for x in a for y in b)


def _apart(a: Value, b: Value) -> bool:
    """Whether two periods, or two counts with bounds, have nothing in common; an open bound reaches everywhere."""
    return _before(a, b) or _before(b, a)


def _before(a: Value, b: Value) -> bool:
    if a.high is None or b.low is None:
        return False
    if isinstance(a.high, str) or isinstance(b.low, str):
        return str(a.high) < str(b.low)
    return a.high < b.low


def _alike(a: Value, b: Value) -> bool:
    least = min(len(a.keys), len(b.keys))
    return least == 0 or len(a.keys & b.keys) >= SAME_WORDS * least


def _places_apart(a: Value, b: Value) -> bool:
    """Known places of which neither holds the other, and which are not both in one province that is unknown."""
    x, y = next(iter(a.keys)), next(iter(b.keys))
    if x == y or not a.exact or not b.exact:
        return False
    first, second = knowledge.by_id(x), knowledge.by_id(y)
    if first is None or second is None:
        return False
    if first.country != second.country:
        return True
    over = {x, *_around(first)}, {y, *_around(second)}
    if x in over[1] or y in over[0]:
        return False
    # Two places of one country: the one may lie in the other without the knowledge base saying so.
    return first.of is not None and second.of is not None and first.of != second.of and x != y


def _around(entry: knowledge.Entry) -> set[str]:
    found: set[str] = {entry.country} if entry.country else set()
    at: knowledge.Entry | None = entry
    while at is not None and at.of and at.of not in found:
        found.add(at.of)
        at = knowledge.by_id(at.of)
    return found


def _updated(slot: str, given: dict[str, list[Value]]) -> bool:
    """Whether later reports revise earlier ones: counts that only rise.

    Reports of one day have no order among themselves, unless the higher count says that it is a rise.
    """
    listed = [v for values in given.values() for v in values]
    return slot in _COUNTS and _rises(listed)


def _rises(listed: Sequence[Value]) -> bool:
    days = sorted({v.published for v in listed})
    tops = [[_number(v) for v in listed if v.published == day] for day in days]
    for a, b in itertools.permutations(listed, 2):
        if a.published < b.published and _before(b, a):
            return False  # a later count that is lower, beyond what its bounds leave open
    if len(days) > 1 and max(tops[-1]) > max(tops[0]):
        return True
    highest = max(listed, key=_number)
    return highest.revised and min(map(_number, listed)) > 0


def _number(value: Value) -> float:
    return float(value.low if value.low is not None else value.high or 0)


def _by_report(members: Sequence[Told]) -> dict[str, tuple[View, list[Told]]]:
    found: dict[str, tuple[View, list[Told]]] = {}
    for told in members:
        found.setdefault(told.view.id, (told.view, []))[1].append(told)
    return found


def _values(reports: dict[str, tuple[View, list[Told]]]) -> SlotValues:
    """By slot and report; events give their slots, statements their wording."""
    table: dict[str, Callable[[View, Sequence[Row]], list[Value]]] = {
        "dead": lambda v, e: read.count_values(v, e, "dead"),
        "injured": lambda v, e: read.count_values(v, e, "injured"),
        "civilians dead": read.civilian_values,
        "size": lambda v, e: read.count_values(v, e, "size"),
        "date": read.date_values,
        "place": read.place_values,
        "actor": lambda v, e: read.party_values(v, e, "actors"),
        "recipient": lambda v, e: read.party_values(v, e, "recipients"),
        "status": lambda v, e: read.text_values(v, e, "status"),
        "condition": lambda v, e: read.text_values(v, e, "condition"),
        "deadline": lambda v, e: read.text_values(v, e, "deadline"),
        "channel": lambda v, e: read.text_values(v, e, "channel"),
    }
    found: dict[str, dict[str, list[Value]]] = {slot: {} for slot in (*table, "threatened", "demanded", "wording")}
    who = parties([t for _, told in reports.values() for t in told])
    for report, (view, told) in reports.items():
        events = [view.events[t.id] for t in told if t.id in view.events]
        if events:
            tolls = {e["type"] for e in events} & _WITH_TOLLS
            for slot, values in table.items():
                if slot in ("dead", "injured", "civilians dead") and not tolls:
                    continue
                found[slot][report] = values(view, events)
        contacts = [e for e in events if e["type"] == "CONSULT"]
        if contacts:
            for slot, listed in spoken_values(view, contacts, who).items():
                found[slot][report] = [*found[slot].get(report, []), *listed]
        found["wording"][report] = read.wording_values(view, told)
    _doubt(found["actor"], found["recipient"])
    return found


def _doubt(actors: dict[str, list[Value]], recipients: dict[str, list[Value]]) -> None:
    """Parties who do it in one report and have it done to them in another are taken wrongly in one of them, or the act
    is mutual: they clash with nobody. Changes the values in place."""
    names = [{r: {_name(v) for v in listed} for r, listed in side.items()} for side in (actors, recipients)]
    for side, other in ((actors, names[1]), (recipients, names[0])):
        for report, listed in side.items():
            elsewhere = {name for r, found in other.items() if r != report for name in found}
            side[report] = [v._replace(exact=v.exact and _name(v) not in elsewhere) for v in listed]


def _name(value: Value) -> str:
    return next((k for k in sorted(value.keys) if not k.startswith("of:")), "")


_WITH_TOLLS: Final = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "AID", "SANCTION"})


def _shown(given: dict[str, list[Value]]) -> list[dict[str, Any]]:
    """Values of a slot, each with who gives it, in the order in which the reports come."""
    found: dict[str, dict[str, Any]] = {}
    for listed in given.values():
        for value in listed:
            entry = found.setdefault(lexicon.words(str(value.shown)), {"value": value.shown, "members": []})
            entry["members"].append({"report": value.report, "span": list(value.span)})
    return list(found.values())


def _side(value: Value) -> dict[str, Any]:
    return {"report": value.report, "span": list(value.span), "value": value.shown}
