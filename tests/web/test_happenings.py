"""Happenings, accounts side by side, judgements and the weave that follows them."""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient

from marsad.library.database import Database
from marsad.store.happenings import Asked
from marsad.weave.views import View
from marsad.web.comparing import compared, excerpt


def told_by_most(database: Database) -> str:
    """The event that most reports tell."""
    from marsad.store.happenings import Asked

    return database.happenings_page(Asked(kind=("event",), order="reports")).rows[0].id


def test_the_list_is_filtered_and_paged(client: TestClient) -> None:
    found = client.get("/api/v1/happenings?limit=5").json()
    assert found["total"] > 5
    assert all(row["reports"] > 1 for row in found["items"])
    differing = client.get("/api/v1/happenings?differs=true&limit=200").json()["items"]
    assert differing
    assert all(row["differs"] and row["differing"] for row in differing)
    events = client.get("/api/v1/happenings?kind=event&type=ASSAULT&reports=1&limit=200").json()["items"]
    assert {row["type"] for row in events} == {"ASSAULT"}
    assert client.get("/api/v1/happenings?since=yesterday").json()["code"] == "bad-date"
    assert client.get("/happenings?kind=&type=&party=&since=&differs=false").status_code == 200


def test_a_happening_is_there_by_its_id_and_by_a_telling(client: TestClient, demo: Database) -> None:
    id = told_by_most(demo)
    found = client.get(f"/api/v1/happenings/{id}").json()
    member = found["members"][-1]
    again = client.get(f"/api/v1/happenings/{member['report']}%23{member['id']}").json()
    assert again["id"] == id
    assert client.get("/api/v1/happenings/c-0000000000000000").status_code == 404


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_accounts_stand_side_by_side_with_their_words(client: TestClient, demo: Database, lang: str) -> None:
    id = told_by_most(demo)
    (cluster,) = demo.happening(id)
    text = client.get(f"/happenings/{id}?lang={lang}").text
    reports = {m["report"] for m in cluster["members"]}
    for report in reports:
        assert f'href="/reports/{report}"' in text
    assert text.count("data-verdict=") >= len(cluster["slots"])
    assert cluster["grade"]["words"][lang] in text
    for origin in cluster["origins"]:
        assert f'data-kind="{origin["kind"]}"' in text


def test_every_value_comes_with_the_words_of_its_span(demo: Database) -> None:
    for cluster in demo.happenings(several=True):
        shown = compared(demo, cluster)
        texts = {a.report: demo.report(a.report).record["text"] for a in shown.accounts}
        for slot, row in zip(cluster["slots"], shown.rows, strict=True):
            spans = {(m["report"], *m["span"]) for v in slot["values"] for m in v["members"] if m["report"] in texts}
            marks = {cell.quote.mark for cells in row.cells.values() for cell in cells}
            assert {texts[report][start:end] for report, start, end in spans} == marks
        for account in shown.accounts:
            for telling in account.tellings:
                quote = telling.quote
                assert quote.before + quote.mark + quote.after in texts[account.report]


def test_an_excerpt_is_cut_at_words() -> None:
    text = "قال الوزير إن " + "كلمة " * 60 + "المحادثات " + "لفظ " * 60 + "انتهت."
    record = {"id": "a", "text": text, "published": None, "entities": [], "statements": [], "events": []}
    start = text.index("المحادثات")
    quote = excerpt(View(record), (start, start + 9))
    assert quote.mark == "المحادثات"
    assert 40 < len(quote.before) < 80
    assert set(quote.before.split()) == {"كلمة"}
    assert set(quote.after.split()) == {"لفظ"}


def test_a_telling_is_taken_out_and_put_back(writer: TestClient, own: Database) -> None:
    id = told_by_most(own)
    (before,) = own.happening(id)
    a, b = before["members"][0], next(m for m in before["members"] if m["report"] != before["members"][0]["report"])
    left, right = f"{a['report']}#{a['id']}", f"{b['report']}#{b['id']}"
    answer = writer.post(
        "/judgements",
        data={"verdict": "not_same", "left": left, "right": right, "comment": "خبران مختلفان", "back": "happening"},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    weaving = writer.app.state.weaving  # type: ignore[attr-defined]
    assert weaving.wait(120)
    assert weaving.state.fault is None
    (parted,) = own.happening(left)
    assert {"report": b["report"], "id": b["id"]} not in [
        {"report": m["report"], "id": m["id"]} for m in parted["members"]
    ]
    page = writer.get(answer.headers["location"])
    assert "خبران مختلفان" in page.text
    (kept,) = own.judgements()
    assert kept.author == "owner"
    writer.post(f"/judgements/{kept.key}/undo")
    assert weaving.wait(120)
    assert own.happening(left)[0]["id"] == id
    history = writer.get("/api/v1/judgements").json()
    assert [j["verdict"] for j in history["items"]] == ["withdrawn", "not_same"]
    assert not any(j["standing"] for j in history["items"])


def test_judgements_of_the_api(writer: TestClient) -> None:
    made = writer.post("/api/v1/judgements", json={"verdict": "wrong", "left": "baghdad-embassy#s1", "comment": "x"})
    assert made.status_code == 201
    assert made.json()["author"] == "owner"
    assert writer.get("/api/v1/judgements?of=baghdad-embassy%23s1").json()["total"] == 1
    assert writer.post("/api/v1/judgements", json={"verdict": "perhaps", "left": "a"}).json()["code"] == "bad-request"
    bad = writer.post("/api/v1/judgements", json={"verdict": "same", "left": "a#v1", "right": "a#s1"})
    assert bad.json()["code"] == "bad-judgement"
    assert writer.delete("/api/v1/judgements/99").json()["code"] == "no-such-judgement"
    assert "withdrawn" in writer.delete(f"/api/v1/judgements/{made.json()['key']}").text


def test_judgements_go_out_and_come_in(writer: TestClient, own: Database) -> None:
    own.judge("wrong", "baghdad-embassy#s2", author="desk", comment="ليس هو")
    taken = writer.get("/api/v1/judgements/export")
    assert taken.headers["content-disposition"].startswith("attachment")
    row = json.loads(taken.content)
    row["left"] = "baghdad-embassy#s3"
    answer = writer.post("/judgements/import", files={"file": ("j.jsonl", taken.content + json.dumps(row).encode())})
    assert answer.status_code == 200
    assert len(own.judgements()) == 2
    brought = own.judgements()[1]
    assert (brought.author, brought.claimed) == ("owner", "desk")
    assert "imported; by" in writer.get("/judgements?lang=en").text
    own.judge("note", "baghdad-embassy", author="desk", comment="x")
    assert 'href="/reports/baghdad-embassy"' in writer.get("/judgements").text
    refused = writer.post("/judgements/import", files={"file": ("j.jsonl", b"{}")}, headers={"Accept": "text/html"})
    assert refused.status_code == 400


def test_in_a_team_nobody_judges_in_the_name_of_another(own: Database) -> None:
    from marsad.web.app import create_app

    own.accounts.add("omar", "analyst", "a long password")
    team = TestClient(create_app(own, team=True), base_url="http://127.0.0.1")
    team.post("/sign-in", data={"name": "omar", "password": "a long password"})
    csrf = re.search(r'name="csrf-token" content="(\w+)"', team.get("/judgements").text)
    assert csrf is not None
    given = {"subject": "report", "left": "baghdad-embassy", "verdict": "wrong", "author": "the chief"}
    line = json.dumps(given | {"at": "2024-05-02T10:00:00Z"}).encode()
    team.post("/judgements/import", files={"file": ("j.jsonl", line)}, data={"csrf": csrf[1]})
    (kept,) = team.get("/api/v1/judgements").json()["items"]
    assert (kept["author"], kept["claimed"], kept["imported"] is not None) == ("omar", "the chief", True)
    assert "import of judgements" in {deed.what for deed in own.accounts.deeds(who="omar")[0]}


def test_readers_see_no_form(own: Database) -> None:
    from marsad.web.app import create_app

    own.accounts.add("the reader", "reader", "a long password")
    team = TestClient(create_app(own, team=True), base_url="http://127.0.0.1")
    team.post("/sign-in", data={"name": "the reader", "password": "a long password"})
    text = team.get(f"/happenings/{told_by_most(own)}").text
    assert 'action="/judgements"' not in text
    csrf = re.search(r'name="csrf-token" content="(\w+)"', text)
    assert csrf is not None
    form = {"verdict": "wrong", "left": "baghdad-embassy#s1", "csrf": csrf[1]}
    assert team.post("/judgements", data=form).status_code == 403


def test_values_lead_to_their_words_and_sentences_are_quoted_once(client: TestClient, demo: Database) -> None:
    row = demo.happenings_page(Asked(kind=("event",), order="reports"), limit=1).rows[0]
    html = client.get(f"/happenings/{row.id}?lang=en").text
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    words = body[: body.index("</tr>")]
    for cell in re.findall(r"<td>(.*?)</td>", words, re.S):
        quotes = [re.sub(r"<[^>]+>", "", q) for q in re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", cell, re.S)]
        assert quotes
        assert len(quotes) == len(set(quotes))
    linked = re.findall(r'<a class="slot-words[^>]* href="/reports/([^"#]+)#([a-z0-9]+)">(.*?)</a>', body, re.S)
    told = {(m["report"], m["id"]) for m in demo.happening(row.id)[0]["members"]}
    assert linked
    for report, id, said in linked:
        assert (report, id) in told
        assert "<mark>" in said


def test_places_are_called_by_their_names(client: TestClient, demo: Database) -> None:
    rows = demo.happenings_page(Asked(reports=1), limit=500).rows
    placed = [row.place for row in rows if row.place]
    assert placed
    assert not [place.who for place in placed if "/" in place.who or not (place.name_ar or place.name_en)]
    assert "loc/" not in client.get("/happenings?reports=1&limit=200").text
