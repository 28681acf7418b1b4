"""What is indexed of a word, and by what a query's word is looked up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.store.terms import attached, forms, looked_up, query_forms, stems
from marsad.text.segment import words_of


def meets(query: str, written: str) -> bool:
    [form] = query_forms(query)
    return not set(looked_up(form)).isdisjoint(stems(words_of(written)))


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("بومبيو", "لبومبيو"),
        ("بومبيو", "وبومبيو"),
        ("السفارة", "بالسفارة"),
        ("السفارة", "للسفارة"),
        ("السفارة", "سفارة"),
        ("سفارة", "وبالسفارة"),
        ("سفارة", "سفارتها"),
        ("الالتزام", "بالتزام"),
        ("التزام", "بالالتزام"),
        ("أحمد", "احمد"),
        ("هيئة", "هيئه"),
        ("مُحَمَّد", "محمد"),
        ("٢٠١٨", "2018"),
        ("NATO", "nato"),
        ("رئيس", "ﺭﺋﻴﺲ"),
    ],
)
def test_a_word_is_found_with_what_is_attached_to_it(query: str, written: str) -> None:
    assert meets(query, written)


@pytest.mark.parametrize(("query", "written"), [("سفارة", "سفر"), ("بيروت", "روت"), ("الله", "له"), ("وزير", "وزارة")])
def test_another_word_is_not_found(query: str, written: str) -> None:
    assert not meets(query, written)


def test_numbers_and_names_with_points_are_cut_where_the_index_cuts_them() -> None:
    assert query_forms("في 12/5 بلغ 1,500.5") == ["في", "12", "5", "بلغ", "1", "500", "5"]
    assert query_forms("«» ... ؟ -") == []


def test_a_phrase_may_have_particles_before_it() -> None:
    heads = attached("السفاره")
    assert heads[0] == "السفاره"
    assert {"بالسفاره", "للسفاره", "والسفاره", "وللسفاره"} <= set(heads)
    assert "للجنه" in attached("اللجنه")


@given(st.text(max_size=60))
def test_every_indexed_word_is_one_token_of_letters_and_digits(text: str) -> None:
    words = words_of(text)
    for term in [*forms(words), *stems(words)]:
        assert term
        assert not any(c.isspace() or c in "'\"\\&|!():*+-" for c in term)
        assert len(term) <= 40


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآىة", min_size=2, max_size=12))
def test_every_word_finds_itself(text: str) -> None:
    assert meets(text, text)
