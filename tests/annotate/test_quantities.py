"""Quantities: the case file, and what holds of any text."""

from __future__ import annotations

import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.annotate import quantities, times
from marsad.document import Report
from marsad.lexicon import check
from marsad.lexicon.loader import ROOT
from marsad.text.segment import segment

WORDS = (
    "نحو أكثر من 5 8.5 ثلاثة وعشرين ألف مليون شخص قتلى "
    "صاروخين % في المئة ليرة سورية عشرات الآلاف بضعة و إلى - ( ) بين واحد"
).split()


def read(text: str) -> Report:
    return quantities.annotate(times.annotate(segment(Report(id="t", text=text, published="2018-06-13"))))


@pytest.mark.parametrize("name", ["units", "numbers"])
def test_cases(name: str) -> None:
    assert not check.run_file(pathlib.Path(ROOT / "arabic" / f"{name}.cases.yaml"))


def test_no_time_is_a_quantity() -> None:
    report = read("بعد ثلاثة أيام من مقتل 5 جنود في 12 مايو 2016")
    assert [report.slice(q.span) for q in report.quantities] == ["5 جنود"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_spans_stand_in_order(words: list[str]) -> None:
    report = read(" ".join(words))
    end = 0
    for q in report.quantities:
        assert end <= q.span.start < q.span.end <= len(report.text)
        assert q.value is not None or q.low is not None or q.high is not None
        end = q.span.end
