"""``marsad export`` and ``marsad read --format``."""

from __future__ import annotations

import csv
import json
import pathlib

import pytest

from marsad.cli.main import main

FIRST = "قتل 12 شخصا في قصف إسرائيلي على بيروت الاثنين.\nواتهم وزير الدفاع اللبناني إسرائيل بقصف العاصمة."
SECOND = "تظاهر المئات في البصرة احتجاجا على انقطاع الكهرباء.\nولم تقصف القوات الروسية مدينة حلب."


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.setenv("MARSAD_DATABASE", str(tmp_path / "reports.db"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(FIRST, "utf-8")
    (tmp_path / "in" / "b.txt").write_text(SECOND, "utf-8")
    return tmp_path / "in"


def test_export_takes_out_what_facets_choose(folder: pathlib.Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["ingest", str(folder), "--workers", "1", "--published", "2024-03-05"]) == 0
    capfdbinary.readouterr()
    out = folder.parent / "events.tsv"
    assert main(["export", "--format", "polecat", "-o", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert {row["Event Type"] for row in rows} >= {"ASSAULT", "PROTEST"}
    assert main(["export", "--format", "plover", "--type", "protest", "-o", "-"]) == 0
    events = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert events
    assert {e["event_type"] for e in events} == {"PROTEST"}
    assert main(["export", "--format", "jsonl", "--until", "2020-01-01"]) == 0
    assert capfdbinary.readouterr().out == b""
    assert main(["export", "--format", "jsonl", "البصرة"]) == 0
    assert len(capfdbinary.readouterr().out.splitlines()) == 1
    assert main(["export", "--format", "excel"]) == 2
    assert b"no-such-format" in capfdbinary.readouterr().err
    assert main(["export", "--format", "jsonl", "-o", str(folder / "absent" / "x")]) == 2
    assert b"unwritable" in capfdbinary.readouterr().err


def test_read_writes_the_formats_without_a_database(
    folder: pathlib.Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "c.txt").write_text("no Arabic here", "utf-8")
    assert main(["read", "--format", "plover", "--published", "2024-03-05", str(folder)]) == 1
    said = capfdbinary.readouterr()
    assert {json.loads(line)["story_id"] for line in said.out.splitlines()} == {"a", "b"}
    assert b"not-arabic" in said.err
    (folder / "c.txt").unlink()
    for name in ("polecat", "cameo", "geojson"):
        out = folder.parent / name
        assert main(["read", "--format", name, "--output", str(out), str(folder)]) == 0
        assert out.stat().st_size > 100
    assert main(["read", "--format", "excel", str(folder)]) == 2
    assert not (folder.parent / "reports.db").exists()
