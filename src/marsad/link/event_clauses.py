"""Sentences cut into clauses by the words that open them, for what a time or a place in them belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from marsad.annotate.cues import readings
from marsad.annotate.scene import Scene
from marsad.folding import fold

_OPENERS: Final = frozenset(
    fold(w)
    for w in (
        "الذي التي الذين اللذين اللذان اللتين اللتان والذي والتي والذين حيث وحيث بينما وبينما فيما وفيما لكن ولكن إذ "
        "بعدما عندما وعندما حين حينما ثم إلا أما وأما كما فضلا إضافة بل لأن وأن وإن أن إن بأن أنه أنها إنه إنها أنهم "
        "بأنه بأنها ردا وردا احتجاجا تضامنا استنكارا بشأن حول تحسبا بعد عقب إثر منذ قبل قبيل بعيد غداة جراء نتيجة وكان وكانت"
    ).split()
)
_SUBORDINATE: Final = frozenset(fold(w) for w in "بعد عقب منذ قبل قبيل بعيد غداة بعدما".split())
_STOP: Final = frozenset(".؟?!؛…:")


class Clauses:
    """The clauses of one report. ``of[token]`` is the first token of the clause that holds it."""

    def __init__(self, scene: Scene, verbs: Iterable[int]) -> None:
        """`verbs`: tokens of finite verbs that are triggers; reporting verbs are found here."""
        self.scene = scene
        self.verbs = frozenset(verbs)
        self.cues = {scene.at(s.cue.start): s for s in scene.report.statements if s.cue is not None}
        self.of = list(range(scene.n))
        for sentence in scene.report.sentences:
            first, seen = sentence.first, False
            for i in range(sentence.first, sentence.last):
                if i > first and self._opens(i, seen):
                    first, seen = i, False
                seen = seen or i in self.verbs or i in self.cues
                self.of[i] = first

    def _opens(self, i: int, seen: bool) -> bool:
        """Whether a clause begins at token `i`; `seen`: the clause before has its verb."""
        scene = self.scene
        form = scene.folded[i]
        if i in scene.time_end and form in _SUBORDINATE:
            return False  # "قبل أسبوعين", "بعد غد"
        if form in _STOP or form in _OPENERS:
            return True
        verb = i in self.verbs or i in self.cues
        if verb and scene.letters[i].startswith(("و", "ف")):
            return True
        return verb and seen and scene.tokens[i - 1].word.kind == "punct"

    def same(self, a: int, b: int) -> bool:
        """Whether two tokens stand in one clause."""
        return self.of[a] == self.of[b]

    def subordinate(self, i: int) -> bool:
        """Whether the clause of token `i` tells of another time: بعد، منذ، عقب، قبل."""
        return self.scene.folded[self.of[i]] in _SUBORDINATE

    def speech(self, i: int) -> bool:
        """Whether the token is a verb of reporting."""
        return i in self.cues or any(
            r.tense in ("past", "pres") and not r.weak for r in readings(self.scene.tokens[i].word)
        )
