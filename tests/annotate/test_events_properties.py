"""What holds of the events of any text: spans, ids, who takes part, and that no text breaks the reading of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.document import EventType, Report, Status
from marsad.lexicon import events
from marsad.pipeline import run
from marsad.record import to_json
from marsad.text.segment import LONGEST

Effort = Callable[[Callable[[], object]], int]
VERBS = ("قصف", "هاجمت", "قُتل", "اعتقلته", "التقى", "سيزور", "انسحبت", "أدان", "رفضت", "طالب", "هدد", "فرضت", "تظاهر")
LIGHT = ("شن", "نفذت", "أجرى", "وجه", "تعرض", "أسفر", "تم", "قام", "يعقد")
NOUNS = ("هجوما", "غارات", "الهجوم", "مقتل", "اعتقال", "محادثات", "لقائه", "زيارته", "عقوبات", "انسحاب", "اشتباكات")
PARTIES = (
    "روسيا",
    "الجيش السوري",
    "الرئيس الفرنسي إيمانويل ماكرون",
    "تنظيم داعش",
    "مسلحون مجهولون",
    "خمسة جنود",
    "آلاف الطلاب",
    "طهران",
    "مدينة إدلب",
    "نظيره التركي",
    "الإسرائيلية",
    "المدنيين",
)
PARTICLES = ("على", "إلى", "مع", "بين", "من قبل", "على يد", "الذي", "التي", "أن", "إن", "لم", "لن", "قد", "إذا")
ATTACHED = ("و", "ب", "ل")
SPEECH = ("قال", "وأضاف", "اتهمت", "تعهد", "أشاد", "حذرت", "نفت", "بحسب")
SIGNS = ('"', "«", "»", ":", "،", ".", "؟", "(", ")", "-", "\n", "[", "#")
TIMES = ("مساء الأحد الماضي", "أمس", "خلال 48 ساعة", "قبل", "بعد", "12", "2021")
PIECES = VERBS + LIGHT + NOUNS + PARTIES + PARTICLES + ATTACHED + SPEECH + SIGNS + TIMES
TEXT = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", " ", " ", " ", ""])), max_size=45).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces) + " اليوم"
)
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STATUSES = frozenset(get_args(Status))
TYPES = frozenset(get_args(EventType))


def read(text: str) -> Report:
    return run(Report(id="1", text=text, published="2024-05-02", outlet="شبكة الساحل"), strict=True)


def hold(report: Report) -> None:
    """The properties of every reading."""
    text = report.text
    assert [v.id for v in report.events] == [f"v{n}" for n in range(1, len(report.events) + 1)]
    starts = [v.trigger.start for v in report.events]
    assert starts == sorted(starts)
    entities = {e.id for e in report.entities}
    statements = {s.id for s in report.statements}
    happenings = {v.id for v in report.events}
    for v in report.events:
        assert v.type in TYPES
        assert v.status in STATUSES
        for span in (v.trigger, v.negated_by, v.status_by):
            if span is not None:
                assert 0 <= span.start < span.end <= len(text)
                assert text[span.start : span.end] == text[span.start : span.end].strip()
        assert v.negated_by is None or v.status == "negated"
        assert set(v.actors) <= entities
        assert set(v.recipients) <= entities
        assert v.place is None or v.place in entities
        assert len(set(v.actors)) == len(v.actors)
        assert len(set(v.recipients)) == len(v.recipients)
        assert not set(v.actors) & set(v.recipients)
        assert v.in_ is None or v.in_ in statements
        assert all(c.event is None or c.event in happenings - {v.id} for c in v.conditions)
        assert v.why is not None
    record = json.loads(to_json(report))
    assert [v["id"] for v in record["events"]] == [v.id for v in report.events]
    ids = {e["id"] for e in record["entities"]}
    for event in record["events"]:
        assert {*event["actors"], *event["recipients"]} <= ids
        assert event["place"] is None or event["place"] in ids


@given(TEXT)
@relaxed
def test_any_mix_of_words_is_read(text: str) -> None:
    hold(read(text))


@given(st.data())
@relaxed
def test_any_trigger_in_any_form_is_read(data: st.DataObject) -> None:
    forms = sorted(events.load().forms)
    words = st.sampled_from(forms) | st.sampled_from(PIECES)
    hold(read(" ".join(data.draw(st.lists(words, max_size=40))) + " اليوم"))


@given(TEXT)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_text_gives_the_same_bytes(text: str) -> None:
    assert to_json(read(text)) == to_json(read(text))


@given(TEXT)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_stands_behind_leaves_the_triggers_before(text: str) -> None:
    """A paragraph more takes no event from those before, and gives them no other number, trigger or type."""
    alone = read(text + ".\n").events
    more = read(text + ".\n" + "تقع مدينة حلب شمال سوريا.").events
    assert [(v.id, v.trigger, v.type) for v in more] == [(v.id, v.trigger, v.type) for v in alone]


HOSTILE = {
    "triggers only": "قصف " * 3000,
    "nouns only": "هجوم " * 3000,
    "light verbs only": "شن " * 3000,
    "no spaces": "قصفالجيش" * 3000,
    "joined": "قصف وهجوم و" * 1500,
    "open quotations": "قصف «" * 1500,
    "closing marks": "قصف» )" * 1500,
    "open brackets": "(قصف " * 1500,
    "between": "بين " * 3000,
    "agents": "قتل على يد " * 1000,
    "relatives": "الجيش الذي قصف " * 1000,
    "parties": "روسيا و" * 2000,
    "negations": "لم " * 3000 + "يقصف",
    "idafa": "هجوم قصف مقتل " * 1000,
    "conditions": "إذا قصف " * 1000,
    "marks": "قَصَفَ" * 50 + "ً" * 3000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_read(name: str) -> None:
    report = read(HOSTILE[name])
    hold(report)
    assert report.text == HOSTILE[name]
    assert len(report.events) <= len(report.tokens)


LONG = {
    "reports": "قصف الجيش السوري مدينة إدلب مساء الأحد. ",
    "one sentence": "قصف الجيش السوري مدينة إدلب ",
    "joined": "وقصف الجيش السوري مدينة إدلب، ",
    "paragraphs": "شن تنظيم داعش هجوما على مدينة كركوك أسفر عن مقتل خمسة جنود.\n",
    "speech": "هددت تركيا باجتياح مدينة منبج. ",
    "talks": "التقى الرئيس الفرنسي إيمانويل ماكرون نظيره التركي. ",
    "pronouns": "واعتقلته الشرطة التركية. ",
    "triggers only": "قصف ",
    "parties": "روسيا وتركيا وإيران و",
    "relatives": "انسحب الجيش الروسي الذي قصف مدينة خاركيف. ",
    "light verbs": "شن هجوما ",
    "tolls": "قُتل خمسة جنود وأصيب عشرة مدنيين. ",
    "conditions": "إذا قصفت إسرائيل المدينة فسترد إيران. ",
    "between": "اشتباكات بين الجيش السوداني والدعم السريع ",
    "taken up": "وأدان الوزير الهجوم والاعتداء. ",
    "weeks": "التقى الوزير هذا الأسبوع الرئيس. وفي الاجتماع، الاثنين، وافق الوزير. ",
    "planned": "ستعقد القمة المقبلة في بغداد. وقال إن القمة مهمة. ",
    "remembered": "وفي الذكرى العاشرة لتحرير المدينة عام 2003 قصف الجيش القرية. ",
    "relations": "زار الوزير بغداد غداة الهجوم الذي وقع الأحد. ",
    "without": "عقد الاجتماع بغياب الوزير والرئيس. ",
}
FAULTS: dict[str, str] = {}


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.xfail(strict=True, reason=FAULTS[n])] if n in FAULTS else []) for n in LONG],
)
def test_cost_is_linear(name: str, effort: Effort) -> None:
    """Eight times the text takes about eight times the work; the square would be 64."""
    few, many = LONG[name] * 12, LONG[name] * 96
    assert len(read(many).events) >= 90 or name == "parties", "what is counted is the reading of events"
    assert effort(lambda: read(many)) < 16 * effort(lambda: read(few))


@pytest.mark.parametrize("piece", ["وصل الوزير الأحد إلى بغداد والتقى الرئيس العراقي ", "فتحت النيابة تحقيقا "])
def test_the_cost_of_a_sentence_without_end_is_linear(piece: str, effort: Effort) -> None:
    """Words of one sentence are held against one another; from some length on that must not grow with the text."""
    words = len(piece.split())
    few, many = piece * (LONGEST // words), piece * (8 * LONGEST // words)
    assert effort(lambda: read(many)) < 16 * effort(lambda: read(few))
