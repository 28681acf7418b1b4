"""A report's lines and words as furniture rules see them, and the rules' phrases compiled."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from marsad.folding import CONTROLS, MARKS, fold
from marsad.lexicon.loader import ROOT, compiled, data_files, read_yaml

_WORD = re.compile(f"[\\w{MARKS}{CONTROLS}]+")
_KEY = re.compile(r"[^\w]+")
STOPS = ".!؟?…"
CLOSERS = "\"”»’')"
BLANK = " \t\r\xa0\u3000" + "".join(chr(c) for c in (*range(0x2000, 0x200B), 0x200E, 0x200F, 0xFEFF))


class Phrases(msgspec.Struct, frozen=True):
    """``arabic/furniture.yaml`` as written."""

    labels: dict[str, list[str]]
    openers: dict[str, list[str]]
    starts: dict[str, list[str]]
    short_starts: list[str]
    blocks: list[str]
    facts: list[str]
    inline: dict[str, list[str]]
    tails: dict[str, list[str]]
    heads: dict[str, list[str]]
    resumes: list[str]
    own_waw: list[str]
    connectives: list[str]
    agencies: list[str]
    alone: list[str]
    outlets: dict[str, str]
    credits: list[str]
    places: list[str]
    given_names: list[str]
    link_outlets: dict[str, int]


Entry = tuple[tuple[str, ...], str]  # folded words, kind


class Table(msgspec.Struct, frozen=True):
    """The phrases folded; those that begin a stretch stand by their first word, longest first."""

    labels: dict[str, str]
    reading: list[tuple[str, ...]]
    openers: dict[str, list[Entry]]
    starts: dict[str, list[Entry]]
    short_starts: list[tuple[str, ...]]
    blocks: list[tuple[str, ...]]
    facts: dict[str, list[Entry]]
    inline: dict[str, list[Entry]]
    tails: dict[str, list[Entry]]
    heads: dict[str, list[Entry]]
    resumes: frozenset[str]
    own_waw: frozenset[str]
    connectives: dict[str, list[Entry]]
    agencies: frozenset[str]
    alone: frozenset[str]
    outlets: dict[str, str]
    credits: frozenset[str]
    places: frozenset[str]
    given_names: frozenset[str]
    link_outlets: dict[str, int]


@lru_cache(maxsize=100_000)
def folded(form: str) -> str:
    """A word folded, each word type once."""
    return fold(form)


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return tuple(fold(w) for w in _WORD.findall(text))


def key(text: str) -> str:
    """A name with everything but letters and digits gone, so that "أ.ف.ب" and "أ ف ب" are one."""
    return _KEY.sub("", fold(text))


def _by_first(phrases: dict[str, list[str]]) -> dict[str, list[Entry]]:
    out: dict[str, list[Entry]] = {}
    for kind, forms in phrases.items():
        for words in {words_of(form) for form in forms}:
            out.setdefault(words[0], []).append((words, kind))
    for entries in out.values():
        entries.sort(key=lambda e: (-len(e[0]), e))
    return out


def build() -> Table:
    """The table of ``arabic/furniture.yaml``."""
    p = read_yaml(data_files("arabic/furniture.yaml")[0], Phrases)
    keys = [frozenset(key(form) for form in forms) for forms in (p.agencies, p.alone, p.credits, p.places)]
    return Table(
        labels={" ".join(words_of(form)): kind for kind, forms in p.labels.items() for form in forms},
        reading=[words_of(form) for form in p.labels["reading_time"]],
        openers=_by_first(p.openers),
        starts=_by_first(p.starts),
        short_starts=[words_of(form) for form in p.short_starts],
        blocks=[words_of(form) for form in p.blocks],
        facts=_by_first({"related": p.facts}),
        inline=_by_first(p.inline),
        tails=_by_first(p.tails),
        heads=_by_first(p.heads),
        resumes=frozenset(fold(form) for form in p.resumes),
        own_waw=frozenset(fold(form) for form in p.own_waw),
        connectives=_by_first({"": p.connectives}),
        agencies=keys[0],
        alone=keys[1],
        outlets={key(form): name for form, name in p.outlets.items()},
        credits=keys[2],
        places=keys[3],
        given_names=frozenset(fold(form) for form in p.given_names),
        link_outlets={key(form): least for form, least in p.link_outlets.items()},
    )


@cache
def table() -> Table:
    """The compiled phrases, read once."""
    assert ROOT.is_dir()
    return compiled("furniture", ["arabic/furniture.yaml"], Table, build)


class Line:
    """A line that holds text: ``text[start:end]`` without the blanks around it, its words folded and their places."""

    __slots__ = ("end", "places", "start", "text", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.words: list[str] = []
        self.places: list[tuple[int, int]] = []
        for m in _WORD.finditer(text, start, end):
            word = folded(m.group())
            if word:
                self.words.append(word)
                self.places.append(m.span())

    @property
    def raw(self) -> str:
        """The line's own characters."""
        return self.text[self.start : self.end]

    def gap(self, i: int) -> str:
        """What stands between word ``i - 1`` (or the line's start) and word ``i`` (or the line's end)."""
        return self.text[
            self.places[i - 1][1] if i else self.start : self.places[i][0] if i < len(self.places) else self.end
        ]

    def begins(self, entries: dict[str, list[Entry]], i: int = 0) -> Entry | None:
        """The longest phrase of a table that stands at word ``i``."""
        if i >= len(self.words):
            return None
        for entry in entries.get(self.words[i], ()):
            n = len(entry[0])
            if tuple(self.words[i : i + n]) == entry[0]:
                return entry
        return None

    def joined(self, phrases: Table) -> bool:
        """Whether the line is joined to what stands before it, by "و" or another word, as paragraphs of a body are."""
        word = self.words[0]
        if word[0] == "و" and len(word) > 2 and word not in phrases.own_waw:
            return True
        return self.begins(phrases.connectives) is not None

    @property
    def closed(self) -> bool:
        """Whether the line ends as a sentence does: full stop or question mark, perhaps a closing mark after it."""
        tail = self.text[max(self.start, self.end - 3) : self.end].rstrip(CLOSERS + " ")
        return bool(tail) and tail[-1] in ".!؟?"

    @property
    def stopped(self) -> bool:
        """Whether the line ends with a full stop (a question or an exclamation may be a title)."""
        tail = self.text[max(self.start, self.end - 3) : self.end].rstrip(CLOSERS + " ")
        return tail.endswith((".", "،", ":")) and not tail.endswith("..")


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold words."""
    out = []
    start = 0
    for piece in text.split("\n"):
        end = start + len(piece)
        left = start + len(piece) - len(piece.lstrip(BLANK))
        right = end - (len(piece) - len(piece.rstrip(BLANK)))
        if right > left:
            line = Line(text, left, right)
            if line.words:
                out.append(line)
        start = end + 1
    return out
