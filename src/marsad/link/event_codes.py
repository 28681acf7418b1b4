"""Mode, context, quad class and score of an event, by PLOVER 2.0.

The mode is the frame's; where it has none, that of the words of the clause (by drone, by phone) or of the happening in
the content (what is asked, refused, threatened). Contexts are told by words of the sentence and of the headline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from marsad.annotate.scene import Scene
from marsad.document import Event, Word
from marsad.lexicon import plover
from marsad.lexicon.plover import Keyword
from marsad.link.event_clauses import Clauses
from marsad.link.happenings import Happening

_ABOUT: Final = 12  # tokens about a trigger whose words tell its mode
_MOST: Final = 4  # contexts of an event
_LETTERS: Final = 3  # letters by which keywords are looked up; none is shorter
_SHORT: Final = 4  # letters of a keyword that counts only as a whole word, with its article
_ALIASES: Final = {"suicide": "suicide-attack", "health": "disease", "general": "strike"}
_REFINED: Final = frozenset({"aerial"})  # a drone is one, where the words say so
_CARRIED: Final = frozenset({"REQUEST", "REJECT", "THREATEN"})


class Codes(NamedTuple):
    """What PLOVER adds to a type."""

    mode: str | None
    context: tuple[str, ...]
    quad: int
    score: float


@lru_cache(maxsize=100_000)
def _contexts(word: Word) -> tuple[Keyword, ...]:
    """Keywords of contexts that a word type may begin."""
    if word.kind != "word":
        return ()
    return _found(_index(""), word)


@lru_cache(maxsize=100_000)
def _modes(word: Word, kind: str) -> tuple[Keyword, ...]:
    if word.kind != "word":
        return ()
    return _found(_index(kind), word)


@cache
def _index(kind: str) -> dict[str, tuple[Keyword, ...]]:
    """Keywords of the modes of a type, or of contexts (""), by the first letters of their first word."""
    table = plover.load()
    found: dict[str, list[Keyword]] = {}
    for keyword in table.modes.get(kind, ()) if kind else table.contexts:
        found.setdefault(keyword.words[0][:_LETTERS], []).append(keyword)
    return {letters: tuple(keywords) for letters, keywords in found.items()}


def _found(index: dict[str, tuple[Keyword, ...]], word: Word) -> tuple[Keyword, ...]:
    out: dict[Keyword, None] = {}
    for form in _forms(word):
        for keyword in index.get(form[:_LETTERS], ()):
            if _fits(form, keyword.words[0], len(keyword.words) > 1):
                out[keyword] = None
    return tuple(sorted(out, key=lambda k: (k.name, k.words)))


def _forms(word: Word) -> set[str]:
    """A word without its particles, and without its article."""
    stems = {word.folded} | {s.stem for s in word.splits if not s.enclitic and s.proclitic in _PARTICLES}
    return stems | {s.removeprefix("ال") for s in stems}


_PARTICLES: Final = frozenset({"", "و", "ف", "ب", "ل", "ك", "وب", "ول"})


def _fits(form: str, keyword: str, whole: bool) -> bool:
    if whole or len(keyword) <= 3:
        return form == keyword
    if len(keyword) <= _SHORT:
        return form.startswith(keyword) and len(form) <= len(keyword) + 3
    return form.startswith(keyword)


class CodeReader:
    """Gives the events of one report their codes."""

    def __init__(self, scene: Scene, clauses: Clauses, happenings: Sequence[Happening]) -> None:
        self.scene, self.clauses, self.happenings = scene, clauses, happenings
        self.table = plover.load()
        self.sentence_contexts: dict[int, Counter[str]] = {}

    def read(self, events: Sequence[Event]) -> list[Codes]:
        """The codes by event."""
        modes = [
            (self._by_words(h) if e.mode in _REFINED else e.mode) or e.mode or self._by_words(h)
            for e, h in zip(events, self.happenings, strict=True)
        ]
        out = []
        for n, h in enumerate(self.happenings):
            mode = modes[n] or self._by_content(n, modes)
            kind = self.table.types[h.type]
            mode = _ALIASES.get(mode or "", mode)
            if mode is not None and mode not in kind.modes:
                mode = None
            out.append(Codes(mode, self._context(h, events[n]), kind.quad, kind.score))
        return out

    def _by_words(self, h: Happening) -> str | None:
        scene = self.scene
        start, end = scene.sentence_start[h.first], scene.sentence_end[h.first]
        order = [
            *range(h.first, min(end, h.first + _ABOUT)),
            *range(h.first - 1, max(start, h.first - _ABOUT // 2) - 1, -1),
        ]
        for p in order:
            if not self.clauses.same(p, h.first) and p not in range(h.first, h.end + 3):
                continue
            for keyword in _modes(scene.tokens[p].word, h.type):
                if self._follows(p, keyword):
                    return keyword.name
        return None

    def _by_content(self, n: int, modes: Sequence[str | None]) -> str | None:
        """What an act of speech asks, refuses or threatens: the first happening that it governs."""
        h = self.happenings[n]
        if h.type not in _CARRIED:
            return None
        by_content = self.table.content_modes[h.type]
        for m in range(n + 1, min(len(self.happenings), n + 6)):
            other = self.happenings[m]
            if self.scene.sentence_start[other.first] != self.scene.sentence_start[h.first]:
                break
            if h.said is not None and not h.said.content.start <= other.span.start < h.said.content.end:
                continue
            found = by_content.get(f"{other.type}-{modes[m]}") or by_content.get(other.type)
            if found is not None:
                return found
        return None

    def _follows(self, p: int, keyword: Keyword) -> bool:
        """Whether the further words of a phrase stand behind its first; the last may be a beginning."""
        scene = self.scene
        for k, word in enumerate(keyword.words[1:], 1):
            if p + k >= scene.n or not scene.folded[p + k].startswith(word):
                return False
        return True

    def _context(self, h: Happening, event: Event) -> tuple[str, ...]:
        counted = Counter(self._of_sentence(self.scene.sentence_start[h.first]))
        head = self.scene.report.sentences[0].first if self.scene.report.sentences else 0
        counted.update(self._of_sentence(head))
        ranked = sorted(counted, key=lambda name: (-counted[name], name))
        own = (_ALIASES.get(c, c) for c in event.context)
        return tuple(dict.fromkeys((*own, *ranked)))[:_MOST]

    def _of_sentence(self, start: int) -> Counter[str]:
        found = self.sentence_contexts.get(start)
        if found is None:
            found = Counter()
            scene = self.scene
            for p in range(start, scene.sentence_end[start] if start < scene.n else start):
                for keyword in _contexts(scene.tokens[p].word):
                    if self._follows(p, keyword):
                        found[keyword.name] += 1
            self.sentence_contexts[start] = found
        return found
