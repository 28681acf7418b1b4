"""Told as news or taken as known: sentences written for this test."""

from __future__ import annotations

import pytest

from marsad import read
from marsad.document import Report
from marsad.evaluate.news import reported, score, supported
from marsad.evaluate.news_features import features, words
from marsad.evaluate.told import background, definite, told
from marsad.lexicon import news_weights

NEWS = [
    "قتل أربعة مدنيين وأصيب أحد عشر آخرون بجروح في انفجار عبوة ناسفة قرب سوق شعبي في مدينة تعز صباح أمس.",
    "وأعلنت مصادر أمنية مقتل جندي وإصابة اثنين من زملائه في هجوم مسلح على نقطة تفتيش غرب المدينة.",
    "وقال شهود عيان إن مسلحين مجهولين أطلقوا النار على سيارة تقل موظفين في بلدية الميناء فقتلوا اثنين منهم.",
    "وأفاد مصدر في الشرطة بأن انتحاريا فجر نفسه أمام مقر للجيش جنوب العاصمة، مما أدى إلى مقتل سبعة جنود.",
    "خطف مسلحون ثلاثة مهندسين يعملون في حقل للنفط شرق البلاد، حسبما ذكر سكان محليون.",
    "وقصفت طائرات حربية ليلة أمس ثلاثة منازل في قرية الزهراء، ما أسفر عن سقوط خمسة قتلى.",
]
KNOWN = [
    "وطالب نواب المعارضة الحكومة بكشف نتائج التحقيق في التفجير الذي وقع قرب السوق الشعبي العام الماضي.",
    "ويرى محللون أن الهجمات على نقاط التفتيش لن تتوقف ما لم تتفق الأحزاب على قانون جديد.",
    "ودان وزير الخارجية عمليات الخطف ودعا إلى الإفراج عن المهندسين فورا.",
    "واتهمت المحكمة ثلاثة رجال بالتخطيط لاغتيال قاض قبل عامين.",
    "هل يمكن أن يمنع القانون الجديد جرائم القتل في المدن الكبيرة؟",
    "ولا يعتقد الكاتب أن القصف وحده يحسم الحرب، فالتاريخ يقول غير ذلك.",
    "وبحث الوزيران خلال لقائهما التعاون في مكافحة الإرهاب ومنع الهجمات على السفن.",
]


def _read(text: str) -> Report:
    return read(text).report


@pytest.mark.parametrize(("text", "news"), [*((t, True) for t in NEWS), *((t, False) for t in KNOWN)])
def test_assaults(text: str, news: bool) -> None:
    report = _read(text)
    assert reported(report, "ASSAULT") is news
    assert (score(report, "ASSAULT") >= news_weights.load()["ASSAULT"].least) is news


def test_the_same_deed_told_and_known() -> None:
    asked = _read("وسألت النائبة عن انفجار السيارة المفخخة الذي قتل فيه ثلاثة من عناصر الشرطة.")
    said = _read("وقال مصدر أمني إن سيارة مفخخة انفجرت شمال المدينة فقتل ثلاثة من عناصر الشرطة.")
    assert score(said, "ASSAULT") > score(asked, "ASSAULT")


def test_types_without_weights_go_by_supports() -> None:
    report = _read("تظاهر نحو ألفي عامل واعتصم مئات آخرون في ساحة التحرير وسط القاهرة احتجاجا على خفض الأجور.")
    assert "PROTEST" not in news_weights.load()
    assert supported(report, "PROTEST")
    assert reported(report, "PROTEST")
    assert not reported(report, "ASSAULT")
    with pytest.raises(KeyError):
        score(report, "PROTEST")


def test_told_known_and_behind() -> None:
    report = _read("قتل جنديان في المدينة. وأدان الوزير الهجوم.")
    by = {report.slice(e.trigger): e for e in report.events if e.type == "ASSAULT"}
    assert told(report, by["قتل"])
    assert not told(report, by["الهجوم"])
    assert definite(report, by["الهجوم"])
    behind = _read("وزار الوزير القرية التي قصفها الجيش.")
    event = next(e for e in behind.events if e.type == "ASSAULT")
    assert background(behind, event)
    assert not told(behind, event)


def test_features_name_structure_and_words() -> None:
    report = _read(NEWS[3])
    found = features(report, "ASSAULT")
    assert {"told>=1", "toll dead", "first verb says"} <= found
    assert {"people انتحاري", "people جندي", "say أفاد"} <= words(report)
    assert not any("ASSAULT" in f for f in found)


def test_every_weight_is_of_a_feature_or_a_lemma_that_exists() -> None:
    weights = news_weights.load()["ASSAULT"]
    assert all(w.split(" ")[0] in ("event", "people", "say") for w in weights.words)
    seen = {f for text in NEWS + KNOWN for f in features(_read(text), "ASSAULT")}
    assert len(seen & weights.structure.keys()) > 100  # a feature that is renamed loses its weight
