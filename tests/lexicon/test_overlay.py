"""The users' own knowledge: it wins over what is shipped, and its faults are said."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from marsad import read
from marsad.cli.main import main
from marsad.errors import MarsadError
from marsad.lexicon import knowledge, office_grammar, office_titles, offices
from marsad.lexicon.loader import overlay

PEOPLE = """
- country: ZAF
  sector: GOV
  entries:
    Anna Fourie: آنا فوري / ~فوري
    Cyril Ramaphosa: سيريل رامافوزا القائد
"""
OFFICES = """
country: ZAF
offices:
  zaf-president:
    en: President of South Africa
    role: president
    holders:
      - {who: Anna Fourie, from: 2020-05-01, to: 2020-08-31}
  zaf-energy-minister:
    en: Minister of Energy of South Africa
    role: minister
    portfolio: الطاقة
    holders:
      - {who: Anna Fourie, from: 2022}
"""
CASES = """
checker: marsad.lexicon.office_titles:check_case
match:
  - {title: رئيسة جنوب أفريقيا, date: 2020-06-01, holder: Anna Fourie}
"""


def forget() -> None:
    knowledge.load.cache_clear()
    knowledge.ids.cache_clear()
    offices.load.cache_clear()
    office_grammar.grammar.cache_clear()
    office_titles._read_title.cache_clear()


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pathlib.Path]:
    for name, content in (("people", PEOPLE), ("offices", OFFICES)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.yaml").write_text(content, "utf-8")
    (tmp_path / "offices" / "own.cases.yaml").write_text(CASES, "utf-8")
    monkeypatch.setenv("MARSAD_KNOWLEDGE_DIR", str(tmp_path))
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def test_own_people_and_offices_win(folder: pathlib.Path) -> None:
    entry = knowledge.by_id("per-cyril-ramaphosa")
    assert entry is not None
    assert entry.ar == ("سيريل رامافوزا القائد",)
    assert [t.who for t in offices.holders("zaf-president", "2020-06-01")] == ["per-anna-fourie"]
    # the shipped holder keeps what is left before; whoever is named so after the own tenure is not known to the data
    assert [t.who for t in offices.holders("zaf-president", "2020-04-30")] == ["per-cyril-ramaphosa"]
    found = office_titles.resolve("وزيرة الطاقة في جنوب أفريقيا", "2023-01-01")
    assert found is not None
    assert found.holder == "per-anna-fourie"


def test_a_report_names_whom_the_folder_names(folder: pathlib.Path) -> None:
    record = read("قالت رئيسة جنوب أفريقيا إن القمة ستعقد في موعدها.", published="2020-06-01", strict=True).record
    (speaker,) = [e for e in record["entities"] if e["id"] == record["statements"][0]["speaker"]]
    assert (speaker["kb"], speaker["office"]) == ("per-anna-fourie", "zaf-president")
    assert speaker["name"] == {"ar": "آنا فوري", "en": "Anna Fourie"}


def test_the_cache_is_made_anew_when_the_folder_changes(folder: pathlib.Path) -> None:
    assert knowledge.by_id("per-anna-fourie") is not None
    (folder / "people" / "own.yaml").write_text(PEOPLE.replace("Anna Fourie", "Anna Botha"), "utf-8")
    forget()
    assert knowledge.by_id("per-anna-fourie") is None
    assert knowledge.by_id("per-anna-botha") is not None


def test_check_says_what_is_wrong_and_where(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "check", str(folder)]) == 0
    (folder / "offices" / "own.yaml").write_text(OFFICES.replace("Anna Fourie", "Nobody Known"), "utf-8")
    forget()
    assert main(["knowledge", "check", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "offices/own.yaml: zaf-president, holder 1 (Nobody Known): no such person" in said
    assert "zaf-energy-minister, holder 1" in said


def test_cases_of_the_folder_are_run(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "offices" / "own.cases.yaml").write_text(CASES.replace("2020-06-01", "2020-09-15"), "utf-8")
    assert main(["knowledge", "check", str(folder)]) == 1
    assert "own.cases.yaml:4" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setenv("MARSAD_KNOWLEDGE_DIR", str(tmp_path / "none"))
    with pytest.raises(MarsadError, match="bad-setting"):
        overlay()


def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "show", "رئيس جنوب أفريقيا", "--on", "2010-05-01"]) == 0
    out = capsys.readouterr().out
    assert "zaf-president\tPresident of South Africa" in out
    assert "* 2009-05-09 .. 2018-02-14\tper-jacob-zuma" in out
    assert main(["knowledge", "show", "Jacob Zuma", "--on", "2019-01-01"]) == 0
    out = capsys.readouterr().out
    assert "sector\tELI" in out
    assert "  2009-05-09 .. 2018-02-14\tzaf-president" in out
    assert main(["knowledge", "show", "لا أحد البتة"]) == 1
    assert main(["knowledge", "show", "Jacob Zuma", "--on", "then"]) == 2
    assert "bad-date" in capsys.readouterr().err
