"""What notebooks show: whole, harmless, in the direction of the content."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import marsad
from marsad.display.markup import STYLE
from marsad.display.record import ROWS, TEXT

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)"> "\' &amp; \u202eقلب\u0000'
WORDS = (
    "انفجار قرب مطار عدن\nقال مصدر أمني لوكالة رويترز إن وزير الدفاع اليمني محسن الداعري هدد جماعة الحوثي بالرد."
    " وقتل ثلاثة جنود الخميس في انفجار قرب مطار عدن."
)


class Page(HTMLParser):
    """The elements and the words of a page; fails where elements do not close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.marked: dict[str, list[str]] = {}
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data
        if self.open and self.open[-1] == "span":
            for kind in (self.tags[-1][1].get("class") or "").split():
                self.marked.setdefault(kind, []).append(data)


def harmless(page: Page) -> None:
    """No script, no handler, nothing fetched, no style but our own."""
    allowed = {"style", "div", "h4", "p", "span", "bdi", "table", "thead", "tbody", "tr", "th", "td", "a"}
    for tag, attributes in page.tags:
        assert tag in allowed
        assert attributes.keys() <= {"class", "dir", "title", "href", "rel", "scope"}
        assert not attributes.get("href") or str(attributes["href"]).startswith(("https://", "http://"))
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", page.words)


@pytest.fixture(scope="module")
def reading() -> marsad.Reading:
    return marsad.read(WORDS, published="2024-05-03", outlet="صحيفة النهار", url="https://example.org/a?b=1&c=2")


@pytest.fixture(scope="module")
def database() -> Any:
    with marsad.open(":memory:") as opened:
        opened.add(WORDS, id="one", published="2024-05-03", outlet="صحيفة النهار")
        opened.add(WORDS.replace("ثلاثة", "خمسة"), id="two", published="2024-05-04", outlet="وكالة رويترز")
        opened.weave()
        yield opened


def test_a_reading_shows_itself_with_its_marks(reading: marsad.Reading) -> None:
    page = Page(reading._repr_html_())
    harmless(page)
    assert WORDS in page.words
    assert "محسن الداعري" in page.marked["name"]
    assert page.marked["cue"][0] == "قال"
    assert "مصدر أمني ← محسن الداعري" in page.words
    assert "".join(page.marked["deep"]) in WORDS
    assert ("https://example.org/a?b=1&c=2") in [a.get("href") for t, a in page.tags if t == "a"]
    assert marsad.show(reading).html == reading._repr_html_()


def test_blocks_of_text_take_their_direction_from_their_words(reading: marsad.Reading) -> None:
    page = Page(reading._repr_html_())
    blocks = [a for t, a in page.tags if t in ("h4", "div") or (t == "p" and not a.get("class"))]
    assert blocks
    assert all(a.get("dir") == "auto" for a in blocks)
    assert "margin-left" not in STYLE
    assert "text-align:left" not in STYLE


def test_colours_are_tints_so_that_light_and_dark_pages_both_read() -> None:
    assert "color:inherit" in STYLE
    assert not re.search(r"#[0-9a-f]{3,6}\b|:(white|black)", STYLE)
    assert not re.search(r"url\(|@import", STYLE)


def test_every_character_of_the_text_stands_once_whatever_overlaps(reading: marsad.Reading) -> None:
    html = reading._repr_html_()
    text = Page(html[html.index('<div class="text"') : html.index("</div>", html.index('<div class="text"')) + 6])
    assert text.words == WORDS


def test_a_report_of_a_database_and_a_happening(database: Any) -> None:
    assert Page(database.report("one")._repr_html_()).words.count("انفجار قرب مطار عدن") >= 2
    cluster = next(c for c in database.happening("one") if c["type"] == "ASSAULT")
    page = Page(marsad.show(cluster).html)
    harmless(page)
    assert "2 reports, 2 outlets" in page.words
    assert {"3", "5"} <= set(re.findall(r"\d+", page.words))
    assert cluster["grade"]["words"]["ar"] in page.words
    several = marsad.show(database.happening("one"))
    assert several._repr_html_().count('<div class="marsad"') == len(database.happening("one"))
    assert "characters of HTML" in repr(several)


def test_hostile_records_do_no_harm(reading: marsad.Reading, database: Any) -> None:
    record = dict(reading.record)
    record["text"] = HOSTILE + record["text"][len(HOSTILE) :]
    record["url"] = "javascript:alert(1)"
    record["id"] = HOSTILE
    record["entities"] = [e | {"name": {"ar": HOSTILE, "en": None}} for e in record["entities"]]
    record["warnings"] = [{"code": HOSTILE, "message": HOSTILE, "span": None}]
    page = Page(marsad.show(record).html)
    harmless(page)
    assert not [t for t, _ in page.tags if t == "a"]
    cluster = dict(database.happening("one")[0])
    cluster |= {"actors": [HOSTILE], "place": HOSTILE, "id": HOSTILE, "status": HOSTILE}
    cluster["slots"] = [{"slot": HOSTILE, "verdict": HOSTILE, "values": [{"value": HOSTILE, "members": []}]}]
    harmless(Page(marsad.show(cluster).html))


def test_what_is_long_is_bounded_and_says_so(reading: marsad.Reading) -> None:
    record = dict(reading.record)
    record["text"] += " كلمة" * 10_000
    record["statements"] = record["statements"] * 200
    html = marsad.show(record).html
    words = Page(html).words
    assert f"{TEXT:,} of {len(record['text']):,} characters shown" in words
    assert f"{ROWS:,} of {len(record['statements']):,} statements shown" in words
    assert len(html) < 200_000


def test_anything_else_is_refused() -> None:
    for thing in ("text", 5, {"schema": "other/1"}, None):
        with pytest.raises(TypeError, match="show takes"):
            marsad.show(thing)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_spans_anywhere_give_a_whole_page(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=60))
    place = st.integers(-2, len(text) + 3)
    span = st.tuples(place, place).map(lambda p: [max(0, p[0]), p[1]])
    statement = {"speaker": None, "force": "assert", "cue": None, "parent": "s1"}
    record = {
        "schema": "marsad/1", "id": "x", "url": None, "outlet": None, "published": None, "text": text, "entities": [],
        "warnings": [], "events": [], "times": [], "furniture": [],
        "statements": [statement | {"id": "s1", "content": data.draw(span)} for _ in range(3)],
        "mentions": [{"span": data.draw(span), "entity": "e1", "kind": "name"} for _ in range(3)],
    }  # fmt: skip
    harmless(Page(marsad.show(record).html))
