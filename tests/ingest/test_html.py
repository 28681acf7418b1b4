"""Pages and archives of pages."""

from __future__ import annotations

import gzip
import io
import pathlib

import pytest

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import Limits, Rejected
from marsad.ingest.html import metadata, read_html
from marsad.ingest.sources import read_inputs
from marsad.ingest.warc import read_warc

pytest.importorskip("trafilatura")

LD = """<script type="application/ld+json">{"@context":"https://schema.org",
"@graph":[{"@type":"WebSite","name":"بوابة"},
{"@type":["NewsArticle"],"headline":"اجتماع وزاري يبحث المياه","datePublished":"2024-05-03T10:00:00+03:00",
"author":[{"@type":"Person","name":"هدى كريم"}],
"publisher":{"@type":"Organization","name":"بوابة الأنباء"}}]}</script>"""
META = """<meta property="og:title" content="اجتماع وزاري يبحث المياه">
<meta property="og:site_name" content="بوابة الأنباء">
<meta property="article:published_time" content="2024-05-03T10:00:00+03:00"><meta name="author" content="هدى كريم">"""
PAGE = """<!doctype html><html lang="ar"><head><meta charset="utf-8">{head}<title>بوابة</title></head><body>
<nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav><article><h1>اجتماع وزاري يبحث المياه</h1>
<p>عقد وزراء المياه في دول الجوار اجتماعا اليوم في العاصمة لبحث تقاسم مياه النهر المشترك بينها في موسم الجفاف.</p>
<p>وقال وزير المياه إن الدول ستوقع اتفاقا في الأسابيع المقبلة يضمن حصة كل منها ويمنع النزاع على مياه النهر.</p>
<blockquote class="twitter-tweet"><p>نرحب بالاتفاق ونشكر كل من عمل عليه في الأشهر الماضية</p></blockquote>
<p>وأضاف أن اللجنة الفنية ستجتمع كل ثلاثة أشهر لمتابعة التنفيذ ومراجعة الأرقام التي ترسلها المحطات.</p></article>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


@pytest.mark.parametrize("head", [LD, META], ids=["json-ld", "meta"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_a_page(head: str, encoding: str) -> None:
    charset = {"cp1256": "windows-1256"}.get(encoding, encoding)
    page = PAGE.format(head=head).replace('charset="utf-8"', f'charset="{charset}"')
    got = read_html(page.encode(encoding), "p")
    assert (got.title, got.outlet, got.author, got.published) == (
        "اجتماع وزاري يبحث المياه",
        "بوابة الأنباء",
        "هدى كريم",
        "2024-05-03",
    )
    lines = got.text.split("\n")
    assert lines[0] == got.title
    assert lines[2].startswith("وقال وزير المياه")
    assert "نرحب بالاتفاق" in got.text
    assert "الرئيسية" not in got.text
    assert "محفوظة" not in got.text


def test_a_title_stands_once_and_without_metadata_the_heading_is_the_title() -> None:
    got = read_html(PAGE.format(head="").encode(), "p")
    assert got.title == "اجتماع وزاري يبحث المياه"
    assert got.text.count(got.title) == 1
    assert [w.code for w in got.warnings] == ["no-date"]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><body><p>The minister spoke about the dam at length today.</p></body></html>", "not-arabic"),
        ("<html><body></body></html>", "no-text-in-html"),
        ("<div>" * 50_000 + "نص عربي", "too-large"),
        ("<html>" + "<p>نص</p>" * 100_000, "too-large"),
    ],
)
def test_pages_that_give_no_report(page: str, code: str) -> None:
    with pytest.raises(MarsadError) as caught:
        read_html(page.encode(), "p", limits=Limits(max_report_bytes=500_000))
    assert caught.value.code == code


def test_entities_and_outside_files_are_not_taken_in(tmp_path: pathlib.Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("سر دفين")
    head = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    got = read_html((head + PAGE.format(head="").replace("في العاصمة", "في العاصمة &x;")).encode(), "p")
    assert "سر دفين" not in got.text


def test_hostile_linked_data_is_passed_over() -> None:
    for block in ("{" * 100_000, '{"@graph":' * 2_000 + "1" + "}" * 2_000, '"' + "x" * 1_000_000, "[1,2", "null"):
        found = metadata(f'<html><head><script type="application/ld+json">{block}</script>{META}</head></html>')
        assert found.title == "اجتماع وزاري يبحث المياه"


def record(
    uri: str, body: bytes, *, headers: bytes = b"Content-Type: text/html; charset=utf-8", status: bytes = b"200 OK"
) -> bytes:
    http = b"HTTP/1.1 " + status + b"\r\n" + headers + b"\r\n\r\n" + body
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:" + uri.encode()[-1:] * 8 + b">\r\n"
        b"WARC-Target-URI: " + uri.encode() + b"\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: " + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"
    )


def read(data: bytes, **options: Limits) -> list[Report | Rejected]:
    return list(read_warc(io.BufferedReader(io.BytesIO(data)), "a.warc", **options))  # type: ignore[arg-type]


def test_archive() -> None:
    page = PAGE.format(head=LD).encode()
    chunked = b"%x\r\n" % 100 + page[:100] + b"\r\n%x\r\n" % len(page[100:]) + page[100:] + b"\r\n0\r\n\r\n"
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nx: y\r\n\r\n"
    records = [
        info,
        record("https://example.org/1", page),
        record(
            "https://example.org/2", gzip.compress(page), headers=b"Content-Type: text/html\r\nContent-Encoding: gzip"
        ),
        record("https://example.org/3", chunked, headers=b"Content-Type: text/html\r\nTransfer-Encoding: chunked"),
        record("https://example.org/4", b"...", status=b"404 Not Found"),
        record("https://example.org/5", b"{}", headers=b"Content-Type: application/json"),
        record(
            "https://example.org/6", b"<html><p>English words only, and enough of them to make an article.</p></html>"
        ),
    ]
    for data in (b"".join(records), b"".join(gzip.compress(r) for r in records)):
        got = read(data)
        assert [g.id if isinstance(g, Report) else g.code for g in got] == [
            "11111111",
            "22222222",
            "33333333",
            "not-arabic",
        ]
        assert isinstance(got[0], Report)
        assert got[0].url == "https://example.org/1"


def test_damaged_archives_end_with_a_code() -> None:
    good = record("https://example.org/1", PAGE.format(head=LD).encode())
    for bad in (
        good[:-600],
        b"nonsense\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.0\r\n" + b"x" * 200_000,
    ):
        got = read(good + bad)
        assert isinstance(got[0], Report)
        assert isinstance(got[-1], Rejected)
        assert got[-1].code == "bad-warc"
    got = read(good, limits=Limits(max_report_bytes=500))
    assert [g.code for g in got if isinstance(g, Rejected)] == ["too-large"]


def test_files_by_their_endings(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(head=LD), "utf-8")
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(record("https://example.org/7", PAGE.format(head=LD).encode())))
    (tmp_path / "c").write_text(PAGE.format(head=LD), "utf-8")
    got = list(read_inputs([tmp_path, tmp_path / "c"]))
    assert [g.id for g in got if isinstance(g, Report)] == ["a", "77777777", "c"]
