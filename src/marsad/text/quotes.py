"""Pairs quotation marks of all kinds, and puts right what real text gets wrong.

News mixes "…", “…”, ”…”, «…», ‘…’, leaves marks out, and closes with the mark that it opened with. Each mark is
read by its shape and by the spaces about it; what stays without a partner is closed where the quotation plausibly
ends (the end of its line), and reported.
"""

from __future__ import annotations

from marsad.document import Quotation, Token

OPENING = frozenset("“«„‟‹")
CLOSING = frozenset("»›")
AMBIGUOUS = frozenset('"”″＂')
MARKS = OPENING | CLOSING | AMBIGUOUS
_LIGHT = frozenset("‘’'")  # inner quotation; also an apostrophe, so it only counts in pairs
_FAR = 400  # tokens looked ahead for where a quotation ends
_REPORTING_GAP = frozenset(":،,(")


def _role(tokens: tuple[Token, ...], i: int, first: int, last: int, depth: int) -> str:
    """``open``, ``close`` or ``either`` for the mark at `i`."""
    form = tokens[i].word.form
    if form in CLOSING:
        return "close"
    space_before = i == first or tokens[i - 1].end < tokens[i].start
    space_after = i + 1 >= last or tokens[i + 1].start > tokens[i].end
    previous = tokens[i - 1].word.letters if i > first else ""
    if form in OPENING:
        # “ is at times used to close as well: glued to the word before it, free after it
        return "close" if depth and not space_before and space_after and form == "“" else "open"
    if previous in ("ب", "بـ", "ل", "لـ", "ك", "و", "ف") and not space_before and not space_after:
        return "open"  # بـ"..." has the particle glued to the mark
    if space_before and not space_after:
        return "open"
    if not space_before and space_after:
        return "close" if previous not in _REPORTING_GAP or depth else "open"
    if not space_before and not space_after and i + 1 < last and tokens[i + 1].word.kind == "punct":
        return "close" if depth or tokens[i - 1].word.kind == "word" else "either"
    return "either"


def pair(tokens: tuple[Token, ...], first: int, last: int, text: str) -> tuple[list[Quotation], list[int]]:
    """Quotations of one line (outer and inner), and the indices of marks that had no partner."""
    out: list[Quotation] = []
    unpaired: list[int] = []
    stack: list[int] = []
    light: int | None = None
    for i in range(first, last):
        form = tokens[i].word.form
        if form in _LIGHT:
            space_before = i == first or tokens[i - 1].end < tokens[i].start or tokens[i - 1].word.form in MARKS
            if (
                light is None
                and (form == "‘" or space_before)
                and i + 1 < last
                and tokens[i + 1].start == tokens[i].end
            ):
                light = i
            elif light is not None and not space_before:
                out.append(Quotation(light, i))
                light = None
            continue
        if form not in MARKS:
            continue
        role = _role(tokens, i, first, last, len(stack))
        if stack and form == "“" and tokens[stack[-1]].word.form == "”":
            role = "close"  # ”…“ as some sites write it
        if role == "either":
            role = "close" if stack else "open"
        if role == "open" and stack and tokens[stack[-1]].word.form == form and form in AMBIGUOUS:
            # the same mark twice: an inner quotation only if two closings still come; else the first was left open
            closings = _closings_ahead(tokens, i + 1, first, last)
            if closings < len(stack) + 1:
                lost = stack.pop()
                unpaired.append(lost)
                out.append(Quotation(lost, _last_stop(tokens, lost, i), True))
        if role == "open":
            stack.append(i)
        elif stack:
            out.append(Quotation(stack.pop(), i))
        else:
            unpaired.append(i)
    for lost in stack:
        unpaired.append(lost)
        out.append(Quotation(lost, _first_stop(tokens, lost, last), True))
    out.sort()
    return [q for q in out if q.close > q.open + 1], sorted(unpaired)


def _last_stop(tokens: tuple[Token, ...], opened: int, end: int) -> int:
    """Where a quotation that was left open ends before the next one opens: at the last full stop between."""
    for j in range(end - 1, opened + 1, -1):
        if tokens[j].word.form in ".؟!":
            return j
    return end


def _first_stop(tokens: tuple[Token, ...], opened: int, end: int) -> int:
    """Where a quotation that is never closed ends: at its first full stop, else with its line."""
    for j in range(opened + 2, min(end, opened + _FAR)):
        if tokens[j].word.form in ".؟!" and (j + 1 >= end or tokens[j + 1].start > tokens[j].end):
            return j
    return end


def _closings_ahead(tokens: tuple[Token, ...], start: int, first: int, last: int) -> int:
    """Closing marks still to come, opening ones taken off, up to the first point where it is settled."""
    balance = best = 0
    for i in range(start, min(last, start + _FAR)):
        if tokens[i].word.form not in MARKS:
            continue
        role = _role(tokens, i, first, last, 1)
        balance += 1 if role != "open" else -1
        best = max(best, balance)
    return best
