"""The page of a report: its text untouched, a panel for every mark, what others tell, versions, copies, derivations."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient

from marsad.library.database import Database

LANGUAGES = ("ar", "en")


class Page(HTMLParser):
    """Ids, marks, links to parts, and the text content of the report."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.ids: list[str] = []
        self.marks: set[str] = set()
        self.to_parts: set[str] = set()
        self.links: set[str] = set()
        self._in = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if "data-mark" in found:
            self.marks.add(found["data-mark"])
        if tag == "a":
            self.links.add(found["href"])
            if found["href"].startswith("#"):
                self.to_parts.add(found["href"][1:])
        if tag == "article":
            self._in += 1

    def handle_endtag(self, tag: str) -> None:
        self._in -= tag == "article"

    def handle_data(self, data: str) -> None:
        if self._in:
            self.text += data


def opened(client: TestClient, id: str, lang: str = "en") -> Page:
    answer = client.get(f"/reports/{id}?lang={lang}", headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text[:500]
    return Page(answer.text)


def test_every_report_has_its_text_untouched_and_a_panel_for_every_mark(client: TestClient, demo: Database) -> None:
    seen = 0
    for report in demo.reports():
        found = opened(client, report.id, LANGUAGES[seen % 2])
        assert found.text == report.record["text"]
        assert {f"why-{id}" for id in found.marks} <= set(found.ids)
        assert found.to_parts <= set(found.ids)
        assert len(found.ids) == len(set(found.ids)), "an id stands twice"
        wanted = {s["id"] for s in report.record["statements"]} | {e["id"] for e in report.record["events"]}
        assert wanted <= found.marks
        seen += 1
    assert seen >= 30


def report_with(demo: Database, test: Any) -> Any:
    return next(r for r in demo.reports() if test(r.record))


def test_a_nested_statement_stands_inside_the_other_and_shows_the_whole_chain(
    client: TestClient, demo: Database
) -> None:
    def deep(record: Any) -> bool:
        by_id = {s["id"]: s for s in record["statements"]}
        return any(
            s["parent"]
            and by_id[s["parent"]]["content"][0] <= s["content"][0]
            and s["content"][1] < by_id[s["parent"]]["content"][1]
            for s in record["statements"]
        )

    report = report_with(demo, deep)
    html = client.get(f"/reports/{report.id}").text
    assert re.search(r'class="m-statement"[^>]*data-depth="2"', html)
    record = report.record
    inner = next(s for s in record["statements"] if s["parent"])
    panel = html[html.index(f'id="why-{inner["id"]}"') :]
    panel = panel[: panel.index("</section>")]
    assert panel.count("<li data-kind=") >= 3
    assert 'data-kind="outlet"' in panel
    assert f'href="#why-{inner["parent"]}"' in panel


def test_an_event_shows_what_is_known_of_it(client: TestClient, demo: Database) -> None:
    report = report_with(demo, lambda r: any(e["tolls"] and e["place"] for e in r["events"]))
    event = next(e for e in report.record["events"] if e["tolls"] and e["place"])
    for lang in LANGUAGES:
        html = client.get(f"/reports/{report.id}?lang={lang}").text
        panel = html[html.index(f'id="why-{event["id"]}"') :].split("</section>")[0]
        assert event["gloss"][lang] in panel.replace("&#39;", "'").replace("&#34;", '"')
        assert f'data-status="{event["status"]}"' in panel
        assert "/actors/" in panel
        toll = next(iter(event["tolls"].values()))
        assert str(toll["value"] or toll["low"]) in panel


def test_what_several_reports_tell_leads_to_its_happening(client: TestClient, demo: Database) -> None:
    row = next(r for r in demo.happenings_page(limit=1).rows)
    member = row.members[0]
    found = opened(client, member.report)
    assert f"/happenings/{row.id}" in found.links
    assert demo.told(member.report)[member.id].reports == row.reports


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_mark_explains_itself(client: TestClient, demo: Database, lang: str) -> None:
    report = report_with(demo, lambda r: r["statements"] and r["events"] and r["times"])
    record = report.record
    for annotation in ("s1", "v1", record["mentions"][0]["entity"], "t1"):
        asked = {"report": report.id, "annotation": annotation, "lang": lang}
        told = client.get("/api/v1/explain", params=asked).json()
        assert told["same_engine"] is True
        rows = {row["key"]: row["value"] for row in told["rows"]}
        assert any("[" in value and ")" in value for value in rows.values()), "no words with offsets"
        assert not re.search("[\u2066-\u2069]", "".join(rows.values()))
        for path in ("/explain", "/explain/part"):
            shown = client.get(path, params=asked, headers={"Accept": "text/html"})
            assert shown.status_code == 200
            assert told["rows"][0]["label"] in shown.text


def test_the_derivation_of_a_statement_names_rule_and_entries(client: TestClient, demo: Database) -> None:
    report = report_with(demo, lambda r: r["statements"])
    statement = report.record["statements"][0]
    told = client.get("/api/v1/explain", params={"report": report.id, "annotation": statement["id"]}).json()
    rows = {row["key"]: row["value"] for row in told["rows"]}
    assert rows["rule"] == statement["why"]["rule"]
    assert all(entry in rows["entries"] for entry in statement["why"]["entries"])


@pytest.mark.parametrize("annotation", ["s999", "v999", "e999", "t0", "t999", "x1", "t1x"])
def test_an_annotation_that_is_not_there(client: TestClient, demo: Database, annotation: str) -> None:
    id = next(demo.reports()).id
    answer = client.get("/api/v1/explain", params={"report": id, "annotation": annotation})
    assert answer.status_code == 404
    assert answer.json()["code"] == "no-such-annotation"


def test_versions_with_their_difference(writer: TestClient, own: Database) -> None:
    text = "قال وزير الخارجية إن المحادثات ستستأنف غدا في جنيف."
    for said in (text, text.replace("غدا", "الأحد")):
        own.add(said, id="own-1", published="2024-05-02", outlet="الوكالة", url="https://agency.example/1")
    html = writer.get("/reports/own-1?lang=en").text
    assert re.search(r'<del class="m-change-out">غدا\s*</del><ins class="m-change-in">الأحد\s*</ins>', html)
    versions = writer.get("/api/v1/versions", params={"report": "own-1"}).json()
    assert [v["number"] for v in versions] == [1, 2]
    assert versions[1]["change"]["text"]
    assert 'data-copy-text="الوكالة, https://agency.example/1"' in html or "2024-05-02" in html


def test_copies_name_the_other_report_and_the_passages(client: TestClient, demo: Database) -> None:
    copy = next(demo.copies())
    found = opened(client, copy.later)
    assert f"/reports/{copy.earlier}" in found.links
    assert client.get("/api/v1/copies", params={"report": copy.later}).json()[0]["share"] == copy.share


def test_the_list_by_outlet_and_days(client: TestClient, demo: Database) -> None:
    outlet, count = demo.outlets()[0]
    assert client.get("/api/v1/reports", params={"outlet": outlet}).json()["total"] == count
    first = demo.status().first
    listed = client.get("/api/v1/reports", params={"until": first}).json()
    assert {item["published"] for item in listed["items"]} == {first}
    html = client.get("/reports", params={"outlet": outlet, "since": first, "lang": "en"}).text
    assert f'<option value="{outlet}" selected>' in html
    assert client.get("/api/v1/reports?since=yesterday").json()["code"] == "bad-date"
    assert "No reports of this outlet" in client.get("/reports?until=1901-01-01&lang=en").text


def test_a_report_that_is_not_there(client: TestClient) -> None:
    for path in ("/reports/none", "/api/v1/versions?report=none", "/api/v1/copies?report=none"):
        assert client.get(path).status_code == 404


def test_every_mode_of_an_event_has_words() -> None:
    import importlib.resources

    import yaml

    from marsad.web.language import messages

    told = yaml.safe_load(importlib.resources.files("marsad").joinpath("arabic/plover.yaml").read_text("utf-8"))
    modes = {mode for of in told["types"].values() for mode in of.get("modes", ())}
    assert modes
    assert not [mode for mode in sorted(modes) if f"code.mode.{mode}" not in messages()]
