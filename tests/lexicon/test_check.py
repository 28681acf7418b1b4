"""The runner of case files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from marsad.lexicon import check


def fails_on_b(case: dict[str, Any], expected: bool) -> str | None:
    """A checker for these tests: cases with the form "b" are wrong, "c" breaks it."""
    if case["form"] == "c":
        raise KeyError("c")
    return f"expected {expected}" if case["form"] == "b" else None


@pytest.fixture
def case_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(check, "find", lambda path: fails_on_b if path == "here:fails_on_b" else int(path))
    monkeypatch.setitem(check.CHECKERS, "bare", "here:fails_on_b")
    return tmp_path / "x.cases.yaml"


def run(path: Path, text: str) -> list[str]:
    path.write_text(text, "utf-8")
    return [str(failure) for failure in check.run_file(path)]


def test_a_block(case_file: Path) -> None:
    text = "checker: here:fails_on_b\nmatch:\n  - {form: a}\n  - {form: b}\nno_match:\n  - {form: b}\n  - {form: c}\n"
    assert run(case_file, text) == [
        "x.cases.yaml:4: b: expected True",
        "x.cases.yaml:6: b: expected False",
        "x.cases.yaml:7: c: KeyError: 'c'",
    ]


def test_a_list_of_blocks_and_an_empty_one(case_file: Path) -> None:
    text = "- {checker: 'here:fails_on_b', match: [{form: a}]}\n- {checker: 'here:fails_on_b', no_match: [{form: b}]}\n"
    assert run(case_file, text) == ["x.cases.yaml:2: b: expected False"]
    assert run(case_file, "") == []


def test_a_bare_list_has_the_checker_of_its_name(case_file: Path) -> None:
    assert run(case_file.with_name("bare.cases.yaml"), "- {form: a}\n- {form: b}\n") == [
        "bare.cases.yaml:2: b: expected True"
    ]
    assert "no checker for 'x'" in run(case_file, "- {form: a}\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "checker: here:fails_on_b\nmatched: []\n",
        "checker: here:fails_on_b\nmatch: {form: a}\n",
        "checker: here:fails_on_b\nmatch: [a]\n",
        "match: [{form: a}]\n",
        "just text\n",
        "checker: [\n",
    ],
)
def test_a_file_of_another_shape_is_one_failure(case_file: Path, text: str) -> None:
    assert len(run(case_file, text)) == 1


def test_a_checker_that_is_not_there_fails_its_cases(case_file: Path) -> None:
    assert "ValueError" in run(case_file, "checker: nowhere:nothing\nmatch:\n  - {form: a}\n")[0]


def test_functions_are_found_by_path() -> None:
    assert check.find("marsad.folding:fold")("أ") == "ا"
    for path, error in (("marsad.folding", ValueError), ("marsad.folding:MARKS", ValueError)):
        with pytest.raises(error):
            check.find(path)
    with pytest.raises(ImportError):
        check.find("marsad.nothing:fold")


@pytest.mark.parametrize("path", check.case_files(), ids=lambda p: p.name)
def test_every_case_holds(path: Path) -> None:
    try:
        for checker in {case.checker for case in check.read_cases(path)}:
            check.find(checker)
    except (ValueError, ImportError, AttributeError):
        pytest.skip("its annotator's own tests run it")
    assert [str(failure) for failure in check.run_file(path)] == []


def test_tables_read() -> None:
    assert [str(failure) for failure in check._tables()] == []
