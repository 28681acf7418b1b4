from __future__ import annotations

import pytest

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.pipeline import STAGES, Stage, check, run

TEXT = "أعلنت الوزارة أن الاجتماع سيعقد غدا."


def broken(report: Report) -> Report:
    raise RuntimeError("this stage is broken")


def misspelt(report: Report) -> Report:
    raise MarsadError("bad-lexicon", "titles.yaml")


def titled(report: Report) -> Report:
    return report.with_(title="وصل")


BROKEN = Stage("broken", f"{__name__}:broken", ("text",), ("times",), "")
TITLED = Stage("titled", f"{__name__}:titled", ("text",), ("title",), "")


def test_the_stages_fit_together() -> None:
    assert check(STAGES) == []


def test_every_order_in_which_a_stage_comes_too_early_is_refused() -> None:
    assert check(tuple(reversed(STAGES)))
    assert any("requires tokens" in fault for fault in check(STAGES[2:]))


def test_a_stage_cannot_assign_what_a_report_does_not_have() -> None:
    assert check((Stage("x", "m:f", ("text",), ("weather",), ""),)) == [
        "x assigns weather, which is no field of a report"
    ]


def test_two_stages_of_one_name_are_refused() -> None:
    assert "two stages are called furniture" in check((STAGES[0], STAGES[0]))


def test_a_failing_stage_becomes_a_warning_and_the_next_one_runs() -> None:
    report = run(Report(id="1", text=TEXT, published="2024-01-01"), stages=(BROKEN, TITLED))
    assert [w.code for w in report.warnings] == ["stage-failed"]
    assert "broken" in report.warnings[0].message
    assert report.title == "وصل"


def test_a_broken_lexicon_is_no_fault_of_the_report() -> None:
    with pytest.raises(MarsadError):
        run(Report(id="1", text=TEXT), stages=(Stage("misspelt", f"{__name__}:misspelt", ("text",), (), ""),))


def test_strict_raises_what_the_stage_raised() -> None:
    with pytest.raises(RuntimeError, match="this stage is broken"):
        run(Report(id="1", text=TEXT), stages=(BROKEN,), strict=True)


def test_no_date_is_said_once() -> None:
    report = run(run(Report(id="1", text=TEXT), stages=()), stages=())
    assert [w.code for w in report.warnings] == ["no-date"]


def test_the_input_is_left_as_it_was() -> None:
    report = Report(id="1", text=TEXT, published="2024-01-01")
    copy = report.with_()
    assert run(report, strict=True).tokens
    assert report == copy
