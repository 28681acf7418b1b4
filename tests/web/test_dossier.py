"""Dossiers: all that is referred to is a source with a number, quotations are the reports' words, files hold no markup
of the data."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt

import marsad
from marsad.library.database import Database
from marsad.library.dossier import dossier
from marsad.store.happenings import Asked
from marsad.web.app import create_app
from marsad.web.dossier_blocks import blocks
from marsad.web.dossier_files import address, line, markdown


def subjects(demo: Database) -> list[dict[str, str]]:
    row = demo.happenings_page(Asked(kind=("event",), order="reports"), limit=1).rows[0]
    return [{"actor": row.actors[0].who}, {"happening": row.id}, {"q": "المعبر"}]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_quotations_are_words_of_their_sources(client: TestClient, demo: Database, n: int) -> None:
    asked = subjects(demo)[n]
    found = client.get("/api/v1/dossier", params=asked).json()
    sources = {s["number"]: s for s in found["sources"]}
    assert list(sources) == list(range(1, len(sources) + 1))
    assert found["known"]
    assert found["said"]
    for said in found["said"]:
        text = demo.report(said["row"]["report"]).record["text"]
        assert said["row"]["content"].removesuffix(" …") in text
        assert sources[said["source"]]["report"] == said["row"]["report"]
    for known in found["known"]:
        told = {m["report"] for m in known["row"]["members"]}
        assert {sources[s]["report"] for s in known["sources"]} <= told
        assert len(known["sources"]) + known["more"] == known["row"]["reports"]
    for clash in found["disagreements"]:
        for _, _, words, source in clash["sides"]:
            text = " ".join(demo.report(sources[source]["report"]).record["text"].split())
            assert words.removeprefix("… ").removesuffix(" …") in text
    for source in sources.values():
        record = demo.report(source["report"]).record
        assert (source["url"], source["published"], source["title"]) == (
            record["url"],
            record["published"],
            demo.heads([source["report"]])[source["report"]].title,
        )


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_every_reference_on_the_page_leads_to_a_source(client: TestClient, demo: Database, n: int, lang: str) -> None:
    html = client.get("/dossier", params={**subjects(demo)[n], "lang": lang}).text
    ids = set(re.findall(r'id="(source-\d+)"', html))
    referred = set(re.findall(r'href="#(source-\d+)"', html))
    assert referred
    assert referred <= ids
    assert re.search(r"<[^>]+\s(?:style|on[a-z]+)=", html) is None


def test_an_actors_happenings_and_statements_are_his(demo: Database) -> None:
    who = subjects(demo)[0]["actor"]
    found = demo.ask(dossier, "actor", who)
    for known in found.known:
        roles = demo.happening(known.row.id)[0]
        tellings = roles["members"] + roles["mentions"]
        assert any(who in str(demo.report(m["report"]).record["entities"]) or who in str(known.row) for m in tellings)
    assert all(said.row.speaker is not None and said.row.speaker.who == who for said in found.said)
    days = [k.row.date or k.row.first_day or k.row.latest for k in found.known]
    assert days == sorted(days)
    bounded = demo.ask(dossier, "actor", who, since="2023-05-10", until="2023-05-11")
    assert len(bounded.known) < len(found.known)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_files_hold_the_same_as_the_page(client: TestClient, demo: Database, lang: str) -> None:
    asked = {**subjects(demo)[1], "lang": lang}
    found = demo.ask(dossier, "happening", subjects(demo)[1]["happening"])
    pieces = [line(piece.text) for piece in blocks(found, "ar" if lang == "ar" else "en")]
    word = client.get("/dossier/file", params={**asked, "format": "docx"})
    assert word.headers["content-disposition"] == 'attachment; filename="marsad-dossier.docx"'
    paragraphs = docx.Document(io.BytesIO(word.content)).paragraphs
    texts = [p.text for p in paragraphs]
    assert all(any(text.startswith(piece) for text in texts) for piece in pieces)
    assert word.content == client.get("/dossier/file", params={**asked, "format": "docx"}).content
    if lang == "ar":
        assert all(p._p.pPr is not None and p._p.pPr.find(docx.oxml.ns.qn("w:bidi")) is not None for p in paragraphs)
    md = client.get("/dossier/file", params={**asked, "format": "md"})
    assert md.headers["content-type"].startswith("text/markdown")
    rendered = MarkdownIt().render(md.text)
    shown = " ".join(re.sub(r"<[^>]+>", " ", rendered).split())
    import html as entities

    shown = " ".join(entities.unescape(shown).split())
    for piece in pieces:
        assert piece in shown
    page = client.get("/dossier/file", params={**asked, "format": "html"})
    assert "<script" not in page.text
    assert "src=" not in page.text
    assert '<link rel="stylesheet"' not in page.text
    assert len(re.findall(r'id="source-\d+"', page.text)) == len(found.sources)


def test_data_is_no_markup_in_files(tmp_path: Any) -> None:
    title = "# عنوان [رابط](javascript:alert(1)) <b>غليظ</b>\u202e مقلوب"
    text = "قال وزير الخارجية إن <script>alert(1)</script> *انفجارا* وقع في العاصمة وأسفر عن مقتل 5 أشخاص."
    with marsad.open(tmp_path / "d.db") as database:
        for n in range(2):
            database.add(
                f"{text}\nخبر {n}.",
                id=f"d{n}",
                title=title,
                published="2024-05-02",
                outlet=f"<i>{n}</i>",
                url=f"https://e.example/{n}?a=<b>",
            )
        database.weave()
        browser = TestClient(create_app(database), base_url="http://127.0.0.1")
        for format in ("md", "html"):
            made = browser.get("/dossier/file", params={"q": "انفجارا", "format": format, "lang": "en"})
            assert made.status_code == 200
            shown = MarkdownIt("commonmark").render(made.text) if format == "md" else made.text
            assert "<script>alert" not in shown
            assert "<b>" not in shown
            assert "<i>" not in shown
            assert 'href="javascript' not in shown
            assert "<em>انفجارا</em>" not in shown
        assert browser.get("/dossier", params={"q": "انفجارا"}).status_code == 200
        assert browser.get("/dossier/file", params={"q": "انفجارا", "format": "docx"}).status_code == 200


def test_what_is_asked_wrongly(client: TestClient) -> None:
    assert client.get("/dossier").status_code == 200
    assert client.get("/api/v1/dossier").json()["code"] == "bad-request"
    assert client.get("/api/v1/dossier", params={"actor": "PER:nobody"}).json()["code"] == "no-such-entity"
    assert (
        client.get("/api/v1/dossier", params={"happening": "c-0000000000000000"}).json()["code"] == "no-such-happening"
    )
    assert client.get("/api/v1/dossier", params={"q": '"بلا نهاية'}).json()["code"] == "bad-query"
    assert client.get("/dossier/file", params={"q": "x", "format": "exe"}).status_code == 400
    empty = client.get("/api/v1/dossier", params={"q": "لاوجودلهذهالكلمة"}).json()
    assert (empty["known"], empty["said"], empty["sources"]) == ([], [], [])


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("javascript:alert(1)", None),
        (None, None),
        ("https://a.example/>\n<b", "https://a.example/%3E%20%3Cb"),
    ],
)
def test_addresses_of_files(given: str | None, made: str | None) -> None:
    assert address(given) == made


def test_markdown_of_nothing() -> None:
    assert "".join(markdown([])) == ""
