"""Times: the case files, what holds of any text, and the calendars."""

from __future__ import annotations

import datetime as dt
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.annotate import calendars, times
from marsad.document import Report
from marsad.lexicon import check
from marsad.lexicon.loader import ROOT
from marsad.text.segment import segment

WORDS = (
    "يوم الأحد الماضي المقبل مساء فجر أمس غدا الساعة الثالثة والنصف 5 من مايو / أيار ( ) 2018 عام الشهر هذا "
    "نهاية منتصف "
    "قبل ثلاثة أيام سنوات كل أسبوع الليلة ليل القرن العشرين رمضان 1436 هـ صيف بتوقيت غرينتش حتى الآن "
    "، . و إلى بين ال 24"
).split()


def read(text: str, published: str | None = "2018-06-13") -> Report:
    return times.annotate(segment(Report(id="t", text=text, published=published)))


@pytest.mark.parametrize("name", ["times", "months"])
def test_cases(name: str) -> None:
    assert not check.run_file(pathlib.Path(ROOT / "arabic" / f"{name}.cases.yaml"))


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from(["2018-06-13", "2016-02-29", None, "0001-01-01"]))
def test_spans_stand_in_order_and_intervals_are_right(words: list[str], published: str | None) -> None:
    report = read(" ".join(words), published)
    end = 0
    for t in report.times:
        assert end <= t.span.start < t.span.end <= len(report.text)
        assert report.slice(t.span) == report.slice(t.span).strip()
        assert t.why is not None
        if t.interval:
            assert dt.date.fromisoformat(t.interval[0]) <= dt.date.fromisoformat(t.interval[1])
        end = t.span.end


def test_the_same_text_gives_the_same_times() -> None:
    text = "قال الوزير أمس إن الاجتماع سيعقد الأحد المقبل، وكان آخر لقاء في مايو 2016"
    assert read(text).times == read(text).times


def test_without_a_publication_day_nothing_relative_is_resolved() -> None:
    report = read("قال الوزير أمس إن المصنع الذي افتتح عام 2009 سيغلق الشهر المقبل", None)
    assert [(t.value, t.interval) for t in report.times] == [
        ("XXXX-XX-XX", None),
        ("2009", ("2009-01-01", "2009-12-31")),
        ("XXXX-XX", None),
    ]


def test_marks_and_tatweel_stay_in_the_span() -> None:
    report = read("يبدأ العرض مساءً في الأسبـــوع المقبل")
    assert [report.slice(t.span) for t in report.times] == ["مساءً", "الأسبـــوع المقبل"]


@given(st.dates(dt.date(1930, 1, 1), dt.date(2070, 12, 31)))
def test_hijri_there_and_back(day: dt.date) -> None:
    assert calendars.hijri(*calendars.to_hijri(day)) == day


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (1446, 9, 1, dt.date(2025, 3, 1)),
        (1436, 9, 28, dt.date(2015, 7, 15)),
        (622, 1, 1, dt.date(1225, 1, 20)),  # before the tables: tabular, proleptic Gregorian
        (1446, 13, 1, None),
    ],
)
def test_hijri(year: int, month: int, day: int, expected: dt.date | None) -> None:
    assert calendars.hijri(year, month, day) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2018-06-13TEV", ("2018-06-13", "2018-06-13")),
        ("2018-W24", ("2018-06-11", "2018-06-17")),
        ("2018-W24-WE", ("2018-06-16", "2018-06-17")),
        ("2018-Q4", ("2018-10-01", "2018-12-31")),
        ("2018-WI", ("2018-12-01", "2019-02-28")),
        ("197", ("1970-01-01", "1979-12-31")),
        ("PAST_REF", None),
        ("XXXX-05", None),
    ],
)
def test_intervals(value: str, expected: tuple[str, str] | None) -> None:
    found = calendars.interval(value)
    assert (found and tuple(d.isoformat() for d in found)) == expected
