"""Nouns that report: "اتهامه لها بدعم", "مطالبته بتشكيل", "شكوى ضد", "تصريح نتنياهو عن". To be filled."""

from __future__ import annotations

from marsad.annotate.contents import Breaks
from marsad.annotate.cues import Cue
from marsad.annotate.drafts import Draft
from marsad.annotate.scene import Scene


def noun_drafts(scene: Scene, drafts: list[Draft], breaks: Breaks, found: dict[int, list[Cue]]) -> list[Draft]:
    return []
