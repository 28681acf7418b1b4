"""Lists of heads, counts of facets that are kept, what was seen of saved searches, what came in: on both databases."""

from __future__ import annotations

import pytest

from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.library.deriving import Tongue
from marsad.store.search import Request

FIRST = "قال وزير الخارجية الأميركي مايك بومبيو إن بلاده ستغلق سفارتها في بغداد إذا استمرت الهجمات."
SECOND = "أعلن الرئيس العراقي برهم صالح أن الحكومة ستحمي البعثات الأجنبية في بغداد."


@pytest.fixture
def filled(database: Database) -> Database:
    database.add(FIRST, id="a", published="2020-09-27", outlet="الوكالة", url="https://agency.example/a?utm_source=x")
    database.add(SECOND, id="b", published="2020-09-28", outlet="الصحيفة")
    return database


def test_heads_are_of_the_ids_that_are_there(filled: Database) -> None:
    found = filled.heads(["b", "none", "a"])
    assert {id: (head.outlet, head.published, head.number) for id, head in found.items()} == {
        "a": ("الوكالة", "2020-09-27", 1),
        "b": ("الصحيفة", "2020-09-28", 1),
    }


def test_the_list_is_narrowed_by_outlet_and_days_and_comes_in_parts(filled: Database) -> None:
    assert [head.id for head in filled.latest()[1]] == ["b", "a"]
    assert filled.latest(limit=1, offset=1) == (2, [filled.heads(["a"])["a"]])
    assert filled.latest(outlet="الوكالة")[0] == 1
    assert [head.id for head in filled.latest(until="2020-09-27")[1]] == ["a"]
    assert [head.id for head in filled.latest(since="2020-09-28")[1]] == ["b"]
    assert filled.outlets() == [("الصحيفة", 1), ("الوكالة", 1)]
    with pytest.raises(MarsadError, match="bad-date"):
        filled.latest(since="soon")


def test_counts_follow_what_comes_in_and_is_corrected(filled: Database) -> None:
    def counts(facet: str) -> dict[str, int]:
        return {value.value: value.reports for value in filled.search_counted(Request())[1][facet]}

    assert counts("outlet") == {"الوكالة": 1, "الصحيفة": 1}
    assert counts("month") == {"2020-09": 2}
    filled.add(SECOND.replace("ستحمي", "تحمي"), id="b", published="2020-10-02", outlet="الصحيفة")
    assert counts("month") == {"2020-09": 1, "2020-10": 1}
    filled.add(SECOND, id="c", published="2020-10-01", outlet="الإذاعة")
    assert counts("outlet") == {"الوكالة": 1, "الصحيفة": 1, "الإذاعة": 1}
    found, counted = filled.search_counted(Request(query="السفارة"))
    assert found.total == counted["month"][0].reports == 1
    assert counted["month"][0].value == "2020-09"


def test_counts_have_names_and_are_the_numbers_of_the_searches_they_lead_to(filled: Database) -> None:
    _, counted = filled.search_counted(Request())
    speakers = {value.value: value for value in counted["speaker"]}
    assert any(value.name_en == "Mike Pompeo" for value in speakers.values())
    for value in speakers.values():
        assert filled.search(Request(speaker=(value.value,))).total == value.reports
    assert filled.called(list(speakers)) == {v.value: (v.name_ar, v.name_en) for v in speakers.values() if v.name_ar}


def test_a_key_of_somebody_is_nobody_elses_name(filled: Database) -> None:
    filled.add("قال المتحدث باسم iraq group إن اللقاء تم.", id="d", published="2020-09-29")
    key = next(v.value for v in filled.search_counted(Request())[1]["speaker"] if v.name_en == "Barham Salih")
    assert [hit.id for hit in filled.search(Request(speaker=(key,))).hits] == ["b"]


def test_what_was_seen_is_not_new(filled: Database) -> None:
    filled.save_search("بغداد", Request(query="بغداد"))
    assert filled.new_in_search("بغداد").total == 2
    assert filled.saved_search("بغداد").ran is None
    filled.seen_search("بغداد")
    assert filled.new_in_search("بغداد").total == 0
    assert filled.saved_search("بغداد").ran is not None
    filled.add(f"{SECOND} وأضاف أن بغداد آمنة.", id="e", published="2020-09-30")
    found = filled.new_in_search("بغداد", limit=0)
    assert (found.total, found.hits) == (1, ())
    filled.seen_search("بغداد")
    filled.seen_search("بغداد")
    assert filled.new_in_search("بغداد").total == 0
    for missing in (filled.saved_search, filled.seen_search, filled.new_in_search):
        with pytest.raises(MarsadError, match="no-such-search"):
            missing("none")


def test_what_came_in_is_known_by_key_id_and_address(filled: Database) -> None:
    before = filled.last_key()
    filled.add(SECOND.replace("بغداد", "البصرة"), id="f")
    assert filled.added_since(before, limit=5) == ["f"]
    assert filled.known_as("none", "http://www.agency.example/a") == "a"
    assert filled.known_as("b", None) == "b"
    assert filled.known_as("none", None) is None


def test_inputs_set_aside_come_in_parts_the_last_first(filled: Database, tmp_path: object) -> None:
    import pathlib

    folder = pathlib.Path(str(tmp_path)) / "in"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text("English only", "utf-8")
    filled.ingest(folder)
    total, found = filled.aside_page(limit=2, offset=0)
    assert total == 3
    assert [pathlib.Path(one.source).name for one in found] == ["2.txt", "1.txt"]


def test_derivations_are_in_both_languages_and_of_the_report_as_it_came_in(filled: Database) -> None:
    record = filled.report("a").record
    for lang, none in (("en", "the report itself"), ("ar", "الخبر نفسه")):
        tongue = Tongue(lang, lambda text: f"<{text}>")  # type: ignore[arg-type]
        rows = dict(filled.explain("a", "s1", tongue).rows)
        assert rows["inside"] == none
        assert rows["cue"].startswith("<قال>")
        assert rows["rule"] == record["statements"][0]["why"]["rule"]
    assert filled.explain("a", "v1", tongue).kind == "event"
    assert filled.explain("a", "e1", tongue).same


def test_what_others_tell_of_a_report(filled: Database) -> None:
    filled.add(f"{FIRST} وأضاف أن القرار نهائي.", id="g", published="2020-09-27", outlet="الإذاعة")
    filled.weave()
    told = filled.told("a")
    assert told
    for of, found in told.items():
        assert found.reports == 2
        assert any(m["report"] == "a" and m["id"] == of for m in filled.happening(found.happening)[0]["members"])
    assert filled.told("none") == {}
