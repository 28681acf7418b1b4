"""What was said in a contact: acts of speech inside a call or a meeting belong to it.

Who took part is known better from several reports than from one: whoever is named in the sentence of the contact in two
of them is taken for a party. What a party says there, behind the contact, is what was threatened and demanded in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from marsad.weave.objects import is_somebody, stem
from marsad.weave.values import Value
from marsad.weave.views import Row, Told, View, span

REACH: Final = 1_500  # characters behind a contact within which a party's words are still of it
SHOWN: Final = 300  # characters of what was said that are shown
# What a threat is about, where the words of it are told and not the threat.
_HOSTILE: Final = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "MOBILIZE"})
_UNDONE: Final = frozenset({"planned", "hypothetical"})


def parties(members: Sequence[Told]) -> frozenset[str]:
    """Who took part in a contact, as keys across reports: those that two reports agree on, else all participants."""
    return agreed(members) or _given(members)


def agreed(members: Sequence[Told]) -> frozenset[str]:
    """Who is named in the sentences of a contact in two reports; empty where fewer than two are."""
    named: Counter[str] = Counter()
    by_report: dict[str, set[str]] = {}
    for told in members:
        view, event = told.view, told.view.events.get(told.id)
        if event is None or event["type"] != "CONSULT":
            continue
        by_report.setdefault(view.id, set()).update(_participants(view, event) | _persons(view, event))
    for keys in by_report.values():
        named.update(keys)
    twice = frozenset(key for key, n in named.items() if n > 1 and is_somebody(key))
    return twice if len(twice) > 1 else frozenset()


def _given(members: Sequence[Told]) -> frozenset[str]:
    events = ((t.view, t.view.events[t.id]) for t in members if t.id in t.view.events)
    return frozenset(key for view, e in events if e["type"] == "CONSULT" for key in _participants(view, e))


def _participants(view: View, event: Row) -> set[str]:
    return {view.key(e) for e in (*event["actors"], *event["recipients"])}


def _persons(view: View, event: Row) -> set[str]:
    start, end = view.sentence(event["trigger"][0])
    found = (m["entity"] for m in view.record["mentions"] if start <= m["span"][0] < end)
    return {view.key(e) for e in found if view.entities.get(e, {}).get("type") == "PER"}


def said(view: View, contacts: Sequence[Row], who: frozenset[str]) -> list[Row]:
    """The statements of the parties that were made in the contact told by `contacts`, events of one report."""
    channels = {(e.get("contact") or {}).get("channel") for e in contacts} - {None}
    first = min(view.sentence(e["trigger"][0])[0] for e in contacts)
    last = max(e["trigger"][1] for e in contacts) + REACH
    found: list[Row] = []
    for row in view.statements.values():
        if row["speaker"] is None or view.key(row["speaker"]) not in who or row["cue"] is None:
            continue
        if row["channel"] in channels or (row["channel"] is None and first <= row["cue"][0] <= last):
            found.append(row)
    return found


def spoken_values(view: View, contacts: Sequence[Row], who: frozenset[str]) -> Mapping[str, list[Value]]:
    """The slots ``threatened``, ``demanded`` and ``condition`` of a contact, as one report has them."""
    found: dict[str, list[Value]] = {"threatened": [], "demanded": [], "condition": []}
    for row in said(view, contacts, who):
        # The act of saying it and what is said in it.
        inside = [e for e in view.events.values() if e["in"] == row["id"] or e["trigger"] == row["cue"]]
        hostile = any(e["type"] in _HOSTILE and e["status"] in _UNDONE for e in inside)
        if row["force"] == "threaten" or hostile or any(e["type"] == "THREATEN" for e in inside):
            found["threatened"].append(_value(view, row["content"]))
        elif row["force"] == "demand":
            found["demanded"].append(_value(view, row["content"]))
        for event in inside:
            found["condition"] += [_value(view, condition["span"]) for condition in event["conditions"]]
    return {slot: list(dict.fromkeys(listed)) for slot, listed in found.items()}


def _value(view: View, place: Sequence[int]) -> Value:
    start, end = span(place)
    stems = frozenset(s for w, _, _ in view.words((start, end)) if (s := stem(w)) is not None)
    return Value(view.id, view.text[start : min(end, start + SHOWN)], (start, end), view.published or "", keys=stems)
