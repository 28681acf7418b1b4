"""Clusters as they are printed: the form ``marsad-weave/1`` of RECORD.md."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from marsad.weave.cluster import Cluster, Weaver
from marsad.weave.compare import Comparison
from marsad.weave.contacts import agreed
from marsad.weave.contrast import contradictions, contrast, readouts, slot_values
from marsad.weave.grades import Letters, grade
from marsad.weave.mentions import parted, says_day
from marsad.weave.objects import Telling, tellings
from marsad.weave.origins import counts, origins
from marsad.weave.views import Told, View

SCHEMA: Final = "marsad-weave/1"


def cluster_id(members: Iterable[tuple[str, str]]) -> str:
    """An id that is the same as long as the members are: a digest of their reports and ids."""
    text = "\n".join(f"{report}#{id}" for report, id in sorted(members))
    return "c-" + hashlib.sha256(text.encode()).hexdigest()[:16]


class Records:
    """What the output looks up: records as views, and their tellings by id; the latest of them are held.

    `record` gives a report's record, `told` its tellings where they are kept anywhere.
    """

    def __init__(
        self,
        record: Callable[[str], Mapping[str, Any]],
        *,
        kept: int,
        told: Callable[[str], Sequence[Telling]] | None = None,
    ) -> None:
        self._told = told
        self.view = lru_cache(maxsize=kept)(lambda report: View(record(report)))
        self.tellings = lru_cache(maxsize=kept)(self._tellings)

    def _tellings(self, report: str) -> dict[str, Telling]:
        found = self._told(report) if self._told is not None else tellings(self.view(report).record)
        return {t.id: t for t in found}


def members_of(weaver: Weaver, cluster: Cluster, records: Records) -> list[Telling]:
    """The tellings of a cluster in the order of publication, report id and place in the report."""
    found: list[Telling] = []
    for number in cluster.groups:
        group = weaver.groups[number]
        by_id = records.tellings(group.report)
        found += [by_id[id] for id in group.members]
    return sorted(found, key=lambda t: (t.published or 0, t.report, t.span))


def finished(weaver: Weaver, cluster: Cluster, records: Records, letters: Letters | None = None) -> dict[str, Any]:
    """A cluster as it is printed; `letters` are what analysts gave sources."""
    why = [
        {"report": weaver.groups[number].report, "id": weaver.groups[number].members[0], **explained(why)}
        for number, why in zip(cluster.groups, cluster.why, strict=True)
        if why is not None
    ]
    return printed(members_of(weaver, cluster, records), records, letters, why)


def printed(
    members: Sequence[Telling], records: Records, letters: Letters | None = None, why: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """What some tellings are as a cluster, in the order of `members_of`; `why` is what joined them."""
    found, mentions = parted(members, records.view)
    made = _common(found, mentions)
    told = [Told(records.view(t.report), t.id) for t in found]
    if who := sorted(agreed(told)):
        made["actors"], made["recipients"] = who, []
    values = slot_values(told) if made["kind"] == "event" else {}
    made["slots"] = contrast(told, values)
    made["origins"] = origins(told)
    made["counts"] = counts(told, made["origins"])
    made["grade"] = grade(made, letters)
    several = made["kind"] == "event" and made["counts"]["reports"] > 1
    made["contradictions"] = contradictions(told, values) if several else []
    made["readouts"] = readouts(told) if several else []
    made["why"] = list(why)
    return made


def _common(found: Sequence[Telling], mentions: Sequence[Telling] = ()) -> dict[str, Any]:
    """What the members agree on, in the order in which it is printed."""
    first, last = _days(found)
    return {
        "schema": SCHEMA,
        "id": cluster_id(t.key for t in (*found, *mentions)),
        "kind": found[0].kind,
        "type": _most(t.type for t in found),
        "status": _most(t.status for t in found),
        "date": first if first == last else None,
        "interval": None if first is None else [first, last],
        "place": _most(t.place[0] for t in found if t.place),
        "actors": _often([t.actors for t in found]),
        "recipients": _often([t.recipients for t in found]),
        "members": [{"report": t.report, "id": t.id, "span": list(t.span)} for t in found],
        "mentions": [{"report": t.report, "id": t.id, "span": list(t.span)} for t in mentions],
        "slots": [],
        "origins": [],
        "counts": {},
        "grade": None,
        "why": [],
    }


def explained(comparison: Comparison) -> dict[str, Any]:
    """What joined a group to its cluster: the levels with their weights and the words that made them."""
    return {
        "score": round(comparison.score, 2),
        "levels": [
            {
                "level": f"{step.level.kind}/{step.level.name}",
                "weight": round(step.weight, 2),
                "words": list(step.what),
                "label": {"ar": step.level.ar, "en": step.level.en},
            }
            for step in comparison.steps
            if step.weight or step.what
        ],
    }


def _most(values: Iterable[str]) -> str | None:
    """The value met most often, the first of several."""
    counted = Counter(values)
    return max(counted, key=lambda v: counted[v]) if counted else None


def _often(parts: Sequence[tuple[str, ...]]) -> list[str]:
    """What stands in at least half of the tellings that have any; at least the most frequent."""
    some = [p for p in parts if p]
    counted = Counter(key for p in some for key in p)
    if not counted:
        return []
    top = max(counted.values())
    return [key for key, n in counted.items() if n * 2 >= len(some) or n == top]


def _days(found: Sequence[Telling]) -> tuple[str | None, str | None]:
    """First and last day, as most tellings have them, those first that say it; the narrower of several."""
    dated = [t for t in found if t.first is not None and t.last is not None]
    dated = [t for t in dated if says_day(t)] or dated
    if not dated:
        return None, None
    oldest = min((t.published for t in found if t.published is not None and t.status == "actual"), default=None)
    # A weekday that is that of the report may be the one a week before; it is, where another report is older.
    back = [7 if t.weekday and oldest is not None and (t.first or 0) > oldest else 0 for t in dated]
    counted = Counter(((t.first or 0) - d, (t.last or 0) - d) for t, d in zip(dated, back, strict=True))
    days = min(counted, key=lambda d: (-counted[d], d[1] - d[0], d[0]))
    first, last = (datetime.date.fromordinal(d).isoformat() for d in days)
    return first, last
