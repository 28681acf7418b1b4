"""The grammar of longer stretches: seasons, halves and quarters, decades, the edges of periods."""

from __future__ import annotations

from marsad.annotate import numbers
from marsad.annotate.times_dates import day_level, month
from marsad.annotate.times_nodes import Found, Node, relative
from marsad.annotate.times_words import Reader
from marsad.annotate.times_years import period, year, year_tail


def season(r: Reader, i: int, first: bool) -> Found | None:
    """صيف 2014, صيف العام الماضي, الصيف الماضي, هذا الصيف."""
    demo = r.get(i, "demo", first=first)
    if demo is not None:
        item = r.get(demo.end, "season")
        if item is None or not item.defn or demo.val:
            return None
        return item.end, Node("season", demo.start, code=item.val, rel=0, entries=(demo.entry, item.entry))
    item = r.get(i, "season", first=first)
    if item is None or r.folded(item.end) in ("الاول", "الثاني", "الاخر"):
        return None
    node = Node("season", item.start, code=item.val, entries=(item.entry,))
    if item.defn:
        rel = relative(r, item.end, "s")
        if rel is None or abs(rel[1]) > 1 or rel[2].val[2]:
            return None
        node.rel = rel[1]
        return rel[0], node
    found = year_tail(r, item.end)
    if found is None:
        return None
    if found[1].kind == "date":
        node.y = found[1].y
    else:
        node.base = found[1]
    node.entries += found[1].entries
    return found[0], node


def part(r: Reader, i: int, first: bool) -> Found | None:
    """النصف الثاني من عام 2015, الربع الأول من العام الجاري, النصف الأول من يونيو."""
    head = r.get(i, "part", first=first)
    if head is None:
        return None
    last = r.folded(head.end) == "الاخير"
    ordinal = numbers.ordinal(r.tokens, head.end, r.last) if head.end < r.last and not last else None
    if not last and (ordinal is None or ordinal[0] > 4):
        return None
    number = (2 if head.val == "H" else 4) if last else (ordinal[0] if ordinal else 1)
    end = head.end + 1 if last else (ordinal[1] if ordinal else head.end)
    if r.folded(end) == "من" or r.folded(end).startswith("لل"):
        k = end + 1 if r.folded(end) == "من" else end
        found = year(r, k, True) or period(r, k, True) or month(r, k, False)
        value = r.integer(k)
        if found is None and value is not None and 1800 <= value <= 2100:
            found = k + 1, Node("date", y=value)
        unit = r.get(k, "u", first=True) if found is None else None
        if unit is not None and unit.defn and unit.val == ["Y", "one"]:
            found = unit.end, Node("unit", unit="Y", entries=(unit.entry,))
    else:
        found = year(r, end, True)
    if found is None or (found[1].kind not in ("date", "unit", "same") and found[1].kind != "century"):
        return None
    base = found[1]
    grain = base.unit if base.kind != "date" else ("M" if base.m else "Y")
    if grain not in ("Y", "M", "CE", "DE") or head.val == "T":
        return None
    node = Node("part", head.start, code=f"{head.val}{number}", base=base, entries=(head.entry, *base.entries))
    if base.kind == "date" and base.y is None and base.m is None:
        return None
    if grain != "Y":
        base.edge = "START" if number == 1 else "END"
        base.start = head.start
        return found[0], base
    return found[0], node


def decade(r: Reader, i: int, first: bool) -> Found | None:
    """سبعينات القرن الماضي, الثمانينيات."""
    item = r.get(i, "decade", first=first)
    if item is None:
        return None
    k = item.end + 1 if r.folded(item.end) == "من" else item.end
    node = Node("decade", item.start, code=str(item.val), entries=(item.entry,))
    if k < r.last and r.folded(k).startswith("القرن"):
        found = period(r, k, False)
        if found is not None and found[1].kind == "century":
            node.base = found[1]
            return found[0], node
    if r.folded(k) in ("العمر", "عمره", "عمرها", "عمرهم", "عمري") or (k > item.end and r.folded(k) == "عمره"):
        return None
    if item.val == 1:
        return None
    if item.defn or r.folded(item.end).startswith("و"):
        return item.end, node
    return None


def edge(r: Reader, i: int, first: bool) -> Found | None:
    """مطلع العام المقبل, نهاية يوليو, أواخر أكتوبر الماضي, عطلة نهاية الأسبوع, بداية الشهر."""
    head_start, k, free = -1, i, False
    if r.folded(i) in ("عطله", "بعطله", "لعطله"):
        head_start = r.tokens[i].end - 4 if r.tokens[i].word.folded != "عطله" else r.tokens[i].start
        k, free = i + 1, True
    item = r.get(k, "edge", first=first and k == i)
    if item is None or item.defn:
        return None
    start = head_start if head_start >= 0 else item.start
    end = item.end
    if r.folded(end) == "من" and item.entry not in ("اول", "اخر"):
        end += 1
    demo = r.get(end, "demo")
    unit = r.get(end if demo is None or demo.val else demo.end, "u")
    if item.val == "END" and unit is not None and unit.val == ["W", "one"] and unit.defn and (item.entry == "نهايه"):
        found = period(r, end, False)
        node = Node("weekend", start, offset=0, entries=(item.entry, unit.entry))
        if found is not None:
            node.offset = found[1].offset
            return (found[0], node) if found[1].kind == "unit" else None
        return unit.end, node
    found = _edged(r, end, item.entry)
    if found is None:
        return None
    node = found[1]
    node.start, node.entries = start, (item.entry, *node.entries)
    node.edge = item.val
    return None if free else (found[0], node)


def _edged(r: Reader, i: int, entry: str) -> Found | None:
    """What an edge can be the edge of."""
    found = part(r, i, False) or decade(r, i, False) or season(r, i, False) or period(r, i, False)
    if found is not None:
        return found
    number = r.integer(i)
    if number is not None:
        return (i + 1, Node("date", y=number, entries=(str(number),))) if 1800 <= number <= 2100 else None
    found = year(r, i, False) or month(r, i, False)
    if found is not None:
        return found
    unit = r.get(i, "u")
    if unit is not None and unit.defn and unit.val[1] == "one" and unit.val[0] in ("W", "M", "Y", "DE", "D"):
        after = r.folded(unit.end)
        if unit.val[0] == "D" or (
            after.startswith("ال") and not r.get(unit.end, "wd") and after not in ("الي", "الا", "الذي", "التي")
        ):
            return (
                None
                if after not in ("الميلادي", "الهجري") or unit.val[0] == "D"
                else (unit.end + 1, Node("unit", unit=unit.val[0]))
            )
        return unit.end, Node("unit", unit=unit.val[0], entries=(unit.entry,))
    if entry in ("اول", "اخر", "بدء"):
        return None
    return day_level(r, i, False)


def bounded(r: Reader, i: int) -> Found | None:
    """A bare period after "وقت سابق من": الأسبوع, الشهر, العام."""
    unit = r.get(i, "u")
    if (
        r.folded(i - 1) != "من"
        or unit is None
        or not unit.defn
        or unit.val[1] != "one"
        or unit.val[0] not in ("W", "M", "Y", "D")
    ):
        return None
    if (
        r.get(unit.end, "rel") is not None
        or r.get(unit.end, "same1") is not None
        or r.get(unit.end, "wd") is not None
        or unit.entry == "يوم"
    ):
        return None
    return unit.end, Node("unit", unit.start, unit=unit.val[0], entries=(unit.entry,))
