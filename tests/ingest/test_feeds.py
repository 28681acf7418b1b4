"""Feeds and lists of feeds: what is taken from them, and what hostile ones cannot do."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import MarsadError
from marsad.ingest.feeds import fragment_text, kind_of_xml, parse_feed, parse_opml

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>صحيفة الميدان</title><link>https://paper.example/</link>
<item><title>الوزير: &lt;b&gt;لا&lt;/b&gt; تراجع</title>
<link>/news/1?utm_source=rss</link><dc:creator>ليلى حداد</dc:creator>
<pubDate>Tue, 05 Mar 2024 23:30:00 +0300</pubDate><description><![CDATA[<p>موجز</p>]]></description>
<content:encoded>
<![CDATA[<p>الفقرة الأولى.</p><script>x()</script><p>الفقرة&nbsp;الثانية.</p>]]></content:encoded></item>
<item><guid isPermaLink="true">https://paper.example/news/2</guid><title>خبر ثان</title></item>
<item><guid>tag:1</guid><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">الساحة</title>
<entry><title>عنوان</title><link rel="self" href="/feed/1"/><link rel="alternate" href="/1"/>
<published>2024-03-05T10:00:00Z</published><updated>2024-03-06T10:00:00Z</updated><author><name>سامي</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>نص <b>كامل</b>.</p></div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>ق</title></channel>
<item><title>خبر</title><link>https://a.example/1</link><dc:date>2024-03-05</dc:date></item></rdf:RDF>"""
OPML = """<opml version="2.0"><body><outline text="عرب"><outline type="rss" text="الميدان" xmlUrl="https://a.example/rss"/>
<outline title="الساحة" xmlURL="https://b.example/atom"/></outline><outline xmlUrl="https://a.example/rss"/></body></opml>"""


def test_rss() -> None:
    feed = parse_feed(RSS.encode(), "https://paper.example/rss")
    first, second, third = feed.items
    assert feed.title == "صحيفة الميدان"
    assert (first.url, first.title) == ("https://paper.example/news/1?utm_source=rss", "الوزير: لا تراجع")
    assert (first.published, first.author) == ("2024-03-05", "ليلى حداد")
    assert fragment_text(first.content or "") == "الفقرة الأولى.\nالفقرة الثانية."
    assert second.url == "https://paper.example/news/2"
    assert third.url is None


def test_atom_and_rdf() -> None:
    [entry] = parse_feed(ATOM.encode(), "https://b.example/atom").items
    assert (entry.url, entry.published, entry.author) == ("https://b.example/1", "2024-03-05", "سامي")
    assert "2024-03-06" in entry.stamp
    assert fragment_text(entry.content or "") == "نص كامل."
    [item] = parse_feed(RDF.encode(), "https://a.example/").items
    assert (item.url, item.published) == ("https://a.example/1", "2024-03-05")


def test_lists_of_feeds() -> None:
    found = parse_opml(OPML.encode())
    assert [(o.url, o.title) for o in found] == [
        ("https://a.example/rss", "الميدان"),
        ("https://b.example/atom", "الساحة"),
    ]


def test_what_kind_of_xml_it_is() -> None:
    assert [kind_of_xml(x.encode()) for x in (RSS, ATOM, RDF, OPML)] == ["feed", "feed", "feed", "opml"]
    assert kind_of_xml(b"<!doctype html><html><body>") is None


def test_encodings_and_faults_that_feeds_have() -> None:
    old = RSS.replace("utf-8", "windows-1256").encode("cp1256")
    assert parse_feed(old, "https://a.example/").title == "صحيفة الميدان"
    bare = "<rss><channel><title>أخبار & آراء</title><item><title>خبر&nbsp;عاجل</title><link>https://a.example/1</link>"
    feed = parse_feed(bare.encode(), "https://a.example/")
    assert feed.items[0].url == "https://a.example/1"


def test_entities_are_neither_expanded_nor_looked_up() -> None:
    bomb = (
        '<!DOCTYPE r [<!ENTITY a "'
        + "ha" * 500
        + '">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 50}">' for n in range(6))
    )
    feed = parse_feed((bomb + "]><rss><channel><title>&g;</title></channel></rss>").encode(), "https://a.example/")
    assert len(feed.title or "") < 100
    outside = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>x&f;</title></channel></rss>'
    assert "root" not in (parse_feed(outside.encode(), "https://a.example/").title or "")


def test_depth_and_number_are_bounded() -> None:
    deep = "<rss>" + "<a>" * 5_000 + "<item><title>x</title></item>" + "</a>" * 5_000 + "</rss>"
    with contextlib.suppress(MarsadError):
        assert parse_feed(deep.encode(), "https://a.example/").items == ()
    many = "<rss><channel>" + "<item><title>x</title></item>" * 5_000 + "</channel></rss>"
    assert len(parse_feed(many.encode(), "https://a.example/").items) == 2_000


@pytest.mark.parametrize("data", [b"", b"no xml", b"<html><body></body></html>", b"\x00\x01", b"<?xml version='1.0'?>"])
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    for parse in (lambda d: parse_feed(d, "https://a.example/"), parse_opml):
        with pytest.raises(MarsadError) as caught:
            parse(data)
        assert caught.value.code == "bad-feed"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for whole in (data, b"<rss><channel><item>" + data):
        with contextlib.suppress(MarsadError):
            parse_feed(whole, "https://a.example/")


@given(st.text(max_size=200))
def test_any_fragment_gives_text(fragment: str) -> None:
    assert "\n\n" not in fragment_text(fragment)
