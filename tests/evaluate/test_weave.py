"""The score of the weave: what counts as found, as joined and as wrong."""

from __future__ import annotations

from typing import Any

import pytest

from marsad.errors import MarsadError
from marsad.evaluate.weave import WeaveScorer

TEXTS = {
    "a": "وقع انفجار في المدينة. وندد الوزير بالهجوم.",
    "b": "هز انفجار وسط المدينة.",
    "c": "وقع انفجار في مدينة أخرى.",
}
GOLD: dict[str, Any] = {
    "id": "w",
    "reports": ["a", "b"],
    "distractors": [{"report": "c", "why": ""}],
    "events": [{"key": "e1", "type": "ASSAULT", "in": {"a": "وقع [[انفجار]] في المدينة", "b": "هز [[انفجار]]"}}],
    "slots": [{"event": "e1", "slot": "dead", "verdict": "differ"}],
    "origins": [{"event": "e1", "groups": [{"reports": ["a"]}, {"reports": ["b"]}]}],
}


def member(report: str) -> dict[str, Any]:
    at = TEXTS[report].index("انفجار")
    return {"report": report, "id": "v1", "span": [at, at + 6]}


def cluster(*reports: str, verdict: str = "differ") -> dict[str, Any]:
    members = [member(r) for r in reports]
    origins = [{"id": str(n), "members": [m]} for n, m in enumerate(members)]
    return {"type": "ASSAULT", "members": members, "slots": [{"slot": "dead", "verdict": verdict}], "origins": origins}


def scores(*clusters: dict[str, Any]) -> dict[str, dict[str, Any]]:
    scorer = WeaveScorer(TEXTS, clusters)
    scorer.add(GOLD)
    return scorer.tally.values()


def test_all_right() -> None:
    found = scores(cluster("a", "b"), cluster("c"))
    assert found["same-event pairs"]["f1"] == 1.0
    assert all(row["acc"] == 1.0 for name, row in found.items() if name != "same-event pairs")


def test_a_distractor_that_is_joined_counts_against_each_telling() -> None:
    found = scores(cluster("a", "b", "c"))
    assert (found["same-event pairs"]["tp"], found["same-event pairs"]["system"]) == (1, 3)
    assert found["clusters without a distractor"]["ok"] == 0


def test_tellings_that_are_apart_or_not_found() -> None:
    found = scores(cluster("a"), cluster("b", verdict="agree"))
    assert found["same-event pairs"]["r"] == 0.0
    assert found["origins grouped rightly"]["ok"] == 0
    assert scores()["tellings found"]["ok"] == 0
    assert scores()["slot verdicts"] == {"acc": 0.0, "ok": 0, "n": 1}


def test_a_snippet_that_is_not_there_is_said() -> None:
    gold = {**GOLD, "events": [{"key": "e1", "type": "ASSAULT", "in": {"a": "ليس [[هنا]]"}}]}
    with pytest.raises(MarsadError, match="bad-gold"):
        WeaveScorer(TEXTS, []).add(gold)
