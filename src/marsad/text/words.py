"""Words: letters, folding and the ways to take a word apart, worked out once for each word type.

A word such as ``وللرئيس`` may be the whole word, ``و`` + ``للرئيس`` or ``ول`` + ``الرئيس``. Which of them it is
decides the lexicon that is asked: `Word.splits` holds all of them, the whole word first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from marsad.document import Split, Token, Word
from marsad.folding import CONTROLS, MARKS, fold, letters

# Attached before: conjunction, then future, preposition or emphasis. Longest sequences last.
PROCLITICS = ("و", "ف", "ب", "ل", "ك", "س", "وب", "ول", "وك", "وس", "فب", "فل", "فك", "فس", "أ", "أو", "أف")
# Attached after, on verbs, nouns and prepositions.
ENCLITICS = ("هما", "كما", "هم", "هن", "كم", "كن", "ها", "نا", "ني", "ه", "ك", "ي")
_MIN_STEM = 2
_DROP = re.compile(f"[{MARKS}\u0640{CONTROLS}]")


@lru_cache(maxsize=200_000)
def word(form: str) -> Word:
    """The analysis of one word form as it stands in a text (never bounded by the text, only by the memo)."""
    plain = letters(form)
    folded = fold(form)
    if plain[:1].isdigit():
        return Word(form, plain, folded, "number")
    if not re.match("[\u0621-\u06d3]", plain):
        return Word(form, plain, folded, "latin" if plain[:1].isalpha() else "punct")
    return Word(form, plain, folded, "word", tuple(_splits(plain, folded)))


# Nouns that begin with ل of their own (folded): behind ل only two of three ل are written.
_WITH_LAM = tuple("لجن لجان لاجي لغ لقاء لقاح لواء لبناني ليبي لوبي لحظ لوجست لايح لوايح".split())


def article_behind_l(rest: str) -> str:
    """What the contraction "لل" leaves out before `rest`, which begins with its second ل: للرئيس: ا; للجنة: ال."""
    return "ال" if fold(rest).startswith(_WITH_LAM) else "ا"


def _splits(plain: str, folded: str) -> list[Split]:
    out = [Split("", folded, "", 0, 0)]
    starts: list[tuple[str, str, int]] = [("", folded, 0)]
    for pro in PROCLITICS:
        if not plain.startswith(pro) or len(folded) - len(pro) < _MIN_STEM:
            continue
        pro_folded = fold(pro)
        rest = folded[len(pro) :]
        if pro[-1] == "ل" and rest.startswith("ل"):
            # للرئيس is ل + الرئيس: the article's alef is not written; للجنة may be ل + لجنة or ل + اللجنة.
            starts.append((pro_folded, "ا" + rest, len(pro)))
            if article_behind_l(rest) == "ال":
                starts.append((pro_folded, "ال" + rest, len(pro)))
        starts.append((pro_folded, rest, len(pro)))
    out += [Split(pro, stem, "", cut, 0) for pro, stem, cut in starts[1:]]
    for pro, stem, cut in starts:
        for enc in ENCLITICS:
            if not plain.endswith(enc) or len(stem) - len(enc) < _MIN_STEM:
                continue
            base = stem[: -len(enc)]
            out.append(Split(pro, base, enc, cut, len(enc)))
            if base.endswith("ت"):
                # سفارتها: the teh marbuta opens before a pronoun.
                out.append(Split(pro, base[:-1] + "ه", enc, cut, len(enc)))
    return out


def stem_span(token: Token, split: Split) -> tuple[int, int]:
    """Where the stem of a split stands in the report's text, attached particles cut off with their marks."""
    form = token.word.form
    if not _DROP.search(form):
        return token.start + split.cut, token.end - split.tail
    seen, start = 0, 0
    for i, char in enumerate(form):
        if not _DROP.match(char):
            if seen == split.cut:
                start = i
                break
            seen += 1
    total = sum(1 for char in form if not _DROP.match(char)) - split.tail
    seen, end = 0, len(form)
    for i, char in enumerate(form):
        if not _DROP.match(char):
            if seen == total:
                end = i
                break
            seen += 1
    return token.start + start, token.start + end
