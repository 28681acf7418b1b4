"""The geometry of charts that the server draws."""

from __future__ import annotations

import pytest

from marsad.store.events import Bin
from marsad.web import plots


def test_times_are_whole_days_weeks_and_months() -> None:
    assert plots.times("2024-02-28", "2024-03-01", "day") == [
        (d, d) for d in ("2024-02-28", "2024-02-29", "2024-03-01")
    ]
    assert plots.times("2024-03-06", "2024-03-12", "week") == [
        ("2024-03-04", "2024-03-10"),
        ("2024-03-11", "2024-03-17"),
    ]
    assert plots.times("2024-01-31", "2024-02-01", "month") == [
        ("2024-01-01", "2024-01-31"),
        ("2024-02-01", "2024-02-29"),
    ]
    assert len(plots.times("0900-01-01", "2024-01-01", "day")) == 4_000


@pytest.mark.parametrize(
    ("most", "figures"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (7, [0, 2, 4, 6, 8]),
        (10, [0, 2, 4, 6, 8, 10]),
        (1_074, [0, 500, 1_000, 1_500]),
    ],
)
def test_the_scale_has_round_figures(most: int, figures: list[int]) -> None:
    assert plots.scale(most) == figures


def test_bars_stand_on_each_other_and_are_as_high_as_their_counts() -> None:
    bins = [Bin("2024-03-05", 4, "actual", 6), Bin("2024-03-05", 1, "actual", 2), Bin("2024-03-05", 4, "planned", 2)]
    plot = plots.tempo(bins, "2024-03-04", "2024-03-06", "day")
    assert [c.n for c in plot.columns] == [0, 10, 0]
    column = plot.columns[1]
    assert column.quads == (2, 0, 0, 8)
    assert [(p.quad, p.status) for p in column.pieces] == [(1, "actual"), (4, "actual"), (4, "planned")]
    for below, above in zip(column.pieces, column.pieces[1:], strict=False):
        assert above.y + above.height == pytest.approx(below.y, abs=0.02)
    assert column.pieces[0].y + column.pieces[0].height == pytest.approx(plot.base, abs=0.02)
    assert sum(p.height for p in column.pieces) == pytest.approx(plot.base - plots.TOP, abs=0.05)
    assert (plot.n, plot.most) == (10, 10)


def test_time_runs_from_the_right_where_the_page_does() -> None:
    bins = [Bin("2024-03-04", 1, "actual", 1), Bin("2024-03-06", 1, "actual", 1)]
    straight = [c.x for c in plots.tempo(bins, "2024-03-04", "2024-03-06", "day").columns]
    mirrored = [c.x for c in plots.tempo(bins, "2024-03-04", "2024-03-06", "day", mirrored=True).columns]
    assert straight == sorted(straight)
    assert mirrored == sorted(mirrored, reverse=True)
    assert [round(x - plots.SIDE, 1) for x in straight] == [round(x, 1) for x in reversed(mirrored)]


def test_a_chart_of_nothing_can_be_drawn() -> None:
    plot = plots.tempo([], "2024-03-04", "2024-03-04", "day")
    assert (plot.n, len(plot.columns), plot.columns[0].pieces) == (0, 1, ())
