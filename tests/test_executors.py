from __future__ import annotations

from marsad.document import Report
from marsad.executors.local import run_all
from marsad.ingest.sources import Rejected

TEXT = "أعلن المجلس أن الجلسة ستعقد غدا."


def name(report: Report) -> str:
    return f"{report.id}:{len(report.tokens)}"


def test_rejections_pass_through_in_their_place() -> None:
    bad = Rejected("x", "empty-input", "", "")
    made = list(run_all([Report(id="a", text=TEXT), bad, Report(id="b", text=TEXT)], name))
    assert made == ["a:7", bad, "b:7"]


def test_inputs_are_read_only_as_they_are_asked_for() -> None:
    asked = []

    def inputs() -> object:
        for i in range(100):
            asked.append(i)
            yield Report(id=str(i), text=TEXT)

    made = run_all(inputs(), name)  # type: ignore[arg-type]
    assert next(made) == "0:7"
    assert asked == [0]
