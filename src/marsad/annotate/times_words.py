"""The words of time: ``times.yaml`` and ``months.yaml`` compiled, and a reader over the tokens of a report.

Each word type is looked up once; a token that cannot be part of a time costs one dictionary access.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from marsad.annotate import numbers
from marsad.document import Report, Token, Word
from marsad.folding import fold
from marsad.lexicon.loader import ROOT, compiled, read_yaml
from marsad.text.words import stem_span

PROCLITICS = frozenset(("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك"))


class Lexicon(msgspec.Struct, frozen=True):
    """Compiled tables.

    ``words``: folded word to its (category, value) pairs. ``phrases``: first word to (other words, category, value),
    longest first. ``sets``: plain word lists by name.
    """

    words: dict[str, list[tuple[str, Any]]]
    phrases: dict[str, list[tuple[list[str], str, Any]]]
    sets: dict[str, list[str]]


class Item(NamedTuple):
    """A lexicon entry found at tokens ``[i, end)``. ``start`` is its first character, particles left out."""

    cat: str
    val: Any
    i: int
    end: int
    start: int
    pro: str
    defn: bool
    entry: str


class _Reading(NamedTuple):
    cat: str
    val: Any
    pro: str
    cut: int
    defn: bool
    entry: str
    rest: tuple[str, ...]
    split: Any


def _agree(form: str) -> dict[str, str]:
    """A relative adjective in all its agreements: folded form to number (s, d, p). "ماضي" gives الماضي's forms."""
    base = fold(form)
    stem = base
    out = {
        stem: "s",
        stem + "ه": "s",
        stem + "ات": "p",
        stem + "ين": "d",
        stem + "ان": "d",
        stem + "تين": "d",
        stem + "تان": "d",
    }
    if stem.endswith("ي"):
        out[stem[:-1]] = "s"  # ماضٍ, جارٍ
        out[stem + "ا"] = "s"
    return out


def build() -> Lexicon:
    """Compiles ``arabic/times.yaml`` and ``arabic/months.yaml``."""
    data: dict[str, Any] = read_yaml(ROOT / "arabic" / "times.yaml", dict[str, Any])
    months: dict[str, Any] = read_yaml(ROOT / "arabic" / "months.yaml", dict[str, Any])
    words: dict[str, list[tuple[str, Any]]] = {}
    phrases: dict[str, list[tuple[list[str], str, Any]]] = {}

    def add(form: str, cat: str, value: Any) -> None:
        first, *rest = fold(form).replace(".", " . ").split()
        if rest:
            phrases.setdefault(first, []).append((rest, cat, value))
        elif (cat, value) not in words.setdefault(first, []):
            words[first].append((cat, value))

    def add_all(forms: Iterable[str], cat: str, value: Any) -> None:
        for form in forms:
            add(form, cat, value)

    for number, forms in data["weekdays"].items():
        add_all(forms, "wd", number)
        add_all((fold(f)[2:] for f in forms), "wd0", number)
    for unit in data["units"]:
        for shape, forms in unit["forms"].items():
            add_all(forms, "u", [unit["code"], shape])
    for entry in data["parts_of_day"]:
        add_all(entry["forms"], "pod", [entry["code"], entry["clock"]])
        add_all(entry["adverbs"], "podadv", [entry["code"], entry["clock"]])
    for name, cat in (("deictic_days", "dday"), ("deictic_nights", "dnight")):
        for entry in data[name]:
            add_all(entry["forms"], cat, entry["offset"])
    for entry in data["relative"]:
        for form in entry["forms"]:
            for agreed, number in _agree(form).items():
                add(agreed, "rel", [entry["dir"], number, bool(entry.get("weak"))])
    for entry in data["edges"]:
        add_all(entry["forms"], "edge", entry["mod"])
    for name, cat in (("seasons", "season"),):
        for entry in data[name]:
            add_all(entry["forms"], cat, entry["code"])
    for tens, forms in data["decades"].items():
        add_all(forms, "decade", tens)
    for code, forms in data["year_parts"].items():
        add_all(forms, "part", code)
    for era, forms in data["eras"].items():
        add_all(forms, "era", era)
    add_all(data["demonstratives"]["near"], "demo", 0)
    add_all(data["demonstratives"]["far"], "demo", 1)
    add_all(data["same"]["before"], "same0", 0)
    add_all(data["same"]["after"], "same1", 0)
    add_all(data["passed"], "passed", 0)
    add_all(data["few"], "few", 0)
    add_all(data["clock"]["hour"], "hour", 0)
    add_all(data["clock"]["zone_word"], "zone", 0)
    for value, forms in data["set_adverbs"].items():
        add_all(forms, "setadv", value)
    add_all(data["set_before"], "every", 0)
    for entry in data["phrases"]:
        spec = [entry["value"], [fold(w) for w in entry.get("need", [])]]
        add_all(entry["forms"], "ref", spec)
    for family in months["families"]:
        strict = {fold(form) for form in family["strict"]}
        for number, forms in family["months"].items():
            for form in forms:
                add(form, "mon", [family["calendar"], number, fold(form) in strict])
    known: dict[str, list[str]] = {
        f"known{str(entry['date'])[5:]}": [str(entry["date"])[:4], *entry["after"]] for entry in months["known_dates"]
    }
    for entry in months["named_days"]:
        add_all(entry["forms"], "named", [entry["calendar"], entry["month"], entry["day"]])
    add_all(data["clock"]["gmt"], "gmt", 0)
    add_all(data["clock"]["gmt_letters"], "gmtl", 0)
    add_all(data["clock"]["local"]["forms"], "place", 0)
    for found in phrases.values():
        found.sort(key=lambda f: -len(f[0]))
    tense = data["tense"]
    sets = {
        **{
            name: data[name]
            for name in data
            if isinstance(data[name], list) and all(isinstance(x, str) for x in data[name])
        },
        "month_not_before": months["not_before"],
        "named_not_after": months["named_not_after"],
        "clock_about": data["clock"]["about"],
        "exactly": data["clock"]["exactly"],
        "zone_adjective": data["clock"]["zone_adjective"],
        "stretch": data["stretches"]["forms"],
        "stretch_long": data["stretches"]["long"],
        **{f"before_last{sign}": forms for sign, forms in data["before_last"].items()},
        **tense,
        **known,
    }
    return Lexicon(words=words, phrases=phrases, sets={k: sorted({fold(f) for f in v}) for k, v in sets.items()})


LEXICON = compiled("times", ["arabic/times.yaml", "arabic/months.yaml"], Lexicon, build)
SETS = {name: frozenset(forms) for name, forms in LEXICON.sets.items()}
_memo: dict[str, dict[str, list[_Reading]]] = {}
_NOTHING: dict[str, list[_Reading]] = {}
# Categories whose words may carry the article that the lexicon leaves out.
_WITH_ARTICLE = frozenset(("u", "pod", "rel", "season", "decade", "edge", "stretch", "mon", "hour"))


def readings(word: Word) -> dict[str, list[_Reading]]:
    """What a word can be in an expression of time, by category (empty for most words), particles taken off."""
    found = _memo.get(word.form)
    if found is not None:
        return found
    out: list[_Reading] = []
    if word.kind == "word":
        for split in word.splits:
            if split.enclitic or split.proclitic not in PROCLITICS:
                continue
            out += _of_stem(split.stem, split.proclitic, split.cut, split)
    elif word.kind == "latin":
        out += _of_stem(word.folded, "", 0, None)
    if len(_memo) > 200_000:
        _memo.clear()
    by_category: dict[str, list[_Reading]] = {}
    for reading in out:
        by_category.setdefault(reading.cat, []).append(reading)
    _memo[word.form] = by_category or _NOTHING
    return _memo[word.form]


def _of_stem(stem: str, pro: str, cut: int, split: Any) -> list[_Reading]:
    article = stem.startswith("ال")
    out = [_Reading(cat, val, pro, cut, article, stem, (), split) for cat, val in LEXICON.words.get(stem, ())]
    for rest, cat, val in LEXICON.phrases.get(stem, ()):
        out.append(_Reading(cat, val, pro, cut, article, " ".join((stem, *rest)), tuple(rest), split))
    if article:
        bare = stem[2:]
        out += [
            _Reading(cat, val, pro, cut, True, bare, (), split)
            for cat, val in LEXICON.words.get(bare, ())
            if cat in _WITH_ARTICLE
        ]
    return out


class Reader:
    """The tokens of one report with their readings."""

    __slots__ = ("dated", "last", "report", "text", "tokens")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.tokens: tuple[Token, ...] = report.tokens
        self.text = report.text
        self.last = len(self.tokens)
        self.dated = -1  # the token after the last year or date found

    def get(self, i: int, cat: str, *, first: bool = False) -> Item | None:
        """The longest entry of a category at token ``i``; only at the ``first`` word may a particle be attached."""
        if i >= self.last:
            return None
        token = self.tokens[i]
        found = _memo.get(token.word.form)
        if found is None:
            found = readings(token.word)
        options = found.get(cat)
        if options is None:
            return None
        best: Item | None = None
        for r in options:
            if r.pro and not first:
                continue
            end = i + 1 + len(r.rest)
            if (best is not None and end <= best.end) or end > self.last:
                continue
            if r.rest and not all(self.tokens[i + 1 + k].word.folded == w for k, w in enumerate(r.rest)):
                continue
            start = token.start if not r.cut else stem_span(token, r.split)[0]
            best = Item(cat, r.val, i, end, start, r.pro, r.defn, r.entry)
        return best

    def folded(self, i: int) -> str:
        """The folded word at a token index, empty outside the sentence."""
        return self.tokens[i].word.folded if 0 <= i < self.last else ""

    def bare(self, i: int) -> str:
        """The folded word without an attached و or ف, if a word list knows it so."""
        word = self.folded(i)
        return word[1:] if len(word) > 2 and word[0] in "وف" else word

    def among(self, i: int, name: str) -> bool:
        """Whether the word at ``i``, with or without و/ف before it, stands in a word list."""
        if i < 0:
            return False
        words = SETS[name]
        return self.folded(i) in words or self.bare(i) in words

    def number(self, i: int) -> numbers.Number | None:
        """The number that begins at token ``i``."""
        return numbers.read(self.tokens, i, self.last) if 0 <= i < self.last else None

    def integer(self, i: int) -> int | None:
        """The value of a token of digits only."""
        if i >= self.last or i < 0:
            return None
        word = self.tokens[i].word
        return (
            int(word.letters) if word.kind == "number" and word.letters.isdecimal() and len(word.letters) < 9 else None
        )

    def glued(self, i: int) -> bool:
        """Whether token ``i`` follows the one before it without a space."""
        return 0 < i < len(self.tokens) and self.tokens[i].start == self.tokens[i - 1].end
