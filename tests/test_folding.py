"""Folding changes look-ups only: every find leads back to the report's own characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.folding import CONTROLS, MARKS, FoldMap, fold, letters

DROPPED = re.compile(f"[{MARKS}\u0640{CONTROLS}]")
ALPHABET = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآٱىةؤئ"
    "یېےکھہەۀگڤپچ"
    "ًٌٍَُِّْٰـ"
    "\u200f\u200e\u200b\u202b\u2066\ufeff\u061c\u00ad"
    "ﻗﺎﻝﷲﻻﻼﭖ"
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳0123456789"
    'abcXYZÉß ،؛؟.:"«»“”\n'
)
TEXT = st.text(alphabet=ALPHABET, max_size=60) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("أُستاذ", "استاذ"),
        ("إلى", "الي"),
        ("الآن", "الان"),
        ("مدرسة", "مدرسه"),
        ("رتـــلا", "رتلا"),
        ("خارجیة کیف", "خارجيه كيف"),
        ("ﻗﺎﻝ", "قال"),
        ("ﻻ", "لا"),
        ("١٢٫٥", "12٫5"),
        ("۱۲", "12"),
        ("غوگل", "غوكل"),
        ("ق\u200fال", "قال"),
        ("CNN", "cnn"),
        ("مُؤسَّسة", "مؤسسه"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_letters_keep_the_spelling_that_folding_gives_up() -> None:
    assert letters("إنَّ المدرســـةَ على") == "إن المدرسة على"
    assert letters("أن") != letters("إن")
    assert fold("أن") == fold("إن")
    assert fold("على") == fold("علي")
    assert letters("مسؤول") != letters("مسئول")


@given(TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert letters(letters(text)) == letters(text)
    assert fold(letters(text)) == fold(text)


@given(TEXT)
def test_nothing_that_is_dropped_is_left(text: str) -> None:
    assert not DROPPED.search(fold(text))
    assert not set(fold(text)) & set("أإآٱىةگڤپچیک")


@given(TEXT)
def test_a_text_is_folded_character_by_character(text: str) -> None:
    assert FoldMap(text).folded == "".join(fold(char) for char in text)


@given(TEXT)
def test_origins_lie_in_the_text_in_order(text: str) -> None:
    found = FoldMap(text)
    assert len(found.origin) == len(found.folded) + 1
    assert found.origin[-1] == len(text)
    assert all(a <= b for a, b in zip(found.origin, found.origin[1:], strict=False))
    for i, char in enumerate(found.folded):
        assert char in fold(text[found.origin[i]])


@given(TEXT, st.integers(0, 200), st.integers(0, 200))
def test_a_span_leads_back_to_its_own_characters(text: str, a: int, b: int) -> None:
    found = FoldMap(text)
    start, end = sorted((a % (len(found.folded) + 1), b % (len(found.folded) + 1)))
    first, last = found.span(start, end)
    assert 0 <= first <= last <= len(text)
    if start == end:
        assert first == last
        return
    back = fold_by_character(text[first:last])
    # a ligature ("ﻻ") folds to several letters: a part of it leads back to the whole
    assert found.folded[start:end] in back
    assert not DROPPED.match(text[first])
    assert last == len(text) or not DROPPED.match(text[last]) or found.origin[end] < last


def fold_by_character(text: str) -> str:
    return "".join(fold(char) for char in text)


def test_a_span_holds_the_marks_of_its_last_letter() -> None:
    text = "قالَ الوزيـــرُ"
    found = FoldMap(text)
    assert found.folded == "قال الوزير"
    start, end = found.span(4, 10)
    assert text[start:end] == "الوزيـــرُ"
    start, end = found.span(0, 3)
    assert text[start:end] == "قالَ"


def test_a_span_of_nothing_but_marks_before_a_letter() -> None:
    found = FoldMap("\u200fقال")
    assert found.span(0, 3) == (1, 4)
