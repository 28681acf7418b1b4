"""Tokens and sentences: they cover the text in order, whatever the text is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.document import Report
from marsad.folding import CONTROLS
from marsad.text.segment import LONGEST, segment

WORDS = ("قال", "الوزير", "إنّ", "الـــجيش", "کیف", "ﻗﺎﻝ", "2,5", "٢٠٢٤/٥/٢", "12:30", "CNN", "أ.ف.ب", "د.محمد", "ال")
SIGNS = (" ", " ", " ", "\n", "\n\n", "\t", "\u00a0", "\u200f", ".", "..", "...", "…", "،", ",", "؛", ":", "؟", "!")
MARKS = ('"', '"', "«", "»", "“", "”", "„", "(", ")", "[", "]", "'", "‘", "’", "-", "–", "/", "#", "@", "_", "🙂")
CONTROL = re.compile(f"[{CONTROLS}]")
TEXT = st.lists(st.sampled_from(WORDS + SIGNS + MARKS), max_size=40).map("".join) | st.text(max_size=60)


def read(text: str) -> Report:
    return segment(Report(id="1", text=text))


def sentences(text: str) -> list[str]:
    report = read(text)
    return [text[report.tokens[s.first].start : report.tokens[s.last - 1].end] for s in report.sentences]


@given(TEXT)
def test_tokens_cover_the_text_in_order(text: str) -> None:
    tokens = read(text).tokens
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.word.form
        assert skippable(text[end : token.start])
        end = token.end
    assert skippable(text[end:])


def skippable(between: str) -> bool:
    """What may stand between tokens: white space, underscores, controls on their own."""
    return all(c.isspace() or c == "_" or CONTROL.match(c) for c in between)


@given(TEXT)
def test_sentences_partition_the_tokens(text: str) -> None:
    report = read(text)
    at = 0
    paragraph = -1
    for s in report.sentences:
        assert s.first == at < s.last
        assert s.paragraph in (paragraph, paragraph + 1)
        assert "\n" not in text[report.tokens[s.first].start : report.tokens[s.last - 1].end]
        if s.paragraph == paragraph + 1 and at:
            assert "\n" in text[report.tokens[at - 1].end : report.tokens[at].start]
        at, paragraph = s.last, s.paragraph
    assert at == len(report.tokens)


@given(TEXT)
def test_the_same_text_gives_the_same(text: str) -> None:
    assert read(text) == read(text)


@given(TEXT)
def test_a_warning_points_at_its_mark(text: str) -> None:
    for warning in read(text).warnings:
        assert warning.code == "unpaired-quote"
        assert warning.span is not None
        assert text[warning.span.start : warning.span.end] in (*MARKS, "„", "‟", "‹", "›", "″", "＂")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("انتهى الاجتماع. غادر الوفد.", ["انتهى الاجتماع.", "غادر الوفد."]),
        ("بلغ السعر مئة دولار.وقال الوزير إنه ثابت.", ["بلغ السعر مئة دولار.", "وقال الوزير إنه ثابت."]),
        ("هل انتهى؟ نعم! انتهى", ["هل انتهى؟", "نعم!", "انتهى"]),
        ('قال: "انتهى." ثم غادر.', ['قال: "انتهى."', "ثم غادر."]),
        ("نقلت أ.ف.ب عن الوزير.", ["نقلت أ.ف.ب عن الوزير."]),
        ("قال د.سامي إن الجرح بسيط.", ["قال د.سامي إن الجرح بسيط."]),
        ("بلغت النسبة 2.5 في المئة.", ["بلغت النسبة 2.5 في المئة."]),
        ("العنوان\nالنص", ["العنوان", "النص"]),
        ("تمهل.. ثم مضى", ["تمهل.. ثم مضى"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("وقال", ["وقال"]),
        ("2,500.75 دولار", ["2,500.75", "دولار"]),
        ("٢٠٢٤/٥/٢", ["٢٠٢٤/٥/٢"]),
        ("إف-16", ["إف", "-", "16"]),
        ("#تل_الريحان", ["#", "تل", "الريحان"]),
        ("قُتِلَ", ["قُتِلَ"]),
        ("الـ«بنتاغون»", ["الـ", "«", "بنتاغون", "»"]),
        ("(أ ف ب)", ["(", "أ", "ف", "ب", ")"]),
        ("حسنا...", ["حسنا", "..."]),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    assert [token.word.form for token in read(text).tokens] == found


@pytest.mark.parametrize("piece", ["قال ", "قصف، ", "!", "انتهى.،"])
def test_what_runs_on_without_end_is_cut(piece: str) -> None:
    report = read(piece * (LONGEST * 3))
    assert max(s.last - s.first for s in report.sentences) <= LONGEST
    assert sum(s.last - s.first for s in report.sentences) == len(report.tokens)


def test_a_sentence_of_the_longest_kind_is_whole() -> None:
    assert [(s.first, s.last) for s in read("قال " * (LONGEST - 1) + ".").sentences] == [(0, LONGEST)]
    assert [(s.first, s.last) for s in read("قال " * LONGEST).sentences] == [(0, LONGEST)]


def test_paragraphs_count_lines_that_hold_text() -> None:
    report = read("أولا\n\n \nثانيا. ثالثا\nرابعا")
    assert [s.paragraph for s in report.sentences] == [0, 1, 1, 2]
