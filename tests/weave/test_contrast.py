"""Verdicts slot by slot, on values that are made and on reports that are read."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from marsad import read
from marsad.record import record
from marsad.weave.contacts import agreed
from marsad.weave.contrast import clash, contradictions, contrast, judge, readouts
from marsad.weave.values import Value
from marsad.weave.views import Told, View

numbers = st.integers(0, 500)


def value(report: str, low: float, high: float | None = None, day: str = "2024-03-05") -> Value:
    return Value(report, low, (0, 1), day, low, high)


def test_counts_that_rise_from_day_to_day_are_updated() -> None:
    given_ = {"a": [value("a", 5, 5)], "b": [value("b", 9, 9, "2024-03-06")]}
    assert judge("dead", given_, 2) == "updated"


def test_counts_that_fall_differ() -> None:
    given_ = {"a": [value("a", 9, 9)], "b": [value("b", 5, 5, "2024-03-06")]}
    assert judge("dead", given_, 2) == "differ"


def test_counts_of_one_day_differ_unless_a_rise_is_told() -> None:
    given_ = {"a": [value("a", 5, 5)], "b": [value("b", 9, 9)]}
    assert judge("dead", given_, 2) == "differ"
    given_["b"] = [value("b", 9, 9)._replace(revised=True)]
    assert judge("dead", given_, 2) == "updated"


def test_at_least_agrees_with_more() -> None:
    assert judge("dead", {"a": [value("a", 30)], "b": [value("b", 37, 37)]}, 2) == "agree"


def test_a_report_that_has_none_is_an_omission() -> None:
    assert judge("dead", {"a": [value("a", 5, 5)], "b": [value("b", 5, 5)]}, 3) == "omitted"


@given(a=numbers, b=numbers, open_=st.booleans())
def test_clashes_are_mutual_and_nothing_clashes_with_itself(a: int, b: int, open_: bool) -> None:
    x, y = value("a", a, None if open_ else a), value("b", b, b)
    for slot in ("dead", "injured", "size"):
        assert clash(slot, x, y) == clash(slot, y, x)
        assert not clash(slot, x, x)


@given(tolls=st.lists(st.tuples(numbers, st.sampled_from(["2024-03-05", "2024-03-06"])), min_size=2, max_size=5))
def test_the_order_of_reports_does_not_change_the_verdict(tolls: list[tuple[int, str]]) -> None:
    made = [(f"r{n}", [value(f"r{n}", t, t, day)]) for n, (t, day) in enumerate(tolls)]
    verdicts = {judge("dead", dict(order), len(made)) for order in itertools.permutations(made)}
    assert len(verdicts) == 1


def cluster(*texts: str, type: str, word: str) -> list[Told]:
    found: list[Told] = []
    for n, text in enumerate(texts):
        made = View(record(read(text, published="2024-03-05", id=f"r{n}", strict=True).report))
        found += [
            Told(made, e["id"])
            for e in made.events.values()
            if e["type"] == type and word in made.text[slice(*e["trigger"])]
        ][:1]
    assert len(found) == len(texts)
    return found


def verdicts(members: list[Told]) -> dict[str, str]:
    return {s["slot"]: s["verdict"] for s in contrast(members)}


def test_tolls_and_places_of_one_attack() -> None:
    members = cluster(
        "هجوم في بغداد\nأسفر هجوم بسيارة مفخخة في بغداد عن مقتل سبعة أشخاص وإصابة عشرين آخرين.",
        "هجوم دام\nأسفر هجوم في العراق عن مقتل تسعة أشخاص.",
        type="ASSAULT",
        word="هجوم",
    )
    found = verdicts(members)
    assert found["dead"] == "differ"
    assert found["injured"] == "omitted"
    assert found["place"] == "agree"
    clashing = contradictions(members)
    assert [(c["type"], c["slot"]) for c in clashing] == [("number", "dead")]
    for side in ("a", "b"):
        text = next(t.view.text for t in members if t.view.id == clashing[0][side]["report"])
        assert "أشخاص" in text[slice(*clashing[0][side]["span"])]


def test_no_injuries_is_a_count() -> None:
    members = cluster(
        "انفجار في عدن\nوقع انفجار في عدن دون أي إصابات.",
        "انفجار عدن\nوقع انفجار في عدن وأسفر عن إصابة ثلاثة أشخاص.",
        type="ASSAULT",
        word="انفجار",
    )
    assert verdicts(members)["injured"] == "differ"


CALL_A = (
    "بومبيو يحذر الرئيس العراقي من إغلاق السفارة\n"
    "أجرى وزير الخارجية الأميركي مايك بومبيو اتصالا هاتفيا بالرئيس العراقي برهم صالح الأحد.\n"
    "وهدد بومبيو بإغلاق السفارة الأميركية في بغداد إذا تواصل إطلاق الصواريخ عليها."
)
CALL_B = (
    "واشنطن تهدد بنقل سفارتها من العاصمة العراقية\n"
    "بحث الرئيس العراقي برهم صالح ووزير الخارجية الأميركي مايك بومبيو أوضاع البلاد في اتصال هاتفي يوم الأحد.\n"
    "وهدد بومبيو بنقل السفارة إلى أربيل ما لم تعتقل الحكومة مطلقي الصواريخ.\n"
    "وأكد صالح أن العراق يحمي البعثات الأجنبية."
)


def test_what_was_said_in_a_call_belongs_to_it() -> None:
    members = cluster(CALL_A, CALL_B, type="CONSULT", word="اتصال")
    slots = {s["slot"]: s for s in contrast(members)}
    threats = {m["report"]: v["value"] for v in slots["threatened"]["values"] for m in v["members"]}
    assert threats["r0"].startswith("إغلاق السفارة")
    assert threats["r1"].startswith("نقل السفارة")
    assert len(slots["condition"]["values"]) == 2
    assert {r["party"] for r in readouts(members)} == {"per-mike-pompeo", "per-barham-salih"}
    assert agreed(members) >= {"per-mike-pompeo", "per-barham-salih"}


def test_a_refusal_stands_against_a_plan() -> None:
    members = cluster(
        "واشنطن لا تنوي الانسحاب\nقال وزير الدفاع الأميركي إن بلاده لا تنوي الانسحاب من العراق.",
        "بغداد تعلن موعد الانسحاب\nقال رئيس الوزراء العراقي إن الولايات المتحدة ستبدأ الانسحاب من العراق في سبتمبر.",
        type="RETREAT",
        word="انسحاب",
    )
    clashing = [c for c in contradictions(members) if c["slot"] == "status"]
    assert [c["type"] for c in clashing] == ["negation"]
