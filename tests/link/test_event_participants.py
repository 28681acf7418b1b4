"""Who acts and who suffers where the grammar of the clause says so: one sentence, one trigger."""

from __future__ import annotations

import pytest

from marsad.document import Report
from marsad.link.events import Linker
from marsad.pipeline import STAGES, run

TEXTS = [
    ("قال وزير الخارجية المصري سامح شكري إن بلاده لم تطرد السفير التركي.", "تطرد", "actor", "مصر"),
    ("أكد وزير الخارجية المصري سامح شكري أن بلاده سوف تطرد السفير التركي.", "تطرد", "actor", "مصر"),
    ("أعلن الصليب الأحمر أن 29 طفلا على الأقل قتلوا في غارة على المدينة.", "قتلوا", "recipient", "29 طفلا"),
    (
        "بعد شتم الرئيس الفلسطيني محمود عباس السفير الأميركي.",
        "شتم",
        "actor",
        "محمود عباس",
    ),
    (
        "بعد شتم الرئيس الفلسطيني محمود عباس السفير الأميركي.",
        "شتم",
        "recipient",
        "السفير الأميركي",
    ),
    ("نددت المنظمة باعتقال الشرطة عشرين صحفيا في العاصمة.", "اعتقال", "actor", "الشرطة"),
    ("نددت المنظمة باعتقال الشرطة عشرين صحفيا في العاصمة.", "اعتقال", "recipient", "عشرين صحفيا"),
    ("استهدفت غارة إسرائيلية مبنى لحركة حماس في غزة.", "استهدفت", "recipient", "حماس"),
    ("قررت الحكومة المصرية طرد السفير التركي.", "طرد", "actor", "الحكومة المصرية"),
    ("قررت الحكومة المصرية طرد السفير التركي.", "طرد", "recipient", "السفير التركي"),
]
NOBODY = [
    # who stands near a noun that is another verb's object does not act in it
    ("ما لم تضع الحكومة حدا للهجمات الصاروخية فستغلق واشنطن سفارتها.", "لهجمات"),
]


def held(text: str, trigger: str) -> list[tuple[str, str]]:
    """Role and Arabic name of what the arguments of a trigger resolve to."""
    cut = next(k for k, stage in enumerate(STAGES) if stage.name == "happenings")
    report = run(Report("t", text, published="2024-05-06"), stages=STAGES[:cut], strict=True)
    linker = Linker(report)
    for event, known in zip(report.events, linker.known(), strict=True):
        if report.slice(event.trigger) == trigger:
            return [(n.role, linker.entities[n.entity].name["ar"] or "") for n in known]
    return []


@pytest.mark.parametrize(("text", "trigger", "role", "name"), TEXTS)
def test_the_clause_names_the_participant(text: str, trigger: str, role: str, name: str) -> None:
    assert (role, name) in held(text, trigger)


@pytest.mark.parametrize(("text", "trigger"), NOBODY)
def test_the_clause_names_nobody(text: str, trigger: str) -> None:
    assert not held(text, trigger)
