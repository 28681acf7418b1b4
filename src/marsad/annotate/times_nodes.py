"""What the grammar of times makes: `Node`, which says what was meant, unresolved; and the adjectives it shares."""

from __future__ import annotations

import msgspec

from marsad.annotate.times_words import Item, Reader

Found = tuple[int, "Node"]


class Node(msgspec.Struct):
    """What an expression of time says. Only the fields that ``kind`` names are set.

    kind: day (offset), night (offset), weekday (wd, rel), date (y, m, d, calendar, rel), unit (unit, offset),
    weekend (offset), season (code), part (code), decade (tens), century, same (unit, offset: anaphoric), ref (value),
    span (a duration: value), set (value), clock (hour, minute), named (calendar, m, d)
    """

    kind: str
    start: int = -1  # first character
    end_char: int = -1  # last character, where the last token does not end it
    wd: int = 0
    wd2: int = 0
    offset: int = 0
    rel: int | None = None
    y: int | None = None
    m: int | None = None
    d: int | None = None
    calendar: str = "gregorian"
    unit: str = ""
    value: str = ""
    code: str = ""
    edge: str = ""
    mod: str = ""
    pod: str = ""
    hour: int | None = None
    minute: int = 0
    base: Node | None = None  # the period that contains this one ("صيف العام الماضي")
    anchored: str = ""  # before: a span counted back from now ("قبل عامين"); around: one that ends or begins now
    count: float | None = None
    entries: tuple[str, ...] = ()


def relative(r: Reader, i: int, shape: str | None = None, defn: bool = True) -> tuple[int, int, Item] | None:
    """الماضي، قبل الماضي، المقبلة: index after it, distance in periods, the item."""
    item = r.get(i, "rel")
    if item is not None and item.defn == defn and (shape is None or item.val[1] in shape):
        return item.end, item.val[0], item
    if not defn:
        return None
    k, word = i, r.folded(i)
    if word == "ما":
        k += 1
        word = r.folded(k)
    if word in ("قبل", "بعد"):
        item = r.get(k + 1, "rel")
        if item is not None and item.defn and item.val[0] == (-1 if word == "قبل" else 1):
            return item.end, 2 * item.val[0], item
    return None


def shared(r: Reader, i: int, cat: str) -> Item | None:
    """An adjective in the dual or plural behind a list: "السبت والأحد المقبلين", "سبتمبر أو أكتوبر المقبلين"."""
    k = i
    for _ in range(3):
        if r.folded(k) in ("او", "و", "الي"):
            k += 1
        nxt = r.get(k, cat, first=True)
        if nxt is None or (k == i and not nxt.pro):
            return None
        k = nxt.end
        rel = r.get(k, "rel")
        if rel is not None and rel.defn and rel.val[1] in "dp":
            return rel
    return None
