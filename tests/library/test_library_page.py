"""The page docs/library.md does what it says: its examples run, in order, over the bundled reports."""

from __future__ import annotations

import gzip
import json
import pathlib
import re
import shutil
from typing import Any

import pytest

import marsad.spacy_component  # noqa: F401  # as the entry point does where the package is installed anew
from marsad.cli.demo import FOLDER

PAGE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "library.md"


def test_the_examples_run(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER, tmp_path / "reports")
    with gzip.open(tmp_path / "more.jsonl.gz", "wt", encoding="utf-8") as file:
        text = "هدد الرئيس الإيراني حسن روحاني بالانسحاب من الاتفاق النووي."
        file.write(json.dumps({"id": "threat", "text": text, "published": "2018-05-07"}) + "\n")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 5
    first, *others = blocks
    # the rest of the page works on the database that the first block opens
    first, opened = re.subn(r'with (marsad\.open\("reports\.db"\)) as database:', r"database = \1", first)
    assert opened == 1
    first = "\n".join(line.removeprefix("    ") for line in first.splitlines())
    names: dict[str, Any] = {}
    for block in (first, *others):
        exec(compile(block, str(PAGE), "exec"), names)
    database = names["database"]
    assert len(database) == len(list(pathlib.Path("reports").glob("*.txt"))) + 2
    assert [hit.id for hit in database.search(names["threats"]).hits] == ["threat"]
    assert database.run_search("threats").hits == ()
    assert database.status().outdated == 0
    database.close()
