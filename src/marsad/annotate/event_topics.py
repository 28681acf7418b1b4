"""Which frames name no happening in a report or a sentence, by what it is about."""

from __future__ import annotations

from functools import lru_cache

from marsad.annotate.scene import Scene
from marsad.document import Word
from marsad.lexicon import topics
from marsad.lexicon.events import Frame

_BEFORE = frozenset(("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"))


class Topics:
    """The topics that hold in a report and in each of its sentences; counted in one pass over its words."""

    __slots__ = ("report", "scene", "sentences")

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        table = topics.load()
        size = len(table.topics)
        whole = _Count(size)
        parts: dict[int, _Count] = {}
        words = 0
        for i, token in enumerate(scene.tokens):
            if scene.skip[i]:
                continue
            words += token.word.kind == "word"
            of, against = _kinds(token.word)
            if of or against:
                whole.add(of, against)
                parts.setdefault(scene.sentence_start[i], _Count(size)).add(of, against)
        self.report = whole.holding(words, sentence=False)
        self.sentences = {start: held for start, count in parts.items() if (held := count.holding(0, sentence=True))}

    def drop(self, token: int, frame: Frame) -> bool:
        """Whether a frame names no happening at a token."""
        held = self.report
        if self.sentences:
            held = held + self.sentences.get(self.scene.sentence_start[token], ())
        return any(
            frame.type in topic.drops and (not topic.drops[frame.type] or frame.lemma in topic.drops[frame.type])
            for topic in held
        )


class _Count:
    """How many words of each topic, and of what speaks against it."""

    __slots__ = ("against", "words")

    def __init__(self, size: int) -> None:
        self.words = [0] * size
        self.against = [0] * size

    def add(self, of: tuple[int, ...], against: tuple[int, ...]) -> None:
        for k in of:
            self.words[k] += 1
        for k in against:
            self.against[k] += 1

    def holding(self, words: int, *, sentence: bool) -> tuple[topics.Topic, ...]:
        """The topics that hold; `words`: of the report, for the share."""
        return tuple(
            t
            for k, t in enumerate(topics.load().topics)
            if t.sentence == sentence
            and self.words[k] >= max(t.at_least, t.ratio * self.against[k])
            and (not t.share or self.words[k] * 100 >= t.share * words)
        )


@lru_cache(maxsize=100_000)
def _kinds(word: Word) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The topics that a word type speaks for, and those that it speaks against."""
    if word.kind != "word":
        return (), ()
    table = topics.load()
    stems = {s.stem.removeprefix("ال") for s in word.splits if not s.enclitic and s.proclitic in _BEFORE}
    of = {k for stem in stems for k in table.words.get(stem, ())}
    against = {k for stem in stems for k in table.against.get(stem, ())}
    return tuple(sorted(of)), tuple(sorted(against))
