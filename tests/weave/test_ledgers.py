"""Ledgers: who threatened, asked, promised what until when, and what later reports say became of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad import read
from marsad.errors import MarsadError
from marsad.library.ledger import ledger
from marsad.record import record
from marsad.weave.ledger_states import decide
from marsad.weave.ledgers import Deadline, Entry, Evidence

ULTIMATUM = (
    "مهلة للحكومة\nأمهلت حركة حماس الحكومة الإسرائيلية 48 ساعة للإفراج عن الأسرى المرضى، مهددة بالتصعيد.",
    "2024-03-05",
)
LAPSED = (
    "انتهاء المهلة\nانقضت المهلة التي حددتها حركة حماس من دون أن تفرج الحكومة الإسرائيلية عن الأسرى المرضى.",
    "2024-03-08",
)
FREED = (
    "إفراج عن أسرى\nأفرجت الحكومة الإسرائيلية عن الأسرى المرضى قبل ساعات من انتهاء المهلة التي حددتها حركة حماس.",
    "2024-03-07",
)
PROMISE = (
    "موعد الانسحاب\nقال رئيس الوزراء العراقي محمد شياع السوداني إن القوات الأجنبية ستنسحب من البلاد في سبتمبر المقبل.",
    "2024-03-05",
)


def made(*texts: tuple[str, str]) -> list[dict[str, Any]]:
    return [record(read(text, published=day, id=f"r{n}", strict=True).report) for n, (text, day) in enumerate(texts)]


def rows(name: str, *texts: tuple[str, str], on: str, **asked: Any) -> list[dict[str, Any]]:
    return ledger(made(*texts), name, on=on, **asked)


def ultimatum(*texts: tuple[str, str], on: str) -> dict[str, Any]:
    return next(r for r in rows("threats", *texts, on=on) if r["kind"] == "ultimatum")


def test_an_ultimatum_has_its_term() -> None:
    row = ultimatum(ULTIMATUM, on="2024-03-06")
    assert row["deadline"] == {"value": "PT48H", "interval": ["2024-03-05", "2024-03-07"]}
    assert row["state"] == "open"
    assert [p["id"] for p in row["by"]] == ["org-hamas"]
    assert row["evidence"][0]["report"] == "r0"


@pytest.mark.parametrize(("on", "state"), [("2024-03-06", "open"), ("2024-03-07", "due"), ("2024-03-08", "expired")])
def test_the_term_alone_decides_where_nothing_is_told(on: str, state: str) -> None:
    assert ultimatum(ULTIMATUM, on=on)["state"] == state


def test_later_reports_say_what_became_of_it() -> None:
    met = ultimatum(ULTIMATUM, FREED, on="2024-03-10")
    assert met["state"] == "met"
    assert {e["report"] for e in met["evidence"] if e["says"] == "met"} == {"r1"}
    lapsed = ultimatum(ULTIMATUM, LAPSED, on="2024-03-10")
    assert lapsed["state"] == "expired"
    assert {e["report"] for e in lapsed["evidence"] if e["says"] == "expired"} == {"r1"}


def test_a_deadline_that_is_taken_up_is_no_further_ultimatum() -> None:
    other = (
        "حماس تمهل الحكومة الإسرائيلية\nأمهلت حركة حماس الحكومة الإسرائيلية يومين للإفراج عن الأسرى المرضى.",
        "2024-03-05",
    )
    hours = (
        "أسرى إلى بيوتهم\nأفرجت الحكومة الإسرائيلية عن الأسرى المرضى قبل ثلاث ساعات من انتهاء مهلة الـ48 ساعة التي"
        " حددتها حركة حماس.",
        "2024-03-07",
    )
    found = [r for r in rows("threats", ULTIMATUM, other, hours, on="2024-03-10") if r["kind"] == "ultimatum"]
    assert len(found) == 1
    says = {(e["report"], e["says"]) for e in found[0]["evidence"]}
    assert {("r0", "tells"), ("r1", "tells"), ("r2", "met")} <= says
    assert ("r2", "tells") not in says
    assert found[0]["state"] == "met"


def test_what_a_president_pledges_his_state_does() -> None:
    pledge = (
        "وعد\nتعهد الرئيس المصري عبد الفتاح السيسي بإعادة فتح معبر رفح أمام الجرحى قبل نهاية الشهر.",
        "2024-03-05",
    )
    done = ("فتح المعبر\nأعادت مصر فتح معبر رفح أمام الجرحى، بحضور الرئيس المصري عبد الفتاح السيسي.", "2024-03-20")
    other = ("فتح المعبر\nأعادت تركيا فتح معبر باب الهوى أمام الشاحنات.", "2024-03-20")
    assert rows("commitments", pledge, done, on="2024-03-25")[0]["state"] == "met"
    assert rows("commitments", pledge, other, on="2024-03-25")[0]["state"] == "due"


def test_what_comes_out_later_is_not_known_yet() -> None:
    row = ultimatum(ULTIMATUM, FREED, on="2024-03-06")
    assert row["state"] == "open"
    assert [e["report"] for e in row["evidence"]] == ["r0"]


def test_what_will_be_done_by_a_month_is_a_commitment() -> None:
    (row,) = rows("commitments", PROMISE, on="2024-09-10")
    assert row["deadline"] == {"value": "2024-09", "interval": ["2024-03-05", "2024-09-30"]}
    assert row["state"] == "due"
    assert row["what"].startswith("ستنسحب")


def test_only_what_runs_and_only_a_party() -> None:
    assert rows("threats", ULTIMATUM, on="2024-03-06", running=True, actor="حماس")
    assert not rows("threats", ULTIMATUM, on="2024-03-06", actor="روسيا")
    assert not [r for r in rows("threats", ULTIMATUM, on="2024-06-06", running=True) if r["kind"] == "ultimatum"]


def test_a_source_that_stays_unnamed_demands_nothing() -> None:
    text = "تصريح\nوقال مسؤول في الوزارة طلب عدم الكشف عن اسمه إن المحادثات ستستأنف قريبا."
    assert rows("demands", (text, "2024-03-05"), on="2024-03-06") == []


def test_unknown_ledgers_and_days_are_told() -> None:
    with pytest.raises(MarsadError, match="no-such-ledger"):
        ledger([], "rumours")
    with pytest.raises(MarsadError, match="bad-date"):
        ledger([], "threats", on="tomorrow")


days = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31))


@given(said=days, length=st.integers(0, 400), on=days)
def test_a_term_runs_then_is_due_then_over(said: datetime.date, length: int, on: datetime.date) -> None:
    last = said + datetime.timedelta(days=length)
    row = Entry(
        ledger="threats",
        kind="ultimatum",
        by=("a",),
        to=("b",),
        what="",
        condition=None,
        deadline=Deadline(last.isoformat(), (said.isoformat(), last.isoformat())),
        date=said.isoformat(),
        published=said.isoformat(),
        evidence=[Evidence("r", "s1", (0, 1))],
        names={},
        around=frozenset(),
        acts=frozenset(),
        stems=frozenset(),
    )
    decide([row], [], on.isoformat())
    assert row.state == ("expired" if on > last else "due" if on == last else "open")
