"""The annotation kept as offsets: it holds no text, and it comes back as ordinary gold."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import pathlib
import re
from typing import Any

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = (
    "gold_offsets",
    "gold_offsets_unseen",
    "gold_offsets_events",
    "gold_offsets_participants",
    "gold_offsets_happenings",  # with these two for events alone
    "gold_offsets_happenings_unseen",
)
OFFSETS = [path for folder in FOLDERS for path in sorted((ROOT / "tests" / folder).glob("*.offsets.json"))]
CORPUS = pathlib.Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared") / "corpus"
ARABIC = re.compile("[\u0600-\u06ff]")


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("gold_offsets", ROOT / "tools" / "gold_offsets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = _tool()


@pytest.mark.parametrize("path", OFFSETS, ids=lambda p: p.name.split(".")[0])
def test_offsets_hold_no_text(path: pathlib.Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    names = [e.pop("name_ar", "") for e in data["entities"].values()]
    assert not ARABIC.search(json.dumps(data, ensure_ascii=False)), "only names may be Arabic"
    assert max(len(n.split()) for n in names) <= 7, "longer than a name"
    assert not any("name_ar" in e for e in data["entities"].values() if e["type"] == "ANON")


@pytest.mark.parametrize("path", OFFSETS, ids=lambda p: p.name.split(".")[0])
def test_offsets_are_whole(path: pathlib.Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    keys, ids = data["entities"].keys(), {s["id"] for s in data["statements"]}
    assert len(ids) == len(data["statements"])
    assert len(ids) >= 5 or ("happenings" in path.parent.name and len(data["events"]) >= 5)
    for statement in data["statements"]:
        assert {statement["speaker"], *statement["addressees"]} <= keys
        assert statement["parent"] is None or statement["parent"] in ids - {statement["id"]}
        assert statement["cue"] or statement["source"] or statement["mode"] != "indirect"
    assert {m["entity"] for m in data["mentions"]} <= keys


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus that the offsets point into is not here")
@pytest.mark.parametrize("path", OFFSETS, ids=lambda p: p.name.split(".")[0])
def test_round_trip_with_the_corpus(path: pathlib.Path, tmp_path: pathlib.Path) -> None:
    tool.unpack(path, CORPUS, tmp_path)
    name = path.name.split(".")[0]
    packed = tool.pack(tmp_path / f"{name}.gold.json", CORPUS)
    assert tool.dump(packed) == path.read_text("utf-8")


TITLE = "سفينة تصل إلى الميناء"
TEXT = "قالت اللبانية إن السفينة اللبانية وصلت، وقالت السفيرة إن السفينة آمنة."


@pytest.fixture
def gold(tmp_path: pathlib.Path) -> pathlib.Path:
    """A gold folder with its own corpus: an invented country whose name is also an adjective."""
    row = {"id": "x-1", "outlet": "مرصد", "published": "2020-01-02", "title": TITLE, "text": TEXT}
    with gzip.open(tmp_path / "c.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
    text = f"{TITLE}\n{TEXT}"
    first = text.index("اللبانية")
    country = {"type": "LOC", "name_en": "Lubania", "name_ar": "اللبانية", "country": None, "sector": "GOV"}
    envoy = {"type": "ANON", "name_en": None, "country": None, "sector": "GOV", "class": "diplomat", "of": "lubania"}
    role = text.index("السفيرة")
    said, again = text.index("قالت"), text.rindex("قالت")
    start, end = text.index("السفينة اللبانية"), text.index("وصلت") + 4
    common = {"addressees": [], "parent": None, "mode": "indirect", "channel": None, "force": "assert"}
    data = {
        "id": "x1",
        "corpus": "c.jsonl.gz",
        "corpus_id": "x-1",
        "sha256": tool.hashlib.sha256(text.encode()).hexdigest(),
        "outlet": None,
        "published": "2020-01-02",
        "entities": {"lubania": country | {"roles": []}, "envoy": envoy | {"roles": [[role, role + 7]]}},
        "mentions": [{"span": [first, first + 8], "entity": "lubania"}],
        "times": [],
        "statements": [
            {"id": "s1", "cue": [said, said + 4], "source": [first, first + 8], "content": [start, end]}
            | {"speaker": "lubania"}
            | common,
            {
                "id": "s2",
                "cue": [again, again + 4],
                "source": [role, role + 7],
                "content": [text.rindex("السفينة"), len(text) - 1],
            }
            | {"speaker": "envoy"}
            | common,
        ],
        "furniture": [],
    }
    (tmp_path / "x1.offsets.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return tmp_path


def test_round_trip_fences_off_what_is_no_name(gold: pathlib.Path, tmp_path: pathlib.Path) -> None:
    out = tmp_path / "out"
    tool.unpack(gold / "x1.offsets.json", gold, out)
    written = json.loads((out / "x1.gold.json").read_text("utf-8"))
    assert written["entities"]["lubania"]["mentions"] == ["اللبانية"]
    assert written["entities"][tool.FENCE]["mentions"] == ["السفينة اللبانية"]
    assert written["entities"]["envoy"]["name_ar"] == "السفيرة"
    assert written["statements"][1]["cue"].count("[[قالت]]") == 1
    assert tool.pack(out / "x1.gold.json", gold)["mentions"] == [{"span": [27, 35], "entity": "lubania"}]


def test_another_text_is_refused(gold: pathlib.Path, tmp_path: pathlib.Path) -> None:
    path = gold / "x1.offsets.json"
    path.write_text(path.read_text("utf-8").replace('"sha256": "', '"sha256": "0'), "utf-8")
    with pytest.raises(Exception, match="another text"):
        tool.unpack(path, gold, tmp_path / "out")


def test_text_is_not_written_into_the_repository(gold: pathlib.Path) -> None:
    with pytest.raises(ValueError, match="may not be kept"):
        tool.unpack(gold / "x1.offsets.json", gold, ROOT / "tests" / "gold_offsets")
