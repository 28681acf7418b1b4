"""Quotation marks: paired by shape and place, nested properly, repaired within their line, in linear time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.document import Quotation, Report
from marsad.text.quotes import AMBIGUOUS, CLOSING, MARKS, OPENING
from marsad.text.segment import segment

Effort = Callable[[Callable[[], object]], int]
LIGHT = "‘’'"
PIECES = ("قال", "الوزير", "ب", "لـ", "إن", " ", " ", " ", ".", "،", ":", "؟", "(", ")", "\n")
TEXT = st.lists(st.sampled_from(PIECES + tuple(sorted(MARKS)) + tuple(LIGHT)), max_size=50).map("".join)


def quoted(text: str) -> list[str]:
    """The quoted words, marks left out, in the order of the opening marks."""
    report = segment(Report(id="1", text=text))
    tokens = report.tokens
    return [text[tokens[q.open + 1].start : tokens[q.close - 1].end] for q in report.quotations]


def lost(text: str) -> int:
    return len(segment(Report(id="1", text=text)).warnings)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('قال: "لا".', ["لا"]),
        ("قال: «لا».", ["لا"]),
        ("قال: “لا”.", ["لا"]),
        ("قال: ”لا”.", ["لا"]),
        ('قال: "لا”.', ["لا"]),
        ('قال: «لا".', ["لا"]),
        ('وصفه بـ"القوي" أمس', ["القوي"]),
        ('ل"الشرق" و"الغرب"', ["الشرق", "الغرب"]),
        ('قال: "سميناها «الخطة» أمس".', ["سميناها «الخطة» أمس", "الخطة"]),
        ('قال: «سميناها "الخطة" أمس».', ['سميناها "الخطة" أمس', "الخطة"]),
        ('قال "نعم"، ثم قال "لا".', ["نعم", "لا"]),
        ('"نعم"', ["نعم"]),
        ('("نعم")', ["نعم"]),
        ('قال: "نعم"!', ["نعم"]),
        ("قال: ‘نعم’.", ["نعم"]),
        ('قال ""', []),
        ("لا شيء", []),
    ],
)
def test_pairs(text: str, found: list[str]) -> None:
    assert quoted(text) == found
    assert lost(text) == 0


def test_marks_the_other_way_round() -> None:
    assert quoted("قال: ”لا“.") == ["لا"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # left open: to the first full stop, or to the end of the line
        ('قال: "لن نعود. وأضاف أن الباب مغلق.', ["لن نعود"]),
        ('قال: "لن نعود', ["لن نعود"]),
        ('قال: "لن نعود\nوأضاف أن الباب مغلق', ["لن نعود"]),
        # left open before another one: to the last full stop between them
        ('قال: "لن نعود. ثم قال: "سنعود".', ["لن نعود", "سنعود"]),
        # closed without having been opened
        ('قال إن الباب مغلق". ثم غادر', []),
    ],
)
def test_repairs_are_reported(text: str, found: list[str]) -> None:
    assert quoted(text) == found
    assert lost(text) == 1


def test_a_repaired_quotation_says_so() -> None:
    report = segment(Report(id="1", text='قال: "لن نعود. وقال: «لا».'))
    assert [q.repaired for q in report.quotations] == [True, False]
    assert [w.code for w in report.warnings] == ["unpaired-quote"]


@given(TEXT)
def test_quotations_are_nested_within_their_line(text: str) -> None:
    report = segment(Report(id="1", text=text))
    tokens, quotations = report.tokens, report.quotations
    line = {i: s.paragraph for s in report.sentences for i in range(s.first, s.last)}
    assert list(quotations) == sorted(quotations)
    for q in quotations:
        assert -1 <= q.open < q.close - 1
        assert q.close <= len(tokens)
        assert line[q.open + 1] == line[q.close - 1]
        if not q.repaired:
            assert line[q.open] == line[q.close]
            assert tokens[q.open].word.form in OPENING | AMBIGUOUS | CLOSING | set(LIGHT)
            assert tokens[q.close].word.form in OPENING | AMBIGUOUS | CLOSING | set(LIGHT)
    # single marks are paired apart from the others: they are apostrophes as well
    assert not crossing([q for q in quotations if not q.repaired and tokens[q.open].word.form not in LIGHT])


def crossing(quotations: list[Quotation]) -> list[tuple[Quotation, Quotation]]:
    return [(a, b) for a in quotations for b in quotations if a.open < b.open < a.close < b.close]


@pytest.mark.xfail(strict=True, reason="a quotation that is never closed ends at a full stop inside another one")
def test_repaired_quotations_are_nested_too() -> None:
    quotations = list(segment(Report(id="1", text='قال: "كتبت «نعم. لا» أمس؟')).quotations)
    assert len(quotations) == 2
    assert not crossing(quotations)


@given(TEXT)
def test_a_mark_belongs_to_one_quotation(text: str) -> None:
    report = segment(Report(id="1", text=text))
    ends = [m for q in report.quotations if not q.repaired for m in (q.open, q.close)]
    assert len(ends) == len(set(ends))
    whole = {i for i, t in enumerate(report.tokens) if t.word.form in MARKS}
    warned = {w.span.start for w in report.warnings if w.span}
    assert all(report.tokens[i].start not in warned for i in ends if i in whole)


HOSTILE = {
    "all marks": '"',
    "marks with spaces": '" ',
    "opening only": "«نعم ",
    "closing only": "نعم» ",
    "ambiguous before words": '"نعم ',
    "ambiguous behind words": 'نعم" ',
    "light": "‘نعم ",
    "mixed": '"«“‘نعم’”»" ',
    "particles": 'ب"نعم ',
    "lines": '"نعم\n',
    "words": "نعم ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(name: str, effort: Effort) -> None:
    """Eight times the text takes about eight times the work; the square would be 64."""
    piece = HOSTILE[name]
    few, many = (Report(id="1", text=piece * n) for n in (250, 2000))
    assert effort(lambda: segment(many)) < 16 * effort(lambda: segment(few))


def test_marks_within_marks_cost_no_more_than_their_number(effort: Effort) -> None:
    few, many = (Report(id="1", text="«" * n + "نعم" + "»" * n) for n in (250, 2000))
    assert len(segment(many).quotations) == 2000
    assert effort(lambda: segment(many)) < 16 * effort(lambda: segment(few))
