"""What the modules that read about an event know of it: its trigger, its word form and the statement that holds it."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from marsad.annotate.scene import Scene
from marsad.document import Span, Statement
from marsad.folding import letters

Form = Literal["past", "pres", "masdar", "noun", "part"]


class Memory(NamedTuple):
    """Tokens ``[first, end)`` of a commemoration, and the number of years, if it is told."""

    first: int
    end: int
    years: int | None


class Happening(NamedTuple):
    """A trigger in a report. Tokens ``[first, end)``; ``span`` is the trigger itself, attached particles cut off.

    ``form``: what kind of word it is. ``statement``: the innermost statement whose content holds it. ``cue``: the
    trigger is itself the cue of a statement, ``said``. ``memory``: the commemoration of it that is told.
    """

    first: int
    end: int
    span: Span
    type: str
    form: Form
    lemma: str
    statement: Statement | None = None
    said: Statement | None = None
    mode: str | None = None
    memory: Memory | None = None

    @property
    def verbal(self) -> bool:
        """Whether the trigger is a finite verb."""
        return self.form in ("past", "pres")


THESE: Final = frozenset({"هذا", "هذه", "تلك", "ذلك"})
"""Demonstratives of what was told of before, folded."""


def pointed(scene: Scene, happening: Happening) -> bool:
    """Whether a demonstrative right before a noun points at a mention before: "هذه الهجمات"."""
    p = happening.first - 1
    before = scene.folded[p].lstrip("وبلف") if p >= scene.sentence_start[happening.first] else ""
    return not happening.verbal and before in THESE


def prefix(scene: Scene, happening: Happening) -> str:
    """What is attached before the trigger in its word: "ب", "ول", "" ..."""
    return attached_before(scene, happening.first, happening.span.start)


def attached_before(scene: Scene, token: int, offset: int) -> str:
    """The letters of a word before an offset, marks and tatweel gone."""
    start = scene.tokens[token].start
    return letters(scene.text[start:offset]).rstrip("ـ") if offset > start else ""
