"""Search finds the same on every database; what it ought to find is worked out from the texts and records."""

from __future__ import annotations

import pytest

from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.store.search import Request

TEXTS = {
    "a": ("2018-03-01", "الميدان", "نفى وزير الخارجية الأميركي مايك بومبيو إغلاق السفارة في بغداد."),
    "b": (
        "2018-03-02",
        "الساحة",
        "وجه السفير رسالة لبومبيو بعد إغلاق القنصلية.\nوهدد الرئيس الإيراني حسن روحاني بالانسحاب.",
    ),
    "c": ("2018-03-03", "الميدان", "تعرض مبنى بالسفارة لحريق، وقال متحدث باسم الوزارة إن العمل مستمر."),
    "d": ("2018-03-04", "الساحة", "أعلن حسن روحاني أن بلاده ستواصل التعاون.\nوقال مايك بومبيو إن العقوبات باقية."),
    "e": (None, None, "هطلت الأمطار على الساحل اليوم."),
}


@pytest.fixture
def filled(database: Database) -> Database:
    for id, (day, outlet, text) in TEXTS.items():
        database.add(text, id=id, published=day, outlet=outlet)
    return database


def ids(database: Database, query: str = "", **facets: object) -> str:
    found = database.search(Request(query=query, **facets))  # type: ignore[arg-type]
    assert found.total == len(found.hits)
    return "".join(hit.id for hit in found.hits)


def test_words_are_found_with_particles_attached(filled: Database) -> None:
    assert ids(filled, "بومبيو") == "dba"
    assert ids(filled, "السفارة") == "ca"
    assert ids(filled, "سفارة") == "ca"
    assert ids(filled, "غواصة") == ""


def test_phrases_are_found_as_written_with_particles_before_them(filled: Database) -> None:
    assert ids(filled, '"إغلاق السفارة"') == "a"
    assert ids(filled, '"بومبيو بعد"') == "b"
    assert ids(filled, '"السفارة إغلاق"') == ""
    assert ids(filled, "«إغلاق القنصلية»") == "b"


def test_or_not_and_brackets(filled: Database) -> None:
    assert ids(filled, "بغداد OR القنصلية") == "ba"
    assert ids(filled, "بومبيو -إغلاق") == "d"
    assert ids(filled, "بومبيو -(بغداد OR العقوبات)") == "b"
    assert ids(filled, "-بومبيو") == "ce"
    assert ids(filled, "") == "dcbae"


def test_facets_of_a_statement_hold_for_one_statement(filled: Database) -> None:
    assert ids(filled, speaker=("مايك بومبيو",)) == "da"
    assert ids(filled, speaker=("بومبيو",), force=("deny",)) == "a"
    assert ids(filled, force=("threaten",)) == "b"
    assert ids(filled, speaker=("حسن روحاني",), force=("threaten",)) == "b"
    assert ids(filled, speaker=("بومبيو", "روحاني")) == "dba"
    assert ids(filled, "القنصلية", speaker=("بومبيو",)) == ""


def test_facets_are_those_of_the_records(filled: Database) -> None:
    for name in ("type", "status"):
        values = {e[name] for r in filled.records() for e in r["events"]}
        for value in values:
            wanted = {r.id for r in filled if any(e[name] == value for e in r.record["events"])}
            assert set(ids(filled, **{name: (value,)})) == wanted
    for role in ("actors", "recipients", "place"):
        for r in filled:
            names = {e["id"]: e for e in r.record["entities"]}
            for event in r.record["events"]:
                parts = [event[role]] if role == "place" else event[role]
                for part in filter(None, parts):
                    assert r.id in ids(filled, **{role.rstrip("s"): (names[part]["name"]["ar"],)})


def test_days_outlets_and_entities(filled: Database) -> None:
    assert ids(filled, since="2018-03-02", until="2018-03-03") == "cb"
    assert ids(filled, outlet=("الميدان",)) == "ca"
    assert ids(filled, outlet=("الميدان", "الساحة")) == "dcba"
    assert ids(filled, entity=("روحاني",)) == "db"
    assert ids(filled, entity=("روحاني", "بومبيو")) == "db"


def test_orders_and_pages(filled: Database) -> None:
    request = Request(order="oldest")
    assert "".join(h.id for h in filled.search(request).hits) == "abcde"
    page = filled.search(request, limit=2, offset=2)
    assert (page.total, [h.id for h in page.hits]) == (5, ["c", "d"])


def test_a_snippet_shows_its_finds(filled: Database) -> None:
    [hit] = filled.search(Request(query='"إغلاق القنصلية" بومبيو')).hits
    text = TEXTS["b"][2]
    assert [text[a:b] for a, b in hit.snippet.marks] == ["لبومبيو", "إغلاق القنصلية"]
    assert text[hit.snippet.start :].startswith(hit.snippet.text)


def test_a_corrected_report_is_found_by_its_present_text_only(database: Database) -> None:
    url = "https://paper.example/1"
    database.add("أعلن الوزير افتتاح الجسر.", url=url)
    database.add("أعلن الوزير افتتاح النفق.", url=url)
    assert database.search(Request(query="النفق")).total == 1
    assert database.search(Request(query="الجسر")).total == 0


def test_signs_of_the_index_languages_are_only_signs(filled: Database) -> None:
    for query in ("بومبيو*", "stem:بومبيو", "NEAR", "a'b", "بومبيو & !x", "^بومبيو", "%", "_", "\\", "\x00"):
        filled.search(Request(query=query, speaker=(query,)))
    assert ids(filled, entity=("%",)) == ""


def test_what_cannot_be_searched_is_refused(filled: Database) -> None:
    for request, code in ((Request(query="(ا"), "bad-query"), (Request(since="بعد غد"), "bad-date")):
        with pytest.raises(MarsadError) as caught:
            filled.search(request)
        assert caught.value.code == code


def test_facets_count_what_was_found(filled: Database) -> None:
    facets = filled.facets(Request(query="بومبيو"))
    assert facets["outlet"] == [("الساحة", "الساحة", 2), ("الميدان", "الميدان", 1)]
    speakers = {shown: n for _, shown, n in facets["speaker"]}
    assert speakers["مايك بومبيو"] == 2
    forces = {value: n for value, _, n in facets["force"]}
    assert forces["threaten"] == 1


def test_saved_searches_list_what_is_new_since_the_last_run(filled: Database) -> None:
    filled.save_search("إغلاق", Request(query="إغلاق"))
    assert [h.id for h in filled.run_search("إغلاق").hits] == ["b", "a"]
    assert filled.run_search("إغلاق").hits == ()
    filled.add("قررت الحكومة إغلاق المعبر.", id="f", published="2018-03-05")
    assert [h.id for h in filled.run_search("إغلاق", keep=False).hits] == ["f"]
    assert [h.id for h in filled.run_search("إغلاق").hits] == ["f"]
    assert filled.run_search("إغلاق").total == 0
    assert [s.name for s in filled.saved_searches()] == ["إغلاق"]
    filled.delete_search("إغلاق")
    for look_up in (filled.run_search, filled.delete_search):
        with pytest.raises(MarsadError) as caught:
            look_up("إغلاق")
        assert caught.value.code == "no-such-search"
