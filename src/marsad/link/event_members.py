"""Those who are named inside or as some of others: "زعيم الحركة", "قتل عشرون شخصا بينهم ستة جنود"."""

from __future__ import annotations

from typing import Final

from marsad.document import Mention, Report
from marsad.lexicon import event_tolls

_WHOSE: Final = (" من ", " في ")
_BEHIND: Final = 6  # tokens behind "بينهم" in which some of those before it are named


def part_of_others(report: Report, token: int) -> bool:
    """Whether those named at a token are some of those named before."""
    part = event_tolls.load().part
    for t in reversed(report.tokens[max(0, token - _BEHIND) : token]):
        if t.word.folded in part:
            return True
        if t.word.kind == "punct":
            return False
    return False


def _whose(report: Report, who: Mention, m: Mention) -> bool:
    """Whether a body stands right behind a description as whose they are: "خمسة قادة من [حماس]"."""
    return who.kind == "role" and m.type == "ORG" and report.text[who.span.end : m.span.start] in _WHOSE


def enclosing(report: Report) -> dict[Mention, str]:
    """For each mention inside a longer one, or behind it as whose they are, the entity of that.

    Of "الحركة" in "زعيم الحركة" the leader, of "حماس" in "خمسة قادة من حماس" the five.
    """
    out: dict[Mention, str] = {}
    around: list[Mention] = []  # those that the next one may lie in, the longest first
    before: Mention | None = None
    for m in sorted(report.mentions, key=lambda m: (m.span.start, -m.span.end)):
        while around and around[-1].span.end < m.span.end:
            around.pop()
        if around and around[0].entity is not None and around[0].span.start < m.span.start:
            out[m] = around[0].entity
        elif before is not None and before.entity is not None and _whose(report, before, m):
            out[m] = before.entity
        around.append(m)
        before = m
    return out
