"""How the entities of a report stand to one another, and what features that makes."""

from __future__ import annotations

import pytest

from marsad.document import Report
from marsad.link.event_features import Context
from marsad.link.event_foes import Bout
from marsad.link.events import Linker
from marsad.pipeline import STAGES, run


def context(text: str, published: str | None) -> Context:
    cut = next(k for k, stage in enumerate(STAGES) if stage.name == "happenings")
    report = run(Report("t", text, published=published), stages=STAGES[:cut], strict=True)
    linker = Linker(report)
    known = linker.known()
    return Context(linker.report, list(report.events), known, linker.entities, linker.agrees)


def named(held: Context, name: str) -> str:
    return next(i for i, e in held.entities.items() if e.name["ar"] == name)


STANDINGS = [
    ("اجتاح الجيش الإسرائيلي رفح، وردت كتائب القسام.", "2024-05-07", "الجيش الإسرائيلي", "كتائب القسام", "foe"),
    ("اجتاح الجيش الإسرائيلي رفح، وردت كتائب القسام.", "2024-05-07", "الجيش الإسرائيلي", "رفح", "foe"),
    ("اجتاح الجيش الإسرائيلي رفح، وردت كتائب القسام.", "2024-05-07", "رفح", "كتائب القسام", "allied"),
    ("التقى وزير الخارجية السعودي عادل الجبير حزب الله.", "2018-05-07", "عادل الجبير", "حزب الله", "rival"),
    ("قال الجيش إن السودان قصف الدعم السريع.", "2024-05-07", "الجيش", "الدعم السريع", "foe"),
    ("قال الجيش إن السودان قصف الدعم السريع.", "2021-05-07", "الجيش", "الدعم السريع", "allied"),
    ("قصفت البحرية السعودية مدينة صنعاء.", "2018-05-07", "البحرية السعودية", "صنعاء", "foe"),
    ("هاجم المسلحون الشرطة.", None, "المسلحون", "الشرطة", "foe"),
]


@pytest.mark.parametrize(("text", "published", "one", "other", "standing"), STANDINGS)
def test_how_two_stand(text: str, published: str | None, one: str, other: str, standing: str) -> None:
    held = context(text, published)
    a, b = named(held, one), named(held, other)
    assert held.foes.standing(a, b) == held.foes.standing(b, a) == standing


def test_foes_in_no_file_are_those_told_to_attack_one_another() -> None:
    text = "قصفت البرازيل الأرجنتين. وقالت البرازيل إن الأرجنتين هددت تشيلي."
    held = context(text, "2024-05-07")
    brazil, argentina, chile = (named(held, n) for n in ("البرازيل", "الأرجنتين", "تشيلي"))
    assert held.foes.standing(brazil, argentina) == "foe"
    assert held.foes.standing(brazil, chile) == "none"
    # the event that tells it says nothing about itself
    assert held.foes.standing(brazil, argentina, own=True) == "none"


def test_a_candidate_is_held_against_others_the_sentence_and_the_place() -> None:
    held = context("اجتاح الجيش الإسرائيلي رفح، وردت كتائب القسام.", "2024-05-07")
    army, group, town = (named(held, n) for n in ("الجيش الإسرائيلي", "كتائب القسام", "رفح"))
    bout = Bout((army,), (army, group, town), held.foes.holders(town), own=False)
    assert bout.holders == ("org-hamas",)
    expected = ["foe-others:foe|force", "foe-place:same|force", "foe-around|force"]
    assert held.foes.features(group, "force", bout) == expected
    assert held.foes.features(group, "talk", Bout((), (), (), own=False)) == []
