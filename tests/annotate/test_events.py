"""Whole readings of events: trigger, type, who acts on whom, status.

A file of ``event_readings/`` holds texts and every event that must be found in them, in order. Actors, recipients and
status that are not written have the default below; the other fields are compared where they are written. As in the
annotators' guide a town that is attacked is the place, not a recipient. A reading with ``fault`` is one that the
grammar does not reach yet: it says why, and fails here as soon as it is reached, so that it is moved to where it
belongs.
"""

from __future__ import annotations

import ast
import pathlib
import re
from typing import Any, get_args

import pytest
import yaml

import marsad
from marsad import read
from marsad.document import EventType, Report
from marsad.lexicon.events import TYPES, load

FOLDER = pathlib.Path(__file__).parent / "event_readings"
PUBLISHED = "2024-05-02"
DEFAULTS: dict[str, Any] = {"actors": [], "recipients": [], "status": "actual"}
MUST = {"trigger", "type"}
PLOVER = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST "
    "ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
OTHERS = {"place", "in", "date", "mode"}


def readings() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            fault = case.get("fault")
            marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=fault)] if fault else []
            found.append(pytest.param(case, id=f"{path.stem}:{case['name']}", marks=marks))
    return found


def shown(report: Report) -> list[dict[str, Any]]:
    """The events with the trigger as text and entities by name. The order of participants says nothing."""
    entities = {e.id: e for e in report.entities}

    def name(entity: str) -> str:
        return entities[entity].name["ar"]

    return [
        {
            "trigger": report.slice(v.trigger),
            "type": v.type,
            "actors": sorted(map(name, v.actors)),
            "recipients": sorted(map(name, v.recipients)),
            "status": v.status,
            "place": name(v.place) if v.place else None,
            "in": v.in_,
            "date": v.date,
            "mode": v.mode,
        }
        for v in report.events
    ]


@pytest.mark.parametrize("case", readings())
def test_reading(case: dict[str, Any]) -> None:
    wanted = [DEFAULTS | event for event in case["events"]]
    for event in wanted:
        event["actors"], event["recipients"] = sorted(event["actors"]), sorted(event["recipients"])
    found = shown(read(case["text"], published=PUBLISHED, strict=True).report)
    asked = [event.keys() for event in wanted]
    basic = MUST | DEFAULTS.keys()
    for n, event in enumerate(found):
        keys = asked[n] if n < len(asked) else basic
        found[n] = {k: v for k, v in event.items() if k in keys}
    assert found == wanted


def test_the_readings_say_what_they_mean() -> None:
    """A misspelt key would be a field that is never compared, a name twice a case that hides another."""
    for path in FOLDER.glob("*.yaml"):
        cases = yaml.safe_load(path.read_text("utf-8"))
        names = [case["name"] for case in cases]
        assert len(names) == len(set(names)), path.name
        for case in cases:
            assert case.keys() <= {"name", "text", "events", "fault"}, case["name"]
            at = 0
            for event in case["events"]:
                assert event.keys() >= MUST, case["name"]
                assert event.keys() <= MUST | DEFAULTS.keys() | OTHERS, case["name"]
                at = case["text"].find(event["trigger"], at)
                assert at >= 0, case["name"]
                at += len(event["trigger"])


def constants(path: pathlib.Path) -> list[tuple[str, set[str]]]:
    """The strings in capitals of every constant of a module: its name, and them."""
    found = []
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.AnnAssign | ast.Assign) and node.value is not None:
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            strings = [
                n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            ]
            words = {w for s in strings for w in re.split(r"[ |]", s) if w.isalpha() and w.isascii() and w.isupper()}
            found.append((ast.unparse(target), words))
    return found


def test_the_types_of_events_are_one_set_everywhere() -> None:
    """The 16 of PLOVER 2.0. A constant mostly of types holds no other word; one of nearly all leaves none out."""
    types = set(PLOVER)
    assert set(get_args(EventType)) == set(TYPES) == types
    assert len(get_args(EventType)) == len(TYPES) == len(types) == 16
    source = pathlib.Path(marsad.__file__).parent
    assert {p.name.split(".")[0].upper() for p in (source / "arabic/events").glob("*.yaml")} - {"LIGHT_VERBS"} == types
    assert {f.type for f in load().frames} == types
    seen = 0
    for path in sorted(source.rglob("*.py")):
        for name, words in constants(path):
            ours = words & types
            if len(ours) < 2 or len(ours) * 2 <= len(words):
                continue
            seen += 1
            assert words <= types, f"{path.name} {name}: {words - types}"
            assert len(ours) < 13 or ours == types, f"{path.name} {name} leaves out {types - ours}"
    assert seen >= 5
