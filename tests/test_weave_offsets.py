"""The clusters kept as offsets: they hold no text, and they come back as what the weave is measured on."""

from __future__ import annotations

import importlib.util
import json
import os
import pathlib
import re
from typing import Any

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
OFFSETS = sorted((ROOT / "tests" / "gold_weave_offsets").glob("*.offsets.json"))
CORPUS = pathlib.Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared") / "corpus"
VERDICTS = {"agree", "differ", "updated", "omitted"}


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("weave_offsets", ROOT / "tools" / "weave_offsets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = _tool()


@pytest.mark.parametrize("path", OFFSETS, ids=lambda p: p.name.split(".")[0])
def test_clusters_hold_no_text(path: pathlib.Path) -> None:
    assert not re.search("[\u0600-\u06ff]", path.read_text("utf-8"))


@pytest.mark.parametrize("path", OFFSETS, ids=lambda p: p.name.split(".")[0])
def test_clusters_are_whole(path: pathlib.Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    told = {e["key"]: set(e["in"]) for e in data["events"]}
    assert len(data["reports"]) >= 3
    assert data["texts"].keys() == tool.reports(data)
    assert not {d["report"] for d in data["distractors"]} & set(data["reports"])
    assert all(reports <= set(data["reports"]) for reports in told.values())
    assert all(s["event"] in told and s["verdict"] in VERDICTS for s in data["slots"])
    for origin in data["origins"]:
        assert {r for group in origin["groups"] for r in group["reports"]} == told[origin["event"]]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus that the offsets point into is not here")
@pytest.mark.parametrize("path", OFFSETS, ids=lambda p: p.name.split(".")[0])
def test_round_trip_with_the_corpus(path: pathlib.Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    gold, rows = tool.unpack(data, CORPUS)
    assert {row["id"] for row in rows} == data["texts"].keys()
    assert tool.pack(gold, CORPUS, data["corpus"]) == data


def test_real_text_is_not_written_into_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    argv = ["weave_offsets.py", "unpack", str(ROOT / "tests" / "here"), "--corpus", str(CORPUS)]
    monkeypatch.setattr("sys.argv", argv)
    with pytest.raises(SystemExit, match="inside the repository"):
        tool.main()
