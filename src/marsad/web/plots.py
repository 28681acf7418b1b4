"""Small charts drawn by the server: stacked bars as plain geometry, which a template writes as SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import msgspec

from marsad.store.events import Bin, Step

WIDTH: Final = 1_080
HEIGHT: Final = 220
TOP: Final = 8
FOOT: Final = 22  # for the days below
SIDE: Final = 38  # for the figures beside
_ROUND: Final = (1, 2, 5)


class Piece(msgspec.Struct, frozen=True):
    """A part of a bar, in pixels: of a quad class and a status."""

    x: float
    y: float
    width: float
    height: float
    quad: int
    status: str


class Column(msgspec.Struct, frozen=True):
    """A time of the chart: its first and last day, where it stands, how many, and its parts."""

    first: str
    last: str
    x: float
    width: float
    n: int
    quads: tuple[int, int, int, int]
    pieces: tuple[Piece, ...]


class Line(msgspec.Struct, frozen=True):
    """A line of the scale, at a height, with its figure."""

    y: float
    n: int


class Plot(msgspec.Struct, frozen=True):
    """A chart of `WIDTH` by `HEIGHT` pixels: columns in order of time, lines of the scale, days to write below."""

    width: int
    height: int
    left: int
    right: int
    base: float
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    labels: tuple[tuple[float, str], ...]  # month and day, or year and month
    n: int
    most: int


def times(since: str, until: str, step: Step) -> list[tuple[str, str]]:
    """First and last day of each day, week (from Monday) or month of a stretch of time, in order; 4,000 at the most."""
    at, end = dt.date.fromisoformat(since), dt.date.fromisoformat(until)
    if step == "week":
        at -= dt.timedelta(days=at.weekday())
    elif step == "month":
        at = at.replace(day=1)
    out: list[tuple[str, str]] = []
    while at <= end and len(out) < 4_000:
        if step == "month":
            after = (at.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        else:
            after = at + dt.timedelta(days=7 if step == "week" else 1)
        out.append((at.isoformat(), (after - dt.timedelta(days=1)).isoformat()))
        at = after
    return out


def scale(most: int) -> list[int]:
    """Round figures from 0 to the first that is not below `most`, three to six of them."""
    if most <= 3:
        return list(range(max(most, 1) + 1))
    power = 1
    while True:
        for first in _ROUND:
            part = first * power
            if part * 5 >= most:
                return [part * n for n in range(-(-most // part) + 1)]
        power *= 10


def tempo(bins: Sequence[Bin], since: str, until: str, step: Step, *, mirrored: bool = False) -> Plot:
    """The chart of counts over time. `mirrored`: time runs from the right to the left, for a page that does."""
    spans = times(since, until, step)
    by: dict[str, dict[tuple[int, str], int]] = {}
    for found in bins:
        if found.quad:
            by.setdefault(found.day, {})[found.quad, found.status] = found.n
    figures = scale(max((sum(by.get(first, {}).values()) for first, _ in spans), default=0))
    base, inner = HEIGHT - FOOT, WIDTH - SIDE
    left = 0 if mirrored else SIDE
    wide = inner / max(1, len(spans))
    tall = (base - TOP) / figures[-1]

    def at(n: int) -> float:
        return round(left + (len(spans) - 1 - n if mirrored else n) * wide, 2)

    columns: list[Column] = []
    for n, (first, last) in enumerate(spans):
        parts, y = by.get(first, {}), float(base)
        pieces: list[Piece] = []
        quads = [0, 0, 0, 0]
        for (quad, status), count in sorted(parts.items()):
            quads[quad - 1] += count
            y -= count * tall
            gap = min(1.0, wide / 5)
            pieces.append(
                Piece(
                    round(at(n) + gap / 2, 2), round(y, 2), round(wide - gap, 2), round(count * tall, 2), quad, status
                )
            )
        whole = (quads[0], quads[1], quads[2], quads[3])
        columns.append(Column(first, last, at(n), round(wide, 2), sum(quads), whole, tuple(pieces)))
    every = max(1, -(-len(spans) // 7))
    of_years = spans[0][0][:4] != spans[-1][0][:4]
    labels = [
        (round(at(n) + wide / 2, 2), spans[n][0][:7] if of_years and step != "day" else spans[n][0][5:])
        for n in range(every // 2, len(spans), every)
    ]
    lines = [Line(round(base - n * tall, 2), n) for n in figures]
    total = sum(c.n for c in columns)
    return Plot(
        WIDTH,
        HEIGHT,
        left,
        left + inner,
        base,
        tuple(columns),
        tuple(lines),
        tuple(labels),
        total,
        max((c.n for c in columns), default=0),
    )
