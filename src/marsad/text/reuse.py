"""Text that stands in two reports: fingerprints by which candidates are found, passages by which they are judged.

Fingerprints are those of winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003): of all runs of `RUN` words
the one with the smallest hash in every window of `WINDOW` runs. Two texts that share `RUN + WINDOW - 1` words in a row
share a fingerprint, and their number is some eighth of the words. Hashes are fixed: the same text always gives the same
ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

RUN: Final = 8
WINDOW: Final = 15
SCHEME: Final = 1  # changes with every change of what `marks` gives
_PRIME: Final = (1 << 61) - 1
_BASE: Final = 1_000_003
_TOP: Final = pow(_BASE, RUN - 1, _PRIME)
MAX_MARKS: Final = 4_000

SEED: Final = 5  # words in a row from which a passage grows
GAP: Final = 4  # words that may differ between two parts of one passage
LEAST: Final = 12  # words of a passage that count
COPIED: Final = 0.8  # share of the later text from which it is a copy
PARTLY: Final = 0.15  # share from which it reuses text
PARTLY_WORDS: Final = 40  # or so many words, however long it is
_PLACES: Final = 4  # places of a seed that are tried

Class = Literal["copied", "partly", "own"]


class Passage(NamedTuple):
    """Words ``[start, end)`` of the later and of the earlier text, and how many of the later's words are shared."""

    start: int
    end: int
    earlier_start: int
    earlier_end: int
    words: int


@lru_cache(maxsize=200_000)
def _hash(form: str) -> int:
    return int.from_bytes(hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big")


def marks(forms: Sequence[str]) -> list[int]:
    """The fingerprints of a text's folded words, sorted, each once; below 2 to the 61st."""
    if not forms:
        return []
    words = [_hash(form) for form in forms]
    value = 0
    hashes: list[int] = []
    for n, word in enumerate(words):
        if n >= RUN:
            value = (value - words[n - RUN] * _TOP) % _PRIME
        value = (value * _BASE + word) % _PRIME
        if n >= RUN - 1:
            hashes.append(value)
    if not hashes:
        return [value]
    if len(hashes) <= WINDOW:
        return [min(hashes)]
    return sorted({min(hashes[n : n + WINDOW]) for n in range(len(hashes) - WINDOW + 1)})[:MAX_MARKS]


def passages(later: Sequence[str], earlier: Sequence[str]) -> list[Passage]:
    """The passages of the later text that stand in the earlier one, in order; those of `LEAST` words at least.

    A text that is shorter than that is a passage where it stands in the other as a whole.
    """
    places: dict[tuple[str, ...], list[int]] = {}
    for n in range(len(earlier) - SEED + 1):
        at = places.setdefault(tuple(earlier[n : n + SEED]), [])
        if len(at) < _PLACES:
            at.append(n)
    found: list[Passage] = []
    n = 0
    while n <= len(later) - SEED:
        known = places.get(tuple(later[n : n + SEED]))
        if known is None:
            n += 1
            continue
        length, place = max((_common(later, n, earlier, m), -m) for m in known)
        _append(found, n, -place, length)
        n += length
    least = min(LEAST, len(later))
    kept = [p for p in found if p.words >= least]
    if not kept and 0 < len(later) < SEED and list(later) == list(earlier):
        return [Passage(0, len(later), 0, len(later), len(later))]
    return kept


def _common(later: Sequence[str], n: int, earlier: Sequence[str], m: int) -> int:
    length = SEED
    while n + length < len(later) and m + length < len(earlier) and later[n + length] == earlier[m + length]:
        length += 1
    return length


def _append(found: list[Passage], n: int, m: int, length: int) -> None:
    """Adds a match, or grows the passage before it where only a few words differ between them."""
    if found:
        last = found[-1]
        if n - last.end <= GAP and 0 <= m - last.earlier_end <= GAP:
            found[-1] = Passage(last.start, n + length, last.earlier_start, m + length, last.words + length)
            return
    found.append(Passage(n, n + length, m, m + length, length))


def share(found: Sequence[Passage], words: int) -> float:
    """The part of a text of so many words that its passages make up, 0 to 1."""
    return sum(p.words for p in found) / words if words else 0.0


def class_of(found: Sequence[Passage], words: int) -> Class:
    """Whether the later text is copied, reuses text in part, or is its own."""
    part = share(found, words)
    if part >= COPIED:
        return "copied"
    return "partly" if part >= PARTLY or sum(p.words for p in found) >= PARTLY_WORDS else "own"
