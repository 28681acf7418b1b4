"""Which tellings of a cluster are members, and which only mention what is the news of other reports.

A report of days later whose news is another happening is no further witness of the first: its mentions stand in the
cluster, but give no values and no origins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from marsad.weave.groups import INFERRED
from marsad.weave.objects import Telling
from marsad.weave.sources import accounts
from marsad.weave.views import View

PASSING: Final = 2  # days after the first report from which one that has it not in its headline mentions it
LATE: Final = 3  # days behind which one that has it in its headline tells it only where it gives an account of it
SEVERAL: Final = 2  # reports that have it as their news, beside which one that has it in its body alone tells it once


def parted(found: Sequence[Telling], view: Callable[[str], View]) -> tuple[list[Telling], list[Telling]]:
    """The members of a cluster, and its mentions. What no report has as its news has members only, as far as its
    reports lie near each other."""
    by_report: dict[str, list[Telling]] = {}
    for t in found:
        by_report.setdefault(t.report, []).append(t)
    days = {r: listed[0].published for r, listed in by_report.items()}
    news = [d for r, listed in by_report.items() if (d := days[r]) is not None and max(t.rank for t in listed)]
    first = min(news or [d for d in days.values() if d is not None], default=0)
    members: list[Telling] = []
    told_as_news = sum(any(t.rank for t in listed) for listed in by_report.values())
    for report, listed in by_report.items():
        gap = 0 if found[0].kind != "event" else (days[report] or 0) - first
        if gap >= PASSING and news and max(t.rank for t in listed) < 2:
            continue
        if gap > LATE:
            members += _told(view(report), listed, bool(news))
        elif told_as_news >= SEVERAL and found[0].kind == "event" and not any(t.rank for t in listed):
            members += _in_passing(view(report), listed)
        else:
            members += listed
    kept = {t.key for t in members}
    return members, [t for t in found if t.key not in kept]


def _told(view: View, listed: Sequence[Telling], elsewhere: bool) -> Sequence[Telling]:
    """The plainest sentence of a late report; none where it gives no account of what is the news `elsewhere`."""
    plain = {t.id: not view.taken_up(t.span) for t in listed}
    body = [t for t in listed if t.rank < 2] or listed
    given = _accounts(view, body)
    if elsewhere and not given:
        return ()
    best = max(given or body, key=lambda t: (says_day(t), plain[t.id], not t.chain, t.status == "actual"))
    return [t for t in listed if t.sentence == best.sentence]


def _in_passing(view: View, listed: Sequence[Telling]) -> Sequence[Telling]:
    """The first plain sentence of a report that has the happening in its body alone, and what tells of its toll."""
    kept = {e["id"] for e in accounts(view, [view.events[t.id] for t in listed])}
    given = [t for t in listed if t.id in kept]
    first = min(given, key=lambda t: (view.taken_up(t.span), t.span))
    return [t for t in listed if t.sentence == first.sentence or (t.id in kept and t.numbers)]


def _accounts(view: View, listed: Sequence[Telling]) -> list[Telling]:
    """Those that say when it was, or how many were hurt, outside anybody's act of speech."""
    events = [view.events[t.id] for t in listed if t.id in view.events]
    kept = {e["id"] for e in accounts(view, events, all_=False)}
    return [t for t in listed if t.id in kept and (says_day(t) or t.numbers)]


def says_day(t: Telling) -> bool:
    """Whether the day is said beside the telling."""
    return t.first is not None and t.dated not in ("", INFERRED)
