from __future__ import annotations

import io
import json
import os
import pathlib
import subprocess
import sys

import pytest

from marsad.cli.demo import FOLDER
from marsad.cli.main import main

GOOD = "بيان\nأعلنت وزارة الصحة، الاثنين، أن ثلاثة مستشفيات ستفتح أبوابها خلال أسبوع."
OTHER = "قال متحدث باسم الشرطة إن الطريق أعيد فتحه صباح اليوم."


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "b.txt").write_text(GOOD, "utf-8")
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02\x00\xff\xfe\x00" * 40)
    (tmp_path / "c.txt").write_text(OTHER, "utf-8")
    (tmp_path / "d.txt").write_text("", "utf-8")
    return tmp_path


def records(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_bad_inputs_are_named_and_the_others_read(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["read", str(folder), "--published", "2024-05-06", "--format", "jsonl"])
    out, err = capsys.readouterr()
    assert code == 1
    assert [r["id"] for r in records(out)] == ["b", "c"]
    assert "a.txt: binary-input:" in err
    assert "d.txt: empty-input:" in err


def test_all_good_is_zero_and_standard_error_is_silent(
    folder: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(folder / "b.txt"), "--published", "2024-05-06", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    made = json.loads(out)
    assert (made["schema"], made["published"], made["text"]) == ("marsad/1", "2024-05-06", GOOD)


def test_ids_and_order_of_jsonl_are_kept(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": f"n{i}", "text": OTHER, "published": "2024-05-06"} for i in (9, 3, 7)]
    lines = [json.dumps(rows[0]), "{not json", json.dumps(rows[1]), json.dumps({"id": "x"}), json.dumps(rows[2])]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    assert main(["read", str(path), "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    assert [r["id"] for r in records(out)] == ["n9", "n3", "n7"]
    assert err.count("bad-jsonl") == 2


def test_workers_give_the_same_bytes_in_the_same_order(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.jsonl"
    rows = [{"id": str(i), "text": f"{OTHER} {i}", "published": "2024-05-06"} for i in range(40)]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["read", str(path), "--format", "jsonl"]) == 0
    alone = capsys.readouterr().out
    assert main(["read", str(path), "--format", "jsonl", "--workers", "2"]) == 0
    assert capsys.readouterr().out == alone
    assert len(alone.splitlines()) == 40


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    assert main(["read", "-", "--published", "2024-05-06", "--outlet", "وكالة النيل", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == GOOD


def test_output_file_is_whole_or_not_there(folder: pathlib.Path, tmp_path: pathlib.Path) -> None:
    target = tmp_path / "out.jsonl"
    assert main(["read", str(folder / "b.txt"), "--format", "jsonl", "--output", str(target)]) == 0
    assert json.loads(target.read_text("utf-8"))["id"] == "b"
    target.unlink()
    assert main(["read", str(folder / "b.txt"), "--published", "never", "--output", str(target)]) == 2
    assert [p.name for p in tmp_path.iterdir() if "out" in p.name] == []


def test_an_output_that_cannot_be_written(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(folder / "b.txt"), "--output", str(folder / "none" / "out.json")]) == 2
    assert capsys.readouterr().err.startswith("marsad: unwritable:")


def test_a_wrong_date_is_a_wrong_command(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(folder), "--published", "6 May"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("marsad: bad-date:")
    assert err.count("\n") == 1


def test_a_missing_file_is_set_aside(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "/no/such/report.txt"]) == 1
    assert "no-such-file" in capsys.readouterr().err


def test_the_demo_reads_every_bundled_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    made = records(out)
    assert err == ""
    assert len(made) == len(list(FOLDER.glob("*.txt"))) >= 12
    for record in made:
        assert "stage-failed" not in json.dumps(record["warnings"])
        assert record["published"]
        assert record["outlet"]
        assert record["statements"]


def test_explain_gives_rule_entries_and_words(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder / "b.txt"), "--statement", "s1", "--published", "2024-05-06"]) == 0
    out = capsys.readouterr().out
    assert "أعلنت" in out
    assert "reporting_verbs" in out
    assert "[أعلنت]" in out


def test_explain_of_a_statement_that_is_not_there(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder / "b.txt"), "--statement", "s99"]) == 2
    assert "no-such-annotation" in capsys.readouterr().err


EVENTS = (
    "أعلن الجيش الإسرائيلي، يوم الأحد، أن غارة استهدفت مبنى في مدينة غزة أسفرت عن مقتل 7 من عناصر حركة حماس.\n"
    "وقال وزير الخارجية المصري سامح شكري إن بلاده لم تطرد السفير التركي، وهدد بإغلاق السفارة ما لم تتوقف الهجمات "
    "بحلول سبتمبر 2025.\n"
)


def test_explain_of_an_event_gives_trigger_frame_participants_and_status(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "events.txt"
    file.write_text(EVENTS, "utf-8")
    assert main(["explain", str(file), "--event", "all", "--published", "2025-03-03"]) == 0
    held = {part.split()[0]: part for part in capsys.readouterr().out.strip().split("\n\n")}
    struck = next(part for part in held.values() if "[استهدفت]" in part)
    assert "events/assault:استهدف" in struck
    assert "Israel Defense Forces" in struck
    assert "the armed body that the speaker speaks for" in struck
    assert "place.clause:" in struck
    expelled = next(part for part in held.values() if "[تطرد]" in part)
    assert "negated" in expelled
    assert "status.particle:لم" in expelled
    threatened = next(part for part in held.values() if "[هدد]" in part)
    assert "the event is the act of speech itself" in threatened
    assert "condition:ما لم" in threatened
    assert "deadline:بحلول" in threatened
    assert main(["explain", str(file), "--event", "v2", "--published", "2025-03-03"]) == 0
    assert capsys.readouterr().out.strip() == held["v2"]


def test_explain_of_an_event_that_is_not_there(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder / "b.txt"), "--event", "v99"]) == 2
    assert "no-such-annotation" in capsys.readouterr().err


def test_settings_and_errors_list_every_entry(capsys: pytest.CaptureFixture[str]) -> None:
    from marsad.errors import MESSAGES
    from marsad.settings import SETTINGS

    assert main(["settings"]) == 0
    assert capsys.readouterr().out.count("\n") == len(SETTINGS)
    assert main(["errors"]) == 0
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == list(MESSAGES)


def test_no_command_is_a_wrong_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2


def test_help_loads_no_stage_and_no_lexicon() -> None:
    import subprocess

    code = (
        "import sys; from marsad.cli.main import parser; parser();"
        "print([m for m in sys.modules if m.startswith('marsad.') and m.split('.')[1] in"
        " ('annotate', 'link', 'lexicon', 'ingest', 'text', 'pipeline')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_demo_knows_who_is_who_in_its_invented_countries() -> None:
    """In a process of its own, as a user runs it: knowledge is read once for each process."""
    here = {k: v for k, v in os.environ.items() if k != "MARSAD_KNOWLEDGE_DIR"}
    command = [sys.executable, "-m", "marsad", "demo", "second-call-oreida", "--format", "jsonl"]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=here)
    record = json.loads(done.stdout)
    assert {"per-layan-al-sayrafi", "per-samir-al-jurdani", "XOR", "XWA"} <= {e["kb"] for e in record["entities"]}
