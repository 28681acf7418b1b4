"""Pull quotes that repeat the body, and teasers of other reports after the end of a report."""

from __future__ import annotations

from marsad.ingest.lines import Line, Table

_FROM, _GRAM = 1, 5  # the words that must be the same: the first may have lost its "و"
_MIN, _MAX = 8, 70  # words of a pull quote
_SAME = 0.9
_CANDIDATES = 4


def pull_quotes(lines: list[Line], first: int, table: Table) -> list[int]:
    """The lines that repeat, nearly word by word, a stretch of another line; of two equal lines the later one.

    A paragraph that is joined to the one before it ("وقال ...") is the body's own, however often it stands there.

    ``first`` is the first line of the body: the headline is no repeat of anything. Work is linear in the text.
    """
    heads: dict[tuple[str, ...], list[int]] = {}
    for i in range(first, len(lines)):
        words = lines[i].words
        if _MIN <= len(words) <= _MAX and not lines[i].joined(table):
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
                quote = lines[i].words
                longer = len(words) > len(quote) or j < i
                if i != j and longer and j not in found and _repeats(quote, words, k - _FROM):
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
_USUAL = 5  # teasers after a report


def teasers(lines: list[Line], first: int, table: Table) -> list[int]:
    """The run of teasers at the end of a report: single sentences, none of them joined to what stands before.

    A body's paragraphs begin with "و" or another joining word; the openings of other reports do not. Two such lines
    at the end may still be a body's; three are not, nor are two that share hardly a word with the rest.
    """
    i = len(lines)
    while i > first + 1 and _is_teaser(lines[i - 1], table, strict=True):
        i -= 1
    # a teaser that opens with somebody's words, or has two sentences, stands among plain ones
    while first + 1 < i <= len(lines) - 2 and len(lines) - i < _USUAL and _is_teaser(lines[i - 1], table, strict=False):
        i -= 1
    run = list(range(i, len(lines)))
    if run and lines[i - 1].raw.endswith(":"):
        run = run[-_USUAL:] if len(run) > _USUAL else []  # a list that the body announces
    if len(run) >= 3:
        return run
    body = {w for line in lines[:i] for w in line.words if len(w) > 3}
    if len(run) == 2 and all(_strange(lines[k], body) for k in run):
        return run
    return []


def _is_teaser(line: Line, table: Table, *, strict: bool) -> bool:
    n = len(line.words)
    if not _TEASER_MIN <= n <= _TEASER_MAX or line.joined(table):
        return False
    if line.words[0].isdigit() or line.raw[0] in "-–—*•(" or line.raw[-1] in ":،" or ":" in line.raw[:40]:
        return False
    if not strict:
        return True
    if line.raw[0] in '"«“':
        return False
    return not any("." in line.gap(k) and ".." not in line.gap(k) for k in range(1, n) if not line.words[k].isdigit())


def _strange(line: Line, body: set[str]) -> bool:
    words = [w for w in line.words if len(w) > 3]
    return sum(w in body for w in words) <= 0.2 * len(words)
