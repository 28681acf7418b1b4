"""Clean text to tokens, sentences and paired quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marsad.document import Report, Sentence, Span, Token, Warning, Word
from marsad.errors import message
from marsad.folding import CONTROLS, MARKS
from marsad.text.quotes import pair
from marsad.text.words import word

_ARABIC = (
    f"\u0621-\u064a\u066e-\u06d3\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc\u0640{MARKS}{CONTROLS}"
)
_TOKEN = re.compile(
    # numbers with their inner points, commas, colons and slashes; Arabic words; other words; ellipsis; one character
    f"[0-9٠-٩۰-۹]+(?:[.,:/٫٬][0-9٠-٩۰-۹]+)*|[{_ARABIC}]+|[A-Za-z\u00c0-\u024f0-9]+|\\.{{2,}}|[^\\s_{CONTROLS}]"
)
_END = frozenset(".!؟?…")
LONGEST = 1000  # tokens of a sentence: what reads a sentence word against word stays linear in the text
_LONG_LINE = 25  # tokens: a shorter line may be a heading of two parts
_INITIALS = 3  # letters of a spelt-out initial
_NEWLINE = re.compile("\n")


def segment(report: Report) -> Report:
    """Assigns ``tokens``, ``sentences`` and ``quotations``; warns of quotation marks without a partner."""
    text = report.text
    tokens = tuple(Token(m.start(), m.end(), word(m.group())) for m in _TOKEN.finditer(text))
    paragraphs = _paragraphs(text, tokens)
    quotations = []
    warnings = list(report.warnings)
    for first, last in paragraphs:
        pairs, unpaired = pair(tokens, first, last, text)
        quotations += pairs
        warnings += [
            Warning("unpaired-quote", message("unpaired-quote"), Span(tokens[i].start, tokens[i].end)) for i in unpaired
        ]
    sentences = [s for n, (first, last) in enumerate(paragraphs) for s in _sentences(tokens, first, last, n)]
    return report.with_(
        tokens=tokens, sentences=tuple(sentences), quotations=tuple(quotations), warnings=tuple(warnings)
    )


def words_of(text: str) -> list[Word]:
    """The words, numbers and marks of a text in order, without their places: for queries and look-ups."""
    return [word(m.group()) for m in _TOKEN.finditer(text)]


def word_spans(text: str) -> Iterator[tuple[int, int, Word]]:
    """The same with start and end of each, one by one."""
    return ((m.start(), m.end(), word(m.group())) for m in _TOKEN.finditer(text))


def _paragraphs(text: str, tokens: tuple[Token, ...]) -> list[tuple[int, int]]:
    """Token ranges of the lines that hold tokens."""
    out: list[tuple[int, int]] = []
    i, n = 0, len(tokens)
    for m in [*(m.start() for m in _NEWLINE.finditer(text)), len(text)]:
        j = i
        while j < n and tokens[j].start < m:
            j += 1
        if j > i:
            out.append((i, j))
        i = j
    return out


def _sentences(tokens: tuple[Token, ...], first: int, last: int, paragraph: int) -> list[Sentence]:
    """Cuts at end marks. An ellipsis, or two points, ends no sentence unless the line does; "., " does.

    What runs on without end marks is cut behind `LONGEST` tokens; nothing that somebody wrote as a sentence is so long.
    """
    out: list[Sentence] = []
    start = first
    i = first
    while i < last:
        form = tokens[i].word.form
        if form == ".." and paragraph > 0 and last - first > _LONG_LINE:
            out.append(Sentence(start, i + 1, paragraph))  # two points end sentences in some papers' bodies
            start = i = i + 1
        elif form in _END and not (form == "." and _abbreviation(tokens, i, last)):
            j = i + 1
            # closing marks and stray commas belong to the sentence that ends
            stop = min(last, start + LONGEST)
            while j < stop and tokens[j].word.form in '"”»’)],،.!؟?' and tokens[j].start == tokens[j - 1].end:
                j += 1
            out.append(Sentence(start, j, paragraph))
            start = i = j
        else:
            i += 1
            if i - start == LONGEST:
                out.append(Sentence(start, i, paragraph))
                start = i
    if start < last:
        out.append(Sentence(start, last, paragraph))
    return out


def _abbreviation(tokens: tuple[Token, ...], i: int, last: int) -> bool:
    """A point inside "أ.ف.ب" or "د.محمد": single letters before it, no space after."""
    before = tokens[i - 1] if i else None
    glued = i + 1 < last and tokens[i + 1].start == tokens[i].end
    if glued and before is not None and before.end == tokens[i].start:
        after = tokens[i + 1].word
        if after.kind == before.word.kind == "word" and max(len(before.word.letters), len(after.letters)) <= _INITIALS:
            return True  # بي.إف.إم, تي.بي
    return (
        before is not None
        and before.end == tokens[i].start
        and before.word.kind in ("word", "latin")
        and len(before.word.letters) == 1
        and (glued or before.word.letters == "د")
    )
