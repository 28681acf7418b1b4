"""The tree of what roles are called (`arabic/office_titles.yaml`), and the reading of a title along it.

Country, nationality, body and place may stand between the words of a role or behind them; every word of the title
must be accounted for, so that what only begins like a title stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from marsad.errors import MarsadError
from marsad.lexicon import knowledge, offices
from marsad.lexicon.loader import compiled, data_files, read_yaml
from marsad.lexicon.offices import Office

When = Literal["now", "former", "earlier", "designate", "acting"]

LONGEST = 16  # words of a title that is looked at
_CHOICE = re.compile(r"\(([^()]*)\)")
_MINISTERS = frozenset(r for r in offices.ROLES if r.endswith("minister") and r != "prime_minister")
_DEEPEST = 4000  # steps of one reading


class TitleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the data file: what its comment says."""

    roles: tuple[str, ...]
    forms: tuple[str, ...]
    country: str | None = None
    only: tuple[str, ...] = ()
    body: bool = False


class TitleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file."""

    titles: tuple[TitleRow, ...]
    honorifics: tuple[str, ...]
    fillers: tuple[str, ...]
    body_nouns: tuple[str, ...]
    sure_bodies: tuple[str, ...]
    prepositions: tuple[str, ...]
    modifiers: dict[When, tuple[str, ...]]
    acting_heads: tuple[str, ...]
    body_adjectives: dict[str, str]


class Named(NamedTuple):
    """A country, place or body in a title: its id, and whether a preposition leads to it."""

    id: str
    kind: Literal["country", "place", "body"]
    led: bool
    city: bool = False  # a capital that stands for its country


class Node:
    """A word of the tree: the words behind it, the rows and the offices' own titles that end here."""

    __slots__ = ("edges", "offices", "rows")

    def __init__(self) -> None:
        self.edges: dict[str, Node] = {}
        self.rows: list[TitleRow] = []
        self.offices: list[tuple[str, bool]] = []  # an office's own title, whether it needs context


class Grammar(NamedTuple):
    """The data file and the offices, ready to read with."""

    root: Node
    fillers: frozenset[str]
    body_nouns: frozenset[str]
    sure_bodies: frozenset[str]
    prepositions: frozenset[str]
    honorifics: frozenset[str]
    when: dict[str, When]
    acting_heads: tuple[tuple[str, ...], ...]
    body_adjectives: dict[str, str]
    by_role: dict[str, list[Office]]


def norm(word: str) -> str:
    """A folded word without its article: agreement and definiteness do not matter for what a role is."""
    if word.startswith("لل") and len(word) > 4:
        return word[2:]
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def plain_words(form: str) -> tuple[str, ...]:
    """The folded words of a title, marks left out."""
    return tuple(w for w in knowledge.key(form).split(" ") if w and (w[0].isalnum()))


def expand(form: str) -> list[str]:
    """``(أ|ب) ج`` to ``أ ج``, ``ب ج``; an empty choice leaves the word out."""
    found = _CHOICE.search(form)
    if found is None:
        return [" ".join(form.split())]
    return [
        whole
        for choice in found.group(1).split("|")
        for whole in expand(form[: found.start()] + choice + form[found.end() :])
    ]


class _Forms(msgspec.Struct, frozen=True):
    """What the tree is grown from: the data file, its forms and the offices' own titles in bare folded words.

    ``own`` holds office, and whether the title needs a country beside it.
    """

    raw: TitleWords
    forms: dict[str, list[int]]
    own: dict[str, list[tuple[str, bool]]]


def _build() -> _Forms:
    raw = read_yaml(data_files("arabic/office_titles.yaml")[0], TitleWords)
    forms: dict[str, list[int]] = {}
    for n, row in enumerate(raw.titles):
        unknown = set(row.roles) - offices.ROLES
        if unknown:
            raise MarsadError("bad-lexicon", f"office_titles.yaml: unknown role {', '.join(sorted(unknown))}")
        for form in dict.fromkeys(_bare(chosen) for written in row.forms for chosen in expand(written)):
            forms.setdefault(form, []).append(n)
    own: dict[str, list[tuple[str, bool]]] = {}
    names = _names_of_countries()
    for office in offices.load().offices.values():
        for title in office.titles:
            plain = f" {knowledge.key(title)} "
            # "الموفد الأميركي" does not say whereto
            silent = office.posted in names and not any(f" {n} " in plain for n in names[office.posted or ""])
            own.setdefault(_bare(title), []).append((office.id, title in office.context or silent))
        for portfolio in office.portfolio if office.role == "minister" else ():
            own.setdefault(_bare("وزير " + portfolio), []).append((office.id, True))
    return _Forms(raw, forms, own)


def _bare(written: str) -> str:
    return " ".join(map(norm, plain_words(written)))


@cache
def grammar() -> Grammar:
    """The grammar of titles, from the cache; made once for each process."""
    read = compiled("office_titles", (*offices.SOURCES, "arabic/office_titles.yaml"), _Forms, _build)
    raw, root = read.raw, Node()
    for form, rows in read.forms.items():
        _grow(root, form).rows.extend(raw.titles[n] for n in rows)
    for form, own in read.own.items():
        _grow(root, form).offices.extend(own)
    by_role: dict[str, list[Office]] = {}
    for office in offices.load().offices.values():
        by_role.setdefault(office.role, []).append(office)
    return Grammar(
        root,
        frozenset(norm(w) for f in raw.fillers for w in plain_words(f)),
        frozenset(norm(w) for f in raw.body_nouns for w in plain_words(f)),
        frozenset(map(knowledge.key, raw.sure_bodies)),
        frozenset(w for f in raw.prepositions for w in plain_words(f)),
        frozenset(w for f in raw.honorifics for w in plain_words(f)),
        {w: when for when, forms in raw.modifiers.items() for f in forms for w in plain_words(f)},
        tuple(plain_words(f) for f in raw.acting_heads),
        {w: body for f, body in raw.body_adjectives.items() for w in plain_words(f)},
        by_role,
    )


def _names_of_countries() -> dict[str, list[str]]:
    """What stands for a country in a title: the keys of its forms and its capital's, with attached prepositions."""
    out: dict[str, list[str]] = {}
    for entry in knowledge.load().entries:
        if entry.kind in ("country", "territory", "capital") and entry.country is not None:
            for form in map(knowledge.key, entry.ar):
                contracted = [f"لل{form[2:]}"] if form.startswith("ال") else []
                out.setdefault(entry.country, []).extend([form, f"ل{form}", f"ب{form}", *contracted])
    return out


def _grow(root: Node, form: str) -> Node:
    node = root
    for word in form.split(" "):
        node = node.edges.setdefault(word, Node())
    return node


class Found(NamedTuple):
    """A reading of all words: the node of the role, words it took, words that say nothing, what is named."""

    node: Node
    taken: int
    idle: int
    named: tuple[Named, ...]
    feminine: bool = False


class Reader:
    """Reads the words of one title in every way."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.g = grammar()
        self.kb = knowledge.load()
        self.out: list[Found] = []
        self.steps = 0

    def read(self) -> list[Found]:
        """All readings that take in every word."""
        self._walk(0, self.g.root, 0, 0, (), "", False)
        first = norm(self.words[0]) if self.words else ""
        if first.endswith("ه") and first[:-1] in self.g.root.edges:
            return [f._replace(feminine=True) for f in self.out]
        return self.out

    def _walk(
        self, i: int, node: Node, taken: int, idle: int, named: tuple[Named, ...], led: str, closed: bool
    ) -> None:
        self.steps += 1
        if self.steps > _DEEPEST:
            return
        if i == len(self.words):
            if (node.rows or node.offices) and taken:
                self.out.append(Found(node, taken, idle, named))
            return
        word = self.words[i]
        if not closed:
            for edge in self._edges(i, word, node):
                self._walk(i + 1, node.edges[edge], taken + 1, idle, named, "", False)
        if not taken:
            return
        for n, what, prefixed in self._named(i):
            if what.kind == "body" and led == "في":
                continue  # "القائد في الحزب" leads something in it
            found = what._replace(led=bool(led) or prefixed)
            # سلطان عمان: the country, where no preposition says that the capital is meant
            self._walk(i + n, node, taken, idle + (found.city and not found.led), (*named, found), "", closed)
        if word in self.g.prepositions:
            self._walk(i + 1, node, taken, idle, named, word, closed)
        bare = norm(word)
        if bare in self.g.fillers or (word[0] in "لب" and norm(word[1:]) in self.g.fillers):
            self._walk(i + 1, node, taken, idle + 1, named, led or (word[0] if word[0] in "لب" else ""), closed)
        if bare in self.g.body_nouns or (word[0] in "لب" and norm(word[1:]) in self.g.body_nouns):
            for n, what, _ in self._named(i + 1, bare=False) if i + 1 < len(self.words) else ():
                if what.kind == "body":
                    self._walk(i + 1 + n, node, taken, idle, (*named, what), "", closed)
        if word.startswith("وال") and any(set(r.roles) & _MINISTERS for r in node.rows):
            j = i + 1
            while j < len(self.words) and self.words[j].startswith("ال") and self.words[j] not in self.kb.demonyms:
                j += 1
            self._walk(j, node, taken, idle + 2, named, "", True)

    def _edges(self, i: int, word: str, node: Node) -> Iterator[str]:
        bare = norm(word)
        if bare in node.edges:
            yield bare
        if i == 0 and bare.endswith("ه") and bare[:-1] in node.edges:
            yield bare[:-1]
        elif word[0] in "لب" and len(word) > 4 and norm(word[1:]) in node.edges:
            yield norm(word[1:])

    def _named(self, i: int, *, bare: bool = True) -> Iterator[tuple[int, Named, bool]]:
        """Country, place or body at word ``i``: words, what, whether a preposition is attached.

        ``bare``: no noun such as حركة stands before, so that one word which is also an everyday word is no body.
        """
        words, kb = self.words, self.kb
        word = words[i]
        for n in (2, 1):
            form = " ".join(words[i : i + n])
            if n <= len(words) - i and form in kb.demonyms and (form.startswith("ال") or (n == 2 and form[-1] == "ي")):
                # الجنوب أفريقي and جنوب أفريقي: two words need no article at the first
                yield n, Named(kb.demonyms[form], "country", False), False
        if word in self.g.body_adjectives:
            yield 1, Named(self.g.body_adjectives[word], "body", False), False
        for first, attached in self._stems(word):
            rest = [first, *words[i + 1 : i + 8]]
            most = min(kb.first.get(first, 0), len(rest))
            seen = 0
            for n in range(most, 0, -1):
                form = " ".join(rest[:n])
                for index in kb.forms.get(form, ()):
                    entry = kb.entries[index]
                    if entry.type == "LOC":
                        if entry.kind in ("country", "territory"):
                            yield n, Named(entry.id, "country", False), attached
                        elif entry.kind == "capital" and entry.of:
                            yield n, Named(entry.of, "country", False, True), attached
                            yield n, Named(entry.id, "place", False), attached
                        else:
                            yield n, Named(entry.id, "place", False), attached
                        seen += 1
                    elif entry.type == "ORG" and not (
                        bare and n == 1 and form in kb.ambiguous and form not in self.g.sure_bodies
                    ):
                        yield n, Named(entry.id, "body", False), attached
                        seen += 1
                    if seen > 6:
                        return

    @staticmethod
    def _stems(word: str) -> Iterator[tuple[str, bool]]:
        yield word, False
        if word.startswith("لل") and len(word) > 4:
            yield "ال" + word[2:], True
        elif word[0] in "لب" and len(word) > 3:
            yield word[1:], True
