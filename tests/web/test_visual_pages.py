"""Overview, timeline, map, actors and network: the page and the API say the same, of what the records say."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from fastapi.testclient import TestClient

from marsad.lexicon import offices
from marsad.library.database import Database
from marsad.store.events import begin_of
from marsad.web.rendering import dated, skip
from marsad.web.sections.actors import held, office_name

PAGES = (
    "/",
    "/timeline",
    "/timeline?time=all",
    "/map",
    "/map?time=all",
    "/network",
    "/network?kind=tells&time=all",
    "/actors",
)
BIN = "/api/v1/tempo?time=all&step=day"


def get(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    return answer.json()


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_in_both_languages(client: TestClient, path: str, lang: str) -> None:
    answer = client.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text
    assert "data-item" in answer.text
    assert re.search(r"<[^>]+\sstyle=", answer.text) is None


def test_tempo_counts_every_event_that_has_a_day(client: TestClient, demo: Database) -> None:
    bins = get(client, BIN)["bins"]
    listed = get(client, "/api/v1/events?time=all&limit=200")
    assert sum(b["n"] for b in bins) == listed["total"]
    events = list(listed["items"])
    while listed["next"]:
        listed = get(client, listed["next"])
        events += listed["items"]
    assert len(events) == listed["total"]
    assert len({(e["report"], e["id"]) for e in events}) == len(events)
    counted = Counter((e["day"], e["quad"], e["status"]) for e in events)
    assert counted == Counter({(b["day"], b["quad"], b["status"]): b["n"] for b in bins})
    told = {(r["id"], e["id"]): e for r in demo.records() for e in r["events"]}
    for event in events:
        record = told[event["report"], event["id"]]
        assert (event["type"], event["status"], event["gloss"]) == (record["type"], record["status"], record["gloss"])
        assert len(event["actors"]) == len(record["actors"])


def test_a_quote_is_of_the_report_and_its_mark_is_the_trigger(client: TestClient, demo: Database) -> None:
    records = {r["id"]: r for r in demo.records()}
    for event in get(client, "/api/v1/events?time=all&limit=50")["items"]:
        text = records[event["report"]]["text"]
        start, end = next(e["trigger"] for e in records[event["report"]]["events"] if e["id"] == event["id"])
        assert event["quote"] in text
        assert event["quote"][slice(*event["mark"])] == text[start:end]


def test_filters_hold_together_and_empty_ones_do_not_count(client: TestClient) -> None:
    everything = get(client, "/api/v1/events?time=all")["total"]
    assert get(client, "/api/v1/events?time=all&type=&status=&party=&place=&since=")["total"] == everything
    planned = get(client, "/api/v1/events?time=all&status=planned&limit=200")
    assert 0 < planned["total"] < everything
    assert {e["status"] for e in planned["items"]} == {"planned"}
    two = get(client, "/api/v1/events?time=all&type=THREATEN&type=ASSAULT&limit=200")
    assert {e["type"] for e in two["items"]} == {"THREATEN", "ASSAULT"}
    latest = get(client, "/api/v1/overview")["latest"]
    day = get(client, f"/api/v1/events?since={latest}&until={latest}&limit=200")
    assert {e["day"] for e in day["items"]} == {latest}
    party = two["items"][0]["actors"] or two["items"][1]["actors"]
    found = get(client, f"/api/v1/events?time=all&party={party[0]['who']}&limit=200")
    assert 0 < found["total"] < everything
    assert all(party[0]["who"] in {p["who"] for p in e["actors"] + e["recipients"]} for e in found["items"])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("since=soon", "bad-date"),
        ("since=2024-05-02&until=2024-05-01", "bad-date"),
        ("type=WAR", "bad-request"),
        ("time=some", "bad-request"),
    ],
)
def test_filters_that_cannot_be_are_errors(client: TestClient, query: str, code: str) -> None:
    answer = client.get(f"/api/v1/events?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400 if code == "bad-date" else answer.status_code, code)
    assert client.get(f"/timeline?{query}", headers={"Accept": "text/html"}).status_code == answer.status_code


def test_the_time_shown_ends_with_the_latest_report(client: TestClient) -> None:
    latest = get(client, "/api/v1/overview")["latest"]
    tempo = get(client, "/api/v1/tempo")
    assert tempo["since"] < latest < tempo["until"]
    assert get(client, "/api/v1/tempo?time=all")["step"] == "month"
    assert get(client, f"/api/v1/tempo?since={latest}&until={latest}")["step"] == "day"
    first = begin_of(tempo["since"], tempo["step"])
    assert first is not None
    assert all(first <= b["day"] <= tempo["until"] for b in tempo["bins"])


def test_places_have_points_or_countries(client: TestClient) -> None:
    places = get(client, "/api/v1/places?time=all")
    kinds = Counter(p["precision"] for p in places)
    assert set(kinds) <= {"point", "country", "within", "unknown"}
    assert kinds["point"]
    for place in places:
        assert (place["lat"] is not None) == (place["precision"] == "point")
        assert sum(place["quads"]) == place["n"] > 0
        assert place["precision"] not in ("country", "within") or place["country"]
    page = client.get("/map?time=all&lang=en").text
    assert page.count("<tr data-item>") == min(40, len(places))


def test_the_network_has_a_node_for_each_end(client: TestClient) -> None:
    for kind in ("contacts", "threats", "conflict", "cooperation", "tells"):
        found = get(client, f"/api/v1/ties?kind={kind}&time=all")
        nodes = {n["who"] for n in found["nodes"]}
        assert {w for t in found["ties"] for w in (t["source"], t["target"])} == nodes
        assert all(sum(t["times"].values()) == t["n"] for t in found["ties"])
        assert not any(who.startswith("ANON:") for who in nodes)
    first = get(client, "/api/v1/ties?kind=contacts&time=all")["ties"][0]
    around = get(client, f"/api/v1/ties?kind=contacts&time=all&around={first['source']}")
    assert first in around["ties"]
    assert client.get("/api/v1/ties?kind=friends").json()["code"] == "bad-request"


def test_an_actor_has_a_page_with_what_the_list_counts(client: TestClient) -> None:
    listed = get(client, "/api/v1/actors?limit=5")["items"]
    for row in listed:
        one = get(client, f"/api/v1/actors/{row['who']}")
        assert {k: one[k] for k in row} == row
        spoken = get(client, f"/api/v1/statements?speaker={row['who']}")
        assert spoken["total"] == row["speaker"]
        for statement in spoken["items"]:
            assert statement["speaker"]["who"] == row["who"]
        page = client.get(f"/actors/{row['who']}?lang=en")
        assert page.status_code == 200
        assert f"{row['actor']:,}" in page.text
        assert client.get(f"/actors/{row['who']}/statements?lang=ar").status_code == 200
    assert client.get("/api/v1/actors/per-nobody").status_code == 404
    assert client.get("/actors/per-nobody", headers={"Accept": "text/html"}).status_code == 404
    assert client.get("/api/v1/statements").json()["code"] == "bad-request"


def test_offices_are_told_with_their_time_and_in_both_languages(client: TestClient) -> None:
    names = {lang: [one.name for one in held("per-sergey-lavrov", lang)] for lang in ("ar", "en")}  # type: ignore[arg-type]
    assert names["en"][0] == "Foreign Minister of Russia"
    assert names["ar"][0] == "وزير الخارجية (روسيا)"
    minister = held("per-sergey-lavrov", "en")[0]
    assert (minister.since, minister.until) == ("2004-03-09", None)
    for office in offices.load().offices.values():
        assert office_name(office, "ar").strip()


def test_the_overview_says_what_the_api_says(client: TestClient) -> None:
    found = get(client, "/api/v1/overview")
    page = client.get("/?lang=en").text
    assert found["reports"]
    for report in found["reports"]:
        assert (report["title"] or "untitled") in page
    for pair in found["pairs"]:
        assert sum(pair["quads"]) == pair["n"]
    last_days = [row["deadline"]["interval"][1] for row in found["deadlines"]]
    assert last_days == sorted(last_days)
    assert all(day >= found["latest"] for day in last_days)
    assert {row["state"] for row in found["deadlines"]} <= {"open", "due"}
    for row in found["deadlines"]:
        assert f"/reports/{row['evidence'][0]['report']}#why-{row['evidence'][0]['id']}" in page
    if not found["deadlines"]:  # then the page tells what became of those before
        assert re.search(r'data-state="(met|broken|expired)"', page)
    assert found["differing"]
    for happening in found["differing"]:
        assert happening["differing"]
        assert f"/happenings/{happening['id']}" in page


def test_pages_of_an_empty_database_say_what_to_do(tmp_path: Any) -> None:
    import marsad
    from marsad.web.app import create_app

    with marsad.open(tmp_path / "empty.db") as database:
        empty = TestClient(create_app(database), base_url="http://127.0.0.1")
        for path in PAGES:
            answer = empty.get(path)
            assert answer.status_code == 200, path
            assert 'class="empty"' in answer.text, path
        assert get(empty, "/api/v1/tempo")["bins"] == []
        assert get(empty, "/api/v1/overview")["latest"] is None


def test_days_in_a_line_keep_their_order() -> None:
    assert str(dated("حتى 2024-05-02؛ <b>")) == 'حتى <span class="nowrap ltr">2024-05-02</span>؛ &lt;b&gt;'
    assert skip({"a": 1, "b": 2}, "b") == {"a": 1}
