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


def speaker(found: Report) -> Entity:
    return next(e for e in found.entities if e.id == found.statements[0].speaker)


@pytest.mark.parametrize(
    ("said", "date", "holder"),
    [
        # the same surname in two countries: the title tells
        ("رئيس الوزراء العراقي المالكي", "2012-03-01", "per-nouri-al-maliki"),
        ("وزير الخارجية الفلسطيني المالكي", "2012-03-01", "per-riyad-al-maliki"),
        # a former holder with the old title is himself
        ("رئيس الوزراء العراقي السابق نوري المالكي", "2018-03-01", "per-nouri-al-maliki"),
        ("وزير الخارجية الأميركي الأسبق جون كيري", "2020-03-01", "per-john-kerry"),
        # a slip of spelling in a holder's name
        ("الرئيس الأميركي دونالد تراب", "2018-03-01", "per-donald-trump"),
        # one role, another time
        ("وزير الخارجية الأميركي", "2020-09-24", "per-mike-pompeo"),
        ("وزير الخارجية الأميركي", "2024-04-09", "per-antony-blinken"),
        ("الرئيس العراقي", "2020-09-24", "per-barham-salih"),
        # no president: who heads the council in his place
        ("الرئيس اليمني", "2023-05-10", "per-rashad-al-alimi"),
        # an office of its own
        ("نائب وزير الخارجية الأميركي", "2020-09-24", "per-stephen-biegun"),
        ("مستشار وزير الخارجية الأميركي", "2020-09-24", None),
        ("المسؤول الأميركي", "2020-09-24", None),
        ("رئيس الوزراء العراقي المكلف", "2020-04-20", None),
        ("وزير الخارجية الأميركي آنذاك", "2024-04-09", None),
    ],
)
def test_who_speaks(said: str, date: str, holder: str | None) -> None:
    assert speaker(report(f"قال {said} إن القمة ستعقد في موعدها.", date)).kb == holder


def test_an_acting_holder_is_who_acts() -> None:
    text = "قال {} إن القمة ستعقد في موعدها."
    acting = report(text.format("القائم بأعمال وزير الخارجية الأميركي"), "2018-04-10")
    assert speaker(acting).kb == "per-john-j-sullivan"
    assert speaker(report(text.format("وزير الخارجية الأميركي بالوكالة"), "2018-04-10")).kb == "per-john-j-sullivan"
    assert speaker(report(text.format("القائم بأعمال وزير الخارجية الأميركي"), "2020-04-10")).kb is None


def test_a_family_name_is_the_holder_s_throughout_the_report() -> None:
    found = report(
        "قال وزير الخارجية الفلسطيني المالكي إن القمة ناجحة. وأضاف الوزير المالكي أن الموعد قريب.", "2012-03-01"
    )
    assert entity(found, "المالكي", 1).kb == "per-riyad-al-maliki"
    assert entity(found, "المالكي", 0) == entity(found, "المالكي", 1)


def test_a_counterpart_holds_the_same_office_elsewhere() -> None:
    found = report("التقى وزير الخارجية الأميركي نظيره الروسي في جنيف.", "2020-09-24")
    assert entity(found, "نظيره الروسي").kb == "per-sergey-lavrov"


def test_a_title_and_a_name_that_only_stand_side_by_side_are_parted() -> None:
    found = report("هدد الرئيس الأميركي بشار الأسد بضربة جديدة.", "2018-04-10")
    assert entity(found, "الرئيس الأميركي").kb == "per-donald-trump"
    assert entity(found, "بشار الأسد").kb == "per-bashar-al-assad"


def test_a_post_is_not_who_holds_it() -> None:
    found = report("وتولى الرجل منصب وزير الخارجية الأميركي قبل سنوات.", "2018-12-10")
    assert entity(found, "وزير الخارجية الأميركي").kb is None


def test_a_title_that_names_no_country_is_of_whom_the_report_tells() -> None:
    text = "عقد مجلس النواب العراقي جلسة في بغداد. وقال رئيس الوزراء إن العراق ماض في إصلاحاته وإن العراقيين ينتظرونها."
    assert entity(report(text, "2020-12-26"), "رئيس الوزراء").kb == "per-mustafa-al-kadhimi"
    assert entity(report("وقال رئيس الوزراء إن القمة ناجحة.", "2020-12-26"), "رئيس الوزراء").kb is None


def test_without_a_date_the_office_is_known_and_not_its_holder() -> None:
    found = speaker(report("قال وزير الخارجية الأميركي إن القمة ستعقد في موعدها.", None))
    assert (found.kb, found.office, found.key) == (None, "usa-foreign-minister", "office/usa-foreign-minister")
    assert found.country == "USA"


def test_names_of_places_that_several_have_go_by_the_countries_of_the_report() -> None:
    libya = report("اندلعت اشتباكات في طرابلس بين قوات ليبية. ودعت البعثة الأممية في ليبيا إلى التهدئة.", "2019-04-10")
    lebanon = report("خرج متظاهرون في طرابلس شمالي لبنان. وقال الجيش اللبناني إن الطرق فتحت.", "2019-10-20")
    assert entity(libya, "طرابلس").country == "LBY"
    assert entity(lebanon, "طرابلس").country == "LBN"


def test_two_known_people_are_never_one() -> None:
    found = report("بحث نتنياهو وبوتين الملف. وأبلغ بوتين نتنياهو بموقفه.", "2018-05-05")
    kbs = {e.kb for e in found.entities if e.type == "PER"}
    assert {"per-benjamin-netanyahu", "per-vladimir-putin"} <= kbs


def test_the_name_of_a_title_inside_a_title_is_not_the_outer_s() -> None:
    found = report("قال الناطق باسم الرئيس الروسي فلاديمير بوتين إن الموعد قريب.", "2018-05-05")
    assert entity(found, "فلاديمير بوتين").kb == "per-vladimir-putin"
    assert speaker(found).kb == "per-dmitry-peskov"


@pytest.mark.parametrize(
    ("said", "sector"),
    [
        ("المتحدث باسم الحوثيين", "REB"),
        ("متحدث باسم الجيش اللبناني", "MIL"),
        ("مصدر في الجيش اللبناني", "MIL"),
        ("وزير الخارجية الأميركي", "GOV"),
        ("السفير الأميركي لدى الأمم المتحدة", "GOV"),
        ("شاهد عيان", "CVL"),
        ("وزير الخارجية الأميركي السابق جون كيري", "ELI"),
    ],
)
def test_sectors_on_the_date(said: str, sector: str) -> None:
    assert speaker(report(f"قال {said} إن الطريق مفتوح.", "2018-05-05")).sector == sector


def test_rebels_that_come_to_rule_change_their_sector() -> None:
    text = "قالت حركة طالبان إن الطريق مفتوح."
    assert speaker(report(text, "2018-05-05")).sector in ("REB", "OPP")
    assert speaker(report(text, "2022-05-05")).sector == "GOV"


@pytest.mark.parametrize(
    ("text", "said", "holder"),
    [
        ("وأكد قائد الحوثيين في الجبهة أن المعركة مستمرة.", "قائد الحوثيين", None),
        ("وأكد زعيم الحوثيين أن المعركة مستمرة.", "زعيم الحوثيين", "per-abdul-malik-al-houthi"),
        ("1965 - الرئيس الأميركي يوقع القانون.", "الرئيس الأميركي", None),
        ("وكان حينها نائبا لرئيس الوزراء المصري في القاهرة.", "رئيس الوزراء المصري", None),
    ],
)
def test_what_only_looks_like_the_holder_s_title(text: str, said: str, holder: str | None) -> None:
    found = report(text, "2018-08-04")
    kbs = [e.kb for m in found.mentions for e in found.entities if e.id == m.entity and said[2:] in found.slice(m.span)]
    assert kbs
    assert set(kbs) <= {holder} if holder else not any(k and k.startswith("per-") for k in kbs)
