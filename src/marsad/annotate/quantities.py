"""The stage that finds what is counted and measured: ``Report.quantities``.

A quantity is a number in digits or words, a vague number ("عشرات") or a dual of a known noun ("صاروخين"), with the
words that make it inexact and the noun that it counts. Nothing inside a time is a quantity.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from marsad.annotate import numbers
from marsad.annotate.numbers import Number
from marsad.document import Quantity, Report, Span, Token, Why, Word
from marsad.folding import fold
from marsad.lexicon.loader import ROOT, compiled, read_yaml

_ARTICLE = ("", "ال")


class UnitsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of ``arabic/units.yaml``."""

    units: dict[str, dict[str, list[str]]]
    currencies: dict[str, dict[str, list[str]]]
    signs: dict[str, str]
    percent: list[str]
    not_counted: list[str]
    not_dual: list[str]


class Lexicon(msgspec.Struct, frozen=True):
    """``units.yaml`` compiled: folded noun to unit, duals apart; currency adjectives by unit; phrases as words."""

    nouns: dict[str, str]
    duals: dict[str, str]
    currencies: dict[str, dict[str, str]]
    signs: dict[str, str]
    percent: list[list[str]]
    not_counted: list[str]
    before: dict[str, list[tuple[list[str], str]]]


def build() -> Lexicon:
    """Compiles ``arabic/units.yaml``."""
    data = read_yaml(ROOT / "arabic" / "units.yaml", UnitsFile)
    nouns: dict[str, str] = {}
    duals: dict[str, str] = {}
    for unit, entries in data.units.items():
        for single, plurals in entries.items():
            stem = fold(single)
            for form in (stem, *(fold(p) for p in plurals)):
                nouns.setdefault(form, unit)
            if not stem.endswith(("ه", "ا", "اء")):
                nouns.setdefault(stem + "ا", unit)
            base = stem[:-1] + "ت" if stem.endswith("ه") else stem
            for end in ("ين", "ان"):
                duals.setdefault(base + end, unit)
    not_dual = {fold(form) for form in data.not_dual}
    for form in list(duals):
        if form in nouns or form in not_dual:
            del duals[form]
    currencies: dict[str, dict[str, str]] = {}
    for code, spec in data.currencies.items():
        for unit in spec["of"]:
            for word in spec["words"]:
                for form in (fold(word), fold(word) + "ا"):
                    currencies.setdefault(unit, {})[form] = code
    before: dict[str, list[tuple[list[str], str]]] = {}
    for found in numbers.LEXICON.before.items():
        for rest, mod in found[1]:
            phrase = [found[0], *rest]
            before.setdefault(phrase[-1], []).append((phrase[:-1], mod))
    for options in before.values():
        options.sort(key=lambda f: -len(f[0]))
    return Lexicon(
        nouns=nouns,
        duals=duals,
        currencies=currencies,
        signs=data.signs,
        percent=sorted((fold(p).split() for p in data.percent), key=lambda p: -len(p)),
        not_counted=[fold(word) for word in data.not_counted],
        before=before,
    )


LEXICON = compiled("units", ["arabic/units.yaml", "arabic/numbers.yaml"], Lexicon, build)
_NOT_COUNTED = frozenset(LEXICON.not_counted)
_NONE, _NUMBER, _VAGUE, _DUAL, _NOUN = "", "number", "vague", "dual", "noun"
_memo: dict[str, str] = {}
_ONE = ("واحد", "واحده")
_VAGUE_CUTS = ("", "و", "ب", "ل", "ف")


class _Noun(NamedTuple):
    end: int
    unit: str | None
    of: str | None
    entry: str


def _starts(word: Word) -> str:
    """What a word type can begin: a number, a vague number, a dual, a noun before واحد, or nothing."""
    found = _memo.get(word.form)
    if found is not None:
        return found
    kind = _NONE
    if word.kind == "number":
        kind = _NUMBER
    elif word.kind == "word":
        if _vague_form(word.folded):
            kind = _VAGUE
        elif numbers.pieces(word):
            kind = _NUMBER
        elif _dual(word):
            kind = _DUAL
        elif _unit(word):
            kind = _NOUN
    if len(_memo) > 200_000:
        _memo.clear()
    _memo[word.form] = kind
    return kind


def _vague_form(folded: str) -> str:
    """The entry of a vague number, an attached particle off."""
    for cut in _VAGUE_CUTS:
        if folded.startswith(cut) and folded[len(cut) :] in numbers.LEXICON.vague:
            return folded[len(cut) :]
    return ""


def _dual(word: Word) -> tuple[str, int] | None:
    """The unit of an indefinite dual, and the letters of its attached particles."""
    for split in word.splits:
        if not split.enclitic and split.stem in LEXICON.duals and split.proclitic in ("", "و", "ب", "ل", "ف", "ك"):
            return LEXICON.duals[split.stem], split.cut
    return None


def _unit(word: Word) -> str | None:
    """The unit of a noun, with or without the article."""
    folded = word.folded
    found = LEXICON.nouns.get(folded)
    return found or (LEXICON.nouns.get(folded[2:]) if folded.startswith("ال") else None)


def annotate(report: Report) -> Report:
    """Assigns ``quantities``. Needs tokens, sentences and times."""
    tokens = report.tokens
    out: list[Quantity] = []
    times = sorted(t.span for t in report.times)
    at = 0
    for sentence in report.sentences:
        i = floor = sentence.first
        while i < sentence.last:
            word = tokens[i].word
            kind = _memo.get(word.form)
            if kind is None:
                kind = _starts(word)
            if not kind:
                i += 1
                continue
            while at < len(times) and times[at].end <= tokens[i].start:
                at += 1
            while floor < i and at and tokens[floor].start < times[at - 1].end:
                floor += 1
            if at < len(times) and times[at].start < tokens[i].end:
                while i < sentence.last and tokens[i].start < times[at].end:
                    i += 1
                floor = i
                continue
            limit = times[at].start if at < len(times) else len(report.text)
            last = sentence.last
            found = _find(report, tokens, i, last, floor, kind, limit)
            if found is None:
                i += 1
            else:
                quantity, i = found
                floor = i
                if quantity is not None:
                    out.append(quantity)
    return report.with_(quantities=tuple(out))


def _find(
    report: Report, tokens: tuple[Token, ...], i: int, last: int, first: int, kind: str, limit: int
) -> tuple[Quantity | None, int] | None:
    word = tokens[i].word
    if kind == _NOUN:
        if i + 1 < last and tokens[i + 1].word.folded in _ONE and not numbers.has_article(word):
            unit = _unit(word)
            span = Span(tokens[i].start, tokens[i + 1].end)
            return Quantity(span, 1.0, unit=unit, of=word.letters, why=Why("quantities.one", (unit or "",))), i + 2
        return None
    if kind == _DUAL:
        found = _dual(word)
        if found is None:
            return None
        span = Span(tokens[i].start + found[1], tokens[i].end)
        return Quantity(span, 2.0, unit=found[0], of=report.slice(span), why=Why("quantities.dual", (found[0],))), i + 1
    if kind == _VAGUE:
        made = _vague(report, tokens, i, last, first, limit)
        if made is not None:
            return made
    number = numbers.read(tokens, i, last)
    if number is None or tokens[number.end - 1].end > limit:
        return None
    if _label(tokens, number, i, last, first):
        return None, number.end
    return _counted(report, tokens, number, last, first, limit)


def _label(tokens: tuple[Token, ...], number: Number, i: int, last: int, first: int) -> bool:
    """Whether the number is part of a name, a score, an address or another thing that counts nothing."""
    before = tokens[i - 1].word if i > first else None
    end = number.end
    if number.words:
        # "واحد" alone is a pronoun or an adjective, "اثنين" with the article a weekday, "ألف" a letter
        return number.value == 1 or (number.end == i + 1 and number.value < 1)
    if number.value >= 1e15 or (
        end < last and tokens[end].start == tokens[end - 1].end and tokens[end].word.kind in ("latin",)
    ):
        return True
    if before is None:
        return end < last and tokens[end].word.form in ("-", ".", ")", "–")
    k = i - 2 if before.folded == "ال" and i - 2 >= first else i - 1
    if before.form in ("(", "-") and k - 1 >= first:
        k -= 1  # "رقم (1004)", "إف - 16"
    label = tokens[k].word.folded
    if label in numbers.LABELS or _bare(label) in numbers.LABELS or before.form in ("#", "/", ":", "@", "_", "+"):
        return True
    if before.form == "-" and tokens[i - 1].end == tokens[i].start and tokens[i - 1].start == tokens[i - 2].end:
        return i - 2 >= first
    if before.kind == "latin" and before.form not in ("USD", "EUR"):
        return True
    return end < last and tokens[end].word.form in ("/", "+", "@", "_") and tokens[end].start == tokens[end - 1].end


def _bare(folded: str) -> str:
    """A word without an attached و, ب or ل: للمادة gives المادة."""
    if folded.startswith("لل"):
        return "ا" + folded[1:]
    return folded[1:] if folded[:1] in "وبل" else folded


def _noun(
    report: Report, tokens: tuple[Token, ...], i: int, last: int, limit: int, counted: bool = False
) -> _Noun | None:
    """What stands after a number: a percent sign, a known unit with its currency, or another noun that it counts."""
    if i >= last or tokens[i].end > limit:
        return None
    word = tokens[i].word
    for phrase in LEXICON.percent:
        if all(i + k < last and tokens[i + k].word.folded == w for k, w in enumerate(phrase)):
            return _Noun(i + len(phrase), "percent", None, "percent")
    if word.form in LEXICON.signs:
        return _Noun(i + 1, LEXICON.signs[word.form], None, word.form)
    if word.kind != "word":
        return None
    if word.folded == "من" and i + 1 < last and numbers.has_article(tokens[i + 1].word) and tokens[i + 1].end <= limit:
        unit = _unit(tokens[i + 1].word)
        if unit is None and tokens[i + 1].word.folded in _NOT_COUNTED:
            return None
        return _Noun(i + 2, unit, tokens[i + 1].word.letters, unit or "من") if unit else None
    unit = _unit(word)
    if unit is not None and (counted or not numbers.has_article(word) or word.folded in LEXICON.nouns):
        end, of = i + 1, word.letters
        if end < last and unit in LEXICON.currencies:
            code = LEXICON.currencies[unit].get(tokens[end].word.folded)
            if code is not None:
                return _Noun(end + 1, code, report.text[tokens[i].start : tokens[end].end], code)
        return _Noun(end, unit, of, unit)
    if (
        word.folded in _NOT_COUNTED
        or word.folded.startswith(("و", "لل", "بال"))
        or (not counted and numbers.has_article(word))
        or len(word.folded) < 3
    ):
        return None
    return _Noun(i + 1, None, word.letters, "")


def _before(tokens: tuple[Token, ...], i: int, first: int) -> tuple[int, str] | None:
    """The approximation that ends just before token ``i``: its first token and mod."""
    k = i - 1
    if k < first:
        return None
    folded = tokens[k].word.folded
    options = LEXICON.before.get(folded)
    if options is None and folded[:1] in "وبلف":
        options = LEXICON.before.get(folded[1:])
    if not options:
        return None
    for lead, mod in options:
        begin = k - len(lead)
        if begin >= first and all(_is(tokens[begin + n].word.folded, w, n == 0) for n, w in enumerate(lead)):
            return begin, mod
    return None


def _is(word: str, entry: str, first: bool) -> bool:
    return word == entry or (first and word[1:] == entry and word[:1] in "وبلف")


def _counted(
    report: Report, tokens: tuple[Token, ...], number: Number, last: int, first: int, limit: int
) -> tuple[Quantity | None, int]:
    value, end, start = number.value, number.end, number.start
    mod: str | None = None
    low: float | None = None
    high: float | None = None
    entries: tuple[str, ...] = number.entries
    # "بين 20 و30 مدنيا", "5 أو 6 قتلى", "من 3 إلى 5"
    joint = tokens[end].word.folded if end < last else ""
    lead = tokens[number.first - 1].word.folded if number.first > first else ""
    second = None
    if number.words and numbers.has_article(tokens[number.first].word) and number.first > first:
        behind = _after_noun(tokens, number, first)
        if behind is not None:
            return behind, end
    if (
        joint in ("او", "الي")
        or (joint in ("-", "–") and lead not in (")",))
        or (joint == "و" and lead in ("بين", "وبين", "مابين"))
    ):
        second = numbers.read(tokens, end + 1, last) if end + 1 < last and tokens[end + 1].start < limit else None
    elif joint.startswith("و") and lead in ("بين", "وبين", "مابين"):
        second = numbers.read(tokens, end, last)
    if second is not None and second.value > value and tokens[second.end - 1].end <= limit:
        low, high, end, mod = value, second.value, second.end, "range"
        entries += second.entries
    noun = _noun(report, tokens, end, last, limit)
    if joint == "-" and tokens[number.end].start == tokens[number.end - 1].end and (mod != "range" or noun is None):
        # "2-1" is a score, "5-1436" a part of a date
        return None, second.end if second is not None else end
    of = unit = None
    if noun is not None:
        end, unit, of = noun.end, noun.unit, noun.of
        if noun.entry:
            entries += (noun.entry,)
    elif number.first > first and tokens[number.first - 1].word.form in LEXICON.signs:
        unit = LEXICON.signs[tokens[number.first - 1].word.form]
        start = tokens[number.first - 1].start
    about = _before(tokens, number.first, first)
    if about is not None and mod is None:
        start, mod = tokens[about[0]].start + _cut(tokens[about[0]].word, about[1]), about[1]
    after = numbers.phrase(numbers.LEXICON.after, tokens, end, last) if end < last else None
    if after is not None and mod in (None, "approx") and tokens[after[1] - 1].end <= limit:
        mod, end = after
    if mod in ("more", "at_least"):
        low = value
    elif mod in ("less", "at_most"):
        high = value
    if noun is None and mod is None and not number.words and number.value != int(number.value) and unit is None:
        return None, end
    span = Span(start, tokens[end - 1].end)
    exact = None if mod == "range" else value
    why = Why("quantities.number", entries)
    return Quantity(span, exact, low=low, high=high, unit=unit, of=of, mod=mod, why=why), end


def _cut(word: Word, mod: str) -> int:
    """Letters of an attached particle before an approximation ("وأكثر من")."""
    folded = word.folded
    known = numbers.LEXICON.before
    return 1 if folded not in known and folded[1:] in known else 0


def _after_noun(tokens: tuple[Token, ...], number: Number, first: int) -> Quantity | None:
    """ "الدول الخمس": a definite number behind what it counts."""
    noun = tokens[number.first - 1].word
    if not numbers.has_article(noun) or (number.value in range(20, 100, 10) and number.end == number.first + 1):
        return None  # "الذكرى السبعين" is an ordinal
    span = Span(tokens[number.first - 1].start, tokens[number.end - 1].end)
    return Quantity(
        span, number.value, unit=_unit(noun), of=noun.letters, why=Why("quantities.definite", number.entries)
    )


def _vague(
    report: Report, tokens: tuple[Token, ...], i: int, last: int, first: int, limit: int
) -> tuple[Quantity | None, int] | None:
    """عشرات القتلى, مئات الآلاف من النازحين, بضعة صواريخ."""
    entry = _vague_form(tokens[i].word.folded)
    low, high = numbers.LEXICON.vague[entry]
    end, entries = i + 1, [entry]
    while end < last and (scale := _scale(tokens[end].word.folded)) is not None:
        low, high = low * scale, high * scale
        entries.append(tokens[end].word.folded)
        end += 1
    start = tokens[i].start + len(tokens[i].word.folded) - len(entry)
    noun = _noun(report, tokens, end, last, limit, counted=True)
    of = unit = None
    if noun is not None:
        end, unit, of = noun.end, noun.unit, noun.of
    about = _before(tokens, i, first)
    if about is not None:
        start = tokens[about[0]].start + _cut(tokens[about[0]].word, about[1])
    span = Span(start, tokens[end - 1].end)
    why = Why("quantities.vague", tuple(entries))
    return Quantity(span, None, low=low, high=high, unit=unit, of=of, mod="vague", why=why), end


def _scale(folded: str) -> float | None:
    """The multiplier of a scale noun after a vague number: "الآلاف", "ملايين"."""
    stem = folded[2:] if folded.startswith("ال") else folded
    piece: Any = numbers.LEXICON.pieces.get(folded) or numbers.LEXICON.pieces.get(stem)
    return float(piece[1]) if piece is not None and piece[0] in "sS" else None
