"""``marsad evaluate gsr``: sentences that people labelled, written for this test."""

from __future__ import annotations

import json
import pathlib

import pytest

from marsad import read
from marsad.errors import MarsadError
from marsad.evaluate.gsr import evaluate_gsr
from marsad.evaluate.news import reported

NEWS = "قتل ستة جنود وأصيب تسعة آخرون في انفجار سيارة مفخخة استهدفت دورية للجيش العراقي شمال بغداد."
KNOWN = "وطالب الوزير بمواصلة التحقيق في الهجوم الذي أودى بحياة عدد من الجنود."
CALM = "ارتفعت أسعار النفط في الأسواق العالمية."


@pytest.mark.parametrize(("text", "expected"), [(NEWS, True), (KNOWN, False), (CALM, False)])
def test_reported(text: str, expected: bool) -> None:
    assert reported(read(text).report, "ASSAULT") is expected


def _row(label: str, text: str) -> str:
    return json.dumps({"id": text[:9], "event_type": "ASSAULT", "label": label, "text": text}, ensure_ascii=False)


def test_folder(tmp_path: pathlib.Path) -> None:
    rows = [_row("yes", NEWS), _row("difficult no", KNOWN), _row("easy no", CALM), _row("ambiguous", NEWS)]
    (tmp_path / "assault.jsonl").write_text("\n".join(rows), "utf-8")
    spans = [{"source_actor": [], "target_actor": ["دورية", "للجيش"], "verb": ["استهدفت"]}]
    row = {"event_type": "ASSAULT", "text": NEWS, "spans": spans}
    (tmp_path / "assault_spans.jsonl").write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    tally, wrong = evaluate_gsr(tmp_path)
    assert tally.values()["ASSAULT sentences"]["f1"] == 1.0
    assert tally.values()["ASSAULT sentences"]["gold"] == 1
    assert tally.values()["ASSAULT sentences, by any event"]["system"] == 2
    assert tally.values()["actor spans found"] == {"acc": 1.0, "ok": 1, "n": 1}
    assert wrong == []


def test_bad_folders(tmp_path: pathlib.Path) -> None:
    with pytest.raises(MarsadError, match="no-such-file"):
        evaluate_gsr(tmp_path)
    (tmp_path / "assault.jsonl").write_text('{"id": "1"}', "utf-8")
    with pytest.raises(MarsadError, match="bad-gold"):
        evaluate_gsr(tmp_path)
