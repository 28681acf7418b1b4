from __future__ import annotations

import gzip
import hashlib
import json
import pathlib
import sys
from typing import Any

import pytest

from marsad.cli.main import main
from marsad.errors import MarsadError
from marsad.evaluate.floors import Floors, FloorSet, check, floors_for, load
from marsad.evaluate.gold import digest, from_snippets, has_gold, occurrences, read_folder
from marsad.evaluate.run import evaluate
from marsad.evaluate.score import Scorer

TEXT = "المهلة تنتهي\nذكرت صحيفة الميدان أن الوزير سالم أبلغ السفير أن المهلة تنتهي غدا.\nاقرأ أيضا: خبر آخر"
GOLD: dict[str, Any] = {
    "id": "t1",
    "outlet": None,
    "published": "2024-05-02",
    "entities": {
        "midan": {"type": "MEDIA", "name_ar": "الميدان", "name_en": None, "mentions": ["الميدان"]},
        "salem": {"type": "PER", "name_ar": "سالم", "name_en": "Salem", "mentions": ["سالم"], "roles": ["الوزير"]},
        "envoy": {"type": "PER", "name_ar": None, "name_en": None, "mentions": [], "roles": ["السفير"]},
    },
    "times": [{"at": "تنتهي [[غدا]].", "type": "DATE", "value": "2024-05-03"}],
    "statements": [
        {
            "id": "s1",
            "cue": "[[ذكرت]]",
            "source": "صحيفة [[الميدان]] أن",
            "speaker": "midan",
            "content": {"start": "الوزير سالم", "end": "غدا"},
            "parent": None,
            "mode": "indirect",
            "channel": "media",
            "force": "assert",
        },
        {
            "id": "s2",
            "cue": "[[أبلغ]]",
            "source": "الوزير [[سالم]]",
            "speaker": "salem",
            "addressees": ["envoy"],
            "content": {"start": "المهلة تنتهي غدا", "end": "غدا"},
            "parent": "s1",
            "mode": "indirect",
            "channel": None,
            "force": "threaten",
        },
    ],
    "events": [],
    "furniture": [{"start": "اقرأ أيضا", "end": "خبر آخر"}],
}


def place(words: str, after: int = 0) -> list[int]:
    start = TEXT.index(words, after)
    return [start, start + len(words)]


BODY = TEXT.index("ذكرت")
CONTENT = [TEXT.index("الوزير"), TEXT.index(".")]
RECORD: dict[str, Any] = {
    "text": TEXT,
    "furniture": [{"span": place("اقرأ أيضا: خبر آخر"), "kind": "read_also"}],
    "entities": [
        {"id": "e1", "type": "MEDIA", "name": {"ar": "الميدان", "en": None}},
        {"id": "e2", "type": "PER", "name": {"ar": "سالم", "en": None}},
        {"id": "e3", "type": "PER", "name": {"ar": "السفير", "en": None}},
    ],
    "mentions": [
        {"span": place("الميدان"), "entity": "e1", "kind": "name"},
        {"span": place("سالم"), "entity": "e2", "kind": "name"},
        {"span": place("السفير"), "entity": "e3", "kind": "role"},
    ],
    "times": [{"span": place("غدا"), "type": "DATE", "value": "2024-05-03"}],
    "statements": [
        {
            "id": "s1",
            "cue": place("ذكرت"),
            "source": place("الميدان"),
            "speaker": "e1",
            "content": CONTENT,
            "parent": None,
            "quotation": "indirect",
            "channel": "media",
            "force": "assert",
        },
        {
            "id": "s2",
            "cue": place("أبلغ"),
            "source": place("سالم"),
            "speaker": "e2",
            "addressees": ["e3"],
            "content": [TEXT.index("المهلة", BODY), TEXT.index(".")],
            "parent": "s1",
            "quotation": "indirect",
            "channel": None,
            "force": "threaten",
        },
    ],
    "events": [],
}


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "t1.gold.json").write_text(json.dumps(GOLD), "utf-8")
    (tmp_path / "t1.txt").write_text(TEXT, "utf-8")
    (tmp_path / "t1.meta.json").write_text(json.dumps({"outlet": "الأفق", "published": "2024-05-02"}), "utf-8")
    return tmp_path


def scores(folder: pathlib.Path, record: dict[str, Any]) -> dict[str, dict[str, Any]]:
    scorer = Scorer(errors=True)
    for gold in read_folder(folder):
        scorer.add(gold, record)
    return scorer.tally.values()


def changed(statement: int, **changes: Any) -> dict[str, Any]:
    statements = [{**s, **(changes if i == statement else {})} for i, s in enumerate(RECORD["statements"])]
    return {**RECORD, "statements": statements}


def test_a_perfect_record_scores_one_everywhere(folder: pathlib.Path) -> None:
    for measure, row in scores(folder, RECORD).items():
        if measure.startswith("event"):
            continue
        assert row.get("f1", row.get("acc")) == 1.0, measure


def test_an_empty_record_finds_nothing(folder: pathlib.Path) -> None:
    made = scores(folder, {"text": TEXT})
    assert made["statements found"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "tp": 0, "system": 0, "gold": 2}
    assert scores(folder, {**RECORD, "text": "another text"}) == made


def test_a_wrong_speaker_above_breaks_the_chain_below(folder: pathlib.Path) -> None:
    made = scores(folder, changed(0, speaker="e2"))
    assert made["statements found"]["f1"] == 1.0
    assert made["statements found with the right speaker"]["tp"] == 1
    assert made["statements found with the whole chain right"]["tp"] == 0
    assert made["nested statements with the whole chain right (recall)"] == {"acc": 0.0, "ok": 0, "n": 1}


def test_a_lost_parent_breaks_only_its_own_chain(folder: pathlib.Path) -> None:
    made = scores(folder, changed(1, parent=None, force="assert"))
    assert made["statements found with the whole chain right"]["tp"] == 1
    assert made["statement force"]["acc"] == 0.5


def test_what_stands_in_furniture_counts_neither_way(folder: pathlib.Path) -> None:
    extra = {"span": place("خبر"), "type": "DATE", "value": "2020"}
    assert scores(folder, {**RECORD, "times": [*RECORD["times"], extra]})["times, overlap"]["system"] == 1
    missing = scores(folder, {**RECORD, "furniture": []})["furniture (words)"]
    assert (missing["tp"], missing["gold"]) == (0, 4)


def test_an_entity_is_known_by_its_place_where_the_name_differs(folder: pathlib.Path) -> None:
    entities = [{**e, "name": {"ar": "x", "en": None}} for e in RECORD["entities"]]
    assert scores(folder, {**RECORD, "entities": entities})["statements found with the right speaker"]["tp"] == 2


def test_forms_are_found_as_words_with_particles_before_them() -> None:
    assert [TEXT[a:b] for a, b in occurrences(TEXT, "المهلة")] == ["المهلة", "المهلة"]
    assert occurrences("وبالمهلة انتهاء", "لمهلة") == []
    assert occurrences("وبالمهلة انتهاء", "المهلة") == [(2, 8)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("times", [{"at": "[[المهلة]]", "type": "DATE", "value": "x"}]),
        ("times", [{"at": "غدا", "type": "", "value": ""}]),
    ],
)
def test_snippets_that_do_not_resolve_are_named(folder: pathlib.Path, field: str, value: Any) -> None:
    path = folder / "t1.gold.json"
    path.write_text(json.dumps({**GOLD, field: value}), "utf-8")
    with pytest.raises(MarsadError) as caught:
        from_snippets(path)
    assert caught.value.code == "bad-gold"
    assert "t1" in caught.value.detail


def test_offsets_alone_score_the_same_as_snippets(folder: pathlib.Path, tmp_path: pathlib.Path) -> None:
    gold = from_snippets(folder / "t1.gold.json")
    title, _, body = TEXT.partition("\n")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    row = {"id": "c-1", "title": title, "text": body, "outlet": "الأفق", "published": "2024-05-02T08:00:00+03:00"}
    with gzip.open(corpus / "small.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    offsets = {
        "id": "t1",
        "corpus": "small.jsonl.gz",
        "corpus_id": "c-1",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "entities": {
            "midan": {"type": "MEDIA", "name_ar": None, "roles": []},
            "salem": {"type": "PER", "name_ar": None, "roles": [place("الوزير")]},
            "envoy": {"type": "PER", "name_ar": None, "roles": [place("السفير")]},
        },
        "mentions": [{"span": list(m.span), "entity": m.entity} for m in gold.mentions],
        "times": [{"span": list(t.span), "type": t.type, "value": t.value} for t in gold.times],
        "statements": [
            {**raw, "cue": s.cue, "source": s.source, "content": s.content}
            for raw, s in zip(GOLD["statements"], gold.statements, strict=True)
        ],
        "furniture": [list(f) for f in gold.furniture],
    }
    other = tmp_path / "offsets"
    other.mkdir()
    (other / "t1.offsets.json").write_text(json.dumps(offsets), "utf-8")
    scorer = Scorer()
    for found in read_folder(other, corpus=corpus):
        assert (found.text, found.published) == (TEXT, "2024-05-02")
        scorer.add(found, RECORD)
    assert scorer.tally.values() == scores(folder, RECORD)
    (other / "t1.offsets.json").write_text(json.dumps({**offsets, "sha256": "0"}), "utf-8")
    with pytest.raises(MarsadError, match="another text"):
        list(read_folder(other, corpus=corpus))


def test_floors_hold_or_not_and_changed_gold_has_none(folder: pathlib.Path) -> None:
    entry = FloorSet("x", digest(folder), {"statements found": 0.9, "statement force": 0.9, "no such measure": 0.1})
    assert floors_for(folder, Floors((entry,))) == entry
    made = check(entry, scores(folder, changed(1, force="assert")))
    assert [(c.ok, c.reached) for c in made] == [(True, 1.0), (False, 0.5), (False, None)]
    (folder / "t1.txt").write_text(TEXT + " ", "utf-8")
    with pytest.raises(MarsadError, match="no floors are pinned"):
        floors_for(folder, Floors((entry,)))


def test_the_floors_of_the_project_read() -> None:
    dev = next(s for s in load().sets if s.name == "dev")
    assert dev.floors["statements found"] >= 0.88
    assert dev.floors["furniture (words)"] >= 0.85


def test_a_folder_without_gold_is_said(tmp_path: pathlib.Path) -> None:
    assert not has_gold(tmp_path)
    with pytest.raises(MarsadError, match="holds no"):
        list(read_folder(tmp_path))


def test_the_command_runs_the_reader_itself(
    folder: pathlib.Path, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "scores.json"
    assert main(["evaluate", str(folder), "--errors", "--json", str(out)]) == 0
    assert capsys.readouterr().out.startswith("1 reports\n")
    assert json.loads(out.read_text("utf-8")) == evaluate(folder).tally.values()
    assert main(["evaluate", str(folder), "--floors"]) == 2


def test_the_numbers_are_those_of_the_shared_scorer(tmp_path: pathlib.Path) -> None:
    shared = pathlib.Path(__file__).resolve().parents[3] / "shared" / "gold"
    if not (shared / "score.py").exists():
        pytest.skip("the shared scorer is not here")
    import subprocess

    from marsad.record import to_json

    records = tmp_path / "records"
    records.mkdir()
    from marsad.pipeline import run

    for gold in read_folder(shared / "dev", only="0$"):
        (records / f"{gold.id}.json").write_text(to_json(run(gold.report())), "utf-8")
    command = [sys.executable, str(shared / "score.py"), str(shared / "dev"), str(records), "--only", "0$"]
    out = tmp_path / "theirs.json"
    subprocess.run([*command, "--json", str(out)], check=True, capture_output=True)
    assert evaluate(shared / "dev", only="0$", records=records).tally.values() == json.loads(out.read_text("utf-8"))
