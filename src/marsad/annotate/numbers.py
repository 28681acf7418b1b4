"""Numbers in digits and in words, read from a place in the tokens.

`read` gives the number that begins at a token: "ثلاثة وعشرين" 23, "مليونا و200 ألف" 1,200,000, "ألفي" 2,000.
Times, quantities and events share it. What the number counts is not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from marsad.document import Report, Token, Word
from marsad.folding import fold
from marsad.lexicon.loader import ROOT, compiled, read_yaml
from marsad.text.segment import segment

_DIGITS = re.compile(r"\d+(?:[.,٫٬]\d+)*\Z")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,٬]\d{3})+\Z")


class Scale(msgspec.Struct, frozen=True):
    value: int
    one: list[str]
    dual: list[str]
    plural: list[str]


class Vague(msgspec.Struct, frozen=True):
    forms: list[str]
    low: float
    high: float


class Approximation(msgspec.Struct, frozen=True):
    mod: str
    forms: list[str]


class NumbersFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of ``arabic/numbers.yaml``."""

    cardinals: dict[int, list[str]]
    eleven: list[str]
    twelve: list[str]
    teen: list[str]
    scales: list[Scale]
    vague: list[Vague]
    fractions: dict[float, list[str]]
    ordinals: dict[int, list[str]]
    ordinal_teen_first: dict[int, list[str]]
    ordinal_tens: dict[int, list[str]]
    approximations: list[Approximation]
    approximations_after: list[Approximation]
    labels: list[str]


class Piece(NamedTuple):
    """What one word can add to a number. ``kind``: u (1-9), x (10), t (20-90), h (hundreds), s (scale), S (scale in
    the plural), d (dual of a scale), 1 and 2 (first members of 11 and 12), f (fraction)."""

    kind: str
    value: float
    cut: int  # letters of attached particles before it
    conj: bool  # one of them is و
    entry: str


class Number(NamedTuple):
    """A number at tokens ``[first, end)``; ``start`` is its first character, an attached particle left out."""

    first: int
    end: int
    start: int
    value: float
    words: bool
    entries: tuple[str, ...]


class Lexicon(msgspec.Struct, frozen=True):
    """``numbers.yaml`` compiled: folded form to (kind, value); phrases as folded words."""

    pieces: dict[str, tuple[str, float]]
    vague: dict[str, tuple[float, float]]
    ordinals: dict[str, int]
    ordinal_teen_first: dict[str, int]
    ordinal_tens: dict[str, int]
    teen: list[str]
    before: dict[str, list[tuple[list[str], str]]]
    after: dict[str, list[tuple[list[str], str]]]
    labels: list[str]


def _kind(value: int) -> str:
    if value < 10:
        return "u"
    if value == 10:
        return "x"
    return "t" if value < 100 else "h"


def build() -> Lexicon:
    """Compiles ``arabic/numbers.yaml``."""
    data = read_yaml(ROOT / "arabic" / "numbers.yaml", NumbersFile)
    pieces: dict[str, tuple[str, float]] = {}
    for value, forms in data.cardinals.items():
        for form in forms:
            pieces[fold(form)] = (_kind(value), value)
    for form in data.eleven:
        pieces[fold(form)] = ("1", 11)
    for form in data.twelve:
        pieces[fold(form)] = ("2", 12)
    for scale in data.scales:
        for kind, forms in (("s", scale.one), ("d", scale.dual), ("S", scale.plural)):
            for form in forms:
                pieces[fold(form)] = (kind, scale.value)
    for part, forms in data.fractions.items():
        for form in forms:
            pieces[fold(form)] = ("f", part)
    return Lexicon(
        pieces=pieces,
        vague={fold(form): (v.low, v.high) for v in data.vague for form in v.forms},
        ordinals={fold(form): n for n, forms in data.ordinals.items() for form in forms},
        ordinal_teen_first={fold(form): n for n, forms in data.ordinal_teen_first.items() for form in forms},
        ordinal_tens={fold(form): n for n, forms in data.ordinal_tens.items() for form in forms},
        teen=[fold(form) for form in data.teen],
        before=_phrases(data.approximations),
        after=_phrases(data.approximations_after),
        labels=[fold(form) for form in data.labels],
    )


def _phrases(entries: list[Approximation]) -> dict[str, list[tuple[list[str], str]]]:
    out: dict[str, list[tuple[list[str], str]]] = {}
    for entry in entries:
        for form in entry.forms:
            first, *rest = fold(form).split()
            out.setdefault(first, []).append((rest, entry.mod))
    for found in out.values():
        found.sort(key=lambda f: -len(f[0]))
    return out


LEXICON = compiled("numbers", ["arabic/numbers.yaml"], Lexicon, build)
TEEN = frozenset(LEXICON.teen)
LABELS = frozenset(LEXICON.labels)


@lru_cache(maxsize=50_000)
def digits(plain: str) -> float | None:
    """The value of a number in digits ("1.5", "3,400", "2 000" is not one token), or None ("12:30", "5/2018")."""
    if plain.isdecimal():
        return float(plain) if len(plain) < 16 else None
    if not _DIGITS.match(plain):
        return None
    if _THOUSANDS.match(plain):
        return float(plain.replace(",", "").replace("٬", ""))
    text = plain.replace("٫", ".").replace(",", ".")
    return float(text) if text.count(".") == 1 and len(text) < 16 else None


_NONE: tuple[Piece, ...] = ()


def pieces(word: Word) -> tuple[Piece, ...]:
    """The ways in which a word can be part of a number, attached particles off."""
    if word.kind != "word":
        return _NONE
    return _pieces(word)


_memo: dict[str, tuple[Piece, ...]] = {}


def _pieces(word: Word) -> tuple[Piece, ...]:
    found = _memo.get(word.form)
    if found is not None:
        return found
    out: list[Piece] = []
    for split in word.splits:
        if split.enclitic or split.proclitic not in ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"):
            continue
        stem = split.stem
        if stem.startswith("ال") and stem not in LEXICON.pieces:
            stem = stem[2:]
        piece = LEXICON.pieces.get(stem)
        if piece is not None:
            out.append(Piece(piece[0], piece[1], split.cut, split.proclitic.startswith("و"), stem))
    if len(_memo) > 200_000:
        _memo.clear()
    _memo[word.form] = tuple(out)
    return _memo[word.form]


class _At(NamedTuple):
    """A word number piece or digits found at a token."""

    kind: str  # as in Piece, or n for digits
    value: float
    next: int
    cut: int
    entry: str


def _at(tokens: Sequence[Token], i: int, last: int, conj: bool) -> _At | None:
    """The piece at token ``i``; with ``conj`` only one that a و joins to what stands before it."""
    if i >= last:
        return None
    word = tokens[i].word
    if word.kind == "number":
        if conj:
            return None
        value = digits(word.letters)
        return None if value is None else _At("n", value, i + 1, 0, word.letters)
    if conj and word.folded == "و" and i + 1 < last:
        return _at(tokens, i + 1, last, False)
    for piece in pieces(word):
        if piece.conj == conj or (not conj and i >= 0 and piece.cut and not piece.conj):
            return _At(piece.kind, piece.value, i + 1, piece.cut, piece.entry)
    return None


def _group(tokens: Sequence[Token], i: int, last: int, conj: bool) -> tuple[float, int, str, list[str]] | None:
    """A number under 1,000, or digits: value, next token, kind of what was read, entries."""
    first = _at(tokens, i, last, conj)
    if first is None or first.kind in "sSdf":
        return None
    if first.kind == "n":
        return first.value, first.next, "n", []
    value, j, entries = first.value, first.next, [first.entry]
    if first.kind in "12":
        if j < last and tokens[j].word.folded in TEEN:
            return value, j + 1, "w", [*entries, tokens[j].word.folded]
        return None
    if first.kind == "u":
        if j < last:
            folded = tokens[j].word.folded
            if folded in TEEN and first.value > 1:
                return value + 10, j + 1, "w", [*entries, folded]
            hundred = _at(tokens, j, last, False)
            if hundred and hundred.kind == "h" and hundred.value == 100 and not hundred.cut and value > 2:
                return _hundreds(tokens, hundred.next, last, value * 100, entries)
        ten = _at(tokens, j, last, True)
        if ten and ten.kind == "t":
            return value + ten.value, ten.next, "w", [*entries, ten.entry]
    if first.kind == "h":
        return _hundreds(tokens, j, last, value, entries)
    return value, j, "w", entries


def _hundreds(
    tokens: Sequence[Token], j: int, last: int, value: float, entries: list[str]
) -> tuple[float, int, str, list[str]]:
    more = _group(tokens, j, last, True)
    if more and more[0] < 100 and more[2] == "w":
        # "مئة وعشرين ألفا" goes on as one group; "مئة ألف وعشرين" is the caller's
        return value + more[0], more[1], "w", entries + more[3]
    return value, j, "w", entries


def read(tokens: Sequence[Token], i: int, last: int) -> Number | None:
    """The number that begins at token ``i`` (before ``last``), or None.

    An attached و, ب, ل or ف before it is left out of the span. Linear in the length of the number.
    """
    if i >= last:
        return None
    word = tokens[i].word
    start, words = tokens[i].start, word.kind != "number"
    if words:
        found = pieces(word)
        if not found:
            return None
        start += found[0].cut
        conj = found[0].conj
    else:
        conj = False
    total, limit, j = 0.0, float("inf"), i
    entries: list[str] = []
    while True:
        step = _step(tokens, j, last, conj if j == i else True, j == i)
        if step is None or step[0] >= limit:
            break
        value, j, least, used = step
        total, limit = total + value, least
        entries += used
        if limit <= 1:
            break
    if j == i:
        return None
    return Number(i, j, start, total, words, tuple(entries))


def _step(
    tokens: Sequence[Token], i: int, last: int, conj: bool, first: bool
) -> tuple[float, int, float, list[str]] | None:
    """One group with its scale: value, next token, the limit for what may be added after it, entries."""
    at = _at(tokens, i, last, conj)
    if at is None:
        return None
    if at.kind == "d":
        return at.value * 2, at.next, at.value, [at.entry]
    if at.kind == "s":
        return at.value, at.next, at.value, [at.entry]
    if at.kind == "f":
        scale = _at(tokens, at.next, last, False)
        if scale and scale.kind == "s" and not scale.cut:
            return at.value * scale.value, scale.next, 1, [at.entry, scale.entry]
        return None
    group = _group(tokens, i, last, conj)
    if group is None:
        return None
    value, j, _, entries = group
    scale = _at(tokens, j, last, False)
    if scale and scale.kind in "sS" and not scale.cut and value > 0:
        value, j, least = value * scale.value, scale.next, scale.value
        entries = [*entries, scale.entry]
        again = _at(tokens, j, last, False)
        if again and again.kind == "s" and not again.cut and again.value > least:
            value, j, least = value * again.value, again.next, again.value  # ثلاثة آلاف مليار
        half = _at(tokens, j, last, True)
        if half and half.kind == "f":
            return value + half.value * least, half.next, 1, [*entries, half.entry]
        return value, j, least, entries
    # a group without a scale is the whole number: "20 و30" are two
    return value, j, 1, entries


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Runs one case of ``numbers.cases.yaml``: ``text`` and the ``value`` of the number that it begins with."""
    tokens = segment(Report(id="case", text=case["text"])).tokens
    number = read(tokens, 0, len(tokens))
    value = number.value if number else None
    return None if (value == case["value"]) == expected else f"found {value}"


def ordinal(tokens: Sequence[Token], i: int, last: int) -> tuple[int, int, str] | None:
    """An ordinal with the article ("الثالث والعشرين", "الحادية عشرة"): value, next token, entry."""
    if i >= last:
        return None
    folded = _definite(tokens[i].word)
    if folded is None:
        return None
    if i + 1 < last and tokens[i + 1].word.folded in TEEN:
        eleven = LEXICON.ordinal_teen_first.get(folded)
        if eleven is not None:
            return eleven, i + 2, folded
        unit = LEXICON.ordinals.get(folded)
        if unit is not None and 2 < unit < 10:
            return unit + 10, i + 2, folded
    unit = LEXICON.ordinals.get(folded) or (1 if LEXICON.ordinal_teen_first.get(folded) == 11 else None)
    if unit is not None:
        if i + 1 < last and unit < 10:
            ten_word = tokens[i + 1].word
            if ten_word.folded.startswith("وال"):
                ten = LEXICON.ordinal_tens.get(ten_word.folded[3:])
                if ten is not None:
                    return unit + ten, i + 2, folded
        if LEXICON.ordinals.get(folded) is None:
            return None
        return unit, i + 1, folded
    ten = LEXICON.ordinal_tens.get(folded)
    return None if ten is None else (ten, i + 1, folded)


def has_article(word: Word) -> bool:
    """Whether a word begins with the article; the alef of ألف and ألمان is none."""
    return word.letters.startswith("ال") and word.folded not in LEXICON.pieces


def _definite(word: Word) -> str | None:
    """The stem after the article, conjunction and preposition off; None without an article."""
    folded = word.folded
    if folded.startswith("ال"):
        return folded[2:]
    for split in word.splits:
        if not split.enclitic and split.stem.startswith("ال") and split.proclitic in ("و", "ف", "ب", "ل", "وب", "ول"):
            return split.stem[2:]
    return None


def phrase(
    table: dict[str, list[tuple[list[str], str]]], tokens: Sequence[Token], i: int, last: int
) -> tuple[str, int] | None:
    """The approximation of ``LEXICON.before`` or ``.after`` that begins at token ``i``: its mod and the next token."""
    if i >= last:
        return None
    found = table.get(tokens[i].word.folded)
    if not found:
        return None
    for rest, mod in found:
        end = i + 1 + len(rest)
        if end <= last and all(tokens[i + 1 + k].word.folded == word for k, word in enumerate(rest)):
            return mod, end
    return None
