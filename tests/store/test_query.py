"""The query language."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import MarsadError
from marsad.store.query import All, Any, Not, Phrase, Word, leaves, parse


def test_words_phrases_or_not_and_brackets() -> None:
    assert parse("وزير دفاع") == All((Word("وزير"), Word("دفاع")))
    assert parse('"إغلاق السفارة"') == parse("«إغلاق السفارة»") == Phrase(("اغلاق", "السفاره"))
    assert parse("دمشق OR بيروت") == parse("دمشق|بيروت") == Any((Word("دمشق"), Word("بيروت")))
    assert parse("دمشق -بيروت") == All((Word("دمشق"), Not(Word("بيروت"))))
    assert parse("-(دمشق OR بيروت) بغداد") == All((Not(Any((Word("دمشق"), Word("بيروت")))), Word("بغداد")))
    assert parse("ا ب OR ج") == Any((All((Word("ا"), Word("ب"))), Word("ج")))


def test_what_says_nothing_is_nothing() -> None:
    for query in ("", "   ", "؟!", '""', "()", "OR"):
        assert parse(query) is None


def test_one_word_that_the_index_cuts_is_a_phrase() -> None:
    assert parse("24/5") == Phrase(("24", "5"))
    assert parse('"دمشق"') == Phrase(("دمشق",))
    assert parse("ما-بعد") == Phrase(("ما", "بعد"))
    assert parse("ما - بعد") == All((Word("ما"), Word("بعد")))


@pytest.mark.parametrize(
    "query", ['"دمشق', "(دمشق", "دمشق)", "دمشق -(", "--دمشق", "(" * 40 + "ا" + ")" * 40, "ا " * 100, "ا" * 3000]
)
def test_what_cannot_be_read_is_refused(query: str) -> None:
    with pytest.raises(MarsadError) as caught:
        parse(query)
    assert caught.value.code == "bad-query"


def test_leaves_are_what_a_hit_may_show() -> None:
    assert leaves(parse('ا (ب OR "ج د") -ه')) == [Word("ا"), Word("ب"), Phrase(("ج", "د"))]


@given(st.text(alphabet='اب "«»()|-OR١.', max_size=40))
def test_any_text_is_read_or_refused(query: str) -> None:
    with contextlib.suppress(MarsadError):
        parse(query)
