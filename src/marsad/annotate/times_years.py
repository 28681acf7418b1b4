"""The grammar of years and of periods against now: عام 2018, الشهر الماضي, هذا الأسبوع, القرن العشرين."""

from __future__ import annotations

from marsad.annotate import numbers
from marsad.annotate.times_nodes import Found, Node, relative
from marsad.annotate.times_words import SETS, Item, Reader


def year_tail(r: Reader, i: int, calendar: str = "gregorian") -> Found | None:
    """The year of a month or season: 2018, عام 2018, من العام الماضي, هذا العام."""
    value = r.integer(i)
    if value is not None and _is_year(value, calendar):
        end = i + 1
        era = r.get(end, "era")
        if era is not None and (era.entry != "م" or r.folded(era.end) in (")", "،", ".", "") or True):
            end = era.end
        return end, Node("date", r.tokens[i].start, y=value, entries=(str(value),))
    k = i + 1 if r.folded(i) in ("من", "،", "ل", "في") else i
    head = r.get(k, "u", first=True)
    if head is not None and head.val == ["Y", "one"] and head.pro in ("", "ل"):
        value = r.integer(head.end)
        if value is not None and _is_year(value, calendar):
            end = head.end + 1
            era = r.get(end, "era")
            return (era.end if era else end), Node("date", head.start, y=value, entries=(head.entry,))
    if k == i + 1 and r.folded(i) != "من":
        return None
    found = period(r, k, True)
    if found is not None and found[1].kind in ("unit", "same") and found[1].unit in ("Y", "DE", "CE", "M"):
        return found
    return None


def _is_year(value: int, calendar: str) -> bool:
    return 1300 <= value <= 1500 or 1800 <= value <= 2100 if calendar == "hijri" else 1000 <= value <= 2100


def year(r: Reader, i: int, first: bool) -> Found | None:
    """عام 2018, عامي 2007 (و2008), سنة 1436 هـ; a bare 2018 after في and its like, or after another year."""
    head = r.get(i, "u", first=first)
    if head is not None and head.val[0] == "Y" and head.entry not in ("عاما", "سنين"):
        value = r.integer(head.end)
        end = head.end + 1
        if value is None and r.folded(head.end) == "ال" and r.integer(head.end + 1):
            value, end = r.integer(head.end + 1), head.end + 2
        if value is not None and head.val[1] in ("one", "construct", "many"):
            if 30 <= value <= 99 and head.val[1] == "one" and not r.get(end, "u"):
                value += 1900
            if 1000 <= value <= 2100 and (head.val[1] != "many" or value > 1800):
                return _with_era(r, end, Node("date", head.start, y=value, entries=(head.entry,)))
        number = r.number(head.end)
        if number is not None and number.words and head.val[1] == "one" and 1000 <= number.value <= 2100:
            return number.end, Node("date", head.start, y=int(number.value), entries=(head.entry, *number.entries))
        return None
    value = r.integer(i)
    if value is None or not 1800 <= value <= 2100 or len(r.tokens[i].word.letters) != 4:
        return None
    if r.folded(i - 1) in ("/", ".", ":") and r.glued(i):
        return None
    k = i - 2 if r.folded(i - 1) == "و" else i - 1
    before = r.folded(k)
    known = before in SETS["year_after"] or before[1:] in SETS["year_after"]
    if r.folded(i - 1) == "و" and not known:
        known = _after_year(r, i - 2)
    known = known or (before in ("-", "–", "او", "الي", "/") and _after_year(r, k - 1))
    known = known or _plainly_year(r, i, value, before)
    known = known or (r.folded(i - 1) == "(" and r.folded(i + 1) in (")", "-", "–"))
    if not known or (r.get(i + 1, "u") and not r.get(i + 1, "u").defn):  # type: ignore[union-attr]
        return None
    nxt = r.folded(i + 1)
    if before in ("من", "بعد", "قبل", "الي", "بين") and _counted(r, i + 1):
        return None
    if nxt in ("%", "دولار", "الف", "مليون", "دولارا", "شخص", "شخصا", "كيلومتر", "متر"):
        return None
    return _with_era(r, i + 1, Node("date", r.tokens[i].start, y=value, entries=(str(value),)))


def _plainly_year(r: Reader, i: int, value: int, before: str) -> bool:
    """A year by its looks: four figures after a noun, nothing after it that it could count ("مؤتمر باريس 2015،")."""
    if not 1900 <= value <= 2040 or before in SETS["not_year_after"] or before in numbers.LABELS:
        return False
    after = r.folded(i + 1)
    if before in numbers.LEXICON.before or r.folded(i - 1) in ("%", "$", "#", "+", "=", "/", ":", ".", ","):
        return False
    if (
        i == 0
        or r.tokens[i - 1].word.kind not in ("word", "punct")
        or (r.tokens[i - 1].word.kind == "punct" and r.folded(i - 1) not in ('"', ")", "”", "»", "و"))
    ):
        return False
    if r.get(i - 1, "edge") or r.get(i - 1, "rel"):
        return True
    return after in SETS["after_year"]


def _counted(r: Reader, i: int) -> bool:
    """Whether the word at ``i`` can be what a number counts: indefinite, in the accusative or genitive."""
    word = r.tokens[i].word if i < r.last else None
    if word is None or word.kind != "word":
        return False
    return (
        word.folded.endswith("ا") and len(word.folded) > 3 and not word.folded.startswith(("ال", "و", "عندما", "بينما"))
    )


def _after_year(r: Reader, i: int) -> bool:
    value = r.integer(i)
    return value is not None and 1800 <= value <= 2100 and r.dated == i + 1


def _with_era(r: Reader, end: int, node: Node) -> Found:
    era = r.get(end, "era")
    if era is not None:
        end = era.end
        node.calendar = era.val
    elif node.y is not None and 1300 <= node.y <= 1470 and node.y >= 1390:
        node.calendar = "hijri"
    return end, node


def period(r: Reader, i: int, first: bool) -> Found | None:
    """الشهر الماضي, هذا الأسبوع, العام نفسه, ذلك اليوم, القرن العشرين, الأسبوع قبل الماضي."""
    demo = r.get(i, "demo", first=first)
    if demo is not None:
        unit = r.get(demo.end, "u")
        if unit is not None and unit.defn and unit.val[1] == "one" and unit.val[0] not in ("S", "MIN", "H"):
            if unit.entry == "ليله":
                return None
            kind = "unit" if demo.val == 0 else "same"
            node = Node(kind, demo.start, unit=unit.val[0], offset=0, entries=(demo.entry, unit.entry))
            return unit.end, node
        return None
    same = r.get(i, "same0", first=first)
    if same is not None:
        unit = r.get(same.end, "u")
        if unit is not None and unit.val[1] == "one" and unit.defn and unit.val[0] not in ("S", "MIN", "H"):
            return unit.end, Node("same", same.start, unit=unit.val[0], entries=(same.entry, unit.entry))
        return None
    unit = r.get(i, "u", first=first)
    if (
        unit is None
        or not unit.defn
        or unit.val[1] != "one"
        or unit.val[0] in ("S", "MIN", "H")
        or unit.entry == "ليله"
    ):
        return None
    code = unit.val[0]
    if code == "CE":
        return _century(r, unit)
    if r.get(unit.end, "same1") is not None:
        if unit.entry == "عام" and r.among(unit.i - 1, "general"):
            return None
        return unit.end + 1, Node("same", unit.start, unit=code, entries=(unit.entry,))
    between = 1 if r.folded(unit.end) in SETS["year_kinds"] and code == "Y" else 0
    rel = relative(r, unit.end + between, "s")
    if rel is not None:
        end, offset, item = rel
        if unit.entry in ("عام", "العام") and r.among(unit.i - 1, "general") and (item.val[2] or offset in (0, 1)):
            return None
        if item.val[0] == 2 or item.val[2]:
            step = 1 if item.val[0] == 2 else -1
            return end, Node("same", unit.start, unit=code, offset=step, entries=(unit.entry, item.entry))
        return end, Node("unit", unit.start, unit=code, offset=offset, entries=(unit.entry, item.entry))
    if code == "M" and r.folded(unit.end) in ("الفضيل", "الكريم", "المبارك"):
        return unit.end + 1, Node("date", unit.start, m=9, calendar="hijri", entries=(unit.entry,))
    return None


def _century(r: Reader, unit: Item) -> Found | None:
    """القرن العشرين, القرن الـ19, القرن الماضي."""
    end = unit.end
    ordinal = numbers.ordinal(r.tokens, end, r.last) if end < r.last else None
    number = None
    if ordinal is not None:
        number, end = ordinal[0], ordinal[1]
    elif r.folded(end) == "ال" and r.integer(end + 1):
        number, end = r.integer(end + 1), end + 2
    elif r.integer(end) is not None and (r.integer(end) or 99) <= 21:
        number, end = r.integer(end), end + 1
    node = Node("century", unit.start, unit="CE", entries=(unit.entry,))
    if number is not None and 1 <= number <= 22:
        node.count = number
        era = r.get(end, "era")
        if era is not None:
            end = era.end
            if era.val == "hijri":
                return None
        return end, node
    rel = relative(r, unit.end, "s")
    if rel is not None and abs(rel[1]) <= 1:
        node.offset = rel[1]
        return rel[0], node
    return None
