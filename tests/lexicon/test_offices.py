"""Offices: the two records, their dates, and what a wrong file is told."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import MarsadError
from marsad.lexicon import knowledge, offices
from marsad.lexicon.office_grammar import expand
from marsad.lexicon.office_titles import resolve
from marsad.lexicon.offices import OfficeFile, OfficeItem, OfficeTable
from marsad.lexicon.tenures import period, stretch


def table(*holders: dict[str, Any], **fields: Any) -> OfficeTable:
    item = {"en": "President of Nowhere", "role": "president", "holders": list(holders), **fields}
    file = msgspec.convert({"country": "ZAF", "offices": {"x-president": item}}, OfficeFile)
    return offices.build_from([("x.yaml", file)], knowledge.load())


def wrong(*holders: dict[str, Any], **fields: Any) -> str:
    with pytest.raises(MarsadError) as raised:
        table(*holders, **fields)
    assert raised.value.code == "bad-lexicon"
    return raised.value.detail


def test_both_days_of_a_tenure_count_and_the_new_holder_comes_first() -> None:
    assert [t.who for t in offices.holders("zaf-president", "2018-02-14")] == ["per-cyril-ramaphosa", "per-jacob-zuma"]
    assert [t.who for t in offices.holders("zaf-president", "2018-02-13")] == ["per-jacob-zuma"]
    assert [t.who for t in offices.holders("zaf-president", "2018-02-15")] == ["per-cyril-ramaphosa"]
    assert [t.who for t in offices.holders("zaf-president", "1999-06-14")] == ["per-thabo-mbeki"]
    assert offices.holders("zaf-president", "1999-06-13") == []
    assert offices.holders("no-such-office", "2018-02-13") == []


def test_a_month_and_a_year_ask_for_whoever_may_have_held_it() -> None:
    assert [t.who for t in offices.holders("zaf-president", "2009")] == ["per-jacob-zuma", "per-kgalema-motlanthe"]
    assert [t.who for t in offices.holders("zaf-president", "2010")] == ["per-jacob-zuma"]
    assert [t.who for t in offices.holders("zaf-foreign-minister", "2024-06-30")] == ["per-naledi-pandor"]
    assert [t.who for t in offices.holders("zaf-foreign-minister", "2024-07-01")] == ["per-ronald-lamola"]


def test_two_holders_in_one_day_acting_holders_and_gaps_are_kept() -> None:
    made = table(
        {"who": "Thabo Mbeki", "from": "2001-01-01", "to": "2002-03-01"},
        {"who": "Jacob Zuma", "from": "2002-03-01", "to": "2002-03-01"},
        {"who": "Cyril Ramaphosa", "from": "2002-03-01", "to": "2003", "acting": True},
        {"who": None, "from": "2003", "to": "2004", "note": "vacant"},
        {"who": "Jacob Zuma", "from": "2004"},
    )
    tenures = made.tenures["x-president"]
    assert [t.who is None for t in tenures] == [False, False, False, True, False]
    assert [t.acting for t in tenures] == [False, False, True, False, False]
    assert tenures[-1].open
    assert not tenures[0].open
    assert made.held["per-jacob-zuma"] == ["x-president"]
    assert (tenures[2].sure_last, tenures[2].last) == ("2003-01-01", "2003-12-31")


def test_what_is_wrong_is_said_with_file_and_place() -> None:
    assert "x.yaml: x-president, holder 1" in wrong({"who": "Nobody Known", "from": 2001})
    assert "no such person" in wrong({"who": "South Africa", "from": 2001})
    assert "unknown role 'chief'" in wrong(role="chief")
    assert "body 'org-nowhere'" in wrong(body="org-nowhere")
    assert "before it begins" in wrong({"who": "Jacob Zuma", "from": "2004-01-02", "to": "2004-01-01"})
    assert "in order of time" in wrong(
        {"who": "Jacob Zuma", "from": 2004, "to": 2005}, {"who": "Thabo Mbeki", "from": 2001}
    )
    assert "overlaps" in wrong(
        {"who": "Jacob Zuma", "from": "2004-01-01", "to": "2005-01-02"}, {"who": "Thabo Mbeki", "from": "2005-01-01"}
    )
    assert "is no date" in wrong({"who": "Jacob Zuma", "from": "May 2004"})
    assert "no such month" in wrong({"who": "Jacob Zuma", "from": "2004-13"})
    assert "portfolio" in wrong(role="minister")


@pytest.mark.parametrize("mark", ["acting", "concurrent"])
def test_an_overlap_that_is_marked_is_meant(mark: str) -> None:
    made = table(
        {"who": "Jacob Zuma", "from": "2004-01-01", "to": "2006-01-02"},
        {"who": "Thabo Mbeki", "from": "2005-01-01", mark: True},
    )
    assert len(made.tenures["x-president"]) == 2


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="holder"):
        msgspec.convert({"en": "x", "role": "president", "holder": []}, OfficeItem)


@given(st.dates())
def test_a_day_is_its_own_period_and_lies_in_its_month_and_year(day: datetime.date) -> None:
    iso = day.isoformat()
    assert period(day) == period(iso) == (iso, iso)
    for part in (iso[:7], iso[:4]):
        first, last = period(part)
        assert first <= iso <= last
        assert datetime.date.fromisoformat(last) >= datetime.date.fromisoformat(first)


@given(st.text(max_size=60), st.sampled_from([None, "2015-01-01", "2015"]))
def test_no_text_breaks_the_reading_of_titles(text: str, date: str | None) -> None:
    found = resolve(text, date)
    assert found is None or found.office is None or found.office in offices.load().offices


def test_choices_of_a_form() -> None:
    assert expand("(ا|ب|) ج (د|ه)") == ["ا ج د", "ا ج ه", "ب ج د", "ب ج ه", "ج د", "ج ه"]


def test_organisations_have_leaders_sponsors_and_dates() -> None:
    item = msgspec.convert(
        {
            "ar": "جبهة السنديان",
            "sponsor": "ZAF",
            "alignment": "opposition",
            "active": "2004..2010-05",
            "sectors": {datetime.date(2008, 3, 1): "GOV"},
            "sector": "REB",
            "leaders": [{"who": "Jacob Zuma", "from": 2004, "to": 2009}, {"who": "Thabo Mbeki", "from": 2009}],
        },
        knowledge.Item,
    )
    builder = knowledge._Builder()
    builder.block("ORG", knowledge.Block({"Oak Front": item}))
    entry = builder.entries[0]
    assert entry.active == ("2004-01-01", "2010-05-31")
    assert entry.active_on("2010-05-31")
    assert not entry.active_on("2010-06-01")
    assert [entry.sector_on(d) for d in ("2008-02-29", "2008-03-01", None)] == ["REB", "GOV", "GOV"]
    leader = OfficeItem("Leader of Oak Front", "leader", item.leaders)
    made = offices.build_from([], knowledge.load(), [("x.yaml", "org-oak-front-leader", leader)])
    assert [t.who for t in made.tenures["org-oak-front-leader"]] == ["per-jacob-zuma", "per-thabo-mbeki"]
    with pytest.raises(MarsadError, match="sponsor 'ZAF'"):
        builder.check()


def test_stretches() -> None:
    assert stretch("2004..2010") == ("2004-01-01", "2010-12-31")
    assert stretch("2004..") == ("2004-01-01", "9999-12-31")
    assert stretch("..2010-02") == ("0001-01-01", "2010-02-28")
    with pytest.raises(ValueError, match="ends before"):
        stretch("2010..2004")
