"""Folding: the one spelling in which lexicon entries and text meet.

Nothing that is stored is ever folded. `fold` is for look-ups; `FoldMap` keeps, for a folded text, where every
folded character stands in the original, so that a find in folded text leads back to the report's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Bidi and joining controls, soft hyphen, byte order mark; combining marks of Arabic; tatweel.
CONTROLS = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
_DROPPED = re.compile(f"[{MARKS}\u0640{CONTROLS}]+")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_HAS_DIGIT = re.compile("[٠-٩۰-۹]")
# Letters of Persian, Kurdish and Urdu keyboards that stand for Arabic ones in news text.
_PERSIAN = (("ی", "ي"), ("ې", "ي"), ("ے", "ي"), ("ک", "ك"), ("ھ", "ه"), ("ہ", "ه"), ("ە", "ه"), ("ۀ", "ه"))
# Letters that writers mix: folded for look-ups only.
_MIXED = (
    ("أ", "ا"),
    ("إ", "ا"),
    ("آ", "ا"),
    ("ٱ", "ا"),
    ("ى", "ي"),
    ("ة", "ه"),
    ("گ", "ك"),
    ("ڤ", "ف"),
    ("پ", "ب"),
    ("چ", "ج"),
)


@lru_cache(maxsize=4096)
def _compatible(char: str) -> str:
    return unicodedata.normalize("NFKC", char)


def letters(text: str) -> str:
    """Marks, tatweel and controls gone; presentation forms and Persian letters Arabic; digits ASCII.

    Hamza, alef maqsura and teh marbuta stay as written.
    """
    if _PRESENTATION.search(text):
        text = _PRESENTATION.sub(lambda m: _compatible(m.group()), text)
    if _DROPPED.search(text):
        text = _DROPPED.sub("", text)
    for a, b in _PERSIAN:
        text = text.replace(a, b)
    if _HAS_DIGIT.search(text):
        text = text.translate(_DIGITS)
    return text


def fold(text: str) -> str:
    """The spelling in which lexicon and text meet: `letters`, then أإآٱ to ا, ى to ي, ة to ه, گ to ك, casefold."""
    text = letters(text)
    for a, b in _MIXED:
        text = text.replace(a, b)
    return text if text.isascii() is False and not _HAS_LATIN.search(text) else text.casefold()


_HAS_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


class FoldMap:
    """A text, its folding, and the way back.

    ``origin[i]`` is the offset in ``text`` of the character that made ``folded[i]``; ``origin[len(folded)]`` is
    ``len(text)``.
    """

    __slots__ = ("folded", "origin", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        pieces: list[str] = []
        origin: list[int] = []
        for i, char in enumerate(text):
            piece = fold(char)
            pieces.append(piece)
            origin.extend([i] * len(piece))
        origin.append(len(text))
        self.folded = "".join(pieces)
        self.origin = origin

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original characters of ``folded[start:end]``, marks that belong to the last letter included."""
        if start >= end:
            return self.origin[start], self.origin[start]
        last = self.origin[end - 1] + 1
        nxt = self.origin[end]
        while last < nxt and _DROPPED.match(self.text[last]):
            last += 1
        return self.origin[start], last
