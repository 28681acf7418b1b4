"""The component in spaCy's own pipelines."""

from __future__ import annotations

import json
import pathlib
import tomllib
from typing import Any

import pytest

import marsad
from marsad.errors import MarsadError

pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'marsad[spacy]'")

import spacy
from spacy.tokens import Doc, DocBin

import marsad.spacy_component as component

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXT = (
    "انفجار قرب مطار عدن\nقال مصدر أمني لوكالة رويترز، الخميس، إن وزير الدفاع اليمني محسن الداعري هدد جماعة الحوثي"
    " بالرد إذا تكرر الهجوم. وقتل ثلاثة جنود في انفجار قرب مطار عدن مساء الأربعاء."
)


def pipeline(**config: Any) -> Any:
    nlp = spacy.blank("ar")
    nlp.add_pipe("marsad", config=config)
    return nlp


def plain(record: Any) -> Any:
    """The record as JSON has it: spaCy gives lists back as tuples."""
    return json.loads(json.dumps(record))


def test_the_factory_is_an_entry_point_of_the_project() -> None:
    points = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    module, name = points["spacy_factories"]["marsad"].split(":")
    assert module == component.__name__
    assert getattr(component, name) is component.make


def test_the_record_is_that_of_marsad_read() -> None:
    doc = pipeline(published="2024-05-03", outlet="صحيفة النهار")(TEXT)
    assert doc._.marsad == marsad.read(TEXT, published="2024-05-03", outlet="صحيفة النهار").record


def test_statements_events_names_and_times_are_spans() -> None:
    doc = pipeline(published="2024-05-03")(TEXT)
    record = doc._.marsad
    groups = (("marsad_statements", "statements"), ("marsad_events", "events"), ("marsad_times", "times"))
    for group, rows in groups:
        assert len(doc.spans[group]) == len(record[rows]) > 0
    names = {(span.text, span.label_, span.kb_id_) for span in doc.spans["marsad_names"]}
    assert ("محسن الداعري", "PER", "per-mohsen-al-daeri") in names
    times = {span.text: span.id_ for span in doc.spans["marsad_times"]}
    assert times["الخميس"] == "2024-05-02"
    assert times["مساء الأربعاء"] == "2024-05-01TEV"


def test_extensions_say_who_on_whose_word_what_and_whether() -> None:
    doc = pipeline(published="2024-05-03")(TEXT)
    threat = next(s for s in doc.spans["marsad_statements"] if s.label_ == "threaten")
    assert threat._.speaker == "محسن الداعري"
    assert threat._.chain == ["مصدر أمني", "محسن الداعري"]
    assert threat._.type == "threaten"
    assert threat._.status is None
    events = {s.label_: s for s in doc.spans["marsad_events"]}
    assert events["THREATEN"]._.type == "THREATEN"
    assert events["THREATEN"]._.status == "actual"
    assert events["THREATEN"]._.speaker == "مصدر أمني"
    outlet = next(s for s in doc.spans["marsad_events"] if not s._.chain)
    assert outlet._.speaker is None
    assert doc[0:2]._.speaker is None
    assert doc[0:2]._.type is None


def test_a_span_never_cuts_a_token() -> None:
    doc = pipeline()("قال الوزير إن «المعبر مغلق».")
    (content,) = doc.spans["marsad_statements"]
    exact = doc._.marsad["statements"][0]["content"]
    assert content.start_char <= exact[0]
    assert content.end_char >= exact[1]


def test_a_document_s_own_date_goes_before_the_configuration() -> None:
    nlp = pipeline(published="2024-05-03")
    doc = nlp.make_doc("قال الوزير أمس إن المعبر مغلق.")
    doc._.marsad_published = "2020-01-02"
    assert [s.id_ for s in nlp(doc).spans["marsad_times"]] == ["2020-01-01"]


def test_what_is_not_arabic_is_warned_of_and_with_strict_an_error() -> None:
    nlp = pipeline()
    with pytest.warns(UserWarning, match="not-arabic"):
        doc = nlp("Nothing Arabic here.")
    assert doc._.marsad is None
    assert [len(doc.spans[group]) for group in component.GROUPS] == [0, 0, 0, 0]
    assert nlp("")._.marsad is None
    with pytest.raises(MarsadError, match="not-arabic"):
        pipeline(strict=True)("Nothing Arabic here.")
    with pytest.raises(MarsadError, match="bad-date"):
        pipeline(published="yesterday")("قال الوزير إن المعبر مغلق.")


def test_documents_are_kept_and_come_back_whole() -> None:
    nlp = pipeline(published="2024-05-03")
    docs = list(nlp.pipe([TEXT, "قال الوزير إن المعبر مغلق."]))
    back = list(DocBin().from_bytes(DocBin(docs=docs, store_user_data=True).to_bytes()).get_docs(nlp.vocab))
    for kept, doc in zip(back, docs, strict=True):
        assert plain(kept._.marsad) == doc._.marsad
        for group in component.GROUPS:
            here = [(s.text, s.label_, s.id_, s.kb_id_) for s in doc.spans[group]]
            assert [(s.text, s.label_, s.id_, s.kb_id_) for s in kept.spans[group]] == here
    assert plain(Doc(nlp.vocab).from_bytes(docs[0].to_bytes())._.marsad) == docs[0]._.marsad


def test_a_pipeline_is_kept_with_its_configuration(tmp_path: pathlib.Path) -> None:
    pipeline(published="2024-05-03").to_disk(tmp_path)
    doc = spacy.load(tmp_path)("قال الوزير أمس إن المعبر مغلق.")
    assert [s.id_ for s in doc.spans["marsad_times"]] == ["2024-05-02"]
