"""Numbers in digits and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.annotate import numbers
from marsad.document import Report
from marsad.text.segment import segment

WORDS = ("ثلاثة", "وعشرين", "مئة", "ألف", "آلاف", "مليونا", "و", "200", "1.5", "نصف", "عشر", "بيت", "ألفين", "الخمس")


def read(text: str) -> numbers.Number | None:
    tokens = segment(Report(id="t", text=text)).tokens
    return numbers.read(tokens, 0, len(tokens))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("واحدا وعشرين", 21),
        ("ستة عشر", 16),
        ("مئتين وخمسين ألفا", 250_000),
        ("ثلاثة ملايين ونصف", 3_500_000),
        ("نصف مليون", 500_000),
        ("ألفين وأربعة عشر", 2014),
        ("١٢", 12),
        ("12,500", 12_500),
    ],
)
def test_value(text: str, value: float) -> None:
    number = read(text)
    assert number is not None
    assert number.value == value


def test_a_particle_is_left_out_of_the_span() -> None:
    number = read("بثلاثة آلاف")
    assert number is not None
    assert (number.start, number.value) == (1, 3000)


def test_numbers_that_are_not_one() -> None:
    assert numbers.digits("12:30") is None
    assert numbers.digits("5/2018") is None
    assert read("أحد") is None


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_any_row_of_number_words_is_survived(words: list[str]) -> None:
    tokens = segment(Report(id="t", text=" ".join(words))).tokens
    for i in range(len(tokens)):
        number = numbers.read(tokens, i, len(tokens))
        assert number is None or (i < number.end <= len(tokens) and number.value >= 0)
