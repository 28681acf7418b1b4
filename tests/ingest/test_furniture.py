"""The first stage: its cases, its promises, and what hostile texts cost it."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.document import Report
from marsad.ingest.furniture import set_aside
from marsad.ingest.furniture_check import check_case
from marsad.lexicon.loader import ROOT

CASES = yaml.safe_load((ROOT / "arabic" / "furniture.cases.yaml").read_text("utf-8"))["match"]
PIECES = [
    "اقرأ أيضا:",
    "مواضيع ذات صلة",
    "القاهرة - أ ف ب:",
    "(CNN)--",
    "pic.twitter.com/a1",
    "— فلان (@x) May 3, 2024",
    "(رويترز)",
    "قال الوزير إن السد جاهز.",
    "\u200f",
    "\n",
    ":",
    "-",
    "…",
    "ـــ",
    "٤٥",
    '"',
]


@pytest.mark.parametrize("case", CASES, ids=[str(i) for i in range(len(CASES))])
def test_cases(case: dict[str, object]) -> None:
    assert check_case(case, True) is None


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40))
def test_spans_are_in_order_and_the_text_is_untouched(pieces: list[str]) -> None:
    report = Report(id="x", text=" ".join(pieces))
    got = set_aside(report)
    assert got.text == report.text
    end = 0
    for piece in got.furniture:
        assert end <= piece.span.start < piece.span.end <= len(got.text)
        end = piece.span.end
    assert set_aside(report) == got


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير إن السد جاهز للعمل منذ أمس في البلاد كلها\n" * 4000,
        "اقرأ أيضا " * 20_000,
        "(@x) — " * 20_000,
        "كلمة (رويترز) و" * 20_000,
        "- " * 50_000,
        "القاهرة - " * 20_000,
        "قال " * 50_000,
        "مواضيع ذات صلة\n" * 10_000,
        "اقرأ أيضا:\nعنوان آخر من ثلاث كلمات\n" * 5_000,
    ],
)
def test_cost_is_linear(text: str, effort: Callable[[Callable[[], object]], int]) -> None:
    part, whole = (effort(functools.partial(set_aside, Report(id="x", text=t))) for t in (text[: len(text) // 4], text))
    assert whole < 5 * part + 200


def test_outlet_given_is_kept() -> None:
    text = "انطلاق أعمال السد\nسبق- وكالات: بدأت أعمال السد أمس."
    assert set_aside(Report(id="x", text=text, outlet="البيان")).outlet == "البيان"
