"""Shared text: fingerprints that find it, passages that say where, classes that say how much."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from marsad.text.reuse import LEAST, RUN, WINDOW, class_of, marks, passages, share

WORDS = [f"كلمه{n}" for n in range(5_000)]


def text(seed: int, length: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def shared(a: list[str], b: list[str]) -> bool:
    return not set(marks(a)).isdisjoint(marks(b))


@given(st.integers(0, 10_000), st.integers(0, 60), st.integers(0, 60))
def test_a_shared_passage_of_the_promised_length_is_always_found(seed: int, before: int, after: int) -> None:
    passage = text(seed, RUN + WINDOW - 1)
    assert shared(text(1, before) + passage + text(2, after), text(3, after) + passage + text(4, before))


def test_texts_that_share_nothing_share_no_fingerprint() -> None:
    assert not any(shared(text(n, 300), text(n + 1, 300)) for n in range(100))


def test_fingerprints_are_the_same_on_every_machine_and_few() -> None:
    found = marks([f"w{n}" for n in range(400)])
    assert found[:2] == [3118490525466936, 9354581366743140]
    assert 30 <= len(found) <= 80
    assert found == sorted(set(found))


def test_short_texts_have_one() -> None:
    assert marks([]) == []
    for length in (1, 5, RUN, RUN + 5):
        assert len(marks(text(1, length))) == 1
    assert shared(["ا", "ب"], ["ا", "ب"])
    assert not shared(["ا", "ب"], ["ب", "ا"])


def test_passages_with_a_few_words_changed_are_one() -> None:
    earlier = text(1, 100)
    later = [*text(2, 20), *earlier[10:40], "غير", "هذا", *earlier[42:80], *text(3, 10)]
    [found] = passages(later, earlier)
    assert (found.start, found.end) == (20, 90)
    assert (found.earlier_start, found.earlier_end) == (10, 80)
    assert found.words == 68


def test_what_is_short_does_not_count() -> None:
    earlier = text(1, 100)
    assert passages([*text(2, 50), *earlier[: LEAST - 1], *text(3, 50)], earlier) == []
    assert passages(["قال", "الوزير"], ["قال", "الوزير"]) != []
    assert passages(["قال"], ["قال", "الوزير"]) == []


def test_three_classes() -> None:
    wire = text(1, 200)

    def kind(later: list[str]) -> str:
        return class_of(passages(later, wire), len(later))

    assert kind(wire) == "copied"
    assert kind([*wire[:90], "جديد", *wire[91:]]) == "copied"
    assert kind([*text(2, 300), *wire[20:80]]) == "partly"
    assert kind([*text(2, 1_000), *wire[20:80]]) == "partly"
    assert kind([*text(2, 1_000), *wire[20:40]]) == "own"
    assert kind(text(2, 200)) == "own"


@given(st.lists(st.sampled_from("ابتثج"), max_size=60), st.lists(st.sampled_from("ابتثج"), max_size=60))
def test_passages_are_in_order_and_hold_what_they_say(later: list[str], earlier: list[str]) -> None:
    end = 0
    for p in passages(later, earlier):
        assert end <= p.start < p.end <= len(later)
        assert 0 <= p.earlier_start < p.earlier_end <= len(earlier)
        assert p.words <= p.end - p.start
        end = p.end
    assert 0 <= share(passages(later, earlier), len(later)) <= 1


def test_a_text_of_one_word_repeated_costs_no_more_than_its_length(effort) -> None:  # type: ignore[no-untyped-def]
    small, large = ["ا"] * 500, ["ا"] * 2_000
    assert effort(lambda: passages(large, large)) <= 6 * effort(lambda: passages(small, small))
