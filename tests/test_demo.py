"""What an analyst may ask of the bundled reports, woven with the knowledge of their invented countries."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest

from marsad.cli.demo import FOLDER


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Runs a command on a database of the demonstration: by itself, since knowledge is loaded once a process."""
    folder: pathlib.Path = tmp_path_factory.mktemp("demo")
    env = {**os.environ, "MARSAD_KNOWLEDGE_DIR": str(FOLDER / "knowledge"), "MARSAD_DATABASE": str(folder / "demo.db")}

    def run(*words: str) -> list[dict[str, Any]]:
        command = [sys.executable, "-m", "marsad", *words]
        done = subprocess.run(command, capture_output=True, env=env, check=True)
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{")]

    run("ingest", str(FOLDER))
    run("weave")
    return run


def happening(ask: Any, report: str, event_type: str) -> dict[str, Any]:
    found = [c for c in ask("happening", report, "--format", "json") if c["type"] == event_type]
    assert len(found) == 1
    return found[0]


def reports(members: list[dict[str, Any]]) -> set[str]:
    return {m["report"] for m in members}


def test_the_demonstration_has_at_least_thirty_reports_with_gold() -> None:
    ids = {p.stem for p in FOLDER.glob("*.txt")}
    assert len(ids) >= 30
    assert {p.name.removesuffix(".gold.json") for p in FOLDER.glob("*.gold.json")} == ids
    assert {p.name.removesuffix(".meta.json") for p in FOLDER.glob("*.meta.json")} == ids


def test_five_outlets_on_one_unnamed_source_are_one_origin(ask: Any) -> None:
    offer = happening(ask, "offer-relay-shiraa", "AGREE")
    sources = next(o for o in offer["origins"] if o["label"]["ar"] == "مصادر سياسية مطلعة")
    assert sources["kind"] == "unnamed"
    told = {"palace-corridors", "offer-relay-horizon", "offer-relay-shiraa", "offer-relay-sahil", "offer-relay-bawsala"}
    assert reports(sources["members"]) == told


def test_tolls_that_are_revised(ask: Any) -> None:
    blast = happening(ask, "crossing-blast-daily", "ASSAULT")
    slots = {s["slot"]: s for s in blast["slots"]}
    assert slots["dead"]["verdict"] == "updated"
    assert {v["value"] for v in slots["dead"]["values"]} >= {6, 9, 10}
    told = {"crossing-blast-agency", "crossing-blast-copy", "crossing-blast-daily", "crossing-claim", "crossing-toll"}
    assert reports(blast["members"]) >= told
    ministry = next(o for o in blast["origins"] if o["label"]["ar"] == "وزارة الداخلية الأوريدية")
    assert reports(ministry["members"]) >= {"crossing-blast-agency", "crossing-blast-copy"}


def test_both_readouts_of_a_call(ask: Any) -> None:
    call = happening(ask, "leaders-call-oases", "CONSULT")
    assert reports(call["members"]) >= {"leaders-call-oases", "leaders-call-oreida"}
    assert call["date"] == "2023-06-15"


@pytest.mark.parametrize(
    ("kind", "report", "word", "state"),
    [
        ("threats", "ultimatum", "72 ساعة", {"expired"}),  # two of three were handed over in time
        ("threats", "crossing-blast-agency", "48 ساعة", {"met"}),
        ("commitments", "league-session", "40 مراقبا", {"broken"}),
        ("commitments", "crossing-blast-agency", "فتح المعبر", {"met"}),
        ("demands", "crossing-claim", "تحقيق مشترك", {"broken"}),
    ],
)
def test_ledgers(ask: Any, kind: str, report: str, word: str, state: set[str]) -> None:
    rows = ask("ledger", kind, "--on", "2023-07-15", "--format", "jsonl")
    found = [r for r in rows if word in r["what"] and report in reports(r["evidence"])]
    assert found
    assert {r["state"] for r in found} <= state
