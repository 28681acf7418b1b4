"""Ledgers: contacts, relays, threats, demands, commitments, denials and incidents of a set of records, row by row.

A row's state on a day comes from its deadline and from what later reports tell (`marsad.weave.ledger_states`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

import msgspec

from marsad.folding import fold
from marsad.lexicon import ledgers as lexicon
from marsad.weave.objects import stem
from marsad.weave.views import Pair, Row, View, overlap, span, within

Ledger = Literal["contacts", "relays", "threats", "demands", "commitments", "denials", "incidents"]
State = Literal["open", "due", "met", "broken", "expired", "unknown"]
LEDGERS: Final[tuple[Ledger, ...]] = (
    "contacts",
    "relays",
    "threats",
    "demands",
    "commitments",
    "denials",
    "incidents",
)
# Ledgers whose rows wait for something.
WAITING: Final = frozenset({"threats", "demands", "commitments"})

_BY_FORCE: Final[dict[str, tuple[Ledger, str]]] = {
    "threaten": ("threats", "threat"),
    "demand": ("demands", "demand"),
    "commit": ("commitments", "commitment"),
    "deny": ("denials", "denial"),
}
_BY_TYPE: Final[dict[str, tuple[Ledger, str]]] = {
    "THREATEN": ("threats", "threat"),
    "REQUEST": ("demands", "demand"),
    "AGREE": ("commitments", "commitment"),
    "ASSAULT": ("incidents", "incident"),
    "COERCE": ("incidents", "coercion"),
    "PROTEST": ("incidents", "protest"),
}
_NAME: Final = re.compile(r"\w+")
_PERIOD: Final = re.compile(r"P(?:T(\d+)H|(\d+)([DWM]))")


class Deadline(msgspec.Struct, frozen=True):
    """Until when: the TIMEX3 value as written, and first and last day (ISO), where they can be known."""

    value: str | None
    interval: tuple[str, str] | None


class Evidence(msgspec.Struct, frozen=True):
    """Where it stands: report, id of the statement or event, span; ``says`` is what it does to the row."""

    report: str
    id: str
    span: Pair
    says: str = "tells"


class Entry(msgspec.Struct, kw_only=True):
    """A row of a ledger. ``by``, ``to`` are who across reports; ``names`` how they are called there.

    ``date``: the day it was said or happened, else that of the report. ``acts``: lemmas of what it is about, by which
    later reports are found; ``stems`` those of its words, ``around`` who is named in its report. ``state`` and all
    evidence but the first come afterwards.
    """

    ledger: Ledger
    kind: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    what: str
    condition: str | None
    deadline: Deadline | None
    date: str | None
    published: str | None
    evidence: list[Evidence]
    names: dict[str, dict[str, str | None]]
    around: frozenset[str]
    acts: frozenset[str]
    stems: frozenset[str]
    state: State = "unknown"
    via: str | None = None
    planned: bool = False


def entries(view: View) -> list[Entry]:
    """All rows of one record, in the order of the text."""
    found = [*_spoken(view), *_done(view), *_promised(view)]
    return sorted(found, key=lambda e: (e.evidence[0].span, e.ledger, e.evidence[0].id))


def _spoken(view: View) -> Iterator[Entry]:
    """Statements that are acts: threats, demands, commitments, denials; with the event of the same cue where it is."""
    for row in view.statements.values():
        if row["force"] not in _BY_FORCE or row["speaker"] is None:
            continue
        if any(s["force"] == row["force"] and s["parent"] == row["id"] for s in view.statements.values()):
            continue  # "sources added that X threatened": the threat is X's
        ledger, kind = _BY_FORCE[row["force"]]
        event = next((e for e in view.events.values() if row["cue"] and e["trigger"] == row["cue"]), None)
        if event is not None and event["status"] == "negated":
            continue
        place = span(row["content"])
        if ledger == "demands" and _stays_unnamed(view, place):
            continue
        cue = span(row["cue"] or row["content"])
        recipients = row["addressees"] or (event["recipients"] if event else [])
        deadline = _deadline(view, event, (min(cue[0], place[0]), max(cue[1], place[1])), kind)
        if kind == "threat" and (deadline or _is_ultimatum(view, row, event)):
            kind = "ultimatum" if _is_ultimatum(view, row, event) else kind
        yield _entry(view, ledger, kind, [row["speaker"]], recipients, place, event, deadline, row["id"])


def _done(view: View) -> Iterator[Entry]:
    """Events: contacts, relays, incidents, and acts of speech that no statement has."""
    cues = {tuple(s["cue"]) for s in view.statements.values() if s["cue"] and s["force"] in _BY_FORCE}
    for event in view.events.values():
        if event["status"] == "negated":
            continue
        trigger, sentence = span(event["trigger"]), view.sentence(event["trigger"][0])
        if event["relay"]:
            relay = event["relay"]
            made = _entry(
                view,
                "relays",
                "relay",
                [relay["origin"]],
                [relay["addressee"]],
                span(relay["content"]) if relay["content"] else sentence,
                event,
                None,
                event["id"],
            )
            made.via = view.key(relay["carrier"]) if relay["carrier"] else None
            if made.via and relay["carrier"] in view.entities:
                made.names[made.via] = view.name(relay["carrier"])
            yield made
        if event["type"] == "CONSULT" and event["contact"]:
            kind = event["contact"]["channel"] or "contact"
            yield _entry(
                view, "contacts", kind, event["actors"], event["recipients"], sentence, event, None, event["id"]
            )
        if event["type"] not in _BY_TYPE or tuple(trigger) in cues:
            continue
        ledger, kind = _BY_TYPE[event["type"]]
        if event["type"] == "AGREE" and not _is_pledge(event):
            continue
        if ledger == "incidents" and event["status"] != "actual":
            continue
        if ledger != "incidents" and (not event["actors"] or event["status"] == "hypothetical"):
            continue
        what = (trigger[0], _clause_end(view, trigger[1], sentence[1])) if ledger != "incidents" else sentence
        deadline = None if ledger == "incidents" else _deadline(view, event, what, kind)
        if kind == "threat" and _is_ultimatum(view, None, event):
            kind = "ultimatum"
        yield _entry(view, ledger, kind, event["actors"], event["recipients"], what, event, deadline, event["id"])


def _is_pledge(event: Row) -> bool:
    """Whether an event of agreement is one that is entered into here, and no treaty that is named."""
    why = event["why"] or {}
    if why.get("rule") in ("noun", "masdar"):
        return bool(set(acts(event)) & lexicon.load().pledges)
    return True


def _clause_end(view: View, start: int, end: int) -> int:
    cut = re.search(r"[،؛]", view.text[start:end])
    return start + cut.start() if cut else end


def _promised(view: View) -> Iterator[Entry]:
    """What a speaker says will be done by a day to come: commitments, though no verb of promising stands there."""
    for row in view.statements.values():
        speaker = view.entities.get(row["speaker"] or "")
        if row["force"] != "assert" or speaker is None or speaker["type"] == "MEDIA":
            continue
        # The innermost statement that holds the words has the promise.
        if any(s["parent"] == row["id"] and within(span(s["content"]), span(row["content"])) for s in _asserting(view)):
            continue
        for clause, time in _future_clauses(view, span(row["content"])):
            interval = time["interval"]
            deadline = Deadline(time["value"], (view.published or interval[0], interval[1]))
            yield _entry(
                view,
                "commitments",
                "commitment",
                [row["speaker"]],
                row["addressees"],
                clause,
                None,
                deadline,
                row["id"],
            )


def _asserting(view: View) -> list[Row]:
    return [s for s in view.statements.values() if s["force"] in ("assert", "commit") and s["speaker"]]


def _future_clauses(view: View, content: Pair) -> Iterator[tuple[Pair, Row]]:
    """Clauses of a verb of the future with a day behind the report's own; the day may stand before the verb."""
    words = view.words(content)
    starts = [s for w, s, _ in words if lexicon.is_future(w)]
    times = [
        t
        for t in view.record["times"]
        if t["interval"] and within(span(t["span"]), content) and view.published and t["interval"][1] > view.published
    ]
    used: set[int] = set()
    for n, start in enumerate(starts):
        until = starts[n + 1] if n + 1 < len(starts) else content[1]
        inside = [t for t in times if start <= t["span"][0] < until]
        before = [t for t in times if t["span"][1] <= start and t["span"][0] not in used and start - t["span"][1] < 12]
        # "by September 2025, which is ten years after": the last time of the clause that is later than the first.
        chosen = before[-1:] or inside[:1]
        later = [t for t in inside if chosen and t["interval"][1] > chosen[0]["interval"][1] and not before]
        chosen = later[-1:] or chosen
        if chosen:
            used.add(chosen[0]["span"][0])
            begin = min(start, chosen[0]["span"][0])
            yield (begin, _trim(view, begin, max(until, chosen[0]["span"][1]))), chosen[0]


def _trim(view: View, start: int, end: int) -> int:
    return start + len(view.text[start:end].rstrip(' ،."”»و'))


def _stays_unnamed(view: View, what: Pair) -> bool:
    """Whether a source asks not to be named, which is no demand."""
    table, words = lexicon.load(), [w for w, _, _ in view.words(what)][:8]
    return bool(table.names & set(words)) and bool(table.disclose & set(words))


def _is_ultimatum(view: View, statement: Row | None, event: Row | None) -> bool:
    table = lexicon.load()
    if statement is not None and statement["lemma"] and fold(statement["lemma"]) in table.lemmas:
        return True
    if event is None:
        return False
    entries = (event["why"] or {}).get("entries", ())
    if any(fold(entry.rpartition(":")[2]) in table.lemmas for entry in entries):
        return True
    return any(w in table.nouns for w, _, _ in view.words(span(event["trigger"])))


def _deadline(view: View, event: Row | None, place: Pair, kind: str) -> Deadline | None:
    """The event's own deadline; else a stretch or a day to come that stands in the words."""
    given = event["deadline"] if event is not None else None
    said = (event["date"] if event is not None else None) or view.published
    if said is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", said):
        said = view.published
    if given is not None and given["interval"]:
        return Deadline(given["value"], (given["interval"][0], given["interval"][1]))
    area = (place[0], max(place[1], place[0] + 1))
    best: Deadline | None = None
    for time in view.record["times"]:
        if not overlap(span(time["span"]), area):
            continue
        if time["type"] == "DURATION" and kind in ("threat", "commitment", "demand") and _sets_term(view, event, kind):
            end = _after(said, time["value"])
            best = best or (Deadline(time["value"], (said, end)) if said and end else Deadline(time["value"], None))
        elif time["interval"] and said and time["interval"][0] > said:
            return Deadline(time["value"], (said, time["interval"][1]))
    return best


def _sets_term(view: View, event: Row | None, kind: str) -> bool:
    return event is not None and (kind == "commitment" or _is_ultimatum(view, None, event))


def _after(day: str | None, value: str) -> str | None:
    """The day on which a stretch that begins on `day` is over."""
    found = _PERIOD.fullmatch(value)
    if found is None or day is None:
        return None
    hours, number, unit = found.groups()
    days = -(-int(hours) // 24) if hours is not None else int(number) * {"D": 1, "W": 7, "M": 30}[unit]
    if days > 36_500:
        return None
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()


def _entry(
    view: View,
    ledger: Ledger,
    kind: str,
    by: Iterable[str | None],
    to: Iterable[str | None],
    what: Pair,
    event: Row | None,
    deadline: Deadline | None,
    id: str,
) -> Entry:
    parties = [[p for p in side if p is not None and p in view.entities] for side in (by, to)]
    names = {view.key(p): view.name(p) for side in parties for p in side}
    conditions = event["conditions"] if event is not None else []
    inside = [e for e in view.events.values() if overlap(span(e["trigger"]), what)]
    if event is not None and event not in inside:
        inside.append(event)
    condition = next((view.text[slice(*c["span"])] for c in conditions), None) or next(
        (view.text[slice(*c["span"])] for e in inside for c in e["conditions"] if within(span(c["span"]), what)), None
    )
    times = [span(t["span"]) for t in view.record["times"]]
    said = [w for w, s, e in view.words(what) if not any(overlap((s, e), t) for t in times)]
    nouns = lexicon.load().masdars
    done = {a for e in inside if e["type"] not in _BY_TYPE or e is not event for a in acts(e)}
    done |= {nouns[w] for w in said[:8] if w in nouns}
    day = event["date"] if event is not None else None
    return Entry(
        ledger=ledger,
        kind=kind,
        by=tuple(dict.fromkeys(map(view.key, parties[0]))),
        to=tuple(dict.fromkeys(view.key(p) for p in parties[1] if p not in parties[0])),
        what=" ".join(view.text[what[0] : what[1]].split()),
        condition=condition,
        deadline=deadline,
        date=day or view.published,
        published=view.published,
        evidence=[Evidence(view.id, id, what)],
        names=names,
        around=everybody(view),
        acts=frozenset(done),
        stems=stems(said),
        planned=event is not None and event["status"] == "planned",
    )


def stems(words: Iterable[str]) -> frozenset[str]:
    """Light stems of folded words, without the ending of the indefinite accusative ("مراقبا")."""
    found = (stem(w) for w in words)
    return frozenset(s[:-1] if len(s) > 4 and s.endswith("ا") else s for s in found if s is not None)


def everybody(view: View) -> frozenset[str]:
    """Who and what is named in a report, across reports."""
    return frozenset(view.key(m["entity"]) for m in view.record["mentions"] if m["entity"] in view.entities)


def acts(event: Row) -> list[str]:
    """The lemmas of the frames that made an event: what is done, whether told as verb or as noun."""
    entries = (event["why"] or {}).get("entries", ())
    return [fold(e.rpartition(":")[2]) for e in entries if e.startswith("events/")]


def as_row(entry: Entry) -> dict[str, Any]:
    """A row as it is printed: parties with their names, the deadline's value and interval, all evidence."""

    def party(key: str) -> dict[str, Any]:
        return {"id": key, "name": entry.names.get(key, {"ar": None, "en": None})}

    deadline = entry.deadline
    return {
        "ledger": entry.ledger,
        "kind": entry.kind,
        "by": [party(k) for k in entry.by],
        "to": [party(k) for k in entry.to],
        "via": None if entry.via is None else party(entry.via),
        "what": entry.what,
        "condition": entry.condition,
        "deadline": None
        if deadline is None
        else {"value": deadline.value, "interval": None if deadline.interval is None else list(deadline.interval)},
        "date": entry.date,
        "state": entry.state,
        "evidence": [{"report": e.report, "id": e.id, "span": list(e.span), "says": e.says} for e in entry.evidence],
    }


def concerns(entry: Entry, name: str) -> bool:
    """Whether a name (whole words, Arabic or English) or an id is that of a party."""
    wanted = set(_NAME.findall(fold(name).lower()))
    for key in (*entry.by, *entry.to, *((entry.via,) if entry.via else ())):
        if key == name:
            return True
        for called in entry.names.get(key, {}).values():
            if wanted and called and wanted <= set(_NAME.findall(fold(called).lower())):
                return True
    return False
