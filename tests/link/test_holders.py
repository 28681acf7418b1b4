"""Titles of a report lead to who held the office on its date."""

from __future__ import annotations

import pytest

from marsad import read
from marsad.document import Entity, Report


def report(text: str, published: str | None) -> Report:
    return read(text, published=published, strict=True).report


def entity(found: Report, surface: str, nth: int = 0) -> Entity:
    by_id = {e.id: e for e in found.entities}
    mentions = [m for m in found.mentions if found.slice(m.span) == surface]
    assert len(mentions) > nth, [found.slice(m.span) for m in found.mentions]
    return by_id[mentions[nth].entity or ""]


@pytest.mark.parametrize(
    ("title", "date", "holder"),
    [
        ("رئيس جنوب أفريقيا", "2010-05-01", "per-jacob-zuma"),
        ("رئيس جنوب أفريقيا", "2018-02-13", "per-jacob-zuma"),
        ("رئيس جنوب أفريقيا", "2018-02-14", "per-cyril-ramaphosa"),  # the day of handover
        ("رئيس جنوب أفريقيا", "1985-02-14", None),
        ("رئيس جنوب أفريقيا السابق", "2019-05-01", "per-jacob-zuma"),
        ("رئيس جنوب أفريقيا الأسبق", "2019-05-01", None),
        ("رئيس جنوب أفريقيا المنتخب", "2009-05-01", None),
        ("رئيس جنوب أفريقيا آنذاك", "2019-05-01", None),
        ("رئيس جنوب أفريقيا", None, None),
    ],
)
def test_a_bare_title_is_its_holder_on_the_date(title: str, date: str | None, holder: str | None) -> None:
    found = report(f"قال {title} إن القمة ستعقد في موعدها.", date)
    speaker = next(e for e in found.entities if e.id == found.statements[0].speaker)
    assert (speaker.kb, speaker.type) == (holder, "PER")
    assert speaker.office in ("zaf-president", None)
    assert speaker.key == (holder or "office/zaf-president")
    assert speaker.country == "ZAF"


@pytest.mark.parametrize("title", ["مستشار رئيس جنوب أفريقيا", "نائب رئيس جنوب أفريقيا", "مسؤول من جنوب أفريقيا"])
def test_who_only_has_the_title_in_his_own_is_not_the_holder(title: str) -> None:
    found = report(f"قال {title} إن القمة ستعقد في موعدها.", "2010-05-01")
    assert all(e.kb != "per-jacob-zuma" for e in found.entities)


def test_the_title_and_the_person_named_elsewhere_are_one() -> None:
    found = report(
        "عقد رئيس جنوب أفريقيا مؤتمرا صحفيا في بريتوريا. وقال سيريل رامافوزا إن بلاده ستستضيف القمة.", "2019-05-01"
    )
    assert entity(found, "رئيس جنوب أفريقيا") == entity(found, "سيريل رامافوزا")


def test_a_former_holder_with_his_name_is_himself_and_no_longer_of_the_government() -> None:
    found = report("قال رئيس جنوب أفريقيا السابق جاكوب زوما إنه بريء. والتقى رئيس جنوب أفريقيا وفدا.", "2019-05-01")
    former, present = entity(found, "جاكوب زوما"), entity(found, "رئيس جنوب أفريقيا")
    assert (former.kb, former.sector, former.office) == ("per-jacob-zuma", "ELI", None)
    assert (present.kb, present.sector, present.office) == ("per-cyril-ramaphosa", "GOV", "zaf-president")


def test_the_title_says_which_bearer_of_a_name_is_meant() -> None:
    found = report("أكد رئيس جنوب أفريقيا ثابو مبيكي أن القمة ناجحة. وأضاف مبيكي أن الموعد قريب.", "2005-05-01")
    assert entity(found, "ثابو مبيكي").kb == "per-thabo-mbeki"
    assert entity(found, "مبيكي") == entity(found, "ثابو مبيكي")


def test_a_woman_s_title_is_no_man_s() -> None:
    found = report("قالت رئيسة جنوب أفريقيا إن القمة ستعقد في موعدها.", "2010-05-01")
    speaker = next(e for e in found.entities if e.id == found.statements[0].speaker)
    assert (speaker.kb, speaker.office) == (None, "zaf-president")


def test_what_the_report_says_goes_before_the_data() -> None:
    found = report("قال رئيس جنوب أفريقيا نبيل الخولي إنه باق. وأضاف رئيس جنوب أفريقيا أن القمة ناجحة.", "2019-05-01")
    assert entity(found, "رئيس جنوب أفريقيا", 1) == entity(found, "نبيل الخولي")
    assert entity(found, "نبيل الخولي").kb is None


def test_a_date_of_the_past_that_begins_the_sentence_is_that_of_the_title() -> None:
    found = report("وفي عام 2010 افتتح رئيس جنوب أفريقيا البطولة في جوهانسبرغ.", "2019-05-01")
    assert entity(found, "رئيس جنوب أفريقيا").kb == "per-jacob-zuma"


def test_keys_join_the_same_across_reports() -> None:
    one = report("قال الناشط نبيل الخولي إنه باق.", "2019-05-01")
    other = report("والتقى الوفد السيد نبيل الخولي في بيته.", "2021-05-01")
    assert entity(one, "نبيل الخولي").key == entity(other, "نبيل الخولي").key == "per/نبيل_خولي"
