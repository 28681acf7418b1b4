"""Pull quotes that repeat the body, and teasers of other reports after the end of a report."""

from __future__ import annotations

from marsad.ingest.lines import Line, Table

_FROM, _GRAM = 1, 5  # the words that must be the same: the first may have lost its "و"
_MIN, _MAX = 7, 70  # words of a pull quote
_SAME = 0.9
_CANDIDATES = 4


def pull_quotes(lines: list[Line], first: int) -> list[int]:
    """The lines that repeat, nearly word by word, a stretch of another line; of two equal lines the later one.

    ``first`` is the first line of the body: the headline is no repeat of anything. Work is linear in the text.
    """
    heads: dict[tuple[str, ...], list[int]] = {}
    for i in range(first, len(lines)):
        words = lines[i].words
        if _MIN <= len(words) <= _MAX:
            kept = heads.setdefault(tuple(words[_FROM : _FROM + _GRAM]), [])
            if len(kept) < _CANDIDATES:
                kept.append(i)
    if not heads:
        return []
    anchors = {gram[0] for gram in heads}
    found: set[int] = set()
    for j in range(first, len(lines)):
        words = lines[j].words
        if anchors.isdisjoint(words):
            continue
        for k in range(1, len(words) - _GRAM + 1):
            if words[k] not in anchors:
                continue
            for i in heads.get(tuple(words[k : k + _GRAM]), ()):
                if i != j and j not in found and _repeats(lines[i].words, words, k - _FROM) and (len(words) > len(lines[i].words) or j < i):
                    found.add(i)
    return sorted(found)


def _repeats(quote: list[str], body: list[str], at: int) -> bool:
    if at < 0 or len(body) - at < len(quote) * _SAME:
        return False
    first, other = quote[0], body[at]
    if first != other and not other.endswith(first) and not first.endswith(other):
        return False
    same = sum(a == b for a, b in zip(quote[1:], body[at + 1 :], strict=False))
    return same >= _SAME * (len(quote) - 1)


_TEASER_MIN, _TEASER_MAX = 7, 50


def teasers(lines: list[Line], first: int, table: Table) -> list[int]:
    """The run of teasers at the end of a report: single sentences, none of them joined to what stands before.

    A body's paragraphs begin with "و" or another joining word; the openings of other reports do not. Two such lines
    at the end may still be a body's; three are not, nor are two that share hardly a word with the rest.
    """
    i = len(lines)
    while i > first + 1 and _is_teaser(lines[i - 1], table):
        i -= 1
    run = list(range(i, len(lines)))
    if len(run) >= 3:
        return run
    body = {w for line in lines[:i] for w in line.words if len(w) > 3}
    if len(run) == 2 and all(_strange(lines[k], body) for k in run):
        return run
    return []


def _is_teaser(line: Line, table: Table) -> bool:
    n = len(line.words)
    if not _TEASER_MIN <= n <= _TEASER_MAX:
        return False
    word = line.words[0]
    if word[0] in "وف" and len(word) > 3 or line.begins(table.connectives):
        return False
    if line.raw[0] in "\"«“-–—*•(" or line.raw[-1] in ":،":
        return False
    return not any("." in line.gap(k) and ".." not in line.gap(k) for k in range(1, n) if not line.words[k].isdigit())


def _strange(line: Line, body: set[str]) -> bool:
    words = [w for w in line.words if len(w) > 3]
    return sum(w in body for w in words) <= 0.2 * len(words)
