"""Sentences cut into clauses by the words that open them, for what a time or a place in them belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from marsad.annotate.cues import readings
from marsad.annotate.scene import Scene
from marsad.lexicon import event_circumstances, reporting

_STOP: Final = frozenset(".؟?!؛…:")


class Clauses:
    """The clauses of one report. ``of[token]`` is the first token of the clause that holds it."""

    def __init__(self, scene: Scene, verbs: Iterable[int]) -> None:
        """`verbs`: tokens of finite verbs that are triggers; reporting verbs are found here."""
        self.scene = scene
        self.words = event_circumstances.load()
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
        if i in scene.time_end and form in self.words.subordinate:
            return False  # "قبل أسبوعين", "بعد غد"
        if form in _STOP or form in self.words.clause_openers:
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
        return self.scene.folded[self.of[i]] in self.words.subordinate

    def speech(self, i: int) -> bool:
        """Whether the token is a verb of reporting."""
        if i in self.cues:
            return True
        table = reporting.load()
        for r in readings(self.scene.tokens[i].word):
            verb = table.entries[r.entry]
            if r.tense in ("past", "pres") and not (r.weak or verb.homograph or verb.needs or verb.target):
                return True
        return False
