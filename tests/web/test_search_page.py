"""Search in the workbench: finds and marks, what narrows it, faults beside the field, saved searches, exports."""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient

from marsad.export.formats import FORMATS
from marsad.library.database import Database
from marsad.store.search import Request
from marsad.web.sections.exports import FILES

HTML = {"Accept": "text/html"}


def word_of(demo: Database) -> str:
    """A word that stands in some reports and not in all."""
    return next(w for w in ("السفارة", "المهلة", "المحادثات") if 1 < demo.search(w).total < len(demo))


def test_the_page_and_the_api_find_what_the_store_finds(client: TestClient, demo: Database) -> None:
    word = word_of(demo)
    ids = [hit.id for hit in demo.search(word).hits]
    told = client.get("/api/v1/search", params={"q": word}).json()
    assert [row["id"] for row in told["items"]] == ids
    html = client.get("/search", params={"q": word, "lang": "en"}).text
    assert re.findall(r'class="item-title" href="/reports/([^"]+)"', html) == ids
    assert html.count('<mark class="found">') >= len(ids)


def test_a_mark_of_a_snippet_is_what_was_looked_for(client: TestClient, demo: Database) -> None:
    word = word_of(demo)
    for row in client.get("/api/v1/search", params={"q": word}).json()["items"]:
        text = demo.report(row["id"]).record["text"]
        assert text[row["start"] :].startswith(row["snippet"])
        assert row["marks"]
        for start, end in row["marks"]:
            assert word.removeprefix("ال") in text[start:end] or word.removeprefix("ال")[:-1] in text[start:end]


def test_counts_of_facets_are_what_the_narrowed_search_finds(client: TestClient, demo: Database) -> None:
    counted = client.get("/api/v1/facets").json()
    assert {"actor", "speaker", "type", "status", "outlet", "month"} <= set(counted)
    for facet in ("actor", "speaker", "type", "outlet", "place"):
        for value in counted[facet][:3]:
            found = client.get("/api/v1/search", params={facet: value["value"]}).json()
            assert found["total"] == value["reports"], (facet, value)


def test_facets_notice_what_comes_in(own: Database) -> None:
    before = dict(own.facets("")["outlet"][n][::2] for n in range(len(own.facets("")["outlet"])))
    own.add("قال وزير الخارجية إن المحادثات ستستأنف غدا في جنيف.", published="2024-05-02", outlet="صحيفة جديدة")
    after = {value: count for value, _, count in own.facets("")["outlet"]}
    assert "صحيفة جديدة" not in before
    assert after["صحيفة جديدة"] == 1


def test_a_facet_is_added_by_its_link_and_taken_away_by_its_chip(client: TestClient, demo: Database) -> None:
    html = client.get("/search?lang=en").text
    links = re.findall(r'href="(/search\?type=[^"]+)"', html)
    narrowed = client.get(links[0].replace("&amp;", "&") + "&lang=en").text
    assert 'class="chips"' in narrowed
    assert re.search(r'href="/search" aria-label="Remove', narrowed)
    assert re.search(r'<input type="hidden" name="type" value="[A-Z]+">', narrowed)


def test_several_values_and_days_narrow_together(client: TestClient, demo: Database) -> None:
    first, last = demo.status().first, demo.status().last
    query = {"type": ["ASSAULT", "THREATEN"], "since": first, "until": last, "order": "oldest"}
    told = client.get("/api/v1/search", params=query).json()
    wanted = demo.search(Request(type=("ASSAULT", "THREATEN"), since=first, until=last, order="oldest"), limit=25)
    assert [row["id"] for row in told["items"]] == [hit.id for hit in wanted.hits]
    pages = client.get("/api/v1/search", params={**query, "limit": 2}).json()
    assert len(pages["items"]) == 2
    assert client.get(pages["next"]).json()["items"][0]["id"] == told["items"][2]["id"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('"السفارة', "A quotation mark has no partner"),
        ("(دمشق", "A bracket is not closed"),
        ("دمشق)", "A bracket is closed that was never opened"),
        ("(" * 20 + "ا" + ")" * 20, "Too many brackets"),
        ("كلمة " * 70, "too long"),
    ],
)
def test_a_query_that_cannot_be_read_is_told_beside_the_field(client: TestClient, query: str, said: str) -> None:
    answer = client.get("/search", params={"q": query, "lang": "en"}, headers=HTML)
    assert answer.status_code == 400
    assert said in answer.text
    assert 'aria-describedby="q-fault"' in answer.text
    assert "How a query is written" in answer.text
    assert client.get("/api/v1/search", params={"q": query}).json()["code"] == "bad-query"


def test_a_day_that_is_none_is_told_beside_its_field(client: TestClient) -> None:
    html = client.get("/search?until=someday&lang=en", headers=HTML).text
    assert re.search(r'id="f-until"[^>]*aria-invalid="true"', html)
    assert not re.search(r'id="f-since"[^>]*aria-invalid', html)


def test_what_stands_in_the_address_is_escaped(client: TestClient) -> None:
    html = client.get("/search", params={"q": "<script>x</script>", "actor": '"><b>'}).text
    assert "<script>x" not in html
    assert '"><b>' not in html


def test_a_saved_search_shows_only_what_came_since(writer: TestClient, own: Database) -> None:
    assert writer.post("/searches?q=الانسحاب+جنيف&type=CONSULT", data={"name": " جنيف  "}).status_code == 200
    assert writer.post("/api/v1/searches", json={"name": "all", "query": {"q": "المحادثات"}}).status_code == 201
    saved = {row["name"]: row for row in writer.get("/api/v1/searches").json()}
    assert saved["جنيف"]["query"] == {"q": "الانسحاب جنيف", "type": ["CONSULT"]}
    assert writer.get("/api/v1/searches/new", params={"name": "all"}).json()["total"] == 0
    own.add("قال وزير الخارجية إن المحادثات ستستأنف غدا في جنيف.", id="new-1", published="2024-05-02")
    assert [r["id"] for r in writer.get("/api/v1/searches/new", params={"name": "all"}).json()["items"]] == ["new-1"]
    assert "1 new report" in writer.get("/searches/count?name=all&lang=en").text
    page = writer.get("/searches/new?name=all&lang=en").text
    assert "/reports/new-1" in page
    assert writer.get("/searches").status_code == 200
    writer.post("/searches/seen", data={"name": "all"})
    assert writer.get("/api/v1/searches/new", params={"name": "all"}).json()["total"] == 0
    writer.post("/searches/delete", data={"name": "all"})
    assert [row["name"] for row in writer.get("/api/v1/searches").json()] == ["جنيف"]
    assert writer.delete("/api/v1/searches", params={"name": "none"}).json()["code"] == "no-such-search"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "x", "query": {"q": '"'}}, "bad-query"),
        ({"name": "x", "query": {"since": "someday"}}, "bad-date"),
        ({"name": " ", "query": {}}, "bad-request"),
        ({"name": "x", "query": {"nonsense": "1"}}, "bad-request"),
        ({"name": "x", "query": {"order": "best"}}, "bad-request"),
    ],
)
def test_what_cannot_be_searched_is_not_saved(writer: TestClient, given: dict[str, object], code: str) -> None:
    assert writer.post("/api/v1/searches", json=given).json()["code"] == code
    assert writer.get("/api/v1/searches").json() == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_export_is_that_of_the_library(client: TestClient, demo: Database, format: str) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow")
    answer = client.get("/api/v1/export", params={"format": format, "type": "THREATEN"})
    assert answer.status_code == 200
    assert answer.content == b"".join(demo.export(format, Request(type=("THREATEN",)), types=("THREATEN",)))
    assert answer.headers["content-type"] == FILES[format][1]
    assert "attachment" in answer.headers["content-disposition"]
    one = next(demo.reports())
    alone = client.get("/api/v1/export", params={"format": format, "report": one.id}).content
    if format == "jsonl":
        assert json.loads(alone) == one.record
    else:
        assert len(alone) < len(b"".join(demo.export(format)))


def test_an_export_that_cannot_be_made_is_a_problem_and_no_file(client: TestClient) -> None:
    for query, code in (("format=none", "no-such-format"), ("format=jsonl&q=%22", "bad-query")):
        answer = client.get(f"/api/v1/export?{query}")
        assert answer.status_code == 400
        assert answer.json()["code"] == code
    assert {row["format"] for row in client.get("/api/v1/formats").json()} == set(FORMATS)
