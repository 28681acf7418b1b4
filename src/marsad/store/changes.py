"""The difference between two versions of a report: which of its paragraphs and words were changed."""

from __future__ import annotations

import difflib
import re
from typing import Any, Final

from marsad.store.packing import Given

_PIECE = re.compile(r"\S+\s*|\s+")
_MAX_WORDS: Final = 20_000  # longer texts are compared by paragraphs only


def change(before: Given, after: Given) -> dict[str, Any]:
    """What was changed: ``fields`` with old and new value, ``text`` as ``[[old span], [new span]]``, in order.

    Spans are code points of the two texts; an empty old span is an insertion, an empty new one an omission.
    """
    fields = {
        name: [getattr(before, name), getattr(after, name)]
        for name in ("title", "published", "outlet", "author", "url", "lang")
        if getattr(before, name) != getattr(after, name)
    }
    return {"fields": fields, "text": differences(before.text, after.text)}


def differences(before: str, after: str) -> list[list[list[int]]]:
    """Spans that differ: ``[[start, end] in before, [start, end] in after]``; paragraphs first, then their words."""
    out: list[list[list[int]]] = []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    at_old, at_new = _offsets(old), _offsets(new)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        x, y = "".join(old[a:b]), "".join(new[c:d])
        out += _words(x, at_old[a], y, at_new[c])
    return out


def _words(x: str, from_x: int, y: str, from_y: int) -> list[list[list[int]]]:
    old, new = _PIECE.findall(x), _PIECE.findall(y)
    if len(old) + len(new) > _MAX_WORDS or not old or not new:
        return [[[from_x, from_x + len(x)], [from_y, from_y + len(y)]]]
    at_old, at_new = _offsets(old), _offsets(new)
    matcher = difflib.SequenceMatcher(None, [p.strip() for p in old], [p.strip() for p in new])
    return [
        [[from_x + at_old[a], from_x + at_old[b]], [from_y + at_new[c], from_y + at_new[d]]]
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _offsets(pieces: list[str]) -> list[int]:
    out = [0]
    for piece in pieces:
        out.append(out[-1] + len(piece))
    return out
