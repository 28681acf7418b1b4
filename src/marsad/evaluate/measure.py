"""What the scores are made of: overlaps, one-to-one matching, and the tally of counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

Pair = tuple[float, int, int]
"""A score and the indexes of the two things that would be matched."""

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!؟?\n]+(?=\s|$)|\n")
_LETTERS = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_SPELLINGS = str.maketrans("أإآٱىةؤئگ", "ااااي\u0647وي\u0643")

AnySpan = Sequence[int] | None


class Row(msgspec.Struct):
    """Counts of one measure. ``kind`` prf: right, given by the system, in the gold; acc: right, asked, 0."""

    kind: str
    right: int = 0
    first: int = 0
    second: int = 0

    @property
    def precision(self) -> float:
        """Right among what the system gave."""
        return self.right / self.first if self.first else 0.0

    @property
    def recall(self) -> float:
        """Right among what the gold has."""
        return self.right / self.second if self.second else 0.0

    def values(self) -> dict[str, float | int | None]:
        """The measure's numbers, rounded to four places: p, r, f1, tp, system, gold; or acc, ok, n."""
        if self.kind == "acc":
            return {"acc": round(self.right / self.first, 4) if self.first else None, "ok": self.right, "n": self.first}
        p, r = self.precision, self.recall
        scores = {"p": round(p, 4), "r": round(r, 4), "f1": round(harmonic(p, r), 4)}
        return {**scores, "tp": self.right, "system": self.first, "gold": self.second}

    def line(self) -> str:
        """The measure's numbers for a reader."""
        if self.kind == "acc":
            score = f"{self.right / self.first:.3f}" if self.first else "  -  "
            return f"{score}   ({self.right}/{self.first})"
        p, r = self.precision, self.recall
        return f"P {p:.3f}  R {r:.3f}  F1 {harmonic(p, r):.3f}   ({self.right}/{self.first} system, {self.second} gold)"


class Tally:
    """Counts by measure, summed over reports, in the order in which the measures were first taken."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}

    def found(self, name: str, right: int, system: int, gold: int) -> None:
        """Adds to a measure of precision and recall."""
        row = self.rows.setdefault(name, Row("prf"))
        row.right += right
        row.first += system
        row.second += gold

    def share(self, name: str, right: int, asked: int) -> None:
        """Adds to a measure of accuracy."""
        row = self.rows.setdefault(name, Row("acc"))
        row.right += right
        row.first += asked

    def values(self) -> dict[str, dict[str, Any]]:
        """All measures as plain numbers."""
        return {name: row.values() for name, row in self.rows.items()}


def harmonic(p: float, r: float) -> float:
    """F1 of precision and recall."""
    return 0.0 if p + r == 0 else 2 * p * r / (p + r)


def overlap(a: AnySpan, b: AnySpan) -> int:
    """Characters that two spans share; 0 where one is missing."""
    return 0 if not a or not b else max(0, min(a[1], b[1]) - max(a[0], b[0]))


def likeness(a: Sequence[int], b: Sequence[int]) -> float:
    """Shared characters over the longer span: 1 where the spans are the same."""
    return overlap(a, b) / max(a[1] - a[0], b[1] - b[0])


def words(text: str, span: AnySpan) -> set[int]:
    """Where the words of a span begin."""
    return {m.start() + span[0] for m in _WORD.finditer(text[span[0] : span[1]])} if span else set()


def word_f1(text: str, a: AnySpan, b: AnySpan) -> float:
    """F1 of the words of two spans."""
    x, y = words(text, a), words(text, b)
    shared = len(x & y)
    return harmonic(shared / len(y), shared / len(x)) if shared else 0.0


def match(pairs: Iterable[Pair]) -> dict[int, int]:
    """One-to-one matching, best score first; pairs that score nothing are never matched."""
    used: set[int] = set()
    out: dict[int, int] = {}
    for score, i, j in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if score > 0 and i not in out and j not in used:
            used.add(j)
            out[i] = j
    return out


def sentence_ends(text: str) -> list[int]:
    """Where each sentence ends, by end marks and line ends; the last is the end of the text."""
    return [*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]


def plain(name: str) -> str:
    """A name with the spellings that count as the same made one: Arabic letters, marks, case, accents, punctuation."""
    name = _MARKS.sub("", unicodedata.normalize("NFKC", name).casefold()).translate(_SPELLINGS)
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(_LETTERS.findall(name))
