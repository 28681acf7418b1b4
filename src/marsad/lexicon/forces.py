"""What plain saying does, by the first words of what is said (`arabic/force.yaml`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import get_args

import msgspec

from marsad.document import Force
from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.lexicon.loader import compiled, data_files, read_yaml


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in a row that begin within the first `within` words; ``*`` at a word's end leaves its end open.

    ``verbs``: lemmas of the only cues with which the pattern holds; empty for all.
    """

    force: Force
    words: tuple[str, ...]
    within: int
    verbs: tuple[str, ...] = ()


class ForceTable(msgspec.Struct, frozen=True):
    """Patterns, and which of them begin with a word or with a word's beginning."""

    patterns: tuple[Pattern, ...]
    whole: dict[str, list[int]]
    prefixes: dict[str, list[int]]

    def match(self, words: Sequence[str], lemma: str | None = None) -> Force | None:
        """The force of the first pattern of the table that fits folded `words` behind a cue of `lemma`."""
        best = len(self.patterns)
        for at, word in enumerate(words):
            for k in self.whole.get(word, ()):
                if k < best and self._fits(k, words, at, lemma):
                    best = k
            for length in range(2, min(len(word), 8) + 1):
                for k in self.prefixes.get(word[:length], ()):
                    if k < best and self._fits(k, words, at, lemma):
                        best = k
        return self.patterns[best].force if best < len(self.patterns) else None

    def _fits(self, k: int, words: Sequence[str], at: int, lemma: str | None) -> bool:
        pattern = self.patterns[k]
        if pattern.verbs and lemma not in pattern.verbs:
            return False
        if at >= pattern.within or at + len(pattern.words) > len(words):
            return False
        return all(
            words[at + n].startswith(w[:-1]) if w.endswith("*") else words[at + n] == w
            for n, w in enumerate(pattern.words)
        )


def _build() -> ForceTable:
    patterns = []
    for path in data_files("arabic/force.yaml"):
        for raw in read_yaml(path, list[Pattern]):
            if raw.force not in get_args(Force) or not raw.words:
                raise MarsadError("bad-lexicon", f"{path.name}: {raw}")
            words = tuple(fold(w.rstrip("*")) + ("*" if w.endswith("*") else "") for w in raw.words)
            patterns.append(Pattern(raw.force, words, raw.within, raw.verbs))
    whole: dict[str, list[int]] = {}
    prefixes: dict[str, list[int]] = {}
    for k, pattern in enumerate(patterns):
        head = pattern.words[0]
        (prefixes if head.endswith("*") else whole).setdefault(head.rstrip("*"), []).append(k)
    return ForceTable(tuple(patterns), whole, prefixes)


@cache
def load() -> ForceTable:
    """The table, from the cache."""
    return compiled("force", ["arabic/force.yaml"], ForceTable, _build)
