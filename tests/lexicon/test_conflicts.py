"""Who fights whom: sides, days, blocs, places, and what a wrong file is told."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from marsad.cli.main import main
from marsad.errors import MarsadError
from marsad.lexicon import check, conflicts, knowledge
from marsad.lexicon.conflicts import ConflictFile, ConflictTable
from marsad.lexicon.loader import ROOT

IDS = {"SYR": 0, "USA": 0, "TUR": 0, "org-hamas": 0, "org-pkk": 0, "loc-mosul": 0}


def file(**fields: Any) -> ConflictFile:
    return msgspec.convert({"conflicts": [], **fields}, ConflictFile)


def war(name: str = "War", one: tuple[str, ...] = ("SYR",), other: tuple[str, ...] = ("pkk",), **more: Any) -> Any:
    return {"name": name, "kind": "armed", "active": "2011-03..2013", "one": one, "other": other, **more}


def table(*files: ConflictFile) -> ConflictTable:
    return conflicts.build_from([(f"{k}.yaml", f) for k, f in enumerate(files)], IDS)


def wrong(**fields: Any) -> str:
    with pytest.raises(MarsadError) as raised:
        table(file(**fields))
    assert raised.value.code == "bad-lexicon"
    return raised.value.detail


def test_both_days_of_a_conflict_count_and_members_may_come_later() -> None:
    made = table(file(conflicts=[war(one=("SYR", "USA 2012-05..2012-06"))]))
    assert made.stands["SYR"] == [conflicts.Stand(0, 0, "2011-03-01", "2013-12-31")]
    assert made.stands["USA"] == [conflicts.Stand(0, 0, "2012-05-01", "2012-06-30")]
    assert made.stands["org-pkk"] == [conflicts.Stand(0, 1, "2011-03-01", "2013-12-31")]


def test_blocs_are_opened_with_their_days() -> None:
    blocs = {"inner": ["hamas", "TUR ..2012"], "outer": ["inner", "SYR/REB"]}
    made = table(file(blocs=blocs, conflicts=[war(other=("outer 2011-06..",))]))
    assert made.stands["org-hamas"] == [conflicts.Stand(0, 1, "2011-06-01", "2013-12-31")]
    assert made.stands["TUR"] == [conflicts.Stand(0, 1, "2011-06-01", "2012-12-31")]
    assert made.stands["SYR/REB"] == [conflicts.Stand(0, 1, "2011-06-01", "2013-12-31")]


def test_what_is_wrong_is_said_with_file_and_conflict() -> None:
    assert wrong(conflicts=[war(other=("nobody",))]) == "0.yaml: War: 'nobody' is no body, country or bloc"
    assert wrong(conflicts=[war(other=("XYZ/REB",))]) == "0.yaml: War: 'XYZ/REB' is no body, country or bloc"
    assert wrong(conflicts=[war(other=())]) == "0.yaml: War: a side has no members"
    assert wrong(conflicts=[war(other=("SYR", "pkk"))]) == "0.yaml: War: SYR is on both sides"
    assert "ends before it begins" in wrong(conflicts=[war(active="2013..2011")])
    assert "is no date" in wrong(conflicts=[war(one=("SYR then",))])
    assert wrong(blocs={"a": ["b"], "b": ["a"]}, conflicts=[war(one=("a",))]) == "0.yaml: War: bloc a holds itself"
    held = {"by": "pkk", "active": "2014..", "places": ["atlantis"]}
    assert wrong(held=[held]) == "0.yaml: held by pkk: there is no place 'atlantis'"
    with pytest.raises(msgspec.ValidationError):
        file(conflicts=[war(kind="cold")])


def test_who_changes_sides_is_on_both_in_turn() -> None:
    made = table(file(conflicts=[war(one=("SYR", "pkk ..2011-12"), other=("pkk 2012..",))]))
    assert [s.side for s in made.stands["org-pkk"]] == [0, 1]


def test_problems_are_collected_and_the_rest_is_kept() -> None:
    found: list[str] = []
    bad = file(conflicts=[war("First", one=("nobody", "TUR")), war("Second")])
    made = conflicts.build_from([("x.yaml", bad)], IDS, found)
    assert found == ["x.yaml: First: 'nobody' is no body, country or bloc"]
    assert set(made.stands) == {"TUR", "SYR", "org-pkk"}


def test_the_users_own_conflict_takes_the_place_of_one_of_its_name() -> None:
    made = table(file(conflicts=[war(one=("USA",))]), file(conflicts=[war(), war("Other", one=("TUR",))]))
    assert [c.name for c in made.conflicts] == ["War", "Other"]
    assert "SYR" not in made.stands


def test_the_shipped_files_are_in_order() -> None:
    assert conflicts.problems() == []
    assert not check.run_file(ROOT / "knowledge" / "conflicts" / "conflicts.cases.yaml")
    assert len(conflicts.load().conflicts) > 150


def test_who_fights_his_state_does_not_stand_for_it() -> None:
    assert conflicts.parties("org-rapid-support-forces", "SDN", "MIL") == ("org-rapid-support-forces",)
    assert conflicts.parties(None, "SDN", "MIL") == ("SDN",)
    assert conflicts.parties("org-al-qassam-brigades", "PSE", "REB") == ("org-al-qassam-brigades", "org-hamas")
    assert conflicts.parties(None, "SYR", "REB") == ("SYR/REB",)
    assert conflicts.parties(None, None, "MIL") == ()


def test_without_a_day_they_stand_as_they_stood_latest() -> None:
    assert conflicts.relation(["SDN"], ["org-rapid-support-forces"], None) == "armed"
    assert conflicts.relation(["SDN"], ["org-rapid-support-forces"], "2012-01-01") is None


def test_show_names_the_foes_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "show", "SDN", "--on", "2024-05-02"]) == 0
    assert "armed\tWar of army and RSF, 2023-04-15..\torg-rapid-support-forces" in capsys.readouterr().out
    assert main(["knowledge", "show", "الموصل", "--on", "2016-11-05"]) == 0
    assert "held by\torg-islamic-state" in capsys.readouterr().out


OWN = """
blocs:
  northerners: [hamas]
conflicts:
  - {name: War of army and RSF, kind: political, active: 2023.., one: [SDN], other: [rapid-support-forces]}
held:
  - {by: northerners, active: 2020.., places: [mosul]}
"""


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pathlib.Path]:
    (tmp_path / "conflicts").mkdir()
    (tmp_path / "conflicts" / "own.yaml").write_text(OWN, "utf-8")
    monkeypatch.setenv("MARSAD_KNOWLEDGE_DIR", str(tmp_path))
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def forget() -> None:
    for cached in (knowledge.load, knowledge.ids, conflicts.load, conflicts._fights, conflicts._relation):
        cached.cache_clear()


def test_a_folder_of_own_knowledge_wins(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert conflicts.relation(["SDN"], ["org-rapid-support-forces"], "2024-05-02") == "political"
    assert conflicts.holders("loc-mosul", "2021-01-01") == ("org-hamas",)
    assert conflicts.holders("loc-mosul", "2016-11-01") == ("org-islamic-state",)
    (folder / "conflicts" / "own.yaml").write_text(OWN.replace("[SDN]", "[sdn]"), "utf-8")
    forget()
    assert main(["knowledge", "check", str(folder)]) == 1
    assert "conflicts/own.yaml: War of army and RSF: 'sdn' is no body" in capsys.readouterr().err
