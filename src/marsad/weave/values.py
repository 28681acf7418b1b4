"""What one report says in each slot of a happening: counts with their bounds, days, places, parties, words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from marsad.lexicon import event_tolls
from marsad.lexicon import origins as lexicon
from marsad.weave.groups import AROUND, INFERRED
from marsad.weave.views import Pair, Row, Told, View, overlap, span, within

COUNTS: Final = ("dead", "injured", "size")
OF_WILL: Final = frozenset({"RETREAT", "CONCEDE", "AGREE", "COOPERATE", "AID", "CONSULT", "SUPPORT"})
"""Types of acts that are refused as they are done."""
BESIDE: Final = 3  # characters between a trigger and the day beside it
NEAR: Final = 4  # words between a count and the word that says what befell those counted


class Value(NamedTuple):
    """A value of a slot in one report.

    ``low``, ``high``: bounds of a count, or first and last day of a period. ``keys``: who or what it is across
    reports. ``exact``: neither vague nor approximate. ``by``: the speaker on whose word it stands, if any.
    """

    report: str
    shown: object
    span: Pair
    published: str
    low: str | float | None = None
    high: str | float | None = None
    keys: frozenset[str] = frozenset()
    exact: bool = True
    revised: bool = False


def count_values(view: View, events: Sequence[Row], slot: str) -> list[Value]:
    """Counts of the dead or injured, or the size, that the report gives for the happening told by `events`.

    What an event itself carries comes first; else the counts of its own sentence and the next.
    """
    found: list[Value] = []
    for event in events:
        toll = event["tolls"].get(slot)
        if toll is not None and not _of_both(event, slot):
            found.append(
                _count(view, toll["value"], toll["low"], toll["high"], toll["approximate"], span(toll["span"]))
            )
    if slot == "size":
        return _largest(found) or _largest([v for e in events for v in _held(view, e)])
    others = _tolls_of_others(view, events)
    for sentence in dict.fromkeys(view.sentence(event["trigger"][0]) for event in events):
        found += [v for v in _tolls(view, sentence, slot) if not any(overlap(v.span, o) for o in others)]
    if any(v.exact for v in found):
        return _largest(found)
    for event in events:
        passages = [view.passage(event["trigger"][0])]
        # A count told of nobody else's attack further on in the lead of a report about this happening.
        if event["trigger"][0] < view.lead:
            passages += [view.sentence(e["trigger"][0]) for e in _outcomes(view, event)]
        counts = (v for passage in dict.fromkeys(passages) for v in _tolls(view, passage, slot))
        found += [v for v in counts if not any(overlap(v.span, o) for o in others)]
    return _largest(found)


def _tolls_of_others(view: View, events: Sequence[Row]) -> list[Pair]:
    """Where the counts stand that other events carry, of another day, place or kind."""
    mine = {tuple(toll["span"]) for e in events for toll in e["tolls"].values()}
    own = {e["id"] for e in events}
    others = (e for e in view.events.values() if e["tolls"] and e["id"] not in own)
    tolls = (t for e in others if not any(_may_be(e, event) for event in events) for t in e["tolls"].values())
    return [span(toll["span"]) for toll in tolls if tuple(toll["span"]) not in mine]


def _may_be(other: Row, event: Row) -> bool:
    """Whether two events of a report may be one by their type, status, place and day."""
    if (other["type"], other["status"]) != (event["type"], event["status"]):
        return False
    return all(not (other[s] and event[s]) or other[s] == event[s] for s in ("place", "interval"))


def _of_both(event: Row, slot: str) -> bool:
    """Whether a count is that of dead and injured together ("100 dead and injured"), and so of neither."""
    other = event["tolls"].get({"dead": "injured", "injured": "dead"}.get(slot, ""))
    return other is not None and other["span"] == event["tolls"][slot]["span"]


def _held(view: View, event: Row) -> list[Value]:
    """How many people were arrested, or took part: the count behind the trigger itself."""
    if event["type"] not in ("COERCE", "PROTEST", "MOBILIZE"):
        return []
    behind = (event["trigger"][1], event["trigger"][1] + 40)
    for quantity in view.record["quantities"]:
        place = span(quantity["span"])
        if quantity["unit"] != "person" or not within(place, behind):
            continue
        if len(view.words((event["trigger"][1], place[0]))) <= 1:
            vague = quantity["mod"] in ("approx", "vague")
            return [_count(view, quantity["value"], quantity["low"], quantity["high"], vague, place)]
    return []


def _outcomes(view: View, event: Row) -> list[Row]:
    """Events of the report with tolls that may be the same happening."""
    found = (e for e in view.events.values() if e["tolls"] and _may_be(e, event))
    return [e for e in found if e["place"] is None or e["place"] == event["place"]]


def _largest(found: Sequence[Value]) -> list[Value]:
    """The counts of one report that stand: the largest exact one; a vague one only where it is alone."""
    exact = [v for v in found if v.exact]
    pool = exact or list(found)
    return [max(pool, key=lambda v: (float(v.low or 0), -v.span[0]))] if pool else []


def _count(
    view: View, value: float | None, low: float | None, high: float | None, approximate: bool, place: Pair
) -> Value:
    exact = value is not None and not approximate
    bottom = low if low is not None else value
    top = high if high is not None else (None if low is not None else value)
    if approximate and value is not None:
        bottom, top = value * 0.9, value * 1.1
    if lexicon.load().part & {w for w, _, _ in view.words(place)}:
        top = None
    sentence = lexicon.words(view.text[slice(*view.sentence(place[0]))])
    revised = any(f" {w} " in f" {sentence} " for w in lexicon.load().revised)
    shown: object = value if value is not None else view.text[place[0] : place[1]]
    return Value(view.id, shown, place, view.published or "", bottom, top, frozenset(), exact, revised)


def _tolls(view: View, passage: Pair, slot: str) -> list[Value]:
    """Counts in a passage whose nearest word of a toll is of the slot's kind."""
    table, words = event_tolls.load(), view.words(passage)
    found: list[Value] = []
    for quantity in view.record["quantities"]:
        place = span(quantity["span"])
        if not within(place, passage) or quantity["unit"] not in (None, "person"):
            continue
        if _kind(table, words, place) == slot:
            approximate = quantity["mod"] in ("approx", "vague")
            found.append(_count(view, quantity["value"], quantity["low"], quantity["high"], approximate, place))
    for n, (form, start, end) in enumerate(words):
        # "without any injuries"
        if table.nouns.get(form) == slot and not found:
            before = [w for w, _, _ in words[max(0, n - 3) : n]]
            if before and before[-1] in lexicon.load().none and len(set(before) & lexicon.load().none) >= 1:
                found.append(_count(view, 0, None, None, False, (start, end)))
    return found


def _kind(table: event_tolls.TollTable, words: Sequence[tuple[str, int, int]], place: Pair) -> str | None:
    inside = [n for n, (_, s, e) in enumerate(words) if s < place[1] and e > place[0]]
    if not inside:
        return None
    for n in inside:
        if words[n][0] in table.nouns:
            return table.nouns[words[n][0]]
    first, last = inside[0], inside[-1]
    for n in range(first - 1, max(-1, first - 1 - NEAR), -1):
        form = words[n][0]
        if form in table.part or form in lexicon.load().civilians:
            return None  # a part of another number
        kind = table.words.get(form) or table.words.get(form.removeprefix("و")) or table.nouns.get(form)
        if kind:
            return kind
    for form, _, _ in words[last + 1 : last + 1 + NEAR]:
        kind = table.words.get(form) or table.nouns.get(form)
        if kind:
            return kind
    return None


def civilian_values(view: View, events: Sequence[Row]) -> list[Value]:
    """How many of the dead are said to be civilians."""
    found: list[Value] = []
    table = event_tolls.load()
    sentences = {view.sentence(e["trigger"][0]) for e in events}
    if any(e["trigger"][0] < view.lead for e in events):
        sentences |= {view.sentence(q["span"][0]) for q in view.record["quantities"]}
    for sentence in sorted(sentences):
        words = view.words(sentence)
        for quantity in view.record["quantities"]:
            place = span(quantity["span"])
            at = [n for n, (_, s, e) in enumerate(words) if s < place[1] and e > place[0]]
            if not at or not {w for w, _, _ in words[at[0] : at[-1] + 2]} & lexicon.load().civilians:
                continue
            before = {w for w, _, _ in words[max(0, at[0] - 3) : at[0]]}
            if before & (table.part | {"بين"}) and within(place, sentence):
                approximate = quantity["mod"] in ("approx", "vague")
                found.append(_count(view, quantity["value"], quantity["low"], quantity["high"], approximate, place))
    return _largest(found)


def date_values(view: View, events: Sequence[Row]) -> list[Value]:
    """The day or period of the happening; the narrowest of a report's tellings, those with a day of their own first."""
    dated = [(e, *own) for e in events if (own := _own_date(view, e)) is not None]
    if not dated:
        return []
    best, shown, (first, last), far = min(dated, key=lambda d: (d[3], _days(d[2]), d[0]["trigger"][0]))
    if best["status"] == "planned" and view.published and last < view.published and _days((last, view.published)) < 7:
        # What is planned is not over: a bare day of the week was the coming one.
        first, last = _week_later(first), _week_later(last)
        shown = first
    return [_value(view, shown, span(best["trigger"]), low=first, high=last, exact=far < 2)]


def _own_date(view: View, event: Row) -> tuple[str, tuple[str, str], int] | None:
    """An event's date, its days, and how far they were fetched: 0 beside the trigger, 1 its clause, 2 elsewhere."""
    trigger = span(event["trigger"])
    times = [t for t in view.record["times"] if t["interval"] and t["type"] in ("DATE", "TIME")]
    for time in times:
        start, end = span(time["span"])
        if 0 <= start - trigger[1] <= BESIDE or 0 <= trigger[0] - end <= BESIDE:
            return time["value"], (time["interval"][0], time["interval"][1]), 0
    if not event["interval"] or not event["date"]:
        return None
    days = (event["interval"][0], event["interval"][1])
    if (event.get("precision") or {}).get("date") != INFERRED:
        return event["date"], days, 1
    # A day taken from elsewhere in the report counts about the report's own day; else it is that of its background.
    near = view.published is not None and max(_gap(d, view.published) for d in days) <= AROUND
    return (event["date"], days, 2) if near else None


def _gap(a: str, b: str) -> int:
    return abs((datetime.date.fromisoformat(a) - datetime.date.fromisoformat(b)).days)


def _week_later(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=7)).isoformat()


def _days(interval: Sequence[str]) -> int:
    first, last = (datetime.date.fromisoformat(d) for d in interval)
    return (last - first).days


def _value(
    view: View,
    shown: object,
    place: Pair,
    *,
    low: str | float | None = None,
    high: str | float | None = None,
    keys: Iterable[str] = (),
    exact: bool = True,
) -> Value:
    return Value(view.id, shown, place, view.published or "", low, high, frozenset(keys), exact)


def place_values(view: View, events: Sequence[Row]) -> list[Value]:
    """The places of the tellings; where none is known, those named in the sentences, which are not exact.

    A country that is not named in the telling's own sentence is not exact either: it was inferred.
    """
    found: dict[str, Value] = {}
    for event in events:
        place, sentence = event["place"], view.sentence(event["trigger"][0])
        if place is None or place not in view.entities:
            continue
        row = view.entities[place]
        named = any(m["entity"] == place and within(span(m["span"]), sentence) for m in view.record["mentions"])
        exact = row["kb"] is not None and (row["kb"] != row["country"] or named)
        found.setdefault(
            place, _value(view, _shown(view, place), _where(view, place, [event]), keys=(view.key(place),), exact=exact)
        )
    return list(found.values()) or _places_named(view, events)


def _places_named(view: View, events: Sequence[Row]) -> list[Value]:
    parties = {p for e in events for p in (*e["actors"], *e["recipients"])}
    for event in events:
        sentence = view.sentence(event["trigger"][0])
        for mention in view.record["mentions"]:
            row = view.entities.get(mention["entity"])
            if row is None or row["type"] != "LOC" or mention["entity"] in parties or mention["kind"] != "name":
                continue
            place = span(mention["span"])
            if within(place, sentence) and row["kb"] and row["kb"] != row["country"]:
                return [_value(view, row["kb"], place, keys=(row["kb"],), exact=False)]
    return []


def _shown(view: View, entity: str) -> object:
    row = view.entities.get(entity)
    return None if row is None else row["kb"] or row["name"]["ar"] or row["name"]["en"]


def _where(view: View, entity: str, events: Sequence[Row]) -> Pair:
    """The mention of an entity that is nearest to a trigger; the trigger where it is nowhere named."""
    at = events[0]["trigger"][0]
    spans = [span(m["span"]) for m in view.record["mentions"] if m["entity"] == entity]
    return min(spans, key=lambda s: (abs(s[0] - at), s), default=span(events[0]["trigger"]))


def party_values(view: View, events: Sequence[Row], role: str) -> list[Value]:
    """Actors or recipients; groups without a name ("7 people") are not exact."""
    found: dict[str, Value] = {}
    for event in events:
        for party in event[role]:
            row = view.entities.get(party)
            if row is None:
                continue
            key = view.key(party)
            keys = {key} | ({f"of:{row['country']}"} if row["country"] else set())
            found.setdefault(
                key,
                _value(view, _shown(view, party), _where(view, party, [event]), keys=keys, exact=_exact(row, event)),
            )
    return list(found.values())


def _exact(row: Row, event: Row) -> bool:
    """Whether a party is known well enough to clash with another: "Syria" as an attacker is none."""
    return row["kb"] is not None and not (row["type"] == "LOC" and event["type"] in ("ASSAULT", "COERCE", "PROTEST"))


def text_values(view: View, events: Sequence[Row], slot: str) -> list[Value]:
    """Status, condition, deadline, channel, as the events carry them."""
    found: list[Value] = []
    for event in events:
        trigger = span(event["trigger"])
        if slot == "status":
            place = span(event["negated_by"] or event["status_by"] or event["trigger"])
            found.append(_value(view, event["status"], place, keys=(event["status"],)))
        elif slot == "condition":
            for condition in event["conditions"]:
                place = span(condition["span"])
                said = [w for w, _, _ in view.words(place)]
                found.append(_value(view, view.text[place[0] : place[1]], place, keys=said))
        elif slot == "deadline" and event["deadline"]:
            deadline = event["deadline"]
            low, high = deadline["interval"] or (None, None)
            found.append(_value(view, deadline["value"], span(deadline["span"]), low=low, high=high))
        elif slot == "channel":
            channel = (event.get("contact") or {}).get("channel") or _channel(view, event)
            if channel:
                found.append(_value(view, channel, trigger, keys=(channel,)))
    if slot == "status":
        refused = [
            v
            for v, e in zip(found, events, strict=True)
            if v.shown == "negated" and e["type"] in OF_WILL and e["in"] is not None
        ]
        if refused:
            # Somebody's refusal stands beside what else the report tells of it.
            return [*refused[:1], *[v for v in found if v.shown != "negated"][:1]]
        # What is told as a fact anywhere in the report outweighs plans and suppositions there.
        for status in ("negated", "actual", "planned", "hypothetical"):
            mine = [v for v in found if v.shown == status]
            if mine and (status != "negated" or len(mine) * 2 > len(found)):
                return mine[:1]
    return found


def _channel(view: View, event: Row) -> str | None:
    row = view.statements.get(view.cue_of(event) or event["in"] or "")
    return None if row is None or row["channel"] == "media" else row["channel"]


def wording_values(view: View, members: Sequence[Told]) -> list[Value]:
    """The reported words of statements, for clusters of utterances."""
    found: list[Value] = []
    for told in members:
        row = view.statements.get(told.id)
        if row is not None:
            place = span(row["content"])
            said = [w for w, _, _ in view.words(place)]
            found.append(
                _value(view, view.text[place[0] : place[1]], place, keys=said, exact=row["quotation"] == "direct")
            )
    return found
