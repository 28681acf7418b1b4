"""Where the words that give a happening its status stand: markers, light nouns, phrases, verbs with س."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from marsad.annotate.phrases import plain_preposition
from marsad.annotate.scene import Scene
from marsad.document import Span, Word
from marsad.lexicon import event_status
from marsad.lexicon.event_status import Marker, StatusName

_OF_ANY: Final = 7
_QUOTES: Final = frozenset("\"“”«»‘’'()[]")
_FUTURE: Final = re.compile("^[وف]?س[يت][\u0621-\u064a]{2,}$")


class Standing(NamedTuple):
    """A status with the word that says so (None where nothing does) and the rule and entry that read it."""

    status: StatusName
    word: Span | None
    rule: str
    entry: str = ""


ACTUAL: Final = Standing("actual", None, "status.actual")


class Hit(NamedTuple):
    """A marker in the text: tokens ``[first, end)``."""

    first: int
    end: int
    marker: Marker


@lru_cache(maxsize=100_000)
def _verbal_markers(word: Word) -> tuple[tuple[int, str, str], ...]:
    """Markers that a word type is a form of: index, code, proclitic."""
    if word.kind != "word":
        return ()
    forms = event_status.load().forms
    found = []
    for split in word.splits:
        for index, code in forms.get(split.stem, ()):
            if _fits(code, split.proclitic, split.enclitic, word.letters):
                found.append((index, code, split.proclitic))
    if word.folded.startswith("ال"):
        found += [(index, code, "") for index, code in forms.get(word.folded[2:], ()) if code.startswith("masdar")]
    return tuple(dict.fromkeys(found))


def _fits(code: str, proclitic: str, enclitic: str, letters: str) -> bool:
    if "bound" in code and not enclitic:
        return False
    if code.startswith("past"):
        return proclitic in ("", "و", "ف")
    if code.startswith("pres"):
        return proclitic in ("", "و", "ف", "س", "وس", "فس", "ل", "ول")
    if code.startswith("part"):
        return not enclitic and proclitic in ("", "و") and (letters.endswith(("ا", "ة", "ين", "ات")) or proclitic == "")
    return True


@lru_cache(maxsize=100_000)
def is_future(word: Word) -> bool:
    """Whether a word type is a verb with س."""
    return (
        word.kind == "word"
        and _FUTURE.match(word.letters) is not None
        and not word.letters.endswith("ة")
        and not word.folded.lstrip("وف").startswith(event_status.load().not_future)
        and word.folded.lstrip("وف") not in event_status.load().not_future_words
    )


@lru_cache(maxsize=100_000)
def is_carrier(word: Word) -> bool:
    """Whether a word type is a form of a light verb."""
    carriers = event_status.load().carriers
    return word.kind == "word" and any(
        s.stem in carriers and s.proclitic in ("", "و", "ف", "س", "وس") for s in word.splits
    )


class Marks:
    """The markers of one report."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.table = event_status.load()

    def light(self, p: int) -> str | None:
        """The particles attached to a noun that says nothing of the status; None where the word is none such."""
        light = self.table.light_nouns
        for split in self.scene.tokens[p].word.splits:
            if split.proclitic not in ("", "و", "ب", "ل", "وب", "ول") or split.enclitic:
                continue
            if split.stem in light or split.stem.removeprefix("ال") in light:
                return split.proclitic.lstrip("وف")
        return None

    def ending(self, p: int) -> Hit | None:
        """The marker whose last token is `p`."""
        scene, table = self.scene, self.table
        for first in (p - 2, p - 1, p):
            if first < 0 or scene.sentence_start[first] != scene.sentence_start[p]:
                continue
            form = scene.folded[first]
            for start in (form, form[1:] if form[:1] in "وف" else ""):
                for words, index in table.phrases.get(start, ()):
                    if len(words) == p - first + 1 and all(
                        scene.folded[first + n] == words[n] for n in range(1, len(words))
                    ):
                        return Hit(first, p + 1, table.markers[index])
        word = scene.tokens[p].word
        found = _verbal_markers(word)
        if found:
            return Hit(p, p + 1, table.markers[found[0][0]])
        for split in word.splits:  # a noun of the phrases with what is attached ("لخطة", "خطته")
            if split.cut == 0 and split.tail == 0:
                continue
            for words, index in table.phrases.get(split.stem, ()):
                if len(words) == 1 and len(split.stem) > 2 and split.proclitic in ("", "و", "ب", "ل", "وب", "ول", "ف"):
                    return Hit(p, p + 1, table.markers[index])
        return None

    def size(self, p: int, table: dict[str, list[tuple[str, ...]]]) -> int:
        scene = self.scene
        if not 0 <= p < scene.n:
            return 0
        for words in table.get(scene.folded[p], ()):
            if p + len(words) <= scene.n and all(scene.folded[p + n] == w for n, w in enumerate(words)):
                return len(words)
        return 0

    def any_of(self, first: int) -> Standing | None:
        """ "لردع أي هجوم": any, and none that is known; `first` is the token of the noun."""
        scene, p = self.scene, first - 1
        start = scene.sentence_start[first]
        while p >= start and (scene.folded[p] in _QUOTES or self.light(p) is not None) and not self._is_any(p):
            p -= 1
        return self._any(p) if p >= start and self._is_any(p) else None

    def said_of_any(self, p: int, blocks: Callable[[int], bool]) -> Standing | None:
        """ "أي جماعة تهاجم المدينة أو تساند العدو": what a verb says of any is said of none that is known.

        `p` is the token before the verb; nothing is looked for across a token that `blocks`.
        """
        scene = self.scene
        for q in range(p, max(scene.sentence_start[max(p, 0)], p - _OF_ANY) - 1, -1):
            other = scene.tokens[q].word.kind == "punct" or plain_preposition(scene.letters[q]) is not None
            if other or blocks(q) or scene.folded[q] in ("وهو", "وهي", "وهم", "ما"):
                return None
            if self._is_any(q):
                return self._any(q)
        return None

    def _any(self, p: int) -> Standing:
        return Standing("hypothetical", self.scene.span(p, p + 1), "status.any", "أي")

    def _is_any(self, p: int) -> bool:
        return self.scene.letters[p].lstrip("وفبل") in ("أي", "أية", "اي", "أيّ")
