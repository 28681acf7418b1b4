"""The words of a report as the full-text index has them, and those of a query as they are looked up.

Every word is indexed twice: its folded form in its place (for phrases), and the stems that it may have once particles,
attached pronouns and the article are taken off (for words), so that a query for بومبيو finds لبومبيو, and السفارة
finds بالسفارة and سفارة. Query words are folded by the same code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from marsad.document import Word
from marsad.text.segment import words_of

SCHEME: Final = 1  # changes with every change of what is indexed
MAX_TERMS: Final = 60_000  # words of one report that are indexed; PostgreSQL takes no more of one document
_MAX_LETTERS: Final = 40
_ARTICLE: Final = "ال"
_MIN_STEM: Final = 3
_PART = re.compile(r"[^\W_]+")
# What may stand before the first word of a phrase.
_BEFORE: Final = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل")


def forms(words: Iterable[Word]) -> list[str]:
    """The folded forms of words in order; marks are left out, numbers cut at their points and slashes."""
    out: list[str] = []
    for w in words:
        if w.kind == "punct":
            continue
        if w.kind == "word" and w.folded.isalpha():
            out.append(w.folded[:_MAX_LETTERS])
        else:
            out += (part[:_MAX_LETTERS] for part in _PART.findall(w.folded))
    return out[:MAX_TERMS]


def stems(words: Iterable[Word]) -> list[str]:
    """All that the words may be once particles are off, each once, in the order of their first places."""
    out: dict[str, None] = {}
    for n, w in enumerate(words):
        if n >= MAX_TERMS:
            break
        if w.kind != "punct":
            out.update(dict.fromkeys(word_stems(w.form)))
    return list(out)


@lru_cache(maxsize=30_000)
def word_stems(form: str) -> tuple[str, ...]:
    """All that one word may be, in order; worked out once for each word type."""
    out: dict[str, None] = {}
    for w in words_of(form):
        for part in forms([w]):
            out[part] = None
        for split in w.splits:
            if split.enclitic and len(split.stem) < _MIN_STEM:
                continue
            stem = split.stem[:_MAX_LETTERS]
            out[stem] = None
            if stem.startswith(_ARTICLE) and len(stem) - 2 >= _MIN_STEM:
                out[stem[2:]] = None
    return tuple(out)


def looked_up(form: str) -> list[str]:
    """The stems by which a query's word is found: as it is written, and without its article."""
    stem = form[:_MAX_LETTERS]
    return [stem, stem[2:]] if stem.startswith(_ARTICLE) and len(stem) - 2 >= _MIN_STEM else [stem]


def query_forms(text: str) -> list[str]:
    """The folded forms of a query's words."""
    return forms(words_of(text))


def attached(first: str) -> list[str]:
    """A phrase's first word with everything that may be attached before it, itself first."""
    out = [first]
    for particle in _BEFORE:
        if particle.endswith("ل") and first.startswith(_ARTICLE):
            out.append(particle + "ل" + first[2:])
            if first.startswith("الل"):
                out.append(particle + first[2:])
        else:
            out.append(particle + first)
    return out
