"""Happenings that are remembered: "الذكرى العاشرة لتحرير المدينة", "ذكرى مقتل الزعيم".

What is remembered has happened, and not on the day of its commemoration; where the words say how many years ago
("الذكرى الـ36"), its year is known.
"""

from __future__ import annotations

from typing import Final

from marsad.annotate.numbers import ordinal, read
from marsad.annotate.scene import Scene
from marsad.lexicon import event_circumstances
from marsad.link.happenings import Happening, Memory

_BACK: Final = 7  # words between the commemoration and what is remembered
_HUNDRED: Final = {"مئويه": 100, "مائويه": 100}
_MOST: Final = 500  # years


def memory(scene: Scene, h: Happening) -> Memory | None:
    """The commemoration of a noun, told right before it."""
    if h.verbal or h.said is not None:
        return None
    words = event_circumstances.load()
    start = max(scene.sentence_start[h.first], h.first - _BACK)
    for p in range(h.first - 1, start - 1, -1):
        form = scene.folded[p]
        if any(s.stem.removeprefix("ال") in words.memorials for s in scene.tokens[p].word.splits):
            return Memory(p, h.first, _years(scene, p + 1, h.first))
        outbreak = form.removeprefix("ل").removeprefix("ال") in words.remembered_of
        counted = scene.tokens[p].word.kind == "number" or form in ("ال", "الـ", "ـ", "-")
        if not (outbreak or counted or form.startswith(("ال", "وال"))) or scene.mention_np(p) is not None:
            return None
    return None


def _years(scene: Scene, first: int, end: int) -> int | None:
    tokens = scene.report.tokens
    for p in range(first, end):
        if (found := ordinal(tokens, p, end)) is not None:
            return found[0]
        if (number := read(tokens, p, end)) is not None and number.value == int(number.value):
            return int(number.value) if number.value <= _MOST else None
        for stem, years in _HUNDRED.items():
            if scene.folded[p].removeprefix("ال") == stem:
                return years
    return None
