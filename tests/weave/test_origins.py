"""Where tellings begin: one office, one unnamed source, one text are one origin, whatever the number of outlets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad import read
from marsad.record import record
from marsad.weave.origins import counts, origins
from marsad.weave.views import Told, View


def view(text: str, id: str, outlet: str | None = None, published: str = "2024-03-05") -> View:
    return View(record(read(text, published=published, outlet=outlet, id=id, strict=True).report))


def told(made: View, type: str, word: str) -> Told:
    """The event of a type whose trigger holds a word."""
    for event in made.events.values():
        if event["type"] == type and word in made.text[slice(*event["trigger"])]:
            return Told(made, event["id"])
    raise AssertionError([(e["type"], made.text[slice(*e["trigger"])]) for e in made.events.values()])


def groups(members: list[Told]) -> list[tuple[str, set[str]]]:
    return [(o["kind"], {m["report"] for m in o["members"]}) for o in origins(members)]


BLAST = "انفجار قرب السوق\n"


def test_one_office_in_two_outlets_is_one_origin() -> None:
    a = view(BLAST + "أعلنت وزارة الداخلية العراقية أن انفجارا وقع في الموصل وأسفر عن مقتل ثلاثة أشخاص.", "a", "الوطن")
    b = view("قتلى في الموصل\nقالت وزارة الداخلية العراقية إن انفجارا هز الموصل فجر اليوم.", "b", "الراية")
    found = groups([told(a, "ASSAULT", "انفجار"), told(b, "ASSAULT", "انفجار")])
    assert found == [("office", {"a", "b"})]


def test_unnamed_sources_of_two_outlets_are_two() -> None:
    a = view(BLAST + "قال مصدر أمني إن انفجارا وقع في الموصل.", "a", "الوطن")
    b = view("هجوم في الموصل\nوأفاد مصدر أمني بأن انفجارا هز وسط الموصل ليل أمس.", "b", "الراية")
    assert len(groups([told(a, "ASSAULT", "انفجار"), told(b, "ASSAULT", "انفجار")])) == 2


def test_an_unnamed_source_of_one_outlet_is_one() -> None:
    a = view(BLAST + "قال مصدر أمني إن انفجارا وقع في الموصل.", "a", "الوطن")
    b = view("جديد التفجير\nوأوضح مصدر أمني أن انفجارا ثانيا لم يقع، وأن انفجارا واحدا هز المدينة.", "b", "الوطن")
    assert len(groups([told(a, "ASSAULT", "انفجار"), told(b, "ASSAULT", "انفجار")])) == 1


def test_shared_wording_is_one_origin() -> None:
    words = "انفجار عنيف هز صباح اليوم سوقا شعبية في مدينة الموصل وألحق أضرارا بعشرات المحال التجارية."
    a = view("خبر أول\n" + words, "a", "الوطن")
    b = view("خبر ثان\n" + words, "b", "الراية")
    members = [told(a, "ASSAULT", "انفجار"), told(b, "ASSAULT", "انفجار")]
    assert groups(members) == [("outlet", {"a", "b"})]
    assert counts(members, origins(members)) == {"reports": 2, "outlets": 2, "origins": 1}


def test_outlets_that_name_nobody_are_apart() -> None:
    a = view("خبر أول\nهز انفجار عنيف سوقا شعبية في الموصل صباح اليوم.", "a", "الوطن")
    b = view("خبر ثان\nدوى فجرا في الموصل انفجار قرب دائرة حكومية من دون أن تعرف أسبابه.", "b", "الراية")
    assert [k for k, _ in groups([told(a, "ASSAULT", "انفجار"), told(b, "ASSAULT", "انفجار")])] == ["outlet", "outlet"]


def test_who_accuses_is_the_origin_of_the_accusation() -> None:
    a = view("اتهام\nاتهمت الرئاسة الفلسطينية إسرائيل بعرقلة المفاوضات.", "a", "الوطن")
    b = view("عباس يتهم\nاتهم الرئيس الفلسطيني محمود عباس إسرائيل بعرقلة المفاوضات، بحسب وكالة وفا.", "b", "الراية")
    assert groups([told(a, "ACCUSE", "اتهم"), told(b, "ACCUSE", "اتهم")]) == [("office", {"a", "b"})]


def test_an_agency_that_is_cited_leads_to_its_own_source() -> None:
    a = view("اجتماع\nقالت وكالة الأنباء السعودية إن اجتماعا سيعقد في جدة.", "a", "الوطن")
    b = view(
        "دعوة\nأعلن الديوان الملكي السعودي، وفق ما نقلت وكالة الأنباء السعودية، أن اجتماعا سيعقد في جدة الخميس.",
        "b",
        "الراية",
    )
    assert groups([told(a, "CONSULT", "اجتماع"), told(b, "CONSULT", "اجتماع")]) == [("office", {"a", "b"})]


def test_a_text_without_its_source_is_no_origin_of_who_names_it() -> None:
    words = "انفجارا عنيفا هز صباح اليوم سوقا شعبية في مدينة الموصل وألحق أضرارا بعشرات المحال التجارية القريبة منها."
    a = view("خبر أول\nقالت وزارة الداخلية العراقية إن " + words, "a", "الوطن")
    b = view("خبر ثان\nوذكر شهود في المكان أن المدينة هادئة.\nوكان " + words, "b", "الراية")
    found = groups([told(a, "ASSAULT", "انفجار"), told(b, "ASSAULT", "انفجار")])
    assert found == [("office", {"a"}), ("outlet", {"b"})]


def test_a_sentence_that_only_names_a_source_is_that_of_the_one_before() -> None:
    a = view("اتصال\nأجرى الملك اتصالا هاتفيا بالرئيس التركي. وفق ما أوردت وكالة الأنباء السعودية.", "a", "الوطن")
    b = view("اتصال\nقالت وكالة الأنباء السعودية إن الملك أجرى اتصالا هاتفيا بالرئيس التركي.", "b", "الراية")
    assert groups([told(a, "CONSULT", "اتصال"), told(b, "CONSULT", "اتصال")]) == [("outlet", {"a", "b"})]


def test_a_text_is_the_word_of_who_issued_it() -> None:
    a = view(BLAST + "أفاد بيان صادر اليوم عن وزارة الداخلية العراقية، أن انفجارا وقع في الموصل.", "a", "الوطن")
    b = view("قتلى في الموصل\nقالت وزارة الداخلية العراقية إن انفجارا هز الموصل فجر اليوم.", "b", "الراية")
    found = groups([told(a, "ASSAULT", "انفجار"), told(b, "ASSAULT", "انفجار")])
    assert found == [("office", {"a", "b"})]


def test_a_state_that_accuses_is_who_speaks_for_it() -> None:
    a = view("اتهام\nاتهمت روسيا أوكرانيا بعرقلة المفاوضات.", "a", "الوطن")
    b = view("موسكو تتهم\nاتهمت وزارة الخارجية الروسية أوكرانيا بعرقلة المفاوضات.", "b", "الراية")
    c = view("اتهام\nاتهمت فرنسا أوكرانيا بعرقلة المفاوضات.", "c", "الخبر")
    found = groups([told(v, "ACCUSE", "اتهم") for v in (a, b, c)])
    assert found == [("office", {"a", "b"}), ("office", {"c"})]


def test_one_man_spelled_in_two_ways_is_one_origin() -> None:
    a = view(BLAST + "قال الضابط سليم كارنفيان إن انفجارا وقع في الموصل.", "a", "الوطن")
    b = view("هجوم في الموصل\nوأفاد الضابط سليم كارنافيان بأن انفجارا هز وسط الموصل ليل أمس.", "b", "الراية")
    assert len(groups([told(a, "ASSAULT", "انفجار"), told(b, "ASSAULT", "انفجار")])) == 1


def test_the_lawyer_in_two_reports_of_one_happening_is_one() -> None:
    a = view("إفراج\nأطلقت السلطات سراح الصحفي، وفق ما أفاد محاميه.", "a", "الوطن")
    b = view("إفراج\nقال المحامي سليم الهادي إن السلطات أطلقت سراح الصحفي.", "b", "الراية")
    members = [told(v, "RETREAT", "طلق") for v in (a, b)]
    assert len(groups(members)) == 1


@given(order=st.permutations([0, 1, 2, 3]))
def test_the_order_of_members_does_not_change_the_groups(order: list[int]) -> None:
    members = MEMBERS()
    straight = {frozenset(reports) for _, reports in groups(members)}
    assert {frozenset(reports) for _, reports in groups([members[n] for n in order])} == straight


_CACHE: list[Told] = []


def MEMBERS() -> list[Told]:
    if not _CACHE:
        texts = (
            ("قال مصدر أمني إن انفجارا وقع في الموصل.", "الوطن"),
            ("أعلنت وزارة الداخلية العراقية أن انفجارا وقع في الموصل.", "الراية"),
            ("قالت وزارة الداخلية العراقية إن انفجارا هز الموصل.", "الخبر"),
            ("هز انفجار عنيف سوقا شعبية في الموصل صباح اليوم.", "البلد"),
        )
        for n, (text, outlet) in enumerate(texts):
            _CACHE.append(told(view("عنوان الخبر\n" + text, f"r{n}", outlet), "ASSAULT", "انفجار"))
    return _CACHE


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_every_member_stands_under_an_origin(size: int) -> None:
    members = MEMBERS()[:size]
    assert {m["report"] for o in origins(members) for m in o["members"]} == {t.view.id for t in members}
