from __future__ import annotations

import importlib.util
import json
import pathlib

import pytest

TOOL = pathlib.Path(__file__).resolve().parent.parent / "tools" / "copied.py"
OURS = "كان الحارس العجوز يروي كل مساء حكاية البئر القديمة لأطفال القرية"


def load():  # type: ignore[no-untyped-def]
    spec = importlib.util.spec_from_file_location("copied", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_copy_is_found_through_other_spellings(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = load()
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "x.json").write_text(json.dumps({"a": [f"قيل: {OURS.replace('أ', 'ا')}."]}), "utf-8")
    monkeypatch.setenv("MARSAD_SHARED", str(shared))
    monkeypatch.setattr(copied, "tracked", lambda: dict.fromkeys(copied.runs(OURS), "here:1"))
    assert copied.main() == 1
    assert "COPY  here:1: 11 words" in capsys.readouterr().out
    title = " ".join(OURS.split()[:9])
    (shared / "x.json").write_text(json.dumps(title), "utf-8")
    assert copied.main() == 0
    assert "look  here:1: 9 words" in capsys.readouterr().out
    (shared / "x.json").write_text(json.dumps("نص آخر لا صلة له بما كتبنا هنا في هذا المشروع"), "utf-8")
    assert copied.main() == 0


def test_without_the_folder_it_says_so(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MARSAD_SHARED", str(tmp_path / "none"))
    assert load().main() == 0
    assert "skipped" in capsys.readouterr().out
