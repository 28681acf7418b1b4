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

    ``verbs``: lemmas of the only cues with which the pattern holds; empty for all. ``speaker``: the first word ends in
    a pronoun that must agree with the cue ("قالت إنها", not "قال إنها"). ``not_``: whole last words with which it does
    not hold ("إنه سيتم").
    """

    force: Force
    words: tuple[str, ...]
    within: int
    verbs: tuple[str, ...] = ()
    speaker: bool = False
    not_: tuple[str, ...] = ()


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of `arabic/force.yaml`: patterns that differ in their words alone."""

    force: Force
    within: int
    any: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    speaker: bool = False
    not_: tuple[str, ...] = msgspec.field(default=(), name="not")


class Blame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weighted words that blame (`arabic/blame.yaml`); folded once compiled."""

    threshold: int
    within: int
    weights: dict[int, list[str]]


class ForceTable(msgspec.Struct, frozen=True):
    """Patterns, and which of them begin with a word or with a word's beginning."""

    patterns: tuple[Pattern, ...]
    weakened: frozenset[str]  # lemmas of verbs whose own force some words take away
    whole: dict[str, list[int]]
    prefixes: dict[str, list[int]]
    blame: dict[str, int]  # whole words, and words' beginnings with their *
    threshold: int
    within: int

    def blames(self, words: Sequence[str]) -> bool:
        """Whether the weights of the first words reach the threshold."""
        total = 0
        for word in words[: self.within]:
            weight = self.blame.get(word, 0)
            for length in range(3, len(word) + 1):
                weight = max(weight, self.blame.get(word[:length] + "*", 0))
            total += weight
        return total >= self.threshold

    def match(
        self, words: Sequence[str], lemma: str | None = None, agreements: frozenset[str] = frozenset()
    ) -> Force | None:
        """The force of the first pattern of the table that fits folded `words` behind a cue of `lemma`.

        ``agreements``: of the cue (3ms, fs ...); where none is known, any pronoun agrees.
        """
        best = len(self.patterns)
        for at, word in enumerate(words):
            for k in self.whole.get(word, ()):
                if k < best and self._fits(k, words, at, lemma, agreements):
                    best = k
            for length in range(2, min(len(word), 8) + 1):
                for k in self.prefixes.get(word[:length], ()):
                    if k < best and self._fits(k, words, at, lemma, agreements):
                        best = k
        return self.patterns[best].force if best < len(self.patterns) else None

    def _fits(self, k: int, words: Sequence[str], at: int, lemma: str | None, agreements: frozenset[str]) -> bool:
        pattern = self.patterns[k]
        if pattern.verbs and lemma not in pattern.verbs:
            return False
        if at >= pattern.within or at + len(pattern.words) > len(words):
            return False
        if pattern.speaker and agreements and not agreements & _pronoun(words[at]):
            return False
        if words[at + len(pattern.words) - 1] in pattern.not_:
            return False
        return all(
            words[at + n].startswith(w[:-1]) if w.endswith("*") else words[at + n] == w
            for n, w in enumerate(pattern.words)
        )


_PRONOUNS = (
    ("هما", frozenset({"3md", "3fd", "md", "fd", "3ms", "3fs"})),
    ("هم", frozenset({"3mp", "mp", "3ms", "ms"})),
    ("ها", frozenset({"3fs", "fs"})),
    ("ه", frozenset({"3ms", "ms"})),
)


def _pronoun(word: str) -> frozenset[str]:
    """What a verb or participle must be to agree with the pronoun at a word's end; nothing where there is none."""
    return next((found for ending, found in _PRONOUNS if word.endswith(ending)), frozenset())


def _word(written: str) -> str:
    """A word as it is compared: folded, its open end kept."""
    return fold(written.rstrip("*")) + ("*" if written.endswith("*") else "")


def _build() -> ForceTable:
    patterns: list[Pattern] = []
    for path in data_files("arabic/force.yaml"):
        for line in read_yaml(path, list[_Line]):
            if line.force not in get_args(Force) or not all(phrase.split() for phrase in line.any) or not line.any:
                raise MarsadError("bad-lexicon", f"{path.name}: {line}")
            patterns += [
                Pattern(
                    line.force,
                    tuple(_word(w) for w in phrase.split()),
                    line.within,
                    line.verbs,
                    line.speaker,
                    tuple(_word(w) for w in line.not_),
                )
                for phrase in line.any
            ]
    whole: dict[str, list[int]] = {}
    prefixes: dict[str, list[int]] = {}
    for k, pattern in enumerate(patterns):
        head = pattern.words[0]
        (prefixes if head.endswith("*") else whole).setdefault(head.rstrip("*"), []).append(k)
    raw_blame = read_yaml(data_files("arabic/blame.yaml")[0], Blame)
    blame = {_word(w): weight for weight, words in raw_blame.weights.items() for w in words}
    weakened = frozenset(v for p in patterns if p.force == "assert" for v in p.verbs)
    return ForceTable(tuple(patterns), weakened, whole, prefixes, blame, raw_blame.threshold, raw_blame.within)


@cache
def load() -> ForceTable:
    """The table, from the cache."""
    return compiled("force", ["arabic/force.yaml", "arabic/blame.yaml"], ForceTable, _build)
