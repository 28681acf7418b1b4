"""The tables of reporting words: their shape, their size, how fast they load."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.lexicon import reporting
from marsad.lexicon.loader import read_yaml
from marsad.lexicon.reporting import Noun, Verb
from marsad.lexicon.reporting_check import check_attribution, check_channel, check_form, check_noun, problems


def test_nothing_contradicts_itself() -> None:
    assert problems() == []


def test_the_tables_hold_what_news_needs() -> None:
    table = reporting.load()
    assert len(table.entries) >= 330
    assert len(table.nouns) >= 90
    assert {"assert", "deny", "threaten", "demand", "commit", "accuse", "support", "ask"} == {
        v.force for v in table.entries
    }


def test_every_key_is_folded_and_every_index_stands() -> None:
    table = reporting.load()
    for forms, count in ((table.forms, len(table.entries)), (table.noun_forms, len(table.nouns))):
        for form, found in forms.items():
            assert form == fold(form) != ""
            assert all(0 <= index < count and code for index, code in found)
    for first, phrases in table.attributions.items():
        assert all(entry.words[0] == first for entry in phrases)
        assert [len(e.words) for e in phrases] == sorted((len(e.words) for e in phrases), reverse=True)


def test_the_third_person_of_every_verb_is_found_or_dropped_on_purpose() -> None:
    table = reporting.load()
    for index, verb in enumerate(table.entries):
        form = fold(verb.lemma)
        codes = [c for i, c in table.forms.get(form, ()) if i == index]
        assert any(c.startswith("past:3ms") for c in codes) or form in map(fold, verb.drop)


def test_weak_and_spelt_forms_are_marked() -> None:
    table = reporting.load()
    assert [c for _, c in table.forms[fold("عبر")] if c.startswith("past")] == ["past:3ms:weak"]
    assert "past:3ms:spelt=هنأ" in [c for _, c in table.forms[fold("هنأ")]]


def test_a_second_load_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_CACHE_DIR", str(tmp_path))
    reporting.load.cache_clear()
    first = reporting.load()
    reporting.load.cache_clear()
    monkeypatch.setattr(reporting, "_build", lambda: pytest.fail("compiled again"))
    assert reporting.load().forms == first.forms


@pytest.mark.parametrize(
    "line",
    [
        "- {lemma: قال, present: يقول, colour: red}",
        "- {lemma: قال}",
        "- {lemma: قال, present: يقول, force: shout}",
        "- {lemma: قال, present: [يقول}",
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "verbs.yaml"
    path.write_text(line, "utf-8")
    with pytest.raises(MarsadError, match=r"verbs\.yaml"):
        read_yaml(path, tuple[Verb, ...])


def test_problems_are_found() -> None:
    table = reporting.load()
    verb = Verb("قال", "يقول", content=frozenset({"colour"}), drop=("كتب",))
    noun = Noun("قول", "act", verb="كتم")
    found = problems(msgspec.structs.replace(table, entries=(verb, verb), nouns=(noun, noun)))
    text = "\n".join(found)
    for part in ("قال stands twice", "قول stands twice", "no such content: colour", "كتب is none", "no such verb: كتم"):
        assert part in text


def test_checkers_say_what_they_found() -> None:
    assert check_form({"form": "قالت", "lemma": "قال"}, True) is None
    assert "past:3fs" in str(check_form({"form": "قالت", "lemma": "قال", "code": "past:3ms"}, True))
    assert check_form({"form": "قالت", "lemma": "قال"}, False) is not None
    assert "بيان" in str(check_noun({"form": "بيان", "lemma": "تقرير"}, True))
    assert check_attribution({"phrase": "نقل عن"}, True) is not None
    assert check_channel({"phrase": "في مؤتمر الحزب"}, True) is not None
