"""Marks become well nested elements, whatever their spans, and the text stays as it is."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.store.changes import differences
from marsad.web.marks import Mark, difference, found, nested


class Seen(HTMLParser):
    """Text content, and for every character the ids of the elements around it; fails where tags do not pair."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.around: list[tuple[str, ...]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, dict(attrs).get("data-mark") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        self.around += [tuple(id for _, id in self._open)] * len(data)


ALPHABET = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
TEXTS = st.one_of(st.text(ALPHABET, max_size=60), st.text("اب<>&\"'\n\r ;#1ً", max_size=40))


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    bound = st.integers(-2, len(text) + 3)
    spans = draw(st.lists(st.tuples(bound, bound, st.integers(0, 3)), max_size=12))
    return text, [Mark(a, b, "m", (("mark", f"k{n}"),), rank) for n, (a, b, rank) in enumerate(spans)]


@given(marked())
def test_the_text_content_is_the_text_and_every_character_has_its_marks(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    seen = Seen(str(nested(text, marks)))
    assert seen.text == text
    for at, ids in enumerate(seen.around):
        assert sorted(ids) == sorted(m.data[0][1] for m in marks if m.start <= at < m.end)


@given(marked())
def test_what_holds_another_wholly_is_outside_it(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    named = {m.data[0][1]: m for m in marks}
    for ids in Seen(str(nested(text, marks))).around:
        for n, outer in enumerate(ids):
            for inner in ids[n + 1 :]:
                a, b = named[outer], named[inner]
                cut = (max(0, a.start), min(len(text), a.end)), (max(0, b.start), min(len(text), b.end))
                inside = cut[1][0] <= cut[0][0] and cut[0][1] <= cut[1][1] and cut[0] != cut[1]
                assert not inside, "the smaller stands around the larger"
                assert cut[0] != cut[1] or a.rank <= b.rank


def test_a_mark_that_crosses_another_is_cut_and_is_one_stop_of_the_keyboard() -> None:
    html = str(nested("abcd", [Mark(0, 2, "x", (("mark", "1"),)), Mark(1, 4, "y", (("mark", "2"),))]))
    assert html == (
        '<span class="x" data-mark="1">a<span class="y" data-mark="2">b</span></span>'
        '<span class="y" data-mark="2" data-again tabindex="-1">cd</span>'
    )


def test_values_of_data_are_escaped_and_nul_cannot_be_in_html() -> None:
    assert str(nested("a\0", [Mark(0, 2, "x", (("t", '"<'),))])) == '<span class="x" data-t="&#34;&lt;">a\ufffd</span>'


@pytest.mark.parametrize("depth", [10, 5_000])
def test_deep_nesting_is_bounded(depth: int) -> None:
    text = "x" * (2 * depth)
    html = str(nested(text, [Mark(n, 2 * depth - n, "m") for n in range(depth)]))
    seen = Seen(html)
    assert seen.text == text
    assert max(map(len, seen.around)) <= 200


def test_what_was_found_is_marked_in_its_stretch() -> None:
    assert str(found("قال الوزير", 100, [(104, 110)])) == 'قال <mark class="found">الوزير</mark>'


@given(TEXTS, TEXTS)
def test_a_difference_holds_what_was_taken_out_and_put_in(before: str, after: str) -> None:
    changes = differences(before, after)
    html = difference(before, after, changes)
    seen = Seen(str(html).replace("\r", "&#13;"))
    for (a, b), (c, d) in changes:
        assert before[a:b] in seen.text
        assert after[c:d] in seen.text


def test_a_difference_shows_only_what_is_near() -> None:
    words = [f"كلمة{n} " for n in range(200)]
    before, after = "".join(words), "".join([*words[:80], "جديد ", *words[80:]])
    html = str(difference(before, after, differences(before, after)))
    assert '<ins class="m-change-in">جديد </ins>' in html
    assert len(html) < 400
