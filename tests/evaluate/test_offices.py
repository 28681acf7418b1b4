from __future__ import annotations

import json
import pathlib

import pytest

from marsad.cli.main import main
from marsad.errors import MarsadError
from marsad.evaluate.offices import MEASURE, evaluate_offices

ROWS = [
    {"title": "رئيس جنوب أفريقيا", "date": "2010-05-01", "holder_en": "Jacob Zuma", "holder_ar": "جاكوب زوما"},
    {"title": "رئيس جنوب أفريقيا", "date": "2010-05-01", "holder_en": "J. Z.", "holder_ar": "جاكوب زوما"},
    {"title": "رئيس جنوب أفريقيا", "date": "2010-05-01", "holder_en": "Thabo Mbeki", "holder_ar": "ثابو مبيكي"},
]


def write(path: pathlib.Path, rows: list[dict[str, str]]) -> pathlib.Path:
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n", "utf-8")
    return path


def test_a_holder_is_right_by_either_name(tmp_path: pathlib.Path) -> None:
    tally, wrong = evaluate_offices(write(tmp_path / "o.jsonl", ROWS))
    assert tally.values()[MEASURE] == {"acc": 0.6667, "ok": 2, "n": 3}
    assert wrong == [("رئيس جنوب أفريقيا", "2010-05-01", "Thabo Mbeki", "Jacob Zuma")]


def test_the_command_prints_score_and_errors(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "o.jsonl", ROWS)
    assert main(["evaluate", "offices", str(path), "--errors"]) == 0
    out = capsys.readouterr().out
    assert "0.667   (2/3)" in out
    assert "Thabo Mbeki\tJacob Zuma" in out
    assert main(["evaluate", "offices", str(tmp_path / "none")]) == 2
    assert main(["evaluate", "offices", str(path), "--floors"]) == 2


def test_a_file_out_of_shape_is_said(tmp_path: pathlib.Path) -> None:
    (tmp_path / "o.jsonl").write_text('{"title": "x"}\n', "utf-8")
    with pytest.raises(MarsadError, match="bad-gold"):
        evaluate_offices(tmp_path / "o.jsonl")
