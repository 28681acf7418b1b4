"""Grades: the stated rules, and that reasons and words are always there and kept apart."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from marsad.lexicon import grades as lexicon
from marsad.weave.grades import grade

KINDS = ("named", "office", "document", "outlet", "unnamed")


def cluster(*kinds: str, status: str = "actual", differ: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "status": status,
        "origins": [{"id": f"o{n}", "kind": k, "keys": [f"key{n}"], "members": []} for n, k in enumerate(kinds)],
        "slots": [{"slot": s, "verdict": "differ", "values": []} for s in differ],
    }


def test_two_independent_origins_that_agree_confirm() -> None:
    assert grade(cluster("office", "outlet"))["credibility"] == 1


def test_two_origins_that_differ_do_not_confirm() -> None:
    assert grade(cluster("office", "named", differ=("dead",)))["credibility"] == 2


def test_an_origin_that_an_analyst_rejects_does_not_count() -> None:
    assert grade(cluster("office", "named"), {"key1": "E"})["credibility"] == 3


def test_unnamed_sources_alone_cannot_be_judged() -> None:
    assert grade(cluster("unnamed"))["credibility"] == 6


def test_what_is_denied_is_doubtful() -> None:
    assert grade(cluster("office", "named", differ=("status",)))["credibility"] == 4


def test_the_letter_of_a_good_source_counts() -> None:
    assert grade(cluster("outlet"))["credibility"] == 3
    made = grade(cluster("outlet"), {"key0": "B"})
    assert (made["credibility"], made["source"]) == (2, "B")


@given(
    kinds=st.lists(st.sampled_from(KINDS), max_size=5),
    status=st.sampled_from(["actual", "planned", "hypothetical", "negated"]),
    differ=st.lists(st.sampled_from(["dead", "status", "place"]), max_size=2, unique=True),
    letters=st.dictionaries(st.sampled_from(["key0", "key1"]), st.sampled_from("ABCDEF")),
)
def test_every_grade_gives_reasons_and_keeps_likelihood_from_confidence(
    kinds: list[str], status: str, differ: list[str], letters: dict[str, str]
) -> None:
    made = grade(cluster(*kinds, status=status, differ=tuple(differ)), letters)
    assert 1 <= made["credibility"] <= 6
    assert made["why"]
    for language in ("ar", "en"):
        assert all(reason[language] for reason in made["why"])
        assert not any(lexicon.mixes(sentence) for sentence in made["words"][language].split("."))
    if made["credibility"] == 1:
        assert len(kinds) >= 2
        assert not differ


@given(kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=4), more=st.sampled_from(KINDS))
def test_one_more_origin_that_agrees_never_makes_it_less_credible(kinds: list[str], more: str) -> None:
    assert grade(cluster(*kinds, more))["credibility"] <= grade(cluster(*kinds))["credibility"]
