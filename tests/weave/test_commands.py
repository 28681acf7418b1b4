"""``marsad ledger`` and ``marsad judge`` from the command line."""

from __future__ import annotations

import json
import pathlib

import pytest

import marsad
from marsad.cli.main import main

TEXT = "مهلة\nأمهلت حركة حماس الحكومة الإسرائيلية 48 ساعة للإفراج عن الأسرى المرضى."


@pytest.fixture
def base(tmp_path: pathlib.Path) -> str:
    path = str(tmp_path / "reports.db")
    with marsad.open(path) as database:
        database.add(TEXT, published="2024-03-05")
    return path


def test_ledger_of_the_database_and_of_files_are_the_same(
    base: str, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--on", "2024-03-06", "--format", "jsonl"]
    assert main(["ledger", "threats", "--database", base, *asked]) == 0
    stored = capsys.readouterr().out
    with marsad.open(base) as database:
        records = tmp_path / "records.jsonl"
        records.write_bytes(b"".join(r.body + b"\n" for r in database))
    assert main(["ledger", "threats", str(records), *asked]) == 0
    assert capsys.readouterr().out == stored
    (row,) = map(json.loads, stored.splitlines())
    assert (row["kind"], row["state"]) == ("ultimatum", "open")
    assert set(row) >= {"kind", "by", "to", "what", "condition", "deadline", "state", "evidence"}


def test_ledger_shows_text_and_tells_when_there_is_nothing(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "threats", "--database", base, "--on", "2024-03-06", "--open"]) == 0
    assert "until 2024-03-07" in capsys.readouterr().out
    assert main(["ledger", "threats", "--database", base, "--on", "2024-04-06", "--open"]) == 1
    assert main(["ledger", "threats", "--database", base, "--on", "soon"]) == 2


def test_ledger_refuses_what_is_no_record(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (b"{", b"[1]", b'{"id": "a"}', b"\xff\n"):
        file = tmp_path / "bad.jsonl"
        file.write_bytes(content)
        assert main(["ledger", "threats", str(file)]) == 2
        assert "bad-record" in capsys.readouterr().err


def test_judge_keeps_lists_undoes_and_moves(
    base: str, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def judge(*words: str) -> int:
        return main(["judge", *words, "--database", base, "--author", "rima"])

    assert judge("list") == 1
    assert judge("same", "a#v1", "b#v1") == 0
    assert judge("letter", "media-wafa", "B") == 0
    assert judge("list") == 0
    assert capsys.readouterr().out.splitlines()[0].split("\t")[2:6] == ["rima", "same", "a#v1", "b#v1"]
    assert judge("export") == 0
    exported = tmp_path / "judgements.jsonl"
    exported.write_text(capsys.readouterr().out, "utf-8")
    assert judge("undo", "1") == 0
    assert judge("list", "--standing") == 0
    assert "letter" in capsys.readouterr().out
    assert judge("import", str(exported)) == 0
    assert judge("same", "a#v1") == 2
    assert judge("undo", "first") == 2
