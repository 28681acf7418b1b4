"""What goes on or has been said whatever hangs on it: an attack that is to be stopped, a demand "as he makes it", what
is remembered."""

from __future__ import annotations

from typing import Final

from marsad.annotate.scene import Scene
from marsad.link.event_markers import Marks
from marsad.link.happenings import THESE, Happening

_AS: Final = frozenset({"كما", "مثلما", "حسبما"})
_MARKS: Final = frozenset("\"“”«»‘’'()[]")
_THESE: Final = THESE | {"هولاء"}


def settled(scene: Scene, marks: Marks, h: Happening) -> bool:
    """Whether no condition, purpose or threat says anything of the happening itself.

    "إذا لم تتحرك لوقف هجمات المسلحين": they attack. "إذا ضرب الفصائل، كما يطالب الوزير": he does demand it.
    """
    p = h.first - 1
    start = scene.sentence_start[h.first]
    if h.said is not None:
        return p >= start and scene.folded[p] in _AS and h.form == "pres"
    if h.memory is not None:
        return True
    if h.verbal or h.type != "ASSAULT" or scene.letters[h.first].lstrip("وف").startswith(("ب", "ل")):
        return False
    while p >= start and (scene.folded[p] in _MARKS or scene.folded[p] in _THESE):
        p -= 1
    if p < start or not any(s.stem in marks.table.stops for s in scene.tokens[p].word.splits):
        return False
    pointed = h.first - 1 > p or scene.letters[h.first].startswith("ال")
    return (pointed or _owned(scene, h)) and marks.any_of(h.first) is None


def _owned(scene: Scene, h: Happening) -> bool:
    """Whether it is said whose it is or whom it befalls: "وقف هجمات المسلحين", "لم يتوقف استهداف القوافل"."""
    if scene.tokens[h.first].end > h.span.end:
        return True
    p = h.end
    return p < scene.sentence_end[h.first] and (p in scene.nps or scene.letters[p].startswith("ال"))
