"""Status, dates, places, tolls, conditions of events: what must hold in any text, and what one event says of another.

What single words do is in the case files beside the data (`arabic/event_status.cases.yaml` ...).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.document import Event, Report, Span
from marsad.lexicon import event_tolls
from marsad.pipeline import run

WEDNESDAY = "2024-05-15"
# Words that the readers look at, in an order that nobody writes.
WORDS = (
    "قصف قصفت سيقصف القصف هجوم الهجمات هدد بإغلاق السفارة ما لم لن لا إذا لو في حال عدم شرط أن قد ربما يعتزم نفى"
    " طالب بالانسحاب من المقرر زيارة الرئيس بغداد بمدينة حلب اليوم الأحد أمس منذ قبل نهاية الشهر خلال 24 ساعة مهلة"
    " حتى إشعار آخر بحلول سبتمبر 2025 12 قتيلا عشرات الجرحى مقتل وإصابة ثلاثة جنود أكثر بينهم نحو 50 شخصا اتصال"
    ' هاتفي استمر 45 دقيقة رسالة إلى نقل حمّله التقى بعد عقب و ، . : « » " ؟ ( ) وإلا إن كان سوف هل'
).split()


def read(text: str, published: str | None = WEDNESDAY) -> Report:
    return run(Report(id="r", text=text, published=published), strict=True)


def event(report: Report, trigger: str) -> Event:
    found = [e for e in report.events if report.slice(e.trigger) == trigger]
    assert found, [report.slice(e.trigger) for e in report.events]
    return found[0]


def inside(report: Report, span: Span | None) -> bool:
    return span is None or 0 <= span.start < span.end <= len(report.text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40), st.sampled_from([WEDNESDAY, None]))
def test_what_holds_of_every_event(words: list[str], published: str | None) -> None:
    report = read("\n".join(("تقرير", " ".join(words))), published)
    ids = {e.id for e in report.entities}
    events = {e.id for e in report.events}
    for e in report.events:
        assert (e.negated_by is not None) == (e.status == "negated" and e.status_by is not None)
        assert inside(report, e.status_by)
        assert e.interval is None or e.interval[0] <= e.interval[1]
        assert ("date" in e.precision) == (e.date is not None or e.interval is not None)
        assert ("place" in e.precision) == (e.place is not None)
        assert e.place is None or e.place in ids
        assert set(e.precision.values()) <= {"clause", "sentence", "report", "actors"}
        for toll in e.tolls.values():
            assert inside(report, toll.span)
            assert toll.value is not None or toll.low is not None or toll.high is not None
        for condition in e.conditions:
            assert inside(report, condition.span)
            assert report.slice(condition.span).startswith(condition.word)
            assert condition.event in events | {None}
            assert condition.event != e.id
        if e.deadline is not None:
            assert inside(report, e.deadline.span)
            assert e.deadline.interval is None or e.deadline.interval[0] <= e.deadline.interval[1]
        if e.relay is not None:
            assert {e.relay.origin, e.relay.carrier, e.relay.addressee} <= ids | {None}
        assert set(e.gloss) == {"ar", "en"}
        assert all(line.strip() == line and "\n" not in line and line for line in e.gloss.values())
        assert e.quad in (1, 2, 3, 4)
        assert e.score is not None
        assert -10 <= e.score <= 10


def test_reading_is_the_same_each_time() -> None:
    text = "هدد الوزير بقصف المدينة ما لم تتوقف الهجمات خلال 48 ساعة. وقتل 12 شخصا في هجوم قرب حلب أمس."
    assert read(text).events == read(text).events


def test_a_threat_its_consequence_and_its_condition() -> None:
    report = read("تقرير\nهدد مايك بومبيو بإغلاق السفارة الأميركية في بغداد ما لم تتوقف الهجمات.")
    threat, closing, attacks = event(report, "هدد"), event(report, "إغلاق"), event(report, "الهجمات")
    assert (threat.status, closing.status) == ("actual", "hypothetical")
    assert report.slice(closing.status_by or Span(0, 0)) == "هدد"
    for e in (threat, closing):
        (condition,) = e.conditions
        assert (condition.word, condition.event, condition.negated) == ("ما لم", attacks.id, True)
    assert threat.gloss["en"].startswith("Mike Pompeo")
    assert ": threatens to close" in threat.gloss["en"]
    assert threat.gloss["en"].endswith("; condition: an attack goes on")


def test_a_denied_act_is_negated_by_the_denial_and_a_demanded_one_planned() -> None:
    report = read("تقرير\nنفت الوزارة وقوع هجوم على المدينة. وطالب مجلس الأمن بسحب القوات.")
    denied, demanded = event(report, "هجوم"), event(report, "سحب")
    assert (denied.status, report.slice(denied.negated_by or Span(0, 0))) == ("negated", "نفت")
    assert (demanded.status, demanded.negated_by) == ("planned", None)


def test_attacks_of_a_month_are_one_event_with_its_size() -> None:
    report = read("تقرير\nشن المسلحون هذا الشهر 25 هجوما على مواقع الجيش.")
    attack = event(report, "هجوما")
    assert attack.tolls["size"].value == 25
    assert attack.interval == ("2024-05-01", "2024-05-31")


def test_why_tells_the_words_of_status_date_and_place() -> None:
    report = read("تقرير\nلم تقصف الطائرات مدينة حلب يوم الأحد.")
    (e,) = report.events
    assert e.why is not None
    assert {x.partition(":")[0] for x in e.why.entries} >= {"status.particle", "date.clause", "place.clause"}


@pytest.mark.parametrize("word", ["تمت", "يمت"])
def test_words_that_only_look_like_an_outcome_are_dropped(word: str) -> None:
    assert event_tolls.load().words.get(word) is None


def test_work_grows_with_the_text_and_no_faster(effort: Callable[[Callable[[], object]], int]) -> None:
    from marsad.link import circumstances

    sentence = "هدد الوزير بقصف المدينة ما لم تتوقف الهجمات. وقتل 12 شخصا في هجوم قرب حلب أمس، إذا صح الخبر.\n"
    short, long = read("تقرير\n" + sentence * 20), read("تقرير\n" + sentence * 80)
    assert effort(lambda: circumstances.link(long)) < 6 * effort(lambda: circumstances.link(short))
