"""What joins and what parts two tellings, on tellings that are made, and on reports that are read."""

from __future__ import annotations

import datetime
from typing import Any

from marsad import read
from marsad.record import record
from marsad.weave.cluster import weave
from marsad.weave.compare import of_events, of_one_report
from marsad.weave.groups import Frequencies, Group, group
from marsad.weave.objects import Telling, tellings
from marsad.weave.output import Records, finished

DAY = datetime.date(2024, 3, 5).toordinal()
WORDS = tuple("اتصال هاتف وزير عراق سفار ملف حدود قلق".split())


def telling(report: str, **given: Any) -> Telling:
    """A telling with nothing but what is given."""
    base: dict[str, Any] = {
        "id": "v1",
        "kind": "event",
        "type": "CONSULT",
        "mode": None,
        "span": (0, 4),
        "sentence": (0, 80),
        "status": "actual",
        "actors": (),
        "recipients": (),
        "sides": (),
        "place": (),
        "placed": "",
        "first": None,
        "last": None,
        "dated": "",
        "published": DAY,
        "outlet": report,
        "numbers": {},
        "trigger": "اتصال",
        "beside": (),
        "weekday": False,
        "words": WORDS,
        "near": WORDS,
        "rank": 0,
        "chain": (),
    }
    return Telling(report=report, **{**base, **given})


def levels(a: Group, b: Group, *, within: bool = False) -> dict[str, str]:
    made = (of_one_report if within else of_events)(a, b, Frequencies())
    return {step.level.kind: step.level.name for step in made.steps}


def call(report: str, **given: Any) -> Group:
    return group([telling(report, mode="phone", beside=("per-mike-pompeo", "per-barham-salih"), **given)])


def test_a_contact_retold_days_later_needs_no_near_day() -> None:
    made = levels(call("a", rank=1), call("b", published=DAY + 5))
    assert made["time"] == "unknown"
    assert made["who"] == "shared"


def test_two_contacts_that_are_both_news_are_parted_by_their_days() -> None:
    assert levels(call("a", rank=1), call("b", rank=1, published=DAY + 5))["time"] == "published-apart"


def test_nothing_is_told_before_it_took_place() -> None:
    later = {"first": DAY + 8, "last": DAY + 8, "dated": "clause", "published": DAY + 9}
    assert levels(call("a"), call("b", **later))["time"] == "far"


def test_a_weekday_may_be_the_one_a_week_before() -> None:
    sunday = {"first": DAY + 3, "last": DAY + 3, "dated": "clause", "published": DAY + 3, "weekday": True}
    assert levels(call("a", rank=1), call("b", **sunday))["time"] == "unknown"
    assert levels(call("a", rank=1), call("b", **{**sunday, "weekday": False}))["time"] == "far"


def test_a_refusal_and_a_plan_weeks_apart_are_one_question() -> None:
    act = {"type": "RETREAT", "mode": "withdraw", "recipients": ("IRQ",)}
    refused = group([telling("a", status="negated", **act)])
    planned = group([telling("b", status="planned", published=DAY + 9, **act)])
    made = of_events(refused, planned, Frequencies())
    assert {s.level.kind: s.level.name for s in made.steps}["time"] == "unknown"
    assert next(s.weight for s in made.steps if s.level.kind == "status") == 0.0


def test_a_resignation_of_another_is_another() -> None:
    act = {"type": "RETREAT", "mode": "resign"}
    johnson = group([telling("a", actors=("per-boris-johnson",), **act)])
    davis = group([telling("b", actors=("per-david-davis",), **act)])
    spelled = group([telling("c", actors=("per/ديفيد_ديفيز",), **act)])
    assert levels(johnson, davis)["who"] == "other-person"
    assert levels(davis, spelled)["who"] != "other-person"
    assert of_one_report(johnson, davis, Frequencies()).never


def test_in_a_report_who_speaks_parts_acts_of_speech() -> None:
    accuse = {"type": "ACCUSE", "mode": "allege"}
    a = group([telling("a", actors=("org-hamas",), **accuse)])
    b = group([telling("a", id="v2", actors=("per-mahmoud-abbas",), **accuse)])
    assert of_one_report(a, b, Frequencies()).never


def test_a_month_says_what_did_not_fall_into_it() -> None:
    act = {"type": "ASSAULT", "trigger": "هجوم"}
    january = {"first": DAY - 64, "last": DAY - 34, "dated": "clause"}
    march = {"first": DAY - 4, "last": DAY + 26, "dated": "clause"}
    today = group([telling("a", first=DAY, last=DAY, dated="clause", **act)])
    assert levels(today, group([telling("b", **january, **act)]))["time"] == "far"
    assert levels(today, group([telling("b", **march, **act)]))["time"] != "same"


def test_days_said_go_before_days_taken_from_elsewhere() -> None:
    said = telling("a", first=DAY, last=DAY, dated="clause")
    taken = telling("a", id="v2", first=DAY - 90, last=DAY - 90, dated="report")
    assert [d[0] for d in group([said, taken]).days] == [DAY]
    assert group([taken]).days == ()


def test_news_of_two_days_that_are_said_is_two_happenings() -> None:
    one, next_ = ({"first": day, "last": day, "rank": 1, "published": DAY + 1} for day in (DAY, DAY + 1))
    said = [group([telling(r, dated="clause", **given)]) for r, given in (("a", one), ("b", next_))]
    assert levels(*said)["time"] == "next"
    inferred = group([telling("b", dated="report", **next_)])
    assert levels(said[0], inferred)["time"] == "near"


def test_a_day_long_past_that_only_the_body_says_is_not_that_of_the_news() -> None:
    news = telling("a", first=None, last=None, dated="", rank=1, published=DAY)
    before = telling("a", first=DAY - 40, last=DAY - 40, dated="clause", rank=0, published=DAY)
    assert group([news, before]).days == ()
    assert group([telling("a", first=DAY - 40, last=DAY - 40, dated="clause", rank=1, published=DAY)]).days
    assert group([before]).days


def woven(*reports: tuple[str, str, str]) -> list[dict[str, Any]]:
    """Clusters of events of reports: id, day of publication, text."""
    made = {i: record(read(text, published=day, id=i, strict=True).report) for i, day, text in reports}
    weaver = weave(tellings(r) for r in made.values())
    kept = Records(made.__getitem__, kept=len(made))
    return [finished(weaver, c, kept) for c in weaver.clusters.values() if weaver.groups[c.groups[0]].kind == "event"]


BLAST = (
    "انفجار سيارة مفخخة قرب سوق في مدينة الموصل\n"
    "انفجرت سيارة مفخخة صباح الثلاثاء قرب سوق شعبية في مدينة الموصل شمالي العراق، "
    "وأسفر الانفجار عن مقتل سبعة أشخاص وإصابة عشرين آخرين، بحسب مديرية شرطة نينوى."
)
LATER = (
    "شرطة نينوى تعلن توقيف المشتبه به في تفجير السوق\n"
    "أوقفت شرطة نينوى الاثنين المشتبه به الأول في تفجير سوق الموصل.\n"
    "وكانت سيارة مفخخة قد انفجرت في 5 مارس قرب سوق شعبية في مدينة الموصل، وأسفر الانفجار عن مقتل سبعة أشخاص.\n"
    "وقال شهود إن الانفجار قرب السوق الشعبية في الموصل أحدث دمارا واسعا."
)


TOLL = (
    "ارتفاع حصيلة تفجير سيارة مفخخة قرب سوق الموصل\n"
    "أعلنت مديرية صحة نينوى الاثنين ارتفاع حصيلة الهجوم.\n"
    "وكانت سيارة مفخخة قد انفجرت في 5 مارس قرب سوق شعبية في مدينة الموصل، وأسفر الانفجار عن مقتل تسعة أشخاص.\n"
    "وقال شهود إن الانفجار قرب السوق الشعبية في الموصل أحدث دمارا واسعا."
)


def attack_of(later: str, day: str) -> dict[str, Any]:
    """The cluster of the blast, told on its day by one report and on `day` by another."""
    made = woven(("a", "2024-03-05", BLAST), ("b", day, later))
    found = [c for c in made if c["type"] == "ASSAULT" and {"a", "b"} <= {m["report"] for m in joined(c)}]
    assert len(found) == 1
    return found[0]


def joined(cluster: dict[str, Any]) -> list[dict[str, Any]]:
    """All tellings of a cluster."""
    return [*cluster["members"], *cluster["mentions"]]


def test_a_later_report_with_other_news_mentions_it() -> None:
    for day in ("2024-03-07", "2024-03-18"):
        found = attack_of(LATER.replace(" في تفجير السوق\n", "\n"), day)
        assert {m["report"] for m in found["members"]} == {"a"}
        assert {m["report"] for m in found["mentions"]} == {"b"}
        assert found["counts"]["reports"] == 1


ANOTHER = (
    "محافظ نينوى يفتتح مستشفى جديدا\n"
    "افتتح محافظ نينوى الأربعاء مستشفى جديدا بسعة مئتي سرير شرقي المحافظة، وقال إن العمل فيه استمر ثلاث سنوات كاملة.\n"
    "وكانت سيارة مفخخة قد انفجرت الثلاثاء قرب سوق شعبية في مدينة الموصل شمالي العراق.\n"
    "ووقع الانفجار قرب السوق الشعبية في الموصل صباحا."
)


def test_a_report_of_the_next_day_that_has_it_in_its_body_tells_it_once() -> None:
    found = woven(("a", "2024-03-05", BLAST), ("b", "2024-03-05", BLAST), ("c", "2024-03-06", ANOTHER))
    attack = next(c for c in found if c["type"] == "ASSAULT")
    told, mentioned = ([m["span"][0] for m in attack[k] if m["report"] == "c"] for k in ("members", "mentions"))
    assert told
    assert all(start < ANOTHER.find("ووقع") for start in told)
    assert mentioned
    assert all(start > ANOTHER.find("ووقع") for start in mentioned)


def test_a_later_report_that_has_it_in_its_headline_tells_it_once() -> None:
    found = attack_of(TOLL, "2024-03-10")
    told = [m["span"][0] for m in found["members"] if m["report"] == "b"]
    assert told
    assert all(TOLL.find("وكانت سيارة") < start < TOLL.find("وقال شهود") for start in told)


def test_who_meets_another_meets_him_another_time() -> None:
    trump = group([telling("a", mode="meeting", actors=("per-donald-trump", "per-tamim-bin-hamad-al-thani"))])
    mattis = group([telling("b", mode="meeting", actors=("per-james-mattis", "per-tamim-bin-hamad-al-thani"))])
    visit = group([telling("c", mode="visit", actors=("per-james-mattis", "per-tamim-bin-hamad-al-thani"))])
    assert levels(trump, mattis)["who"] == "other-partner"
    assert levels(trump, visit)["who"] != "other-partner"


def test_a_town_and_its_suburb_are_places_beside_each_other() -> None:
    act = {"type": "ASSAULT", "placed": "clause"}
    douma = group([telling("a", place=("loc-douma", "=SYR"), **act)])
    damascus = group([telling("b", place=("loc-damascus", "SYR", "=SYR"), **act)])
    homs = group([telling("c", place=("loc-homs", "=SYR"), **act)])
    assert levels(douma, damascus)["place"] == "near"
    assert levels(douma, homs)["place"] == "same-country"


def test_an_office_and_who_holds_it_are_one_speaker() -> None:
    act = {"type": "ACCUSE", "mode": "allege", "recipients": ("org-hamas",)}
    office = ("PSE", "office:PSE:president")
    house = group([telling("a", actors=("org/رئاسه_فلسطينيه",), sides=office, **act)])
    holder = group([telling("b", actors=("per-mahmoud-abbas",), sides=office, **act)])
    minister = group(
        [telling("c", actors=("per-riyad-al-maliki",), sides=("PSE", "office:PSE:foreign_minister"), **act)]
    )
    assert levels(house, holder)["who"] == "shared"
    assert levels(house, minister)["who"] == "same-side"


def test_the_office_of_who_acts_is_read() -> None:
    text = "عباس يتهم\nاتهم الرئيس الفلسطيني محمود عباس إسرائيل بعرقلة المفاوضات."
    made = tellings(record(read(text, published="2024-03-05", id="a", strict=True).report))
    assert "office:PSE:president" in next(t for t in made if t.type == "ACCUSE").sides


def test_a_name_in_two_spellings_is_one() -> None:
    act = {"type": "COERCE", "mode": "arrest"}
    a = group([telling("a", recipients=("per/جونين_سيجيف",), **act)])
    b = group([telling("b", recipients=("per/غونين_سيغيف",), **act)])
    c = group([telling("c", recipients=("per/جونين_كاسبر",), **act)])
    assert levels(a, b)["who"] == "shared"
    assert levels(a, c)["who"] != "shared"
