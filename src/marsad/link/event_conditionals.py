"""The conditions in which an event stands or on which it hangs ("إذا قصفت", "سترد إذا")."""

from __future__ import annotations

from typing import Final

from marsad.annotate.scene import Scene
from marsad.lexicon import event_status
from marsad.link.event_markers import Marks, Standing
from marsad.link.happenings import Happening, prefix

_CONDITION: Final = 18  # tokens of a condition
_EITHER: Final = 5
_STOP: Final = frozenset(".؟?!؛;:…")
_COMMA: Final = frozenset("،,")


class Conditionals:
    """Finds the conditional words of one report."""

    def __init__(self, scene: Scene, marks: Marks, blockers: frozenset[int]) -> None:
        """`blockers`: tokens that nothing reaches across."""
        self.scene = scene
        self.marks = marks
        self.table = event_status.load()
        self.blockers = blockers
        self.openers = frozenset(self.table.conditionals) | {"ان", "وان"}

    def standing(self, h: Happening, found: Standing | None) -> Standing | None:
        """ "إذا قصفت", "سترد إذا": in a condition, or a future that hangs on one."""
        scene = self.scene
        start, end = scene.sentence_start[h.first], scene.sentence_end[h.first]
        if found is not None and found.rule == "status.background":
            return None
        known = h.form == "noun" and scene.letters[h.first].lstrip("وبلف").startswith("ال")
        commas = 0
        joined = prefix(scene, h) == "و"  # "إذا انسحبت القوات وأغلقت السفارة": the condition goes on
        for p in range(h.first - 1, max(start, h.first - _CONDITION) - 1, -1):
            form = scene.folded[p]
            if form in _STOP or form in ("لكن", "ولكن", "بينما", "حيث", "الذي", "التي", "الذين"):
                break
            if p in self.blockers and h.verbal and h.form == "past" and not (joined and commas == 0):
                break
            if form in _COMMA:
                commas += 1
            size = self._conditional(p)
            if size and form == "سواء" and h.first - p > _EITHER:
                break
            if size and commas <= 2:
                inside = commas == 0 and (not known or h.first - p - size <= 1)
                if inside or (found is not None and found.status == "planned") or self._apodosis(h, p):
                    return Standing("hypothetical", scene.span(p, p + size), "status.conditional", form)
                break
        if found is not None and found.status == "planned" and found.rule != "status.frame":
            for p in range(h.end, min(end, h.end + _CONDITION)):
                if scene.folded[p] in _STOP:
                    break
                size = self._conditional(p) if scene.folded[p] != "والا" else 0  # "or else" holds of what follows it
                if size:
                    return Standing("hypothetical", scene.span(p, p + size), "status.conditional", scene.folded[p])
        return None

    def inside(self, h: Happening) -> bool:
        """ "إذا لم تنسحب": the negation belongs to the condition."""
        return any(self._conditional(p) for p in range(max(self.scene.sentence_start[h.first], h.first - 3), h.first))

    def _apodosis(self, h: Happening, p: int) -> bool:
        """Whether the verb hangs on the condition at `p`: one that stands first in its clause."""
        scene = self.scene
        first = p == scene.sentence_start[p] or scene.tokens[p - 1].word.kind == "punct" or scene.particle(p - 1) == ""
        return first and (h.form == "pres" or prefix(scene, h).startswith("ف"))

    def _conditional(self, p: int) -> int:
        """How many tokens a conditional at `p` takes; 0 where none begins."""
        scene, table = self.scene, self.table
        if scene.folded[p] not in self.openers:
            return 0
        if self.marks.size(p, table.not_conditionals) > 0:
            return 0
        size = self.marks.size(p, table.conditionals)
        if size:
            return size
        if scene.letters[p] in ("إن", "وإن", "ان", "وان") and p + 1 < scene.n:
            return 1 if scene.folded[p + 1] in table.if_before and scene.letters[p] in ("إن", "وإن") else 0
        return 0
