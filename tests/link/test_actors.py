"""Which mentions are one entity, which are not, and what the entities are called."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad import read
from marsad.document import Entity, Report
from marsad.pipeline import run
from marsad.record import record


def report(text: str, outlet: str | None = None) -> Report:
    return read(text, published="2024-05-02", outlet=outlet, strict=True).report


def entity(found: Report, surface: str, nth: int = 0) -> Entity:
    """The entity of the n-th mention with a surface."""
    by_id = {e.id: e for e in found.entities}
    mentions = [m for m in found.mentions if found.slice(m.span) == surface]
    assert len(mentions) > nth, f"{surface} is mentioned {len(mentions)} times"
    return by_id[mentions[nth].entity or ""]


def speakers(found: Report) -> list[str | None]:
    names = {e.id: e.name["ar"] for e in found.entities}
    return [names.get(s.speaker or "") for s in found.statements]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("قال الرئيس دونالد ترامب إن الاتفاق قريب. وأضاف ترمب أن اللقاء قريب.", "دونالد ترامب", "ترمب"),
        ("وصل أنتوني بلينكن إلى عمان. وقال بلينكن إن الزيارة قصيرة.", "أنتوني بلينكن", "بلينكن"),
        ("بلينكن في عمان\nوصل الوزير أنتوني بلينكن إلى عمان مساء الأربعاء.", "بلينكن", "أنتوني بلينكن"),
        ("وصل فادي الخولي إلى النادي. وقال الخولي إن المباراة تأجلت.", "فادي الخولي", "الخولي"),
        ("عقد مجلس الأمن جلسة. وقال المجلس إن الوضع خطير.", "مجلس الأمن", "المجلس"),
        ("قالت صحيفة الأهرام إن السفينة غرقت. وأضافت الصحيفة أن الطاقم نجا.", "صحيفة الأهرام", "الصحيفة"),
        ("قالت قوات سوريا الديمقراطية (قسد) إن الطريق آمن.", "قوات سوريا الديمقراطية", "قسد"),
        ("قالت وزارة الداخلية إن المعبر مغلق. وأضافت الوزارة أن الجسر آمن.", "وزارة الداخلية", "الوزارة"),
        ("زار الوزير الأردني أيمن الصفدي بيروت. وقال الوزير إن الزيارة ناجحة.", "أيمن الصفدي", "الوزير"),
        ("قال مصدر أمني إن الطريق مغلق. وأضاف المصدر أن الجسر آمن.", "مصدر أمني", "المصدر"),
        ("وصل الرئيس السوري، بشار الأسد، إلى موسكو.", "الرئيس السوري", "بشار الأسد"),
        ("قال لبنان إن الحمولة سليمة. وقالت بيروت إن الطاقم بخير.", "لبنان", "بيروت"),
        ("زار وزير الخارجية الصيني وانغ يي القاهرة. وقال وانغ إن الزيارة ناجحة.", "وانغ يي", "وانغ"),
    ],
)
def test_one_entity(text: str, one: str, other: str) -> None:
    found = report(text)
    assert entity(found, one) == entity(found, other)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("قال الرئيس الأميركي إن الاتفاق قريب. وقال الرئيس الإيراني إنه بعيد.", "الرئيس الأميركي", "الرئيس الإيراني"),
        ("قال مصدر أمني إن الطريق مغلق. وقال مصدر دبلوماسي إن الوفد غادر.", "مصدر أمني", "مصدر دبلوماسي"),
        ("قال وزير الدفاع الفرنسي إن القوات عادت. وأكد وزير الخارجية الفرنسي أن القمة تأجلت.",
         "وزير الدفاع الفرنسي", "وزير الخارجية الفرنسي"),
        ("وصل أنتوني بلينكن إلى عمان. وقال أيمن الصفدي إن الزيارة قصيرة.", "أنتوني بلينكن", "أيمن الصفدي"),
        ("قال رفيق الحريري إن البلد بخير. وقال سعد الحريري إن الموعد قريب.", "رفيق الحريري", "سعد الحريري"),
        ("وصل الوفد إلى بيروت. وقال لبنان إن الحمولة سليمة.", "بيروت", "لبنان"),
        ("قالت وزارة الداخلية السورية إن المعبر مغلق. وقالت وزارة الداخلية التركية إن المعبر مفتوح.",
         "وزارة الداخلية السورية", "وزارة الداخلية التركية"),
    ],
)  # fmt: skip
def test_two_entities(text: str, one: str, other: str) -> None:
    found = report(text)
    assert entity(found, one) != entity(found, other)


def test_a_capital_is_a_place_where_one_arrives_and_a_government_where_it_speaks() -> None:
    found = report("وصل الوفد إلى موسكو. وأعلنت موسكو أن المحادثات بدأت.")
    assert entity(found, "موسكو", 0).name["ar"] == "موسكو"
    assert entity(found, "موسكو", 1).name["ar"] == "روسيا"


def test_the_fuller_form_names_the_entity() -> None:
    found = report("الخولي يعود\nعاد المدرب فادي الخولي إلى النادي. وقال الخولي إن المباراة تأجلت.")
    assert entity(found, "الخولي").name["ar"] == "فادي الخولي"


def test_known_people_have_an_id_a_country_and_both_names() -> None:
    who = entity(report("قال إيمانويل ماكرون إن القمة ناجحة."), "إيمانويل ماكرون")
    assert (who.type, who.kb, who.country) == ("PER", "per-emmanuel-macron", "FRA")
    assert who.name == {"ar": "إيمانويل ماكرون", "en": "Emmanuel Macron"}


def test_an_unnamed_source_is_an_entity_with_class_and_proximity() -> None:
    found = report("قال مسؤول في وزارة الداخلية العراقية إن الطريق آمن.")
    who = entity(found, "مسؤول في وزارة الداخلية العراقية")
    assert (who.type, who.class_, who.kb) == ("ANON", "official", None)
    assert who.of == entity(found, "وزارة الداخلية العراقية").id


def test_a_source_that_no_mention_names_is_one_entity_for_the_same_words() -> None:
    found = report("قال كبير المهندسين إن السد آمن. وأكد كبير المهندسين أن البحيرة ممتلئة.")
    assert speakers(found) == ["كبير المهندسين", "كبير المهندسين"]
    assert len({s.speaker for s in found.statements}) == 1


@pytest.mark.parametrize(
    ("text", "who"),
    [
        # the verb's gender chooses among those who spoke
        ("قال الوزير أيمن الصفدي إن الموعد قريب. وقالت الوزيرة أنالينا بيربوك إنه مهم. وأضافت أنها سعيدة.",
         ["أيمن الصفدي", "أنالينا بيربوك", "أنالينا بيربوك"]),
        # who is quoted inside does not go on outside
        ("قال الوزير أيمن الصفدي إن المبعوث غير بيدرسون أكد أن الجولة تأجلت. وأضاف أن الموعد قريب.",
         ["أيمن الصفدي", "غير بيدرسون", "أيمن الصفدي"]),
        ("قال الوزير أيمن الصفدي إنه أكد أن الجولة تأجلت.", ["أيمن الصفدي", "أيمن الصفدي"]),
    ],
)  # fmt: skip
def test_who_goes_on(text: str, who: list[str]) -> None:
    assert speakers(report(text)) == who


def test_what_goes_on_under_an_authority_stands_on_it_as_well() -> None:
    found = report("قال بلينكن، بحسب وكالة رويترز، إن اللقاء مفيد. وأضاف بلينكن أن الجولة تأجلت. وأكد أن الموعد قريب.")
    assert speakers(found) == ["أنتوني بلينكن", "رويترز", "أنتوني بلينكن", "أنتوني بلينكن"]
    assert [s.parent for s in found.statements] == ["s2", None, "s2", "s2"]


def test_the_outlet_is_an_entity_also_where_nobody_names_it() -> None:
    found = report("قال الوزير أيمن الصفدي إن الموعد قريب.", outlet="شبكة الساحل")
    outlet = next(e for e in found.entities if e.id == found.outlet_entity)
    assert (outlet.type, outlet.name["ar"], outlet.sector) == ("MEDIA", "شبكة الساحل", "MED")


def test_the_outlet_that_the_report_names_is_the_same_entity() -> None:
    found = report("قال الوزير أيمن الصفدي لوكالة رويترز إن الموعد قريب.", outlet="رويترز")
    assert found.outlet_entity == entity(found, "وكالة رويترز").id


NAMES = ("ماكرون", "إيمانويل ماكرون", "الرئيس", "الرئيس الفرنسي", "المصدر", "مصدر أمني", "موسكو", "روسيا", "الأخير")
CLAUSES = st.lists(
    st.tuples(st.sampled_from(["قال", "قالت", "وأضاف", "زار", "إلى"]), st.sampled_from(NAMES)), max_size=12
)


@given(CLAUSES)
@settings(max_examples=100, deadline=None)
def test_every_id_is_given_once_and_every_reference_has_its_entity(clauses: list[tuple[str, str]]) -> None:
    text = ". ".join(f"{verb} {name} إن الموعد قريب" for verb, name in clauses) + "."
    found = run(Report(id="1", text=text, published="2024-05-02"), strict=True)
    ids = [e.id for e in found.entities]
    assert len(ids) == len(set(ids))
    assert all(m.entity in ids for m in found.mentions)
    assert all(s.speaker is None or s.speaker in ids for s in found.statements)
    groups: dict[int, set[str | None]] = {}
    for m in found.mentions:
        if m.group >= 0:
            groups.setdefault(m.group, set()).add(m.entity)
    assert all(len(members) == 1 for members in groups.values()), "one noun phrase, one entity"
    listed = {e["id"] for e in record(found)["entities"]}
    assert {m.entity for m in found.mentions} <= listed


def test_the_kingdom_is_the_one_that_the_report_or_its_paper_is_of() -> None:
    saudi = report("قال وزير الخارجية السعودي إن المملكة ترحب بالضيوف. وأضاف أن السعودية تستعد.")
    assert entity(saudi, "المملكة") == entity(saudi, "السعودية")
    assert entity(saudi, "المملكة").kb == "SAU"
    assert entity(report("قال وزير الخارجية الأردني إن المملكة ترحب بالضيوف."), "المملكة").kb == "JOR"
    assert entity(report("وصل الوزير إلى المملكة أمس.", outlet="صحيفة الرياض"), "المملكة").kb == "SAU"
    assert entity(report("وصل الوزير إلى المملكة أمس."), "المملكة").kb is None
    assert entity(report("بحثت السعودية والأردن الأمر في المملكة."), "المملكة").kb is None


def test_an_army_and_its_soldiers_are_one_body_and_who_speaks_is_himself() -> None:
    found = report(
        "أعلن الجيش الأردني إغلاق المعبر. وقالت القوات المسلحة إن ثلاثة جنود أصيبوا. وقال ضابط إن الطريق مغلق."
    )
    army = entity(found, "الجيش الأردني")
    assert entity(found, "القوات المسلحة") == army
    assert entity(found, "ثلاثة جنود") == army
    assert entity(found, "ضابط") != army


def test_a_body_that_many_states_have_is_that_of_the_state_of_the_report() -> None:
    irish = report("صادق مجلس الشيوخ الأيرلندي على القانون. وقال مجلس الشيوخ إن القانون نافذ.")
    assert (entity(irish, "مجلس الشيوخ").kb, entity(irish, "مجلس الشيوخ").country) == (None, "IRL")
    french = report("فرنسا: جدل حول القانون\nقال الرئيس الفرنسي إن فرنسا تنتظر مجلس الشيوخ.")
    assert entity(french, "مجلس الشيوخ").country == "FRA"
    american = report("قال الرئيس الأميركي إن واشنطن تنتظر مجلس الشيوخ.")
    assert entity(american, "مجلس الشيوخ").kb == "org-senate"
