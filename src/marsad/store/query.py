"""The query language: words, "phrases", OR, -not, brackets; words that stand beside one another must all be there.

``"إغلاق السفارة" (دمشق OR بيروت) -واشنطن``. Marks of quotation may be of any kind, ``|`` is OR as well. A word is found
with whatever is attached to it (see `marsad.store.terms`); a phrase is found as written, with particles before it.
"""

from __future__ import annotations

from typing import Final

import msgspec

from marsad.errors import MarsadError
from marsad.store.terms import query_forms

MAX_LENGTH: Final = 2_000  # characters of a query
MAX_LEAVES: Final = 64  # words and phrases
_MAX_DEPTH: Final = 16
_OPENING: Final = {"«": "»", "“": "”", "„": "”", '"': '"', "”": "”"}


class Word(msgspec.Struct, frozen=True):
    """A folded word."""

    form: str


class Phrase(msgspec.Struct, frozen=True):
    """Folded words that follow one another."""

    forms: tuple[str, ...]


class All(msgspec.Struct, frozen=True):
    """Every part must hold."""

    parts: tuple[Node, ...]


class Any(msgspec.Struct, frozen=True):
    """One part at least must hold."""

    parts: tuple[Node, ...]


class Not(msgspec.Struct, frozen=True):
    """The part must not hold."""

    part: Node


Node = Word | Phrase | All | Any | Not


def parse(query: str) -> Node | None:
    """The tree of a query; None where it says nothing (empty, or only marks). Raises ``bad-query``."""
    if len(query) > MAX_LENGTH:
        raise MarsadError("bad-query", f"more than {MAX_LENGTH} characters")
    return _Parser(_pieces(query)).all()


def leaves(node: Node | None) -> list[Word | Phrase]:
    """The words and phrases that a hit may hold: those that are not excluded."""
    if isinstance(node, Word | Phrase):
        return [node]
    if isinstance(node, All | Any):
        return [leaf for part in node.parts for leaf in leaves(part)]
    return []


def _pieces(query: str) -> list[tuple[str, str]]:
    """Kind and text: ``(``, ``)``, ``OR``, ``-``, ``text``."""
    out: list[tuple[str, str]] = []
    at = 0
    while at < len(query):
        char = query[at]
        if char.isspace():
            at += 1
        elif char in "()":
            out.append((char, char))
            at += 1
        elif char == "|":
            out.append(("OR", char))
            at += 1
        elif char in _OPENING:
            end = query.find(_OPENING[char], at + 1)
            if end < 0:
                raise MarsadError("bad-query", f"the quotation mark {char} has no partner")
            out.append(("phrase", query[at + 1 : end]))
            at = end + 1
        elif char in "-–−" and at + 1 < len(query) and not query[at + 1].isspace():
            out.append(("-", char))
            at += 1
        else:
            end = at + 1
            while (
                end < len(query) and not query[end].isspace() and query[end] not in "()|" and query[end] not in _OPENING
            ):
                end += 1
            text = query[at:end]
            out.append(("OR", text) if text == "OR" else ("text", text))
            at = end
    return out


class _Parser:
    """Recursive descent; depth and number of leaves are bounded."""

    def __init__(self, pieces: list[tuple[str, str]]) -> None:
        self._pieces = pieces
        self._at = 0
        self._leaves = 0

    def all(self) -> Node | None:
        node = self._any(0)
        if self._at < len(self._pieces):
            raise MarsadError("bad-query", "a bracket is closed that was never opened")
        return node

    def _kind(self) -> str | None:
        return self._pieces[self._at][0] if self._at < len(self._pieces) else None

    def _any(self, depth: int) -> Node | None:
        if depth > _MAX_DEPTH:
            raise MarsadError("bad-query", f"brackets more than {_MAX_DEPTH} deep")
        parts: list[Node] = []
        while True:
            node = self._together(depth)
            if node is not None:
                parts.append(node)
            if self._kind() != "OR":
                break
            self._at += 1
        return _joined(Any, parts)

    def _together(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while (kind := self._kind()) not in (None, "OR", ")"):
            negated = kind == "-"
            if negated:
                self._at += 1
            node = self._one(depth)
            if node is not None:
                parts.append(Not(node) if negated else node)
        return _joined(All, parts)

    def _one(self, depth: int) -> Node | None:
        kind = self._kind()
        if kind in (None, "OR", ")", "-"):
            raise MarsadError("bad-query", "- stands before nothing")
        text = self._pieces[self._at][1]
        self._at += 1
        if kind == "(":
            node = self._any(depth + 1)
            if self._kind() != ")":
                raise MarsadError("bad-query", "a bracket is not closed")
            self._at += 1
            return node
        forms = query_forms(text)
        self._leaves += len(forms)
        if self._leaves > MAX_LEAVES:
            raise MarsadError("bad-query", f"more than {MAX_LEAVES} words")
        if not forms:
            return None
        return Word(forms[0]) if len(forms) == 1 and kind == "text" else Phrase(tuple(forms))


def _joined(kind: type[All] | type[Any], parts: list[Node]) -> Node | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts))
