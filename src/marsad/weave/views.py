"""A record as the weave looks at it: annotations by id, who is who across reports, the sentence around a span."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from marsad.folding import fold
from marsad.weave.objects import END, who

Row = Mapping[str, Any]
Pair = tuple[int, int]

_WORD: Final = re.compile(r"\w+")


folded = lru_cache(maxsize=100_000)(fold)
"""`fold`, remembered: news comes back to the same words."""


class Told(NamedTuple):
    """One member of a cluster: the report's record and the id of its event or statement."""

    view: View
    id: str


class View:
    """A record (RECORD.md) with what the weave looks up in it. Nothing in the record is changed."""

    def __init__(self, record: Row) -> None:
        self.record = record
        self.id: str = record["id"]
        self.text: str = record["text"]
        self.published: str | None = record["published"]
        self.entities: dict[str, Row] = {e["id"]: e for e in record["entities"]}
        self.statements: dict[str, Row] = {s["id"]: s for s in record["statements"]}
        self.events: dict[str, Row] = {e["id"]: e for e in record["events"]}

    @cached_property
    def outlet(self) -> str:
        """Who publishes it, across reports; the report's own id where no outlet is known."""
        given = self.record["outlet"]
        return self.key(given) if given in self.entities else f"report:{self.id}"

    @cached_property
    def ends(self) -> list[int]:
        """Where sentences end."""
        return [m.end() for m in END.finditer(self.text)]

    def sentence(self, at: int) -> Pair:
        """The sentence that holds the character `at`."""
        n = bisect.bisect_right(self.ends, at)
        return (self.ends[n - 1] if n else 0, self.ends[n] if n < len(self.ends) else len(self.text))

    def passage(self, at: int) -> Pair:
        """The sentence at `at` and the one behind it, within the paragraph and the one that follows."""
        start, end = self.sentence(at)
        return (
            (start, self.sentence(min(end + 1, max(len(self.text) - 1, 0)))[1])
            if end < len(self.text)
            else (start, end)
        )

    def words(self, span: Pair) -> list[tuple[str, int, int]]:
        """Folded words of a span, with their places in the text."""
        start, end = max(span[0], 0), min(span[1], len(self.text))
        if start >= end:
            return []
        all_ = self._words
        found = all_[bisect.bisect_right(self._word_ends, start) : bisect.bisect_left(self._word_starts, end)]
        # A span may cut a word, of which it then has the part.
        if found and found[0][1] < start:
            found[0] = (fold(self.text[start : min(found[0][2], end)]), start, min(found[0][2], end))
        if found and found[-1][2] > end:
            found[-1] = (fold(self.text[found[-1][1] : end]), found[-1][1], end)
        return found

    @cached_property
    def _words(self) -> list[tuple[str, int, int]]:
        """All words, folded, with their places."""
        return [(folded(m.group()), m.start(), m.end()) for m in _WORD.finditer(self.text)]

    @cached_property
    def _word_starts(self) -> list[int]:
        return [start for _, start, _ in self._words]

    @cached_property
    def _word_ends(self) -> list[int]:
        return [end for _, _, end in self._words]

    def name(self, entity: str | None) -> dict[str, str | None]:
        """An entity's names, Arabic and English."""
        found = self.entities.get(entity or "")
        return {"ar": found["name"]["ar"], "en": found["name"]["en"]} if found else {"ar": None, "en": None}

    def key(self, entity: str) -> str:
        """Who an entity is across reports (`marsad.weave.objects.who`); ``?:`` and the id for one that is not there."""
        found = self.entities.get(entity)
        return f"?:{entity}" if found is None else who(found, self.entities)

    def taken_up(self, place: Pair) -> bool:
        """Whether a word has the article, so that it takes up what was told: "الانفجار"."""
        return self.text[place[0] : place[1]].startswith(("ال", "وال", "بال", "لل", "فال", "كال"))

    def cue_of(self, event: Row) -> str | None:
        """The statement whose cue is the event's trigger, where the event is an act of speech."""
        trigger = tuple(event["trigger"])
        return next((i for i, s in self.statements.items() if s["cue"] and tuple(s["cue"]) == trigger), None)

    def chain(self, statement: str | None) -> list[Row]:
        """The statement and those on whose authority it is reported, innermost first."""
        found: list[Row] = []
        while statement is not None and statement in self.statements and len(found) < 12:
            row = self.statements[statement]
            found.append(row)
            statement = row["parent"]
        return found

    @cached_property
    def lead(self) -> int:
        """Where the lead ends: the headline and the first paragraph that is longer than a line."""
        at = self.text.find("\n") + 1
        for _ in range(3):
            end = self.text.find("\n", at)
            if end < 0 or end - at > 80:
                return end if end >= 0 else min(len(self.text), 700)
            at = end + 1
        return at


def span(row: Iterable[int]) -> Pair:
    """A span of a record as a pair."""
    start, end = row
    return start, end


def overlap(a: Pair, b: Pair) -> bool:
    """Whether two spans share a character."""
    return min(a[1], b[1]) > max(a[0], b[0])


def within(inner: Pair, outer: Pair) -> bool:
    """Whether the one lies in the other."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]
