"""How many died, were hurt, arrested, driven out; how many took part, and how many times it happened.

A number is given its kind by the noun that it counts ("12 قتيلا"), or by the word before or behind it ("مقتل 12 شخصا",
"12 شخصا لقوا حتفهم"), and its event by its sentence: the word that says the kind, where that is a trigger, and the
attack that it is the outcome of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marsad.annotate.scene import Scene
from marsad.document import Quantity, Span, Toll
from marsad.folding import fold
from marsad.lexicon import event_tolls
from marsad.link.happenings import Happening, prefix

_BEFORE: Final = 5
_BEHIND: Final = 4
_STOP: Final = frozenset(".؟?!؛،,:")
_COUNTED: Final = frozenset({"person", "people", None})
_BOUNDS: Final = frozenset({"approx", "vague", "about"})
_OWNERS: Final = {
    "dead": ("ASSAULT", "COERCE", "PROTEST"),
    "injured": ("ASSAULT", "COERCE", "PROTEST"),
    "arrested": ("COERCE", "ASSAULT", "PROTEST"),
    "displaced": ("ASSAULT", "COERCE", "AID", "RETREAT"),
    "size": ("PROTEST",),
}


class TollReader:
    """Reads the tolls of one report: for each happening (by index) its numbers by kind."""

    def __init__(self, scene: Scene, happenings: Sequence[Happening]) -> None:
        self.scene, self.happenings = scene, happenings
        self.table = event_tolls.load()
        self.out: list[dict[str, Toll]] = [{} for _ in happenings]
        self.sentences: dict[int, list[int]] = {}
        for n, h in enumerate(happenings):
            self.sentences.setdefault(scene.sentence_start[h.first], []).append(n)

    def read(self) -> list[dict[str, Toll]]:
        """The tolls by happening."""
        for q in self.scene.report.quantities:
            first, end = self.scene.at(q.span.start), self.scene.at(q.span.end - 1) + 1
            start = self.scene.sentence_start[first]
            if start not in self.sentences or self.scene.skip[first]:
                continue
            if self._times(q, first, end):
                continue
            if first > start and self.scene.folded[first - 1] in self.table.part:
                continue
            kinds = self._kinds(q, first, end, start)
            for kind, word in kinds:
                self._give(kind, _toll(q), first, word)
        self._single()
        return self.out

    def _times(self, q: Quantity, first: int, end: int) -> bool:
        """ "25 هجوما", "ثلاث غارات": how many times it happened is the size of the event."""
        for n in self.sentences.get(self.scene.sentence_start[first], ()):
            h = self.happenings[n]
            if h.verbal or h.form == "part" or prefix(self.scene, h) not in ("", "و"):
                continue
            inside = first <= h.first < end
            dual = q.span.start <= h.span.start < q.span.end
            if inside or dual or (end == h.first and q.unit is None and q.of is None):
                self.out[n].setdefault("size", _toll(q))
                return True
        return False

    def _kinds(self, q: Quantity, first: int, end: int, start: int) -> list[tuple[str, int]]:
        """The kinds of a number with the token that says so: mostly one, two of "عشرات القتلى والجرحى"."""
        scene, table = self.scene, self.table
        for p in range(first, end):
            kind = table.nouns.get(scene.folded[p])
            if kind == "size":
                said = self._said(first, end, start)
                return said or [(kind, p)]  # "اعتقال 40 متظاهرا"
            if kind is not None:
                found = [(kind, p)]
                behind = scene.folded[end].removeprefix("و") if end < scene.n else ""
                other = table.nouns.get(behind)
                if end < scene.n and scene.letters[end].startswith("و") and other is not None and other != kind:
                    found.append((other, end))
                return found
        if q.unit not in _COUNTED or not self._people(q):
            return []
        return self._said(first, end, start)

    def _said(self, first: int, end: int, start: int) -> list[tuple[str, int]]:
        """The kind that the words before or behind a number say."""
        scene = self.scene
        for p in range(first - 1, max(start, first - _BEFORE) - 1, -1):
            kind = self._word(p)
            if kind is not None:
                return [(kind, p)]
            if scene.folded[p] in _STOP:
                break
        for p in range(end, min(scene.sentence_end[first], end + _BEHIND)):
            kind = self._word(p)
            if kind is not None and not scene.letters[p].startswith(("و", "ب")):
                return [(kind, p)]
            if scene.folded[p] in _STOP or scene.letters[p].startswith("و"):
                break
        return []

    def _people(self, q: Quantity) -> bool:
        """A number of people, or one of which nothing is said but that they are others."""
        if q.unit in ("person", "people"):
            return True
        if q.unit is not None:
            return False
        of = fold(q.of or "")
        return not of or of in self.table.others or of.endswith(("ين", "ون")) or of[:1] in ("ب", "ل")

    def _word(self, p: int) -> str | None:
        for split in self.scene.tokens[p].word.splits:
            if split.proclitic in ("", "و", "ف", "ب", "ل", "وب", "ول", "س"):
                kind = self.table.words.get(split.stem)
                if kind is not None and (not split.enclitic or self.table.words.get(self.scene.folded[p])):
                    return kind
        return self.table.words.get(self.scene.folded[p])

    def _give(self, kind: str, toll: Toll, at: int, word: int) -> None:
        """To the trigger that says the kind, and to the happening of which it is the outcome."""
        scene = self.scene
        members = self.sentences[scene.sentence_start[at]]
        fit = [n for n in members if self.happenings[n].type in _OWNERS[kind]]
        own = next((n for n in fit if self.happenings[n].first == word), None)
        if own is not None:
            self.out[own].setdefault(kind, toll)
        causes = [n for n in fit if n != own and self._cause(n)]
        if causes:
            behind = [n for n in causes if 0 < self.happenings[n].first - at <= 14]
            before = [n for n in causes if 0 < at - self.happenings[n].first <= 24]
            best = behind[0] if behind else before[-1] if before else None
            if best is not None:
                self.out[best].setdefault(kind, toll)
        elif own is None and fit:
            near = min(fit, key=lambda n: (abs(self.happenings[n].first - at), n))
            if abs(self.happenings[near].first - at) <= 24:
                self.out[near].setdefault(kind, toll)

    def _cause(self, n: int) -> bool:
        """Whether a happening is an attack or the like, and not the word of its outcome (مقتل، أصيب)."""
        first = self.happenings[n].first
        stems = {s.stem for s in self.scene.tokens[first].word.splits}
        return self._word(first) not in ("dead", "injured") and not stems & self.table.outcome

    def _single(self) -> None:
        """ "مقتل جندي": one, though no number says so."""
        scene = self.scene
        for n, h in enumerate(self.happenings):
            kind = self._word(h.first) if h.type in ("ASSAULT", "COERCE") else None
            if kind not in ("dead", "injured", "arrested") or kind in self.out[n] or h.end >= scene.n:
                continue
            form = scene.folded[h.end]
            noun = form if form in self.table.people else form.removesuffix("ا")
            if noun in self.table.people and h.end < scene.sentence_end[h.first]:
                self.out[n][kind] = Toll(1, None, None, False, scene.span(h.end, h.end + 1))


def _toll(q: Quantity) -> Toll:
    return Toll(_whole(q.value), _whole(q.low), _whole(q.high), q.mod in _BOUNDS, Span(q.span.start, q.span.end))


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and abs(value) < 1e12 else None
