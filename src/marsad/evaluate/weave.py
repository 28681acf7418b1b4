"""Scores the weave against clusters of reports that people put together, with reports beside them that do not belong.

A folder holds ``reports.jsonl`` and ``ID.gold.json`` for each cluster: ``reports``; ``distractors`` (report,
``refers``: where it nevertheless tells of an event); ``events`` (key, type, ``in``: for each report a snippet whose
trigger stands in double brackets); ``slots`` (event, slot, verdict); ``origins`` (event, groups of reports).

- A telling is found by the clusters that hold its trigger, else by those of its type in its sentence.
- Pairs: two tellings of one event share a cluster; wrong is one that is shared with another event of the gold, or with
  a happening of a distractor that is not marked.
- Slots and origins are those of the cluster that holds most of the event's tellings.
"""

from __future__ import annotations

import itertools
import json
import pathlib
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from marsad.errors import MarsadError
from marsad.evaluate.measure import Tally, overlap

Span = tuple[int, int]

SLOTS: Final = frozenset(
    {"dead", "injured", "size", "date", "place", "actor", "recipient", "status", "condition", "deadline"}
)
FOUND: Final = "tellings found"
PAIRS: Final = "same-event pairs"
CLEAN: Final = "clusters without a distractor"
VERDICTS: Final = "slot verdicts"
ORIGINS: Final = "origins grouped rightly"


def evaluate_weave(folder: pathlib.Path) -> tuple[Tally, list[tuple[Any, ...]]]:
    """Reads and weaves all reports of a folder; the tally, and what was wrong. ``no-such-file``, ``bad-gold``."""
    records = _records(folder / "reports.jsonl")
    scorer = WeaveScorer({id: str(r["text"]) for id, r in records.items()}, _woven(records))
    paths = sorted(folder.glob("*.gold.json"))
    if not paths:
        raise MarsadError("no-such-file", str(folder / "*.gold.json"))
    for path in paths:
        scorer.add(json.loads(path.read_text("utf-8")))
    return scorer.tally, scorer.wrong


def _records(path: pathlib.Path) -> dict[str, dict[str, Any]]:
    from marsad.ingest.base import Limits, Rejected
    from marsad.ingest.sources import read_inputs
    from marsad.pipeline import run
    from marsad.record import record
    from marsad.settings import int_setting

    if not path.is_file():
        raise MarsadError("no-such-file", str(path))
    limits = Limits(max_report_bytes=int_setting("max_report_bytes"))
    found: dict[str, dict[str, Any]] = {}
    for report in read_inputs([path], published=None, outlet=None, encoding=None, limits=limits):
        if isinstance(report, Rejected):
            raise MarsadError("bad-gold", f"{report.source}: {report.code}")
        found[report.id] = record(run(report))
    return found


def _woven(records: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    from marsad.weave.cluster import weave
    from marsad.weave.objects import tellings
    from marsad.weave.output import Records, finished

    weaver = weave(tellings(record) for record in records.values())
    kept = Records(records.__getitem__, kept=len(records) + 1)
    return [finished(weaver, c, kept) for c in weaver.clusters.values() if weaver.groups[c.groups[0]].kind == "event"]


class WeaveScorer:
    """Adds up the scores of gold clusters. `texts` are the reports' texts by id, `clusters` what the weave printed."""

    def __init__(self, texts: Mapping[str, str], clusters: Iterable[Mapping[str, Any]]) -> None:
        self.tally = Tally()
        self.wrong: list[tuple[Any, ...]] = []
        self._texts = texts
        self._clusters = list(clusters)
        self._members: dict[str, list[tuple[Span, int]]] = {}
        for n, cluster in enumerate(self._clusters):
            for m in cluster["members"]:
                self._members.setdefault(m["report"], []).append(((m["span"][0], m["span"][1]), n))

    def add(self, gold: Mapping[str, Any]) -> None:
        """Scores one cluster of the gold."""
        told: dict[str, dict[str, set[int]]] = {}
        for event in gold["events"]:
            told[event["key"]] = {
                report: self._holding(report, self._place(report, snippet), event["type"])
                for report, snippet in event["in"].items()
            }
            for report, found in told[event["key"]].items():
                self.tally.share(FOUND, bool(found), 1)
                if not found:
                    self._note(gold, event["key"], "not found", report)
        strangers = {d["report"]: self._own(d) for d in gold["distractors"]}
        clean = True
        for n, event in enumerate(gold["events"]):
            joined = self._pairs(gold, event["key"], told, [e["key"] for e in gold["events"][n + 1 :]], strangers)
            clean = clean and not (n == 0 and joined)
            self._details(gold, event["key"], told[event["key"]])
        self.tally.share(CLEAN, clean, 1)

    def _note(self, gold: Mapping[str, Any], *what: Any) -> None:
        self.wrong.append((gold["id"], *what))

    def _place(self, report: str, snippet: str) -> Span:
        found = re.fullmatch(r"(.*?)\[\[(.+?)\]\](.*)", snippet, re.DOTALL)
        if found is None or report not in self._texts:
            raise MarsadError("bad-gold", f"{report}: {snippet}")
        before, trigger, behind = found.groups()
        at = self._texts[report].find(before + trigger + behind)
        if at < 0:
            raise MarsadError("bad-gold", f"{report}: {snippet}")
        return at + len(before), at + len(before) + len(trigger)

    def _sentence(self, report: str, span: Span) -> Span:
        text = self._texts[report]
        ends = [m.end() for m in re.finditer(r"[.!؟?\n]+(?=\s|$)|\n", text[: span[0]])]
        end = re.search(r"[.!؟?\n]", text[span[1] :])
        return (ends[-1] if ends else 0, span[1] + end.start() if end else len(text))

    def _holding(self, report: str, span: Span, type_: str) -> set[int]:
        members = self._members.get(report, [])
        found = {n for at, n in members if overlap(at, span)}
        if not found:
            sentence = self._sentence(report, span)
            found = {n for at, n in members if overlap(at, sentence) and self._clusters[n]["type"] == type_}
        return found

    def _own(self, distractor: Mapping[str, Any]) -> set[int]:
        """The clusters of a distractor, those left out that hold what it tells of the gold's events."""
        report = distractor["report"]
        marked = [self._sentence(report, self._place(report, s)) for s in distractor.get("refers", {}).values()]
        return {n for at, n in self._members.get(report, []) if not any(overlap(at, m) for m in marked)}

    def _pairs(
        self,
        gold: Mapping[str, Any],
        key: str,
        told: Mapping[str, Mapping[str, set[int]]],
        later: Iterable[str],
        strangers: Mapping[str, set[int]],
    ) -> bool:
        """Pairs of one event; gives whether a distractor was joined."""
        mine = told[key]
        right = asked = wrong = 0
        for a, b in itertools.combinations(mine, 2):
            asked += 1
            if mine[a] & mine[b]:
                right += 1
            else:
                self._note(gold, key, "apart", a, b)
        for other in later:
            for a, b in itertools.product(mine, told[other]):
                # Not where the other report tells of this event too, in the same cluster: that pair is right.
                if a != b and mine[a] & told[other][b] and not mine[a] & mine.get(b, set()):
                    wrong += 1
                    self._note(gold, key, "mixed with", other, a, b)
        joined = False
        for report, clusters in strangers.items():
            for a in mine:
                if mine[a] & clusters:
                    wrong, joined = wrong + 1, True
                    self._note(gold, key, "distractor joined", a, report)
        self.tally.found(PAIRS, right, right + wrong, asked)
        return joined

    def _details(self, gold: Mapping[str, Any], key: str, mine: Mapping[str, set[int]]) -> None:
        """Slots and origins of the cluster that holds most of an event's tellings."""
        numbers = sorted(set().union(*mine.values()))
        best = max(numbers, key=lambda n: sum(n in found for found in mine.values()), default=None)
        cluster: Mapping[str, Any] = {"slots": [], "origins": [], "members": []}
        if best is not None:
            cluster = self._clusters[best]
        verdicts = {s["slot"]: s["verdict"] for s in cluster["slots"]}
        for slot in gold["slots"]:
            if slot["event"] == key and slot["slot"] in SLOTS:
                given = verdicts.get(slot["slot"])
                self.tally.share(VERDICTS, given == slot["verdict"], 1)
                if given != slot["verdict"]:
                    self._note(gold, key, "slot", slot["slot"], slot["verdict"], given)
        there = {m["report"] for m in cluster["members"]}
        groups = [{m["report"] for m in origin["members"]} for origin in cluster["origins"]]
        wanted = [set(g["reports"]) for o in gold["origins"] if o["event"] == key for g in o["groups"]]
        for a, b in itertools.combinations(mine, 2):
            one = any({a, b} <= group for group in groups)
            right = {a, b} <= there and one == any({a, b} <= group for group in wanted)
            self.tally.share(ORIGINS, right, 1)
