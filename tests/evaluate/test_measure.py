from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.evaluate.measure import Tally, harmonic, likeness, match, overlap, plain, sentence_ends, word_f1, words


def test_overlap_counts_shared_characters() -> None:
    assert overlap((0, 5), (3, 9)) == 2
    assert overlap((0, 5), (5, 9)) == 0
    assert overlap(None, (0, 3)) == 0
    assert likeness((0, 4), (0, 8)) == 0.5


def test_best_pairs_go_first_and_each_thing_is_used_once() -> None:
    assert match([(0.5, 0, 0), (0.9, 0, 1), (0.8, 1, 1), (0.0, 2, 2)]) == {0: 1}
    assert match([(1, 0, 0), (1, 0, 1), (1, 1, 0), (0.2, 1, 1)]) == {0: 0, 1: 1}


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5), st.integers(0, 5))))
def test_matching_is_one_to_one_and_does_not_depend_on_the_order(pairs: list[tuple[float, int, int]]) -> None:
    made = match(pairs)
    assert len(set(made.values())) == len(made)
    assert match(pairs[::-1]) == made


def test_words_are_compared_by_place() -> None:
    text = "قال الوزير إن الحل قريب"
    assert words(text, (0, 10)) == {0, 4}
    assert word_f1(text, (4, 23), (4, 23)) == 1.0
    assert word_f1(text, (0, 10), (4, 10)) == pytest.approx(2 / 3)
    assert word_f1(text, (0, 3), (4, 10)) == 0.0


def test_spellings_that_count_as_the_same_name() -> None:
    assert plain("أحمد الشَّرع") == plain("احمد الشرع")
    assert plain("Zoë  O'Neill") == plain("zoe o neill")
    assert plain("إيران") != plain("العراق")


def test_sentences_end_at_marks_and_lines() -> None:
    assert sentence_ends("ا. ب؟\nج") == [2, 5, 6, 7]


def test_tally_sums_over_reports_and_rounds() -> None:
    tally = Tally()
    tally.found("names", 1, 2, 4)
    tally.found("names", 1, 1, 0)
    tally.share("force", 0, 0)
    values = tally.values()
    assert values["names"] == {"p": 0.6667, "r": 0.5, "f1": 0.5714, "tp": 2, "system": 3, "gold": 4}
    assert values["force"]["acc"] is None
    assert harmonic(0, 0) == 0.0
