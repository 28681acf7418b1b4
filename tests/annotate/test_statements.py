"""Whole readings of single constructions: cue, source, content, chain, quotation, channel, force, who speaks to whom.

A file of ``readings/`` holds texts and every statement that must be found in them, in order; what is not written has
the default below. A reading with ``fault`` is one that the grammar does not reach yet: it says why, and fails here as
soon as it is reached, so that it is moved to where it belongs. There only what is written is compared.
"""

from __future__ import annotations

import pathlib
from itertools import zip_longest
from typing import Any

import pytest
import yaml

from marsad import read
from marsad.document import Report, Span

FOLDER = pathlib.Path(__file__).parent / "readings"
PUBLISHED = "2024-05-02"
DEFAULTS: dict[str, Any] = {
    "cue": None,
    "source": None,
    "parent": None,
    "quotation": "indirect",
    "channel": None,
    "force": "assert",
    "to": [],
}
WHO = ("speaker", "kb", "class", "of")
FIELDS = {*DEFAULTS, *WHO, "content"}


def readings() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            fault = case.get("fault")
            marks = [pytest.mark.xfail(strict=True, reason=fault)] if fault else []
            found.append(pytest.param(case, id=f"{path.stem}:{case['name']}", marks=marks))
    return found


def shown(report: Report) -> list[dict[str, Any]]:
    """The statements with spans as text and entities by name."""
    entities = {e.id: e for e in report.entities}

    def text(span: Span | None) -> str | None:
        return None if span is None else report.slice(span)

    def name(entity: str | None) -> str | None:
        return None if entity is None else entities[entity].name["ar"]

    out = []
    for s in report.statements:
        who = entities.get(s.speaker or "")
        out.append(
            {
                "cue": text(s.cue),
                "source": text(s.source),
                "content": text(s.content),
                "speaker": name(s.speaker),
                "kb": who.kb if who else None,
                "class": who.class_ if who else None,
                "of": name(who.of) if who else None,
                "parent": s.parent,
                "quotation": s.quotation,
                "channel": s.channel,
                "force": s.force,
                "to": [name(a) for a in s.addressees],
            }
        )
    return out


@pytest.mark.parametrize("case", readings())
def test_reading(case: dict[str, Any]) -> None:
    found = shown(read(case["text"], published=PUBLISHED, strict=True).report)
    if "fault" in case:
        asked = [statement.keys() for statement in case["statements"]]
        found = [{k: v for k, v in f.items() if k in keys} for f, keys in zip_longest(found, asked, fillvalue={})]
        assert found == case["statements"]
    else:
        assert found == [DEFAULTS | dict.fromkeys(WHO) | statement for statement in case["statements"]]


def test_the_readings_say_what_they_mean() -> None:
    """A misspelt key would be a field that is never compared, a name twice a case that hides another."""
    for path in FOLDER.glob("*.yaml"):
        cases = yaml.safe_load(path.read_text("utf-8"))
        names = [case["name"] for case in cases]
        assert len(names) == len(set(names)), path.name
        for case in cases:
            assert case.keys() <= {"name", "text", "statements", "fault"}, case["name"]
            for statement in case["statements"]:
                assert statement.keys() <= FIELDS, case["name"]
                assert statement["content"] in case["text"], case["name"]
