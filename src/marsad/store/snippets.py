"""The place of a text that shows why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from marsad.store.query import Phrase, Word
from marsad.store.terms import attached, forms, looked_up, word_stems
from marsad.text.segment import word_spans

_BEFORE: Final = 60  # characters before the first find
_LENGTH: Final = 240
_MAX_TEXT: Final = 200_000  # characters that are looked through


class Snippet(msgspec.Struct, frozen=True):
    """A stretch of the report from `start` on; `marks` are the spans of the finds in the report's text."""

    start: int
    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(text: str, wanted: Sequence[Word | Phrase]) -> Snippet:
    """The stretch around the first find, with all finds in it; the beginning where nothing is found."""
    finds = _finds(text[:_MAX_TEXT], wanted) if wanted else []
    start = max(0, finds[0][0] - _BEFORE) if finds else 0
    if start:
        space = text.find(" ", start, finds[0][0])
        line = text.rfind("\n", start, finds[0][0])
        start = line + 1 if line >= 0 else space + 1 if space >= 0 else start
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        space = text.rfind(" ", start + _LENGTH // 2, end)
        end = space if space >= 0 else end
    return Snippet(start, text[start:end], tuple((a, b) for a, b in finds if a >= start and b <= end))


def _finds(text: str, wanted: Sequence[Word | Phrase]) -> list[tuple[int, int]]:
    stems = {stem for leaf in wanted if isinstance(leaf, Word) for stem in looked_up(leaf.form)}
    phrases = [leaf for leaf in wanted if isinstance(leaf, Phrase)]
    out: list[tuple[int, int]] = []
    row: list[tuple[str, int, int]] = []
    last = len(text)
    for start, end, word in word_spans(text):
        if start > last:
            break  # past the stretch that is shown
        if not stems.isdisjoint(word_stems(word.form)):
            out.append((start, end))
            last = last if phrases else min(last, start + 2 * _LENGTH)
        if phrases:
            row += ((form, start, end) for form in forms([word]))
    for phrase in phrases:
        heads, rest = set(attached(phrase.forms[0])), list(phrase.forms[1:])
        for n, (form, start, _) in enumerate(row):
            if form in heads and [f for f, _, _ in row[n + 1 : n + 1 + len(rest)]] == rest:
                out.append((start, row[n + len(rest)][2]))
    return sorted(set(out))
